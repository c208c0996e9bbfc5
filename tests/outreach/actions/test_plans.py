"""Cases and payment plans, night by night, on real ledger rows: March 2026's rent of 6 840 kr, flagged on 6 March."""

from datetime import date, datetime, time, timedelta

import pytest

from arrears import actions as ledger
from arrears.actions import record_clearance
from arrears.models import Charge, PaymentPlan
from bolots.calendar import STOCKHOLM
from outreach import actions
from outreach.models import EvictionRiskCase, OutreachTask, Triage
from tests.arrears.book import charged
from tests.arrears.deals import deal, part, pay, read_through, softened

pytestmark = pytest.mark.django_db
FLAGGED, AGREED = date(2026, 3, 6), date(2026, 3, 10)
# due on Thursday 26 March and Monday 27 April: missing from Tuesday 31 March and Thursday 30 April
PARTS = (part("2026-03-26", 3_420), part("2026-04-27", 3_420))


@pytest.fixture
def rent(cast):
    return charged(1, case_worker=cast.alma)[0]


def night(on, cast):
    read_through(on - timedelta(days=1), cast.finn)
    return actions.run_night(on=on, at=datetime.combine(on, time(4, 15), STOCKHOLM))


def nights(first, last, cast, pays=None):
    day = first
    while day <= last:
        for charge, kronor in (pays or {}).get(day.isoformat(), ()):
            pay(charge, kronor, on=day)
        night(day, cast)
        day += timedelta(days=1)


def state():
    case = EvictionRiskCase.objects.get()
    return case.status, case.next_step, case.next_on


@pytest.fixture
def agreed(rent, cast):
    """The case that March's rent opened, and the plan that was made four days later."""
    night(FLAGGED, cast)
    return deal([rent], by=cast.alma, parts=PARTS, tolerance_ore=0)


def test_case_waits_for_the_next_instalment_once_a_plan_runs(agreed, cast):
    assert state()[:2] == ("new", "first_visit")
    night(date(2026, 3, 11), cast)
    assert state() == ("plan", "instalment", date(2026, 3, 26))


def test_second_night_of_a_day_changes_nothing(agreed, cast):
    for on in (date(2026, 3, 11), date(2026, 3, 31), date(2026, 4, 15)):
        nights(on, on, cast)
        before = list(EvictionRiskCase.objects.values()), list(PaymentPlan.objects.values())
        night(on, cast)
        assert (list(EvictionRiskCase.objects.values()), list(PaymentPlan.objects.values())) == before


def test_case_moves_on_to_the_instalment_after_the_one_that_came(agreed, rent, cast):
    nights(date(2026, 3, 11), date(2026, 3, 27), cast, {"2026-03-26": [(rent, 3_420)]})
    assert state() == ("plan", "instalment", date(2026, 4, 27))


def test_missing_instalment_asks_the_owner_to_call_and_catching_up_waits_again(agreed, rent, cast):
    nights(date(2026, 3, 11), date(2026, 4, 1), cast)
    assert state() == ("plan", "plan_missed", date(2026, 4, 1))  # the next bank day, and not put off each night
    nights(date(2026, 4, 2), date(2026, 4, 2), cast, {"2026-04-02": [(rent, 3_420)]})
    assert state() == ("plan", "instalment", date(2026, 4, 27))


def test_broken_plan_takes_the_case_back_to_contact(agreed, cast):
    nights(date(2026, 3, 11), date(2026, 4, 15), cast)
    assert state() == ("contact", "plan_broken", date(2026, 4, 16))
    assert EvictionRiskCase.objects.get().owner == cast.alma
    night(date(2026, 4, 16), cast)
    assert state() == ("contact", "plan_broken", date(2026, 4, 16))


def test_plan_that_is_called_off_takes_the_case_back_the_night_after(agreed, cast):
    nights(date(2026, 3, 11), date(2026, 3, 12), cast)
    ledger.call_off_plan(agreed, why="Ångrade sig", by=cast.alma, on=date(2026, 3, 12))
    night(date(2026, 3, 13), cast)  # a Friday
    assert state() == ("contact", "plan_called_off", date(2026, 3, 16))


def test_kept_plan_closes_the_case_as_kept(agreed, rent, cast):
    pays = {"2026-03-26": [(rent, 3_420)], "2026-04-27": [(rent, 3_420)]}
    nights(date(2026, 3, 11), date(2026, 4, 27), cast, pays)
    case = EvictionRiskCase.objects.get()
    assert (case.status, case.outcome, case.why_closed) == ("closed", "plan_kept", "plan_kept")
    assert case.why_closed_words == "Avbetalningsplanen hölls, och ingen hyra är sen."
    assert not OutreachTask.objects.open().exists()


