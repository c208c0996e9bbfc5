"""Interest, fees and costs of a late rent as charges of their own, and interest waived."""

from datetime import date, timedelta

import pytest

from arrears import actions, interest, ledger
from arrears.actions.allocating import WithoutReason
from arrears.actions.charging import NotAnAmount
from arrears.actions.late_costs import (
    FeeAlreadyCharged,
    FeeNotAgreed,
    FeeTooHigh,
    InterestIsWaived,
    InterestNotYet,
    NoInterest,
    OnlyOnRent,
    RateMissing,
)
from arrears.models import Charge, Hold, InterestWaiver, Payment, ReferenceRate, StatutoryFee
from arrears.rules.ocr import is_valid
from bolots.models import GuidelineValue
from tests.arrears.book import TODAY, at, charged, delivery, imported, paid
from tests.factories import ChargeFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AFTER = TODAY + DAY  # 3–10 March are eight days: 730 000 × 10 % / 365 = 200 öre a day


@pytest.fixture
def finn():
    return UserFactory(first_name="Finn")


@pytest.fixture
def rent():
    """730 000 öre for March, safe due day Monday 2 March: 200 öre of interest a day."""
    [rent] = charged(1, rent_ore=730_000)
    return rent


def on(rent, day=TODAY):
    return interest.interest_on([rent.pk], day)[rent.pk].ore


def charge_interest(rent, finn, until_on=AFTER, day=TODAY):
    return actions.charge_interest(rent, until_on=until_on, by=finn, on=day)


@pytest.mark.parametrize(("day", "ore"), [(2, 0), (3, 200), (10, 1_600), (31, 5_800)])
def test_interest_runs_from_the_day_after_the_safe_due_day_and_counts_the_day_itself(rent, day, ore):
    assert on(rent, date(2026, 3, day)) == ore


def test_money_counts_from_the_day_after_it_came(rent):
    imported(delivery(paid(rent, 365_000), day=date(2026, 3, 5)))
    assert on(rent) == 3 * 200 + 5 * 100  # 3–5 March on all, 6–10 on half


def test_credited_part_never_bore_interest(rent, finn):
    actions.credit_charge(rent, amount_ore=365_000, why="Fel hyra", by=finn, on=TODAY)
    assert on(rent) == 8 * 100


def test_hold_stops_interest_only_where_it_says_so(rent, finn):
    period = {"tenancy": rent.tenancy, "from_on": date(2026, 3, 5), "until_on": date(2026, 3, 8)}
    hold = Hold.objects.create(**period, why="Sjuk", stops_interest=False, set_on=TODAY, by=finn)
    assert on(rent) == 1_600
    Hold.objects.filter(pk=hold.pk).update(stops_interest=True)
    assert on(rent) == 5 * 200


def test_no_interest_on_interest_or_on_fees(rent, finn):
    extra = charge_interest(rent, finn)
    assert interest.interest_on([extra.pk], date(2026, 5, 31))[extra.pk] == interest.Interest()


def test_entered_rate_is_used_and_a_missing_one_stops_everything(rent, finn):
    july = date(2026, 7, 2)
    assert not interest.interest_on([rent.pk], july)[rent.pk].is_known
    with pytest.raises(RateMissing):
        charge_interest(rent, finn, until_on=july, day=july)
    ReferenceRate.objects.create(valid_from=date(2026, 7, 1), hundredths=200, source="x", set_on=july, set_by=finn)
    assert on(rent, july) == 122 * 200  # 29 + 30 + 31 + 30 days of March to June, and two of July


def test_interest_is_a_charge_of_its_own_about_the_rent(rent, finn):
    extra = charge_interest(rent, finn)
    assert (extra.kind, extra.about, extra.tenancy_id, extra.amount_ore) == ("interest", rent, rent.tenancy_id, 1_600)
    assert (extra.from_on, extra.until_on, extra.by) == (date(2026, 3, 3), AFTER, finn)
    assert (extra.safe_due_on, extra.effective_on) == (date(2026, 3, 24), TODAY)  # 14 days
    assert is_valid(extra.ocr)
    assert extra.ocr != rent.ocr


def test_days_that_are_charged_are_not_charged_again(rent, finn):
    charge_interest(rent, finn)
    assert on(rent) == 0
    with pytest.raises(NoInterest):
        charge_interest(rent, finn)
    later = date(2026, 3, 15)
    assert on(rent, later) == 5 * 200
    assert charge_interest(rent, finn, until_on=later + DAY, day=later).from_on == AFTER


