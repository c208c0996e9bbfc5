"""A process that may be killed: work on a database connection of its own, and the server's word that it is gone."""

import os
import time
from collections.abc import Callable

from django.db import connection

SESSIONS = "SELECT state, wait_event, left(query, 60) FROM pg_stat_activity WHERE application_name = %s"


def start(name: str, work: Callable[[], object]) -> int:
    """Fork, and do the work in the child. `name` is how the server lists its session. Returns the child's pid.

    A forked connection would be both's. Where a browser's event loop has run, the child finds another connection than
    the one closed here; it forgets it.
    """
    connection.close()
    pid = os.fork()
    if not pid:
        connection.connection = None
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('application_name', %s, false)", [name])
            work()
        finally:
            os._exit(0)
    return pid


def wait_until_gone(name: str) -> None:
    """Until the killed process's session is gone, and its transaction with it."""
    left = []
    with connection.cursor() as cursor:
        for _ in range(1000):
            cursor.execute(SESSIONS, [name])
            left = cursor.fetchall()
            if not left:
                return
            time.sleep(0.01)
    raise AssertionError(f"the killed process still has a session: {left}")
