"""Promise 8: after any sequence of what people and banks do, the ledger is what one would get on paper, and a day that
is over stays what it was."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.arrears.machine import BankRules, ChargeRules, ClaimRules, DayRules, HandRules, Held, PlanRules

TIMES = 50 if os.environ.get("BOLOTS_SOAK") else 1


class Money(BankRules, HandRules, ChargeRules, DayRules, Held):
    """Files, and what people do with their money: the fewer rules, the deeper a sequence of them goes."""


class Time(BankRules, ChargeRules, PlanRules, DayRules, Held):
    """Plans and respite, with money that comes and is taken back."""


class Whole(BankRules, HandRules, ClaimRules, PlanRules, DayRules, Held):
    """Everything in any order."""


@pytest.mark.timeout(600 * TIMES)  # seconds
@pytest.mark.django_db
@pytest.mark.parametrize(("machine", "examples"), [(Money, 90), (Time, 30), (Whole, 80)])
def test_ledger_is_what_one_gets_on_paper(machine, examples, monkeypatch):
    """Every step is done in the database and on paper; after each, all balances are compared."""
    monkeypatch.setattr("bolots.letters.to_pdf", lambda html: b"%PDF-1.7")
    machine.settle()
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    facts = {"stateful_step_count": 15, "deadline": None, "suppress_health_check": checks}
    run_state_machine_as_test(machine, settings=settings(max_examples=examples * TIMES, **facts))
