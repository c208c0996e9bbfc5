"""The register's lists as files: what each column is, who may have it, and who is left out.

Never in a file: target group, cautions, decisions, children, notes. A protected person's row only for those involved;
the file says how many rows were left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bolots.access import Permission

from ..models import Apartment, Reminder, Tenancy, Tenant
from . import homes, people, stays
from .columns import Column, label
from .writing import Ore, Sheet

SOCIAL, LEDGER = Permission.SEE_SOCIAL, Permission.SEE_LEDGER


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a file; `needs`: the permission without which it is not there."""

    label: Any
    about: Any
    value: Callable[[Any], Any]
    needs: Permission | None = None


@dataclass(frozen=True, slots=True)
class List:
    """A list that can be had as a file; `rows` gives the rows for a user on a day, and how many are left out."""

    key: str
    label: Any
    needs: Permission
    rows: Callable[[Any, date], tuple[list, int]]
    fields: tuple[Field, ...]
    person: Callable[[Any], int | None] = lambda row: None


def sheets(wanted: List, user, on: date) -> tuple[Sheet, Sheet, set[int]]:
    """The list and its data dictionary, as far as the user may see, and whose data they tell."""
    fields = [field for field in wanted.fields if field.needs is None or user.may(field.needs)]
    rows, left_out = wanted.rows(user, on)
    content = [[field.value(row) for field in fields] for row in rows]
    heading = [str(field.label) for field in fields]
    meaning = [[str(field.label), str(field.about)] for field in fields]
    persons = {wanted.person(row) for row in rows} - {None}
    listed = Sheet(str(wanted.label), heading, content, notes=_left_out(left_out))
    return listed, Sheet(_("Columns"), [_("Column"), _("Meaning")], meaning), persons


def _left_out(number: int) -> list[str]:
    if not number:
        return []
    sentence = ngettext(
        "%(n)s row is left out: protected identity.", "%(n)s rows are left out: protected identity.", number
    )
    return [sentence % {"n": number}]


def _like(column: Column, value: Callable[[Any], Any], needs: Permission | None = None) -> Field:
    """The same column as in a spreadsheet to read in: a file that was had can be changed and read in again."""
    return Field(column.label, column.about, value, needs)


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def _ore(value: int | None) -> Ore | None:
    return None if value is None else Ore(value)


def _before(day: date | None) -> date | None:
    return day and day - homes.DAY


HOME = {column.key: column for column in homes.COLUMNS}
PERSON = {column.key: column for column in people.COLUMNS}
STAY = {column.key: column for column in stays.COLUMNS}


# --- apartments -------------------------------------------------------------------------------------------------------


def _apartments(user, on):
    return list(Apartment.objects.with_state(on).select_related("owner").order_by(*Apartment.STREET_ORDER)), 0


APARTMENT_FIELDS = (
    _like(HOME["number"], lambda home: home.number),
    _like(HOME["street"], lambda home: home.street),
    _like(HOME["postcode"], lambda home: home.postcode),
    _like(HOME["town"], lambda home: home.town),
    _like(HOME["staircase"], lambda home: home.staircase),
    _like(HOME["floor"], lambda home: home.floor),
    _like(HOME["entry_code"], lambda home: home.entry_code, SOCIAL),
    _like(HOME["rooms"], lambda home: home.rooms),
    _like(HOME["area_m2"], lambda home: home.area_m2),
    _like(HOME["is_furnished"], lambda home: _yes(home.is_furnished)),
    _like(HOME["tenure_form"], lambda home: home.get_tenure_form_display()),
    _like(HOME["owner"], lambda home: home.owner.name),
    _like(HOME["head_rent_ore"], lambda home: _ore(home.head_rent_ore)),
    _like(HOME["head_starts_on"], lambda home: home.head_starts_on),
    _like(HOME["head_last_on"], lambda home: _before(home.head_ends_on)),
    Field(
        gettext_lazy("State"),
        gettext_lazy("What one may do with the home on the day of the file."),
        lambda home: str(Apartment.State(home.state).label),
    ),
)


# --- tenancies --------------------------------------------------------------------------------------------------------


def _shown(found, user, on):
    shown = (
        Tenancy.objects.named_to(user)
        .filter(pk__in=found)
        .with_rent(on)
        .select_related("apartment", "holder", "case_worker")
    )
    rows = list(shown.order_by("apartment__street", "apartment__staircase", "apartment__number", "starts_on"))
    return rows, found.count() - len(rows)


def _running(user, on):
    return _shown(Tenancy.objects.visible_to(user).not_over_on(on), user, on)


def _former(user, on):
    return _shown(Tenancy.objects.visible_to(user).over_on(on), user, on)


