"""Where unmatched money may belong, and why."""

from datetime import date

import pytest

from arrears import actions
from arrears.models import Charge, Payment, Termination, TerminationCharge
from arrears.suggestions import suggest
from demo.bankfile_writer import Paid
from tests.arrears.book import TODAY, at, charged, delivery, imported, paid, waiting
from tests.factories import TenancyFactory, UserFactory

pytestmark = pytest.mark.django_db
ACCOUNT = "SE4550000000058398257466"


def reasons(payment, charge=None):
    """The codes for the charge, or for the first suggestion."""
    found = suggest([payment], on=TODAY)[payment.pk]
    chosen = next((s for s in found if charge is None or s.charge == charge), None)
    return [code for code, _params in chosen.reasons] if chosen else []


def test_nothing_points_anywhere():
    charged(5)
    assert suggest([waiting(1)], on=TODAY) == {Payment.objects.get().pk: []}
    assert suggest([], on=TODAY) == {}


def test_ocr_with_one_slip_points_to_its_charge():
    rent, *_others = charged(5)
    wrong = rent.ocr[:4] + str((int(rent.ocr[4]) + 1) % 10) + rent.ocr[5:]
    payment = waiting(5_000, reference=wrong)
    [suggestion] = suggest([payment], on=TODAY)[payment.pk]
    assert suggestion.charge == rent
    assert suggestion.reasons == (("near_ocr", {"ocr": rent.ocr}),)


def test_two_references_without_amounts_point_to_both():
    first, second = charged(2)
    imported(delivery(Paid(1_368_000, (first.ocr, second.ocr))))
    payment = Payment.objects.get()
    found = suggest([payment], on=TODAY)[payment.pk]
    assert {s.charge for s in found} == {first, second}
    assert all(s.reasons[0][0] == "named" for s in found)


def test_ocr_in_the_text_points_to_its_charge():
    rent, _other = charged(2)
    payment = waiting(5_000, message=f"ocr {rent.ocr}")
    assert reasons(payment, rent) == ["named_in_text"]


def test_ocr_of_a_paid_rent_points_to_the_homes_open_ones():
    [march] = charged(1)
    imported(delivery(paid(march)))
    actions.charge_month(month=date(2026, 4, 1), on=TODAY)
    april = Charge.objects.latest("pk")
    payment = waiting(5_000, reference=f"{march.ocr} {march.ocr[:-1]}")
    Payment.objects.filter(pk=payment.pk).update(tenancy=None)
    payment.refresh_from_db()
    assert reasons(payment, april) == ["named_paid", "oldest"]


def test_who_has_paid_before_points_to_the_home_oldest_rent_first():
    [march] = charged(1)
    imported(delivery(paid(march, 1_000, payer="God Man", account=ACCOUNT), format="camt.054.001.08"))
    actions.charge_month(month=date(2026, 4, 1), on=TODAY)
    payment = Payment(pk=1, amount_ore=5, unallocated_ore=5, payer_account=ACCOUNT, payer_name="Annat namn")
    first, second = suggest([payment], on=TODAY)[1]
    assert [s.charge.month.month for s in (first, second)] == [3, 4]
    assert first.reasons == (("payer_before", {"times": 1}), ("oldest", {}))
    assert second.reasons == (("payer_before", {"times": 1}),)
    assert first.weight > second.weight


def test_same_name_counts_when_the_bank_gives_no_account():
    [rent] = charged(1)
    imported(delivery(paid(rent, 1_000, payer="God Man"), paid(rent, 2_000, payer="God Man")))
    payment = waiting(5, payer="God Man")
    assert dict(suggest([payment], on=TODAY)[payment.pk][0].reasons)["payer_before"] == {"times": 2}
    assert suggest([waiting(6, payer="Annan")], on=TODAY)[Payment.objects.latest("pk").pk] == []


def test_only_open_rent_of_exactly_the_amount():
    first, *_rest = charged(1, rent_ore=700_001) + charged(2)
    payment = waiting(700_001)
    assert reasons(payment) == ["only_amount"]
    assert suggest([payment], on=TODAY)[payment.pk][0].charge == first


def test_a_few_rents_of_the_amount_are_shown_and_many_say_nothing():
    charged(3)
    payment = waiting()
    assert [s.reasons for s in suggest([payment], on=TODAY)[payment.pk]] == [(("amount", {}),)] * 3
    charged(1)
    assert suggest([payment], on=TODAY)[payment.pk] == []


def test_amount_speaks_for_one_rent_of_a_home_among_many_alike():
    TenancyFactory(holder__name="Åke Örn")
    charged(4)
    payment = waiting(payer="ÖRN, ÅKE")
    assert reasons(payment) == ["amount", "holder", "oldest"]


def test_apartment_number_in_the_text_points_to_the_home():
    tenancy = TenancyFactory(apartment__number="1203")
    charged(3)
    rent = Charge.objects.get(tenancy=tenancy)
    assert reasons(waiting(5, reference="hyra lgh 1203"), rent) == ["apartment", "oldest"]
    assert reasons(waiting(6, message="1203"), rent) == ["apartment", "oldest"]


