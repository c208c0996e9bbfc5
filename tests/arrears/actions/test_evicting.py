"""Kronofogden, the court, the eviction; and misconduct, which has no period."""

from datetime import date, timedelta

import pytest

from arrears import actions
from arrears.actions import evicting, terminating
from arrears.actions.allocating import WithoutReason
from arrears.models import PlanCharge
from tenancies import actions as register
from tests.arrears import terminations as story
from tests.arrears.book import TODAY, at
from tests.arrears.terminations import (
    BOOKED,
    DECISION,
    LAST_DAY,
    applied,
    apply,
    blocked,
    expired,
    known,
    late_home,
    night,
    ordered,
    pay,
    reminded,
    rents,
)
from tests.factories import CorrectionFactory, IncidentFactory, PaymentFactory, RunningPlanFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def home(cast):
    return late_home(cast)


# --- Kronofogden, the court, the eviction -----------------------------------------------------------------------------


def test_nothing_is_applied_for_before_two_further_vardagar(home, cast):
    row = expired(home, cast)
    known(cast, BOOKED, on=DECISION)
    with pytest.raises(evicting.PeriodStillRuns):
        apply(row, cast, DECISION - DAY)
    with pytest.raises(terminating.NotComplete):
        apply(row, cast, DECISION, reference=" ")
    apply(row, cast, DECISION)
    assert (row.status, row.applied_on) == ("applied", DECISION)


def test_nothing_is_applied_for_while_payments_of_the_period_are_unknown(home, cast):
    """R2: what the bank had on the last day, 31 March, may be booked two bank days later."""
    row = expired(home, cast)
    known(cast, LAST_DAY, on=DECISION)
    assert blocked(apply, row, cast, DECISION) == ["not_known"]
    known(cast, BOOKED - DAY, on=DECISION)
    assert blocked(apply, row, cast, DECISION) == ["not_known"]
    known(cast, BOOKED, on=DECISION)
    apply(row, cast, DECISION)
    assert row.status == "applied"


def test_nothing_is_applied_for_when_all_is_paid_or_a_trifle_is_left(home, cast):
    """R3: 10 öre and 199,99 kr are of minor importance."""
    row, [rent] = expired(home, cast), rents(home)
    known(cast, BOOKED, on=DECISION)
    pay(rent, LAST_DAY + DAY, 684_000 - 19_999, on=DECISION)
    assert blocked(apply, row, cast, DECISION) == ["small_rest"]
    pay(rent, LAST_DAY + DAY, 19_999, on=DECISION, number=2)
    assert blocked(apply, row, cast, DECISION) == ["paid_since"]


def credit(home):
    """Undesignated money of the home, in time (NJA 2013 s. 1190)."""
    return PaymentFactory(tenancy=home, amount_ore=1, effective_on=date(2026, 3, 20), recorded_on=date(2026, 3, 21))


def too_large(home):
    """Money with the rent's own OCR waits for a person."""
    said = {"ocr": rents(home)[0].ocr, "needs_person": "too_large", "payer_name": "Farmor"}
    return PaymentFactory(tenancy=None, amount_ore=1, effective_on=date(2026, 3, 20), **said)


def reversal(home):
    return PaymentFactory(tenancy=home, source="reversal", amount_ore=-100, deposit__serial="back")


def plan(home):
    made = RunningPlanFactory(tenancy=home)
    return PlanCharge.objects.create(plan=made, charge=rents(home)[0], open_ore=684_000)


MAY_BE_PAID = {"credit_waits": credit, "stray_money": too_large, "reversal_waits": reversal, "planned": plan}


@pytest.mark.parametrize("code", MAY_BE_PAID)
def test_nothing_is_applied_for_while_the_rent_may_be_paid_or_is_in_a_plan(home, cast, code):
    row = expired(home, cast)
    known(cast, BOOKED, on=DECISION)
    MAY_BE_PAID[code](home)
    assert blocked(apply, row, cast, DECISION) == [code]


def test_plan_about_other_rents_stops_no_application(home, cast):
    row = expired(home, cast)
    known(cast, BOOKED, on=DECISION)
    RunningPlanFactory(tenancy=home)
    apply(row, cast, DECISION)
    assert row.status == "applied"


