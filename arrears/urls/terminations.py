"""Terminations and the legal clock."""

from django.urls import path

from ..views import legal_clock, termination_steps, terminations

urlpatterns = [
    path("krav/frist/", legal_clock.legal_clock, name="legal-clock"),
    path("krav/uppsagningar/", terminations.terminations, name="terminations"),
    path("krav/uppsagningar/ny/<int:pk>/", terminations.draft, name="termination-draft"),
    path("krav/uppsagningar/<int:pk>/", terminations.termination, name="termination"),
    path("krav/uppsagningar/<int:pk>/godkann/", terminations.approve, name="termination-approve"),
    path("krav/uppsagningar/<int:pk>/papper/<slug:kind>/", terminations.paper, name="termination-paper"),
    path("krav/uppsagningar/<int:pk>/kronofogden/", termination_steps.notice, name="termination-notice"),
    path("krav/uppsagningar/<int:pk>/steg/<slug:step>/", termination_steps.step, name="termination-step"),
]
