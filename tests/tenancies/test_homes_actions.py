"""Homes change through their actions: facts, days out of use, keys, photo; recorded, or refused in a sentence."""

from datetime import date, timedelta

import pytest

from bolots import editing
from tenancies import actions
from tenancies.models import Apartment, Loan, OutOfUse, Photo, PropertyOwner
from tests.factories import ApartmentFactory, TenancyFactory
from tests.tenancies.images import a_photo

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)


@pytest.fixture
def alma(cast):
    return cast.alma


@pytest.fixture
def who(alma):
    return {"by": alma, "on": TODAY}


@pytest.fixture
def home():
    return ApartmentFactory()


def last_event(row):
    return row.events.latest("pgh_id")


# --- facts ------------------------------------------------------------------------------------------------------------


def test_leased_home_is_registered_with_its_head_lease_and_a_new_owner(who):
    home = actions.register_apartment(
        number="1202",
        street="Storgatan 1",
        postcode="186 30",
        town="Vallentuna",
        tenure_form="head_lease",
        new_owner="Brf Gåsen",
        rooms=2,
        area_m2=58,
        is_furnished=True,
        head_rent_ore=600_000,
        head_starts_on=date(2024, 1, 1),
        head_ends_on=date(2027, 1, 1),
        head_notice_months=3,
        **who,
    )
    stored = Apartment.objects.get()
    assert (stored.owner.name, stored.rooms, stored.area_m2, stored.is_furnished) == ("Brf Gåsen", 2, 58, True)
    assert (stored.head_rent_ore, stored.head_last_on, stored.head_notice_months) == (600_000, date(2026, 12, 31), 3)
    assert stored.place == "186 30 Vallentuna"
    assert last_event(home).pgh_context["action"] == "register_apartment"


def test_postcode_of_other_than_five_digits_is_refused(who):
    facts = {"number": "1", "street": "Storgatan 1", "tenure_form": "owned", "new_owner": "Kommunen"}
    with pytest.raises(actions.NotAPostcode):
        actions.register_apartment(**facts, postcode="18630", **who)


def test_owner_that_is_known_by_another_case_is_the_same_owner(who):
    owner = actions.register_owner(name="Brf Gåsen", **who)
    facts = {"street": "Storgatan 1", "tenure_form": "owned", "new_owner": "BRF gåsen"}
    assert actions.register_apartment(number="1001", **facts, **who).owner == owner
    assert PropertyOwner.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"tenure_form": "owned", "head_starts_on": TODAY}, actions.OwnedHasNoHeadLease),
        ({"tenure_form": "owned", "head_notice_months": 3}, actions.OwnedHasNoHeadLease),
        ({"tenure_form": "head_lease"}, actions.HeadRentMismatch),
        (
            {"tenure_form": "block_lease", "head_rent_ore": 1, "head_starts_on": TODAY, "head_ends_on": TODAY},
            actions.HeadLeaseEndsTooEarly,
        ),
    ],
)
def test_head_lease_that_cannot_be_is_refused_and_no_owner_stays_behind(who, fields, refusal):
    with pytest.raises(refusal):
        actions.register_apartment(number="1", street="Ga", new_owner="Ny ägare", **fields, **who)
    assert not Apartment.objects.exists()
    assert not PropertyOwner.objects.exists()


def test_edit_changes_what_differs_over_the_version_that_was_seen(home, who):
    facts = {"owner": home.owner, "rooms": 3, "seen": editing.version(home)}
    assert actions.edit_apartment(home, **facts, **who) is True
    assert home.rooms == 3
    assert last_event(home).pgh_context["action"] == "edit_apartment"
    with pytest.raises(editing.ChangedMeanwhile):
        actions.edit_apartment(home, **(facts | {"rooms": 4}), **who)
    assert Apartment.objects.get().rooms == 3
    assert actions.edit_apartment(home, **(facts | {"seen": editing.version(home)}), **who) is False


def test_edit_to_an_address_that_is_taken_is_refused(home, who):
    other = ApartmentFactory()
    with pytest.raises(actions.ApartmentAlreadyKnown):
        actions.edit_apartment(home, seen=None, owner=home.owner, number=other.number, **who)


# --- out of use -------------------------------------------------------------------------------------------------------


def test_home_is_out_of_use_until_it_is_not(home, who, alma):
    period = actions.take_out_of_use(home, reason="damage", note="vatten", starts_on=TODAY, **who)
    assert (period.set_by, period.ends_on) == (alma, None)
    assert list(OutOfUse.objects.running_on(TODAY)) == [period]
    facts = {"reason": "damage", "note": "vatten", "starts_on": TODAY, "ends_on": TODAY + 3 * DAY}
    assert actions.edit_out_of_use(period, seen=editing.version(period), **facts, **who)
    assert period.last_on == TODAY + 2 * DAY
    assert not OutOfUse.objects.running_on(TODAY + 3 * DAY)
    assert last_event(period).pgh_context["action"] == "edit_out_of_use"


def test_home_is_never_out_of_use_where_somebody_lives(home, who):
    TenancyFactory(apartment=home, starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1), end_reason="unknown")
    TenancyFactory(apartment=home, starts_on=date(2026, 5, 1))
    take = {"reason": "repair", **who}
    with pytest.raises(actions.SomebodyLivesThere, match=r"bor där då: tor.1.jan – lör.31.jan"):
        actions.take_out_of_use(home, starts_on=date(2026, 1, 31), ends_on=date(2026, 2, 5), **take)
    with pytest.raises(actions.SomebodyLivesThere, match=r"sedan fre.1.maj"):
        actions.take_out_of_use(home, starts_on=TODAY, **take)
    period = actions.take_out_of_use(home, starts_on=date(2026, 2, 1), ends_on=date(2026, 5, 1), **take)
    with pytest.raises(actions.SomebodyLivesThere):
        actions.edit_out_of_use(
            period, seen=None, reason="repair", starts_on=date(2026, 2, 1), ends_on=date(2026, 5, 2), **who
        )
    assert OutOfUse.objects.get().ends_on == date(2026, 5, 1)


