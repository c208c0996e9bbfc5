"""A termination in the reader's language: what stands in its way, its dated steps, how many days are left."""

from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bolots import formats

from .models import Termination, TerminationStep
from .rules.legal_clock import ask_court_by, earliest_decision, reopen_by
from .rules.termination import Reason

Status, What = Termination.Status, TerminationStep.What
NO_CRIME = "no_crime"  # noted at the draft: somebody asked whether a crime is behind it, and it is not
KINDS = {
    Status.DRAFT: "waiting",
    Status.APPROVED: "waiting",
    Status.SERVED: "risk",
    Status.RECOVERED: "done",
    Status.EXPIRED: "risk",
    Status.APPLIED: "risk",
    Status.DISPUTED: "late",
    Status.ORDERED: "risk",
    Status.SCHEDULED: "risk",
    Status.EVICTED: "no",
    Status.MOVED: "no",
    Status.WITHDRAWN: "done",
}
SENTENCES = {
    "no_lease": gettext_lazy(
        "The home is a placement without a lease: the Land Code does not apply. The decision on assistance does."
    ),
    "is_over": gettext_lazy("The tenancy has ended: there is nothing left to terminate."),
    "is_hidden": gettext_lazy(
        "The tenant has a protected identity, and the papers name the tenant. A named reader of the home makes them."
    ),
    "no_rent": gettext_lazy("No rent is chosen that may cost the home."),
    "paid": gettext_lazy("The rent is paid before the termination: the tenant stays (chapter 12, section 43)."),
    "saved_before": gettext_lazy(
        "The home has been saved from the rent for %(month)s: that is for good (section 44). Withdraw the termination."
    ),
    "too_early": gettext_lazy(
        "The rent for %(month)s is not more than a week late. It may cost the home from %(day)s (section 42)."
    ),
    "too_small": gettext_lazy(
        "%(open_ore)s is of minor importance: below %(threshold_ore)s nobody loses a home (section 42)."
    ),
    "from_crime": gettext_lazy(
        "It comes from a crime by somebody close against the tenant or the household: then the home is not lost "
        "(section 42). Offer help instead."
    ),
    "on_hold": gettext_lazy("A respite runs that stops demands and terminations."),
    "has_plan": gettext_lazy("A payment plan runs. As long as it does, what was agreed counts."),
    "credit_waits": gettext_lazy(
        "The home has %(credit_ore)s to its good. Put the money on the rent that threatens the home first."
    ),
    "reversal_waits": gettext_lazy("The bank took money back and nobody has decided what it had paid."),
    "stray_money": gettext_lazy(
        "Payments in the queue that may be the tenant's: %(count)s. Look at each, and give it to the home that it is "
        "for."
    ),
    "minor": gettext_lazy("The incident is minor: it costs nobody a home."),
    "put_right": gettext_lazy("The incident is resolved: what is put right before a termination saves the home."),
    "not_notified": gettext_lazy("The social services have not been told of the incident (section 25 a)."),
    "not_demanded": gettext_lazy("No demand to put things right has been issued (section 25 a)."),
    "time_to_correct": gettext_lazy("The tenant has until %(day)s to put things right."),
    "amount_differs": gettext_lazy(
        "The termination says %(named_ore)s and the ledger %(open_ore)s. A wrong amount loses the case (RH 1995:34): "
        "withdraw it and draft a new one."
    ),
    "paid_since": gettext_lazy(
        "The rents that the termination names are paid. Look at whether they were paid in time."
    ),
    "small_rest": gettext_lazy(
        "%(open_ore)s is left, which is of minor importance: below %(threshold_ore)s nobody loses a home (section 42). "
        "Withdraw the termination."
    ),
    "not_known": gettext_lazy(
        "Payments must be known up to %(day)s: what the bank had on the last day may be booked later. Read in the "
        "bank's files first."
    ),
    "planned": gettext_lazy(
        "A payment plan about these rents runs. As long as it does, what was agreed counts: withdraw the termination."
    ),
    "no_copy": gettext_lazy(
        "The social services have had no copy of the termination (section 42). Give it to them and record it first."
    ),
    "papers_differ": gettext_lazy(
        "The papers do not agree with the register any more: %(changed)s. Withdraw the termination and draft a new one."
    ),
    "not_proven": gettext_lazy(
        "The nightly proof found that the ledger does not add up. No papers before it is mended: tell the "
        "administrator."
    ),
    "not_fresh": gettext_lazy("Payments are known up to %(day)s only. Read in the bank's files first."),
    "incomplete": gettext_lazy("The papers would lack: %(missing)s."),
    "no_contact": gettext_lazy(
        "Nobody has tried to meet the tenant in person since %(day)s. A housing navigator rings the bell first."
    ),
    "no_child_check": gettext_lazy(
        "Nobody has checked since %(day)s whether children live in the home. It is done on the case."
    ),
    "no_postcode": gettext_lazy(
        "The home has no postcode and town in the register: the papers carry its street and number only."
    ),
    "unmatched": gettext_lazy(
        "Unmatched payments of exactly the amount of one of the rents: %(count)s. Others owe the same. Look at them "
        "first."
    ),
}
MISSING = {
    "name": gettext_lazy("the tenant's name"),
    "address": gettext_lazy("the home's address"),
    "rooms": gettext_lazy("the number of rooms"),
    "landlord": gettext_lazy("the landlord's name, address, phone or bankgiro"),
}


def sentence(reason: Reason) -> str:
    """Why not, in words."""
    return str(SENTENCES[reason.code]) % {name: _said(name, value) for name, value in reason.params.items()}


