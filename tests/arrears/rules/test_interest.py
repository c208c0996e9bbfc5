"""Late interest to the öre. Each expected value is worked out by hand beside it: amount × per cent × days / 365."""

from datetime import date, timedelta

import pytest

from arrears.rules.interest import Capital, Interest, interest_on, late_interest, open_by_day
from arrears.rules.rates import RATES, Rate, known_rates, missing

D = date
DAY = timedelta(days=1)
ZERO = tuple(Rate(D(year, month, 1), -800, "x") for year in (2030, 2031) for month in (1, 7))

# öre, due, paid, expected öre
VECTORS = [
    # R4. 1 May–30 June: 31 + 30 = 61 days at 3 + 8 = 11 %; 1 July–15 August: 31 + 15 = 46 days at 2 + 8 = 10 %.
    # 650 000 × (11 × 61 + 10 × 46) / 36 500 = 650 000 × 1 131 / 36 500 = 20 141.09…
    ("r4", 650_000, D(2025, 4, 30), D(2025, 8, 15), 20_141),
    # R4. Autumn 2017 is 7.5 %: a whole year's worth of 100 kr would be 7.50; 73 days (a fifth) of 1 000 kr: 15.00.
    ("autumn 2017", 100_000, D(2017, 8, 31), D(2017, 11, 12), 1_500),
    # One day: the day after the due day. 365 000 öre × 10 % / 365 = 100 öre.
    ("one day", 365_000, D(2026, 1, 30), D(2026, 1, 31), 100),
    # Paid on the due day, and before it: nothing.
    ("on the due day", 684_000, D(2026, 2, 27), D(2026, 2, 27), 0),
    ("before it", 684_000, D(2026, 2, 27), D(2026, 2, 20), 0),
    # A whole leap year is 366 days by 365. 2024: 1 Jan–30 June 182 days, 1 July–31 Dec 184 days, both at 12 %.
    # 365 000 × 12 % × 366 / 365 = 43 920.
    ("leap year", 365_000, D(2023, 12, 31), D(2024, 12, 31), 43_920),
    # A common year at one rate is its rate: 2014, 9 %: 9 000 of 100 000.
    ("common year", 100_000, D(2013, 12, 31), D(2014, 12, 31), 9_000),
    # Over 29 February 2024: 1 March is day 2 after 28 February. 365 000 × 12 % × 2 / 365 = 240.
    ("leap day", 365_000, D(2024, 2, 28), D(2024, 3, 1), 240),
    # The same days in 2025 are one: 365 000 × 11 % / 365 = 110.
    ("no leap day", 365_000, D(2025, 2, 28), D(2025, 3, 1), 110),
    # 30 June is the spring's, 1 July the autumn's. 2025: 11 % then 10 %: 110; 110 + 100; 100.
    ("last day of spring", 365_000, D(2025, 6, 29), D(2025, 6, 30), 110),
    ("over the border", 365_000, D(2025, 6, 29), D(2025, 7, 1), 210),
    ("first day of autumn", 365_000, D(2025, 6, 30), D(2025, 7, 1), 100),
    # New Year 2024/25: 31 December at 12 %, 1 January at 11 %: 120 + 110.
    ("new year", 365_000, D(2024, 12, 30), D(2025, 1, 1), 230),
    # Below zero: 2016 spring 8 %, autumn 7.5 %. 30 June 80, 1–2 July 2 × 75: 230.
    ("below zero", 365_000, D(2016, 6, 29), D(2016, 7, 2), 230),
    # Back from below zero: 30 June 2019 at 7.5 % is 75, 1 July at 8 % is 80.
    ("up to zero", 365_000, D(2019, 6, 29), D(2019, 7, 1), 155),
    # Three half-years. 684 000 × (12 × 92 + 11 × 181 + 10 × 10): 1 Oct–31 Dec 2024 = 31 + 30 + 31 = 92 days; 2025:
    # 181; 1–10 July: 10. Sum 1 104 + 1 991 + 100 = 3 195. 684 000 × 3 195 / 36 500 = 59 873.42…
    ("three half-years", 684_000, D(2024, 9, 30), D(2025, 7, 10), 59_873),
    # The steep years: 2022 autumn 8.5 %, 2023 10.5 % and 11.5 %. 365 000: 31 Dec 85; 1 Jan–30 June 181 × 105 = 19 005;
    # 1 July 115. Sum 19 205.
    ("rising", 365_000, D(2022, 12, 30), D(2023, 7, 1), 19_205),
    # Half an öre goes up: 1 825 × 10 % × 1 / 365 = 0.5 → 1.
    ("half up", 1_825, D(2026, 1, 30), D(2026, 1, 31), 1),
    # Just below half: 1 824 × 0.1 / 365 = 0.4997… → 0.
    ("just below", 1_824, D(2026, 1, 30), D(2026, 1, 31), 0),
    # Rounded once: each half-year alone is 0.5 (spring 2026 has 10 %, autumn 2025 too), together 1.0 → 1, never 2.
    ("rounded once", 1_825, D(2025, 12, 30), D(2026, 1, 1), 1),
    # One öre for a day is nothing; nothing owed is nothing.
    ("one öre", 1, D(2026, 1, 30), D(2026, 1, 31), 0),
    ("nothing owed", 0, D(2025, 4, 30), D(2025, 8, 15), 0),
    # The oldest rate: 2010 is 0.5 + 8 = 8.5 %. 73 000 × 8.5 % × 10 / 365 = 170.
    ("2010", 73_000, D(2010, 1, 31), D(2010, 2, 10), 170),
    # 2011–2012: 9.5, 10, 10, 9.5 %. 365 000: 30 June 2011 95, 1 July 100.
    ("2011", 365_000, D(2011, 6, 29), D(2011, 7, 1), 195),
    # A million kronor for a month: 100 000 000 × 10 % × 31 / 365 = 849 315.07.
    ("large", 100_000_000, D(2025, 12, 31), D(2026, 1, 31), 849_315),
    # The demo's month: 684 000, safe 2 March 2026, paid 10 March: 8 × 10 % / 365 = 1 499.18.
    ("eight days", 684_000, D(2026, 3, 2), D(2026, 3, 10), 1_499),
]


