"""How log lines are written."""

import logging
import traceback


class Discreet(logging.Formatter):
    """Says where an exception came from, never what it says: a database error quotes rows, and rows hold names."""

    def formatException(self, ei):
        error, parts = ei[1], []
        while error is not None:
            parts += [*traceback.format_tb(error.__traceback__), f"{type(error).__name__}\n"]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "".join(parts).rstrip()
