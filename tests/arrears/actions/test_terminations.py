"""A termination from the draft to the saved home: R8–R14 by name, each thing that stops it, two people, the night."""

from datetime import date, timedelta

import pytest

from arrears import actions, alarms
from arrears.actions import drafting, evicting, recovering, serving, terminating
from arrears.actions.allocating import WithoutReason
from arrears.models import Charge, Hold, PaymentPlan, Termination, TerminationPaper, TerminationStep, Undertaking
from bolots.models import Letter
from tenancies import actions as register
from tenancies.models import Reminder
from tests.arrears import terminations as story
from tests.arrears.book import TODAY, at, charged
from tests.arrears.terminations import DECISION, LAST_DAY, cleared, known, late_home, night, pay, rents, status
from tests.factories import AbsenceFactory, CorrectionFactory, IncidentFactory, PaymentFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def home(cast):
    return late_home(cast)


def reasons(caught) -> list[str]:
    return [reason.code for reason in caught.value.reasons]


def blocked(change, *args, **kwargs) -> list[str]:
    with pytest.raises(actions.Blocked) as caught:
        change(*args, **kwargs)
    return reasons(caught)


def reminded(kind, **which) -> list[tuple[str, date]]:
    rows = Reminder.objects.open().filter(kind=kind, **which).order_by("due_on", "owner__username")
    return list(rows.values_list("owner__username", "due_on"))


# --- the draft --------------------------------------------------------------------------------------------------------


def test_draft_names_the_rents_as_the_ledger_has_them_and_asks_those_who_decide(home, cast):
    row = story.drafted(home, cast)
    assert (row.status, row.ground, row.drafted_by) == ("draft", "rent", cast.finn)
    assert story.named(row) == [684_000]
    assert reminded("decide") == [("miriam", TODAY)]
    [step] = row.steps.all()
    assert (step.status, step.by, step.at) == ("draft", cast.finn, at())
    assert not Letter.objects.exists()


def test_draft_before_the_week_is_over_is_refused(home, cast):
    """12:42: safe due Monday 2 March, a week to Monday 9: from Tuesday 10."""
    with pytest.raises(drafting.NotForfeited):
        story.drafted(home, cast, on=date(2026, 3, 9))


def test_only_rents_of_the_home_may_be_named(home, cast):
    other = charged()[0]
    with pytest.raises(drafting.NotForfeited):
        story.drafted(home, cast, charges=[other])
    assert blocked(story.drafted, home, cast, charges=[]) == ["no_rent"]
    assert not Termination.objects.exists()


def test_home_has_one_open_termination_at_a_time(home, cast):
    row = story.drafted(home, cast)
    with pytest.raises(drafting.AlreadyTerminating):
        story.drafted(home, cast)
    actions.withdraw_termination(row, why="fel", by=cast.finn, on=TODAY, at=at())
    assert story.drafted(home, cast).pk != row.pk


def hold(home, cast, **fields):
    days = {"from_on": TODAY, "until_on": TODAY + DAY, "set_on": TODAY}
    Hold.objects.create(tenancy=home, why="sjuk", **days, by=cast.alma, **fields)


def plan(home, cast):
    sums = {"owed_ore": 684_000, "left_ore": 100_000, "income_day": 25}
    PaymentPlan.objects.create(tenancy=home, agreed_on=TODAY, by=cast.alma, **sums)


def credit(home, cast):
    PaymentFactory(tenancy=home, amount_ore=100, deposit__serial="credit")


def reversal(home, cast):
    PaymentFactory(tenancy=home, source="reversal", amount_ore=-100, deposit__serial="back")


IN_THE_WAY = {"on_hold": hold, "has_plan": plan, "credit_waits": credit, "reversal_waits": reversal}


@pytest.mark.parametrize("code", IN_THE_WAY)
def test_each_thing_in_the_way_blocks_the_draft_and_the_papers(home, cast, code):
    row = story.approved(home, cast)
    IN_THE_WAY[code](home, cast)
    assert blocked(actions.issue_termination_papers, row, by=cast.finn, on=TODAY, at=at()) == [code]
    actions.withdraw_termination(row, why="väntar", by=cast.finn, on=TODAY, at=at())
    assert blocked(story.drafted, home, cast) == [code]


def test_hold_that_does_not_stop_demands_stops_no_termination(home, cast):
    hold(home, cast, stops_demands=False)
    assert story.drafted(home, cast).pk