@pytest.mark.parametrize("is_set", [False, True])
def test_nobody_is_evicted_when_the_rent_was_paid_in_time(home, cast, is_set):
    """R10: booked on the last day, known after the order; before the night has seen it."""
    row, day = ordered(home, cast), date(2026, 4, 16)
    facts = {"eviction_on": day, "presence": "Alma", "by": cast.finn, "on": day, "at": at(day)}
    if is_set:
        actions.schedule_eviction(row, **facts)
    pay(rents(home)[0], LAST_DAY, on=day)
    over = {"evicted_on": day, "note": "", "by": cast.finn, "on": day, "at": at(day)}
    change, said = (actions.record_eviction, over) if is_set else (actions.schedule_eviction, facts)
    with pytest.raises(evicting.PaidInTime):
        change(row, **said)
    assert story.status(row) == ("scheduled" if is_set else "ordered")


def test_running_period_has_no_application(home, cast):
    row = story.running(home, cast)
    with pytest.raises(evicting.PeriodStillRuns):
        apply(row, cast, TODAY)


def test_dispute_leaves_four_weeks_to_ask_for_the_court(home, cast):
    row, day = applied(home, cast), date(2026, 4, 14)
    actions.record_dispute(row, disputed_on=day, by=cast.finn, on=day, at=at(day))
    last = date(2026, 5, 12)  # 28 days on, a Tuesday
    assert [due for who, due in reminded("ask_court") if who == "alma"] == [
        date(2026, 5, 2), date(2026, 5, 7), date(2026, 5, 10), last,
    ]  # fmt: skip
    asked = {"asked_on": day, "by": cast.finn, "on": day, "at": at(day)}
    actions.record_court_asked(row, **asked)
    assert reminded("ask_court") == []
    with pytest.raises(evicting.AlreadyAsked):
        actions.record_court_asked(row, **asked)


def test_full_path_to_the_eviction(home, cast):
    row, day = applied(home, cast), date(2026, 4, 14)
    actions.record_dispute(row, disputed_on=day, by=cast.finn, on=day, at=at(day))
    day = date(2026, 5, 20)
    actions.record_order(row, ordered_on=day, by=cast.finn, on=day, at=at(day))
    assert reminded("order_stands")[-1] == ("finn", date(2026, 6, 22))  # 20 June is midsommardagen
    with pytest.raises(terminating.NotComplete):
        actions.schedule_eviction(row, eviction_on=date(2026, 7, 1), presence=" ", by=cast.finn, on=day, at=at(day))
    actions.schedule_eviction(row, eviction_on=date(2026, 7, 1), presence="Alma", by=cast.finn, on=day, at=at(day))
    assert [due for who, due in reminded("eviction") if who == "alma"][-1] == date(2026, 7, 1)
    day = date(2026, 7, 1)
    actions.record_eviction(row, evicted_on=day, note="verkställd", by=cast.finn, on=day, at=at(day))
    home.refresh_from_db()
    assert (row.status, home.ends_on, home.end_reason, home.ground) == ("evicted", day + DAY, "evicted", "rent")
    assert reminded("goods_kept")[-1][1] == date(2026, 10, 1)
    assert reminded("eviction") == reminded("order_stands") == []
    assert list(row.steps.order_by("pk").values_list("what", flat=True)) == [
        "drafted", "approved", "issued", "served", "board_told", "expired", "applied", "disputed", "ordered",
        "scheduled", "evicted",
    ]  # fmt: skip


def test_eviction_with_children_names_who_sees_to_them(home, cast):
    register.add_child(home.holder, birth_year=2018, by=cast.alma, on=TODAY)
    row, day = ordered(home, cast), date(2026, 5, 20)
    facts = {"eviction_on": date(2026, 6, 1), "presence": "Alma", "by": cast.finn, "on": day, "at": at(day)}
    with pytest.raises(evicting.NobodyForTheChildren) as refused:
        actions.schedule_eviction(row, **facts)
    assert (
        str(refused.value) == "Skriv vem som ser till barnen den dagen, eller att inga barn bor där."
    )  # tells nothing
    actions.schedule_eviction(row, **facts, children_contact="Barbro, barnhandläggare")
    with pytest.raises(terminating.StillToCome):
        actions.record_eviction(row, evicted_on=date(2026, 6, 1), note="", by=cast.finn, on=day, at=at(day))
    actions.call_off_eviction(row, why="anstånd två veckor", by=cast.finn, on=day, at=at(day))
    assert (row.status, row.eviction_on, reminded("eviction")) == ("ordered", None, [])
    assert row.steps.latest("pk").what == "called_off"


