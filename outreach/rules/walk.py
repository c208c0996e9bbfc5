"""The order of a day's visits: the one with least time left first, and the same staircase together. Never by amount."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Stop:
    """A visit: its key, the staircase it is in (street, staircase), its due date and its floor and door."""

    key: int
    stairs: tuple[str, str]
    due_on: date
    door: tuple[int, str]


@dataclass(frozen=True)
class Walk:
    """The staircases in walking order, each with the keys of its visits, and how many visits wait beyond the view."""

    stairs: tuple[tuple[int, ...], ...]
    waiting: int


def plan(stops: Sequence[Stop], *, in_view: int) -> Walk:
    """Staircases by their earliest due date, floor by floor inside; at most `in_view` visits are shown."""
    groups: dict[Hashable, list[Stop]] = {}
    for stop in sorted(stops, key=lambda stop: (stop.due_on, stop.stairs)):
        groups.setdefault(stop.stairs, []).append(stop)
    left, stairs = in_view, []
    for group in groups.values():
        shown = sorted(group[:left], key=lambda stop: (stop.door, stop.key))
        if shown:
            stairs.append(tuple(stop.key for stop in shown))
        left -= len(shown)
    return Walk(tuple(stairs), len(stops) - (in_view - left))
