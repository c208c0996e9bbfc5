"""Record the reading of a person's data, with the read itself (SoLPuL 10 §, decision 30)."""

from django.db import DatabaseError, transaction

from . import calendar
from .models import AccessRecord

SEARCHED = AccessRecord._meta.get_field("searched").max_length  # letters


class AccessLogUnavailable(Exception):
    """The reading could not be recorded, so nothing may be shown."""


def record(request, person_ids, what):
    """One append-only row per person whose data the page shows, however many of its parts say so.

    Raises AccessLogUnavailable: then show nothing.
    """
    _write(request, _readings(request, person_ids, what))


def record_search(request, words, person_ids):
    """The search itself, also one that found nobody, and a reading for each person shown.

    Raises AccessLogUnavailable: then show nothing.
    """
    search = AccessRecord(user_id=request.user.pk, what="search", searched=words[:SEARCHED], at=calendar.now())
    _write(request, [search, *_readings(request, person_ids, "search")])


def _readings(request, person_ids, what):
    at, known = calendar.now(), request.__dict__.setdefault("people_read", set())
    return [
        AccessRecord(user_id=request.user.pk, person_id=pk, what=what, at=at) for pk in sorted(set(person_ids) - known)
    ]


def _write(request, rows):
    if not rows:
        return
    try:
        with transaction.atomic():
            AccessRecord.objects.bulk_create(rows)
    except DatabaseError as error:
        raise AccessLogUnavailable from error
    request.people_read |= {row.person_id for row in rows}