def test_days_of_an_older_version_are_not_charged_again(rent, finn):
    charge_interest(rent, finn)
    newer = ChargeFactory(
        tenancy=rent.tenancy, amount_ore=730_000, replaces=rent, first=rent, why="Fel belopp", by=finn
    )
    assert on(newer, date(2026, 3, 12)) == 2 * 200
    actions.waive_interest(newer, why="Sjukdom", by=finn, on=TODAY)
    assert on(rent, date(2026, 3, 12)) == 0
    with pytest.raises(InterestIsWaived):
        actions.waive_interest(rent, why="Igen", by=finn, on=TODAY)


def test_interest_is_not_charged_ahead_or_on_what_was_paid_in_time(rent, finn):
    with pytest.raises(InterestNotYet):
        charge_interest(rent, finn, until_on=AFTER + DAY)
    imported(delivery(paid(rent), day=date(2026, 3, 2)))
    with pytest.raises(NoInterest):
        charge_interest(rent, finn)
    with pytest.raises(OnlyOnRent):
        charge_interest(ChargeFactory(kind="fee", about=rent), finn)


def test_waiver_ends_the_interest_and_credits_what_was_charged(rent, finn):
    extra = charge_interest(rent, finn)
    imported(delivery(paid(extra, 600)))
    waiver = actions.waive_interest(rent, why="Sjukskriven sedan januari", by=finn, on=TODAY)
    assert (waiver.why, waiver.by, waiver.on) == ("Sjukskriven sedan januari", finn, TODAY)
    extra.refresh_from_db()
    note = Payment.objects.get(source="credit_note")
    assert (extra.open_ore, note.amount_ore, note.unallocated_ore) == (0, 1_600, 600)  # what was paid is to the good
    assert on(rent, date(2026, 3, 31)) == 0
    with pytest.raises(InterestIsWaived):
        charge_interest(rent, finn)


def test_interest_is_waived_once_and_with_a_reason(rent, finn):
    with pytest.raises(WithoutReason):
        actions.waive_interest(rent, why="  ", by=finn, on=TODAY)
    actions.waive_interest(rent, why="Sjukdom", by=finn, on=TODAY)
    with pytest.raises(InterestIsWaived):
        actions.waive_interest(rent, why="Igen", by=finn, on=TODAY)
    with pytest.raises(OnlyOnRent):
        actions.waive_interest(ChargeFactory(kind="fee", about=rent), why="x", by=finn, on=TODAY)
    assert InterestWaiver.objects.count() == 1


def test_waiver_leaves_what_was_credited_before(rent, finn):
    extra = charge_interest(rent, finn)
    actions.credit_charge(extra, amount_ore=1_000, why="För mycket", by=finn, on=TODAY)
    actions.waive_interest(rent, why="Sjukdom", by=finn, on=TODAY)
    assert sorted(Payment.objects.values_list("amount_ore", flat=True)) == [600, 1_000]


def agree(rent, day=date(2024, 1, 1)):
    rent.tenancy.reminder_fee_agreed_on = day
    rent.tenancy.save()


def policy(**values):
    for key, ore in values.items():
        GuidelineValue.objects.create(key=key, value=str(ore), valid_from=date(2026, 1, 1))


def test_unit_asks_for_no_fees_unless_it_has_decided_to(rent):
    agree(rent)
    assert interest.reminder_fee_ore(rent.tenancy, rent, TODAY) == interest.demand_fee_ore(TODAY) == 0


def test_fee_is_what_the_unit_asks_and_at_most_the_statutory(rent, finn):
    agree(rent)
    policy(reminder_fee_ore=5_000, demand_fee_ore=99_900)
    assert (interest.reminder_fee_ore(rent.tenancy, rent, TODAY), interest.demand_fee_ore(TODAY)) == (5_000, 18_000)
    StatutoryFee.objects.create(
        kind="demand", valid_from=TODAY, most_ore=20_000, source="SFS", set_on=TODAY, set_by=finn
    )
    assert (interest.demand_fee_ore(TODAY - DAY), interest.demand_fee_ore(TODAY)) == (18_000, 20_000)


