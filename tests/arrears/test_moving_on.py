"""Six months of rent in time, judged for many homes at once."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arrears import actions
from arrears.models import Charge
from arrears.moving_on import criteria
from bolots.periods import months
from demo.bankfile_writer import Booked
from tenancies import moving_on
from tests.arrears import book
from tests.factories import TenancyFactory

TODAY = book.TODAY
pytestmark = pytest.mark.django_db


def stay(since=date(2025, 8, 1), until=date(2026, 4, 1)):
    """A home with its rents charged, each about three weeks ahead."""
    home = TenancyFactory(starts_on=since)
    for month in months(since, until):
        actions.charge_month(month=month, on=month - timedelta(days=19))
    return home


def pay(home, *, late=(), skip=(), on=TODAY):
    """Each rent on its printed due day; the late ones ten days after their safe due day."""
    rents = Charge.objects.filter(tenancy=home, printed_due_on__lte=on).exclude(month__in=skip).order_by("month")
    days = {
        rent: rent.safe_due_on + timedelta(days=10) if rent.month in late else rent.printed_due_on for rent in rents
    }
    booked = [Booked(day, (book.paid(rent),), nth) for nth, (rent, day) in enumerate(days.items(), 1)]
    assert not book.imported(book.deliveries(*booked)).is_rejected


def judged(home, on=TODAY):
    [criterion] = criteria([home.pk], on)[home.pk]
    return criterion.is_met, criterion.words


def test_six_rents_in_time_are_enough():
    home = stay()
    pay(home)
    assert judged(home) == (True, "Sex månaders hyra i tid")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"late": [date(2026, 1, 1)]}, "1 av de senaste 6 hyrorna kom sent eller inte alls"),
        ({"skip": [date(2026, 3, 1), date(2025, 10, 1)]}, "2 av de senaste 6 hyrorna kom sent eller inte alls"),
        ({"late": [date(2025, 9, 1)], "skip": [date(2025, 8, 1)]}, "Sex månaders hyra i tid"),  # longer ago
    ],
)
def test_a_late_rent_counts_for_half_a_year(changes, words):
    home = stay()
    pay(home, **changes)
    assert judged(home) == ("Sex" in words, words)


def test_rent_paid_by_halves_is_in_time_when_both_are():
    home = stay(since=date(2026, 3, 1), until=date(2026, 3, 1))
    [rent] = Charge.objects.filter(tenancy=home)
    half = rent.amount_ore // 2
    days = (date(2026, 3, 2), date(2026, 3, 9))
    book.imported(book.deliveries(*(Booked(day, (book.paid(rent, half),), nth) for nth, day in enumerate(days, 1))))
    assert judged(home) == (False, "Den enda hyran hittills kom sent eller inte alls")


def test_shorter_stay_says_how_many_months_there_are():
    home = stay(since=date(2026, 1, 1))
    assert judged(home, date(2025, 12, 31)) == (False, "0 hyror i tid hittills, av sex som behövs")
    pay(home)
    assert judged(home) == (False, "3 hyror i tid hittills, av sex som behövs")


def test_rent_is_judged_when_its_last_day_in_time_has_passed():
    home = stay()
    pay(home, skip=[date(2026, 3, 1)])
    assert judged(home, date(2026, 3, 4)) == (True, "Sex månaders hyra i tid")  # two bank days after Monday 2 March
    assert judged(home, date(2026, 3, 5))[0] is False


def test_rent_that_was_credited_is_no_rent_that_came_late(cast):
    home = stay()
    pay(home, skip=[date(2026, 2, 1)])
    charge = Charge.objects.get(tenancy=home, month=date(2026, 2, 1))
    actions.credit_charge(charge, amount_ore=charge.amount_ore, why="fel avi", by=cast.finn, on=TODAY)
    assert judged(home)[0] is True


def test_many_homes_are_judged_with_as_many_queries_as_one():
    homes = [stay() for _ in range(3)]
    pay(homes[1])

    def asked(chosen):
        with CaptureQueriesContext(connection) as found:
            answers = moving_on.of([home.pk for home in chosen], TODAY)
        return len(found), answers

    one, _answers = asked(homes[:1])
    many, answers = asked(homes)
    assert one == many == 3
    assert [moving_on.met(answers[home.pk]) for home in homes] == [1, 2, 1]
    assert [criterion.code for criterion in answers[homes[0].pk]] == ["rent", "incident", "course", "queue"]
    assert moving_on.of([], TODAY) == {}
