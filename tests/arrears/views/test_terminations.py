"""The pages of a termination: who sees what, only what is allowed is offered, refusals keep what was typed."""

from datetime import date, timedelta

import pytest

from arrears import actions
from arrears.models import EnforcementNotice, Hold, Termination
from tenancies.models import Apartment, Tenancy
from tests.arrears import terminations as story
from tests.arrears.book import TODAY, at
from tests.arrears.terminations import BOOKED, DECISION, LAST_DAY, known, late_home, night, pay, rents
from tests.factories import AbsenceFactory, CorrectionFactory, IncidentFactory, PaymentFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LIST = "/hyror/krav/uppsagningar/"
DRAFT = {"crime": "no", "why": "Mars är obetald"}


@pytest.fixture
def home(cast):
    return late_home(cast)


def text(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def page(row, tail="") -> str:
    return f"{LIST}{row.pk}/{tail}"


def step(client, row, name, **fields):
    return client.post(page(row, f"steg/{name}/"), fields, follow=True)


def test_draft_is_made_on_the_homes_page_and_approved_by_another(home, cast, sign_in):
    finn, url = sign_in("finn"), f"{LIST}ny/{home.pk}/"
    assert "mars 2026: 6 840 kr" in text(finn.get(url))
    assert f'href="{url}"' in text(finn.get(home.get_absolute_url()))
    made = finn.post(url, DRAFT | {"charges": [rents(home)[0].pk]}, follow=True)
    row = Termination.objects.get()
    assert made.redirect_chain == [(page(row), 302)]
    assert "Granska och godkänn" not in text(made)
    miriam = sign_in("miriam")
    assert "Granska och godkänn" in text(miriam.get(page(row)))
    assert "Finn" in text(miriam.get(page(row, "godkann/")))
    miriam.post(page(row, "godkann/"))
    assert story.status(row) == "approved"


def test_home_without_a_postcode_is_said_before_the_papers_and_stops_them_not(home, cast, sign_in):
    said = "Bostaden saknar postnummer och postort i registret"
    row = story.approved(home, cast)
    assert said not in text(sign_in("finn").get(page(row)))
    Apartment.objects.update(town="")
    assert said in text(sign_in("finn").get(page(row)))
    assert len(actions.issue_termination_papers(row, by=cast.finn, on=TODAY, at=at())) == 3


def test_each_step_says_what_was_done_on_which_day_and_by_whom(home, cast, sign_in):
    row = story.issued(home, cast)
    noted = TODAY + 2 * DAY
    story.serve(row, cast, on=noted, proof="kvitto, pärm 4")
    story.notify(row, cast)
    pay(rents(home)[0], LAST_DAY)
    night(LAST_DAY)
    seen = text(sign_in("finn").get(page(row)))
    done = seen.split("Vad som har gjorts")[1]
    for said in (
        "Uppsägning förberedd",
        "Inget brott av någon närstående ligger bakom.",
        "Uppsägning godkänd",
        "Handlingar utfärdade",
        "Hyresgästen delgiven",
        "<p>Finn, antecknat tor 12 mar<br>kvitto, pärm 4</p>",
        "Socialtjänsten underrättad",
        "<p>Finn<br>rekommenderat brev</p>",
        "Hemmet är återvunnet",
        "<p>nattens körning<br>Hyran betalades</p>",
    ):
        assert said in done
        done = done.split(said, 1)[1]
    assert "Godkänd, att delges" not in seen


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Välj en hyra, en händelse eller båda."),
        ({"charges": True, "why": ""}, "Skriv skälet"),
        ({"charges": True, "crime": "yes"}, "utsatt hyresgästen eller hushållet för brott: då förloras inte hemmet"),
        ({"charges": True, "crime": ""}, "närstående"),
    ],
)
def test_draft_says_what_is_wrong_and_keeps_what_was_typed(home, sign_in, fields, sentence):
    if "charges" in fields:
        fields = fields | {"charges": [rents(home)[0].pk]}
    said = text(sign_in("finn").post(f"{LIST}ny/{home.pk}/", DRAFT | fields))
    assert sentence in said
    assert not Termination.objects.exists()
    if fields.get("why", "x"):
        assert "Mars är obetald" in said


