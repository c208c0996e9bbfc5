"""What the jobs counted, in words."""

from django.utils.translation import gettext_lazy as _

from .. import formats

WORDS = {
    "done": _("files read"),
    "rejected": _("files rejected"),
    "left": _("files left for the next night"),
    "flagged": _("late rents flagged"),
    "opened": _("cases opened"),
    "joined": _("joined an open case"),
    "below_threshold": _("below the threshold"),
    "former_tenant": _("former tenants"),
    "on_hold": _("on hold"),
    "not_started": _("before outreach began"),
    "under_plan": _("in a payment plan"),
    "closed": _("cases closed"),
    "plans_missed": _("instalments missing"),
    "plans_caught_up": _("plans caught up"),
    "plans_broken": _("plans broken"),
    "plans_kept": _("plans kept"),
    "mismatches": _("wrong rows"),
    "reminded": _("reminders made"),
    "withdrawn": _("reminders withdrawn"),
    "created": _("rents charged"),
    "known": _("charged before"),
    "made": _("papers made"),
    "left_out": _("papers left out"),
    "bound": _("papers bound for the printer"),
}
SOUND = _("every row is right")
STALE = _("the payments do not reach far enough to look for late rent")


def of(counts: dict) -> str:
    """`late rents flagged: 3, cases opened: 2`; what is zero is left out."""
    parts = [f"{WORDS[code]}: {formats.tal(number)}" for code, number in counts.items() if number and code in WORDS]
    if counts.get("amount_ore"):
        parts.append(formats.kr(counts["amount_ore"]))
    if counts.get("mismatches") == 0:
        parts.append(str(SOUND))
    if counts.get("is_fresh") is False:
        parts.append(str(STALE))
    return ", ".join(parts)
