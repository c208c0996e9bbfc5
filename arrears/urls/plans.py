"""Time to pay: plans and holds."""

urlpatterns: list = []
