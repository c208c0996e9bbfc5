"""Payment plans day by day. March's rent of 6 840 kr is agreed on 10 March 2026 in 2 500 + 2 500 + 1 840 kr, due on
26 March, 27 April and 26 May. With two bank days of grace an instalment is missing from Tuesday 31 March (26, then
Friday 27 and Monday 30), Thursday 30 April (27, then 28 and 29) and Friday 29 May (26, then 27 and 28). Fourteen days
are over on the fifteenth: missed on 31 March, broken on 15 April."""

from datetime import date, timedelta

import pytest

from arrears import actions
from arrears.models import Charge, Payment, PaymentPlan
from bolots.models import GuidelineValue
from tenancies.models import Reminder
from tests.arrears.book import charged, delivery, imported, paid
from tests.arrears.deals import AGREED, PARTS, deal, nights, part, pay, read_through, renewed, softened
from tests.factories import PaymentFactory, TenancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rent(cast):
    return charged(1, case_worker=cast.alma)[0]


@pytest.fixture
def plan(rent, cast):
    return deal([rent], by=cast.finn)


def changes(plan, last, cast, pays=None, first=AGREED):
    """The status from each day on which it changed."""
    seen, was = [], "active"

    def look(_counts):
        return PaymentPlan.objects.get(pk=plan.pk).status

    for day, status in nights(first, date.fromisoformat(last), cast.finn, pays, look).items():
        if status != was:
            seen.append((day.isoformat(), status))
            was = status
    return seen


def reminders(kind):
    return list(Reminder.objects.filter(kind=kind).order_by("pk").values_list("due_on", "deadline_on", "withdrawn_on"))


# name, what comes on which day, last day looked at, status changes worked out by hand
STORIES = [
    (
        "paid on time",
        {"2026-03-27": 2_500, "2026-04-28": 2_500, "2026-05-27": 1_840},
        "2026-06-10",
        [("2026-05-27", "kept")],
    ),
    ("on the last day of grace", {"2026-03-30": 2_500}, "2026-04-29", []),
    (
        "a day too late",
        {"2026-04-01": 2_500, "2026-04-28": 2_500, "2026-05-27": 1_840},
        "2026-06-10",
        [("2026-03-31", "missed"), ("2026-04-01", "active"), ("2026-05-27", "kept")],
    ),
    ("short within the tolerance", {"2026-03-27": 2_450}, "2026-04-29", []),
    (
        "short beyond the tolerance",
        {"2026-03-27": 2_449},
        "2026-04-16",
        [("2026-03-31", "missed"), ("2026-04-15", "broken")],
    ),
    (
        "short twice adds up",
        {"2026-03-27": 2_460, "2026-04-28": 2_480},
        "2026-05-10",
        [("2026-04-30", "missed")],  # 5 000 asked, 4 940 + 50 < 5 000
    ),
    (
        "short to the end within the tolerance",
        {"2026-03-27": 2_500, "2026-04-28": 2_500, "2026-05-27": 1_800},
        "2026-06-10",
        [("2026-05-29", "kept")],  # when the grace of the last one is over
    ),
    (
        "double pays the next one too",
        {"2026-03-27": 5_000, "2026-05-27": 1_840},
        "2026-06-10",
        [("2026-05-27", "kept")],
    ),
    ("all of it early", {"2026-03-12": 6_840}, "2026-04-10", [("2026-03-12", "kept")]),
    ("early and then nothing", {"2026-03-12": 2_500}, "2026-05-01", [("2026-04-30", "missed")]),
    ("nothing", {}, "2026-05-01", [("2026-03-31", "missed"), ("2026-04-15", "broken")]),
    (
        "caught up on the last day",
        {"2026-04-14": 2_500},
        "2026-04-20",
        [("2026-03-31", "missed"), ("2026-04-14", "active")],
    ),
    (
        "a part is not enough",
        {"2026-04-10": 1_000},
        "2026-04-20",
        [("2026-03-31", "missed"), ("2026-04-15", "broken")],
    ),
    (
        "missed twice, caught up twice",
        {"2026-04-02": 2_500, "2026-05-05": 2_500, "2026-05-26": 1_840},
        "2026-06-10",
        [
            ("2026-03-31", "missed"),
            ("2026-04-02", "active"),
            ("2026-04-30", "missed"),
            ("2026-05-05", "active"),
            ("2026-05-26", "kept"),
        ],
    ),
]


@pytest.mark.parametrize(("story", "came", "last", "expected"), STORIES, ids=[story[0] for story in STORIES])
def test_plan_day_by_day(plan, rent, cast, story, came, last, expected):
    assert changes(plan, last, cast, {day: [(rent, kronor)] for day, kronor in came.items()}) == expected


