"""Codes of incidents as sentences in the reader's language: the clock, what the law asks for, one reason line."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bolots import formats

from .models import Apartment
from .rules import incidents as rules

STEPS = {
    rules.REPORTED: gettext_lazy("Reported"),
    rules.NOTICE: gettext_lazy("Social services told"),
    rules.DEMAND: gettext_lazy("Demand to put things right"),
    rules.PUT_RIGHT: gettext_lazy("Put right, or not"),
    rules.RESOLVED: gettext_lazy("Resolved"),
}
NEXT_STEPS = {
    rules.NOTICE: gettext_lazy("Tell the social services"),
    rules.DEMAND: gettext_lazy("Write the demand"),
    rules.PUT_RIGHT: gettext_lazy("See whether it has been put right"),
    rules.RESOLVED: gettext_lazy("Resolved"),
}
NOTES = {
    "": "",
    rules.NOT_REQUIRED: gettext_lazy("Not required before a termination: particularly serious."),
    rules.DAY_HAS_PASSED: gettext_lazy("The day has passed: see whether it has been put right."),
}


def facts(incident) -> rules.Facts:
    """What the rules need to know; asks for `correction` with the incident."""
    letter = getattr(incident, "correction", None)
    return rules.Facts(
        seriousness=incident.seriousness,
        reported_on=incident.recorded_on,
        notified_on=incident.notified_on,
        demanded_on=letter and letter.issued_on,
        correct_by_on=letter and letter.correct_by_on,
        resolved_on=incident.resolved_on,
    )


def clock(incident, on) -> list[tuple[str, str, str, str]]:
    """The order of JB 12:25 a for `{% clock %}`."""
    return [
        (step.state, str(STEPS[step.code]), _when(step, on), str(NOTES[step.note]))
        for step in rules.steps(facts(incident), on)
    ]


def _when(step, on) -> str:
    if step.on is None:
        return ""
    if step.state == rules.DONE:
        return formats.nar(step.on, on)
    return _("by %(day)s") % {"day": formats.dag(step.on, on)}


def next_step(incident, on) -> tuple[str, str]:
    """(kind, what comes now) of an incident in a list; late when its day has passed."""
    step = rules.current(facts(incident), on)
    if step.state == rules.DONE:
        return "done", _("Resolved %(day)s") % {"day": formats.dag(step.on, on)}
    return ("late" if step.note == rules.DAY_HAS_PASSED else "waiting"), str(NEXT_STEPS[step.code])


def law(incident) -> list[tuple[str, str]]:
    """What must have happened before anybody may terminate the lease for this, and what holds besides."""
    is_leased = incident.tenancy.apartment.tenure_form != Apartment.TenureForm.OWNED
    return [
        _asked_for(incident),
        *(_by_the_owner(incident) if is_leased else []),
        ("info", _("What is put right before a termination costs no home, unless it is particularly serious (43 §).")),
        ("info", _("There are no three weeks to win the home back, as there are for late rent (44 §).")),
        ("info", _("What is of little importance costs no home; a crime by somebody close should not either (42 §).")),
        ("no", _("Nothing is terminated here. A person decides on that, elsewhere.")),
    ]


def _asked_for(incident) -> tuple[str, str]:
    if rules.what_is_required(incident.seriousness).copy_of_termination:
        return "info", _(
            "Particularly serious: neither a demand nor a notice is required before a termination, but a copy of the"
            " notice of termination goes to the social services (the Land Code, chapter 12, section 42)."
        )
    is_done = incident.notified_on and facts(incident).demanded_on
    return "done" if is_done else "waiting", _(
        "Before a termination the social services must have been told, and the tenant have had a demand in writing and"
        " time to put it right (the Land Code, chapter 12, sections 25 a and 42)."
    )


def _by_the_owner(incident) -> list[tuple[str, str]]:
    """An external owner acts against the head lease, and the tenant is a sub-tenant."""
    required = rules.what_is_required(incident.seriousness, by_the_owner=True)
    sentence = _(
        "The home is leased. If its owner acts against the head lease, a demand and a notice to the social services are"
        " always required, however serious it is: the tenant is a sub-tenant (section 42)."
    )
    return [("late", sentence)] if required.demand and required.notice else []


def reasons(tenancy, incidents, on) -> list[tuple[str, str, str, str]]:
    """One line about the home's open serious incidents, the newest first, for its overview; nothing without any.

    It leads to them those who may read them.
    """
    if not incidents:
        return []
    newest = incidents[0]
    said = {"kind": newest.get_kind_display(), "n": len(incidents), "day": formats.dag(newest.happened_on, on)}
    words = ngettext(
        "A serious incident is open: %(kind)s, %(day)s.",
        "%(n)s serious incidents are open, the last one: %(kind)s, %(day)s.",
        len(incidents),
    )
    page = reverse("tenancies:tenancy-incidents", args=[tenancy.pk]) if tenancy.shown_name else ""
    return [("risk", words % said, page, _("To the incidents"))]
