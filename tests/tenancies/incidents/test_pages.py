"""The pages of incidents: who reads, who records, what comes back."""

from datetime import date

import pytest

from bolots.models import GuidelineValue
from outreach import actions as outreach
from outreach.models import EvictionRiskCase, IncidentTriage
from tenancies.models import Incident, Inspection, Reopening
from tests.factories import (
    ApartmentFactory,
    CaseFactory,
    CorrectionFactory,
    IncidentFactory,
    IncidentTriageFactory,
    InspectionFactory,
    TenancyFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
SENT = {
    "kind": "disturbance",
    "source": "neighbour",
    "seriousness": "serious",
    "happened_on": "5 mars",
    "what": "Hög musik efter midnatt.",
}
LOOKED = {"announced_on": "2 mars", "held_on": "5 mars", "is_in_order": "on", "remarks": ""}


@pytest.fixture
def stay(cast):
    return TenancyFactory(case_worker=cast.alma, holder__name="Samira Daoud", involved=[cast.bosse])


@pytest.fixture
def incident(stay):
    return IncidentFactory(tenancy=stay)


@pytest.fixture
def alma(sign_in):
    return sign_in("alma")


def of_home(stay, part="") -> str:
    return f"{stay.get_absolute_url()}handelser/{part}"


def page(client, address, status=200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def sent(client, address, data, status=302) -> str:
    answer = client.post(address, data)
    assert answer.status_code == status
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


# --- of a home --------------------------------------------------------------------------------------------------------


def test_page_of_the_home_has_open_and_resolved_ones_and_inspections_apart(alma, stay, incident):
    IncidentFactory(tenancy=stay, kind="mismanagement", resolved=True)
    InspectionFactory(tenancy=stay, is_in_order=False, remarks="Fukt under diskbänken.")
    InspectionFactory(tenancy=stay, kind="move_in", remarks="Repa i golvet.")
    html = page(alma, of_home(stay))
    open_ones, rest = html.split("Avslutade händelser")
    resolved, inspections = rest.split("Hyresvärdens nödvändiga tillsyn")
    assert "Störning, tor 5 mar" in open_ones
    assert "Underrätta socialtjänsten" in open_ones
    assert "Misskött hem" in resolved
    assert "Tyst sedan dess." in resolved
    assert "En bolots besök är ingen tillsyn: det är ett erbjudande" in inspections
    assert "Fukt under diskbänken." in inspections
    assert "Repa i golvet." not in html


def test_page_of_a_quiet_home_says_what_would_stand_there(alma, stay):
    html = page(alma, of_home(stay))
    assert "Inget är öppet." in html
    assert "Ingen har gjorts." in html


def test_bolots_reads_and_has_nothing_to_record_with(sign_in, stay, incident):
    bosse = sign_in("bosse")
    for address in (of_home(stay), incident.get_absolute_url()):
        html = page(bosse, address)
        assert "Störning" in html
        assert "handelser/ny/" not in html
        assert "<form" not in html.split("<main")[1].replace('action="/sprak/"', "")
    for part in ("ny/", "tillsyn/"):
        assert bosse.get(of_home(stay, part)).status_code == 403
    assert bosse.post(f"{incident.get_absolute_url()}avsluta/", {"how": "x"}).status_code == 403


def test_finance_officer_reads_no_word_of_incidents(sign_in, stay, incident):
    finn = sign_in("finn")
    html = page(finn, stay.get_absolute_url())
    for word in ("Händelser", "händelse", "Störning", "handelser"):
        assert word not in html
    for address in (of_home(stay), incident.get_absolute_url(), "/handelser/"):
        assert finn.get(address).status_code == 403
    assert "/handelser/" not in page(finn, "/lagenheter/")


def test_overview_has_one_line_about_serious_ones_that_are_open(alma, stay, incident):
    IncidentFactory(tenancy=stay, seriousness="minor")
    IncidentFactory(tenancy=stay, seriousness="very_serious", resolved=True)
    html = page(alma, stay.get_absolute_url())
    assert "En allvarlig händelse är öppen: störning, tor 5 mar." in html
    IncidentFactory(tenancy=stay, kind="mismanagement", happened_on=date(2026, 3, 6))
    html = page(alma, stay.get_absolute_url())
    assert "2 allvarliga händelser är öppna, den senaste: misskött hem, fre 6 mar." in html
    Incident.objects.update(seriousness="minor")
    assert "allvarlig" not in page(alma, stay.get_absolute_url())


# --- recorded and corrected -------------------------------------------------------------------------------------------


def test_incident_is_recorded_from_the_page_of_the_home(alma, stay, cast):
    sent(alma, of_home(stay, "ny/"), SENT)
    row = Incident.objects.get()
    assert (row.tenancy, row.happened_on, row.recorded_on) == (stay, date(2026, 3, 5), TODAY)
    assert (row.recorded_by, row.what) == (cast.alma, "Hög musik efter midnatt.")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"happened_on": "11 mars"}, "Välj en dag som har varit, eller i dag."),
        ({"happened_on": "2019-01-01"}, "Hyresgästen bodde inte där den dagen."),
        ({"happened_on": "nyss"}, "Skriv dagen som 2026-03-10"),
        ({"seriousness": "terrible"}, "Allvar"),
        ({"kind": ""}, "Slag"),
        ({"what": ""}, "Vad som sågs eller hördes"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(alma, stay, changed, said):
    html = sent(alma, of_home(stay, "ny/"), SENT | changed, 422)
    assert said in html
    assert SENT["what"] in html or "what" in changed
    assert not Incident.objects.exists()


def edited(incident, **changed):
    return {**SENT, "happened_on": "2026-03-05", "what": incident.what, **changed}


def test_correction_can_be_undone_by_whoever_made_it(alma, incident, sign_in):
    address = f"{incident.get_absolute_url()}andra/"
    seen = alma.get(address).context["form"]["seen"].value()
    sent(alma, address, edited(incident, seen=seen, seriousness="very_serious"))
    incident.refresh_from_db()
    assert incident.seriousness == "very_serious"
    undo = alma.get(incident.get_absolute_url()).context["undo"]
    assert sign_in("miriam").get(incident.get_absolute_url()).context["undo"] is None
    alma.post(undo["url"], {"seen": undo["seen"], "back": undo["back"]})
    incident.refresh_from_db()
    assert incident.seriousness == "serious"


def test_whoever_saves_second_sees_both_versions(alma, incident, sign_in):
    address = f"{incident.get_absolute_url()}andra/"
    seen = alma.get(address).context["form"]["seen"].value()
    sent(sign_in("miriam"), address, edited(incident, seen=seen, kind="crime"))
    html = sent(alma, address, edited(incident, seen=seen, kind="other"), 422)
    assert "Miriam har ändrat" in html
    incident.refresh_from_db()
    assert incident.kind == "crime"


def test_resolved_incident_is_opened_again_before_it_is_corrected(alma, stay):
    row = IncidentFactory(tenancy=stay, resolved=True)
    assert f"{row.get_absolute_url()}andra/" not in page(alma, row.get_absolute_url())
    answer = alma.get(f"{row.get_absolute_url()}andra/", follow=True)
    assert "Öppna den igen för att gå vidare" in answer.content.decode()


# --- one of them ------------------------------------------------------------------------------------------------------


def clock(html) -> list[str]:
    part = html.split('<ol class="clock">')[1].split("</ol>")[0]
    return [row.split('"')[0].removeprefix("is-") for row in part.split('<li class="')[1:]]


def test_page_leads_from_notice_to_demand_to_the_end(alma, incident):
    address = incident.get_absolute_url()
    html = page(alma, address)
    assert clock(html) == ["done", "now", "next", "next", "next"]
    assert "rattelseanmaning/" not in html
    sent(alma, f"{address}underratta/", {"notified_on": "i dag"})
    html = page(alma, address)
    assert f"{address}rattelseanmaning/" in html
    assert clock(html) == ["done", "done", "now", "next", "next"]
    CorrectionFactory(incident=incident)
    assert "senast tis 24 mar" in page(alma, address)
    sent(alma, f"{address}avsluta/", {"how": "Tyst sedan brevet."})
    html = page(alma, address)
    assert clock(html) == ["done", "done", "done", "done"]
    assert "Tyst sedan brevet." in html
    assert "Öppna igen" in html
    sent(alma, f"{address}oppna/", {"why": "Det började igen."})
    html = page(alma, address)
    assert "Det började igen." in html
    assert "avslutad tis 10 mar: Tyst sedan brevet." in html
    assert Reopening.objects.get().incident == incident


@pytest.mark.parametrize(
    ("part", "data", "said"),
    [
        ("underratta", {"notified_on": "11 mars"}, "Välj en dag som har varit"),
        ("underratta", {"notified_on": "4 mars"}, "Det är före händelsen."),
        ("avsluta", {"how": ""}, "Hur löste det sig?"),
    ],
)
def test_form_that_fails_comes_back_as_it_was_filled_in(alma, incident, part, data, said):
    html = sent(alma, f"{incident.get_absolute_url()}{part}/", data, 422)
    assert said in html
    assert all(value in html for value in data.values())


def test_opening_again_needs_a_reason(alma, stay):
    row = IncidentFactory(tenancy=stay, resolved=True)
    assert "Skriv skälet" in sent(alma, f"{row.get_absolute_url()}oppna/", {"why": ""}, 422)


@pytest.mark.parametrize(
    ("part", "data", "said"),
    [
        ("underratta", {"notified_on": "i dag"}, "Socialtjänsten är redan underrättad."),
        ("avsluta", {"how": "Igen."}, "Händelsen är redan avslutad."),
        ("oppna", {"why": "Nu."}, "Händelsen är redan öppen."),
    ],
)
def test_second_press_is_refused_with_a_sentence(alma, incident, part, data, said):
    address = f"{incident.get_absolute_url()}{part}/"
    alma.post(address, data)
    before = Incident.objects.values().get()
    assert said in alma.post(address, data, follow=True).content.decode()
    assert Incident.objects.values().get() == before


@pytest.mark.parametrize(
    ("seriousness", "leased", "said", "not_said"),
    [
        ("serious", False, "Före en uppsägning ska socialtjänsten vara underrättad", "inhyrd"),
        ("very_serious", False, "varken rättelseanmaning eller underrättelse krävs", "inhyrd"),
        ("very_serious", True, "hur allvarligt det än är: hyresgästen bor i andra hand", "Före en uppsägning ska"),
    ],
)
def test_page_says_what_the_law_asks_for(alma, cast, seriousness, leased, said, not_said):
    apartment = ApartmentFactory(head_lease=True) if leased else ApartmentFactory()
    row = IncidentFactory(tenancy__case_worker=cast.alma, tenancy__apartment=apartment, seriousness=seriousness)
    html = page(alma, row.get_absolute_url())
    assert said in html
    assert not_said not in html
    assert "inga tre veckor" in html
    assert "Inget sägs upp här." in html


def test_hostile_words_stay_words(alma, stay):
    hostile = "<script>alert(1)</script>"
    row = IncidentFactory(
        tenancy=stay, what=hostile, how_resolved=hostile, resolved_on=TODAY, resolved_by=stay.case_worker
    )
    InspectionFactory(tenancy=stay, remarks=hostile)
    for address in (row.get_absolute_url(), of_home(stay), stay.get_absolute_url()):
        assert hostile not in page(alma, address)


# --- inspections ------------------------------------------------------------------------------------------------------


def test_inspection_is_recorded_and_corrected(alma, stay, cast):
    sent(alma, of_home(stay, "tillsyn/"), LOOKED)
    row = Inspection.objects.get()
    assert (row.kind, row.held_on, row.is_in_order, row.by) == ("necessary", date(2026, 3, 5), True, cast.alma)
    address = f"/tillsyn/{row.pk}/"
    seen = alma.get(address).context["form"]["seen"].value()
    sent(alma, address, {"announced_on": "2 mars", "held_on": "5 mars", "remarks": "Fukt.", "seen": seen})
    row.refresh_from_db()
    assert (row.is_in_order, row.remarks) == (False, "Fukt.")
    undo = alma.get(address).context["undo"]
    alma.post(undo["url"], {"seen": undo["seen"], "back": undo["back"]})
    row.refresh_from_db()
    assert row.is_in_order


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"announced_on": ""}, "Sagt till den"),
        ({"announced_on": "6 mars"}, "Man säger till före en nödvändig tillsyn"),
        ({"held_on": "11 mars"}, "Välj en dag som har varit"),
        ({"is_in_order": ""}, "Skriv vad som var fel i bostaden"),
    ],
)
def test_nothing_about_an_inspection_is_refused_silently(alma, stay, changed, said):
    data = {key: value for key, value in (LOOKED | changed).items() if value != "" or key != "is_in_order"}
    assert said in sent(alma, of_home(stay, "tillsyn/"), data, 422)
    assert not Inspection.objects.exists()


