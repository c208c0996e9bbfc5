"""A spreadsheet between its upload and the button that makes it count: read, tried, confirmed or thrown away."""

import hashlib
from datetime import date, datetime, timedelta

from django.db import transaction

from bolots.audit import action

from ..models import ImportMapping, PendingImport
from .cells import fold
from .columns import guess, heading_counter
from .importing import Report, run
from .reading import Table, read

KEPT = timedelta(days=1)  # the file holds names and numbers; it can be uploaded again


def table_of(data: bytes) -> Table:
    """The file's heading and rows. Raises Unreadable."""
    return read(bytes(data), heading_counter())


@action
def keep_upload(data: bytes, *, by, at: datetime) -> PendingImport:
    """Keep a readable file until it is answered; nothing of it counts. Raises Unreadable."""
    PendingImport.objects.filter(uploaded_at__lt=at - KEPT).delete()
    table_of(data)
    kept = {"data": data, "uploaded_at": at, "report": None}
    sha256 = hashlib.sha256(data).hexdigest()
    return PendingImport.objects.update_or_create(sha256=sha256, by=by, defaults=kept)[0]


def waiting(user, at: datetime):
    """The user's files that wait for an answer, without what is in them."""
    return PendingImport.objects.filter(by=user, uploaded_at__gte=at - KEPT).defer("data").order_by("-uploaded_at")


def columns_for(headers: list[str]) -> list[str]:
    """What each column was the last time, or what its heading says."""
    saved = ImportMapping.objects.filter(headers_sha256=_digest(headers)).first()
    return saved.columns if saved else guess(headers)


@action
def choose_columns(pending: PendingImport, table: Table, columns: list[str], *, by, on: date) -> Report:
    """Say what the columns are, for this file and the next one like it, and try it."""
    chosen = {"columns": columns, "set_by": by, "set_on": on}
    ImportMapping.objects.update_or_create(headers_sha256=_digest(table.headers), defaults=chosen)
    report = run(table, columns, by=by, on=on, for_real=False)
    pending.columns, pending.report = columns, report.as_json()
    pending.save(update_fields=["columns", "report"])
    return report


@action
def import_register(key, *, by, on: date, at: datetime) -> Report | None:
    """Read in the file that the person has looked at, all of it or nothing. None: it waits no longer.

    With faults (the register has changed since the trial) nothing is stored, and the file waits on with the new report.
    """
    pending = waiting(by, at).filter(key=key, columns__isnull=False).select_for_update().first()
    if pending is None:
        return None
    with transaction.atomic():
        report = run(table_of(pending.data), pending.columns, by=by, on=on, for_real=True)
    if report.faults:
        pending.report = report.as_json()
        pending.save(update_fields=["report"])
    else:
        pending.delete()
    return report


@action
def discard_import(key, *, by) -> None:
    """Throw away a file that was only looked at."""
    PendingImport.objects.filter(key=key, by=by).delete()


def _digest(headers: list[str]) -> str:
    return hashlib.sha256("\n".join(map(fold, headers)).encode()).hexdigest()
