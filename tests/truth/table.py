"""The truth table: what is so, worked out by hand. Calendar × story = 279 homes, judged on five days each.

The calendar was read off a wall calendar of 2026, not computed: P is the printed due day (the last bank day before the
month), S the safe one, T the last day on which money still comes in time (two bank days later), L the first day on
which the night calls the rent late, K the last day of the week of JB 12:42, F the first on which the home can be lost,
Z two weeks after that.
"""

from datetime import date
from pathlib import Path
from typing import NamedTuple


class Month(NamedTuple):
    month: date
    P: date
    S: date
    T: date
    L: date
    K: date
    F: date
    Z: date
    why: str


def _month(text: str, why: str) -> Month:
    year, month, *days = text.split()
    first = date(int(year), int(month), 1)
    return Month(first, *(date.fromisoformat(day) for day in days), why)


MONTHS = (
    _month(
        "2026 02 2026-01-30 2026-02-02 2026-02-04 2026-02-05 2026-02-09 2026-02-10 2026-02-24",
        "31 January is a Saturday: due by law, but no act can be demanded before Monday",
    ),
    _month(
        "2026 03 2026-02-27 2026-03-02 2026-03-04 2026-03-05 2026-03-09 2026-03-10 2026-03-24",
        "28 February is a Saturday",
    ),
    _month(
        "2026 04 2026-03-31 2026-03-31 2026-04-02 2026-04-03 2026-04-07 2026-04-08 2026-04-22",
        "Easter: late on Good Friday, the week ends on the Tuesday after Easter Monday",
    ),
    _month(
        "2026 05 2026-04-30 2026-04-30 2026-05-05 2026-05-06 2026-05-07 2026-05-08 2026-05-22",
        "1 May and a weekend in the days of grace",
    ),
    _month(
        "2026 06 2026-05-29 2026-06-01 2026-06-03 2026-06-04 2026-06-08 2026-06-09 2026-06-23",
        "31 May is a Sunday; 30 May, a Saturday, is the last weekday",
    ),
    _month(
        "2026 07 2026-06-30 2026-06-30 2026-07-02 2026-07-03 2026-07-07 2026-07-08 2026-07-22",
        "nothing but weekdays",
    ),
    _month(
        "2026 11 2026-10-30 2026-10-30 2026-11-03 2026-11-04 2026-11-06 2026-11-07 2026-11-21",
        "31 October is All Saints' Day",
    ),
    _month(
        "2026 12 2026-11-30 2026-11-30 2026-12-02 2026-12-03 2026-12-07 2026-12-08 2026-12-22",
        "nothing but weekdays, Advent",
    ),
    _month(
        "2027 01 2026-12-30 2027-01-04 2027-01-07 2027-01-08 2027-01-11 2027-01-12 2027-01-26",
        "New Year's Eve, New Year's Day and a weekend; Epiphany in the days of grace",
    ),
)

STORIES = (Path(__file__).parent / "stories.txt").read_text()


class Story(NamedTuple):
    name: str
    events: tuple[tuple[str, str], ...]  # day letter, what
    expected: tuple[tuple[str, str], ...]  # day letter, what is so


def _story(line: str) -> Story:
    name, events, *expected = (cell.strip() for cell in line.split("|"))
    happens = tuple(_pair(event) for event in events.split(";") if event.strip())
    return Story(name, happens, tuple(_pair(cell) for cell in expected))


def _pair(cell: str) -> tuple[str, str]:
    day, _space, what = cell.strip().partition(" ")
    return day, what


TABLE = tuple(_story(line) for line in STORIES.splitlines() if line and line[0] != "#")