@pytest.mark.parametrize(
    ("ore", "due_on", "paid_on", "expected"), [v[1:] for v in VECTORS], ids=[v[0] for v in VECTORS]
)
def test_late_interest_to_the_ore(ore, due_on, paid_on, expected):
    interest = late_interest(ore, due_on, paid_on, RATES)
    assert interest.is_known
    assert interest.ore == expected
    assert interest.days == max(0, (paid_on - due_on).days) * bool(ore)


def test_parts_say_days_rate_and_ore_of_each_half_year():
    first, second = late_interest(650_000, D(2025, 4, 30), D(2025, 8, 15), RATES).parts
    assert (first.from_on, first.last_on, first.days, first.hundredths) == (D(2025, 5, 1), D(2025, 6, 30), 61, 1_100)
    assert (second.from_on, second.last_on, second.days, second.hundredths) == (
        D(2025, 7, 1),
        D(2025, 8, 15),
        46,
        1_000,
    )
    assert (first.ore, second.ore) == (11_949, 8_192)  # 650 000 × 671 / 36 500 = 11 949.32; 20 141 less that


# stopped periods (first day, first day after), öre of 365 000 due 2026-01-31 at 10 %, paid 2026-03-01 (29 days = 2 900)
STOPS = [
    ("none", [], 2_900),
    ("ten days inside", [(D(2026, 2, 10), D(2026, 2, 20))], 1_900),
    ("all of it", [(D(2026, 1, 1), D(2026, 6, 1))], 0),
    ("before", [(D(2025, 1, 1), D(2026, 2, 1))], 2_900),
    ("after", [(D(2026, 3, 2), D(2026, 4, 1))], 2_900),
    ("from the first day", [(D(2026, 2, 1), D(2026, 2, 2))], 2_800),
    ("the last day", [(D(2026, 3, 1), D(2026, 3, 2))], 2_800),
    (
        "two that overlap: 5–14 February, ten days",
        [(D(2026, 2, 5), D(2026, 2, 12)), (D(2026, 2, 9), D(2026, 2, 15))],
        1_900,
    ),
    ("an empty one", [(D(2026, 2, 5), D(2026, 2, 5))], 2_900),
]


@pytest.mark.parametrize(("stopped", "expected"), [s[1:] for s in STOPS], ids=[s[0] for s in STOPS])
def test_stopped_days_bear_no_interest(stopped, expected):
    assert late_interest(365_000, D(2026, 1, 31), D(2026, 3, 1), RATES, stopped).ore == expected


def test_missing_rate_gives_no_interest_at_all():
    """R6: spring 2026 is known, autumn is not. Nothing is asked, and the gap is named."""
    interest = late_interest(365_000, D(2026, 6, 29), D(2026, 7, 5), RATES)
    assert not interest.is_known
    assert interest.ore == 0
    assert interest.missing == (D(2026, 7, 1),)
    assert [part.hundredths for part in interest.parts] == [1_000, None]


def test_missing_rate_of_days_that_bear_no_interest_does_no_harm():
    stopped = [(D(2026, 7, 1), D(2027, 1, 1))]
    assert late_interest(365_000, D(2026, 6, 29), D(2026, 7, 5), RATES, stopped) == late_interest(
        365_000, D(2026, 6, 29), D(2026, 6, 30), RATES
    )


def test_rate_before_the_first_is_not_guessed():
    assert not late_interest(365_000, D(2009, 12, 30), D(2010, 1, 2), RATES).is_known


def test_entered_rate_comes_after_the_published_or_instead_of_it():
    entered = [Rate(D(2026, 7, 1), 175, "Riksbanken"), Rate(D(2026, 1, 1), 225, "Riksbanken")]
    known = known_rates(entered)
    interest = late_interest(730_000, D(2026, 6, 29), D(2026, 7, 1), known)
    assert [part.ore for part in interest.parts] == [205, 195]  # 730 000 × 10.25 % / 365; × 9.75 % / 365


