"""How long the ledger's heavy work takes: `python -m tests.benchmarks.bench_ledger [--homes 55 5500 55000]`.

Each size gets a database of its own on the server of DATABASE_URL, with 24 months of rents. Times are the median of 20
after 3 warm-ups, each undone by a rollback; a ratio is to the bare statements by psycopg, in the same run, on a copy.
"""

import argparse
from datetime import date, datetime, timedelta

import psycopg

from .scratch import COPY, NAME, RUNS, WARM_UPS, create, filled, median, ms, start_django, took, url

PAYMENTS, DEPOSITS = 10_000, 20


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, nargs="+", default=[55, 5_500, 55_000])
    sizes = parser.parse_args().homes
    start_django()
    from django.db import connection

    for homes in sizes:
        with filled(homes):
            connection.close()
            create(COPY, NAME)
            _measure(url(COPY), homes)


def _measure(copy, homes):
    from arrears import actions, ledger

    from . import book

    _scan(copy, book.TODAY)
    _say("charge the next month", _undone(lambda: actions.charge_month(month=date(2026, 6, 1), on=book.TODAY)))
    _say("debt on the day", _undone(lambda: ledger.debt_on(book.TODAY)))
    _say("debt a year ago", _undone(lambda: ledger.debt_on(date(2025, 3, 1))))
    months = [date(2025 + (m // 12), m % 12 + 1, 1) for m in range(3, 15)]
    _say("debt of twelve months", _undone(lambda: ledger.debt_by_month(months)))
    _say("late charges of the day", _undone(lambda: ledger.late_on(book.TODAY)))
    _say("proof of the whole book", _undone(lambda: actions.prove_ledger(on=book.TODAY), runs=5))
    if homes * 2 >= PAYMENTS:
        _imports(book)


def _scan(copy, today):
    """The scan's first run, and one with nothing new, against the same statements alone."""
    from arrears import actions
    from arrears.actions.scanning import SCAN
    from arrears.rules.late import cutoff
    from bolots.guidelines import Guidelines

    held = Guidelines()
    values = {"day": today, "cutoff": cutoff(today, held.grace_bank_days)}
    values |= {"grace": held.grace_bank_days, "threshold": held.case_threshold_ore}
    select = SCAN[SCAN.index("SELECT c.id") : SCAN.index("AND (SELECT through")]
    with psycopg.connect(copy, cursor_factory=psycopg.ClientCursor) as bare:  # no plans prepared for any day, as Django
        _ratio("first run", lambda: actions.scan_late_rent(on=today), bare, lambda: bare.execute(SCAN, values))
        flagged = actions.scan_late_rent(on=today).flagged
        bare.execute(SCAN, values)
        bare.commit()
        read = lambda: bare.execute(select, values).fetchall()
        _ratio(f"nothing new after {flagged} flagged", lambda: actions.scan_late_rent(on=today), bare, read)


def _ratio(what, ours, connection, bare):
    """Run both by turns, so that a busy moment of the machine meets both."""
    times = ([], [])
    for _ in range(WARM_UPS + RUNS):
        _rollback(lambda: times[0].append(took(ours)))
        times[1].append(took(bare))
        connection.rollback()
    mine, its = (median(some) for some in times)
    print(f"  late-rent scan, {what}: {ms(mine)}, bare {ms(its)}, ratio {mine / its:.2f}")


def _imports(book):
    from demo.bankfile_writer import write

    known = book.give_real_ocrs(PAYMENTS * 95 // 100)
    for format in ("BgMax 01", "camt.054.001.08"):
        data = write(_delivery(known, format, book.TODAY), format)
        seconds = _undone(lambda data=data: _import(data, book.TODAY))
        rate = PAYMENTS / seconds
        print(
            f"  import of {PAYMENTS} payments, {format} ({len(data) / 1e6:.1f} MB): {ms(seconds)}, {rate:.0f} a second"
        )


def _import(data, today):
    from django.db import connection

    from arrears import actions
    from bolots.calendar import STOCKHOLM

    at = datetime(2026, 3, 10, 4, tzinfo=STOCKHOLM)
    ours = ("50501055", "SE4550000000058398257466")
    done = actions.import_bank_file(data, name="bench", via="inbox", on=today, at=at, receivers=ours)
    assert (done.new_count, done.matched_count) == (PAYMENTS, PAYMENTS * 95 // 100), done.reasons
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a commit checks the keys; the rollback here would not


def _delivery(known, format, today):
    """As banks send them: payer and text with each payment, twenty deposits, one payment in twenty on no known OCR."""
    from bolots.calendar import STOCKHOLM
    from demo.bankfile_writer import Booked, Delivery, Paid

    paid = [
        Paid(
            ore,
            (ocr,),
            payer=f"Testa Testsson {n % 900}",
            message=f"Hyra april lägenhet {n % 500} tack för god service",
        )
        for n, (ocr, ore) in enumerate(known)
    ]
    paid += [Paid(5_000 + n, (f"hyra {n}",), payer=f"Okänd {n}") for n in range(PAYMENTS - len(paid))]
    day = today - timedelta(days=1)
    size = PAYMENTS // DEPOSITS
    booked = (Booked(day, tuple(paid[n * size : (n + 1) * size]), n + 1) for n in range(DEPOSITS))
    receiver = "50501055" if format.startswith("BgMax") else "SE4550000000058398257466"
    return Delivery(receiver, datetime(day.year, day.month, day.day, 17, tzinfo=STOCKHOLM), tuple(booked))


def _undone(work, runs=RUNS) -> float:
    times = []
    for _ in range(WARM_UPS + runs):
        _rollback(lambda: times.append(took(work)))
    return median(times)


def _rollback(run):
    from django.db import transaction

    with transaction.atomic():
        run()
        transaction.set_rollback(True)


def _say(what, seconds):
    print(f"  {what}: {ms(seconds)}")


if __name__ == "__main__":
    main()