def test_case_that_was_paid_before_any_plan_closes_as_paid(rent, cast):
    night(FLAGGED, cast)
    pay(rent, 6_840, on=date(2026, 3, 9))
    night(date(2026, 3, 9), cast)
    assert EvictionRiskCase.objects.get().outcome == "paid"


def test_softer_plan_keeps_the_case_waiting(agreed, cast):
    nights(date(2026, 3, 11), date(2026, 4, 1), cast)
    softened(agreed, (part("2026-05-26", 6_840),), by=cast.alma, on=date(2026, 4, 1))
    night(date(2026, 4, 2), cast)
    assert state() == ("plan", "instalment", date(2026, 5, 26))


def test_own_words_for_the_next_step_stay_while_the_plan_runs(agreed, cast):
    night(date(2026, 3, 11), cast)
    case = EvictionRiskCase.objects.get()
    actions.change_next(case, next_on=date(2026, 3, 20), next_step="Ring modern", by=cast.alma, on=date(2026, 3, 11))
    nights(date(2026, 3, 12), date(2026, 3, 31), cast)
    assert state() == ("plan", "Ring modern", date(2026, 3, 20))
    nights(date(2026, 4, 1), date(2026, 4, 15), cast)
    assert state()[:2] == ("contact", "plan_broken")


def test_case_under_review_is_left_to_the_person_who_reviews_it(agreed, cast):
    case = EvictionRiskCase.objects.get()
    for kind in ("contact", "children"):
        record_clearance(case.tenancy, kind=kind, by=cast.bosse, on=AGREED)
    actions.move_case(case, status="review", by=cast.alma, on=AGREED)
    nights(date(2026, 3, 11), date(2026, 4, 15), cast)
    assert state()[:2] == ("review", "first_visit")


def test_late_rent_in_a_running_plan_opens_no_case(rent, cast):
    deal([rent], by=cast.alma, parts=PARTS, on=date(2026, 3, 3))
    assert night(FLAGGED, cast) == {"flagged": 1, "under_plan": 1, "closed": 0, "is_fresh": True}
    assert (Triage.objects.get().verdict, Triage.objects.get().case) == ("under_plan", None)
    assert not EvictionRiskCase.objects.exists()


def test_new_late_rent_beside_a_running_plan_opens_a_case(rent, cast):
    """April's rent is due on Tuesday 31 March; Wednesday and Thursday are its grace, so Friday 3 April flags it."""
    deal([rent], by=cast.alma, parts=PARTS, on=date(2026, 3, 3))
    ledger.charge_month(month=date(2026, 4, 1), on=AGREED)
    nights(FLAGGED, date(2026, 4, 8), cast, {"2026-03-26": [(rent, 3_420)]})
    case = EvictionRiskCase.objects.get()
    assert (case.opened_on, case.status, case.next_step) == (date(2026, 4, 3), "new", "first_visit")
    assert list(Triage.objects.order_by("pk").values_list("verdict", flat=True)) == ["under_plan", "opened"]


def test_new_late_rent_takes_a_waiting_case_back_to_contact_until_it_is_paid(agreed, rent, cast):
    ledger.charge_month(month=date(2026, 4, 1), on=AGREED)
    nights(date(2026, 3, 11), date(2026, 4, 8), cast, {"2026-03-26": [(rent, 3_420)]})
    assert state()[:2] == ("contact", "new_late_rent")
    pay(Charge.objects.get(month=date(2026, 4, 1)), 6_840, on=date(2026, 4, 9))
    night(date(2026, 4, 9), cast)
    assert state() == ("plan", "instalment", date(2026, 4, 27))


def test_broken_plan_without_a_case_opens_one_once(rent, cast):
    deal([rent], by=cast.alma, parts=PARTS, on=date(2026, 3, 3))
    nights(FLAGGED, date(2026, 4, 14), cast)
    assert not EvictionRiskCase.objects.exists()
    assert night(date(2026, 4, 15), cast)["opened"] == 1
    case = EvictionRiskCase.objects.get()
    assert (case.opened_on, case.why_opened, case.opened_by, case.owner) == (
        date(2026, 4, 15), "by_plan", None, cast.alma,
    )  # fmt: skip
    assert OutreachTask.objects.get().case == case
    actions.close_case(case, outcome="other", why="Annat", by=cast.alma, on=date(2026, 4, 16))
    assert "opened" not in night(date(2026, 4, 17), cast)


def test_case_of_a_broken_plan_closes_when_the_rent_is_paid(rent, cast):
    deal([rent], by=cast.alma, parts=PARTS, on=date(2026, 3, 3))
    nights(FLAGGED, date(2026, 4, 15), cast)
    pay(rent, 6_840, on=date(2026, 4, 16))
    night(date(2026, 4, 16), cast)
    assert EvictionRiskCase.objects.get().outcome == "paid"