@pytest.mark.parametrize(
    ("agreed_on", "ore"),
    [(None, 0), (date(2026, 2, 10), 6_000), (date(2026, 2, 11), 0), (date(2025, 1, 1), 6_000)],
)
def test_reminder_fee_needs_an_agreement_when_the_debt_arose(rent, agreed_on, ore):
    """The charge was issued on 10 February and due on the 28th: the earlier counts."""
    agree(rent, agreed_on)
    policy(reminder_fee_ore=6_000)
    assert interest.reminder_fee_ore(rent.tenancy, rent, TODAY) == ore
    assert interest.fees_on("fee", [rent], TODAY) == {rent.pk: ore}


def test_one_fee_and_one_cost_for_each_debt(rent, finn):
    agree(rent)
    policy(reminder_fee_ore=6_000, demand_fee_ore=18_000)
    for kind, ore in (("fee", 6_000), ("cost", 18_000)):
        assert interest.fees_on(kind, [rent], TODAY) == {rent.pk: ore}
        made = actions.charge_cost(rent, kind=kind, amount_ore=ore, by=finn, on=TODAY)
        assert (made.kind, made.about, made.amount_ore, made.safe_due_on) == (kind, rent, ore, date(2026, 3, 24))
        assert interest.fees_on(kind, [rent, made], TODAY) == {rent.pk: 0, made.pk: 0}
        with pytest.raises(FeeAlreadyCharged):
            actions.charge_cost(rent, kind=kind, amount_ore=ore, by=finn, on=TODAY)
    newer = ChargeFactory(tenancy=rent.tenancy, replaces=rent, first=rent, why="Fel", by=finn)
    assert interest.fees_on("cost", [newer], TODAY) == {newer.pk: 0}
    with pytest.raises(FeeAlreadyCharged):
        actions.charge_cost(newer, kind="cost", amount_ore=18_000, by=finn, on=TODAY)


def test_fee_outside_the_law_is_refused(rent, finn):
    cases = [("fee", 6_000, FeeNotAgreed), ("cost", 18_001, FeeTooHigh), ("cost", 0, NotAnAmount)]
    for kind, ore, refusal in cases:
        with pytest.raises(refusal):
            actions.charge_cost(rent, kind=kind, amount_ore=ore, by=finn, on=TODAY)
    agree(rent)
    with pytest.raises(FeeTooHigh):
        actions.charge_cost(rent, kind="fee", amount_ore=6_001, by=finn, on=TODAY)
    with pytest.raises(OnlyOnRent):
        actions.charge_cost(ChargeFactory(kind="fee", about=rent), kind="cost", amount_ore=1, by=finn, on=TODAY)
    assert Charge.objects.filter(kind="cost").count() == 0


def test_fee_that_was_wrong_is_credited_with_a_reason_and_not_asked_for_again(rent, finn):
    made = actions.charge_cost(rent, kind="cost", amount_ore=18_000, by=finn, on=TODAY)
    actions.credit_charge(made, amount_ore=18_000, why="Betalade samma dag", by=finn, on=TODAY)
    made.refresh_from_db()
    assert made.open_ore == 0
    policy(demand_fee_ore=18_000)
    assert interest.fees_on("cost", [rent], TODAY) == {rent.pk: 0}


def test_interest_and_fees_are_never_debt_that_may_cost_a_home(rent, finn):
    """Neither counted as rent debt nor looked for as late, however old they are."""
    extra = [charge_interest(rent, finn), actions.charge_cost(rent, kind="cost", amount_ore=18_000, by=finn, on=TODAY)]
    imported(delivery(paid(rent)))
    later = date(2026, 6, 1)
    actions.say_no_more_files(through_on=later, by=finn, at=at(later))
    assert actions.scan_late_rent(on=later).flagged == 0
    assert ledger.debt_on(later) == (0, 0)
    assert not Charge.objects.in_debt_on(later).filter(pk__in=[charge.pk for charge in extra]).exists()


def test_reading_costs_the_same_at_any_size(django_assert_num_queries):
    for size in (1, 15):
        rents = charged(size, month=date(2026, 2 + size % 2, 1))
        with django_assert_num_queries(7):  # rates, charges, versions, allocations, holds, charged, waived
            found = interest.interest_on([rent.pk for rent in rents], TODAY)
        assert len(found) == size
        with django_assert_num_queries(5):
            interest.fees_on("fee", rents, TODAY)
