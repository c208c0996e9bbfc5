"""A database of its own for a benchmark on the server of DATABASE_URL, and the clock that it is measured by."""

import os
import statistics
import time
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

WARM_UPS, RUNS = 3, 20
NAME = f"bolots_bench_{os.getpid()}"
COPY = f"{NAME}_copy"


def start_django() -> None:
    """Django on the database to come."""
    os.environ |= {
        "BOLOTS_SERVER_URL": os.environ["DATABASE_URL"],
        "DATABASE_URL": url(NAME),
        "DJANGO_SETTINGS_MODULE": "bolots.settings",
        "SECRET_KEY": "bench",
        "BOLOTS_DEMO_INSTALLED": "1",
    }
    import django

    django.setup()


def url(name: str) -> str:
    server = os.environ.get("BOLOTS_SERVER_URL") or os.environ["DATABASE_URL"]
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


@contextmanager
def filled(homes: int):
    """The migrated database with the book of so many homes."""
    from django.core.management import call_command
    from django.db import connection

    from . import book

    try:
        create(NAME, "template1")
        call_command("migrate", verbosity=0)
        began = time.perf_counter()
        book.fill(homes)
        print(f"\n{homes} apartments × {book.MONTHS} months, made in {time.perf_counter() - began:.0f} s")
        yield
    finally:
        connection.close()
        for name in (NAME, COPY):
            _admin(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def create(name: str, template: str) -> None:
    _admin(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))


def _admin(statement) -> None:
    with psycopg.connect(url("postgres"), autocommit=True) as admin:
        admin.execute(statement)


def lay(script: str, today) -> None:
    """Rows beside the book's, without triggers and keys being asked; then as after a night's vacuum."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in script.split(";\n"):
            cursor.execute(statement, {"today": today})
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM (ANALYZE)")


def undone(work):
    """What the work returns; a rollback takes back what it wrote."""
    from django.db import transaction

    with transaction.atomic():
        done = work()
        transaction.set_rollback(True)
    return done


def median(times: list[float]) -> float:
    """Seconds, without the warm-ups."""
    return statistics.median(times[WARM_UPS:])


def took(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
