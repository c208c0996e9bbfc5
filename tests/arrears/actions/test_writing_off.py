"""Writing off: one person up to the limit of a tenant's year, two above it; and claiming it again."""

from datetime import date

import pytest

from arrears import actions
from arrears.actions import allocating, charging, versions, writing_off
from arrears.ledger import debt_on
from arrears.models import Allocation, Payment, WriteOff
from bolots import actions as office
from tenancies.models import Reminder
from tests.arrears.book import TODAY, charged, delivery, imported, paid
from tests.factories import ChargeFactory, TenancyFactory, UserFactory

pytestmark = pytest.mark.django_db
LIMIT = 50_000  # 500 kr, the guideline at the start


@pytest.fixture
def rent():
    return charged()[0]


@pytest.fixture
def ask(cast):
    def make(charge, ore, by=None, on=TODAY, why="dödsbo utan tillgångar"):
        return actions.ask_write_off(charge, amount_ore=ore, why=why, by=by or cast.finn, on=on)

    return make


def waits(write_off) -> list[str]:
    rows = Reminder.objects.open().filter(kind="decide", source="write_off", source_id=write_off.pk)
    return [row.owner.username for row in rows]


def is_sound():
    return actions.prove_ledger(on=TODAY).mismatches == 0


def test_small_amount_is_written_off_at_once_by_one_person(rent, ask, cast):
    done = ask(rent, LIMIT)
    rent.refresh_from_db()
    assert (done.status, done.needs_second, done.decided_by) == ("done", False, cast.finn)
    assert (done.payment.source, done.payment.tenancy, rent.open_ore) == ("write_off", rent.tenancy, 634_000)
    assert waits(done) == []
    assert is_sound()


def test_what_a_credit_note_is_there_for_is_neither_written_off_nor_paid_out(rent, ask, cast):
    """Paid, credited, and the payment undone: the charge is open, the note is free, and nothing has come."""
    imported(delivery(paid(rent)))
    facts = {"why": "x", "by": cast.finn, "on": TODAY}
    asked = ask(ChargeFactory(tenancy=rent.tenancy, kind="opening", amount_ore=LIMIT + 1), LIMIT + 1)
    note = actions.credit_charge(rent, amount_ore=684_000, **facts)
    assert list(Payment.objects.refundable()) == [note]
    actions.undo_allocation(Allocation.objects.get(payment__source="bank"), **facts)
    with pytest.raises(writing_off.CreditNoteUnused):
        ask(rent, 1)
    assert not Payment.objects.refundable().exists()
    actions.allocate_by_hand(note, rent, amount_ore=684_000, **facts)
    assert actions.decide_write_off(asked, by=cast.miriam, on=TODAY).amount_ore == LIMIT + 1
    assert is_sound()


def test_larger_amount_waits_for_a_manager(rent, ask, cast):
    asked = ask(rent, LIMIT + 1)
    rent.refresh_from_db()
    assert (asked.status, asked.needs_second, asked.payment, rent.open_ore) == ("asked", True, None, 684_000)
    assert waits(asked) == ["miriam"]


def test_limit_holds_for_all_of_a_tenants_year_so_that_nothing_is_sliced(rent, ask):
    days = [date(2026, 3, 10), date(2026, 3, 11), date(2027, 3, 9)]
    asked = [ask(rent, 20_000, on=day).status for day in days]  # 200 + 200 kr, and 600 would be too much
    assert asked == ["done", "done", "asked"]
    elsewhere = ChargeFactory(tenancy=TenancyFactory())
    assert ask(elsewhere, 20_000).status == "done"


@pytest.mark.parametrize(("day", "status"), [(date(2027, 3, 9), "asked"), (date(2027, 3, 10), "done")])
def test_limit_is_whole_again_twelve_months_later(rent, ask, day, status):
    """Asked for on 10 March 2026: it counts up to and including 9 March 2027."""
    ask(rent, LIMIT)
    assert ask(rent, 1, on=day).status == status


def test_limit_holds_for_all_homes_of_a_tenant(rent, ask):
    ask(rent, LIMIT)
    other = ChargeFactory(tenancy=TenancyFactory(holder=rent.tenancy.holder), kind="opening")
    assert ask(other, 1).status == "asked"


