"""Promise 8: after any sequence of what people and banks do, the ledger is what one would get on paper, and a day that
is over stays what it was."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.arrears.machine import BankRules, ClaimRules, DayRules, HandRules, Held, PlanRules

EXAMPLES = 10_000 if os.environ.get("BOLOTS_SOAK") else 200


class Ledger(BankRules, HandRules, ClaimRules, PlanRules, DayRules, Held):
    """Every step is done in the database and on paper; after each, all balances are compared."""


@pytest.mark.timeout(max(EXAMPLES, 600))  # seconds: it is long in the soak
@pytest.mark.django_db
def test_ledger_is_what_one_gets_on_paper(monkeypatch):
    monkeypatch.setattr("bolots.letters.to_pdf", lambda html: b"%PDF-1.7")
    Ledger.settle()
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Ledger,
        settings=settings(max_examples=EXAMPLES, stateful_step_count=15, deadline=None, suppress_health_check=checks),
    )