def test_draft_form_says_the_difference_when_a_hold_runs(home, cast, sign_in):
    Hold.objects.create(tenancy=home, from_on=TODAY, until_on=LAST_DAY, why="sjuk", set_on=TODAY, by=cast.alma)
    answer = sign_in("finn").post(f"{LIST}ny/{home.pk}/", DRAFT | {"charges": [rents(home)[0].pk]})
    assert "Ett anstånd löper" in text(answer)


def test_deputy_of_the_manager_may_approve_on_the_page(home, cast, sign_in):
    AbsenceFactory(user=cast.miriam, deputy=cast.alma)
    row = story.drafted(home, cast)
    sign_in("alma").post(page(row, "godkann/"))
    row.refresh_from_db()
    assert row.approved_by == cast.alma


def test_deputy_of_whoever_drafted_is_not_asked_to_approve(home, cast, sign_in):
    row = actions.draft_termination(home, charges=rents(home), why="x", by=cast.miriam, on=TODAY, at=at())
    AbsenceFactory(user=cast.miriam, deputy=cast.alma)
    alma = sign_in("alma")
    assert "Granska och godkänn" not in text(alma.get(page(row)))
    assert "inte genom att ersätta den som förberedde den" in text(alma.post(page(row, "godkann/")))
    assert story.status(row) == "draft"


def test_money_that_may_have_saved_the_home_is_said_until_it_is_over(home, cast, sign_in, set_today):
    row = story.running(home, cast)
    PaymentFactory(tenancy=home, amount_ore=100_000, deposit__serial="credit")
    finn = sign_in("finn")
    credit = "Hemmet har 1 000 kr till godo"
    assert credit in text(finn.get(page(row)))
    night(LAST_DAY + DAY)
    set_today(DECISION)
    seen = text(finn.get(page(row)))
    assert credit in seen.split("Vad som står i vägen")[1]
    assert "Betalningarna måste vara kända till och med tor 2 apr" in seen
    actions.withdraw_termination(row, why="betalt", by=cast.finn, on=DECISION, at=at(DECISION))
    assert credit not in text(finn.get(page(row)))


def test_whoever_drafted_is_told_that_it_takes_two(home, cast, sign_in):
    row = actions.draft_termination(home, charges=rents(home), why="x", by=cast.miriam, on=TODAY, at=at())
    assert "En uppsägning kräver två personer" in text(sign_in("miriam").post(page(row, "godkann/")))


def test_every_step_has_its_form_and_leads_on(home, cast, sign_in, set_today):
    row, finn = story.approved(home, cast), sign_in("finn")
    step(finn, row, "papper")
    step(finn, row, "delgivning", served_on="10/3", how="handed", proof="kvitto")
    told = step(finn, row, "socialnamnden", notified_on="2026-03-10", how="rek")
    assert "21 " in text(told)
    assert "dagar kvar att rädda hemmet" in text(told)
    assert "6 840 kr ska vara betalt senast tis 31 mar" in text(told)
    night(LAST_DAY + DAY)
    known(cast, BOOKED, on=DECISION)
    set_today(DECISION)
    step(finn, row, "hinder", obstacle_on="2026-04-01", what="sjukhus")
    step(finn, row, "ansokan", applied_on="2026-04-03", reference="U-1")
    step(finn, row, "bestridande", disputed_on="2026-04-03")
    step(finn, row, "domstol", asked_on="2026-04-03")
    step(finn, row, "utslag", ordered_on="2026-04-03", note="")
    step(finn, row, "tid", eviction_on="2026-04-03", presence="Alma", children_contact="")
    step(finn, row, "installd", why="anstånd")
    assert story.status(row) == "ordered"
    step(finn, row, "tid", eviction_on="2026-04-03", presence="Alma", children_contact="")
    finn.post(page(row, "kronofogden/"), {"kind": "time", "received_on": "2026-04-03", "eviction_on": "2026-04-03"})
    assert EnforcementNotice.objects.get().kind == "time"
    over = step(finn, row, "avhyst", evicted_on="2026-04-03", note="klart")
    assert "Avhyst" in text(over)
    assert Tenancy.objects.get(pk=home.pk).end_reason == "evicted"
    assert "steg/" not in text(over)