def test_crime_by_somebody_close_saves_the_home(home, cast):
    """JB 12:42 st.5: våldsutsatthet."""
    assert blocked(story.drafted, home, cast, is_from_crime=True) == ["from_crime"]


def test_small_remainder_costs_no_home(home, cast):
    """R3, ringa betydelse: 199,99 kr is below 200 kr."""
    pay(rents(home)[0], date(2026, 3, 9), 684_000 - 19_999)
    assert blocked(story.drafted, home, cast) == ["too_small"]


def test_placement_without_a_lease_is_no_lease(home, cast):
    type(home).objects.filter(pk=home.pk).update(kind="placement")
    assert blocked(story.drafted, home, cast) == ["no_lease"]


def test_protected_identity_is_handled_by_a_reader_of_the_home(cast):
    home = late_home(cast, protected=True)
    assert blocked(story.drafted, home, cast) == ["is_hidden"]
    by_alma = {"charges": rents(home), "why": "obetald", "by": cast.alma, "on": TODAY, "at": at()}
    assert actions.draft_termination(home, **by_alma).pk


def test_r11_rent_paid_before_the_service_stops_everything(home, cast):
    """JB 12:43."""
    row = story.issued(home, cast)
    pay(rents(home)[0], TODAY)
    assert blocked(story.serve, row, cast) == ["paid"]
    assert status(row) == "approved"
    with pytest.raises(drafting.NotForfeited):
        story.drafted(home, cast)


def test_r11_draft_is_not_approved_when_the_rent_is_paid(home, cast):
    row = story.drafted(home, cast)
    pay(rents(home)[0], TODAY)
    assert blocked(actions.approve_termination, row, by=cast.miriam, on=TODAY, at=at()) == ["paid"]


def test_r11_money_of_the_day_of_the_service_counts_as_before_it(home, cast):
    """Known on the 12th, booked on the 11th, the day of the service: the tenant's favour."""
    row = story.issued(home, cast)
    pay(rents(home)[0], date(2026, 3, 11), on=date(2026, 3, 12))
    assert blocked(story.serve, row, cast, date(2026, 3, 11), date(2026, 3, 12)) == ["paid"]
    story.serve(row, cast, date(2026, 3, 10), date(2026, 3, 12))
    assert status(row) == "served"


# --- two people -------------------------------------------------------------------------------------------------------


def test_termination_takes_two_people_one_of_whom_may_decide(home, cast):
    row = story.drafted(home, cast)
    for name in ("finn", "alma", "bosse", "axel"):
        with pytest.raises(drafting.NotAllowedToDecide):
            actions.approve_termination(row, by=getattr(cast, name), on=TODAY, at=at())
    actions.approve_termination(row, by=cast.miriam, on=TODAY, at=at())
    assert (row.status, row.approved_by, row.approved_on) == ("approved", cast.miriam, TODAY)
    assert reminded("decide") == []


def test_whoever_drafted_it_never_approves_it(home, cast):
    by = {"by": cast.miriam, "on": TODAY, "at": at()}
    row = actions.draft_termination(home, charges=rents(home), why="obetald", **by)
    with pytest.raises(drafting.TakesTwo):
        actions.approve_termination(row, **by)


def test_deputy_approves_while_standing_in_and_not_what_was_drafted_as_deputy(home, cast):
    """alma stands in for miriam, who is away: a case worker may stand in for a unit manager."""
    AbsenceFactory(user=cast.miriam, deputy=cast.alma)
    row = story.drafted(home, cast)
    with pytest.raises(drafting.NotAllowedToDecide):
        actions.approve_termination(row, by=cast.alma, on=date(2026, 3, 16), at=at())  # miriam is back
    actions.approve_termination(row, by=cast.alma, on=TODAY, at=at())
    assert row.approved_by == cast.alma
    actions.withdraw_termination(row, why="fel", by=cast.finn, on=TODAY, at=at())
    own = actions.draft_termination(home, charges=rents(home), why="obetald", by=cast.alma, on=TODAY, at=at())
    with pytest.raises(drafting.TakesTwo):
        actions.approve_termination(own, by=cast.alma, on=TODAY, at=at())


def test_second_to_approve_is_told_that_somebody_was_faster(home, cast):
    row = story.approved(home, cast)
    stale = Termination(pk=row.pk)
    with pytest.raises(actions.TerminationMoved):
        actions.approve_termination(stale, by=UserFactory(role="unit_manager"), on=TODAY, at=at())
    assert row.steps.filter(status="approved").count() == 1