def _said(name: str, value) -> str:
    if name.endswith("_ore"):
        return formats.kr(value)
    if name == "month":
        return formats.manad(value)
    if name in ("missing", "changed"):
        return ", ".join(str(MISSING[code]) for code in value)
    return formats.dag(value, value) if isinstance(value, date) else str(value or _("no day at all"))


def kind(termination) -> str:
    """The shape that stands beside the word of the status."""
    return KINDS[Status(termination.status)]


def days_left(termination, on: date) -> int | None:
    """Days left to save the home, the last one as 0; None while no period runs."""
    if termination.status != Status.SERVED or termination.recovery_ends_on is None:
        return None
    return (termination.recovery_ends_on - on).days


def clock_line(termination, on: date) -> tuple[str, str]:
    """The state of the legal clock in one line, with its shape."""
    left = days_left(termination, on)
    if left is not None and left >= 0:
        said = ngettext("%(n)s day left to save the home", "%(n)s days left to save the home", left) % {"n": left}
        return "risk", f"{said}, {formats.dag(termination.recovery_ends_on, on)}"
    if termination.status == Status.SERVED and termination.is_about_rent and left is None:
        return "late", _("The recovery period has not begun to run")
    if termination.status == Status.SCHEDULED:
        return "risk", _("Eviction %(day)s") % {"day": formats.nar(termination.eviction_on, on)}
    return kind(termination), str(termination.get_status_display()).capitalize()


NEXT = {
    Status.EXPIRED: gettext_lazy("The recovery period ended %(ended)s. Eviction may be decided from %(decided)s."),
    Status.APPLIED: gettext_lazy("Eviction is applied for. Rent that was paid by %(ended)s saves the home."),
    Status.DISPUTED: gettext_lazy("Unless the court is asked for by %(court)s, the case is dropped."),
    Status.ORDERED: gettext_lazy("The tenant may ask for a new hearing until %(reopen)s."),
    Status.SCHEDULED: gettext_lazy("The eviction is %(eviction)s. There from the social services: %(presence)s."),
}


def what_is_next(termination, on: date) -> str:
    """After the recovery period: what the days that lie ahead mean. Empty before it, and of misconduct no rent."""
    row, said = termination, NEXT.get(Status(termination.status))
    if said is None or (row.status in (Status.EXPIRED, Status.APPLIED) and row.recovery_ends_on is None):
        return ""
    if row.status == Status.DISPUTED and row.court_asked_on:
        return _("The court was asked for %(day)s.") % {"day": formats.dag(row.court_asked_on, on)}
    days = {
        "ended": row.recovery_ends_on,
        "decided": row.recovery_ends_on and earliest_decision(row.recovery_ends_on),
        "court": row.disputed_on and ask_court_by(row.disputed_on),
        "reopen": row.ordered_on and reopen_by(row.ordered_on),
        "eviction": row.eviction_on,
    }
    shown = {name: formats.dag(day, on) if day else "" for name, day in days.items()}
    return str(said) % {**shown, "presence": row.presence}


def steps(termination, on: date, *, sees_why: bool) -> list[tuple]:
    """The dated steps for `{% clock %}`: those that have come, the one that is now, those that may come."""
    rows = [row for row in _rows(termination, sees_why) if row[1] is not None or termination.is_open]
    known = [(day, what, formats.dag(day, on) if day else "", note) for what, day, note in rows]
    done = [("done", *said) for day, *said in known if day and day <= on]
    coming = [("next", *said) for day, *said in known if not day or day > on]
    if coming and termination.is_open:
        coming[0] = ("now", *coming[0][1:])
    return [*done, *coming]


def what_was_done(termination, on: date) -> list[tuple[str, str, str, str]]:
    """Each step that was taken: on which day, what, by whom (and when it was written down, if later), and its note."""
    found = []
    for step in termination.steps.select_related("by").order_by("pk"):
        who = step.by.first_name if step.by else _("the night's job")
        if localdate(step.at) != step.done_on:
            who = _("%(who)s, written down %(day)s") % {"who": who, "day": formats.dag(localdate(step.at), on)}
        what = str(step.get_what_display()).capitalize()
        found.append((formats.dag(step.done_on, on), what, who, _noted(step, termination)))
    return found


def _noted(step, termination) -> str:
    if step.note == NO_CRIME:
        return _("No crime by somebody close is behind it.")
    if step.what != What.RECOVERED:
        return step.note
    return ", ".join(filter(None, [str(termination.get_how_recovered_display()).capitalize(), step.note]))


def _rows(termination, sees_why: bool):
    yield _("Drafted"), termination.drafted_on, termination.drafted_by.first_name
    yield _("Approved by a second person"), termination.approved_on, getattr(termination.approved_by, "first_name", "")
    yield _("Tenant served"), termination.served_on, _how(termination)
    yield _("Social services told"), termination.board_notified_on, termination.how_notified
    if termination.is_about_rent:
        ends_on = termination.recovery_ends_on
        yield _("Last day to pay and keep the home"), ends_on, ""
        yield _("Earliest decision on eviction"), earliest_decision(ends_on) if ends_on else None, ""
    yield from _court(termination)
    if termination.closed_on:
        yield (
            str(termination.get_status_display()).capitalize(),
            termination.closed_on,
            termination.why_closed if sees_why else "",
        )


def _how(termination) -> str:
    return str(termination.get_how_served_display()).capitalize() if termination.how_served else ""


def _court(termination):
    """What has happened at Kronofogden; what may come stays unsaid until it does."""
    known = (
        (_("Application filed"), termination.applied_on, termination.reference),
        (_("Disputed"), termination.disputed_on, ""),
        (_("Transfer to the court asked for"), termination.court_asked_on, ""),
        (_("Ordered to leave"), termination.ordered_on, ""),
        (_("Eviction"), termination.eviction_on, termination.presence),
    )
    return (row for row in known if row[1])
