from datetime import date

import pytest

from arrears import actions
from arrears.actions import planning
from arrears.models import Charge, PaymentPlan
from bolots.models import GuidelineValue
from bolots.refusals import Refused
from tenancies.models import Reminder, Tenant
from tests.arrears import terminations as story
from tests.arrears.book import TODAY, at, charged
from tests.arrears.deals import PARTS, deal, part, pay, softened
from tests.arrears.terminations import late_home
from tests.factories import ChargeFactory, IncidentFactory, TenancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rent(cast):
    return charged(1, case_worker=cast.alma, holder__name="Samira Daoud")[0]


def refused(change, sentence):
    with pytest.raises(Refused) as error:
        change()
    assert str(error.value) == sentence


def test_plan_keeps_rents_instalments_and_what_was_owed(rent, cast):
    plan = deal([rent], by=cast.alma)
    plan.refresh_from_db()
    assert (plan.status, plan.agreed_on, plan.by, plan.owed_ore) == ("active", TODAY, cast.alma, 684_000)
    assert (plan.income_day, plan.left_ore, plan.tolerance_ore) == (25, 250_000, 5_000)
    assert list(plan.charges.values_list("charge", "open_ore")) == [(rent.pk, 684_000)]
    assert [(row.due_on, row.amount_ore) for row in plan.instalments.order_by("due_on")] == [
        (part.due_on, part.ore) for part in PARTS
    ]


def test_agreement_says_days_amounts_and_which_ocr(rent, cast, settings):
    settings.BANK_RECEIVERS = frozenset({"50501055", "SE4550000000058398257466"})
    old = actions.open_balance(
        rent.tenancy, month=date(2026, 1, 1), amount_ore=100_000, by=cast.finn, on=date(2026, 2, 10)
    )
    parts = (part("2026-03-26", 1_500), part("2026-04-27", 6_340))
    plan = deal([rent, old], by=cast.alma, parts=parts)
    html = plan.letter.html.replace("\xa0", " ")
    assert [word in html for word in ("Samira Daoud", "7 840 kr", "26 mars 2026", "27 april 2026", "5050-1055")] == [
        True
    ] * 5
    # the first pays the old debt's 1 000 kr and 500 kr of March, the second the rest of March
    first, second = html.split("26 mars 2026")[1].split("27 april 2026")
    for said in (old.ocr, "1 000 kr", "äldre skuld, januari 2026", rent.ocr, "500 kr", "hyran för mars 2026"):
        assert said in first
    assert (rent.ocr in second, old.ocr in second, "6 340 kr" in second) == (True, False, True)
    assert plan.letter.issued_on == TODAY
    assert plan.letter.events.get().kind == "printed"


def test_agreement_carries_the_landlord_and_the_postal_address(rent, cast):
    html = deal([rent], by=cast.alma).letter.html
    assert "Kommunen, din hyresvärd" in html
    assert f"Olsborgsvägen 96 B, lägenhet {rent.tenancy.apartment.number}<br>186 36 Vallentuna" in html
    assert not Reminder.objects.filter(kind="hand_over").exists()


def test_agreement_with_a_protected_person_has_no_name_or_address_and_is_handed_over(rent, cast):
    Tenant.objects.update(is_protected=True)
    rent.tenancy.refresh_from_db()
    plan = deal([rent], by=cast.alma)
    for word in ("Samira", "Olsborgsvägen", "186 36"):
        assert word not in plan.letter.html
    assert "Lämnas personligen" in plan.letter.html
    asked = Reminder.objects.get(kind="hand_over")
    assert (asked.owner, asked.source, asked.source_id) == (cast.alma, "plan", plan.pk)
    assert (asked.due_on, asked.deadline_on) == (TODAY, PARTS[0].due_on)
    actions.call_off_plan(plan, why="flyttar", by=cast.alma, on=TODAY)
    asked.refresh_from_db()
    assert asked.withdrawn_on == TODAY


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (PARTS[:2], "Delbetalningarna blir 5\xa0000\xa0kr och hyrorna 6\xa0840\xa0kr. De måste vara lika."),
        ((), "Delbetalningarna blir 0\xa0kr och hyrorna 6\xa0840\xa0kr. De måste vara lika."),
        ((part("2026-03-10", 6_840),), "Varje delbetalning har en egen dag, efter i dag."),
        ((part("2026-03-26", 1), part("2026-03-26", 6_839)), "Varje delbetalning har en egen dag, efter i dag."),
        (PARTS[::-1], "Varje delbetalning har en egen dag, efter i dag."),
    ],
)
def test_instalments_come_to_the_rents_on_days_of_their_own(rent, cast, parts, sentence):
    refused(lambda: deal([rent], by=cast.alma, parts=parts), sentence)
    assert not PaymentPlan.objects.exists()


