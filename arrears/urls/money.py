"""Rents and payments: months, bank files, the queue."""

from django.urls import path

from ..views import charges, credits, due_dates, files, months, payments, previews, queue, rents, reversals

urlpatterns = [
    path("", rents.rents, name="rents"),
    path("inga-fler-filer/", rents.no_more_files, name="no-more-files"),
    path("filer/", files.file_list, name="file-list"),
    path("filer/<int:pk>/", files.file_detail, name="file"),
    path("filer/las-in/", previews.upload, name="upload"),
    path("filer/las-in/<sha256:sha256>/", previews.preview, name="preview"),
    path("filer/las-in/<sha256:sha256>/bekrafta/", previews.confirm, name="preview-confirm"),
    path("filer/las-in/<sha256:sha256>/avbryt/", previews.discard, name="preview-discard"),
    path("omatchade/", queue.queue, name="queue"),
    path("betalningar/<int:pk>/", payments.payment, name="payment"),
    path("betalningar/<int:pk>/bokfor/", queue.allocate, name="payment-allocate"),
    path("betalningar/<int:pk>/tillgodo/", queue.give, name="payment-give"),
    path("bokningar/<int:pk>/angra/", payments.undo, name="allocation-undo"),
    path("tillgodo/", credits.credits, name="credits"),
    path("aterkallade/", reversals.reversals, name="reversals"),
    path("aterkallade/<int:pk>/", reversals.decide, name="reversal-decide"),
    path("avier/<int:pk>/", charges.charge, name="charge"),
    path("avier/<int:pk>/kreditera/", charges.credit, name="charge-credit"),
    path("manader/", months.month, name="month"),
    path("manader/<month:month>/", months.month, name="month"),
    path("forfallodagar/", due_dates.year, name="due-dates"),
    path("forfallodagar/<int:year>/", due_dates.year, name="due-dates"),
]
