"""Old debts and their clocks: the lists, the rules in SQL and in Python, and what the night reminds of."""

import random
from datetime import date, datetime, timedelta

import pytest

from arrears import actions, claims
from arrears.models import Demand, DemandLine, LimitationBreak
from arrears.rules.limitation import lapse
from bolots.calendar import STOCKHOLM
from bolots.models import Letter, LetterEvent
from tenancies import actions as register
from tenancies.models import Involvement, Reminder
from tests.arrears.book import TODAY
from tests.factories import ChargeFactory, PaymentFactory, TenancyFactory, UserFactory

pytestmark = pytest.mark.django_db
DUE = date(2023, 3, 31)


def rent(due_on=DUE, **fields):
    days = dict.fromkeys(("printed_due_on", "statutory_due_on", "safe_due_on"), due_on)
    month = (due_on + timedelta(days=1)).replace(day=1)
    return ChargeFactory(month=month, effective_on=due_on, recorded_on=due_on, **days, **fields)


def gone(last_on=date(2024, 5, 31), **fields):
    stay = {"starts_on": date(2022, 1, 1), "ends_on": last_on + timedelta(days=1), "end_reason": "unknown"}
    return TenancyFactory(**stay, **fields)


def broken(tenancy, day, kind="acknowledged"):
    row = {"kind": kind, "happened_on": day, "note": "brev", "recorded_on": TODAY, "by": tenancy.case_worker}
    return LimitationBreak.objects.create(tenancy=tenancy, **row)


def demanded(charge, day, kind="demand", sent="sent_post"):
    """A paper about the charge, made and sent on the day; `sent=""`: it lies in the drawer."""
    at = datetime(day.year, day.month, day.day, 9, tzinfo=STOCKHOLM)
    by = charge.tenancy.case_worker
    paper = {"template": "demand", "html": "x", "sha256": "0" * 64}
    letter = Letter.objects.create(**paper, issued_on=day, issued_at=at, issued_by_id=by.pk)
    answer = day + timedelta(days=10)
    facts = {"letter": letter, "issued_on": day, "respond_by_on": answer, "capital_ore": charge.open_ore, "by": by}
    row = Demand.objects.create(tenancy=charge.tenancy, kind=kind, **facts)
    DemandLine.objects.create(demand=row, kind=kind, charge=charge, capital_ore=charge.open_ore)
    if sent:
        happened(letter, sent, day)
    return letter


def happened(letter, kind, day):
    at = datetime(day.year, day.month, day.day, 23, 30, tzinfo=STOCKHOLM)
    return LetterEvent.objects.create(letter=letter, kind=kind, at=at, by_id=letter.issued_by_id)


def paid(charge, ore, day):
    payment = PaymentFactory(tenancy=charge.tenancy, amount_ore=ore, effective_on=day)
    return actions.allocate_by_hand(payment, charge, amount_ore=ore, why="x", by=UserFactory(), on=TODAY)


def clock(charge):
    charge.refresh_from_db()
    [found] = claims.clocks_of(charge.tenancy)
    return found.since, found.lapse.lapses_on


def test_rent_lapses_three_years_after_it_was_printed_due():
    charge = rent()
    assert clock(charge) == ("due", date(2026, 3, 31))


@pytest.mark.parametrize("kind", ["acknowledged", "claimed", "suit"])
def test_clock_starts_again_with_what_is_recorded(kind):
    charge = rent()
    broken(charge.tenancy, date(2024, 2, 29), kind)
    assert clock(charge) == (kind, date(2027, 2, 28))


def test_clock_starts_again_with_the_tenants_own_money_only():
    charge, by = rent(), UserFactory()
    actions.credit_charge(charge, amount_ore=1_000, why="x", by=by, on=TODAY)
    actions.ask_write_off(charge, amount_ore=1_000, why="x", by=by, on=TODAY)
    assert clock(charge) == ("due", date(2026, 3, 31))
    booked = paid(charge, 1_000, date(2024, 6, 3))
    assert clock(charge) == ("payment", date(2027, 6, 3))
    actions.undo_allocation(booked, why="fel", by=by, on=TODAY)
    assert clock(charge) == ("due", date(2026, 3, 31))


def test_money_before_the_due_day_is_nothing():
    charge = rent()
    paid(charge, 1_000, date(2023, 3, 30))
    assert clock(charge) == ("due", date(2026, 3, 31))