@pytest.mark.parametrize(("last", "is_made"), [("2029-03-12", True), ("2029-03-13", False)])
def test_plan_is_over_within_three_years(rent, cast, last, is_made):
    """Three years from Tuesday 10 March 2026 end on a Saturday: Monday 12 March 2029 is the last day."""
    parts = (part("2026-03-26", 6_000), part(last, 840))
    if is_made:
        assert deal([rent], by=cast.alma, parts=parts).is_running
    else:
        sentence = (
            "Den sista delbetalningen ska vara betald senast mån\xa012\xa0mar\xa02029: en plan är över inom tre år."
        )
        refused(lambda: deal([rent], by=cast.alma, parts=parts), sentence)


def test_plan_costs_nothing(rent, cast):
    GuidelineValue.objects.create(key="reminder_fee_ore", value="6000", valid_from=date(2026, 1, 1), set_by=cast.finn)
    plan = deal([rent], by=cast.alma)
    assert "kostar dig ingenting" in plan.letter.html
    assert list(Charge.objects.filter(tenancy=rent.tenancy)) == [rent]


def test_agreement_says_that_the_lease_is_not_terminated_while_it_is_kept(rent, cast):
    assert "säger vi inte upp avtalet för de här hyrorna" in deal([rent], by=cast.alma).letter.html


def test_plan_is_about_something(rent, cast):
    facts = {"income_day": 25, "left_ore": 1, "tolerance_ore": 0, "by": cast.alma, "on": TODAY, "at": at()}
    refused(lambda: actions.make_plan(rent.tenancy, charges=[], parts=PARTS, **facts), "Välj minst en obetald hyra.")


CHANGED = "Något har betalats eller ändrats under tiden. Titta på hyrorna och låt delbetalningarna föreslås igen."


def test_money_that_arrived_meanwhile_blocks_the_plan(rent, cast):
    seen = Charge.objects.get(pk=rent.pk)
    pay(rent, 100, on=TODAY)
    facts = {"income_day": 25, "left_ore": 1, "tolerance_ore": 0, "by": cast.alma, "on": TODAY, "at": at()}
    refused(lambda: actions.make_plan(rent.tenancy, charges=[seen], parts=PARTS, **facts), CHANGED)


def test_rent_of_somebody_else_or_a_fee_is_in_no_plan(rent, cast):
    fee = ChargeFactory(tenancy=rent.tenancy, kind="fee", about=rent, month=date(2026, 3, 1))
    for wrong in (ChargeFactory(), fee):
        refused(lambda wrong=wrong: deal_of(rent, wrong, cast), CHANGED)


def deal_of(rent, wrong, cast):
    facts = {"income_day": 25, "left_ore": 1, "tolerance_ore": 0, "by": cast.alma, "on": TODAY, "at": at()}
    return actions.make_plan(rent.tenancy, charges=[wrong], parts=(part("2026-03-26", 6_840),), **facts)


@pytest.mark.parametrize("tolerance_ore", [184_000, 250_000, 684_000])
def test_tolerance_is_smaller_than_the_smallest_instalment_or_nothing_need_be_paid(rent, cast, tolerance_ore):
    said = "Toleransen ska vara mindre än den minsta delbetalningen, 1 840 kr, annars behöver den aldrig betalas."
    refused(lambda: deal([rent], by=cast.alma, tolerance_ore=tolerance_ore), said.replace("1 840 kr", "1\xa0840\xa0kr"))
    assert not PaymentPlan.objects.exists()
    assert deal([rent], by=cast.alma, tolerance_ore=183_999).status == "active"


def test_one_plan_runs_for_a_home(rent, cast):
    deal([rent], by=cast.alma)
    again = "Det löper redan en avbetalningsplan för hemmet. Gör den lättare, eller avsluta den först."
    refused(lambda: deal([rent], by=cast.alma), again)
    april = ChargeFactory(tenancy=rent.tenancy, month=date(2026, 4, 1))
    refused(lambda: deal([april], by=cast.alma), again)


