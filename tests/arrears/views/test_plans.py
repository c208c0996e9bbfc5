"""Payment plans on their pages: budget, proposal, agreement, what has come, and how many last."""

from datetime import date, timedelta

import pytest

from arrears import actions, plans
from arrears.models import PaymentPlan
from bolots.models import AccessRecord
from tests.arrears.book import TODAY, charged
from tests.arrears.deals import AGREED, deal, nights, part, pay

from .conftest import text

pytestmark = pytest.mark.django_db
BUDGET = {"income_day": "25", "income": "14 000", "rent": "6 840", "other": "4 660", "tolerance": "50"}


@pytest.fixture
def rent(cast):
    return charged(1, case_worker=cast.alma, holder__name="Samira Daoud")[0]


@pytest.fixture
def alma(sign_in):
    return sign_in("alma")


def address(rent):
    return f"/hyror/krav/planer/ny/{rent.tenancy_id}/"


def parts(*rows):
    """The rows of instalments as the page sends them."""
    sent = {"part-TOTAL_FORMS": str(len(rows)), "part-INITIAL_FORMS": "0"}
    for place, (day, amount) in enumerate(rows):
        sent |= {f"part-{place}-due_on": day, f"part-{place}-amount": amount}
    return sent


def test_budget_proposes_instalments_that_fit_what_is_left(alma, rent):
    answer = alma.post(address(rent), BUDGET | {"charges": [rent.pk], "propose": "1"})
    said = text(answer)
    # 14 000 − 6 840 − 4 660 = 2 500 kr a month: 2 500, 2 500 and 1 840 kr
    assert "Kvar för månaden 2 500 kr Att betala av 6 840 kr Månader 3" in said
    html = answer.content.decode()
    for day, amount in (("2026-03-26", "2500"), ("2026-04-27", "2500"), ("2026-05-26", "1840")):
        assert f'value="{day}"' in html
        assert f'value="{amount}"' in html
    assert not PaymentPlan.objects.exists()


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("7 160", "Inget blir över"),
        ("7 060", "För lite blir över"),  # 100 kr left: 69 months
        ("6 700", "Mer än ett år"),  # 460 kr left: 15 months
    ],
)
def test_proposal_warns_when_a_plan_would_not_last(alma, rent, other, said):
    answer = alma.post(address(rent), BUDGET | {"charges": [rent.pk], "other": other, "propose": "1"})
    assert said in text(answer)


def test_tenant_without_an_income_gets_no_instalments_proposed(alma, rent):
    said = text(alma.post(address(rent), BUDGET | {"charges": [rent.pk], "income": "0", "propose": "1"}))
    assert "Inget blir över" in said
    assert "eller ge anstånd" in said


def test_agreement_is_made_with_the_instalments_as_they_were_changed(alma, cast, rent):
    sent = parts(("2026-03-27", "3 000"), ("27/4", "3 840"), ("", ""))
    answer = alma.post(address(rent), BUDGET | sent | {"charges": [rent.pk], "agree": "1"}, follow=True)
    plan = PaymentPlan.objects.get()
    assert answer.redirect_chain == [(f"/hyror/krav/planer/{plan.pk}/", 302)]
    assert "Planen är gjord. Skriv ut den och skriv under tillsammans." in text(answer)
    rows = [(row.due_on, row.amount_ore) for row in plan.instalments.order_by("due_on")]
    assert rows == [(date(2026, 3, 27), 300_000), (date(2026, 4, 27), 384_000)]
    assert (plan.by, plan.left_ore, plan.tolerance_ore, plan.income_day) == (cast.alma, 250_000, 5_000, 25)


def test_instalments_that_do_not_come_to_the_rents_stay_as_typed(alma, rent):
    sent = parts(("2026-03-27", "3 000"), ("2026-04-27", "3 000"))
    answer = alma.post(address(rent), BUDGET | sent | {"charges": [rent.pk], "agree": "1"})
    assert "Delbetalningarna blir 6 000 kr och hyrorna 6 840 kr. De måste vara lika." in text(answer)
    assert "Tillsammans 6 000 kr av 6 840 kr." in text(answer)
    assert 'value="3 000"' in answer.content.decode()
    assert not PaymentPlan.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"income_day": "32"}, "Inkomstdag:"),
        ({"income": "mycket"}, "Skriv beloppet i kronor, till exempel 5 430."),
        ({"charges": []}, "Välj minst en obetald hyra."),
        (parts(("2026-03-27", "")), "En delbetalning har en dag och ett belopp."),
        (parts(("snart", "6 840")), "Skriv dagen"),
        ({"tolerance": "6840"}, "Toleransen ska vara mindre än den minsta delbetalningen, 6 840 kr"),
    ],
)
def test_what_cannot_be_read_is_said_and_what_was_typed_stays(alma, rent, sent, said):
    whole = BUDGET | parts(("2026-03-27", "6 840")) | {"charges": [rent.pk], "agree": "1"} | sent
    answer = alma.post(address(rent), whole)
    assert said in text(answer)
    assert 'value="4 660"' in answer.content.decode()
    assert not PaymentPlan.objects.exists()