def test_first_day_of_a_miss_reminds_the_case_worker_of_the_missing_instalment(plan, cast):
    nights(AGREED, date(2026, 4, 3), cast.finn)
    plan.refresh_from_db()
    assert (plan.status, plan.missed_on) == ("missed", date(2026, 3, 31))
    assert reminders("plan_missed") == [(date(2026, 3, 31), date(2026, 3, 26), None)]
    reminder = Reminder.objects.get()
    assert (reminder.owner, reminder.tenancy, reminder.source_id) == (cast.alma, plan.tenancy, plan.pk)


def test_catching_up_withdraws_the_reminder_and_a_new_miss_makes_another(plan, rent, cast):
    pays = {"2026-04-02": [(rent, 2_500)]}
    nights(AGREED, date(2026, 5, 1), cast.finn, pays)
    assert reminders("plan_missed") == [
        (date(2026, 3, 31), date(2026, 3, 26), date(2026, 4, 2)),
        (date(2026, 4, 30), date(2026, 4, 27), None),
    ]


def test_broken_plan_ends_and_reminds_once_more(plan, cast):
    said = nights(AGREED, date(2026, 4, 20), cast.finn)
    assert {day: dict(counts) for day, counts in said.items() if counts} == {
        date(2026, 3, 31): {"plans_missed": 1},
        date(2026, 4, 15): {"plans_broken": 1},
    }
    plan.refresh_from_db()
    assert (plan.status, plan.ended_on, plan.missed_on) == ("broken", date(2026, 4, 15), date(2026, 3, 31))
    assert reminders("plan_missed")[0][2] == date(2026, 4, 15)
    assert reminders("plan_broken") == [(date(2026, 4, 15), date(2026, 3, 26), None)]


def test_days_until_a_plan_breaks_and_its_grace_are_guidelines(plan, cast):
    GuidelineValue.objects.create(key="plan_grace_bank_days", value="0", valid_from=date(2026, 1, 1))
    GuidelineValue.objects.create(key="plan_breaks_after_days", value="3", valid_from=date(2026, 1, 1))
    assert changes(plan, "2026-04-10", cast) == [("2026-03-27", "missed"), ("2026-03-31", "broken")]


def test_second_run_of_a_day_changes_nothing(plan, cast):
    nights(AGREED, date(2026, 3, 31), cast.finn)
    before = list(PaymentPlan.objects.values()), list(Reminder.objects.values())
    assert actions.check_plans(on=date(2026, 3, 31)) == {}
    assert (list(PaymentPlan.objects.values()), list(Reminder.objects.values())) == before


def test_many_that_change_in_a_night_are_told_in_as_many_questions(cast, django_assert_max_num_queries):
    """Ten missed on 31 March; on 15 April one has caught up and nine are broken."""
    plans = [deal([rent], by=cast.finn) for rent in charged(10, case_worker=cast.alma)]
    read_through(date(2026, 3, 30), cast.finn)
    with django_assert_max_num_queries(8):
        assert actions.check_plans(on=date(2026, 3, 31)) == {"plans_missed": 10}
    pay(plans[0].charges.get().charge, 2_500, on=date(2026, 4, 14))
    read_through(date(2026, 4, 14), cast.finn)
    with django_assert_max_num_queries(11):
        assert actions.check_plans(on=date(2026, 4, 15)) == {"plans_broken": 9, "plans_caught_up": 1}
    missed = Reminder.objects.filter(kind="plan_missed", owner=cast.alma, withdrawn_on=date(2026, 4, 15))
    assert set(missed.values_list("source_id", flat=True)) == {plan.pk for plan in plans}
    broken = Reminder.objects.open().filter(kind="plan_broken", owner=cast.alma)
    assert set(broken.values_list("tenancy", flat=True)) == {plan.tenancy_id for plan in plans[1:]}


def test_what_the_night_writes_is_recorded_with_the_name_of_the_action(plan, cast):
    nights(AGREED, date(2026, 3, 31), cast.finn)
    made = Reminder.pgh_event_models["insert"].objects.get(kind="plan_missed")
    assert (made.pgh_obj_id, made.pgh_context["action"]) == (Reminder.objects.get().pk, "remind_case_workers")


@pytest.mark.parametrize("came", [{}, {"2026-04-01": 2_500}, {"2026-03-27": 2_500}, {"2026-03-12": 6_840}])
def test_run_for_an_earlier_day_finds_everything_as_it_was_left(plan, rent, cast, came):
    pays = {day: [(rent, kronor)] for day, kronor in came.items()}
    nights(AGREED, date(2026, 4, 16), cast.finn, pays)
    before = list(PaymentPlan.objects.values()), list(Reminder.objects.values())
    for day in range(1, 32):
        assert actions.check_plans(on=date(2026, 3, day)) == {}
    assert (list(PaymentPlan.objects.values()), list(Reminder.objects.values())) == before