def test_rent_of_a_former_home_joins_the_plan_of_the_new_one_and_no_other(rent, cast):
    now = TenancyFactory(holder=rent.tenancy.holder, case_worker=cast.alma)
    own = ChargeFactory(tenancy=now)
    facts = {"income_day": 25, "left_ore": 1, "tolerance_ore": 0, "by": cast.alma, "on": TODAY, "at": at()}
    parts = (part("2026-03-26", 13_680),)
    plan = actions.make_plan(now, charges=[rent, own], parts=parts, **facts)
    assert set(plan.charges.values_list("charge", flat=True)) == {rent.pk, own.pk}
    refused(lambda: deal([rent], by=cast.alma), "En av hyrorna ingår redan i en avbetalningsplan som löper.")


def test_softer_plan_replaces_the_first_for_what_is_left(rent, cast):
    plan = deal([rent], by=cast.alma)
    pay(rent, 840, on=TODAY)
    softer = softened(plan, (part("2026-04-27", 3_000), part("2026-05-26", 3_000)), by=cast.alma, on=TODAY)
    plan.refresh_from_db()
    assert (plan.status, plan.ended_on, softer.status, softer.softens) == ("replaced", TODAY, "active", plan)
    assert softer.owed_ore == 600_000
    assert "ersätter den förra" in softer.letter.html


def test_plan_is_made_softer_once_only(rent, cast):
    plan = deal([rent], by=cast.alma)
    parts = (part("2026-04-27", 6_840),)
    softer = softened(plan, parts, by=cast.alma, on=TODAY)
    once = "Planen har redan gjorts lättare en gång. Nästa gång avslutas den, och ärendet tar vid."
    refused(lambda: softened(softer, parts, by=cast.alma, on=TODAY), once)
    refused(lambda: softened(plan, parts, by=cast.alma, on=TODAY), "Planen har redan slutat.")
    assert PaymentPlan.objects.running().get() == softer


def test_softer_plan_that_is_refused_leaves_the_first_as_it_was(rent, cast):
    plan = deal([rent], by=cast.alma)
    with pytest.raises(Refused):
        softened(plan, (part("2026-04-27", 1),), by=cast.alma, on=TODAY)
    assert PaymentPlan.objects.get().status == "active"


def test_plan_is_called_off_with_a_reason_once(rent, cast):
    plan = deal([rent], by=cast.alma)
    Reminder.objects.create(
        tenancy=plan.tenancy, kind="plan_missed", source="plan", source_id=plan.pk, deadline_on=TODAY, due_on=TODAY,
        owner=cast.alma,
    )  # fmt: skip
    with pytest.raises(Refused):
        actions.call_off_plan(plan, why=" ", by=cast.alma, on=TODAY)
    actions.call_off_plan(plan, why="Flyttar till sin bror", by=cast.alma, on=TODAY)
    assert (plan.status, plan.ended_on, plan.why_ended) == ("called_off", TODAY, "Flyttar till sin bror")
    assert Reminder.objects.get().withdrawn_on == TODAY
    refused(lambda: actions.call_off_plan(plan, why="igen", by=cast.alma, on=TODAY), "Planen har redan slutat.")


def test_making_a_plan_is_on_record_with_who(rent, cast):
    plan = deal([rent], by=cast.alma)
    kept = PaymentPlan.pgh_event_models["insert"].objects.filter(pgh_obj=plan).earliest("pgh_id")
    assert (kept.pgh_context["action"], kept.pgh_context["user"]) == ("make_plan", cast.alma.pk)


def test_no_plan_is_made_from_the_service_of_a_termination_on(cast):
    """The letter says that a kept plan saves the home: the tenant would stop looking at the three weeks."""
    home = late_home(cast)
    row = story.issued(home, cast)
    story.serve(row, cast)
    with pytest.raises(planning.HomeTerminated):
        deal(story.rents(home), by=cast.finn)
    actions.withdraw_termination(row, why="avbetalning i stället", by=cast.finn, on=TODAY, at=at())
    assert deal(story.rents(home), by=cast.finn).is_running


def test_termination_for_misconduct_stops_no_plan(cast):
    home = late_home(cast)
    grave = IncidentFactory(tenancy=home, seriousness="very_serious", happened_on=date(2026, 3, 4), recorded_on=TODAY)
    story.serve(story.issued(home, cast, charges=[], incident=grave, why_at_once="hot med vapen"), cast)
    assert deal(story.rents(home), by=cast.finn).is_running