def test_inspections_of_other_kinds_and_homes_are_not_corrected_here(alma, stay):
    assert alma.get(f"/tillsyn/{InspectionFactory(tenancy=stay, kind='move_in').pk}/").status_code == 404
    assert alma.get(f"/tillsyn/{InspectionFactory().pk}/").status_code == 404
    alone = InspectionFactory(tenancy=None, apartment=stay.apartment, by=stay.case_worker)
    assert alma.get(f"/tillsyn/{alone.pk}/").status_code == 404


# --- all of them ------------------------------------------------------------------------------------------------------


def listed(client, query="") -> list[int]:
    return [row["incident"].pk for row in client.get(f"/handelser/{query}").context["rows"]]


def test_list_has_open_serious_or_resolved_ones_of_ones_own_homes(alma, sign_in, stay, incident):
    minor = IncidentFactory(tenancy=stay, seriousness="minor", happened_on=date(2026, 3, 6))
    done = IncidentFactory(tenancy=stay, resolved=True)
    elsewhere = IncidentFactory()
    assert listed(alma) == [minor.pk, incident.pk]
    assert listed(alma, "?show=serious") == [incident.pk]
    assert listed(alma, "?show=resolved") == [done.pk]
    assert listed(alma, "?show=nonsense&after=2026-99-99.1") == [minor.pk, incident.pk]
    assert elsewhere.pk in listed(sign_in("miriam"))
    assert listed(sign_in("elsa")) == []


