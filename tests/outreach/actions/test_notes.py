from datetime import date

import pytest

from bolots import guidelines
from bolots.models import Letter
from outreach import actions
from outreach.models import MailboxNote, OutreachTask
from outreach.suggestions import suggest_next
from tests.factories import AttemptFactory, TaskFactory

TODAY, TOMORROW = date(2026, 3, 10), date(2026, 3, 11)
pytestmark = pytest.mark.django_db


@pytest.fixture
def task(cast, home):
    return TaskFactory(tenancy=home, assignee=cast.bosse)


def test_note_promises_the_next_attempt_after_a_miss_now(cast, task, now):
    note = actions.print_note(task, by=cast.bosse, on=TODAY, at=now)
    assert (note.task, note.by, note.printed_at) == (task, cast.bosse, now)
    assert (note.language, note.back_on, note.back_slot) == ("sv", TOMORROW, "evening")
    assert "onsdag 11 mars, mellan klockan 16" in note.letter.html
    assert list(note.letter.events.values_list("kind", "by_id", "at")) == [("printed", cast.bosse.pk, now)]


def test_language_and_day_are_as_told(cast, task, now):
    chosen = {"language": "fi", "back_on": date(2026, 3, 14), "back_slot": "weekend"}
    note = actions.print_note(task, by=cast.bosse, on=TODAY, at=now, **chosen)
    assert (note.language, note.back_on, note.back_slot) == ("fi", date(2026, 3, 14), "weekend")
    assert "lauantaina 14. maaliskuuta kello 10–16" in note.letter.html


def test_second_language_is_the_tenants_own_unless_told(cast, task, now):
    task.tenancy.holder.language = "so"
    assert actions.print_note(task, by=cast.bosse, on=TODAY, at=now).language == "so"


def test_day_in_the_past_is_refused(cast, task, now):
    with pytest.raises(actions.NextInThePast):
        actions.print_note(task, by=cast.bosse, on=TODAY, at=now, back_on=date(2026, 3, 9))
    assert not Letter.objects.exists()


def test_visit_that_has_ended_promises_nothing(cast, task, now):
    OutreachTask.objects.update(status="withdrawn", ended_on=TODAY, why_ended="case_closed")
    with pytest.raises(actions.VisitEnded):
        actions.print_note(task, by=cast.bosse, on=TODAY, at=now)
    assert not MailboxNote.objects.exists()


def test_promise_in_the_mailbox_is_the_next_attempt(cast, task, now):
    chosen = {"back_on": date(2026, 3, 13), "back_slot": "afternoon"}
    actions.print_note(task, by=cast.bosse, on=TODAY, at=now, **chosen)
    AttemptFactory(task=task, at=now)
    next_attempt = suggest_next(task, on=TODAY, values=guidelines.on(TODAY))
    assert (next_attempt.on, next_attempt.slot, next_attempt.why) == (date(2026, 3, 13), "afternoon", "promised")


def test_promise_whose_day_has_come_is_no_longer_the_next_attempt(cast, task, now):
    actions.print_note(task, by=cast.bosse, on=TODAY, at=now)
    later = suggest_next(task, on=TOMORROW, values=guidelines.on(TOMORROW))
    assert later.why == "first"


def test_each_print_is_a_paper_of_its_own(cast, task, now):
    for _ in range(2):
        actions.print_note(task, by=cast.bosse, on=TODAY, at=now)
    assert MailboxNote.objects.count() == Letter.objects.count() == 2
