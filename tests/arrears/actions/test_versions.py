"""A charge that was wrong gets a new version: money moves over, an old OCR still finds it, a flag stays one."""

from datetime import date

import pytest

from arrears import actions
from arrears.actions import allocating, versions
from arrears.ledger import debt_on, late_on
from arrears.models import (
    Allocation,
    Charge,
    Demand,
    LateRent,
    Payment,
    PaymentPlan,
    PlanCharge,
    Termination,
    TerminationCharge,
)
from arrears.suggestions import suggest
from arrears.termination_papers import interest_claimed
from arrears.versions import newest_named, with_uses
from outreach import actions as outreach
from outreach.lateness import late_charges
from outreach.models import EvictionRiskCase, Triage
from tests.arrears import papers
from tests.arrears.book import TODAY, at, charged, delivery, imported, named, paid, waiting
from tests.arrears.papers import LATER, fresh, made
from tests.factories import ChargeFactory, UserFactory

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 3, 11)


@pytest.fixture
def finn():
    return UserFactory()


@pytest.fixture
def replace(finn):
    def make(charge, ore, on=TODAY, why="fel hyra"):
        return actions.replace_charge(charge, amount_ore=ore, why=why, by=finn, on=on)

    return make


def is_sound():
    return actions.prove_ledger(on=TODAY).mismatches == 0


def test_old_version_is_credited_whole_and_the_money_pays_the_new_one(replace):
    [rent] = charged()
    imported(delivery(paid(rent)))
    new = replace(rent, 600_000)
    rent.refresh_from_db()
    assert (rent.open_ore, new.open_ore, new.amount_ore) == (0, 0, 600_000)
    assert (new.replaces, new.first, new.why) == (rent, rent, "fel hyra")
    assert new.ocr != rent.ocr
    credit = Allocation.objects.standing().get(charge=rent).payment
    assert (credit.source, credit.amount_ore, credit.why) == ("credit_note", 684_000, "fel hyra")
    money = Allocation.objects.standing().get(charge=new).payment
    assert (money.source, money.unallocated_ore, money.tenancy) == ("bank", 84_000, rent.tenancy)
    assert is_sound()


def test_new_version_of_less_keeps_its_due_days_and_one_of_more_gives_two_weeks(replace):
    less, more = charged(2)
    assert replace(less, 600_000).safe_due_on == less.safe_due_on
    later = replace(more, 700_000)
    # issued on Tuesday 10 March: no earlier than the 24th
    assert (later.printed_due_on, later.statutory_due_on, later.safe_due_on) == (date(2026, 3, 24),) * 3


@pytest.mark.parametrize("nth", [0, 1, 2])
def test_ocr_of_any_version_pays_the_newest(replace, nth):
    [rent] = charged()
    second = replace(rent, 600_000)
    newest = replace(second, 500_000)
    ocr = [rent.ocr, second.ocr, newest.ocr][nth]
    imported(delivery(named(ocr, 499_999)))
    open_ore = dict(Charge.objects.values_list("pk", "open_ore"))
    assert open_ore == {rent.pk: 0, second.pk: 0, newest.pk: 1}
    assert is_sound()


def test_two_payments_with_different_versions_share_the_newest_in_order(replace):
    [rent] = charged()
    new = replace(rent, 600_000)
    imported(delivery(named(new.ocr, 500_000), named(rent.ocr, 500_000)))
    rows = Allocation.objects.filter(charge=new).order_by("pk").values_list("payment__ocr", "ore")
    assert list(rows) == [(new.ocr, 500_000), (rent.ocr, 100_000)]


def test_oldest_money_stays_on_the_rent_and_the_rest_is_a_credit(replace):
    [rent] = charged()
    imported(delivery(paid(rent, 400_000), day=date(2026, 3, 2), number=1))
    imported(delivery(paid(rent, 284_000), day=date(2026, 3, 9), number=2), name="b.txt")
    new = replace(rent, 500_000)
    standing = Allocation.objects.standing().filter(charge=new).order_by("effective_on")
    assert list(standing.values_list("ore", "effective_on")) == [
        (400_000, date(2026, 3, 2)),
        (100_000, date(2026, 3, 9)),
    ]


def test_what_was_too_much_for_the_old_amount_pays_the_higher_one(replace):
    """The tenant has paid the right rent, by its number, before it was charged right: nobody is to knock for that."""
    [rent] = charged()
    imported(delivery(paid(rent, 700_000), paid(rent, 5_000), day=date(2026, 3, 2)))
    new = replace(rent, 703_000)
    left = list(Payment.objects.filter(source="bank").order_by("pk").values_list("unallocated_ore", flat=True))
    assert (new.open_ore, left) == (0, [0, 2_000])
    assert {row.effective_on for row in Allocation.objects.standing().filter(charge=new)} == {date(2026, 3, 2)}
    assert is_sound()