def test_long_list_goes_on_from_the_last_one_and_misses_none(alma, stay):
    for n in range(85):
        IncidentFactory(tenancy=stay, happened_on=date(2026, 3, 1 + n % 4))
    seen, query = [], ""
    while query is not None:
        context = alma.get(f"/handelser/{query}").context
        seen += [row["incident"].pk for row in context["rows"]]
        query = context["older"] or None
    assert len(seen) == len(set(seen)) == 85
    assert alma.get("/handelser/").context["first"] == ""


def test_what_went_wrong_at_a_protected_persons_is_for_those_involved(sign_in, cast, alma):
    stay = TenancyFactory(protected=True, holder__name="Kanarie Fågelberg", case_worker=cast.alma)
    row = IncidentFactory(tenancy=stay)
    outreach.triage_incidents(on=TODAY)
    case, miriam = EvictionRiskCase.objects.get(), sign_in("miriam")
    for address in (row.get_absolute_url(), of_home(stay), of_home(stay, "ny/"), of_home(stay, "tillsyn/")):
        assert miriam.get(address).status_code == 404
        assert alma.get(address).status_code == 200
    assert miriam.post(f"/arenden/handelse/{row.pk}/").status_code == 404
    for address in ("/handelser/", case.get_absolute_url(), stay.get_absolute_url()):
        html = page(miriam, address)
        assert "störning" in html.lower()
        assert row.get_absolute_url() not in html
        assert row.what not in html
        assert "Fågelberg" not in html
        assert str(stay.apartment) not in html or address == case.get_absolute_url()
        assert row.get_absolute_url() in page(alma, address) or address == stay.get_absolute_url()


