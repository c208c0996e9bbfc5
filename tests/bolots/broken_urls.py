"""The site with some pages that break, each in its own way."""

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.urls import path

from bolots.access import public
from bolots.access_log import AccessLogUnavailable
from bolots.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
SECRET = "Samira Daoud 19121212-1212"


def breaking(error):
    @public
    def view(request):
        raise error

    return view


ERRORS = {
    "fault": (ValueError(SECRET), 500),
    "away": (OperationalError(SECRET), 503),
    "gone": (InterfaceError(SECRET), 503),
    "unlogged": (AccessLogUnavailable(SECRET), 503),
    "suspicious": (SuspiciousOperation(SECRET), 400),
}
urlpatterns = [*urlpatterns, *(path(f"{name}/", breaking(error)) for name, (error, _status) in ERRORS.items())]