def test_approval_is_sent_back_with_a_reason_until_the_papers_are_out(home, cast):
    row, who = story.approved(home, cast), {"by": cast.miriam, "on": TODAY, "at": at()}
    with pytest.raises(WithoutReason):
        actions.send_back_termination(row, why=" ", **who)
    actions.send_back_termination(row, why="fel månad", **who)
    assert (row.status, row.approved_by) == ("draft", None)
    actions.approve_termination(row, **who)
    actions.issue_termination_papers(row, by=cast.finn, on=TODAY, at=at())
    with pytest.raises(drafting.PapersOut):
        actions.send_back_termination(row, why="fel", **who)


# --- R14: the papers --------------------------------------------------------------------------------------------------


def test_r14_papers_are_blocked_when_the_amount_is_not_the_ledgers(home, cast):
    row = story.approved(home, cast)
    pay(rents(home)[0], TODAY, 100)
    with pytest.raises(actions.Blocked) as caught:
        actions.issue_termination_papers(row, by=cast.finn, on=TODAY, at=at())
    assert reasons(caught) == ["amount_differs"]
    assert "6\u00a0840\u00a0kr" in str(caught.value)
    assert "6\u00a0839\u00a0kr" in str(caught.value)
    assert not TerminationPaper.objects.exists()


def test_r14_papers_are_stored_once_and_never_change(home, cast):
    row = story.issued(home, cast)
    papers = {paper.kind: paper for paper in row.papers.select_related("letter")}
    assert set(papers) == {"notice", "recovery", "board"}
    assert {paper.amount_ore for paper in papers.values()} == {684_000}
    again = actions.issue_termination_papers(row, by=cast.miriam, on=TODAY + DAY, at=at(TODAY + DAY))
    assert [paper.pk for paper in again] == sorted(paper.pk for paper in papers.values())
    assert Letter.objects.count() == 3


def test_papers_need_the_rooms_of_the_home_and_known_payments(home, cast):
    row = story.approved(home, cast)
    type(home.apartment).objects.update(rooms=None)
    on = date(2026, 3, 16)  # bank days after Monday 9: four
    assert blocked(actions.issue_termination_papers, row, by=cast.finn, on=on, at=at(on)) == ["not_fresh", "incomplete"]


def test_papers_need_the_second_person(home, cast):
    row = story.drafted(home, cast)
    with pytest.raises(actions.TerminationMoved):
        actions.issue_termination_papers(row, by=cast.finn, on=TODAY, at=at())


# --- the service ------------------------------------------------------------------------------------------------------


def test_registered_mail_is_no_service_and_the_sentence_says_the_law(home, cast):
    row = story.issued(home, cast)
    with pytest.raises(actions.RegisteredMail) as caught:
        story.serve(row, cast, how="registered")
    assert "8" in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"proof": "  "}, terminating.NotComplete),
        ({"how": ""}, terminating.NotComplete),
        ({"served_on": TODAY - DAY, "on": TODAY}, terminating.TooEarly),
        ({"served_on": TODAY + DAY, "on": TODAY}, terminating.StillToCome),
    ],
)
def test_service_has_proof_and_a_day_between_the_papers_and_today(home, cast, fields, refusal):
    row = story.issued(home, cast)
    with pytest.raises(refusal):
        story.serve(row, cast, **fields)


def test_nothing_is_served_before_the_papers_are_issued(home, cast):
    row = story.approved(home, cast)
    with pytest.raises(serving.NoPapers):
        story.serve(row, cast)
    with pytest.raises(serving.NoPapers):
        story.notify(row, cast)


def test_service_needs_contact_in_person_and_child_check_since_the_rent_was_due(cast):
    home = story.TenancyFactory(case_worker=cast.alma, apartment__rooms=2)
    actions.charge_month(month=story.MARCH, on=date(2026, 2, 10))
    known(cast, story.THROUGH)
    cleared(home, cast, on=date(2026, 3, 1))  # a day before the rent was due
    row = story.issued(home, cast)
    assert blocked(story.serve, row, cast) == ["no_contact", "no_child_check"]
    cleared(home, cast, on=TODAY, kinds=["contact"])
    assert blocked(story.serve, row, cast) == ["no_child_check"]
    cleared(home, cast, on=TODAY, kinds=["children"])
    story.serve(row, cast)
    assert status(row) == "served"


