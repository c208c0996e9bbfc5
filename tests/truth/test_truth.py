"""The truth table, judged: every story in every month, all in one unit, as the system says it is that evening."""

import pytest

from arrears import proposals, termination_facts
from arrears.models import Charge, Payment
from arrears.rules.termination import Stage, what_blocks
from bolots import formats
from outreach.models import EvictionRiskCase, Triage

from .table import MONTHS, TABLE
from .unit import Unit

WORDS = {
    "opened": "late",
    "joined": "joined",
    "below_threshold": "small",
    "former_tenant": "former",
    "on_hold": "hold",
}


class Evening:
    """What the system says at the end of a day, read once for all homes."""

    def __init__(self, on, reader):
        self.on, self.reader = on, reader
        self.proposed = {
            found.tenancy_id: found.verdict.kind for found in proposals.propose(on) if found.verdict.is_proposed
        }
        self.open_ore = dict(Charge.objects.values_list("tenancy", "open_ore"))
        credits = Payment.objects.credits().values_list("tenancy", "unallocated_ore")
        self.credit_ore: dict[int, int] = {}
        for tenancy, ore in credits:
            self.credit_ore[tenancy] = self.credit_ore.get(tenancy, 0) + ore
        judged = Triage.objects.order_by("pk").values_list("late_rent__charge__tenancy", "verdict")
        self.verdicts = {tenancy: WORDS[verdict] for tenancy, verdict in judged}
        self.cases = dict(EvictionRiskCase.objects.order_by("pk").values_list("tenancy", "status"))

    def of(self, home, letter) -> str:
        pk = home.tenancy.pk
        said = [formats.kronor(self.open_ore[pk])]
        said += [f"+{formats.kronor(self.credit_ore[pk])}"] if pk in self.credit_ore else []
        said += [self.verdicts[pk]] if pk in self.verdicts else []
        said += ["closed"] if self.cases.get(pk) == "closed" else []
        said += ["lost"] if letter in "FZ" and self.may_be_lost(home.tenancy) else []
        said += ["remind"] if letter == "Z" and self.proposed.get(pk) == "reminder" else []
        return " ".join(said)

    def may_be_lost(self, tenancy) -> bool:
        """Whether a termination may be drafted today for all that is late enough."""
        tenancy = type(tenancy).objects.get(pk=tenancy.pk)
        rents = termination_facts.forfeitable(tenancy, self.on)
        said = {"incident": None, "why_at_once": "", "is_from_crime": False, "user": self.reader}
        facts = termination_facts.of_draft(tenancy, charges=rents, **said, on=self.on)
        return not what_blocks(facts, Stage.DRAFT)


@pytest.mark.django_db
def test_every_home_is_as_the_table_says():
    wrong = []

    unit = Unit()

    def judge(on, homes):
        evening = Evening(on, reader=unit.alma)
        for home, letter, expected in homes:
            said = evening.of(home, letter)
            wrong.extend([f"{home.name}, {letter} {on}: {said}, not {expected}"] if said != expected else [])

    unit.play(judge)
    assert wrong == [], "\n".join(wrong)


def test_table_is_large_enough():
    assert len(MONTHS) * len(TABLE) >= 200
