"""Run one JobRun in a child that is killed after a while: `python -m tests.faults.forker`, a line `ID SECONDS` each.

Django is loaded once; each child is a fork with a connection of its own. Answers `ended` or `killed`.
"""

import os
import select
import signal
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bolots.settings")
    import django

    django.setup()
    for line in sys.stdin:
        run_id, seconds = line.split()
        sys.stdout.write(_attempt(int(run_id), float(seconds)) + "\n")
        sys.stdout.flush()


def _attempt(run_id, seconds):
    done, tell = os.pipe()
    child = os.fork()
    if child == 0:
        _work(run_id)
        os.write(tell, b"x")
        os._exit(0)
    ended = bool(select.select([done], [], [], seconds)[0])
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(done)
    os.close(tell)
    return "ended" if ended else "killed"


def _work(run_id):
    from django.db import connection

    from outreach import tasks

    connection.connect()
    tasks.night(run_id=run_id)


if __name__ == "__main__":
    main()