def test_reference_rate_of_minus_eight_points_gives_nothing():
    interest = late_interest(365_000, D(2030, 3, 1), D(2030, 9, 1), ZERO)
    assert (interest.is_known, interest.ore) == (True, 0)
    assert Rate(D(2030, 1, 1), -900, "x").late_hundredths == 0


def test_negative_amount_is_no_debt():
    with pytest.raises(ValueError, match="-1"):
        late_interest(-1, D(2026, 1, 1), D(2026, 2, 1), RATES)


# payments (day, öre) on 730 000 from 1 to 28 February 2026; what is open each day, and its öre at 10 %:
# 730 000 × 10 % / 365 = 200 a day
PAID = [
    ("nothing paid: 28 × 200", [], [(1, 29, 730_000)], 5_600),
    # Paid on the 10th: ten days at 200 (the day of payment bears interest), 18 at 100.
    ("half on the 10th", [(D(2026, 2, 10), 365_000)], [(1, 11, 730_000), (11, 29, 365_000)], 3_800),
    ("all on the 10th", [(D(2026, 2, 10), 730_000)], [(1, 11, 730_000), (11, 29, 0)], 2_000),
    ("paid before it was due", [(D(2026, 1, 15), 365_000)], [(1, 29, 365_000)], 2_800),
    ("paid on the due day", [(D(2026, 1, 31), 730_000)], [(1, 29, 0)], 0),
    # Two on one day count together.
    (
        "twice a day",
        [(D(2026, 2, 10), 300_000), (D(2026, 2, 10), 65_000)],
        [(1, 11, 730_000), (11, 29, 365_000)],
        3_800,
    ),
    # Taken back on the 20th: 10 days, then 10 of nothing (11–20), then 8.
    (
        "taken back",
        [(D(2026, 2, 10), 730_000), (D(2026, 2, 20), -730_000)],
        [(1, 11, 730_000), (11, 21, 0), (21, 29, 730_000)],
        3_600,
    ),
    # Undone as if it had never been: the opposite row has the same day.
    ("undone", [(D(2026, 2, 10), 365_000), (D(2026, 2, 10), -365_000)], [(1, 11, 730_000), (11, 29, 730_000)], 5_600),
    ("paid after the day", [(D(2026, 3, 5), 730_000)], [(1, 29, 730_000)], 5_600),
    # Paid twice while the bank took one back later: never below zero.
    ("never below zero", [(D(2026, 1, 1), 730_000), (D(2026, 2, 10), 730_000)], [(1, 11, 0), (11, 29, 0)], 0),
]


@pytest.mark.parametrize(("paid", "expected", "ore"), [p[1:] for p in PAID], ids=[p[0] for p in PAID])
def test_part_payments_lower_what_bears_interest(paid, expected, ore):
    first = D(2026, 1, 31)
    capital = open_by_day(730_000, paid, from_on=D(2026, 2, 1), until_on=D(2026, 3, 1))
    assert capital == tuple(Capital(first + a * DAY, first + b * DAY, open_ore) for a, b, open_ore in expected)
    assert interest_on(capital, RATES).ore == ore


def test_period_of_no_days_has_no_capital():
    assert open_by_day(100, [], from_on=D(2026, 2, 1), until_on=D(2026, 2, 1)) == ()
    assert Interest() == interest_on([], RATES)
    assert (Interest().ore, Interest().is_known, Interest().missing) == (0, True, ())


def test_missing_half_years_are_named():
    assert missing(RATES, until=D(2026, 6, 30)) == ()
    assert missing(RATES, until=D(2026, 7, 1)) == (D(2026, 7, 1),)
    later = (*RATES, Rate(D(2027, 7, 1), 200, "x"))
    assert missing(later, until=D(2027, 12, 1)) == (D(2026, 7, 1), D(2027, 1, 1))
    assert missing((), until=D(2026, 3, 10)) == (D(2026, 1, 1),)


@pytest.mark.parametrize("ore", [1, 99, 1_825, 365_000, 684_000, 733_333])
def test_parts_sum_to_the_whole_whatever_is_split(ore):
    """Promise 39: over eleven years of half-years the whole is the exact sum rounded once, and the parts make it."""
    due_on, paid_on = D(2014, 12, 31), D(2026, 6, 30)
    interest = late_interest(ore, due_on, paid_on, RATES)
    exact = sum(
        ore * (800 + rate.hundredths) * sum(_half(rate.valid_from) == _half(day) for day in _days(due_on, paid_on))
        for rate in RATES
    )
    assert interest.ore == sum(part.ore for part in interest.parts) == (2 * exact + 3_650_000) // 7_300_000
    assert len(interest.parts) == 23


def _days(due_on, paid_on):
    return [due_on + n * DAY for n in range(1, (paid_on - due_on).days + 1)]


def _half(day):
    return day.year, day.month > 6