def test_what_was_taken_back_again_still_counts(rent, ask, cast):
    first = ask(rent, LIMIT)
    actions.revive(first, why="fel", by=cast.finn, on=TODAY)
    assert ask(rent, 1).status == "asked"


def test_second_person_decides(rent, ask, cast):
    asked = ask(rent, 600_000)
    done = actions.decide_write_off(asked, by=cast.miriam, on=date(2026, 3, 11))
    rent.refresh_from_db()
    assert (done.status, done.decided_by, done.decided_on) == ("done", cast.miriam, date(2026, 3, 11))
    assert (rent.open_ore, done.payment.effective_on) == (84_000, date(2026, 3, 11))
    assert waits(done) == []
    with pytest.raises(writing_off.WriteOffDecided):
        actions.decide_write_off(asked, by=cast.miriam, on=TODAY)
    assert is_sound()


def test_nobody_is_the_second_person_of_the_own_wish(rent, ask, cast):
    asked = ask(rent, 600_000, by=cast.miriam)  # standing in for the finance officer
    with pytest.raises(writing_off.TakesTwoPeople):
        actions.decide_write_off(asked, by=cast.miriam, on=TODAY)
    assert waits(asked) == []
    UserFactory(role="unit_manager", username="maria")
    second = ask(charged()[0], 600_000, by=cast.miriam)
    assert waits(second) == ["maria"]


def standing_in(deputy, colleague):
    days = {"from_on": TODAY, "until_on": date(2026, 4, 1)}
    office.set_absence(colleague, deputy=deputy, **days, by=colleague, on=TODAY)


def test_deputy_decides_by_the_role_that_a_colleague_has_lent(rent, ask, cast):
    standing_in(cast.alma, cast.miriam)
    assert actions.decide_write_off(ask(rent, 600_000), by=cast.alma, on=TODAY).status == "done"


def test_nobody_decides_by_the_role_that_whoever_asked_has_lent(rent, ask, cast):
    standing_in(cast.alma, cast.miriam)
    asked = ask(rent, 600_000, by=cast.miriam)
    with pytest.raises(writing_off.PowerLentByAsker):
        actions.decide_write_off(asked, by=cast.alma, on=TODAY)
    other = UserFactory(role="unit_manager", username="maria")
    assert actions.decide_write_off(asked, by=other, on=TODAY).status == "done"


def test_decision_takes_what_is_open_then_and_never_more(rent, ask, cast):
    asked = ask(rent, 600_000)
    imported(delivery(paid(rent, 500_000)))
    done = actions.decide_write_off(asked, by=cast.miriam, on=TODAY)
    rent.refresh_from_db()
    assert (done.amount_ore, done.payment.amount_ore, rent.open_ore) == (184_000, 184_000, 0)
    assert not Payment.objects.credits().exists()


def test_what_was_paid_meanwhile_cannot_be_written_off_and_is_declined(rent, ask, cast):
    asked = ask(rent, 684_000)
    imported(delivery(paid(rent)))
    with pytest.raises(writing_off.NothingOpen):
        actions.decide_write_off(asked, by=cast.miriam, on=TODAY)
    declined = actions.decline_write_off(asked, why="betald", by=cast.miriam, on=TODAY)
    assert (declined.status, declined.why_declined, waits(declined)) == ("declined", "betald", [])
    assert (
        ask(ChargeFactory(tenancy=rent.tenancy, kind="opening"), LIMIT).status == "done"
    )  # a no is no use of the limit


def test_charge_waits_for_one_decision_at_a_time(rent, ask):
    ask(rent, 600_000)
    with pytest.raises(writing_off.AlreadyAsked):
        ask(rent, 1_000)


@pytest.mark.parametrize(("ore", "why"), [(0, "x"), (-1, "x"), (684_001, "x"), (1, " ")])
def test_write_off_needs_an_open_amount_and_a_reason(rent, ask, ore, why):
    with pytest.raises((allocating.NotThisMuch, allocating.WithoutReason)):
        ask(rent, ore, why=why)
    assert not WriteOff.objects.exists()


