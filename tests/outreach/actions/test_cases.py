from datetime import date

import pytest

from arrears.actions import record_clearance
from arrears.models import Payment
from bolots.models import GuidelineValue
from outreach import actions
from outreach.models import EvictionRiskCase, IllegalTransition, OutreachTask
from tenancies.models import Involvement
from tests.factories import (
    AttemptFactory,
    ChargeFactory,
    LateRentFactory,
    PaymentFactory,
    TaskFactory,
    TenancyFactory,
    TriageFactory,
)

TODAY, TOMORROW = date(2026, 3, 10), date(2026, 3, 11)
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(late_home):
    """Opened by the night for March's rent, with its first visit."""
    actions.triage_new(on=date(2026, 3, 6))
    return EvictionRiskCase.objects.get()


def last_event(case):
    return case.events.order_by("pgh_id").last()


def may_know(user, on=TOMORROW):
    return set(Involvement.objects.filter(user=user).current_on(on).values_list("why", flat=True))


# --- opened by hand ---------------------------------------------------------------------------------------------------


def test_case_opened_by_hand_has_reason_owner_date_and_first_visit(cast, home):
    case = actions.open_case(home, why="Grannarna hör bråk varje natt.", by=cast.miriam, on=TODAY)
    assert (case.opened_by, case.why_opened, case.owner) == (cast.miriam, "Grannarna hör bråk varje natt.", cast.alma)
    assert (case.opened_on, case.next_on, case.next_step) == (TODAY, date(2026, 3, 12), "first_visit")
    visit = OutreachTask.objects.get(case=case)
    assert (visit.assignee, visit.ordered_by, visit.due_on) == (cast.bosse, cast.miriam, date(2026, 3, 12))
    assert last_event(case).pgh_context["why"] == "Grannarna hör bråk varje natt."
    assert last_event(case).pgh_context["user"] == cast.miriam.pk


def test_case_opened_by_hand_may_have_another_owner(cast, home):
    case = actions.open_case(home, why="…", by=cast.alma, on=TODAY, owner=cast.elsa)
    assert case.owner == cast.elsa
    assert may_know(cast.elsa) == {"case"}


def test_second_case_for_the_same_home_is_refused(cast, case):
    with pytest.raises(actions.CaseAlreadyOpen):
        actions.open_case(case.tenancy, why="…", by=cast.alma, on=TODAY)
    assert EvictionRiskCase.objects.count() == 1


def test_case_after_a_closed_one_is_another_case(cast, case):
    actions.close_case(case, outcome="other", why="Dubblett.", by=cast.alma, on=TODAY)
    assert actions.open_case(case.tenancy, why="…", by=cast.alma, on=TODAY).pk != case.pk


def test_no_case_opens_for_a_home_that_is_left(cast):
    gone = TenancyFactory(ends_on=TODAY, end_reason="own_lease")
    with pytest.raises(actions.TenancyOver):
        actions.open_case(gone, why="…", by=cast.alma, on=TODAY)
    assert actions.open_case(TenancyFactory(ends_on=TOMORROW, end_reason="own_lease"), why="…", by=cast.alma, on=TODAY)


def test_owner_must_be_somebody_who_works_with_cases(cast, home):
    with pytest.raises(actions.NotACaseWorker):
        actions.open_case(home, why="…", by=cast.alma, on=TODAY, owner=cast.bosse)


# --- worked on --------------------------------------------------------------------------------------------------------


def test_note_is_kept_with_author_and_time(cast, case, now):
    note = actions.add_note(case, text="Ringde, bokade möte.", by=cast.alma, at=now)
    assert list(case.notes.values_list("text", "by", "at")) == [("Ringde, bokade möte.", cast.alma.pk, now)]
    assert note.case == case


def test_new_owner_knows_of_the_home_and_the_old_one_does_not(cast, case):
    actions.change_owner(case, owner=cast.elsa, by=cast.miriam, on=TODAY)
    assert case.owner == cast.elsa
    assert may_know(cast.elsa) == {"case"}
    assert may_know(cast.alma) == {"case_worker"}
    assert may_know(cast.alma, on=TODAY) == {"case_worker", "case"}
    assert last_event(case).pgh_context["action"] == "change_owner"


def test_owner_that_is_set_again_changes_nothing(cast, case):
    before = last_event(case).pk
    actions.change_owner(case, owner=cast.alma, by=cast.miriam, on=TODAY)
    assert last_event(case).pk == before