def test_home_is_out_of_use_once_at_a_time_and_not_backwards(home, who):
    actions.take_out_of_use(home, reason="repair", starts_on=TODAY, **who)
    with pytest.raises(actions.AlreadyOutOfUse):
        actions.take_out_of_use(home, reason="repair", starts_on=TODAY + DAY, **who)
    with pytest.raises(actions.InUseBeforeItBegan):
        actions.take_out_of_use(home, reason="repair", starts_on=TODAY - DAY, ends_on=TODAY - DAY, **who)
    assert OutOfUse.objects.count() == 1


def test_period_entered_by_mistake_is_taken_back_once_with_its_reason(home, who, alma):
    period = actions.take_out_of_use(home, reason="repair", starts_on=TODAY, **who)
    actions.withdraw_out_of_use(period, why="fel lägenhet", **who)
    assert (period.withdrawn_on, period.withdrawn_by) == (TODAY, alma)
    assert last_event(period).pgh_context["why"] == "fel lägenhet"
    with pytest.raises(actions.AlreadyWithdrawn):
        actions.withdraw_out_of_use(period, why="igen", **who)
    with pytest.raises(actions.AlreadyWithdrawn):
        actions.edit_out_of_use(period, seen=None, reason="repair", starts_on=TODAY, ends_on=None, **who)
    assert actions.take_out_of_use(home, reason="repair", starts_on=TODAY, **who).pk


# --- keys and things --------------------------------------------------------------------------------------------------


def test_keys_go_out_to_the_tenant_or_somebody_named_and_come_back_once(home, who, cast):
    stay = TenancyFactory(apartment=home)
    keys = actions.issue_loan(home, tenancy=stay, kind="key", number=2, label="A17", issued_on=TODAY, **who)
    other = actions.issue_loan(home, to="Rörfirman", kind="key", issued_on=TODAY - DAY, **who)
    assert list(Loan.objects.out().order_by("pk")) == [keys, other]
    back = actions.return_loan(keys, returned_on=TODAY, by=cast.miriam, on=TODAY)
    assert (back.returned_on, back.returned_by) == (TODAY, cast.miriam)
    assert list(Loan.objects.out()) == [other]
    with pytest.raises(actions.AlreadyReturned):
        actions.return_loan(keys, returned_on=TODAY, **who)
    assert last_event(keys).pgh_context["action"] == "return_loan"


def test_loans_of_stays_that_are_over_are_found(home, who):
    stay = TenancyFactory(apartment=home, ends_on=TODAY + DAY, end_reason="own_lease")
    loan = actions.issue_loan(home, tenancy=stay, kind="tag", issued_on=TODAY, **who)
    actions.issue_loan(home, to="Rörfirman", kind="key", issued_on=TODAY, **who)
    assert not Loan.objects.out().of_stays_over_on(TODAY)
    assert list(Loan.objects.out().of_stays_over_on(TODAY + DAY)) == [loan]


def test_loan_that_cannot_be_is_refused(home, who):
    over = TenancyFactory(apartment=home, ends_on=TODAY, end_reason="unknown")
    elsewhere = TenancyFactory()
    key = {"kind": "key", "issued_on": TODAY, **who}
    for facts, refusal in (
        ({}, actions.LoanToNobody),
        ({"to": "Rörfirman", "number": 0}, actions.NothingHandedOut),
        ({"tenancy": over}, actions.NotTheirHome),
        ({"tenancy": elsewhere}, actions.NotTheirHome),
        ({"to": "Rörfirman", "issued_on": TODAY + DAY}, actions.NotYet),
    ):
        with pytest.raises(refusal):
            actions.issue_loan(home, **(key | facts))
    assert not Loan.objects.exists()


def test_loan_comes_back_after_it_went_out_and_not_tomorrow(home, who):
    loan = actions.issue_loan(home, to="Rörfirman", kind="key", issued_on=TODAY, **who)
    with pytest.raises(actions.ReturnedBeforeIssued):
        actions.return_loan(loan, returned_on=TODAY - DAY, **who)
    with pytest.raises(actions.NotYet):
        actions.return_loan(loan, returned_on=TODAY + DAY, **who)
    assert Loan.objects.out().exists()


# --- photo ------------------------------------------------------------------------------------------------------------


def test_photo_is_replaced_under_a_new_name_and_removed_to_the_last_byte(home, who):
    first = actions.set_photo(home, data=a_photo((30, 20)), **who)
    second = actions.set_photo(home, data=a_photo((50, 40)), **who)
    assert first.key != second.key
    assert (second.width, second.height) == (50, 40)
    assert Photo.objects.count() == 1
    assert actions.remove_photo(home, **who) is True
    assert actions.remove_photo(home, **who) is False
    gone = Photo.objects.get()
    assert (bytes(gone.jpeg), gone.removed_on) == (b"", TODAY)
    assert not hasattr(last_event(gone), "jpeg")
    again = actions.set_photo(home, data=a_photo(), **who)
    assert (again.removed_on, again.removed_by) == (None, None)