TENANCY_FIELDS = (
    _like(HOME["number"], lambda stay: stay.apartment.number),
    _like(HOME["street"], lambda stay: stay.apartment.street),
    _like(PERSON["name"], lambda stay: stay.holder.name),
    _like(PERSON["personal_number"], lambda stay: stay.holder.personal_number, LEDGER),
    _like(PERSON["is_protected"], lambda stay: _yes(stay.holder.is_protected)),
    _like(STAY["starts_on"], lambda stay: stay.starts_on),
    _like(STAY["planned_end_on"], lambda stay: stay.planned_end_on),
    _like(STAY["lease_last_on"], lambda stay: _before(stay.lease_ends_on)),
    _like(STAY["reminder_fee_agreed_on"], lambda stay: stay.reminder_fee_agreed_on),
    _like(STAY["case_worker"], lambda stay: stay.case_worker.first_name),
    _like(STAY["rent_ore"], lambda stay: _ore(stay.rent_ore)),
)
REVIEW_FIELDS = (
    Field(
        label(Tenancy, "next_review_on"),
        gettext_lazy("The day by which it is decided again whether the stay goes on."),
        lambda stay: stay.next_review_on,
        SOCIAL,
    ),
    Field(
        label(Tenancy, "in_queue_since_on"),
        gettext_lazy("Since when the tenant stands in the housing queue."),
        lambda stay: stay.in_queue_since_on,
        SOCIAL,
    ),
    Field(
        label(Tenancy, "course_done_on"),
        gettext_lazy("When the tenant finished the course in keeping a home."),
        lambda stay: stay.course_done_on,
        SOCIAL,
    ),
)
END_FIELDS = (
    Field(gettext_lazy("Last day"), gettext_lazy("The last day of the stay."), lambda stay: stay.last_on),
    Field(
        label(Tenancy, "end_reason"),
        gettext_lazy("Why the stay ended."),
        lambda stay: stay.get_end_reason_display(),
        SOCIAL,
    ),
)


# --- people and dates -------------------------------------------------------------------------------------------------


def _tenants(user, on):
    met = Tenancy.objects.visible_to(user).values("holder")
    shown = Tenant.objects.filter(pk__in=Tenancy.objects.named_to(user).values("holder"))
    rows = list(shown.order_by("sort_name", "pk"))
    return rows, Tenant.objects.filter(pk__in=met).count() - len(rows)


TENANT_FIELDS = (
    _like(PERSON["name"], lambda tenant: tenant.name),
    Field(
        label(Tenant, "preferred_name"),
        gettext_lazy("What the tenant wants to be called."),
        lambda tenant: tenant.preferred_name,
        SOCIAL,
    ),
    _like(PERSON["personal_number"], lambda tenant: tenant.personal_number, LEDGER),
    _like(PERSON["phone"], lambda tenant: tenant.phone, SOCIAL),
    Field(
        label(Tenant, "email"),
        gettext_lazy("An address at which the tenant reads."),
        lambda tenant: tenant.email,
        SOCIAL,
    ),
    _like(PERSON["language"], lambda tenant: tenant.get_language_display(), SOCIAL),
    _like(PERSON["is_protected"], lambda tenant: _yes(tenant.is_protected)),
)


def _reminders(user, on):
    mine = Reminder.objects.open().filter(owner=user)
    shown = mine.filter(Q(tenancy=None) | Q(tenancy__in=Tenancy.objects.named_to(user)))
    rows = list(shown.select_related("tenancy__apartment", "apartment").order_by("due_on", "pk"))
    return rows, mine.filter(tenancy__in=Tenancy.objects.visible_to(user)).exclude(pk__in=shown).count()


REMINDER_FIELDS = (
    Field(
        label(Reminder, "due_on"),
        gettext_lazy("From this day it stands in the list of reminders."),
        lambda one: one.due_on,
    ),
    Field(label(Reminder, "deadline_on"), gettext_lazy("The day that it is about."), lambda one: one.deadline_on),
    Field(label(Reminder, "kind"), gettext_lazy("What happens on that day."), lambda one: one.get_kind_display()),
    Field(
        gettext_lazy("Home"),
        gettext_lazy("Address and number of the apartment."),
        lambda one: str(one.apartment or one.tenancy.apartment),
    ),
    Field(label(Reminder, "text"), gettext_lazy("What somebody wrote to it."), lambda one: one.text),
)


def _holder(stay):
    return stay.holder_id


REGISTER = Permission.SEE_REGISTER
LISTS = {
    one.key: one
    for one in (
        List("lagenheter", gettext_lazy("Apartments"), REGISTER, _apartments, APARTMENT_FIELDS),
        List(
            "hyresforhallanden",
            gettext_lazy("Tenancies"),
            REGISTER,
            _running,
            TENANCY_FIELDS + REVIEW_FIELDS,
            _holder,
        ),
        List(
            "tidigare",
            gettext_lazy("Former tenancies"),
            REGISTER,
            _former,
            TENANCY_FIELDS + END_FIELDS,
            _holder,
        ),
        List("hyresgaster", gettext_lazy("Tenants"), REGISTER, _tenants, TENANT_FIELDS, lambda tenant: tenant.pk),
        List(
            "bevakningar",
            gettext_lazy("My reminders"),
            Permission.KEEP_DATES,
            _reminders,
            REMINDER_FIELDS,
            lambda one: one.tenancy and one.tenancy.holder_id,
        ),
    )
}
