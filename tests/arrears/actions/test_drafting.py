"""A termination before it is served: drafted, approved by another, its papers checked (R11, R14)."""

from datetime import date, timedelta

import pytest

from arrears import actions, termination_facts
from arrears.actions import drafting
from arrears.actions.allocating import WithoutReason
from arrears.models import Hold, PaymentPlan, Termination, TerminationPaper
from arrears.rules.termination import warnings
from bolots.models import JobRun, Letter, User
from tests.arrears import terminations as story
from tests.arrears.book import TODAY, at, charged
from tests.arrears.terminations import (
    blocked,
    known,
    late_home,
    pay,
    reasons,
    reminded,
    rents,
    status,
)
from tests.factories import AbsenceFactory, PaymentFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def home(cast):
    return late_home(cast)


# --- the draft --------------------------------------------------------------------------------------------------------


def test_draft_names_the_rents_as_the_ledger_has_them_and_asks_those_who_decide(home, cast):
    row = story.drafted(home, cast)
    assert (row.status, row.ground, row.drafted_by) == ("draft", "rent", cast.finn)
    assert story.named(row) == [684_000]
    assert reminded("decide") == [("miriam", TODAY)]
    [step] = row.steps.all()
    assert (step.what, step.status, step.done_on, step.by, step.at) == ("drafted", "draft", TODAY, cast.finn, at())
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
    said = {"from_on": TODAY, "until_on": TODAY + DAY, "set_on": TODAY, "why": "sjuk"} | fields
    Hold.objects.create(tenancy=home, by=cast.alma, **said)


def plan(home, cast):
    sums = {"owed_ore": 684_000, "left_ore": 100_000, "income_day": 25}
    PaymentPlan.objects.create(tenancy=home, agreed_on=TODAY, by=cast.alma, **sums)


def credit(home, cast):
    PaymentFactory(tenancy=home, amount_ore=100, deposit__serial="credit")


def reversal(home, cast):
    PaymentFactory(tenancy=home, source="reversal", amount_ore=-100, deposit__serial="back")


def stray(home, cast):
    """With the rent's own OCR, as the import leaves what it took for a double, or for too much."""
    PaymentFactory(
        tenancy=None, amount_ore=100, ocr=rents(home)[0].ocr, needs_person="maybe_twice", payer_name="Farmor"
    )


IN_THE_WAY = {
    "on_hold": hold,
    "has_plan": plan,
    "credit_waits": credit,
    "reversal_waits": reversal,
    "stray_money": stray,
}


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


def test_rent_with_respite_costs_the_home_a_week_after_the_respite_at_the_earliest(home, cast):
    """JB 12:42: as if it had been due when the respite ended, Tuesday 10 March; a week on is the 17th."""
    hold(home, cast, from_on=date(2026, 2, 25), until_on=TODAY, set_on=date(2026, 2, 25))
    known(cast, date(2026, 3, 17), on=date(2026, 3, 18))
    with pytest.raises(drafting.NotForfeited):
        story.drafted(home, cast, on=date(2026, 3, 17))
    assert story.drafted(home, cast, on=date(2026, 3, 18)).pk


@pytest.mark.parametrize(
    "fields",
    [{"stops_demands": False}, {"from_on": TODAY}, {"from_on": date(2026, 1, 1), "until_on": date(2026, 3, 2)}],
)
def test_respite_that_stopped_nothing_of_this_rent_moves_no_week(home, cast, fields):
    """Of interest only; called off on its first day; over when the rent fell due."""
    hold(home, cast, **{"from_on": date(2026, 2, 25), "until_on": TODAY} | fields)
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


@pytest.mark.parametrize("payer", ["Anna Svensson", "SVENSSON ANNA"])
def test_money_in_the_queue_in_the_tenants_name_stops_the_service(cast, payer):
    """JB 12:43: it may be the rent; what stops a mere demand stops a termination."""
    home = late_home(cast, holder__name="Anna Svensson")
    row = story.issued(home, cast)
    PaymentFactory(tenancy=None, amount_ore=684_000, payer_name=payer)
    assert blocked(story.serve, row, cast) == ["stray_money"]


def test_money_of_nobody_of_an_amount_that_two_homes_owe_is_only_warned_of(home, cast):
    actions.open_balance(story.TenancyFactory(), month=story.MARCH, amount_ore=684_000, by=cast.finn, on=TODAY)
    row = story.issued(home, cast)
    PaymentFactory(tenancy=None, amount_ore=684_000, payer_name="Okänd")
    facts = termination_facts.of(row, user=cast.finn, on=TODAY)
    assert [(why.code, why.params) for why in warnings(facts)] == [("unmatched", {"count": 1})]
    story.serve(row, cast)
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


def test_deputy_of_whoever_drafted_it_does_not_approve_it_by_that_role(home, cast):
    """miriam drafts and names alma as deputy; with another manager's role alma may, and so may that manager."""
    drafts = {"charges": rents(home), "why": "obetald", "by": cast.miriam, "on": TODAY, "at": at()}
    row = actions.draft_termination(home, **drafts)
    AbsenceFactory(user=cast.miriam, deputy=cast.alma)
    with pytest.raises(drafting.NotAllowedToDecide):
        actions.approve_termination(row, by=cast.alma, on=TODAY, at=at())
    AbsenceFactory(user=UserFactory(role="unit_manager"), deputy=cast.alma)
    actions.approve_termination(row, by=User.objects.get(pk=cast.alma.pk), on=TODAY, at=at())
    assert row.approved_by == cast.alma


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


def test_papers_need_a_ledger_that_adds_up(home, cast):
    row = story.approved(home, cast)
    facts = {"kind": "proof", "business_on": TODAY, "due_at": at(), "started_at": at(), "ended_at": at()}
    JobRun.objects.create(key="proof:1", counts={"mismatches": 1}, **facts)
    assert blocked(actions.issue_termination_papers, row, by=cast.finn, on=TODAY, at=at()) == ["not_proven"]
    JobRun.objects.create(key="proof:2", counts={"mismatches": 0}, **facts | {"started_at": at(hour=12)})
    assert len(actions.issue_termination_papers(row, by=cast.finn, on=TODAY, at=at())) == 3


def test_papers_need_the_second_person(home, cast):
    row = story.drafted(home, cast)
    with pytest.raises(actions.TerminationMoved):
        actions.issue_termination_papers(row, by=cast.finn, on=TODAY, at=at())
