"""Who knocks: fewest open tasks, then the lowest id, among those with room on the day."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """A bolots at work: how many open tasks, and how many of them are due on the day in question."""

    worker: int
    open_tasks: int
    due_that_day: int


def choose(loads: Sequence[Load], *, max_per_day: int) -> int | None:
    """The worker's id; None when nobody is at work. When all are full that day, the least burdened takes it anyway."""
    with_room = [load for load in loads if load.due_that_day < max_per_day]
    fewest = min(with_room or loads, key=lambda load: (load.open_tasks, load.worker), default=None)
    return fewest.worker if fewest else None
