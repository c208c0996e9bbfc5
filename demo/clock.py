"""The clock of the story: what asks for the time finds the day, or the instant, that is being told."""

import os
from contextlib import contextmanager
from datetime import date


@contextmanager
def it_is(moment: date):
    """Inside, the business day is `moment`'s; of an instant the time of day too."""
    before = os.environ.get("BOLOTS_TODAY")
    os.environ["BOLOTS_TODAY"] = moment.isoformat()
    try:
        yield
    finally:
        os.environ.pop("BOLOTS_TODAY")
        if before is not None:
            os.environ["BOLOTS_TODAY"] = before
