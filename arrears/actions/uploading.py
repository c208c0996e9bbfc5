"""A bank file between its upload and the button that makes it count: looked at, kept, confirmed or thrown away."""

import hashlib
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused, refusing

from ..models import ColumnMapping, ImportFile, PendingFile
from .billing import ChargesImported, import_charges
from .importing import import_bank_file

KEPT = timedelta(days=7)  # a preview that nobody answered; the file holds names and can be fetched from the bank again


class NameTaken(Refused):
    sentence = _("There are columns of that name already. Choose another name, or choose those for the file.")


class ColumnsChanged(Refused):
    sentence = _("Somebody has changed those columns since. Choose them again, and look at what the file does now.")


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
    kept = {"name": name[:200], "data": data, "uploaded_at": at, "mapping": None, "purpose": ""}
    return PendingFile.objects.update_or_create(sha256=sha256, by=by, defaults=kept)[0]


@action
def confirm_upload(sha256: str, *, by, on: date, at: datetime) -> Confirmed | None:
    """Read in the file that the person has looked at. Twice at once, or again: the first one's file, and nothing new.

    None when the file is neither waiting nor read in, or is of a format that is not stored. Raises ColumnsChanged.
    """
    waiting = PendingFile.objects.exclude(purpose=ColumnMapping.Purpose.CHARGES).select_for_update(of=("self",))
    pending = waiting.select_related("mapping").filter(sha256=sha256, by=by).first()
    read = None
    if pending and pending.purpose and pending.mapping is None:
        raise ColumnsChanged
    if pending:
        facts = {"name": pending.name, "mapping": pending.mapping, "via": ImportFile.Via.UPLOAD}
        read = import_bank_file(bytes(pending.data), **facts, by=by, on=on, at=at).file
        pending.delete()
    if read:
        return Confirmed(read, is_new=True)
    earlier = _read_in(sha256)
    return earlier and Confirmed(earlier, is_new=False)


@action
def upload_csv(data: bytes, *, name: str, purpose: str, mapping=None, by, at: datetime) -> PendingFile:
    """Keep an uploaded CSV file for its preview, with the columns that were chosen for it, if any. Nothing counts."""
    PendingFile.objects.filter(uploaded_at__lt=at - KEPT).delete()
    kept = {"name": name[:200], "data": data, "uploaded_at": at, "purpose": purpose, "mapping": mapping}
    return PendingFile.objects.update_or_create(sha256=hashlib.sha256(data).hexdigest(), by=by, defaults=kept)[0]


@action
def save_columns(pending: PendingFile, *, by, **facts) -> ColumnMapping:
    """Save which column of the file means what, under a name, and use it for the file. Raises Refused.

    Under the name that the file's columns have already, those are changed; another name makes new ones. Other files
    that wait with the changed ones have none any more: somebody has looked at them as they were.
    """
    mapping = pending.mapping
    if mapping is None or mapping.name != facts["name"]:
        mapping = ColumnMapping(purpose=pending.purpose)
    if mapping.pk and any(getattr(mapping, field) != value for field, value in facts.items()):
        PendingFile.objects.filter(mapping=mapping).update(mapping=None)
    for field, value in facts.items():
        setattr(mapping, field, value)
    mapping.set_by = by
    with refusing({"one_column_mapping_per_name": NameTaken}):
        mapping.save()
    PendingFile.objects.filter(pk=pending.pk).update(mapping=mapping)
    return mapping


@action
def confirm_charges(sha256: str, *, by, on: date) -> ChargesImported | None:
    """Read in the rents that the person has looked at, all of them or none. None when no such file waits."""
    wanted = {"sha256": sha256, "by": by, "purpose": ColumnMapping.Purpose.CHARGES, "mapping__isnull": False}
    pending = PendingFile.objects.select_for_update(of=("self",)).select_related("mapping").filter(**wanted).first()
    if pending is None:
        return None
    done = import_charges(bytes(pending.data), layout=pending.mapping.layout, by=by, on=on, dry_run=False)
    if not done.faults:
        pending.delete()
    return done


@action
def discard_upload(sha256: str, *, by) -> None:
    """Throw away a file that was only looked at."""
    PendingFile.objects.filter(sha256=sha256, by=by).delete()


def _read_in(sha256: str) -> ImportFile | None:
    return ImportFile.objects.accepted().filter(sha256=sha256).first()
