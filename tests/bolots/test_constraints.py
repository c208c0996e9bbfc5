"""Each constraint of the foundation, broken once past the actions: the database itself says no."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from bolots.calendar import STOCKHOLM
from bolots.models import Absence, GuidelineValue, JobRun, User
from bolots.refusals import Refused, refusing

pytestmark = pytest.mark.django_db
DAY, AT = date(2026, 3, 10), datetime(2026, 3, 10, 4, tzinfo=STOCKHOLM)


def unknown_role():
    User.objects.create(username="x", role="king")


def same_user_name():
    for _ in range(2):
        User.objects.create(username="x", role="bolots")


def two_values_of_a_guideline():
    for value in "23":
        GuidelineValue.objects.create(key="grace_bank_days", value=value, valid_from=DAY)


def same_run_twice():
    for _ in range(2):
        JobRun.objects.create(kind="night", key="night:2026-03-10", business_on=DAY, due_at=AT)


def ended_but_never_started():
    JobRun.objects.create(kind="night", key="night:2026-03-10", business_on=DAY, due_at=AT, ended_at=AT)


def away(**fields):
    user, _created = User.objects.get_or_create(username="x", role="bolots")
    days = {"from_on": DAY, "until_on": date(2026, 3, 16)}
    return Absence.objects.create(user=user, set_by=user, **(days | fields))


def away_twice_at_once():
    away()
    away(from_on=date(2026, 3, 15), until_on=date(2026, 4, 1))


def back_before_away():
    away(until_on=date(2026, 3, 9))


def own_deputy():
    away(deputy=away(from_on=date(2027, 1, 1), until_on=date(2027, 1, 2)).user)


BREAKS = {
    away_twice_at_once: "away_once_at_a_time",
    back_before_away: "absence_ends_after_it_begins",
    own_deputy: "nobody_is_the_own_deputy",
    unknown_role: "user_role_known",
    same_user_name: "bolots_user_username_key",
    two_values_of_a_guideline: "one_value_per_guideline_and_day",
    same_run_twice: "bolots_jobrun_key_key",
    ended_but_never_started: "job_ends_after_it_started",
}


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.__name__)
def test_the_database_refuses(broken):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        broken()
    assert error.value.__cause__.diag.constraint_name == BREAKS[broken]


def test_absences_may_follow_each_other_and_one_that_was_called_off_takes_no_days():
    away()
    away(from_on=date(2026, 3, 16), until_on=date(2026, 3, 20))
    away(until_on=DAY)
    assert Absence.objects.count() == 3


class SaidNo(Refused):
    sentence = "No to %(what)s."


def test_named_constraint_becomes_its_refusal_and_the_transaction_lives_on():
    with pytest.raises(SaidNo), refusing({"user_role_known": SaidNo}):
        unknown_role()
    assert User.objects.count() == 0


def test_other_constraint_stays_an_error():
    with pytest.raises(IntegrityError), refusing({"user_role_known": SaidNo}):
        same_user_name()


def test_refusal_says_its_sentence_with_the_parameters_filled_in():
    assert str(SaidNo(what="this")) == "No to this."
    assert str(Refused())
