"""A payment divided between homes by hand, taken out, put back, or said to be real: sums always hold."""

from datetime import timedelta

import pytest

from arrears import actions
from arrears.actions.allocating import AlreadyUndone, NotFreeMoney, NotSingly, NotThisMuch, WithoutReason
from arrears.actions.dividing import ChargeOfAnotherHome, OneShareOnly, SharesDoNotSum
from arrears.actions.reversing import IsDivided
from arrears.actions.twins import NotInDoubt
from arrears.actions.withdrawing import FileIsUndone, StillUsed
from arrears.book import balances_on
from arrears.models import Allocation, Charge, Payment
from demo.bankfile_writer import Paid
from tests.arrears.book import TODAY, at, charged, delivery, imported, paid, waiting
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CAMT = "camt.054.001.08"


@pytest.fixture
def facts():
    return {"why": "god man betalar för båda", "by": UserFactory(), "on": TODAY}


def is_proved():
    return actions.prove_ledger(on=TODAY).mismatches == 0


def halves(first, second, ore=684_000):
    return [actions.Share(first.tenancy_id, ore, first), actions.Share(second.tenancy_id, ore, second)]


def test_each_share_pays_its_charge_and_counts_from_the_payments_day(facts):
    first, second = charged(2)
    whole = waiting(1_368_000, payer="God Man", account="5051234")
    shares = actions.split_payment(whole, halves(first, second), **facts)
    assert [c.open_ore for c in Charge.objects.order_by("pk")] == [0, 0]
    assert [(s.source, s.of, s.amount_ore, s.tenancy_id) for s in shares] == [
        ("share", whole, 684_000, first.tenancy_id),
        ("share", whole, 684_000, second.tenancy_id),
    ]
    assert {(s.payer_name, s.effective_on, s.recorded_on) for s in shares} == {("God Man", whole.effective_on, TODAY)}
    whole.refresh_from_db()
    split = Payment.objects.get(source="split")
    assert (whole.unallocated_ore, split.amount_ore, split.unallocated_ore) == (0, -1_368_000, 0)
    assert sum(Payment.objects.values_list("amount_ore", flat=True)) == 1_368_000
    assert is_proved()


def test_share_without_a_charge_is_the_homes_credit_and_behaves_like_bank_money(facts):
    first, second = charged(2)
    shares = [actions.Share(first.tenancy_id, 400, None), actions.Share(second.tenancy_id, 600, None)]
    one, two = actions.split_payment(waiting(1_000), shares, **facts)
    assert list(Payment.objects.credits().order_by("pk")) == [one, two]
    row = actions.allocate_by_hand(one, first, amount_ore=400, **facts)
    actions.undo_allocation(row, **facts)
    one.refresh_from_db()
    assert (one.tenancy, one.unallocated_ore) == (None, 400)
    assert list(Payment.objects.unmatched()) == [one]
    actions.give_to_tenancy(one, second.tenancy, **facts)
    assert is_proved()


def test_whose_each_share_is_stands_on_record_with_the_reason_and_who_said_so(facts):
    first, second = charged(2)
    shares = [actions.Share(first.tenancy_id, 400, None), actions.Share(second.tenancy_id, 600, second)]
    for share, tenancy in zip(actions.split_payment(waiting(1_000), shares, **facts), (first, second), strict=True):
        said = share.attributions.get()
        assert (said.tenancy_id, said.why, said.by, said.recorded_on) == (
            tenancy.tenancy_id,
            facts["why"],
            facts["by"],
            TODAY,
        )


def test_share_to_the_good_of_a_home_was_that_homes_until_it_was_moved(facts):
    """Moved and then booked in the other home: the books of the days before know nothing of that."""
    first, second = charged(2)
    shares = [actions.Share(first.tenancy_id, 400, None), actions.Share(first.tenancy_id, 600, None)]
    one, _two = actions.split_payment(waiting(1_000), shares, **facts)
    before = balances_on(TODAY)
    later = {**facts, "on": TODAY + timedelta(days=1)}
    actions.give_to_tenancy(one, second.tenancy, **later)
    actions.allocate_by_hand(one, second, amount_ore=400, **later)
    assert before[first.tenancy_id].credit == 1_000
    assert balances_on(TODAY) == before
    assert balances_on(later["on"])[first.tenancy_id].credit == 600
    assert is_proved()


