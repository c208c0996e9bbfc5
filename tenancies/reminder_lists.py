"""A person's reminders by day, with the homes that they are about as the person may see them."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bolots import formats
from bolots.access import ROLE_PERMISSIONS, Permission
from bolots.models import User

from .models import Involvement, Reminder, Tenancy
from .models.stays import SEES_EVERY_HOME

WEEK = timedelta(days=7)
NEAR = timedelta(days=14)  # a deadline so near, or past, is told apart from those that leave time
Kind = Reminder.Kind
ACTED_ON = {
    **dict.fromkeys((*Reminder.OF_THE_LEASE, Kind.DECISION_ENDS, Kind.FOLLOW_UP), "tenancy-lease"),
    **dict.fromkeys((Kind.REVIEW, Kind.OWN), "tenancy-plan"),
    Kind.CORRECT_BY: "tenancy-incidents",
}


def owners_for(user, on: date) -> list[int]:
    """Whose reminders the user sees to on the day: one's own, and those of the colleagues stood in for."""
    return user.covers(on)


def mine(user, on: date):
    """The open reminders that the user sees to, in the order of their days. Stages of a deadline that are
    still to come are not shown beside an open one before them, unless that is put off."""
    same = {name: OuterRef(name) for name in ("kind", "source", "source_id", "deadline_on", "owner")}
    earlier = Reminder.objects.open().filter(**same, due_on__lt=OuterRef("due_on"), snoozed_until=None)
    own = Reminder.objects.open().visible_to(user).filter(owner__in=owners_for(user, on))
    own = own.exclude(Exists(earlier), due_on__gt=on)
    return with_homes(own, user).with_day().select_related("owner")


def number_due(user, on: date) -> int:
    """How many of them have come by the day."""
    return Reminder.objects.due_on(on).visible_to(user).filter(owner__in=owners_for(user, on)).count()


def with_homes(reminders, user):
    """With apartment, and tenancy with `shown_name`."""
    homes = Tenancy.objects.with_shown_name(user).select_related("apartment", "holder")
    return reminders.select_related("apartment").prefetch_related(Prefetch("tenancy", homes))


def people(reminders) -> set[int]:
    """Whose reading goes on record."""
    return {reminder.tenancy.holder_id for reminder in reminders if reminder.tenancy}


def row(reminder, user, on: date) -> dict:
    """A reminder with the words around it: about whom, where, how near its deadline is."""
    home, is_near = reminder.tenancy, reminder.deadline_on - on <= NEAR
    kind = "waiting" if not is_near else "risk" if reminder.kind in Reminder.LEGAL else "late"
    return {
        "reminder": reminder,
        "name": (home.shown_name or _("Protected")) if home else "",
        "home": home.shown_home if home else str(reminder.apartment),
        "url": _where(reminder),
        "paper": _paper(reminder),
        "deadline": (kind, formats.nar(reminder.deadline_on, on)),
        "of": "" if reminder.owner_id == user.pk else reminder.owner.first_name,
    }


def _where(reminder) -> str:
    """The page on which one acts."""
    if reminder.tenancy is None:
        return reminder.apartment.get_absolute_url()
    if page := ACTED_ON.get(reminder.kind):
        return reverse(f"tenancies:{page}", args=[reminder.tenancy_id])
    return reminder.tenancy.get_absolute_url()


def _paper(reminder) -> str:
    """The page of the paper that it is about, in the app that made it; "" where it is about none."""
    if reminder.kind not in Reminder.OF_A_PAPER:
        return ""
    return reverse(settings.REMINDER_PAGES[reminder.source], args=[reminder.source_id])


def by_day(rows: list[dict], on: date) -> list[tuple[str, list[dict]]]:
    """The rows under their headings; empty headings are left out."""
    groups = {_("From earlier days"): [], _("Today"): [], _("This week"): [], _("Later"): []}
    earlier, today, week, later = groups.values()
    for one in rows:
        day = one["reminder"].day
        (earlier if day < on else today if day == on else week if day <= on + WEEK else later).append(one)
    return [(heading, found) for heading, found in groups.items() if found]


def who_may_have(reminder, on: date):
    """The users who keep dates and may know of the home, and of what the reminder says, by name."""
    needed = {Permission.KEEP_DATES} | (set() if reminder.kind in Reminder.OF_THE_LEASE else {Permission.SEE_SOCIAL})
    roles = [role for role, permissions in ROLE_PERMISSIONS.items() if needed <= permissions]
    users = User.objects.filter(is_active=True, role__in=roles).order_by("first_name", "pk")
    if reminder.tenancy_id is None:
        return users
    involved = Involvement.objects.filter(tenancy=reminder.tenancy_id).current_on(on).values("user")
    return users.filter(Q(role__in=SEES_EVERY_HOME) | Q(pk__in=involved))
