"""Papers without name and address: somebody is asked to hand them over, and it is known when it is done."""

from datetime import date, timedelta

import pytest

from arrears import actions
from arrears.actions import handing
from arrears.models import Demand, PaperRun, RentNotice
from tenancies import actions as register
from tenancies.models import Reminder, Tenant
from tests.arrears.book import MARCH, TODAY, at, charged
from tests.arrears.papers import LATER, ask, fresh, late, made, work
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
HIDDEN = {"holder__is_protected": True, "holder__name": "Kanarie Fågelberg", "apartment__street": "Gränden 7"}


def reminders(**which):
    return Reminder.objects.filter(kind="hand_over", **which)


def note(demand, kind="sent_hand", by=None):
    return actions.record_delivery(demand, kind=kind, by=by or UserFactory(), on=TODAY, at=at())


def hand_over(notice, by=None):
    return actions.hand_over_notice(notice, by=by or UserFactory(), on=TODAY, at=at())


@pytest.fixture
def notice(cast):
    [rent] = charged(1, case_worker=cast.alma, **HIDDEN)
    return actions.issue_notice(rent, by=cast.finn, on=TODAY, at=at())


def test_case_worker_is_asked_to_hand_over_a_notice_by_its_due_day(notice, cast):
    asked = reminders().get()
    assert (asked.owner, asked.due_on, asked.deadline_on) == (cast.alma, TODAY, date(2026, 2, 27))
    assert (asked.source, asked.source_id, asked.tenancy) == ("rent_notice", notice.charge_id, notice.charge.tenancy)
    assert asked.text == ""  # nothing of anybody in it


def test_each_notice_of_a_month_that_is_by_hand_is_asked_for_once_and_others_are_not(cast):
    other = charged(1)[0]
    rent = charged(1, case_worker=cast.alma, **HIDDEN)[0]
    run = work(actions.ask_for_notices(month=MARCH, by=cast.finn, on=TODAY, at=at()))
    assert list(reminders().values_list("source_id", flat=True)) == [rent.pk]
    assert rent.ocr not in run.batch.html
    assert other.ocr in run.batch.html
    assert list(RentNotice.objects.to_hand_over()) == [rent.notice]


def test_run_of_nothing_but_papers_by_hand_has_no_file_for_the_printer(cast):
    charged(1, case_worker=cast.alma, **HIDDEN)
    run = work(actions.ask_for_notices(month=MARCH, by=cast.finn, on=TODAY, at=at()))
    assert run.batch is None
    assert not actions.is_stopped(run)


def test_notice_that_is_handed_over_takes_the_reminder_away_once(notice, cast):
    event = hand_over(notice, cast.alma)
    assert (event.kind, event.by_id) == ("sent_hand", cast.alma.pk)
    assert (reminders().get().done_on, reminders().get().done_by) == (TODAY, cast.alma)
    assert not RentNotice.objects.to_hand_over().exists()
    with pytest.raises(handing.HandedOverAlready):
        hand_over(notice)


def test_notice_that_goes_by_post_is_not_handed_over(cast):
    [rent] = charged(1)
    with pytest.raises(handing.NotByHand):
        hand_over(actions.issue_notice(rent, by=cast.finn, on=TODAY, at=at()))


def test_notice_of_a_rent_that_is_corrected_need_not_be_handed_over(notice, cast):
    new = actions.replace_charge(notice.charge, amount_ore=600_000, why="fel", by=cast.finn, on=TODAY)
    assert reminders().get().withdrawn_on == TODAY
    actions.issue_notice(new, by=cast.finn, on=TODAY, at=at())
    assert reminders(withdrawn_on=None).get().source_id == new.pk


def test_reminder_and_demand_of_a_protected_person_are_made_without_name_and_handed_over(cast, set_today):
    [rent] = late(1, case_worker=cast.alma, **HIDDEN)
    run = made("reminder")
    paper = Demand.objects.get()
    assert (paper.by_hand, run.batch) == (True, None)
    assert "alma lämnar brevet" in " ".join(paper.letter.html.lower().split()).replace(" på vuxenenheten", "")
    for word in ("Kanarie", "Gränden", f"lägenhet {rent.tenancy.apartment.number}"):
        assert word not in paper.letter.html
    asked = reminders().get()
    assert (asked.owner, asked.due_on, asked.deadline_on) == (cast.alma, TODAY, TODAY + timedelta(days=7))
    note(paper, "printed")
    assert reminders(done_on=None).exists()
    note(paper)
    assert reminders().get().done_on == TODAY
    set_today(LATER)
    fresh(LATER)
    made("demand", on=LATER)
    demand = Demand.objects.get(kind="demand")
    asked = reminders(source_id=demand.pk).get()
    assert (asked.source, asked.deadline_on) == ("demand", demand.respond_by_on - timedelta(days=8))
    assert demand.respond_by_on - LATER > timedelta(days=8 + 7)  # a week to hand it over, and time to answer it


def test_paper_of_a_run_that_is_by_hand_stays_out_of_the_printers_file(cast):
    hidden, shown = late(1, case_worker=cast.alma, **HIDDEN) + late(1)
    run = made("reminder")
    assert run.items.filter(left_out="").count() == 2
    assert shown.ocr in run.batch.html
    assert hidden.ocr not in run.batch.html


def test_protection_since_the_list_was_made_makes_a_paper_by_hand(cast):
    [rent] = late()
    run = ask("reminder")
    Tenant.objects.filter(pk=rent.tenancy.holder_id).update(is_protected=True)
    work(run)
    assert Demand.objects.get().by_hand
    assert PaperRun.objects.get().batch is None


def test_paper_by_post_asks_nobody(cast):
    late()
    made("reminder")
    assert not Demand.objects.get().by_hand
    assert not reminders().exists()


def test_reminder_that_is_ticked_is_done_and_handing_over_still_can_be_noted(notice, cast):
    register.finish_reminder(reminders().get(), by=cast.alma, on=TODAY)
    hand_over(notice, cast.finn)
    assert reminders().get().done_by == cast.alma