def test_what_is_wrong_with_the_shares_is_refused_and_nothing_changes(facts):
    first, second = charged(2)
    whole = waiting(1_000)
    with pytest.raises(SharesDoNotSum) as refused:
        actions.split_payment(whole, halves(first, second, 400), **facts)
    assert refused.value.params == {"sum": "8\xa0kr", "left": "10\xa0kr"}
    with pytest.raises(SharesDoNotSum):
        actions.split_payment(whole, halves(first, second, 0), **facts)
    with pytest.raises(OneShareOnly):
        actions.split_payment(whole, [actions.Share(first.tenancy_id, 1_000, first)], **facts)
    with pytest.raises(NotThisMuch):
        actions.split_payment(waiting(1_600_000, number=50), halves(first, second, 800_000), **facts)
    with pytest.raises(WithoutReason):
        actions.split_payment(whole, halves(first, second, 500), **{**facts, "why": " "})
    assert not Payment.objects.exclude(source="bank").exists()
    actions.split_payment(whole, halves(first, second, 500), **facts)
    with pytest.raises(NotFreeMoney):
        actions.split_payment(whole, halves(first, second, 500), **facts)


def test_division_is_undone_when_its_shares_are_free_and_may_be_made_anew(facts):
    first, second = charged(2)
    whole = waiting(1_000)
    actions.split_payment(whole, halves(first, second, 500), **facts)
    with pytest.raises(StillUsed):
        actions.undo_split(whole, **facts)
    for row in Allocation.objects.standing().exclude(charge=None):
        actions.undo_allocation(row, **facts)
    whole = actions.undo_split(whole, **facts)
    assert (whole.unallocated_ore, whole.tenancy) == (1_000, None)
    assert list(Payment.objects.unmatched()) == [whole]
    assert list(Payment.objects.divided_from(whole)) == []
    with pytest.raises(AlreadyUndone):
        actions.undo_split(whole, **facts)
    three, four = actions.split_payment(whole, halves(second, first, 500), **facts)
    assert list(Payment.objects.divided_from(whole).order_by("pk")) == [three, four]
    assert is_proved()


def test_of_a_payment_divided_twice_the_last_division_is_undone_first(facts):
    """What was freed in between was divided by itself; the first division's shares are another's money by then."""
    first, second = charged(2)
    whole = waiting(1_000)
    row = actions.allocate_by_hand(whole, first, amount_ore=400, **facts)
    credits = [actions.Share(tenancy, 300) for tenancy in (first.tenancy_id, second.tenancy_id)]
    earlier = actions.split_payment(whole, credits, **facts)
    actions.undo_allocation(row, **facts)
    credits = [actions.Share(tenancy, 200) for tenancy in (first.tenancy_id, second.tenancy_id)]
    actions.split_payment(whole, credits, **facts)
    assert actions.undo_split(whole, **facts).unallocated_ore == 400
    assert list(Payment.objects.divided_from(whole).order_by("pk")) == earlier
    assert [share.unallocated_ore for share in Payment.objects.divided_from(whole)] == [300, 300]
    assert actions.undo_split(whole, **facts).unallocated_ore == 1_000
    assert is_proved()


def test_share_does_not_pay_the_charge_of_another_home(facts):
    first, second = charged(2)
    shares = [actions.Share(first.tenancy_id, 400, second), actions.Share(second.tenancy_id, 600)]
    with pytest.raises(ChargeOfAnotherHome):
        actions.split_payment(waiting(1_000), shares, **facts)
    assert is_proved()


def test_share_may_be_divided_again_and_no_part_of_a_division_is_undone_alone(facts):
    first, second = charged(2)
    shares = [actions.Share(first.tenancy_id, 400, None), actions.Share(second.tenancy_id, 600, None)]
    one, _two = actions.split_payment(waiting(1_000), shares, **facts)
    actions.split_payment(one, halves(first, second, 200), **facts)
    for row in Allocation.objects.exclude(taken_back_by=None):
        with pytest.raises(NotSingly):
            actions.undo_allocation(row, **facts)
    assert is_proved()


def test_reversal_of_a_divided_payment_asks_for_the_division_to_be_undone_first(facts):
    first, second = charged(2)
    imported(delivery(Paid(1_000, ("båda",)), format=CAMT))
    whole = Payment.objects.get()
    one, _two = actions.split_payment(whole, halves(first, second, 500), **facts)
    imported(delivery(Paid(500, ("åter",)), number=2, format=CAMT, is_reversal=True))
    reversal = Payment.objects.get(source="reversal")
    with pytest.raises(IsDivided):
        actions.decide_reversal(reversal, payment=whole, **facts)
    actions.decide_reversal(reversal, payment=one, **facts)
    first.refresh_from_db()
    assert first.open_ore == 684_000
    assert is_proved()