def test_written_demand_that_did_not_come_back_starts_the_clock_again():
    charge = rent()
    letter = demanded(charge, date(2025, 1, 15))
    assert clock(charge) == ("demand", date(2028, 1, 15))
    happened(letter, "returned", date(2025, 2, 1))
    assert clock(charge) == ("due", date(2026, 3, 31))
    happened(letter, "sent_hand", date(2025, 2, 20))
    assert clock(charge) == ("demand", date(2028, 2, 20))


def test_written_demand_counts_from_the_day_on_which_it_was_sent():
    charge = rent()
    happened(demanded(charge, date(2025, 1, 15), sent=""), "sent_post", date(2025, 1, 20))
    assert clock(charge) == ("demand", date(2028, 1, 20))


@pytest.mark.parametrize("noted", ["", "printed"])
def test_written_demand_that_was_never_sent_is_nothing(noted):
    charge = rent()
    demanded(charge, date(2025, 1, 15), sent=noted)
    assert clock(charge) == ("due", date(2026, 3, 31))


def test_text_message_is_no_written_demand():
    charge = rent()
    demanded(charge, date(2025, 1, 15), kind="sms")
    assert clock(charge) == ("due", date(2026, 3, 31))


def test_new_version_is_the_old_claim_with_its_due_day_and_its_demands():
    charge = rent()
    demanded(charge, date(2024, 1, 15))
    facts = {"why": "fel", "by": UserFactory(), "on": TODAY}
    second = actions.replace_charge(charge, amount_ore=700_000, **facts)  # due in two weeks, and no younger
    newest = actions.replace_charge(second, amount_ore=600_000, **facts)
    assert clock(newest) == ("demand", date(2027, 1, 15))


def test_night_and_page_count_alike():
    """The rule in SQL, against the rule in Python, on random rents (seeded)."""
    dice = random.Random(61)
    expected = {}
    for _ in range(40):
        due_on = date(2012, 1, 31) + timedelta(days=dice.randrange(5_000))
        charge = rent(due_on)
        days = [due_on + timedelta(days=dice.randrange(-400, 2_500)) for _ in range(dice.randrange(5))]
        days = [day for day in days if day <= TODAY]
        for day in days:
            broken(charge.tenancy, day, dice.choice(["acknowledged", "claimed", "suit"]))
        expected[charge.tenancy_id] = lapse(due_on, days).lapses_on
    found = {claim.tenancy_id: claim for claim in claims.at_home(TODAY)}
    assert set(found) == set(expected)
    for home, day in expected.items():
        assert found[home].lapses_on == (day if day >= TODAY else None)
        assert bool(found[home].lapsed_ore) == (day < TODAY)


# --- the lists -------------------------------------------------------------------------------------------------------


def test_former_tenants_stand_by_their_nearest_last_day():
    first, second, third = gone(date(2025, 5, 31)), gone(date(2024, 6, 30)), gone(date(2025, 6, 30))
    rent(tenancy=first)  # lapses 2026-03-31, before 2027-05-31
    rent(date(2024, 1, 31), tenancy=second)  # lapses 2027-01-31; to be sued by 2026-06-30
    rent(date(2024, 1, 31), tenancy=third)  # lapses 2027-01-31; to be sued by 2027-06-30
    found = claims.after_the_home(TODAY)
    assert [claim.tenancy_id for claim in found] == [first.pk, second.pk, third.pk]
    assert [(claim.sue_by, claim.lapses_on) for claim in found] == [
        (date(2027, 5, 31), date(2026, 3, 31)),
        (date(2026, 6, 30), date(2027, 1, 31)),
        (date(2027, 6, 30), date(2027, 1, 31)),
    ]
    assert [claim.last_on for claim in found] == [date(2025, 5, 31), date(2024, 6, 30), date(2025, 6, 30)]


def test_rent_and_all_else_stand_apart_and_what_lapsed_is_told():
    stay = gone()
    old, new = rent(date(2022, 3, 31), tenancy=stay), rent(date(2024, 1, 31), tenancy=stay, amount_ore=500_000)
    ChargeFactory(tenancy=stay, kind="fee", about=old, amount_ore=6_000)
    [claim] = claims.after_the_home(TODAY)
    assert (claim.rent_ore, claim.other_ore, claim.lapsed_ore) == (1_184_000, 6_000, 684_000)
    assert claim.lapses_on == date(2027, 1, 31)
    assert new.open_ore == 500_000


def test_suit_in_time_stops_the_two_years_and_one_too_late_does_not():
    in_time, too_late = gone(date(2023, 5, 31)), gone(date(2023, 5, 31))
    for stay, day in ((in_time, date(2025, 5, 31)), (too_late, date(2025, 6, 1))):
        rent(tenancy=stay)
        broken(stay, day, "suit")
    found = {claim.tenancy_id: claim.sue_by for claim in claims.after_the_home(TODAY)}
    assert found == {in_time.pk: None, too_late.pk: date(2025, 5, 31)}


