"""The statement that brings the facts: each reason to leave a home in peace is found in the database."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arrears import actions, proposals
from arrears.models import Termination
from arrears.rules.plans import Part
from bolots import guidelines
from bolots.models import JobRun
from tenancies.models import Tenancy, Tenant
from tests.arrears import terminations as story
from tests.arrears.book import TODAY, at, charged, delivery, imported, named, paid
from tests.arrears.papers import ask, demand_of, fresh, late, made
from tests.factories import PaymentFactory, RespiteFactory, RunningPlanFactory, TenancyFactory, UserFactory

pytestmark = pytest.mark.django_db


def verdict(rent, on: date = TODAY) -> str:
    """The verdict's code on the rent's home; "" when the home is not among the late."""
    found = {one.tenancy_id: one for one in proposals.propose(on)}
    return found[rent.tenancy_id].verdict.code if rent.tenancy_id in found else ""


def test_late_home_is_proposed_with_its_ledger():
    [rent] = late()
    [one] = proposals.propose(TODAY)
    assert (one.tenancy_id, one.verdict.code, one.verdict.kind) == (rent.tenancy_id, "proposed", "reminder")
    assert [(r.charge_id, r.open_ore, r.safe_due_on) for r in one.facts.rents] == [(rent.pk, 684_000, date(2026, 3, 2))]
    assert one.last_payment is None
    assert not one.is_former


def test_paid_home_is_not_among_the_late():
    rent, other = late(2)
    imported(delivery(paid(rent)))
    assert verdict(rent) == ""
    assert verdict(other) == "proposed"


def test_last_payment_stands_beside():
    [rent] = late()
    imported(delivery(paid(rent, 4_000)))
    [one] = proposals.propose(TODAY)
    assert one.last_payment == proposals.LastPayment(date(2026, 3, 9), 4_000)
    assert one.open_ore == 680_000


def test_nothing_is_proposed_on_old_payments():
    [rent] = charged(1)
    actions.say_no_more_files(through_on=date(2026, 3, 5), by=UserFactory(), at=at(date(2026, 3, 5)))
    assert verdict(rent) == "not_fresh"  # Thursday 5 March: more than two bank days before Tuesday 10 March
    actions.say_no_more_files(through_on=date(2026, 3, 6), by=UserFactory(), at=at(date(2026, 3, 6)))
    assert verdict(rent) == "proposed"


def test_nothing_is_proposed_while_the_ledger_does_not_add_up():
    [rent] = late()
    facts = {"kind": "proof", "business_on": TODAY, "due_at": at(), "started_at": at(), "ended_at": at()}
    JobRun.objects.create(key="proof:1", counts={"mismatches": 1}, **facts)
    assert verdict(rent) == "not_proven"


def test_nothing_is_proposed_to_who_has_died():
    [rent] = late()
    Tenancy.objects.update(ends_on=TODAY, end_reason="deceased")
    assert verdict(rent) == "deceased"


def test_former_tenant_is_told_apart():
    late()
    Tenancy.objects.update(ends_on=TODAY, end_reason="other_home")
    [one] = proposals.propose(TODAY)
    assert (one.verdict.code, one.is_former) == ("proposed", True)


def test_protected_person_gets_no_text_message_but_a_reminder_to_be_handed_over():
    [rent] = late()
    Tenant.objects.update(is_protected=True)
    assert verdict(rent) == "proposed"
    early = date(2026, 3, 6)  # four days after the safe due day: a text
    fresh(early)
    [one] = proposals.propose(early)
    assert (one.verdict.code, one.verdict.kind) == ("protected", "sms")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "on_hold"),
        ({"until_on": TODAY}, "proposed"),  # the first day without it
        ({"from_on": date(2026, 3, 11)}, "proposed"),
        ({"stops_demands": False}, "proposed"),
    ],
)
def test_hold_that_stops_demands_is_found(fields, expected):
    [rent] = late()
    RespiteFactory(tenancy=rent.tenancy, **fields)
    assert verdict(rent) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "plan"),
        ({"status": "missed", "missed_on": TODAY}, "plan"),
        ({"status": "broken", "ended_on": TODAY}, "proposed"),
    ],
)
def test_running_plan_is_found(fields, expected):
    [rent] = late()
    RunningPlanFactory(tenancy=rent.tenancy, **fields)
    assert verdict(rent) == expected


def test_running_plan_about_the_rent_of_a_former_home_is_found(cast):
    [rent] = late(case_worker=cast.alma)
    Tenancy.objects.update(ends_on=date(2026, 3, 5), end_reason="other_home", next_review_on=None)
    new = TenancyFactory(holder=rent.tenancy.holder, starts_on=date(2026, 3, 5))
    facts = {"income_day": 25, "left_ore": 684_000, "tolerance_ore": 0, "by": cast.finn, "on": TODAY, "at": at()}
    plan = actions.make_plan(new, charges=[rent], parts=[Part(date(2026, 3, 26), 684_000)], **facts)
    assert verdict(rent) == "plan"
    actions.call_off_plan(plan, why="x", by=cast.finn, on=TODAY)
    assert verdict(rent) == "proposed"


def test_rent_that_the_social_services_have_promised_to_pay_is_found(cast):
    home = story.late_home(cast)
    row = story.running(home, cast)
    story.known(cast, TODAY)
    facts = {"signed_by": "Stina Ek", "delegation": "4.12", "addressee": "Hyresvärden"}
    actions.record_undertaking(row, signed_on=TODAY, **facts, by=cast.miriam, on=TODAY, at=at())
    [rent] = story.rents(home)
    assert verdict(rent) == "promised"
    newer = actions.replace_charge(rent, amount_ore=700_000, why="fel", by=cast.finn, on=TODAY)
    later = newer.safe_due_on + timedelta(days=5)
    fresh(later)
    assert verdict(newer, later) == "promised"
    actions.open_balance(home, month=date(2026, 2, 1), amount_ore=50_000, by=cast.finn, on=TODAY)
    assert verdict(rent, later) == "proposed"


@pytest.mark.parametrize(("served_on", "expected"), [(TODAY, "terminated"), (None, "proposed")])
def test_served_termination_is_found(served_on, expected):
    [rent] = late()
    by, second = UserFactory(), UserFactory()
    served = (
        {"approved_on": TODAY, "approved_by": second, "how_served": "handed", "proof": "kvitto"} if served_on else {}
    )
    status = "served" if served_on else "draft"
    facts = {"ground": "rent", "why": "hyra", "drafted_on": TODAY, "drafted_by": by, "status": status}
    Termination.objects.create(tenancy=rent.tenancy, served_on=served_on, **facts, **served)
    assert verdict(rent) == expected


def test_undecided_reversal_is_found():
    [rent] = late()
    PaymentFactory(tenancy=rent.tenancy, source="reversal", amount_ore=-5_000)
    assert verdict(rent) == "reversal"


def test_money_to_the_homes_good_is_found():
    [rent] = late()
    PaymentFactory(tenancy=rent.tenancy, amount_ore=5_000)
    assert verdict(rent) == "credit"


@pytest.mark.parametrize("how", ["ocr", "account", "name", "turned", "comma", "old_ocr", "amount", "stranger"])
def test_money_in_the_queue_that_may_be_the_homes_is_found(how):
    rent, other = late(2)
    actions.credit_charge(other, amount_ore=4_000, why="fel", by=UserFactory(), on=TODAY)  # another amount is open
    stray = {"amount_ore": 1_000, "payer_name": "Okand"}
    if how == "ocr":
        stray |= {"ocr": rent.ocr, "needs_person": "too_large"}
    elif how == "account":
        PaymentFactory(tenancy=rent.tenancy, payer_account="123", amount_ore=7, unallocated_ore=0)
        stray |= {"payer_account": "123"}
    elif how == "name":
        stray |= {"payer_name": rent.tenancy.holder.name.upper()}
    elif how in ("turned", "comma"):  # as banks write it: Eva Berg Lund is BERG LUND EVA, and Lund, Eva Berg
        Tenant.objects.filter(pk=rent.tenancy.holder_id).update(name="Eva Berg Lund")
        stray |= {"payer_name": "BERG  LUND EVA" if how == "turned" else "Lund, Eva Berg"}
    elif how == "old_ocr":
        stray |= {"ocr": rent.ocr}
        rent = actions.replace_charge(rent, amount_ore=680_000, why="fel", by=UserFactory(), on=TODAY)
    elif how == "amount":
        stray |= {"amount_ore": 684_000}
    PaymentFactory(**stray)
    assert verdict(rent) == ("proposed" if how == "stranger" else "stray_money")
    assert verdict(other) == "proposed"


def test_amount_that_several_homes_owe_tells_nothing():
    rent, _other = late(2)
    PaymentFactory(amount_ore=684_000, payer_name="Okand")
    assert verdict(rent) == "proposed"


def test_home_whose_paper_waits_to_be_made_is_left_out():
    [rent] = late()
    ask("reminder")
    assert verdict(rent) == "in_a_run"


def test_home_that_has_had_its_reminder_waits():
    [rent] = late()
    made("reminder")
    assert verdict(rent) == "waits"


def test_what_was_seen_changes_with_everything_that_happens_to_the_ledger():
    [rent] = late()
    seen = [one.seen for one in proposals.propose(TODAY)]
    imported(delivery(paid(rent, 100)))
    seen += [one.seen for one in proposals.propose(TODAY)]
    imported(delivery(named("x"), number=2))
    assert proposals.propose(TODAY)[0].seen == seen[-1]  # money of nobody is a doubt, and no change of this ledger
    actions.open_balance(rent.tenancy, month=date(2026, 1, 1), amount_ore=50, by=UserFactory(), on=TODAY)
    seen += [one.seen for one in proposals.propose(TODAY)]
    assert len(set(seen)) == 3


def test_one_statement_brings_everything_however_many_homes():
    held = guidelines.on(TODAY)
    for _ in range(2):
        late(3)
        with CaptureQueriesContext(connection) as asked:
            proposals.propose(TODAY, held=held)
        assert len(asked) == 1


def test_demand_of_another_rent_says_nothing_of_this_one():
    rent, other = late(2)
    demand_of(other, by=UserFactory(), kind="reminder")
    assert verdict(rent) == "proposed"