def test_eviction_that_is_called_off_and_set_again_for_the_same_day_reminds_again(home, cast):
    row, day = ordered(home, cast), date(2026, 5, 20)
    facts = {"eviction_on": date(2026, 6, 1), "presence": "Alma", "by": cast.finn, "on": day, "at": at(day)}
    actions.schedule_eviction(row, **facts)
    before = reminded("eviction")
    actions.call_off_eviction(row, why="anstånd", by=cast.finn, on=day, at=at(day))
    assert reminded("eviction") == []
    actions.schedule_eviction(row, **facts)
    assert before
    assert reminded("eviction") == before


def test_moved_and_withdrawn_end_it_with_a_reason_and_take_the_reminders_away(home, cast):
    row, who = story.running(home, cast), {"by": cast.finn, "on": TODAY, "at": at()}
    with pytest.raises(WithoutReason):
        actions.record_moved(row, moved_on=TODAY, note="", **who)
    actions.record_moved(row, moved_on=TODAY, note="lämnade nycklarna", **who)
    assert (row.status, reminded("recovery_ends")) == ("moved", [])
    with pytest.raises(actions.TerminationMoved):
        actions.withdraw_termination(row, why="fel", **who)


def test_letters_from_kronofogden_reach_the_case_worker_the_same_day(home, cast):
    told = {"received_on": TODAY, "by": cast.finn, "on": TODAY}
    first = actions.record_enforcement_notice(home, kind="application", reference="U-1", **told)
    assert actions.record_enforcement_notice(home, kind="application", reference="U-1", **told) == first
    actions.record_enforcement_notice(home, kind="time", eviction_on=date(2026, 5, 4), **told)
    assert reminded("eviction_notice") == [("alma", TODAY), ("alma", TODAY)]
    with pytest.raises(terminating.NotComplete):
        actions.record_enforcement_notice(home, kind="time", **told)


# --- misconduct -------------------------------------------------------------------------------------------------------


def incident(home, **fields):
    row = IncidentFactory(tenancy=home, notified=True, happened_on=date(2026, 2, 2), recorded_on=date(2026, 2, 2),
                          **{"notified_on": date(2026, 2, 2)} | fields)  # fmt: skip
    CorrectionFactory(incident=row, issued_on=date(2026, 2, 3), correct_by_on=date(2026, 3, 1))
    return row


def test_misconduct_has_no_period_and_may_go_on_from_the_service(home, cast):
    row = story.issued(home, cast, charges=[], incident=incident(home))
    assert (row.ground, {paper.kind for paper in row.papers.all()}) == ("misconduct", {"notice"})
    story.serve(row, cast)
    story.notify(row, cast)
    assert row.recovery_ends_on is None
    assert night(TODAY + 60 * DAY) == {}
    apply(row, cast, TODAY)
    assert row.status == "applied"


def test_particularly_serious_misconduct_is_not_applied_for_before_the_social_services_have_a_copy(home, cast):
    """JB 12:42 st.4: no demand comes first, but a copy goes to them."""
    grave = IncidentFactory(tenancy=home, seriousness="very_serious", happened_on=date(2026, 3, 4), recorded_on=TODAY)
    row = story.issued(home, cast, charges=[], incident=grave, why_at_once="mordbrand i trapphuset")
    story.serve(row, cast)
    assert blocked(apply, row, cast, TODAY) == ["no_copy"]
    story.notify(row, cast)
    apply(row, cast, TODAY)
    assert row.status == "applied"


def test_misconduct_without_a_demand_is_blocked_unless_it_is_particularly_serious_and_said_why(home, cast):
    plain = IncidentFactory(tenancy=home, happened_on=date(2026, 3, 1), recorded_on=TODAY)
    assert blocked(story.drafted, home, cast, charges=[], incident=plain) == ["not_notified", "not_demanded"]
    grave = IncidentFactory(tenancy=home, seriousness="very_serious", happened_on=date(2026, 3, 1), recorded_on=TODAY)
    assert blocked(story.drafted, home, cast, charges=[], incident=grave) == ["not_notified", "not_demanded"]
    row = story.drafted(home, cast, charges=[], incident=grave, why_at_once="mordbrand i trapphuset")
    assert row.why_at_once == "mordbrand i trapphuset"


def test_rent_that_is_paid_leaves_the_misconduct(home, cast):
    row = story.running(home, cast, incident=incident(home))
    assert row.ground == "both"
    pay(rents(home)[0], LAST_DAY)
    night(LAST_DAY)
    row.refresh_from_db()
    assert (row.status, row.ground, reminded("recovery_ends")) == ("served", "misconduct", [])
    assert night(LAST_DAY + DAY) == {}


def test_eviction_for_both_grounds_says_both(home, cast):
    row = story.running(home, cast, incident=incident(home))
    assert evicting.GROUNDS[row.ground] == "both"