def test_rent_that_was_lowered_by_mistake_gets_all_its_money_again(replace):
    [rent] = charged()
    imported(delivery(paid(rent, 340_000), paid(rent, 344_000)))
    lower = replace(rent, 100)
    assert replace(lower, 684_000).open_ore == 0
    assert is_sound()


def test_money_that_somebody_decided_on_does_not_pay_a_higher_amount_by_itself(replace, finn):
    [rent] = charged()
    facts = {"why": "x", "by": finn, "on": TODAY}
    imported(delivery(paid(rent, 700_000)))
    actions.refund(rent.tenancy, amount_ore=1_000, to="u 1", **facts)
    free = actions.give_to_tenancy(waiting(900), rent.tenancy, **facts)  # names no rent
    new = replace(rent, 690_000)
    free.refresh_from_db()
    assert (new.open_ore, free.unallocated_ore) == (6_000, 900)
    assert is_sound()


def test_earlier_credit_note_counts_towards_the_whole(replace, finn):
    [rent] = charged()
    imported(delivery(paid(rent)))
    actions.credit_charge(rent, amount_ore=84_000, why="för mycket", by=finn, on=TODAY)  # all of it is a credit
    new = replace(rent, 500_000)
    notes = Allocation.objects.standing().filter(charge=rent).values_list("payment__source", "ore")
    assert sorted(notes) == [("credit_note", 84_000), ("credit_note", 600_000)]
    assert (new.open_ore, is_sound()) == (0, True)


def test_debt_of_the_day_before_is_what_was_known_then(replace):
    [rent] = charged()
    before = debt_on(date(2026, 3, 9))
    replace(rent, 600_000)
    assert debt_on(date(2026, 3, 9)) == before == (684_000, 1)
    assert debt_on(TODAY) == (600_000, 1)


def test_suggestion_for_an_old_number_is_the_newest_version(replace):
    [rent] = charged()
    new = replace(rent, 600_000)
    payment = waiting(600_000, reference=f"{rent.ocr} {waiting_number(rent)}")
    [found] = suggest([payment], on=TODAY)[payment.pk]
    assert found.charge == new
    assert {code for code, _params in found.reasons} >= {"named"}


def waiting_number(rent) -> str:
    """A second number in the reference, so that a person must say."""
    return ChargeFactory(open_ore=0).ocr if rent else ""


# --- what is refused --------------------------------------------------------------------------------------------------


def test_what_has_a_newer_version_is_not_replaced_again(replace):
    [rent] = charged()
    replace(rent, 600_000)
    with pytest.raises(versions.AlreadyReplaced):
        replace(rent, 500_000)


def test_interest_and_fees_of_an_older_version_are_demanded_with_the_newest(replace, finn, set_today):
    [rent] = papers.late()
    actions.charge_interest(rent, until_on=WEDNESDAY, by=finn, on=TODAY)
    actions.charge_cost(rent, kind="cost", amount_ore=18_000, by=finn, on=TODAY)
    new = replace(rent, 600_000)
    made("reminder")
    set_today(LATER)
    fresh(LATER)
    # 3–10 March of the old amount: 684 000 × 10 % × 8 / 365 = 1 499; 11–25 March of the new: 600 000 × 10 % × 15 / 365
    # = 2 465.75 → 2 466
    assert interest_claimed([new], LATER) == {new.pk: 1_499 + 2_466}
    made("demand", on=LATER)
    demand = Demand.objects.get(kind="demand")
    assert (demand.capital_ore, demand.interest_ore, demand.cost_ore) == (600_000, 1_499 + 2_466, 18_000)
    assert demand.lines.get().interest_ore == 1_499 + 2_466
    assert interest_claimed([new], LATER) == {new.pk: 1_499 + 2_466}


def test_what_was_charged_of_any_version_is_told_before_the_next(replace, finn):
    [rent] = charged()
    fee = actions.charge_cost(rent, kind="cost", amount_ore=18_000, by=finn, on=TODAY)
    second = replace(rent, 600_000)
    third = replace(second, 500_000)
    told = with_uses(Charge.objects.all()).in_bulk()
    assert [told[charge.pk].extras_ore for charge in (rent, second, third, fee)] == [18_000, 18_000, 18_000, 0]


def test_number_of_any_version_names_the_newest(replace):
    rent, other = charged(2)
    second = replace(rent, 600_000)
    third = replace(second, 500_000)
    ocrs = [rent.ocr, second.ocr, third.ocr, other.ocr, "17"]
    named_by = {ocr: charge.pk for ocr, charge in newest_named(ocrs).items()}
    assert named_by == {rent.ocr: third.pk, second.ocr: third.pk, third.ocr: third.pk, other.ocr: other.pk}


