"""Inspections of a home at moving in and moving out (besiktning)."""

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused, refusing

from ..models import Inspection


class NotYetHeld(Refused):
    sentence = _("An inspection is written down when it has been held. That day has not come.")


class InspectionWithoutRemarks(Refused):
    sentence = _("Write what is not in order.")


@action
def inspect_at_move(tenancy, *, kind, held_on, is_in_order, remarks="", by, on) -> Inspection:
    """The protocol of a move-in or move-out inspection. `remarks`: on the home only, never the person."""
    if held_on > on:
        raise NotYetHeld
    with refusing({"inspection_says_what_is_wrong": InspectionWithoutRemarks}):
        return Inspection.objects.create(
            apartment_id=tenancy.apartment_id,
            tenancy=tenancy,
            kind=kind,
            held_on=held_on,
            is_in_order=is_in_order,
            remarks=remarks,
            by=by,
        )
