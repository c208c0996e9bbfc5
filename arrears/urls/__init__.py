"""The landlord's addresses: one module for each family of pages."""

from . import bank, claims, ledger, money, papers, plans, rates, terminations

app_name = "arrears"
urlpatterns = [
    *money.urlpatterns,
    *bank.urlpatterns,
    *ledger.urlpatterns,
    *rates.urlpatterns,
    *papers.urlpatterns,
    *plans.urlpatterns,
    *terminations.urlpatterns,
    *claims.urlpatterns,
]
