"""What the tenancy page says of time to pay: the plan and the respite that run, and the ways to make them."""

from datetime import date

from bolots.access import Permission
from tenancies.panels import Panel

from . import plans


def tenancy(tenancy, user, on: date) -> list[Panel]:
    """For all who work with the home; only those who see the ledger get to the plan itself."""
    sees_ledger = user.may(Permission.SEE_LEDGER)
    if not sees_ledger and not user.may(Permission.SEE_CASES):
        return []
    runs, may_plan = plans.running(tenancy.pk, on), user.may(Permission.MAKE_PLANS)
    context = {"runs": runs, "sees_ledger": sees_ledger}
    panels = [Panel("now", "arrears/standing_panel.html", context)] if runs.plan or runs.hold else []
    return [*panels, Panel("side", "arrears/time_to_pay_panel.html", context)] if may_plan else panels
