"""Papers about money: rent notices, reminders and demands."""

urlpatterns: list = []
