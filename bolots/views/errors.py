"""Calm error pages: an incident id, no trace. None of them needs the database."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

from ..access_log import AccessLogUnavailable


def server_error(request):
    """500; 503 when the database is away, or a reading cannot be recorded (the exception being handled says so)."""
    error = sys.exc_info()[1]
    if isinstance(error, AccessLogUnavailable):
        return _unavailable(request, "503_unlogged.html")
    if isinstance(error, (OperationalError, InterfaceError)):
        return _unavailable(request, "503.html")
    return _page(request, 500)


def _unavailable(request, template):
    response = _page(request, 503, template)
    response["Retry-After"] = "30"
    return response


def bad_request(request, exception):
    return _page(request, 400)


def permission_denied(request, exception):
    return _page(request, 403)


def not_found(request, exception):
    return _page(request, 404)


def csrf_failure(request, reason=""):
    return _page(request, 403, "403_csrf.html")


def _page(request, status, template=None):
    context = {"incident_id": getattr(request, "incident_id", "")}
    # without the request: no context processor may ask for the user, who is in the database
    return HttpResponse(render_to_string(template or f"{status}.html", context), status=status)
