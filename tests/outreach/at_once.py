"""Several at the same moment, each with its own connection."""

from threading import Barrier, Thread

from django.db import connection


def run_at_once(number, work):
    """Call `work` in as many threads, all let go at the same moment; what one raises is raised here."""
    barrier, errors = Barrier(number), []

    def run():
        try:
            barrier.wait()
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