def test_money_that_was_known_later_does_not_help_on_an_earlier_day(plan, rent, cast):
    """The night of 31 March that is run on 1 April, before the money of that day: missed then too."""
    read_through(date(2026, 3, 31), cast.finn)
    assert actions.check_plans(on=date(2026, 3, 31)) == {"plans_missed": 1}
    pay(rent, 2_500, on=date(2026, 4, 1))
    assert actions.check_plans(on=date(2026, 4, 1)) == {"plans_caught_up": 1}


def test_nobody_is_missing_while_the_payments_are_not_read(plan, cast):
    assert actions.check_plans(on=date(2026, 4, 1)) == {}
    read_through(date(2026, 3, 25), cast.finn)
    assert actions.check_plans(on=date(2026, 3, 31)) == {}  # Monday's 26 March is the cutoff
    read_through(date(2026, 3, 26), cast.finn)
    assert actions.check_plans(on=date(2026, 3, 31)) == {"plans_missed": 1}


def test_plan_does_not_break_while_the_payments_are_not_read(plan, cast):
    nights(AGREED, date(2026, 3, 31), cast.finn)
    assert actions.check_plans(on=date(2026, 4, 20)) == {}
    plan.refresh_from_db()
    assert plan.status == "missed"


def test_money_the_bank_took_back_is_missing_again(plan, rent, cast):
    nights(AGREED, date(2026, 4, 1), cast.finn, {"2026-03-27": [(rent, 2_500)]})
    back = paid(rent, 250_000)
    data = delivery(back, format="camt.054.001.08", day=date(2026, 4, 1), number=500, is_reversal=True)
    imported(data, name="back.xml", on=date(2026, 4, 2))
    payment = Payment.objects.get(ocr=rent.ocr, source="bank")
    reversal = Payment.objects.get(source="reversal")
    actions.decide_reversal(reversal, payment=payment, why="Banken tog tillbaka", by=cast.finn, on=date(2026, 4, 2))
    assert changes(plan, "2026-04-03", cast, first=date(2026, 4, 2)) == [("2026-04-02", "missed")]


def test_credit_note_counts_as_what_came(plan, rent, cast):
    actions.credit_charge(rent, amount_ore=684_000, why="Vattenskada", by=cast.finn, on=date(2026, 3, 20))
    assert changes(plan, "2026-03-20", cast) == [("2026-03-20", "kept")]


def test_plan_of_two_rents_is_paid_by_either(cast):
    [march] = charged(1, case_worker=cast.alma)
    old = actions.open_balance(
        march.tenancy, month=date(2026, 1, 1), amount_ore=300_000, by=cast.finn, on=date(2026, 2, 10)
    )
    parts = (part("2026-03-26", 5_000), part("2026-04-27", 4_840))
    plan = deal([march, old], by=cast.finn, parts=parts)
    assert plan.owed_ore == 984_000
    pays = {"2026-03-27": [(march, 2_000), (old, 3_000)], "2026-04-28": [(march, 4_840)]}
    assert changes(plan, "2026-05-05", cast, pays) == [("2026-04-28", "kept")]


def test_rent_that_was_charged_anew_is_owed_in_its_newest_version(plan, rent, cast):
    """Credited whole on 20 March and charged anew with the same 6 840 kr: nothing has come, so nothing is kept."""
    day = date(2026, 3, 20)
    renewed(rent, by=cast.finn, on=day)
    assert changes(plan, "2026-03-20", cast, first=day) == []
    pay(Charge.objects.get(first=rent), 6_840, on=date(2026, 3, 23))
    assert changes(plan, "2026-03-23", cast, first=date(2026, 3, 23)) == [("2026-03-23", "kept")]


def test_money_paid_early_on_the_first_rents_ocr_keeps_the_plan_of_two_in_time(cast):
    """6 840 kr are due on 26 March, 3 420 on 27 April and 26 May. 10 260 kr come on the first rent's OCR: 3 420 of it
    are the home's credit, which nobody has put on the second rent yet. From 29 May on it is not enough."""
    [first] = charged(1, case_worker=cast.alma)
    actions.charge_month(month=date(2026, 4, 1), on=date(2026, 3, 9))
    second = Charge.objects.get(tenancy=first.tenancy, month=date(2026, 4, 1))
    parts = (part("2026-03-26", 6_840), part("2026-04-27", 3_420), part("2026-05-26", 3_420))
    plan = deal([first, second], by=cast.finn, parts=parts)
    pays = {"2026-03-20": [(first, 10_260)]}
    assert changes(plan, "2026-06-15", cast, pays) == [("2026-05-29", "missed")]  # and it does not break
    [credit] = Payment.objects.credits()
    actions.allocate_by_hand(credit, second, amount_ore=342_000, why="planen", by=cast.finn, on=date(2026, 6, 15))
    assert changes(plan, "2026-06-16", cast, first=date(2026, 6, 15))[-1] == ("2026-06-15", "broken")