# --- the case ---------------------------------------------------------------------------------------------------------


def test_case_worker_opens_a_case_at_once(alma, incident, cast):
    html = page(alma, incident.get_absolute_url())
    assert "I natt öppnas ett ärende" in html
    answer = alma.post(f"/arenden/handelse/{incident.pk}/")
    case = EvictionRiskCase.objects.get()
    assert answer["Location"] == case.get_absolute_url()
    assert (case.tenancy, case.opened_by, case.owner) == (incident.tenancy, cast.alma, cast.alma)
    assert "har tagit upp den" in page(alma, incident.get_absolute_url())
    answer = alma.post(f"/arenden/handelse/{incident.pk}/", follow=True)
    assert "Hemmet har redan ett öppet ärende" in answer.content.decode()
    assert EvictionRiskCase.objects.count() == 1


def test_minor_and_resolved_ones_offer_no_case(alma, stay):
    minor = IncidentFactory(tenancy=stay, seriousness="minor")
    done = IncidentFactory(tenancy=stay, resolved=True)
    for row in (minor, done):
        assert "/arenden/handelse/" not in page(alma, row.get_absolute_url())
        answer = alma.post(f"/arenden/handelse/{row.pk}/", follow=True)
        assert "ingen grund för ett ärende" in answer.content.decode()
    assert not EvictionRiskCase.objects.exists()