def test_each_list_has_its_own_homes():
    former, running = gone(), TenancyFactory()
    rent(tenancy=former)
    rent(tenancy=running)
    rent(tenancy=TenancyFactory(), open_ore=0)
    rent(date(2026, 4, 30), tenancy=TenancyFactory())  # not due yet
    assert [claim.tenancy_id for claim in claims.after_the_home(TODAY)] == [former.pk]
    assert [claim.tenancy_id for claim in claims.at_home(TODAY)] == [running.pk]
    assert claims.after_the_home(TODAY, [running.pk]) == []


# --- the night --------------------------------------------------------------------------------------------------------


@pytest.fixture
def nights():
    """`nights(day)`: the open reminders of old debts after that night, as (kind, owner's role, day, remind on)."""
    finn = UserFactory(role="finance_officer")
    UserFactory(role="finance_officer")

    def run(day):
        register.remind_all(on=day)
        assert register.remind_all(on=day) == {"reminded": 0, "withdrawn": 0}
        rows = Reminder.objects.open().filter(kind__in=["sue_by", "limitation"]).order_by("kind", "owner__role")
        return [(row.kind, "finn" if row.owner == finn else row.owner.role, row.deadline_on) for row in rows]

    return run


def test_last_day_to_sue_comes_back_six_three_and_one_months_before(nights):
    stay = gone(date(2024, 9, 10))
    rent(date(2024, 8, 30), tenancy=stay)
    assert nights(date(2026, 3, 9)) == []  # 185 days before 2026-09-10
    both = [("sue_by", "case_worker", date(2026, 9, 10)), ("sue_by", "finn", date(2026, 9, 10))]
    for day in (TODAY, date(2026, 6, 10), date(2026, 8, 10)):  # 184, 92 and 31 days before
        assert nights(day) == both
    dues = Reminder.objects.filter(kind="sue_by", owner=stay.case_worker).order_by("due_on")
    assert list(dues.values_list("due_on", flat=True)) == [TODAY, date(2026, 6, 10), date(2026, 8, 10)]


def test_reminder_to_sue_is_withdrawn_when_it_was_done_or_the_debt_is_paid(nights):
    sued, settled = gone(date(2024, 9, 10)), gone(date(2024, 9, 10))
    rent(date(2024, 8, 30), tenancy=sued)
    charge = rent(date(2024, 8, 30), tenancy=settled)
    assert len(nights(TODAY)) == 4
    broken(sued, TODAY, "suit")
    actions.credit_charge(charge, amount_ore=charge.amount_ore, why="x", by=UserFactory(), on=TODAY)
    assert nights(date(2026, 3, 11)) == []


def test_rent_that_lapses_is_reminded_of_in_running_stays_too_and_once_a_home(nights):
    stay = TenancyFactory(starts_on=date(2022, 1, 1))
    for due_on in (date(2023, 3, 31), date(2023, 5, 31)):
        rent(due_on, tenancy=stay)
    nearest = date(2026, 3, 31)
    assert nights(TODAY) == [("limitation", "case_worker", nearest), ("limitation", "finn", nearest)]
    for charge in claims.clocks_of(stay):
        demanded(charge.charge, TODAY)
    assert nights(date(2026, 3, 11)) == []


def test_next_rent_is_reminded_of_when_the_nearest_has_lapsed(nights):
    stay = TenancyFactory(starts_on=date(2022, 1, 1))
    for due_on in (date(2023, 3, 31), date(2023, 5, 31)):
        rent(due_on, tenancy=stay)
    nights(TODAY)
    assert {day for _kind, _owner, day in nights(date(2026, 4, 1))} == {date(2026, 5, 31)}


def test_case_worker_who_has_lost_sight_of_the_home_is_not_reminded(nights):
    stay = gone(date(2024, 9, 10))
    rent(date(2024, 8, 30), tenancy=stay)
    Involvement.objects.filter(tenancy=stay).update(until_on=date(2025, 10, 10))
    assert nights(TODAY) == [("sue_by", "finn", date(2026, 9, 10))]


def test_manager_is_reminded_where_there_is_no_finance_officer(cast):
    cast.finn.is_active = False
    cast.finn.save()
    stay = gone(date(2024, 9, 10))
    rent(date(2024, 8, 30), tenancy=stay)
    register.remind_all(on=TODAY)
    owners = set(Reminder.objects.filter(kind="sue_by").values_list("owner", flat=True))
    assert owners == {cast.miriam.pk, stay.case_worker_id}