def test_home_without_unpaid_rent_says_so(alma, rent):
    pay(rent, 6_840, on=TODAY)
    assert "Ingen obetald hyra" in text(alma.get(address(rent)))


def test_home_with_a_plan_leads_to_it(alma, cast, rent):
    plan = deal([rent], by=cast.alma)
    assert f"Titta på plan {plan.pk}: den kan göras lättare eller avslutas." in text(alma.get(address(rent)))


def test_page_of_a_plan_tells_what_should_have_come_and_what_has(alma, cast, rent, set_today):
    plan = deal([rent], by=cast.alma)
    nights(AGREED, date(2026, 4, 2), cast.finn, {"2026-04-01": [(rent, 1_000)]})
    set_today(date(2026, 4, 2))
    said = text(alma.get(plan.get_absolute_url()))
    assert (
        "Skuld när planen gjordes 6 840 kr Borde ha kommit 2 500 kr Har kommit 1 000 kr Kvar att betala 5 840 kr"
        in said
    )
    assert "1 500 kr saknas sedan tis 31 mar" in said
    for row in (
        "tor 26 mar 2 500 kr 1 000 kr mån 30 mar Allt har inte kommit",
        "mån 27 apr 2 500 kr 0 kr ons 29 apr Inte dags än",
        # day by day, newest first
        "ons 1 apr 2 500 kr 1 000 kr 50 kr 1 500 kr saknas",
        "tis 31 mar 2 500 kr 0 kr 50 kr 2 500 kr saknas",
        "tis 10 mar 0 kr 0 kr 50 kr Som överenskommet",
    ):
        assert row in said
    assert AccessRecord.objects.filter(what="plan", person_id=rent.tenancy.holder_id).count() == 1


