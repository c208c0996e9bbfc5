"""The night's scan for late rent."""

from datetime import date

import pytest

from arrears import actions
from arrears.actions.scanning import NotYet
from arrears.models import Charge, LateRent, NoMoreFiles
from bolots.actions import set_guideline
from bolots.guidelines import Guidelines
from tests.arrears.book import TODAY, at, charged, delivery, imported, paid
from tests.factories import TenancyFactory, UserFactory

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 3, 5)  # the rent was safely due on Monday; Tuesday and Wednesday were its grace


def fresh(day=THURSDAY):
    """Payments are known through the day."""
    actions.say_no_more_files(through_on=day, by=UserFactory(), at=at(day))


def scan(on=THURSDAY):
    return actions.scan_late_rent(on=on)


def test_unpaid_rent_is_flagged_on_the_morning_after_its_grace():
    [rent] = charged(1)
    fresh(date(2026, 3, 4))
    assert scan(date(2026, 3, 4)).flagged == 0
    fresh()
    done = scan()
    assert (done.flagged, done.cutoff_on, done.is_fresh) == (1, date(2026, 3, 2), True)
    flag = LateRent.objects.get()
    assert (flag.charge, flag.flagged_on, flag.open_ore) == (rent, THURSDAY, 684_000)
    assert (flag.cutoff_on, flag.grace_bank_days, flag.threshold_ore) == (date(2026, 3, 2), 2, 20_000)


def test_second_scan_finds_nothing_new():
    charged(3)
    fresh()
    assert [scan().flagged, scan().flagged, scan(TODAY).flagged] == [3, 0, 0]
    assert LateRent.objects.count() == 3


def test_paid_rent_is_not_flagged_and_a_rest_is():
    whole, part = charged(2)
    imported(delivery(paid(whole), paid(part, 683_000), day=THURSDAY), on=THURSDAY)
    assert scan().flagged == 1
    assert (LateRent.objects.get().charge, LateRent.objects.get().open_ore) == (part, 1_000)


def test_scan_flags_nobody_while_payments_do_not_reach_it():
    charged(1)
    nothing = scan()
    assert (nothing.flagged, nothing.paid_through, nothing.is_fresh) == (0, None, False)
    fresh(date(2026, 3, 1))
    stale = scan()
    assert (stale.flagged, stale.paid_through, stale.is_fresh) == (0, date(2026, 3, 1), False)
    fresh(date(2026, 3, 2))  # covers the cutoff date, which is all that the scan asks for
    assert scan().flagged == 1


def test_rent_that_a_reversal_opens_again_keeps_its_first_flag():
    [rent] = charged(1)
    fresh()
    scan()
    imported(delivery(paid(rent)))
    assert not LateRent.objects.filter(charge__open_ore__gt=0).exists()
    by = UserFactory()
    actions.undo_allocation(rent.allocations.get(), why="Åter", by=by, on=TODAY)
    assert scan(TODAY).flagged == 0
    assert LateRent.objects.filter(charge__open_ore__gt=0).count() == 1


def test_guidelines_of_the_day_hold():
    charged(1)
    fresh()
    set_guideline("grace_bank_days", 5, valid_from=date(2026, 3, 4), by=UserFactory(), on=date(2026, 3, 4))
    assert scan().flagged == 0
    assert scan(date(2026, 3, 3)).flagged == 0
    assert scan(TODAY).flagged == 1
    assert LateRent.objects.get().grace_bank_days == 5


def test_guidelines_that_the_caller_has_are_not_read_again(django_assert_num_queries):
    fresh()
    charged(1)
    with django_assert_num_queries(3):
        assert actions.scan_late_rent(on=THURSDAY, held=Guidelines(grace_bank_days=5)).flagged == 0


def test_scan_for_a_past_day_knows_no_later_charge():
    fresh()
    tenancy = TenancyFactory()
    actions.open_balance(tenancy, month=date(2026, 1, 1), amount_ore=5, by=None, on=TODAY)
    assert scan().flagged == 0
    assert scan(TODAY).flagged == 1


def test_scan_costs_the_same_number_of_queries_at_any_size(django_assert_num_queries):
    fresh()
    for month in (3, 2):
        TenancyFactory.create_batch(5)
        actions.charge_month(month=date(2026, month, 1), on=date(2026, 1, 10))
        with django_assert_num_queries(4):  # savepoint twice, guidelines, the scan
            scan()
    assert LateRent.objects.count() == Charge.objects.count()


def test_word_for_a_day_to_come_is_refused():
    by = UserFactory()
    with pytest.raises(NotYet):
        actions.say_no_more_files(through_on=date(2026, 3, 11), by=by, at=at(TODAY))
    word = actions.say_no_more_files(through_on=TODAY, by=by, at=at(TODAY))
    assert (word.by, word.recorded_at) == (by, at(TODAY))
    assert NoMoreFiles.objects.count() == 1
