"""Record the reading of a person's data, with the read itself (SoLPuL 10 §, decision 30)."""

from django.db import DatabaseError, transaction

from . import calendar
from .models import AccessRecord


class AccessLogUnavailable(Exception):
    """The reading could not be recorded, so nothing may be shown."""


def record(request, person_ids, what):
    """One append-only row per person whose data the page shows, however many of its parts say so.

    Raises AccessLogUnavailable: then show nothing.
    """
    at, known = calendar.now(), request.__dict__.setdefault("people_read", set())
    new = set(person_ids) - known
    if not new:
        return
    rows = [AccessRecord(user_id=request.user.pk, person_id=pk, what=what, at=at) for pk in sorted(new)]
    try:
        with transaction.atomic():
            AccessRecord.objects.bulk_create(rows)
    except DatabaseError as error:
        raise AccessLogUnavailable from error
    known |= new
