"""A run of demands whose worker is killed again and again: none lost, none doubled, and the ledger adds up."""

import os
import random
import signal
import time
from functools import partial
from io import BytesIO

import pytest
from django.db.models import Count
from pypdf import PdfReader

from arrears import actions
from arrears.models import Charge, Demand, DemandLine, PaperItem
from bolots.models import JobRun, Letter
from tests.arrears.book import TODAY
from tests.arrears.papers import LATER, ask, fresh, late, made, value, work
from tests.forks import start, wait_until_gone

SOAK = bool(os.environ.get("BOLOTS_SOAK"))
pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True), pytest.mark.timeout(3600 if SOAK else 300)]
KILLS = 200 if SOAK else 20
NAME = f"papers to be killed by {os.getpid()}"


def assert_nothing_is_half_done(run, homes: int) -> None:
    """Each paper of the run is waiting, or there with its letter, its row and its costs; nobody has two."""
    items = PaperItem.objects.filter(run=run)
    made = items.filter(made_at__isnull=False)
    demands = Demand.objects.filter(kind=run.kind)
    assert items.count() == homes
    assert made.count() == demands.count() == demands.values("tenancy").distinct().count()
    assert DemandLine.objects.filter(kind=run.kind).count() == demands.count()
    assert Charge.objects.filter(kind="cost").count() == demands.count()
    twice = Charge.objects.exclude(about=None).values("about", "kind").annotate(n=Count("pk")).filter(n__gt=1)
    assert not twice.exists()


@pytest.fixture
def demands(set_today, monkeypatch):
    """`demands(homes)` asks for so many demands, after their reminders."""

    def asked(homes: int):
        value("demand_fee_ore", "18000")
        late(homes)
        with monkeypatch.context() as quick:
            quick.setattr("bolots.letters.to_pdf", lambda html: None)
            made("reminder")
        set_today(LATER)
        fresh(LATER)
        return ask("demand", on=LATER)

    return asked


def test_killed_run_of_demands_loses_and_doubles_none(demands, monkeypatch):
    homes = 200
    run = demands(homes)
    monkeypatch.setattr("bolots.letters.to_pdf", lambda html: None)
    rolls, part = random.Random(4), 0.5
    killed = 0
    for number in range(KILLS):
        began = time.monotonic()
        pid = start(NAME, partial(work, run))
        time.sleep(part * 1.2 * rolls.random() if number else 0.01)
        os.kill(pid, signal.SIGKILL)
        _pid, status = os.waitpid(pid, 0)
        killed += os.WIFSIGNALED(status)
        wait_until_gone(NAME)
        assert_nothing_is_half_done(run, homes)
        assert time.monotonic() - began < 60
    assert killed
    work(run)
    assert_nothing_is_half_done(run, homes)
    assert Demand.objects.filter(kind="demand").count() == homes
    assert not run.items.waiting().exists()
    assert not JobRun.objects.filter(kind="papers", subject_id=run.pk, ended_at=None).exists()
    assert actions.prove_ledger(on=LATER).mismatches == 0


@pytest.mark.parametrize("homes", [200 if SOAK else 12])
def test_real_demands_are_each_a_page_of_the_printers_file(demands, homes):
    run = work(demands(homes))
    assert_nothing_is_half_done(run, homes)
    letters = Letter.objects.filter(template="demand")
    assert letters.count() == homes
    assert not letters.filter(pdf=None).exists()
    bound = PdfReader(BytesIO(bytes(run.batch.pdf)))
    assert len(bound.pages) == sum(len(PdfReader(BytesIO(bytes(one.pdf))).pages) for one in letters)
    assert actions.prove_ledger(on=LATER).mismatches == 0


@pytest.mark.skipif(not SOAK, reason="the long numbers: ./dev soak")
def test_ten_thousand_demands_are_made_by_workers(demands, monkeypatch):
    run = demands(10_000)
    monkeypatch.setattr("bolots.letters.to_pdf", lambda html: None)
    work(run)
    assert_nothing_is_half_done(run, 10_000)
    assert Demand.objects.filter(kind="demand", issued_on=LATER).count() == 10_000
    assert actions.prove_ledger(on=TODAY).mismatches == 0