def test_owner_changed_by_two_at_once_is_refused_to_the_second(cast, case):
    stale = EvictionRiskCase.objects.get(pk=case.pk)
    actions.change_owner(case, owner=cast.elsa, by=cast.alma, on=TODAY)
    with pytest.raises(IllegalTransition):
        actions.change_owner(stale, owner=cast.miriam, by=cast.miriam, on=TODAY)


def test_bolots_cannot_own_a_case(cast, case):
    with pytest.raises(actions.NotACaseWorker):
        actions.change_owner(case, owner=cast.bosse, by=cast.alma, on=TODAY)


def test_next_step_and_date_change_together(cast, case):
    actions.change_next(case, next_on=TOMORROW, next_step="Ring god man", by=cast.alma, on=TODAY)
    assert (case.next_on, case.next_step, case.next_words) == (TOMORROW, "Ring god man", "Ring god man")


def test_next_step_of_a_closed_case_is_refused(cast, case):
    stale = EvictionRiskCase.objects.get(pk=case.pk)
    actions.close_case(case, outcome="other", why="Dubblett.", by=cast.alma, on=TODAY)
    with pytest.raises(actions.CaseClosed):
        actions.change_next(stale, next_on=TOMORROW, next_step="…", by=cast.alma, on=TODAY)


def test_case_moves_between_its_open_states(cast, case):
    for kind in ("contact", "children"):
        record_clearance(case.tenancy, kind=kind, by=cast.bosse, on=TODAY)
    for status in ("contact", "plan", "review", "contact"):
        actions.move_case(case, status=status, by=cast.alma, on=TODAY)
        assert EvictionRiskCase.objects.get().status == status


def test_status_that_it_has_already_changes_nothing(cast, case):
    before = last_event(case).pk
    actions.move_case(case, status="new", by=cast.alma, on=TODAY)
    assert last_event(case).pk == before


@pytest.mark.parametrize("status", ["closed", "new"])
def test_case_cannot_be_moved_where_no_way_leads(cast, case, status):
    actions.move_case(case, status="plan", by=cast.alma, on=TODAY)
    with pytest.raises(IllegalTransition):
        actions.move_case(case, status=status, by=cast.alma, on=TODAY)


def test_status_of_a_stale_case_is_refused(cast, case):
    stale = EvictionRiskCase.objects.get(pk=case.pk)
    actions.move_case(case, status="plan", by=cast.alma, on=TODAY)
    with pytest.raises(IllegalTransition):
        actions.move_case(stale, status="contact", by=cast.alma, on=TODAY)


# --- closed by a person -----------------------------------------------------------------------------------------------


def test_case_closes_with_outcome_and_reason_and_withdraws_its_visit(cast, case):
    actions.close_case(case, outcome="moved", why="Flyttade till egen lägenhet.", by=cast.alma, on=TODAY)
    assert (case.status, case.outcome, case.why_closed) == ("closed", "moved", "Flyttade till egen lägenhet.")
    assert (case.closed_on, case.closed_by, case.next_on, case.next_step) == (TODAY, cast.alma, None, "")
    visit = OutreachTask.objects.get()
    assert (visit.status, visit.ended_on, visit.why_ended) == ("withdrawn", TODAY, "case_closed")
    assert last_event(case).pgh_context["why"] == "Flyttade till egen lägenhet."


def test_case_cannot_be_closed_as_paid_while_rent_is_unpaid(cast, case):
    with pytest.raises(actions.RentStillUnpaid):
        actions.close_case(case, outcome="paid", why="Lovade betala.", by=cast.alma, on=TODAY)
    assert EvictionRiskCase.objects.get().is_open


def test_case_can_be_closed_as_paid_when_it_is(cast, case, pay):
    pay(case.tenancy)
    actions.close_case(case, outcome="paid", why="Betalt i dag.", by=cast.alma, on=TODAY)
    assert (case.outcome, case.why_closed_words) == ("paid", "Betalt i dag.")


def test_closed_case_cannot_be_closed_again(cast, case):
    stale = EvictionRiskCase.objects.get(pk=case.pk)
    actions.close_case(case, outcome="other", why="Dubblett.", by=cast.alma, on=TODAY)
    for again in (case, stale):
        with pytest.raises(IllegalTransition):
            actions.close_case(again, outcome="moved", why="…", by=cast.elsa, on=TOMORROW)
    assert EvictionRiskCase.objects.get().outcome == "other"


def test_those_involved_because_of_a_case_leave_the_home_when_it_closes(cast, case):
    assert may_know(cast.bosse) == {"outreach"}
    actions.close_case(case, outcome="other", why="Dubblett.", by=cast.alma, on=TODAY)
    assert may_know(cast.bosse) == set()
    assert may_know(cast.bosse, on=TODAY) == {"outreach"}
    assert may_know(cast.alma) == {"case_worker"}


