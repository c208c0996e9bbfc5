"""A bank file between its upload and the button that makes it count: looked at, kept, confirmed or thrown away."""

import hashlib
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bolots.audit import action

from ..models import ImportFile, PendingFile
from .importing import import_bank_file

KEPT = timedelta(days=7)  # a preview that nobody answered; the file holds names and can be fetched from the bank again


class Confirmed(NamedTuple):
    """The file that was confirmed, and whether it was this confirmation that read it in."""

    file: ImportFile
    is_new: bool


@action
def upload(data: bytes, *, name: str, by, on: date, at: datetime) -> ImportFile | PendingFile:
    """Keep an uploaded file for its preview; nothing of it counts.

    Gives the file's row instead when nothing is to be asked: it is rejected now, and recorded, or was read in before.
    """
    PendingFile.objects.filter(uploaded_at__lt=at - KEPT).delete()
    sha256 = hashlib.sha256(data).hexdigest()
    if earlier := _read_in(sha256):
        return earlier
    facts = {"name": name, "via": ImportFile.Via.UPLOAD, "by": by, "on": on, "at": at}
    if import_bank_file(data, **facts, dry_run=True).is_rejected:
        return import_bank_file(data, **facts).file
    kept = {"name": name[:200], "data": data, "uploaded_at": at}
    return PendingFile.objects.update_or_create(sha256=sha256, by=by, defaults=kept)[0]


@action
def confirm_upload(sha256: str, *, by, on: date, at: datetime) -> Confirmed | None:
    """Read in the file that the person has looked at. Twice at once, or again: the first one's file, and nothing new.

    None when the file is neither waiting nor read in, or is of a format that is not stored.
    """
    pending = PendingFile.objects.select_for_update().filter(sha256=sha256, by=by).first()
    read = None
    if pending:
        data, name = bytes(pending.data), pending.name
        read = import_bank_file(data, name=name, via=ImportFile.Via.UPLOAD, by=by, on=on, at=at).file
        pending.delete()
    if read:
        return Confirmed(read, is_new=True)
    earlier = _read_in(sha256)
    return earlier and Confirmed(earlier, is_new=False)


@action
def discard_upload(sha256: str, *, by) -> None:
    """Throw away a file that was only looked at."""
    PendingFile.objects.filter(sha256=sha256, by=by).delete()


def _read_in(sha256: str) -> ImportFile | None:
    return ImportFile.objects.accepted().filter(sha256=sha256).first()
