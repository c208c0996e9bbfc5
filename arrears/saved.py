"""Rents that a home has been saved from: none of them costs it a second time, whatever happens to the money later."""

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from .models import Termination, TerminationCharge, TerminationStep


def roots(tenancy):
    """The first versions' keys of the rents that an earlier termination of the home (or of an outer row's) named, and
    that it was saved from: paid, deposited or undertaken to pay (R10, JB 12:44 st. 1 and 4), also where misconduct was
    left as the ground.
    """
    steps = TerminationStep.objects.filter(termination=OuterRef("termination"), what=TerminationStep.What.RENT_SAVED)
    is_over = Q(termination__status=Termination.Status.RECOVERED) | Exists(steps)
    rows = TerminationCharge.objects.filter(is_over, termination__tenancy=tenancy)
    return rows.values_list(Coalesce("charge__first_id", "charge_id"), flat=True)
