"""The words of proposals and papers: why one is proposed, why one is not, what became of it, what happened to it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bolots import formats

from .actions import delivering, demanding, noticing, paper_runs
from .rules.dunning import PROPOSED

WHY_NOT = {
    "promised": gettext_lazy("the social services have promised to pay"),
    "waits": gettext_lazy("the next paper is not due yet"),
    "below_threshold": gettext_lazy("too little to write about"),
    "not_fresh": gettext_lazy("the payments are too old: read in the bank's files first"),
    "not_proven": gettext_lazy("the ledger does not add up"),
    "deceased": gettext_lazy("the tenant has died: talk with the estate"),
    "barred": gettext_lazy("two years have passed since the move: it can no longer be sued for (JB 12:61)"),
    "protected": gettext_lazy("protected identity: no text message, the case worker talks with the person"),
    "on_hold": gettext_lazy("respite is agreed"),
    "plan": gettext_lazy("a payment plan is running"),
    "terminated": gettext_lazy("the lease is terminated: only the papers of the termination count"),
    "reversal": gettext_lazy("the bank has taken money back, and nobody has decided on it"),
    "credit": gettext_lazy("the home has money to its good: use that first"),
    "stray_money": gettext_lazy("money waits in the queue that may be this home's"),
    "in_a_run": gettext_lazy("a paper is being made"),
}
LEFT_OUT = {
    **WHY_NOT,
    demanding.PAID: gettext_lazy("paid since the list was made"),
    demanding.CHANGED: gettext_lazy("something has happened since the list was made: look at it again"),
    demanding.ALREADY: gettext_lazy("it was made already"),
    noticing.NOTHING_TO_PAY: gettext_lazy("nothing is left to pay"),
    noticing.REPLACED: gettext_lazy("the rent has been corrected since"),
    paper_runs.FAILED: gettext_lazy("it could not be made: try again, and tell the administrator if it happens again"),
}
EVENTS = {
    delivering.PRINTED: gettext_lazy("printed"),
    "sent_post": gettext_lazy("sent by post"),
    delivering.HANDED: gettext_lazy("handed over"),
    "sent_sms": gettext_lazy("sent as a text message"),
    "sent_other": gettext_lazy("sent in another way"),
    delivering.RETURNED: gettext_lazy("come back"),
    delivering.RECEIVED: gettext_lazy("received"),
}
SIGNS = {delivering.PRINTED: "waiting", delivering.RETURNED: "late", delivering.RECEIVED: "done"}


def left_out(code: str) -> str:
    """Why no paper was made."""
    return str(LEFT_OUT.get(code, code))


def why_not(proposal) -> str:
    """Why nothing is proposed to a home, with the day that it hangs on."""
    said, facts = str(WHY_NOT[proposal.verdict.code]), proposal.facts
    if facts.hold_until and proposal.verdict.code == "on_hold":
        return _("%(why)s until %(day)s") % {"why": said, "day": formats.dag(facts.hold_until, facts.on)}
    return said


def why(proposal) -> list[str]:
    """Why a paper is proposed: a sentence for each rent that it is about."""
    assert proposal.verdict.code == PROPOSED
    return [_why_rent(rent, proposal.facts.on) for rent in proposal.verdict.rents]


def _why_rent(rent, on) -> str:
    days = (on - rent.safe_due_on).days
    said = ngettext("%(month)s: %(n)s day late", "%(month)s: %(n)s days late", days)
    words = [said % {"month": formats.manad(rent.month), "n": days}]
    if rent.sms_on:
        words.append(_("text message %(day)s") % {"day": formats.dag(rent.sms_on, on)})
    if rent.reminder_on:
        words.append(_("reminder %(day)s") % {"day": formats.dag(rent.reminder_on, on)})
    return ", ".join(words)


def event(code: str) -> str:
    return str(EVENTS.get(code, code))


def state(code: str, *, by_hand: bool = False) -> tuple[str, str]:
    """A kind and a word for how far a paper has come; `code` is its newest event, "" when nothing has happened."""
    if by_hand and code in ("", delivering.PRINTED):
        return "waiting", _("To be handed over")
    return SIGNS.get(code, "going" if code else "waiting"), event(code).capitalize() if code else _("Not sent yet")
