"""Bank day: files from other sources, and taking a whole file back."""

urlpatterns: list = []
