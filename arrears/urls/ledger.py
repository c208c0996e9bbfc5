"""The book: a home's and a person's ledger, aged balances, months closed, exports."""

from django.urls import path

from ..views import aged, books, closing, exports

urlpatterns = [
    path("hem/<int:pk>/reskontra/", books.home, name="home-ledger"),
    path("person/<int:pk>/reskontra/", books.person, name="person-ledger"),
    path("aldersanalys/", aged.aged, name="aged"),
    path("aldersanalys/fil/", aged.aged_file, name="aged-file"),
    path("avstamning/", closing.months, name="closing"),
    path("avstamning/<month:month>/", closing.month, name="closing-month"),
    path("export/", exports.export, name="ledger-export"),
]