def test_part_payment_after_the_papers_stops_the_service(home, cast):
    row = story.issued(home, cast)
    pay(rents(home)[0], date(2026, 3, 11), 50_000)
    assert blocked(story.serve, row, cast, date(2026, 3, 11)) == ["amount_differs"]


# --- R8 and R9: the period --------------------------------------------------------------------------------------------


def test_r8_period_begins_when_both_have_been_told_whichever_comes_first(home, cast):
    row = story.issued(home, cast)
    story.serve(row, cast)
    assert row.recovery_ends_on is None
    assert reminded("recovery_ends") == []
    story.notify(row, cast, date(2026, 3, 12))
    assert row.recovery_ends_on == date(2026, 4, 2)  # Thursday 12 March + 21 days


def test_r8_the_other_way_round(home, cast):
    row = story.issued(home, cast)
    story.notify(row, cast)
    known(cast, date(2026, 3, 11), on=date(2026, 3, 12))
    story.serve(row, cast, date(2026, 3, 12))
    assert row.recovery_ends_on == date(2026, 4, 2)
    with pytest.raises(serving.AlreadyNotified):
        story.notify(row, cast)


def test_r9_case_worker_and_handler_are_reminded_ten_five_two_and_no_days_before(home, cast):
    story.running(home, cast)
    days = [date(2026, 3, 21), date(2026, 3, 26), date(2026, 3, 29), LAST_DAY]
    assert reminded("recovery_ends") == [(who, day) for day in days for who in ("alma", "finn")]


def test_days_that_have_passed_when_it_is_recorded_come_at_once(home, cast):
    row = story.issued(home, cast)
    story.serve(row, cast)
    on = date(2026, 3, 27)
    story.notify(row, cast, TODAY, on)
    assert [day for who, day in reminded("recovery_ends") if who == "alma"] == [on, date(2026, 3, 29), LAST_DAY]


# --- R10: recovered or expired, by the night --------------------------------------------------------------------------


def test_r10_rent_paid_on_the_last_day_saves_the_home_by_itself(home, cast):
    row = story.running(home, cast)
    pay(rents(home)[0], LAST_DAY)
    assert night(LAST_DAY + DAY) == {"recovered": 1}
    row.refresh_from_db()
    assert (row.status, row.how_recovered, row.closed_on) == ("recovered", "paid", LAST_DAY + DAY)
    assert reminded("recovery_ends") == []
    assert [step.by for step in row.steps.filter(status="recovered")] == [None]
    assert night(LAST_DAY + 2 * DAY) == {}


def test_r10_a_day_too_late_is_too_late(home, cast):
    row = story.running(home, cast)
    pay(rents(home)[0], LAST_DAY + DAY)
    assert night(LAST_DAY + DAY) == {"expired": 1}
    assert status(row) == "expired"
    assert night(LAST_DAY + DAY) == {}


def test_r10_money_paid_in_time_and_known_late_saves_the_home_afterwards(home, cast):
    row = story.running(home, cast)
    night(LAST_DAY + DAY)
    assert status(row) == "expired"
    pay(rents(home)[0], LAST_DAY, on=LAST_DAY + 2 * DAY)
    night(LAST_DAY + 2 * DAY)
    assert status(row) == "recovered"


def test_r10_part_payment_is_not_enough(home, cast):
    row = story.running(home, cast)
    pay(rents(home)[0], LAST_DAY, 683_999)
    assert night(LAST_DAY) == {}
    night(LAST_DAY + DAY)
    assert status(row) == "expired"


def test_r10_fees_interest_and_later_rents_play_no_part(home, cast):
    row, [rent] = story.running(home, cast), rents(home)
    actions.charge_interest(rent, until_on=TODAY + DAY, by=cast.finn, on=TODAY)
    actions.charge_month(month=date(2026, 4, 1), on=TODAY)
    pay(rent, LAST_DAY)
    night(LAST_DAY)
    assert status(row) == "recovered"
    assert Charge.objects.of(home).filter(open_ore__gt=0).count() == 2