def test_broken_plan_waits_for_the_end_of_a_respite_to_open_a_case(rent, cast):
    plan = deal([rent], by=cast.alma, parts=PARTS, on=date(2026, 3, 3))
    nights(FLAGGED, date(2026, 4, 13), cast)
    hold(plan.tenancy, cast, date(2026, 4, 13), date(2026, 4, 20))
    nights(date(2026, 4, 14), date(2026, 4, 19), cast)
    assert not EvictionRiskCase.objects.exists()
    night(date(2026, 4, 20), cast)
    assert EvictionRiskCase.objects.get().opened_on == date(2026, 4, 20)


def test_plan_called_off_without_a_case_opens_one(rent, cast):
    plan = deal([rent], by=cast.alma, parts=PARTS, on=date(2026, 3, 3))
    night(FLAGGED, cast)
    ledger.call_off_plan(plan, why="Ångrade sig", by=cast.alma, on=date(2026, 3, 9))
    night(date(2026, 3, 10), cast)
    assert EvictionRiskCase.objects.get().why_opened == "by_plan"


def hold(home, cast, first, until, **fields):
    facts = {"stops_cases": True, "stops_demands": True, "stops_interest": True} | fields
    return ledger.set_hold(home, from_on=first, until_on=until, why="Sjuk", by=cast.alma, on=first, **facts)


# --- respites ---------------------------------------------------------------------------------------------------------


def verdicts():
    return list(Triage.objects.order_by("pk").values_list("verdict", "decided_on"))


def test_late_rent_on_hold_is_judged_again_when_the_respite_is_over(rent, cast):
    hold(rent.tenancy, cast, date(2026, 3, 5), date(2026, 3, 12))
    said = {day: night(date(2026, 3, day), cast) for day in range(6, 15)}
    assert said[6] == {"flagged": 1, "on_hold": 1, "closed": 0, "is_fresh": True}
    assert all("on_hold" not in said[day] for day in range(7, 12))
    assert said[12]["opened"] == 1
    assert verdicts() == [("on_hold", date(2026, 3, 6)), ("opened", date(2026, 3, 12))]
    assert EvictionRiskCase.objects.get().opened_on == date(2026, 3, 12)
    assert list(EvictionRiskCase.objects.get().triages.values_list("verdict", flat=True)) == ["opened"]


def test_rent_paid_during_the_respite_opens_nothing_afterwards(rent, cast):
    hold(rent.tenancy, cast, date(2026, 3, 5), date(2026, 3, 12))
    nights(FLAGGED, date(2026, 3, 13), cast, {"2026-03-10": [(rent, 6_840)]})
    assert verdicts() == [("on_hold", date(2026, 3, 6)), ("below_threshold", date(2026, 3, 12))]


def test_respite_called_off_lets_the_next_night_judge(rent, cast):
    row = hold(rent.tenancy, cast, date(2026, 3, 5), date(2026, 4, 30))
    night(FLAGGED, cast)
    ledger.call_off_hold(row, why="Klart", by=cast.alma, on=date(2026, 3, 9))
    night(date(2026, 3, 10), cast)
    assert verdicts()[-1] == ("opened", date(2026, 3, 10))


def test_second_respite_keeps_one_verdict_on_hold(rent, cast):
    hold(rent.tenancy, cast, date(2026, 3, 5), date(2026, 3, 12))
    night(FLAGGED, cast)
    hold(rent.tenancy, cast, date(2026, 3, 11), date(2026, 3, 20))
    nights(date(2026, 3, 11), date(2026, 3, 19), cast)
    assert verdicts() == [("on_hold", date(2026, 3, 6))]


def test_respite_that_stops_only_interest_stops_no_case(rent, cast):
    hold(rent.tenancy, cast, date(2026, 3, 5), date(2026, 3, 12), stops_cases=False)
    night(FLAGGED, cast)
    assert verdicts() == [("opened", FLAGGED)]


def test_respite_that_begins_after_the_flag_closes_no_case(rent, cast):
    night(FLAGGED, cast)
    hold(rent.tenancy, cast, date(2026, 3, 9), date(2026, 4, 30))
    nights(date(2026, 3, 9), date(2026, 3, 12), cast)
    assert EvictionRiskCase.objects.get().status == "new"


def test_respite_of_one_home_is_none_of_anothers(cast):
    one, other = charged(2, case_worker=cast.alma)
    hold(one.tenancy, cast, date(2026, 3, 5), date(2026, 3, 12))
    counts = night(FLAGGED, cast)
    assert (counts["on_hold"], counts["opened"]) == (1, 1)
    assert EvictionRiskCase.objects.get().tenancy == other.tenancy