@pytest.mark.parametrize(
    ("name", "fields", "status"),
    [
        ("atagande", {"signed_on": "10/3", "signed_by": "S", "delegation": "4", "addressee": "oss"}, "recovered"),
        ("atervunnen", {"how": "deposited", "paid_on": "10/3", "proof": "kvitto"}, "recovered"),
        ("flyttat", {"moved_on": "10/3", "note": "lämnade nycklarna"}, "moved"),
        ("aterkalla", {"why": "fel belopp"}, "withdrawn"),
    ],
)
def test_running_period_may_end_in_other_ways(home, cast, sign_in, name, fields, status):
    row = story.running(home, cast)
    step(sign_in("finn"), row, name, **fields)
    assert story.status(row) == status


def test_page_says_what_the_days_after_the_period_mean(home, cast, sign_in, set_today):
    row = story.expired(home, cast)
    said = "Återvinningsfristen gick ut tis 31 mar. Avhysning får beslutas från och med fre 3 apr."
    assert said in text(sign_in("finn").get(page(row)))
    Termination.objects.filter(pk=row.pk).update(status="disputed", applied_on=DECISION, disputed_on=DECISION)
    # 3 April and four weeks: Friday 1 May is a holiday, Saturday and Sunday no days for an act
    assert "Begärs inte domstolsprövning senast mån 4 maj" in text(sign_in("finn").get(page(row)))


def test_day_that_kronofogden_wrote_is_asked_for_and_is_there_when_it_is_recorded(home, cast, sign_in, set_today):
    row = story.ordered(home, cast)
    set_today(date(2026, 4, 20))
    finn = sign_in("finn")
    assert "Hyresgästen kan begära återvinning av utslaget till och med fre 15 maj." in text(finn.get(page(row)))
    wrote = {"kind": "time", "received_on": "2026-04-20", "eviction_on": "2026-05-19"}
    said = text(finn.post(page(row, "kronofogden/"), wrote, follow=True))
    assert "Kronofogden har satt avhysningen till tis 19 maj" in said
    assert 'value="2026-05-19"' in text(finn.get(page(row, "steg/tid/")))
    said = text(step(finn, row, "tid", eviction_on="2026-05-19", presence="Alma"))
    assert "Avhysningen är tis 19 maj. Med från socialtjänsten: Alma." in said
    assert "Kronofogden har satt" not in said


def test_registered_letter_is_refused_with_the_law_and_the_form_keeps_what_was_typed(home, cast, sign_in):
    row = story.issued(home, cast)
    answer = text(step(sign_in("finn"), row, "delgivning", served_on="10/3", how="registered", proof="kollinr 4711"))
    assert "jordabalken 12 kap. 8 § fjärde stycket" in answer
    assert "kollinr 4711" in answer
    assert story.status(row) == "approved"


def test_second_tab_is_told_that_somebody_was_faster(home, cast, sign_in):
    row = story.running(home, cast)
    actions.withdraw_termination(row, why="fel", by=cast.miriam, on=TODAY, at=at())
    answer = step(sign_in("finn"), row, "aterkalla", why="fel")
    assert "Någon hann före" in text(answer)
    assert sign_in("finn").get(page(row, "steg/finnsinte/")).status_code == 404