def test_written_off_is_claimed_again_by_a_reversing_act(rent, ask, cast):
    done = ask(rent, LIMIT)
    back = actions.revive(done, why="hen vill betala", by=cast.finn, on=date(2026, 3, 12))
    rent.refresh_from_db()
    assert (back.source, back.of, back.amount_ore, back.unallocated_ore) == ("withdrawal", done.payment, -LIMIT, 0)
    done.payment.refresh_from_db()
    assert (rent.open_ore, done.payment.unallocated_ore) == (684_000, 0)
    undone = Allocation.objects.get(charge=rent, ore__lt=0)
    assert undone.effective_on == date(2026, 3, 12)  # written off it was, until then
    assert debt_on(TODAY) == (634_000, 1)
    assert is_sound()
    assert not WriteOff.objects.standing().exists()
    with pytest.raises(writing_off.AlreadyTakenBack):
        actions.revive(done, why="igen", by=cast.finn, on=TODAY)


def test_only_what_was_written_off_is_claimed_again(rent, ask, cast):
    asked = ask(rent, 600_000)
    with pytest.raises(writing_off.NotWrittenOff):
        actions.revive(asked, why="x", by=cast.finn, on=TODAY)


def test_money_that_comes_after_all_is_a_credit_until_the_debt_is_claimed_again(rent, ask, cast):
    asked = ask(rent, 684_000)
    done = actions.decide_write_off(asked, by=cast.miriam, on=TODAY)
    imported(delivery(paid(rent)))
    [credit] = Payment.objects.credits()
    actions.revive(done, why="betalade", by=cast.finn, on=TODAY)
    actions.allocate_by_hand(credit, rent, amount_ore=684_000, why="betalade", by=cast.finn, on=TODAY)
    rent.refresh_from_db()
    assert (rent.open_ore, is_sound()) == (0, True)


def test_write_off_is_no_money_that_somebody_could_move(rent, ask, cast):
    done = ask(rent, LIMIT)
    with pytest.raises(allocating.TakenBackElsewhere):
        actions.undo_allocation(done.payment.allocations.get(), why="x", by=cast.finn, on=TODAY)


def test_charge_that_is_written_off_gets_a_new_version_only_when_that_is_taken_back(rent, ask, cast):
    done = ask(rent, LIMIT)
    facts = {"amount_ore": 600_000, "why": "fel", "by": cast.finn, "on": TODAY}
    with pytest.raises(versions.WrittenOff):
        actions.replace_charge(rent, **facts)
    actions.revive(done, why="fel", by=cast.finn, on=TODAY)
    assert actions.replace_charge(rent, **facts).open_ore == 600_000


def test_what_is_written_off_is_not_credited_too_or_unpaid_money_could_be_paid_back(rent, ask, cast):
    done = ask(rent, LIMIT)
    facts = {"why": "fel", "by": cast.finn, "on": TODAY}
    with pytest.raises(charging.CreditedTooMuch):
        actions.credit_charge(rent, amount_ore=634_001, **facts)
    actions.credit_charge(rent, amount_ore=634_000, **facts)
    assert not Payment.objects.credits().exists()
    actions.revive(done, **facts)
    actions.credit_charge(rent, amount_ore=LIMIT, **facts)
    rent.refresh_from_db()
    assert (rent.open_ore, is_sound()) == (0, True)


def test_what_waits_for_a_second_person_cannot_be_credited_meanwhile_by_anybody(rent, ask, cast):
    asked = ask(rent, 684_000)
    for by, ore in ((cast.finn, 684_000), (cast.finn, 1), (cast.miriam, 1)):
        with pytest.raises(charging.WriteOffWaits):
            actions.credit_charge(rent, amount_ore=ore, why="fel", by=by, on=TODAY)
    rent.refresh_from_db()
    assert (rent.open_ore, Payment.objects.exists()) == (684_000, False)
    actions.decline_write_off(asked, why="fel", by=cast.miriam, on=TODAY)
    assert actions.credit_charge(rent, amount_ore=684_000, why="fel", by=cast.finn, on=TODAY).unallocated_ore == 0
