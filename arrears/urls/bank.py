"""Bank day: files from other sources, and taking a whole file back."""

from django.urls import path

from ..views import bank_days, columns, dividing, undoing

urlpatterns = [
    path("bankdagar/", bank_days.bank_days, name="bank-days"),
    path("filer/<int:pk>/aterta/", undoing.file_undo, name="file-undo"),
    path("filer/csv/", columns.csv_upload, name="csv-upload"),
    path("filer/csv/<sha256:sha256>/kolumner/", columns.csv_columns, name="csv-columns"),
    path("avier/las-in/", columns.charges_upload, name="charges-upload"),
    path("avier/las-in/<sha256:sha256>/", columns.charges_preview, name="charges-preview"),
    path("avier/las-in/<sha256:sha256>/kolumner/", columns.charges_columns, name="charges-columns"),
    path("betalningar/<int:pk>/ta-bort/", undoing.payment_withdraw, name="payment-withdraw"),
    path("betalningar/<int:pk>/lagg-tillbaka/", undoing.withdrawal_undo, name="withdrawal-undo"),
    path("betalningar/<int:pk>/riktig/", undoing.twin_accept, name="twin-accept"),
    path("betalningar/<int:pk>/dela/", dividing.split, name="payment-split"),
    path("betalningar/<int:pk>/dela/angra/", dividing.split_undo, name="split-undo"),
]