def test_r10_is_irrevocable_and_a_later_reversal_is_alarming(home, cast):
    row, [rent] = story.running(home, cast), rents(home)
    pay(rent, LAST_DAY)
    night(LAST_DAY)
    allocation = rent.allocations.get()
    actions.undo_allocation(allocation, why="banken tog tillbaka", by=cast.finn, on=LAST_DAY + DAY)
    assert night(LAST_DAY + 2 * DAY) == {}
    assert status(row) == "recovered"
    assert {alarm.code: alarm.params for alarm in alarms.current(LAST_DAY + DAY)}["open_again"] == {"count": 1}


def test_money_taken_back_before_the_night_saw_it_saves_nothing(home, cast):
    row, [rent] = story.running(home, cast), rents(home)
    pay(rent, LAST_DAY)
    actions.undo_allocation(rent.allocations.get(), why="fel", by=cast.finn, on=LAST_DAY)
    night(LAST_DAY)
    assert status(row) == "served"


def test_paid_after_the_service_but_before_the_period_began_saves_the_home(home, cast):
    row = story.issued(home, cast)
    story.serve(row, cast)
    pay(rents(home)[0], date(2026, 3, 11))
    night(date(2026, 3, 11))
    assert status(row) == "recovered"


def test_night_never_drafts_serves_or_applies(home, cast):
    """Nothing is terminated or sent automatically, however long nobody looks."""
    row = story.issued(home, cast)
    for number in range(90):
        assert night(TODAY + number * DAY) == {}
    assert (status(row), Termination.objects.count()) == ("approved", 1)
    story.serve(row, cast)
    story.notify(row, cast)
    for number in range(90):
        night(TODAY + number * DAY)
    assert status(row) == "expired"
    assert TerminationStep.objects.filter(by=None).values_list("status", flat=True).get() == "expired"
    assert Letter.objects.count() == 3


def test_night_asks_the_same_few_questions_for_any_number(home, cast, django_assert_max_num_queries):
    story.running(home, cast)
    for _ in range(3):
        story.running(late_home(cast), cast)
    with django_assert_max_num_queries(9):
        assert night(TODAY) == {}


# --- R12 and R13 ------------------------------------------------------------------------------------------------------

UNDERTAKING = {"signed_by": "Stina Ek, ordförande", "delegation": "4.12", "addressee": "Hyresvärden"}


def undertake(row, cast, signed_on, on=None, **fields):
    on = on or signed_on
    return actions.record_undertaking(
        row, **UNDERTAKING | fields, signed_on=signed_on, by=cast.miriam, on=on, at=at(on)
    )


@pytest.mark.parametrize("field", UNDERTAKING)
def test_r12_undertaking_says_who_signed_on_what_delegation_and_to_whom(home, cast, field):
    row = story.running(home, cast)
    with pytest.raises(terminating.NotComplete):
        undertake(row, cast, TODAY, **{field: " "})


@pytest.mark.parametrize("signed", [TODAY - DAY, LAST_DAY + DAY])
def test_r12_undertaking_lies_within_the_period(home, cast, signed):
    row = story.running(home, cast)
    with pytest.raises(recovering.NotWithin):
        undertake(row, cast, signed, on=max(signed, TODAY))


def test_r12_undertaking_saves_the_home_also_when_it_is_recorded_late(home, cast):
    row = story.running(home, cast)
    night(LAST_DAY + DAY)
    undertake(row, cast, LAST_DAY, on=LAST_DAY + 2 * DAY)
    assert (row.status, row.how_recovered) == ("recovered", "undertaking")
    assert Undertaking.objects.get().signed_on == LAST_DAY


def test_r12_no_undertaking_before_the_period_has_begun(home, cast):
    row = story.issued(home, cast)
    story.serve(row, cast)
    with pytest.raises(recovering.NotWithin):
        undertake(row, cast, TODAY)


def by_hand(row, cast, how, paid_on, on=None, proof="kvitto"):
    on = on or paid_on
    actions.recover_by_hand(row, how=how, paid_on=paid_on, proof=proof, by=cast.finn, on=on, at=at(on))


def test_r13_obstacle_keeps_the_home_recoverable_until_the_first_decision(home, cast):
    row, late = story.running(home, cast), LAST_DAY + 5 * DAY
    night(LAST_DAY + DAY)
    pay(rents(home)[0], late)
    night(late)
    assert status(row) == "expired"  # paid as soon as possible is for a person to judge
    with pytest.raises(recovering.NoObstacle):
        by_hand(row, cast, "obstacle", late)
    actions.record_obstacle(row, obstacle_on=late, what="låg på sjukhus", by=cast.alma, on=late, at=at(late))
    by_hand(row, cast, "obstacle", late)
    assert (row.status, row.how_recovered) == ("recovered", "obstacle")


