"""Keeping a debt alive: what interrupts limitation besides payments and our own demands (1981:130 5 §)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused, refusing
from tenancies.models import Tenancy

from ..models import LimitationBreak
from .repeating import refuse_repeat


class NotYetHappened(Refused):
    sentence = _("That day is still to come. Record it when it has happened.")


class WithoutProof(Refused):
    sentence = _("Write how it can be proved: a reference number, or where the paper is.")


class RecordedAlready(Refused):
    sentence = _("You have recorded exactly that already today. If it happened twice, write what proves each of them.")


@action
def record_break(tenancy, *, kind: str, happened_on: date, note: str, by, on: date) -> LimitationBreak:
    """An acknowledgement, a claim that the tenant received, or a suit; for all rents due by then. Raises Refused."""
    if not note.strip():
        raise WithoutProof
    facts = {"kind": kind, "happened_on": happened_on, "note": note.strip(), "recorded_on": on, "by": by}
    Tenancy.objects.select_for_update(no_key=True).get(pk=tenancy.pk)
    refuse_repeat(LimitationBreak.objects, RecordedAlready, tenancy=tenancy, **facts)
    with refusing({"limitation_was_broken_before": NotYetHappened}):
        return LimitationBreak.objects.create(tenancy=tenancy, **facts)
