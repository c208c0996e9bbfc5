from datetime import date

import pytest

from arrears import actions
from arrears.models import Hold
from bolots.refusals import Refused
from tenancies.models import Reminder
from tests.arrears.book import TODAY
from tests.factories import TenancyFactory

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 4, 1)  # the last day is 31 March


@pytest.fixture
def home(cast):
    return TenancyFactory(case_worker=cast.alma)


def held(home, by, **fields):
    facts = {"from_on": TODAY, "until_on": UNTIL, "why": "Väntar på beslut", "on": TODAY}
    facts |= {"stops_cases": True, "stops_demands": True, "stops_interest": False}
    return actions.set_hold(home, by=by, **{**facts, **fields})


def test_hold_runs_from_its_first_day_until_the_day_before_its_end(home, cast):
    hold = held(home, cast.alma)
    assert (hold.set_on, hold.by, hold.last_on) == (TODAY, cast.alma, date(2026, 3, 31))
    days = (date(2026, 3, 9), TODAY, date(2026, 3, 31), UNTIL)
    assert [Hold.objects.running_on(day).exists() for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"why": "  "}, "Skriv skälet: det sparas för alltid med det du gör."),
        ({"from_on": date(2026, 3, 9)}, "Ett anstånd börjar i dag eller senare: det verkar aldrig bakåt."),
        ({"until_on": TODAY}, "Ett anstånd har minst en dag: den sista dagen ligger inte före den första."),
        ({"until_on": date(2026, 3, 1)}, "Ett anstånd har minst en dag: den sista dagen ligger inte före den första."),
        ({"stops_cases": False, "stops_demands": False}, "Välj minst en sak som anståndet stoppar."),
    ],
)
def test_hold_has_a_reason_a_day_and_something_to_stop(home, cast, fields, sentence):
    with pytest.raises(Refused) as error:
        held(home, cast.alma, **fields)
    assert str(error.value) == sentence
    assert not Hold.objects.exists()


def test_hold_that_is_called_off_ends_that_day(home, cast):
    hold = held(home, cast.alma)
    later = date(2026, 3, 20)
    actions.call_off_hold(hold, why="Beslutet kom", by=cast.alma, on=later)
    assert [Hold.objects.running_on(day).exists() for day in (date(2026, 3, 19), later)] == [True, False]
    with pytest.raises(Refused) as error:
        actions.call_off_hold(hold, why="igen", by=cast.alma, on=later)
    assert str(error.value) == "Anståndet har redan slutat."
    kept = Hold.pgh_event_models["update"].objects.latest("pgh_id")
    assert (kept.pgh_context["why"], kept.pgh_context["user"]) == ("Beslutet kom", cast.alma.pk)


def test_hold_that_is_called_off_before_it_begins_never_runs(home, cast):
    hold = held(home, cast.alma, from_on=date(2026, 3, 15))
    actions.call_off_hold(hold, why="Behövs inte", by=cast.alma, on=TODAY)
    assert hold.until_on == hold.from_on
    assert not Hold.objects.running_on(date(2026, 3, 15)).exists()


def test_case_worker_is_reminded_on_the_last_day_once(home, cast):
    hold = held(home, cast.finn)
    actions.remind_of_holds(on=date(2026, 3, 30))
    assert not Reminder.objects.exists()
    for _ in range(2):
        actions.remind_of_holds(on=date(2026, 3, 31))
    reminder = Reminder.objects.get()
    assert (reminder.kind, reminder.owner, reminder.tenancy) == ("hold_ends", cast.alma, home)
    assert (reminder.source, reminder.source_id, reminder.due_on) == ("hold", hold.pk, date(2026, 3, 31))


def test_every_case_worker_is_reminded_in_as_many_questions(cast, django_assert_max_num_queries):
    homes = [TenancyFactory(case_worker=worker) for worker in (cast.alma, cast.finn, cast.alma)]
    for home in homes:
        held(home, cast.finn)
    with django_assert_max_num_queries(6):
        actions.remind_of_holds(on=date(2026, 3, 31))
    assert set(Reminder.objects.values_list("tenancy", "owner")) == {(home.pk, home.case_worker_id) for home in homes}


def test_calling_off_on_the_last_day_withdraws_the_reminder(home, cast):
    hold = held(home, cast.finn)
    actions.remind_of_holds(on=date(2026, 3, 31))
    actions.call_off_hold(hold, why="Klart", by=cast.finn, on=date(2026, 3, 31))
    assert Reminder.objects.get().withdrawn_on == date(2026, 3, 31)


def test_hold_that_never_ran_reminds_nobody(home, cast):
    hold = held(home, cast.finn, from_on=UNTIL, until_on=date(2026, 4, 10))
    actions.call_off_hold(hold, why="Nej", by=cast.finn, on=date(2026, 3, 31))
    actions.remind_of_holds(on=date(2026, 3, 31))
    assert not Reminder.objects.exists()
