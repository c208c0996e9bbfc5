"""After the home: claims, write-offs, refunds."""

urlpatterns: list = []