def test_r13_after_the_order_it_is_too_late(home, cast):
    row = ordered(home, cast)
    day = date(2026, 4, 20)
    with pytest.raises(actions.TerminationMoved):
        actions.record_obstacle(row, obstacle_on=day, what="sjuk", by=cast.alma, on=day, at=at(day))


def test_receipt_shows_that_the_bank_had_the_order_in_time(home, cast):
    """JB 12:20 st.3: paid when the bank took the order; booked the day after."""
    row, late = story.running(home, cast), LAST_DAY + DAY
    with pytest.raises(recovering.NotPaid):
        by_hand(row, cast, "paid", LAST_DAY, late)
    pay(rents(home)[0], late)
    night(late)
    with pytest.raises(recovering.NotWithin):
        by_hand(row, cast, "paid", late)
    by_hand(row, cast, "paid", LAST_DAY, late)
    assert (row.status, row.how_recovered, row.why_closed) == ("recovered", "paid", "kvitto")


def test_deposit_with_the_county_board_saves_the_home_though_the_ledger_has_no_money(home, cast):
    row = story.running(home, cast)
    by_hand(row, cast, "deposited", LAST_DAY)
    assert (row.status, row.how_recovered) == ("recovered", "deposited")


# --- Kronofogden, the court, the eviction -----------------------------------------------------------------------------


def expired(home, cast):
    row = story.running(home, cast)
    night(LAST_DAY + DAY)
    row.refresh_from_db()
    return row


def applied(home, cast, day=DECISION):
    row = expired(home, cast)
    known(cast, LAST_DAY, on=day)
    actions.record_application(row, applied_on=day, reference="U-1234-26", by=cast.finn, on=day, at=at(day))
    return row


def ordered(home, cast):
    row, day = applied(home, cast), date(2026, 4, 15)
    actions.record_order(row, ordered_on=day, by=cast.finn, on=day, at=at(day))
    return row


def apply(row, cast, day, reference="U-1"):
    actions.record_application(row, applied_on=day, reference=reference, by=cast.finn, on=day, at=at(day))


def test_nothing_is_applied_for_before_two_further_vardagar(home, cast):
    row = expired(home, cast)
    known(cast, LAST_DAY, on=DECISION)
    with pytest.raises(evicting.PeriodStillRuns):
        apply(row, cast, DECISION - DAY)
    with pytest.raises(terminating.NotComplete):
        apply(row, cast, DECISION, reference=" ")
    apply(row, cast, DECISION)
    assert (row.status, row.applied_on) == ("applied", DECISION)


def test_nothing_is_applied_for_while_payments_of_the_period_are_unknown_or_all_is_paid(home, cast):
    row = expired(home, cast)
    with pytest.raises(evicting.NotKnownYet):
        apply(row, cast, DECISION)
    known(cast, LAST_DAY, on=DECISION)
    pay(rents(home)[0], LAST_DAY + DAY, on=DECISION)
    with pytest.raises(evicting.PaidAlready):
        apply(row, cast, DECISION)


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
    walked = [step.status for step in row.steps.order_by("pk")]
    assert list(dict.fromkeys(walked)) == [
        "draft", "approved", "served", "expired", "applied", "disputed", "ordered", "scheduled", "evicted",
    ]  # fmt: skip


def test_eviction_with_children_names_who_sees_to_them(home, cast):
    register.add_child(home.holder, birth_year=2018, by=cast.alma, on=TODAY)
    row, day = ordered(home, cast), date(2026, 5, 20)
    facts = {"eviction_on": date(2026, 6, 1), "presence": "Alma", "by": cast.finn, "on": day, "at": at(day)}
    with pytest.raises(evicting.NobodyForTheChildren):
        actions.schedule_eviction(row, **facts)
    actions.schedule_eviction(row, **facts, children_contact="Barbro, barnhandläggare")
    with pytest.raises(terminating.StillToCome):
        actions.record_eviction(row, evicted_on=date(2026, 6, 1), note="", by=cast.finn, on=day, at=at(day))
    actions.call_off_eviction(row, why="anstånd två veckor", by=cast.finn, on=day, at=at(day))
    assert (row.status, row.eviction_on, reminded("eviction")) == ("ordered", None, [])


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