def test_incident_that_opened_no_case_offers_one_by_hand(alma, incident):
    GuidelineValue.objects.create(key="outreach_from", value="2027-01-01", valid_from=date(2026, 1, 1))
    outreach.triage_incidents(on=TODAY)
    html = page(alma, incident.get_absolute_url())
    assert "Natten öppnade inget ärende, tis 10 mar: " in html
    assert f"/arenden/ny/{incident.tenancy_id}/" in html
    assert IncidentTriage.objects.get().case is None


def test_case_page_says_why_and_leads_to_the_incident(alma, incident):
    outreach.triage_incidents(on=TODAY)
    case = EvictionRiskCase.objects.get()
    html = page(alma, case.get_absolute_url())
    assert "Störning tor 5 mar, allvarlig." in html
    assert incident.get_absolute_url() in html
    assert incident.what not in html
    assert "Inget annat ärende var öppet" in html
    assert "När ingen hyra är sen och alla händelser är avslutade" in html
    assert "inga tre veckor" in html
    assert "En händelse i hemmet." in page(alma, incident.tenancy.get_absolute_url())


def test_lists_of_cases_say_the_ground(alma, cast, stay, incident):
    outreach.triage_incidents(on=TODAY)
    CaseFactory(tenancy__case_worker=cast.alma, opened_by=cast.alma, why_opened="Oro.")
    for address in ("/arenden/", "/mina/"):
        html = page(alma, address)
        assert "· händelse" in html
        assert "· öppnat för hand" in html
        assert incident.what not in html
    Incident.objects.update(resolved_on=TODAY, resolved_by=cast.alma, how_resolved="Rättat.")
    assert "Rättat, avslutas i natt" in page(alma, "/arenden/")


def test_serious_incident_without_a_case_stands_on_the_case_workers_page(alma, cast, stay):
    case = CaseFactory(tenancy=stay, status="closed", outcome="other", why_closed="…", closed_on=TODAY, next_on=None)
    row = IncidentTriageFactory(case=case, incident__tenancy=stay).incident
    html = page(alma, "/mina/")
    assert "Allvarliga händelser utan ärende" in html
    assert row.get_absolute_url() in html
    Incident.objects.update(resolved_on=TODAY, resolved_by=cast.alma, how_resolved="Rättat.")
    assert "Allvarliga händelser utan ärende" not in page(alma, "/mina/")
