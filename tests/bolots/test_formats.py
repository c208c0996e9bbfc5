"""Money and days as people say them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from bolots import formats

TODAY = date(2025, 11, 25)
N = "\u00a0"


def plain(text: str) -> str:
    """With ordinary spaces, so that the cases can be read."""
    return text.replace(N, " ")


@pytest.mark.parametrize(
    ("ore", "said"),
    [
        (0, "0 kr"),
        (5, "0,05 kr"),
        (543_000, "5 430 kr"),
        (543_050, "5 430,50 kr"),
        (-12_000, "−120 kr"),
        (-1, "−0,01 kr"),
        (1_000_000_00, "1 000 000 kr"),
        (99_99, "99,99 kr"),
    ],
)
def test_money_is_said_in_kronor(ore, said):
    assert plain(formats.kr(ore)) == said


def test_amounts_and_dates_never_break_over_two_lines():
    assert " " not in formats.kr(543_050) + formats.dag(TODAY, TODAY) + formats.manad(TODAY) + formats.tal(12_500)


@pytest.mark.parametrize(
    ("ore", "said"), [(0, "0"), (49_999, "0"), (50_000, "1"), (98_640_000, "986"), (100_000_000, "1 000")]
)
def test_thousands_are_rounded_half_up(ore, said):
    assert plain(formats.tkr(ore)) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2025, 11, 28), "fre 28 nov"),
        (date(2025, 1, 1), "ons 1 jan"),
        (date(2026, 2, 28), "lör 28 feb 2026"),
        (date(2024, 2, 29), "tor 29 feb 2024"),
    ],
)
def test_a_day_has_its_year_only_when_it_is_another(day, said):
    assert plain(formats.dag(day, TODAY)) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2025, 11, 25), "i dag"),
        (date(2025, 11, 26), "i morgon"),
        (date(2025, 11, 24), "i går"),
        (date(2025, 11, 28), "om 3 dagar, fre 28 nov"),
        (date(2025, 11, 22), "3 dagar sedan, lör 22 nov"),
        (date(2026, 2, 28), "om 95 dagar, lör 28 feb 2026"),
        (date(2026, 3, 5), "tor 5 mar 2026"),
        (date(2025, 8, 1), "fre 1 aug"),
    ],
)
def test_a_day_is_said_as_seen_from_today(day, said):
    assert plain(formats.nar(day, TODAY)) == said


def test_days_are_said_in_english_to_english_readers():
    with translation.override("en"):
        said = [formats.nar(date(2025, 11, d), TODAY) for d in (24, 25, 26, 28, 22)]
        assert [plain(s) for s in said] == [
            "yesterday",
            "today",
            "tomorrow",
            "in 3 days, Fri 28 Nov",
            "3 days ago, Sat 22 Nov",
        ]
        assert plain(formats.kr(543_050)) == "5 430.50 kr"
        assert plain(formats.manad(TODAY)) == "November 2025"


def test_an_instant_is_said_on_stockholms_clock():
    instant = datetime(2025, 10, 14, 22, 40, tzinfo=UTC)  # 00.40 on the 15th in Stockholm
    assert plain(formats.stund(instant, TODAY)) == "ons 15 okt 00.40"
    assert formats.nar(instant, date(2025, 10, 15)) == "i dag"
    with translation.override("en"):
        assert formats.klockslag(instant) == "00:40"


def test_every_month_and_weekday_has_a_name_in_both_languages():
    year = [date(2025, month, 1) for month in range(1, 13)]
    week = [date(2025, 11, 24 + n) for n in range(7)]
    for language in ("sv", "en"):
        with translation.override(language):
            assert len({formats.manad(day) for day in year}) == 12
            assert len({formats.manad_kort(day) for day in year}) == 12
            assert len({formats.dag(day, TODAY).split(N)[0] for day in week}) == 7


def test_a_month_under_a_chart_is_short():
    assert plain(formats.manad_kort(date(2024, 9, 1))) == "sep ’24"


@pytest.mark.parametrize(
    ("hundredths", "said"), [(1_050, "10,50 %"), (-50, "−0,50 %"), (0, "0,00 %"), (5, "0,05 %"), (-800, "−8,00 %")]
)
def test_a_rate_is_said_in_per_cent_with_two_decimals(hundredths, said):
    assert plain(formats.procent(hundredths)) == said
    with translation.override("en"):
        assert plain(formats.procent(hundredths)) == said.replace(",", ".")
