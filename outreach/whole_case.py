"""One case with what its page shows beside it: the home, and its small lists, come with the case's own row."""

from datetime import date

from django.db.models import OuterRef, Q

from arrears.models import Clearance, Termination
from bolots import guidelines
from bolots.listed import listed

from .grounds import with_grounds
from .lateness import reversal_waits
from .models import OutreachTask

TERMINATION = ("id", "status", "ground", "recovery_ends_on", "eviction_on")


def with_lists(cases, on: date):
    """Annotate cases with their grounds and these: the `threshold` that holds (for `guidelines.value`), the open
    visits, the home's newest termination since the case opened, and what was cleared since, the last day last.
    """
    home = {"tenancy": OuterRef("tenancy")}
    visits = OutreachTask.objects.open().filter(case=OuterRef("pk")).order_by("due_on", "pk")
    is_since = Q(closed_on=None) | Q(closed_on__gte=OuterRef("opened_on"))
    terminations = Termination.objects.filter(is_since, **home).order_by("-pk")[:1]
    cleared = Clearance.objects.since(OuterRef("opened_on")).filter(**home).order_by("done_on")
    return with_grounds(cases).annotate(
        threshold=guidelines.column("case_threshold_ore", on),
        reversal_waits=reversal_waits(),
        visit_list=listed(visits, "id", "due_on", "slot", "assignee__first_name"),
        termination_list=listed(terminations, *TERMINATION),
        cleared_list=listed(cleared, "kind", "done_on"),
    )