# --- one payment out of the book, and back ------------------------------------------------------------------------


def twin():
    [rent] = charged(1)
    imported(delivery(paid(rent)))
    imported(delivery(paid(rent), number=2))
    return rent, Payment.objects.latest("pk")


def test_same_payment_leaves_the_book_and_can_be_put_back(facts):
    _rent, second = twin()
    gone = actions.withdraw(second, **facts)
    second.refresh_from_db()
    assert (gone.amount_ore, gone.of, gone.why, second.unallocated_ore) == (-684_000, second, facts["why"], 0)
    assert not Payment.objects.unmatched().exists()
    back = actions.undo_withdrawal(gone, **facts)
    assert (back, back.unallocated_ore) == (second, 684_000)
    assert list(Payment.objects.unmatched()) == [second]
    with pytest.raises(AlreadyUndone):
        actions.undo_withdrawal(gone, **facts)
    actions.withdraw(second, **facts)
    assert is_proved()


def test_reversal_of_what_is_out_of_the_book_leaves_it_too_and_can_be_put_back(facts):
    imported(delivery(Paid(5_000, ("vatten",)), format=CAMT))
    actions.withdraw(Payment.objects.get(), **facts)
    imported(delivery(Paid(5_000, ("vatten",)), number=2, format=CAMT, is_reversal=True))
    reversal = Payment.objects.get(source="reversal")
    gone = actions.withdraw(reversal, **facts)
    assert (gone.amount_ore, Payment.objects.undecided_reversals().count()) == (5_000, 0)
    assert is_proved()
    actions.undo_withdrawal(gone, **facts)
    assert list(Payment.objects.undecided_reversals()) == [reversal]
    with pytest.raises(AlreadyUndone):
        actions.undo_withdrawal(gone, **facts)
    assert is_proved()


def test_used_money_and_shares_do_not_leave_the_book(facts):
    rent, _second = twin()
    with pytest.raises(StillUsed):
        actions.withdraw(Payment.objects.earliest("pk"), **facts)
    shares = [actions.Share(rent.tenancy_id, 400, None), actions.Share(rent.tenancy_id, 600, None)]
    one, _two = actions.split_payment(waiting(1_000, number=70), shares, **facts)
    with pytest.raises(NotFreeMoney):
        actions.withdraw(one, **facts)


def test_payment_of_a_file_that_was_taken_back_is_not_put_back_alone(facts):
    outcome = imported(delivery(Paid(5, ("?",))))
    actions.undo_file(outcome.file, **facts, at=at())
    with pytest.raises(FileIsUndone):
        actions.undo_withdrawal(Payment.objects.get(source="withdrawal"), **facts)


def test_real_payment_on_a_paid_rent_is_the_homes_credit(facts):
    rent, second = twin()
    second = actions.accept_twin(second, **facts)
    assert (second.tenancy, second.unallocated_ore) == (rent.tenancy, 684_000)
    with pytest.raises(NotInDoubt):
        actions.accept_twin(second, **facts)


def test_real_payment_pays_what_is_open_of_its_rent(facts):
    [rent] = charged(1)
    imported(delivery(paid(rent, 300_000)))
    imported(delivery(paid(rent, 300_000), number=2))
    second = actions.accept_twin(Payment.objects.latest("pk"), **facts)
    rent.refresh_from_db()
    assert (rent.open_ore, second.unallocated_ore) == (84_000, 0)
    assert is_proved()


def test_real_payment_that_names_no_rent_waits_with_the_word_on_it(facts):
    imported(delivery(Paid(5_000, ("hyra",))))
    imported(delivery(Paid(5_000, ("hyra",)), number=2))
    second = Payment.objects.latest("pk")
    actions.accept_twin(second, **facts)
    waits = Payment.objects.unmatched().with_word().get(pk=second.pk)
    assert (waits.has_word, waits.attributions.get().why) == (True, facts["why"])
    with pytest.raises(NotInDoubt):
        actions.accept_twin(second, **facts)


def test_real_payment_with_an_old_number_pays_the_newest_version(facts):
    [rent] = charged(1)
    imported(delivery(paid(rent, 300_000)))
    imported(delivery(paid(rent, 300_000), number=2))
    newest = actions.replace_charge(rent, amount_ore=500_000, **facts)
    second = actions.accept_twin(Payment.objects.filter(ocr=rent.ocr, source="bank").latest("pk"), **facts)
    newest.refresh_from_db()
    assert (newest.open_ore, second.unallocated_ore, second.tenancy) == (0, 100_000, rent.tenancy)
    assert is_proved()
