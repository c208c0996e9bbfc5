"""Codes as sentences in the reader's language: verdicts on late rent, times of day, what stands on a card."""

from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bolots import formats
from tenancies.models import Incident

from .models import ContactAttempt, IncidentTriage, Triage
from .rules.slots import Why

Outcome, Verdict = ContactAttempt.Outcome, Triage.Verdict

OUTCOME_ICONS = {
    Outcome.MET: "done",
    Outcome.NOBODY_HOME: "waiting",
    Outcome.NOTE_LEFT: "mail",
    Outcome.OTHER: "people",
    Outcome.DECLINED: "no",
}

# why this time of day, on the card and beside the suggestion
SLOT_WHY = {
    Why.PROMISED: gettext_lazy("as the note in the mailbox promises"),
    Why.FIRST: gettext_lazy("most people are at home then"),
    Why.ANSWERED_THEN: gettext_lazy("the tenant has opened at that time before"),
    Why.UNTRIED: gettext_lazy("not tried yet"),
    Why.LONGEST_AGO: gettext_lazy("longest since it was tried"),
    "chosen": gettext_lazy("chosen at the last visit"),
}


def slot_why(code: str) -> str:
    return str(SLOT_WHY.get(code, ""))


def verdict(triage: Triage) -> list[tuple[str, str]]:
    """Why a late rent opened or joined the case: (kind, sentence) of each ground."""
    flag, params = triage.late_rent, triage.params
    unpaid = _("The rent for %(month)s, %(sum)s, was unpaid %(n)s bank days after %(day)s.") % {
        "month": formats.manad(flag.charge.month),
        "sum": formats.kr(params["open_ore"]),
        "n": flag.grace_bank_days,
        "day": formats.dag(flag.charge.safe_due_on, triage.decided_on),
    }
    limit = _("The amount reaches the limit of %(limit)s.") % {"limit": formats.kr(params["threshold_ore"])}
    return [("risk", unpaid), ("risk", limit)]


def incident_verdict(triage: IncidentTriage) -> str:
    """Why a serious incident opened or joined the case: what it was then, never what somebody wrote about it."""
    said = {
        "kind": Incident.Kind(triage.params["kind"]).label,
        "seriousness": Incident.Seriousness(triage.params["seriousness"]).label,
        "day": formats.dag(date.fromisoformat(triage.params["happened_on"]), triage.decided_on),
    }
    return capfirst(_("%(kind)s on %(day)s, %(seriousness)s.") % said)


def grounds(case) -> str:
    """Why the case is open, in a few words; wants the annotations of `with_grounds`."""
    said = [_("late rent")] if case.on_rent else []
    said += [_("an incident")] if case.on_incident else []
    said += [_("a payment plan that ended")] if case.why_opened == case.PLAN_ENDED else []
    return ", ".join(said if case.has_known_grounds else [*said, _("opened by hand")])


def settled(case) -> str:
    """What has become of a case whose grounds are gone; wants `on_incident`."""
    return _("Put right, closes tonight") if case.on_incident else _("Paid, closes tonight")


_PASSED = {
    Verdict.NOT_STARTED: gettext_lazy("Outreach had started, on %(start)s."),
    Verdict.FORMER_TENANT: gettext_lazy("The tenant had not moved out."),
    Verdict.ON_HOLD: gettext_lazy("No respite had been agreed."),
    Verdict.JOINED: gettext_lazy("No other case was open for the home."),
    Verdict.UNDER_PLAN: gettext_lazy("No payment plan covered the rent."),
}


def passed(triage: Triage | IncidentTriage) -> list[tuple[str, str]]:
    """The rules that were looked at and did not apply: why nothing else was done."""
    start = date.fromisoformat(triage.params["outreach_from"])
    values = {"start": formats.dag(start, triage.decided_on)}
    return [("no", str(_PASSED[code]) % values) for code in triage.params["passed"] if code in _PASSED]


def payments_read(triage: Triage) -> str:
    """How far the payments had been read, at least, when the rent was flagged."""
    flag = triage.late_rent
    return _("Payments had been read up to %(day)s.") % {"day": formats.dag(flag.cutoff_on, triage.decided_on)}


def due(day: date | None, on: date) -> tuple[str, str] | None:
    """A date as a state: late when it has come, otherwise waiting; none for what has no date."""
    if day is None:
        return None
    return ("late" if day <= on else "waiting"), formats.nar(day, on)


def attempts_so_far(number: int) -> str:
    """Which attempt comes next."""
    names = {0: _("First attempt."), 1: _("Second attempt."), 2: _("Third attempt.")}
    return names.get(number) or _("Attempt %(n)s.") % {"n": number + 1}


def floor(number: int) -> str:
    return _("floor %(n)s") % {"n": number} if number > 0 else _("ground floor")
