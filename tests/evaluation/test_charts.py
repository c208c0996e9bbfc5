"""From rows to charts: months, quarters, ages, medians."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation

from arrears.ledger import Debt
from evaluation import charts, first_attempts

BEGAN = date(2016, 10, 1)


@pytest.fixture(autouse=True)
def swedish():
    with translation.override("sv"):
        yield


def debts(on):
    return [Debt(day, 1_000 * n, 200_000, 3_000_000) for n, day in enumerate(charts.month_days(on))]


def test_the_months_are_23_ends_and_the_day_itself():
    days = charts.month_days(date(2017, 3, 1))
    assert len(days) == 24
    assert (days[0], days[-2], days[-1]) == (date(2015, 4, 30), date(2017, 2, 28), date(2017, 3, 1))
    assert days == sorted(days)


def test_the_debt_stands_by_age_with_the_oldest_at_the_bottom_and_the_evictions_above():
    evicted = [("rent", date(2016, 2, 15)), ("both", date(2016, 2, 29)), ("rent", date(2014, 1, 1))]
    chart = charts.debt_chart(debts(date(2017, 3, 1)), evicted, BEGAN)
    assert [series.values[-1] for series in chart.series] == [3_000_000, 200_000, 23_000]
    february = chart.labels.index("feb\u00a0’16")
    assert chart.marks.values[february] == 2
    assert sum(chart.marks.values) == 2
    assert chart.links[february] == "/uppfoljning/skuld/?day=2016-02-29"
    assert "Avhysningar: 2" in chart.summary


@pytest.mark.parametrize(("began", "label"), [(BEGAN, "okt\u00a0’16"), (date(2016, 10, 15), "okt\u00a0’16")])
def test_the_line_stands_before_the_month_in_which_outreach_began(began, label):
    chart = charts.debt_chart(debts(date(2017, 3, 1)), [], began)
    assert chart.labels[chart.event.before] == label


def test_there_is_no_line_when_outreach_began_outside_the_picture():
    assert charts.debt_chart(debts(date(2020, 3, 1)), [], BEGAN).event is None


def test_five_quarters_end_with_this_one():
    assert charts.quarters(date(2017, 3, 1)) == [
        date(2016, 1, 1),
        date(2016, 4, 1),
        date(2016, 7, 1),
        date(2016, 10, 1),
        date(2017, 1, 1),
    ]


def case(flagged_on, attempted_on=None, met_on=None):
    return SimpleNamespace(flagged_on=flagged_on, attempted_on=attempted_on, met_on=met_on)


def test_waiting_is_counted_in_bank_days_and_open_cases_wait_outside():
    friday, monday, tuesday = date(2017, 2, 3), date(2017, 2, 6), date(2017, 2, 7)
    cases = [case(friday, monday), case(friday, tuesday, tuesday), case(friday, friday), case(friday)]
    assert first_attempts.days(cases) == [1, 2, 0]
    assert first_attempts.days(cases, "met_on") == [2]


@pytest.mark.parametrize(("numbers", "middle"), [([], None), ([4], 4), ([1, 5], 1), ([9, 1, 2], 2)])
def test_the_median_is_a_number_of_days_that_has_happened(numbers, middle):
    assert first_attempts.median(numbers) == middle


def test_a_quarter_without_cases_is_a_gap_in_the_line():
    cases = [case(date(2016, 11, 3), date(2016, 11, 7), date(2016, 11, 9)), case(date(2017, 1, 10))]
    chart = charts.attempts_chart(cases, date(2017, 3, 1), 2)
    assert chart.labels == ["kv 1 ’16", "kv 2 ’16", "kv 3 ’16", "kv 4 ’16", "kv 1 ’17"]
    assert [series.values for series in chart.series] == [[None, None, None, 2, None], [None, None, None, 4, None]]
    assert chart.also[0].values == [0, 0, 0, 1, 1]
    assert chart.goal.value == 2