def test_paper_is_the_one_that_was_issued(alma, cast, rent):
    plan = deal([rent], by=cast.alma)
    answer = alma.get(f"{plan.get_absolute_url()}papper/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content == bytes(plan.letter.pdf)
    assert "Samira" not in answer["Content-Disposition"]


def test_softer_plan_is_proposed_for_what_is_left_once(alma, cast, rent):
    plan = deal([rent], by=cast.alma)
    pay(rent, 840, on=TODAY)
    page = f"{plan.get_absolute_url()}lattare/"
    said = text(alma.post(page, BUDGET | {"other": "6 160", "propose": "1"}))  # 1 000 kr left: six months
    assert "Att betala av 6 000 kr Månader 6" in said
    sent = parts(("2026-04-27", "3 000"), ("2026-05-26", "3 000"))
    answer = alma.post(page, BUDGET | sent | {"agree": "1"}, follow=True)
    softer = PaymentPlan.objects.get(softens=plan)
    assert f"Ersätter plan {plan.pk}" in text(answer)
    assert "Den har gjorts lättare en gång. Mer går inte." in text(answer)
    assert alma.get(f"{softer.get_absolute_url()}lattare/").status_code == 404
    assert f"Ersatt av plan {softer.pk}" in text(alma.get(plan.get_absolute_url()))


def test_softer_plan_that_is_refused_leaves_the_page_as_it_was(alma, cast, rent):
    plan = deal([rent], by=cast.alma)
    answer = alma.post(f"{plan.get_absolute_url()}lattare/", BUDGET | parts(("2026-04-27", "1")) | {"agree": "1"})
    assert "De måste vara lika." in text(answer)
    assert PaymentPlan.objects.get().status == "active"


def test_plan_is_called_off_with_a_reason(alma, cast, rent):
    plan = deal([rent], by=cast.alma)
    page = f"{plan.get_absolute_url()}avsluta/"
    assert "Skriv skälet" in text(alma.post(page, {"why": ""}))
    answer = alma.post(page, {"why": "Flyttar till sin bror"}, follow=True)
    assert "Planen är avslutad." in text(answer)
    assert "Flyttar till sin bror" in text(answer)
    assert "redan slutat" in text(alma.post(page, {"why": "igen"}))


def test_list_tells_what_is_missing_what_runs_and_what_has_ended(alma, cast, set_today):
    homes = charged(3, case_worker=cast.alma)
    missed, runs, kept = (deal([rent], by=cast.alma) for rent in homes)
    pays = {"2026-03-27": [(homes[1], 2_500), (homes[2], 6_840)]}
    nights(AGREED, date(2026, 4, 2), cast.finn, pays)
    set_today(date(2026, 4, 2))
    said = text(alma.get("/hyror/krav/planer/"))
    assert "En delbetalning saknas i 1 plan. 1 löper som överenskommet." in said
    assert f"plan {missed.pk} tis 10 mar 6 840 kr mån 27 apr, 2 500 kr En delbetalning saknas sedan tis 31 mar" in said
    assert f"plan {runs.pk} tis 10 mar 6 840 kr mån 27 apr, 2 500 kr Löper" in said
    assert f"plan {kept.pk} tis 10 mar 6 840 kr fre 27 mar Hållen" in said


def old(cast, number, agreed_on, **ended):
    """Plans as they would have been left, without their money."""
    for rent in charged(number, month=date(2025, 1, 1), on=date(2024, 12, 10), starts_on=date(2024, 1, 1)):
        facts = {"income_day": 25, "left_ore": 1, "owed_ore": 1, "by": cast.alma, **ended}
        PaymentPlan.objects.create(tenancy=rent.tenancy, agreed_on=agreed_on, **facts)


def test_survival_counts_plans_that_are_old_enough_and_were_not_broken_by_then(cast, sign_in):
    """Today is 10 March 2026. Three months ago: 10 December; six months ago: 10 September."""
    broken = {"status": "broken"}
    old(cast, 2, date(2025, 9, 10), status="kept", ended_on=date(2025, 12, 1))
    old(cast, 1, date(2025, 9, 1), **broken, ended_on=date(2025, 12, 1))  # within three months, to the day
    old(cast, 1, date(2025, 9, 1), **broken, ended_on=date(2025, 12, 2))  # after three, within six
    old(cast, 1, date(2025, 9, 1), **broken, ended_on=date(2026, 3, 2))  # after six
    old(cast, 1, date(2025, 9, 11), **broken, ended_on=date(2025, 10, 1))  # old enough for three only
    old(cast, 1, date(2025, 12, 10))  # runs, just old enough for three
    old(cast, 1, date(2025, 12, 11), **broken, ended_on=date(2026, 1, 1))  # too young
    old(cast, 1, date(2025, 9, 1), status="replaced", ended_on=date(2025, 10, 1))
    found = plans.survival(PaymentPlan.objects.all(), TODAY)
    assert [(row.months, row.lasted, row.of, row.percent) for row in found] == [(3, 6, 8, None), (6, 4, 6, None)]
    said = text(sign_in("miriam").get("/hyror/krav/planer/"))
    assert "Inte bruten inom 3 månader 6 av 8" in said
    assert "Inte bruten inom 6 månader 4 av 6" in said
    assert "procent av" not in said


def test_share_is_a_percentage_from_twenty_plans_on(cast, sign_in):
    old(cast, 13, date(2025, 9, 1), status="kept", ended_on=date(2025, 12, 1))
    old(cast, 7, date(2025, 9, 1), status="broken", ended_on=date(2025, 10, 1))
    assert [row.percent for row in plans.survival(PaymentPlan.objects.all(), TODAY)] == [65, 65]
    assert "65 procent av" in text(sign_in("miriam").get("/hyror/krav/planer/"))


def test_home_shows_its_plan_and_its_respite_to_all_who_work_with_it(sign_in, cast, rent):
    plan = deal([rent], by=cast.alma)
    stops = dict.fromkeys(("stops_cases", "stops_demands", "stops_interest"), True)
    ends = TODAY + timedelta(days=5)
    actions.set_hold(rent.tenancy, from_on=TODAY, until_on=ends, why="Sjuk", **stops, by=cast.alma, on=TODAY)
    for name in ("alma", "finn", "miriam"):
        html = sign_in(name).get(rent.tenancy.get_absolute_url())
        assert "En avbetalningsplan löper, nästa delbetalning om 16 dagar, tor 26 mar" in text(html)
        assert "Ett anstånd gäller, sista dagen om 4 dagar, lör 14 mar" in text(html)
        assert plan.get_absolute_url() in html.content.decode()


def test_plan_of_another_version_of_the_rent_is_followed(cast, rent):
    """A rent that was charged anew: the old version is credited whole, and the new one is what is left."""
    plan = deal([rent], by=cast.alma)
    actions.credit_charge(rent, amount_ore=684_000, why="Fel hyra", by=cast.finn, on=date(2026, 3, 11))
    newer = new_version(rent, 600_000, cast)
    book = plans.book(plan, date(2026, 3, 11), 2)
    assert (book.rents, book.open_ore, book.today.actual_ore) == ([rent, newer], 600_000, 84_000)
    nights(date(2026, 3, 11), date(2026, 3, 31), cast.finn)
    plan.refresh_from_db()
    assert plan.status == "missed"  # 2 500 kr asked, 840 kr less owed
    assert plan.instalments.first().amount_ore == part("2026-03-26", 2_500).ore


def new_version(rent, ore, cast):
    from tests.factories import ChargeFactory

    later = date(2026, 3, 11)
    return ChargeFactory(
        tenancy=rent.tenancy, amount_ore=ore, replaces=rent, first=rent, why="Fel hyra", by=cast.finn,
        effective_on=later, recorded_on=later,
    )  # fmt: skip
