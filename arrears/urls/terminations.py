"""Terminations and the legal clock."""

from django.urls import path

from ..views import legal_clock

urlpatterns = [
    path("krav/frist/", legal_clock.legal_clock, name="legal-clock"),
]
