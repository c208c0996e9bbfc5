"""Terminations and the legal clock."""

urlpatterns: list = []
