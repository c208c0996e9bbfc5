"""Two years in the unit, told through the doors that everybody uses: nothing is written past the actions."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from . import days, ending, stage
from .clock import it_is
from .scene import MONTHS, month_at


def tell(
    as_of: date, *, password: str, folder: Path, progress: Callable[[int, int], None], months: int = MONTHS
) -> Path:
    """Play the months before `as_of`, and its morning. Returns the path of the next bank file.

    The same every time. Needs an empty database.
    """
    with it_is(month_at(as_of, -months)), transaction.atomic():
        scene = stage.set_up(as_of, password, months)
    span = [scene.starts_on + timedelta(n) for n in range((as_of - scene.starts_on).days + 1)]
    for nth, day in enumerate(span, 1):
        with it_is(day), transaction.atomic():
            days.play(scene, day)
        progress(nth, len(span))
    with it_is(as_of), transaction.atomic():
        ending.last_morning(scene)
    return ending.tomorrows_file(scene, folder)