def test_many_reasons_weigh_more_and_three_suggestions_are_enough():
    for number in range(5):
        TenancyFactory(apartment__number="1203", apartment__street=f"Väg {number}", holder__name="Testa Andersson")
    rents = _charge()
    payment = waiting(5, reference="1203", payer="Testa Andersson")
    assert len(suggest([payment], on=TODAY)[payment.pk]) == 3
    imported(delivery(paid(rents[4], 10, payer="Testa Andersson"), number=50))
    best = suggest([payment], on=TODAY)[payment.pk][0]
    assert best.charge == rents[4]
    assert [code for code, _ in best.reasons] == ["payer_before", "apartment", "holder", "oldest"]


def _charge():
    actions.charge_month(month=date(2026, 3, 1), on=date(2026, 2, 10))
    return list(Charge.objects.order_by("pk"))


def test_used_up_payments_get_no_suggestion():
    [rent] = charged(1)
    payment = waiting()
    actions.allocate_by_hand(payment, rent, amount_ore=684_000, why="x", by=UserFactory(), on=TODAY)
    payment.refresh_from_db()
    assert suggest([payment], on=TODAY) == {}


def test_four_queries_for_any_number(django_assert_num_queries):
    charged(1, apartment__number="1203")
    payments = [waiting(n, reference="lgh 1203", payer="Testa") for n in range(1, 9)]
    for some in (payments[:1], payments):
        with django_assert_num_queries(4):
            suggest(some, on=TODAY)


def test_a_slip_away_from_a_paid_rent_says_nothing():
    rent, *_others = charged(5)
    imported(delivery(paid(rent)))
    wrong = rent.ocr[:4] + str((int(rent.ocr[4]) + 1) % 10) + rent.ocr[5:]
    payment = waiting(5_000, reference=wrong)
    assert suggest([payment], on=TODAY)[payment.pk] == []


def test_each_payment_gets_its_own_suggestions():
    first, second = charged(1, rent_ore=700_001) + charged(1, rent_ore=700_002)
    one, two = waiting(700_001), waiting(700_002)
    found = suggest([one, two], on=TODAY)
    assert [s.charge for s in found[one.pk]] == [first]
    assert [s.charge for s in found[two.pk]] == [second]


# --- what staff choose is learned from --------------------------------------------------------------------------------


def by_hand(payment, charge, ore=5):
    return actions.allocate_by_hand(payment, charge, amount_ore=ore, why="x", by=UserFactory(), on=TODAY)


def test_home_that_staff_chose_for_the_payer_weighs_more_than_one_by_ocr():
    first, second = charged(2)
    imported(delivery(paid(first, 1_000, payer="God Man"), number=80))
    by_hand(waiting(5, payer="God Man"), second)
    payment = waiting(6, payer="God Man")
    found = suggest([payment], on=TODAY)[payment.pk]
    assert [s.charge for s in found] == [second, first]
    assert [s.reasons[0] for s in found] == [("payer_chosen", {"times": 1}), ("payer_before", {"times": 1})]


def test_home_that_money_was_moved_away_from_weighs_against():
    first, second = charged(2)
    wrong = waiting(5, payer="God Man")
    row = by_hand(wrong, first)
    actions.undo_allocation(row, why="fel hem", by=UserFactory(), on=TODAY)
    wrong.refresh_from_db()
    by_hand(wrong, second)
    imported(delivery(paid(first, 1_000, payer="God Man"), number=80))
    imported(delivery(paid(first, 1_001, payer="God Man"), number=81))
    payment = waiting(6, payer="God Man")
    found = suggest([payment], on=TODAY)[payment.pk]
    assert [s.charge for s in found] == [second, first]
    assert ("payer_moved", {"times": 1}) in found[1].reasons


def test_home_that_staff_were_only_wrong_about_is_not_suggested():
    first, _second = charged(2)
    row = by_hand(waiting(5, payer="God Man"), first)
    actions.undo_allocation(row, why="fel hem", by=UserFactory(), on=TODAY)
    payment = waiting(6, payer="God Man")
    assert suggest([payment], on=TODAY)[payment.pk] == []


def test_money_that_was_taken_out_of_the_book_teaches_nothing():
    [rent] = charged(1)
    outcome = imported(delivery(paid(rent, 1_000, payer="God Man"), number=80))
    actions.undo_file(outcome.file, why="x", by=UserFactory(), on=TODAY, at=at())
    payment = waiting(6, payer="God Man")
    assert suggest([payment], on=TODAY)[payment.pk] == []


FACTS = {"why": "x", "on": TODAY}


def divided(first, second, **options):
    """A payment of 1 000 öre of somebody who pays for two homes, divided by hand."""
    shares = [actions.Share(first.tenancy_id, 400, first), actions.Share(second.tenancy_id, 600, second)]
    return actions.split_payment(waiting(1_000, payer="God Man", **options), shares, by=UserFactory(), **FACTS)