def test_bolots_with_another_visit_in_the_home_stays(cast, case):
    TaskFactory(tenancy=case.tenancy, assignee=cast.bosse)
    actions.close_case(case, outcome="other", why="Dubblett.", by=cast.alma, on=TODAY)
    assert may_know(cast.bosse) == {"outreach"}


# --- closed by the night ----------------------------------------------------------------------------------------------


def test_night_closes_a_case_whose_rent_is_paid(cast, case, pay):
    pay(case.tenancy)
    assert actions.close_paid(on=TODAY) == 1
    case.refresh_from_db()
    assert (case.status, case.outcome, case.closed_on, case.closed_by) == ("closed", "paid", TODAY, None)
    assert (case.next_on, case.next_step) == (None, "")
    visit = OutreachTask.objects.get()
    assert (visit.status, visit.ended_on, visit.why_ended) == ("withdrawn", TODAY, "paid")
    assert may_know(cast.bosse) == set()
    assert last_event(case).pgh_context["action"] == "close_paid"


def test_second_night_closes_nothing(cast, case, pay):
    pay(case.tenancy)
    actions.close_paid(on=TODAY)
    assert actions.close_paid(on=TODAY) == 0


def test_reason_of_the_night_is_worded_for_the_reader(cast, case, pay, settings):
    pay(case.tenancy)
    actions.close_paid(on=TODAY)
    case.refresh_from_db()
    assert case.why_closed == "paid"
    assert case.why_closed_words != "paid"


@pytest.mark.parametrize(("left", "closed"), [(684_000, 0), (20_000, 0), (19_999, 1)])
def test_remainder_below_the_threshold_keeps_no_case_open(cast, case, pay, left, closed):
    pay(case.tenancy, left)
    assert actions.close_paid(on=TODAY) == closed


def test_threshold_of_nothing_still_lets_paid_cases_close(cast, case, pay):
    GuidelineValue.objects.create(key="case_threshold_ore", value="0", valid_from=date(2026, 1, 1))
    pay(case.tenancy)
    assert actions.close_paid(on=TODAY) == 1


def test_case_stays_open_while_another_late_rent_is_unpaid(cast, case):
    LateRentFactory(charge=ChargeFactory(tenancy=case.tenancy, month=date(2026, 2, 1), open_ore=0))
    assert actions.close_paid(on=TODAY) == 0


def test_unpaid_rent_that_is_not_late_keeps_no_case_open(cast, case, pay):
    pay(case.tenancy)
    ChargeFactory(tenancy=case.tenancy, month=date(2026, 4, 1))
    assert actions.close_paid(on=TODAY) == 1


def test_late_rent_elsewhere_keeps_no_case_open(cast, case, pay):
    LateRentFactory()
    pay(case.tenancy)
    assert actions.close_paid(on=TODAY) == 1


def test_reversal_that_waits_for_a_decision_keeps_the_case_open(cast, case, pay):
    pay(case.tenancy)
    taken = PaymentFactory(source=Payment.Source.REVERSAL, amount_ore=-684_000, tenancy=case.tenancy)
    assert actions.close_paid(on=TODAY) == 0
    Payment.objects.filter(pk=taken.pk).update(unallocated_ore=0)
    assert actions.close_paid(on=TODAY) == 1


def test_case_opened_by_hand_is_not_closed_by_the_night(cast, home):
    case = actions.open_case(home, why="Oro för barnen.", by=cast.alma, on=date(2026, 3, 5))
    TriageFactory(case=case, late_rent__charge__open_ore=0, verdict="joined")
    assert actions.close_paid(on=TODAY) == 0


def test_case_under_a_plan_is_closed_too_when_all_is_paid(cast, case, pay):
    actions.move_case(case, status="plan", by=cast.alma, on=TODAY)
    pay(case.tenancy)
    assert actions.close_paid(on=TODAY) == 1


def test_visit_that_was_tried_once_is_withdrawn_too(cast, case, pay):
    AttemptFactory(task=OutreachTask.objects.get())
    pay(case.tenancy)
    actions.close_paid(on=TODAY)
    assert OutreachTask.objects.get().status == "withdrawn"


def test_night_of_a_day_before_the_case_leaves_it_alone(cast, case, pay):
    pay(case.tenancy)
    assert actions.close_paid(on=date(2026, 3, 5)) == 0
