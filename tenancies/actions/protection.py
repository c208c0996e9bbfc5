"""Protected identity (skyddade personuppgifter, OSL 21:3, 21:3 a): the mark, its named readers, the emergency."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from bolots.access import Permission, Role
from bolots.audit import action
from bolots.editing import change
from bolots.models import AccessRecord, User
from bolots.refusals import Refused

from ..models import Involvement, Reminder, Tenancy
from ..models.people import A_YEAR
from .reminding import remind

Why = Involvement.Why
A_DAY = timedelta(days=1)


class NotProtected(Refused):
    sentence = _("The identity is not protected: nobody needs to be named.")


class NoReaderOfHomes(Refused):
    sentence = _("Name somebody who may open the register.")


class ReaderWithoutTime(Refused):
    sentence = _("A reader is named from today or later, and for a year at most.")


class NoLongerAReader(Refused):
    sentence = _("The person is no longer a named reader.")


class NothingHidden(Refused):
    sentence = _("Nothing of this home is hidden from you.")


@action
def edit_protection(tenant, *, is_protected: bool, why: str, by, on):
    """Mark a person as protected, or take the mark away. The reason stays in the history."""
    change(tenant, seen=None, is_protected=is_protected)
    return tenant


@action
def name_reader(tenancy, user, *, from_on, until_on, why: str, by, on) -> Involvement:
    """Somebody more may know who the person is, from a day until the day before `until_on`. Again: the period moves.

    Raises NotProtected, NoReaderOfHomes, ReaderWithoutTime.
    """
    if not tenancy.holder.is_protected:
        raise NotProtected
    if not user.may(Permission.SEE_REGISTER):
        raise NoReaderOfHomes
    if not on <= from_on < until_on <= from_on + A_YEAR:
        raise ReaderWithoutTime
    Tenancy.objects.select_for_update(no_key=True).get(pk=tenancy.pk)  # two managers name one reader once
    known = tenancy.involvements.filter(user=user, why=Why.READER).filter(until_on__gt=on).first()
    row = known or Involvement(tenancy=tenancy, user=user, why=Why.READER)
    row.from_on, row.until_on = from_on, until_on
    row.save()
    return row


@action
def take_back_reader(reader, *, by, on) -> Involvement:
    """From `on` the named reader no longer knows. Raises NoLongerAReader."""
    if not Involvement.objects.filter(pk=reader.pk, why=Why.READER, until_on__gt=on).update(until_on=on):
        raise NoLongerAReader
    reader.refresh_from_db()
    return reader


@action
def break_glass(tenancy, *, why: str, by, on, at) -> Involvement:
    """In an emergency: who the person is and where, for the rest of the day. Goes on record, and to a manager at once.

    Raises NothingHidden for whoever is involved already, so that a second press alarms nobody twice.
    """
    if not Tenancy.objects.hidden_from(by).filter(pk=tenancy.pk).exists():
        raise NothingHidden
    opened = {"tenancy": tenancy, "user": by, "why": Why.BREAK_GLASS, "from_on": on}
    row, _created = Involvement.objects.get_or_create(**opened, defaults={"until_on": on + A_DAY})
    AccessRecord.objects.create(user_id=by.pk, person_id=tenancy.holder_id, what="break-glass", at=at)
    facts = {"kind": Reminder.Kind.PROTECTED_OPENED, "source": "break_glass", "source_id": row.pk, "text": why}
    for owner in _watchers(tenancy, by):
        remind(tenancy=tenancy, **facts, deadline_on=on, due_on=on, owner=owner, on=on)
    return row


def _watchers(tenancy, by):
    """The other managers; where there is none, whoever answers for the home: no emergency passes unseen."""
    managers = User.objects.filter(is_active=True, role=Role.UNIT_MANAGER).exclude(pk=by.pk)
    return list(managers) or [tenancy.case_worker]
