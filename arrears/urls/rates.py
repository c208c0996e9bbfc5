"""What late payment costs: rates, fees, and the interest of one rent."""

from django.urls import path

from ..views import interest, rates

urlpatterns: list = [
    path("rantor-och-avgifter/", rates.rates, name="rates"),
    path("rantor-och-avgifter/ranta/", rates.rate_add, name="rate-add"),
    path("rantor-och-avgifter/ranta/<int:pk>/", rates.rate_edit, name="rate-edit"),
    path("rantor-och-avgifter/avgift/", rates.fee_add, name="fee-add"),
    path("rantor-och-avgifter/avgift/<int:pk>/", rates.fee_edit, name="fee-edit"),
    path("rantor-och-avgifter/ranta/<int:pk>/angra/", rates.undo, {"kind": "rate"}, name="rate-undo"),
    path("rantor-och-avgifter/avgift/<int:pk>/angra/", rates.undo, {"kind": "fee"}, name="fee-undo"),
    path("avier/<int:pk>/ranta/", interest.interest_of, name="charge-interest"),
    path("avier/<int:pk>/ranta/debitera/", interest.charge_it, name="charge-interest-charge"),
    path("avier/<int:pk>/ranta/avsta/", interest.waive, name="charge-interest-waive"),
]