@pytest.mark.parametrize(
    ("ore", "why", "refusal"),
    [
        (0, "x", "NotAnAmount"),
        (-1, "x", "NotAnAmount"),
        (684_000, "x", "SameAmount"),
        (1, " ", "WithoutReason"),
    ],
)
def test_new_version_needs_another_amount_and_a_reason(replace, ore, why, refusal):
    [rent] = charged()
    with pytest.raises(Exception) as refused:
        replace(rent, ore, why=why)
    assert type(refused.value).__name__ == refusal


def test_fee_is_credited_and_not_replaced(replace):
    [rent] = charged()
    fee = ChargeFactory(tenancy=rent.tenancy, kind="fee", about=rent, amount_ore=6_000)
    with pytest.raises(versions.OnlyRentHasVersions):
        replace(fee, 5_000)


def test_charge_of_an_open_termination_stays_as_it_was_named(replace, finn):
    [rent] = charged()
    row = Termination.objects.create(
        tenancy=rent.tenancy, ground="rent", why="x", drafted_on=TODAY, drafted_by=finn, status="draft"
    )
    TerminationCharge.objects.create(termination=row, charge=rent, open_ore=rent.open_ore)
    with pytest.raises(versions.NamedInTermination):
        replace(rent, 600_000)
    row.status, row.closed_on, row.why_closed = "withdrawn", TODAY, "fel belopp"
    row.save()
    assert replace(rent, 600_000).open_ore == 600_000


def test_charge_of_a_running_plan_stays_until_the_plan_ends(replace, finn):
    [rent] = charged()
    plan = PaymentPlan.objects.create(
        tenancy=rent.tenancy, agreed_on=TODAY, by=finn, income_day=25, left_ore=100_000, owed_ore=rent.open_ore
    )
    PlanCharge.objects.create(plan=plan, charge=rent, open_ore=rent.open_ore)
    with pytest.raises(versions.NamedInPlan):
        replace(rent, 600_000)


def test_credit_note_that_pays_another_rent_is_undone_first(replace, finn):
    [rent] = charged()
    other = ChargeFactory(tenancy=rent.tenancy, month=date(2026, 2, 1))
    imported(delivery(paid(rent)))
    note = actions.credit_charge(rent, amount_ore=84_000, why="x", by=finn, on=TODAY)
    booked = actions.allocate_by_hand(note, other, amount_ore=1, why="x", by=finn, on=TODAY)
    with pytest.raises(versions.CreditUsedElsewhere):
        replace(rent, 500_000)
    actions.undo_allocation(booked, why="x", by=finn, on=TODAY)
    replace(rent, 500_000)


def test_nothing_is_undone_on_an_old_version(replace, finn):
    [rent] = charged()
    replace(rent, 600_000)
    with pytest.raises(allocating.OldVersion):
        actions.undo_allocation(rent.allocations.standing().get(), why="x", by=finn, on=TODAY)


# --- late rent --------------------------------------------------------------------------------------------------------


@pytest.fixture
def late():
    [rent] = charged()
    actions.say_no_more_files(through_on=TODAY, by=UserFactory(), at=at())
    UserFactory(bolots=True)
    outreach.run_night(on=TODAY, at=at())
    return rent


@pytest.mark.parametrize("ore", [600_000, 700_000])
def test_new_version_of_a_late_rent_opens_no_second_case_and_keeps_the_first(late, replace, ore):
    case = EvictionRiskCase.objects.get()
    new = replace(late, ore)
    assert list(late_charges(1)) == [new]
    outreach.run_night(on=WEDNESDAY, at=at(WEDNESDAY))
    assert LateRent.objects.get().charge == late
    assert Triage.objects.count() == 1
    case.refresh_from_db()
    assert case.is_open


def test_late_rent_of_a_day_is_the_version_known_then(late, replace):
    new = replace(late, 600_000, on=WEDNESDAY)
    assert late_on(TODAY) == {late.pk: 684_000}
    assert late_on(WEDNESDAY) == {new.pk: 600_000}


def test_case_closes_when_the_new_version_is_paid(late, replace):
    new = replace(late, 600_000)
    imported(delivery(named(late.ocr, 600_000)))
    new.refresh_from_db()
    assert new.open_ore == 0
    outreach.run_night(on=WEDNESDAY, at=at(WEDNESDAY))
    assert EvictionRiskCase.objects.get().outcome == "paid"


def test_closed_case_is_not_opened_again_by_a_new_version(late, replace):
    case = EvictionRiskCase.objects.get()
    outreach.close_case(case, outcome="other", why="x", by=case.owner, on=TODAY)
    replace(late, 600_000)
    outreach.run_night(on=WEDNESDAY, at=at(WEDNESDAY))
    assert EvictionRiskCase.objects.count() == 1


def test_new_version_that_was_never_late_is_flagged_when_it_becomes_so(replace):
    [rent] = charged()
    new = replace(rent, 600_000, on=date(2026, 2, 20))
    actions.say_no_more_files(through_on=TODAY, by=UserFactory(), at=at())
    actions.scan_late_rent(on=TODAY)
    assert LateRent.objects.get().charge == new
