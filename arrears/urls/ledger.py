"""The book: a home's and a person's ledger, aged balances, months closed, exports."""

urlpatterns: list = []