@pytest.mark.parametrize("how", ["name", "name turned round", "ocr", "account", "stranger"])
def test_plan_does_not_break_while_money_waits_that_may_be_the_tenants(plan, rent, cast, how):
    first, last = rent.tenancy.holder.name.split(" ", 1)
    PaymentFactory(tenancy=rent.tenancy, payer_account="123", amount_ore=7, unallocated_ore=0)
    said = {
        "name": {"payer_name": f"{first} {last}".upper()},
        "name turned round": {"payer_name": f"{last.upper()}, {first.upper()}"},
        "ocr": {"ocr": rent.ocr, "needs_person": "maybe_twice"},
        "account": {"payer_account": "123"},
        "stranger": {},
    }[how]
    PaymentFactory(tenancy=None, amount_ore=250_000, **{"payer_name": "Okand", **said})
    broken = [("2026-04-15", "broken")] if how == "stranger" else []
    assert changes(plan, "2026-04-20", cast) == [("2026-03-31", "missed"), *broken]


def undone(rent, cast, day):
    """The neighbour had typed our OCR: the money goes where it belongs."""
    payment = rent.allocations.get().payment
    actions.undo_allocation(rent.allocations.get(), why="grannens", by=cast.finn, on=day)
    actions.give_to_tenancy(payment, TenancyFactory(), why="grannens", by=cast.finn, on=day)


def test_plan_that_a_neighbours_money_kept_runs_again_when_that_is_moved(plan, rent, cast):
    monday = date(2026, 3, 16)
    assert changes(plan, "2026-03-13", cast, {"2026-03-12": [(rent, 6_840)]}) == [("2026-03-12", "kept")]
    undone(rent, cast, monday)
    assert actions.check_plans(on=monday) == {"plans_reopened": 1}
    assert actions.check_plans(on=monday) == {}
    plan.refresh_from_db()
    assert (plan.status, plan.ended_on) == ("active", None)
    assert changes(plan, "2026-04-15", cast, first=monday) == [("2026-03-31", "missed"), ("2026-04-15", "broken")]


def test_plan_that_was_kept_does_not_run_again_beside_another(plan, rent, cast):
    changes(plan, "2026-03-13", cast, {"2026-03-12": [(rent, 6_840)]})
    undone(rent, cast, date(2026, 3, 16))
    other = deal([rent], by=cast.finn, on=date(2026, 3, 16))
    assert actions.check_plans(on=date(2026, 3, 16)) == {}
    plan.refresh_from_db()
    assert (plan.status, other.is_running) == ("kept", True)


def test_softer_plan_is_judged_by_its_own_instalments(plan, rent, cast):
    nights(AGREED, date(2026, 4, 2), cast.finn)
    softer = softened(plan, (part("2026-04-27", 3_420), part("2026-05-26", 3_420)), by=cast.alma, on=date(2026, 4, 2))
    pays = {"2026-04-28": [(rent, 3_420)], "2026-05-27": [(rent, 3_420)]}
    assert changes(softer, "2026-06-01", cast, pays, first=date(2026, 4, 3)) == [("2026-05-27", "kept")]
    plan.refresh_from_db()
    assert (plan.status, plan.ended_on) == ("replaced", date(2026, 4, 2))
    assert reminders("plan_missed")[0][2] == date(2026, 4, 2)


def test_plan_over_easter_waits_for_two_bank_days(rent, cast):
    """Due on Thursday 2 April: Good Friday to Easter Monday are none, so Tuesday and Wednesday; missing on the 9th."""
    plan = deal([rent], by=cast.finn, parts=(part("2026-04-02", 6_840),))
    assert changes(plan, "2026-04-10", cast) == [("2026-04-09", "missed")]


def test_every_plan_is_judged_by_its_own_money_in_as_many_queries(cast, django_assert_max_num_queries):
    rents = charged(4, case_worker=cast.alma)
    plans = [deal([rent], by=cast.finn) for rent in rents]
    pay(rents[0], 6_840, on=date(2026, 3, 12))
    pay(rents[1], 2_500, on=date(2026, 3, 27))
    read_through(date(2026, 3, 30), cast.finn)
    with django_assert_max_num_queries(8):
        assert actions.check_plans(on=date(2026, 3, 31)) == {"plans_kept": 1, "plans_missed": 2}
    assert [PaymentPlan.objects.get(pk=plan.pk).status for plan in plans] == ["kept", "active", "missed", "missed"]
    assert PARTS[0].due_on + timedelta(days=5) == date(2026, 3, 31)
