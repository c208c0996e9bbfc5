"""Incidents: reported, told to the social services, demanded to be put right, resolved. And necessary inspections."""

from django.utils.translation import gettext_lazy as _

from bolots import editing, letters
from bolots.audit import action
from bolots.refusals import Refused, refusing

from ..letters import CorrectionPaper
from ..models import Correction, Incident, Inspection, Reopening, Tenancy


class NotInTheStay(Refused):
    sentence = _("The tenant did not live there that day. Choose a day within the stay.")


class StillToCome(Refused):
    sentence = _("That day has not come yet. Write what has happened, not what will.")


class BeforeItHappened(Refused):
    sentence = _("That is before the incident happened. Look at the days.")


class AlreadyResolved(Refused):
    sentence = _("The incident is resolved already. Open it again to go on with it.")


class NotResolved(Refused):
    sentence = _("The incident is open already.")


class AlreadyNotified(Refused):
    sentence = _("The social services have been told already.")


class NotNotified(Refused):
    sentence = _("Tell the social services first: the letter says that it has been done (JB 12:25 a).")


class AlreadyDemanded(Refused):
    sentence = _("The demand has been issued already: it is the one that counts.")


class NoTimeLeft(Refused):
    sentence = _("The day by which it is to be put right cannot be before the letter.")


class NotAnnounced(Refused):
    sentence = _("A necessary inspection is announced before it is held (JB 12:26): write when the tenant was told.")


class NotSaidWhatIsWrong(Refused):
    sentence = _("Write what was wrong with the home, or say that everything was in order.")


INCIDENT_DAYS = {
    "incident_happened_before_it_was_recorded": StillToCome,
    "incident_goes_on_after_it_happened": BeforeItHappened,
}
INSPECTION = {"necessary_inspection_is_announced": NotAnnounced, "inspection_says_what_is_wrong": NotSaidWhatIsWrong}


@action
def report_incident(tenancy, *, kind, source, seriousness, happened_on, what: str, by, on) -> Incident:
    """Something wrong in or around a home. The same report again gives the one that is known.

    Raises NotInTheStay, StillToCome.
    """
    home = Tenancy.objects.select_for_update(no_key=True).get(pk=tenancy.pk)
    _must_be_in_the_stay(home, happened_on)
    told = {"kind": kind, "source": source, "seriousness": seriousness, "happened_on": happened_on, "what": what}
    known = home.incidents.filter(**told, recorded_on=on, recorded_by=by).first()
    if known:
        return known
    with refusing(INCIDENT_DAYS):
        return Incident.objects.create(tenancy=home, **told, recorded_on=on, recorded_by=by)


def _must_be_in_the_stay(home, day):
    if not home.is_running(day):
        raise NotInTheStay


@action
def edit_incident(incident, *, seen, by, happened_on, **fields) -> bool:
    """Correct what was reported, while the incident is open. Whether anything changed.

    Raises ChangedMeanwhile, AlreadyResolved, NotInTheStay, StillToCome, BeforeItHappened.
    """
    _held(incident)
    _must_be_in_the_stay(incident.tenancy, happened_on)
    with refusing(INCIDENT_DAYS):
        return editing.change(incident, seen=seen, happened_on=happened_on, **fields)


def _held(incident):
    """The incident as it is now, held; only while it is open."""
    now = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    if not now.is_open:
        raise AlreadyResolved
    return now


@action
def notify_social_services(incident, *, notified_on, by, on) -> None:
    """The social services have been told (underrättelse till socialnämnden, JB 12:25 a), once.

    Raises AlreadyResolved, AlreadyNotified, StillToCome, BeforeItHappened.
    """
    if _held(incident).notified_on:
        raise AlreadyNotified
    if notified_on > on:
        raise StillToCome
    with refusing(INCIDENT_DAYS):
        Incident.objects.filter(pk=incident.pk).update(notified_on=notified_on, notified_by=by)
    incident.refresh_from_db()


@action
def issue_correction(incident, *, what: str, demand: str, correct_by_on, by, on, at) -> Correction:
    """Issue the demand to put things right (rättelseanmaning), stored as it is; again: the one that was issued.

    Raises AlreadyResolved, NotNotified, NoTimeLeft.
    """
    known = Correction.objects.filter(incident=Incident.objects.select_for_update(no_key=True).get(pk=incident.pk))
    if known.exists():
        return known.get()
    if _held(incident).notified_on is None:
        raise NotNotified
    if correct_by_on < on:
        raise NoTimeLeft
    paper = CorrectionPaper.from_incident(incident, what=what, demand=demand, correct_by_on=correct_by_on, by=by, on=on)
    letter = letters.issue(paper, by=by, on=on, at=at)
    letters.record_event(letter, kind="printed", by=by, at=at)
    return Correction.objects.create(incident=incident, letter=letter, issued_on=on, correct_by_on=correct_by_on, by=by)


@action
def resolve_incident(incident, *, how: str, by, on) -> None:
    """It is over: put right, or not to be pursued; `how` in words. Raises AlreadyResolved."""
    resolved = Incident.objects.open().filter(pk=incident.pk).update(resolved_on=on, resolved_by=by, how_resolved=how)
    if not resolved:
        raise AlreadyResolved
    incident.refresh_from_db()


@action
def reopen_incident(incident, *, why: str, by, on) -> Reopening:
    """It was not over after all. How it had been resolved is kept. Raises NotResolved."""
    now = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    if now.is_open:
        raise NotResolved
    before = {"resolved_on": now.resolved_on, "how_resolved": now.how_resolved}
    Incident.objects.filter(pk=now.pk).update(resolved_on=None, resolved_by=None, how_resolved="")
    incident.refresh_from_db()
    return Reopening.objects.create(incident=incident, **before, reopened_on=on, why=why, by=by)


@action
def record_necessary_inspection(tenancy, *, announced_on, held_on, is_in_order, remarks, by, on) -> Inspection:
    """The landlord has looked at the home because it had to (nödvändig tillsyn, JB 12:26). Again: the one recorded.

    Never a bolots' visit: those are offers. Raises NotInTheStay, StillToCome, NotAnnounced, NotSaidWhatIsWrong.
    """
    home = Tenancy.objects.select_for_update(no_key=True).get(pk=tenancy.pk)
    _must_be_held(home, held_on, on)
    seen = {"announced_on": announced_on, "held_on": held_on, "is_in_order": is_in_order, "remarks": remarks}
    row = {"apartment_id": home.apartment_id, "tenancy": home, "kind": Inspection.Kind.NECESSARY, "by": by, **seen}
    with refusing(INSPECTION):
        return Inspection.objects.filter(**row).first() or Inspection.objects.create(**row)


@action
def edit_necessary_inspection(inspection, *, seen, by, on, held_on, **fields) -> bool:
    """Correct what was recorded. Raises ChangedMeanwhile and what recording raises."""
    _must_be_held(inspection.tenancy, held_on, on)
    with refusing(INSPECTION):
        return editing.change(inspection, seen=seen, held_on=held_on, **fields)


def _must_be_held(home, held_on, on):
    _must_be_in_the_stay(home, held_on)
    if held_on > on:
        raise StillToCome
