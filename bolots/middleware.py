"""What surrounds every request: an incident id, headers, the audit context, refusals on record."""

import logging
import uuid

from django.db import DatabaseError, transaction
from django.shortcuts import redirect

from . import calendar
from .audit import acting

log = logging.getLogger("bolots.request")

HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def incident(get_response):
    """Give each request an id that the error page shows and the log repeats."""

    def middleware(request):
        request.incident_id = uuid.uuid4().hex[:8]
        response = get_response(request)
        response["X-Incident"] = request.incident_id
        if response.status_code >= 500:
            log.error("incident %s: %s", request.incident_id, response.status_code)
        return response

    return middleware


def headers(get_response):
    """No cache keeps a page with personal data; nothing more is asked of the browser than pages need.

    Outermost, so that answers which never reach Django's own middleware (static files, refused hosts) have them too.
    """

    def middleware(request):
        response = get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response

    return middleware


def audit(get_response):
    """Every change inside a request knows who made it and where."""

    def middleware(request):
        if request.method in ("GET", "HEAD") or not request.user.is_authenticated:
            return get_response(request)
        with acting(user=request.user.pk, path=request.path, at=calendar.now().isoformat()):
            return get_response(request)

    return middleware


class OwnPassword:
    """Whoever has been given a one-time password chooses an own one before anything else."""

    OPEN = ("password-change", "logout")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        is_open = request.resolver_match.view_name in self.OPEN or getattr(view, "access", "") == "public"
        if is_open or not getattr(request.user, "must_change_password", False):
            return None
        return redirect("password-change")


def refusals(get_response):
    """A refusal (403, or 404 on a person) is written after the rollback, in its own transaction (decision 30)."""

    def middleware(request):
        response = get_response(request)
        if response.status_code in (403, 404) and request.resolver_match and request.user.is_authenticated:
            _record_refusal(request)
        return response

    return middleware


def _record_refusal(request):
    from .models import AccessRecord

    match = request.resolver_match
    what = f"{match.view_name} {match.kwargs.get('pk', '')}".strip()[:60]
    try:
        with transaction.atomic():
            AccessRecord.objects.create(user_id=request.user.pk, what=what, was_refused=True, at=calendar.now())
    except DatabaseError:
        log.error("incident %s: a refusal could not be recorded", request.incident_id)
