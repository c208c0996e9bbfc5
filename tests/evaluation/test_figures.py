"""The figures of small hand-made books, on days that have passed and on today."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from arrears import actions as ledger
from evaluation.debts import debts_on
from evaluation.figures import figures
from outreach import actions as outreach
from tenancies import actions as register
from tests.arrears.book import TODAY, charged, delivery, imported, paid
from tests.factories import ApartmentFactory, CaseFactory, TaskFactory, TenancyFactory

pytestmark = pytest.mark.django_db
YEAR = date(2026, 1, 1)
RENT = 684_000
DUE = date(2026, 2, 27)  # what is printed on the notice of March
BOOKED, KNOWN = date(2026, 3, 4), date(2026, 3, 5)


def debt(on):
    found = figures(on, YEAR)
    return found.debt_ore, found.tenants_in_debt


def test_rent_is_debt_from_the_day_after_its_printed_due_day(cast):
    charged()
    assert debt(DUE) == (0, 0)
    assert debt(DUE + timedelta(days=1)) == (RENT, 1)


def test_past_day_gives_what_it_gave_before_the_money_was_known(cast):
    [charge] = charged()
    before = {day: debt(day) for day in (DUE, date(2026, 3, 1), BOOKED)}
    imported(delivery(paid(charge, 500_000), day=BOOKED), on=KNOWN)
    assert {day: debt(day) for day in before} == before
    assert debt(KNOWN) == (184_000, 1)


def test_opening_balance_is_debt_only_from_the_day_it_was_known(cast):
    tenancy = TenancyFactory()
    ledger.open_balance(tenancy, month=date(2025, 11, 1), amount_ore=90_000, by=cast.finn, on=date(2026, 3, 2))
    assert debt(date(2026, 3, 1)) == (0, 0)
    assert debt(date(2026, 3, 2)) == (90_000, 1)


def test_credit_of_one_tenant_does_not_lower_the_debt_of_another(cast):
    first, _second = charged(2)
    imported(delivery(paid(first, RENT + 200_000), day=BOOKED), on=KNOWN)
    assert debt(KNOWN) == (RENT, 1)


def test_debt_of_those_who_have_left_counts_and_a_holder_counts_once(cast):
    first, _second = charged(2)
    register.end_tenancy(first.tenancy, ends_on=date(2026, 3, 3), reason="unknown", by=cast.alma, on=date(2026, 3, 2))
    assert debt(TODAY) == (2 * RENT, 2)
    again = TenancyFactory(holder=first.tenancy.holder)
    ledger.open_balance(again, month=date(2025, 11, 1), amount_ore=90_000, by=cast.finn, on=TODAY)
    assert debt(TODAY) == (2 * RENT + 90_000, 2)


def test_rows_behind_the_debt_sum_to_it_on_any_day(cast):
    first, second = charged(2)
    ledger.open_balance(first.tenancy, month=date(2025, 11, 1), amount_ore=90_000, by=cast.finn, on=date(2026, 3, 2))
    imported(delivery(paid(second, 100_000), day=BOOKED), on=KNOWN)
    for day in (DUE, date(2026, 3, 1), date(2026, 3, 2), KNOWN, TODAY):
        rows = debts_on(day)
        assert (sum(row.ore for row in rows), len(rows)) == debt(day)
    assert [(row.tenancy_id, row.ore, row.charges) for row in debts_on(TODAY)] == [
        (first.tenancy_id, RENT + 90_000, 2),
        (second.tenancy_id, RENT - 100_000, 1),
    ]


@pytest.mark.parametrize(("day", "late"), [(date(2026, 3, 4), 0), (date(2026, 3, 5), 1)])
def test_rent_is_late_when_the_days_of_grace_have_passed(cast, day, late):
    charged()
    assert figures(day, YEAR).late_charges == late


def test_remainder_below_the_threshold_is_debt_but_not_late(cast):
    [charge] = charged()
    imported(delivery(paid(charge, RENT - 19_999), day=BOOKED), on=KNOWN)
    found = figures(TODAY, YEAR)
    assert (found.debt_ore, found.late_charges) == (19_999, 0)


def test_apartments_and_running_tenancies_are_counted(cast):
    ApartmentFactory(head_lease=True)
    TenancyFactory(ends_on=date(2026, 3, 10), end_reason="own_lease")
    TenancyFactory(ends_on=date(2026, 3, 11), end_reason="own_lease")
    found = figures(TODAY, YEAR)
    assert (found.apartments, found.apartments_owned, found.tenancies) == (3, 2, 1)


def test_case_is_open_until_the_day_it_closed(cast):
    case = CaseFactory(opened_on=date(2026, 3, 6))
    outreach.close_case(case, outcome="moved", why="Flyttade.", by=cast.alma, on=TODAY)
    days = [date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 9), TODAY]
    assert [figures(day, YEAR).open_cases for day in days] == [0, 1, 1, 0]


def test_evictions_count_by_the_last_day_in_the_home(cast):
    TenancyFactory(ends_on=date(2026, 2, 1), end_reason="evicted", ground="rent")
    TenancyFactory(ends_on=date(2026, 2, 1), end_reason="own_lease")
    last_day = date(2026, 1, 31)
    assert figures(TODAY, YEAR).evictions == 1
    assert figures(last_day, last_day).evictions == 1
    assert figures(TODAY, last_day + timedelta(days=1)).evictions == 0
    assert figures(last_day - timedelta(days=1), YEAR).evictions == 0


def test_outreach_tasks_count_from_the_first_day_to_the_last(cast):
    for day in (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)):
        TaskFactory(ordered_on=day)
    assert figures(date(2026, 2, 28), date(2026, 2, 1)).outreach_tasks == 2


# --- the command ------------------------------------------------------------------------------------------------------


def test_command_prints_one_object_and_nothing_else(cast, capsys):
    charged()
    call_command("figures", "--on", "2026-03-10", "--since", "2026-01-01", "--json")
    assert json.loads(capsys.readouterr().out) == {
        "apartments": 1,
        "apartments_owned": 1,
        "tenancies": 1,
        "debt_ore": RENT,
        "tenants_in_debt": 1,
        "late_charges": 1,
        "open_cases": 0,
        "open_terminations": None,
        "evictions": 0,
        "outreach_tasks": 0,
    }


def test_command_says_it_in_words_for_the_year_so_far(cast, capsys):
    charged()
    TaskFactory(ordered_on=date(2025, 12, 31))
    call_command("figures", "--on", "2026-03-10")
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "6 840 kr  hyresskuld" in said
    assert "0  bolotsuppdrag i perioden" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--on", "2026-13-01"], "is no date"),
        (["--on", "2026-03-10", "--since", "2026-03-11"], "after its end"),
        ([], "--on"),
    ],
)
def test_command_refuses_days_that_make_no_sense(arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("figures", *arguments)
