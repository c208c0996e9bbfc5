"""What saved a home saves it for good: the same rent never costs it a second time (R10, JB 12:44)."""

from datetime import date

import pytest

from arrears import actions, termination_facts
from arrears.models import Charge, Payment, Termination, TerminationCharge
from tests.arrears import terminations as story
from tests.arrears.book import TODAY, at
from tests.arrears.terminations import blocked, known, late_home, night, pay, rents, status
from tests.factories import CorrectionFactory, IncidentFactory, TenancyFactory

pytestmark = pytest.mark.django_db
SAVED = date(2026, 3, 12)
AFTER = date(2026, 3, 13)


@pytest.fixture
def home(cast):
    return late_home(cast)


def undertaken(row, cast):
    said = {"signed_by": "Stina Ek", "delegation": "4.12", "addressee": "Hyresvärden", "signed_on": SAVED}
    actions.record_undertaking(row, **said, by=cast.miriam, on=SAVED, at=at(SAVED))


def deposited(row, cast):
    said = {"how": "deposited", "paid_on": SAVED, "proof": "länsstyrelsen 1-26"}
    actions.recover_by_hand(row, **said, by=cast.finn, on=SAVED, at=at(SAVED))


def paid_and_taken_away(row, cast):
    """Paid in time, seen by the night; then it shows that the money was somebody else's."""
    [rent] = rents(row.tenancy)
    pay(rent, SAVED)
    night(SAVED)
    actions.undo_allocation(rent.allocations.get(), why="annans pengar", by=cast.finn, on=SAVED)
    money, other = Payment.objects.get(source="bank"), TenancyFactory()
    actions.give_to_tenancy(money, other, why="annans pengar", by=cast.finn, on=SAVED)


WAYS = (undertaken, deposited, paid_and_taken_away)


@pytest.mark.parametrize("way", WAYS)
def test_rent_that_a_home_was_saved_from_is_never_offered_again(home, cast, way):
    row = story.running(home, cast)
    way(row, cast)
    known(cast, SAVED, on=AFTER)
    assert status(row) == "recovered"
    assert rents(home)[0].open_ore == 684_000
    assert termination_facts.forfeitable(home, AFTER) == []
    with pytest.raises(actions.NotForfeited):
        story.drafted(home, cast, on=AFTER)


def test_new_version_of_a_rent_that_a_home_was_saved_from_is_not_offered_either(home, cast):
    undertaken(story.running(home, cast), cast)
    actions.replace_charge(rents(home)[0], amount_ore=700_000, why="fel hyra", by=cast.finn, on=AFTER)
    assert Charge.objects.of(home).unpaid().get().amount_ore == 700_000
    assert termination_facts.forfeitable(home, date(2026, 4, 20)) == []


def test_later_rent_may_cost_the_home_that_an_earlier_one_did_not(home, cast):
    undertaken(story.running(home, cast), cast)
    actions.charge_month(month=date(2026, 4, 1), on=date(2026, 3, 13))
    [april] = Charge.objects.of(home).filter(month=date(2026, 4, 1))
    assert termination_facts.forfeitable(home, date(2026, 4, 10)) == [april]


def test_rent_that_misconduct_outlived_is_not_offered_when_that_is_withdrawn(home, cast):
    told = date(2026, 2, 2)
    incident = IncidentFactory(tenancy=home, notified=True, happened_on=told, recorded_on=told, notified_on=told)
    CorrectionFactory(incident=incident, issued_on=date(2026, 2, 3), correct_by_on=date(2026, 3, 1))
    row = story.running(home, cast, incident=incident)
    undertaken(row, cast)
    assert (status(row), Termination.objects.get().ground) == ("served", "misconduct")
    actions.withdraw_termination(row, why="det har blivit lugnt", by=cast.finn, on=SAVED, at=at(SAVED))
    assert termination_facts.forfeitable(home, AFTER) == []


def test_termination_of_a_saved_rent_that_was_approved_all_the_same_goes_no_further(home, cast):
    """Approved before the rule was there: papers and service ask again."""
    old = story.running(home, cast)
    undertaken(old, cast)
    new = Termination.objects.create(
        tenancy=home, ground="rent", status="approved", why="obetald", drafted_on=AFTER, drafted_by=cast.finn,
        approved_on=AFTER, approved_by=cast.miriam,
    )  # fmt: skip
    TerminationCharge.objects.create(termination=new, charge=rents(home)[0], open_ore=684_000)
    known(cast, SAVED, on=AFTER)
    assert blocked(actions.issue_termination_papers, new, by=cast.finn, on=AFTER, at=at(AFTER)) == ["saved_before"]


def test_home_saved_by_withdrawal_only_may_be_terminated_again(home, cast):
    row = story.running(home, cast)
    actions.withdraw_termination(row, why="fel belopp", by=cast.finn, on=TODAY, at=at())
    assert termination_facts.forfeitable(home, AFTER) == rents(home)