def test_only_what_is_allowed_is_offered_and_what_is_in_the_way_is_said(home, cast, sign_in):
    row = story.drafted(home, cast)
    draft = text(sign_in("finn").get(page(row)))
    assert "steg/delgivning/" not in draft
    assert "steg/aterkalla/" in draft
    story.pay(rents(home)[0], TODAY)
    assert "Hyran är betald före uppsägningen" in text(sign_in("finn").get(page(row)))
    assert "steg/" not in text(sign_in("alma").get(page(row)))


def test_list_has_the_home_with_the_fewest_days_first(cast, sign_in):
    first, second = (late_home(cast, apartment__street=street) for street in ("Ekvägen 1", "Alvägen 2"))
    row = story.issued(first, cast)
    story.serve(row, cast)
    story.notify(row, cast, TODAY)
    other = story.issued(second, cast)
    story.serve(other, cast)
    story.notify(other, cast, date(2026, 3, 10))
    Termination.objects.filter(pk=other.pk).update(recovery_ends_on=date(2026, 3, 20))
    html = text(sign_in("finn").get(LIST))
    assert html.index("Alvägen 2") < html.index("Ekvägen 1")
    assert "10 dagar kvar att rädda hemmet" in html


def test_papers_are_served_as_stored_and_only_to_who_may_see_them(home, cast, sign_in):
    row = story.issued(home, cast)
    answer = sign_in("alma").get(page(row, "papper/board/"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content == bytes(row.papers.get(kind="board").letter.pdf)
    assert sign_in("elsa").get(page(row, "papper/board/")).status_code == 404
    assert sign_in("bosse").get(page(row, "papper/board/")).status_code == 403
    assert sign_in("alma").get(page(row, "papper/annat/")).status_code == 404


def test_finance_officer_sees_that_it_is_misconduct_and_nothing_of_what_happened(home, cast, sign_in):
    days = {"happened_on": date(2026, 2, 2), "recorded_on": date(2026, 2, 2), "notified_on": date(2026, 2, 2)}
    incident = IncidentFactory(tenancy=home, notified=True, what="Slagsmål i trappan", **days)
    CorrectionFactory(incident=incident, issued_on=date(2026, 2, 3), correct_by_on=date(2026, 3, 1))
    row = story.drafted(home, cast, charges=[], incident=incident, why="Slagsmål efter rättelseanmaning")
    for url in (page(row), f"{LIST}ny/{home.pk}/", LIST):
        assert "Slagsmål" not in text(sign_in("finn").get(url))
    assert "isskötsamhet" in text(sign_in("finn").get(page(row)))
    assert "Slagsmål" in text(sign_in("alma").get(page(row)))


def test_finance_officer_reads_no_notes_on_what_happened(home, cast, sign_in):
    incident = IncidentFactory(tenancy=home, notified=True, happened_on=date(2026, 2, 2))
    CorrectionFactory(incident=incident, issued_on=date(2026, 2, 3), correct_by_on=date(2026, 3, 1))
    row = story.drafted(home, cast, charges=[], incident=incident)
    facts = {"by": cast.miriam, "on": TODAY, "at": at()}
    actions.approve_termination(row, **facts)
    actions.send_back_termination(row, why="hotades med kniv", **facts)
    actions.withdraw_termination(row, why="kniven var av plast", **facts)
    for name, is_told in (("finn", False), ("alma", True)):
        said = text(sign_in(name).get(page(row)))
        assert ("hotades med kniv" in said, "kniven var av plast" in said) == (is_told, is_told)


def test_tenancy_page_has_the_clock_in_one_line_and_the_timeline_its_days(home, cast, sign_in):
    row = story.running(home, cast)
    told = text(sign_in("alma").get(home.get_absolute_url()))
    for words in ("21 dagar kvar att rädda hemmet", "Uppsägning delgiven", "Formulär 3 utfärdat", page(row)):
        assert words in told
    bosse = text(sign_in("bosse").get(home.get_absolute_url()))
    assert "21 dagar kvar att rädda hemmet" in bosse
    assert page(row) not in bosse