def test_homes_that_staff_chose_in_a_division_are_learned_from_once_each():
    first, second = charged(2)
    divided(first, second)
    payment = waiting(6, payer="God Man")
    found = suggest([payment], on=TODAY)[payment.pk]
    assert {s.charge: dict(s.reasons)["payer_chosen"] for s in found} == {first: {"times": 1}, second: {"times": 1}}
    assert all("payer_moved" not in dict(s.reasons) for s in found)


def test_home_that_had_the_whole_before_it_was_divided_teaches_nothing():
    wrong, first, second = charged(3)
    whole = waiting(1_000, payer="God Man")
    actions.give_to_tenancy(whole, wrong.tenancy, by=UserFactory(), **FACTS)
    shares = [actions.Share(first.tenancy_id, 400, first), actions.Share(second.tenancy_id, 600, second)]
    actions.split_payment(whole, shares, by=UserFactory(), **FACTS)
    payment = waiting(6, payer="God Man")
    assert {s.charge for s in suggest([payment], on=TODAY)[payment.pk]} == {first, second}


def test_division_that_was_undone_teaches_nothing():
    first, second = charged(2)
    shares = divided(first, second)
    for share in shares:
        actions.undo_allocation(share.allocations.get(), by=UserFactory(), **FACTS)
    actions.undo_split(shares[0].of, by=UserFactory(), **FACTS)
    payment = waiting(6, payer="God Man")
    assert suggest([payment], on=TODAY)[payment.pk] == []


def test_share_that_was_freed_again_gets_suggestions_like_bank_money():
    """Staff took it away from the first home: what its OCRs paid speaks for that home still, and the move against."""
    first, second = charged(2)
    for number in (80, 81):
        imported(delivery(paid(first, 1_000, payer="God Man", message=f"{number}"), number=number))
    one, _two = divided(first, second)
    actions.undo_allocation(one.allocations.get(), by=UserFactory(), **FACTS)
    one.refresh_from_db()
    found = {s.charge: dict(s.reasons) for s in suggest([one], on=TODAY)[one.pk]}
    assert found[first]["payer_before"] == {"times": 2}
    assert found[first]["payer_moved"] == {"times": 1}
    assert found[second]["payer_chosen"] == {"times": 1}


def test_money_that_was_put_back_in_the_book_teaches_again():
    [rent] = charged(1)
    payment = waiting(5, payer="God Man")
    gone = actions.withdraw(payment, by=UserFactory(), **FACTS)
    actions.undo_withdrawal(gone, by=UserFactory(), **FACTS)
    payment.refresh_from_db()
    by_hand(payment, rent)
    later = waiting(6, payer="God Man")
    assert "payer_chosen" in reasons(later, rent)


def test_name_alone_never_pays_a_rent():
    """The payer is called like the tenant, pays exactly the rent and has paid before: a person decides all the same."""
    TenancyFactory(holder__name="Åke Örn")
    [rent] = _charge()
    imported(delivery(paid(rent, 1_000, payer="Åke Örn"), number=80))
    imported(delivery(Paid(683_000, (), payer="Åke Örn", message="hyra Åke Örn"), number=81))
    rent.refresh_from_db()
    payment = Payment.objects.latest("pk")
    assert (rent.open_ore, payment.tenancy, payment.unallocated_ore) == (683_000, None, 683_000)
    assert suggest([payment], on=TODAY)[payment.pk][0].charge == rent


# --- undesignated money and the rent that threatens the home ----------------------------------------------------------


def test_rent_nearest_to_a_week_late_comes_before_the_oldest():
    TenancyFactory(apartment__number="1203")
    for month, on in ((date(2026, 2, 1), date(2026, 1, 10)), (date(2026, 3, 1), date(2026, 2, 10))):
        actions.charge_month(month=month, on=on)
    payment = waiting(5, reference="lgh 1203")
    found = suggest([payment], on=TODAY)[payment.pk]
    assert [s.charge.month.month for s in found] == [3, 2]
    assert [code for code, _params in found[0].reasons] == ["apartment", "near_week"]


def test_rent_of_a_running_recovery_period_comes_first():
    TenancyFactory(apartment__number="1203")
    for month, on in ((date(2026, 2, 1), date(2026, 1, 10)), (date(2026, 3, 1), date(2026, 2, 10))):
        actions.charge_month(month=month, on=on)
    february = Charge.objects.get(month=date(2026, 2, 1))
    one, two = UserFactory(), UserFactory()
    ended = Termination.objects.create(
        tenancy=february.tenancy, ground="rent", why="x", status="served", drafted_on=date(2026, 3, 1), drafted_by=one,
        approved_on=date(2026, 3, 1), approved_by=two, served_on=date(2026, 3, 2), how_served="handed", proof="kvitto",
        board_notified_on=date(2026, 3, 2), how_notified="post", recovery_ends_on=date(2026, 3, 23),
    )  # fmt: skip
    TerminationCharge.objects.create(termination=ended, charge=february, open_ore=684_000)
    payment = waiting(5, reference="lgh 1203")
    found = suggest([payment], on=TODAY)[payment.pk]
    assert [s.charge.month.month for s in found] == [2, 3]
    assert "recovery" in dict(found[0].reasons)
    assert [s.charge.month.month for s in suggest([payment], on=date(2026, 3, 24))[payment.pk]] == [3, 2]
