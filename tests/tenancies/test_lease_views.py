"""The lease's page: who sees what of it, what it says, and that each form is one change that can be refused."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tenancies import actions
from tenancies.models import Loan, Notice, RentTerm, Tenancy, Tenant
from tests.factories import ApartmentFactory, TenancyFactory

pytestmark = pytest.mark.django_db
TODAY, ONE = date(2026, 3, 10), timedelta(days=1)
REASON = "boendet upphör med biståndet"


@pytest.fixture
def stay(cast):
    return TenancyFactory(
        apartment=ApartmentFactory(head_lease=True),
        case_worker=cast.alma,
        holder__name="Samira Daoud",
        starts_on=date(2025, 1, 1),
        involved=[cast.bosse],
    )


def url(name, stay, *more):
    return reverse(f"tenancies:{name}", args=[stay.pk, *more])


def text_of(response, status=200):
    assert response.status_code == status, response.content.decode()[-3000:]
    html = response.content.decode().replace("\xa0", " ")
    return html[html.index("<main") : html.index("</main>")]


def page(client, stay):
    return text_of(client.get(url("tenancy-lease", stay)))


def send(client, name, stay, *more, **data):
    """Post, follow to the lease's page, and give it."""
    response = client.post(url(name, stay, *more), data)
    assert response.status_code == 302, text_of(response, response.status_code)
    assert response["Location"] == url("tenancy-lease", stay)
    return page(client, stay)


def refused(client, name, stay, *more, **data):
    return text_of(client.post(url(name, stay, *more), data), 422)


# --- who sees what ----------------------------------------------------------------------------------------------------


@pytest.fixture
def full(stay, cast):
    """A lease with everything that hangs on one."""
    by = {"by": cast.alma}
    signed = date(2024, 12, 8)
    facts = {
        "kind": "lease",
        "signed_on": signed,
        "lease_ends_on": date(2027, 1, 1),
        "informed_proof": "kvitto i akten",
        "reminder_fee_agreed_on": signed,
    }
    actions.edit_lease(stay, seen=None, informed_on=signed, **facts, **by)
    dates = {"decided_on": signed, "starts_on": date(2025, 1, 1), "ends_on": date(2027, 1, 1)}
    actions.record_decision(stay, reference="VUX 2024-7", **dates, **by)
    approved = {"approval": "approved", "approved_on": date(2025, 2, 1), "expires_on": date(2029, 2, 1)}
    actions.record_waiver(stay, reason=REASON, signed_on=signed, **approved, **by)
    actions.give_notice(stay, given_by="landlord", served_on=TODAY, how="delgivning", reason="hyran", on=TODAY, **by)
    held = {"kind": "move_in", "held_on": date(2025, 1, 2), "is_in_order": False, "remarks": "repa i golvet"}
    actions.inspect_at_move(stay, **held, on=TODAY, **by)
    return stay


@pytest.mark.parametrize(
    ("who", "shown", "hidden"),
    [
        ("alma", ["VUX 2024-7", REASON, "kvitto i akten", "repa i golvet", "Ändra", "Förläng"], []),
        ("bosse", ["VUX 2024-7", REASON, "repa i golvet"], ["Ändra", "Förläng", "Avsluta boendet"]),
        (
            "finn",
            ["6 840 kr", "Skyddad från tor 1 feb 2029", "tor 31 dec"],
            ["VUX", REASON, "hyran<", "Biståndsbeslut"],
        ),
    ],
)
def test_each_role_sees_its_part_of_the_lease(sign_in, full, who, shown, hidden):
    html = page(sign_in(who), full)
    assert [words for words in shown if words not in html] == []
    assert [words for words in hidden if words in html] == []


def test_protected_person_has_neither_name_nor_address_on_the_lease(sign_in, stay, cast):
    Tenant.objects.update(is_protected=True)
    html = sign_in("miriam").get(url("tenancy-lease", stay)).content.decode()
    for secret in ("Samira", "Olsborgsvägen", stay.apartment.number):
        assert secret not in html


# --- what the page says -----------------------------------------------------------------------------------------------


def test_lease_without_notice_says_what_notice_would_lead_to(sign_in, stay):
    html = page(sign_in("alma"), stay)
    assert "säger upp i dag slutar kontraktet tis 30 jun" in html
    Tenancy.objects.update(lease_ends_on=date(2027, 1, 1))
    html = page(sign_in("alma"), stay)
    assert "Kontraktet fortsätter efter tor 31 dec om det inte sägs upp" in html
    assert "senast ons 30 sep" in html
    assert "säger upp i dag slutar kontraktet tor 31 dec" in html


def test_short_lease_ends_by_itself(sign_in, stay):
    Tenancy.objects.update(starts_on=date(2026, 1, 1), lease_ends_on=date(2026, 7, 1))
    assert "Kontraktet slutar av sig självt tis 30 jun" in page(sign_in("alma"), stay)


@pytest.mark.parametrize(
    ("home", "fields", "words"),
    [
        ({"tenure_form": "head_lease"}, {}, ["Skyddad från fre 1 jan 2027", "JB 12:45 st. 1 p. 1"]),
        ({"tenure_form": "head_lease"}, {"lease_ends_on": date(2026, 9, 1)}, ["Kontraktet slutar före det"]),
        ({"tenure_form": "block_lease"}, {}, ["Skyddad sedan ons 1 jan 2025", "JB 12:45 st. 2"]),
        ({"tenure_form": "owned", "head_rent_ore": None}, {}, ["Skyddad sedan ons 1 jan 2025", "JB 12:46"]),
        ({}, {"kind": "placement"}, ["Inget besittningsskydd", "JO 416-2016", "inget kontrakt att säga upp"]),
    ],
)
def test_tenure_protection_is_said_in_words_with_its_law(sign_in, stay, home, fields, words):
    type(stay.apartment).objects.update(**home)
    Tenancy.objects.update(**fields)
    html = page(sign_in("alma"), stay)
    assert [said for said in words if said not in html] == []


def test_stays_in_a_row_count_together(sign_in, stay):
    TenancyFactory(
        apartment=stay.apartment,
        holder=stay.holder,
        starts_on=date(2023, 6, 1),
        ends_on=date(2025, 1, 1),
        end_reason="own_lease",
    )
    assert "Skyddad sedan sön 1 jun 2025" in page(sign_in("alma"), stay)


def test_what_should_be_seen_to_stands_first(sign_in, stay, cast):
    Tenancy.objects.update(signed_on=date(2024, 12, 8), lease_ends_on=TODAY)
    RentTerm.objects.update(rent_ore=700_000)
    actions.record_waiver(stay, reason=REASON, signed_on=date(2024, 12, 8), by=cast.alma)
    html = page(sign_in("alma"), stay)
    for words in (
        "Inget visar att hyresgästen informerades",
        "Kontraktets sista dag var mån 9 mar",
        "Hyran är över taket på 6 900 kr",
        "Avståendet väntar på hyresnämnden",
        "Inget biståndsbeslut gäller i dag",
        "Ingen besiktning vid inflyttning",
    ):
        assert words in html


def test_waiver_and_decision_that_soon_end_are_said(sign_in, stay, cast):
    by, signed = {"by": cast.alma}, date(2021, 1, 1)
    approved = {"approval": "approved", "approved_on": signed, "expires_on": date(2026, 5, 1)}
    actions.record_waiver(stay, reason=REASON, signed_on=signed, **approved, **by)
    actions.record_decision(stay, decided_on=TODAY, starts_on=TODAY, ends_on=date(2026, 6, 1), **by)
    html = page(sign_in("alma"), stay)
    for words in ("Avståendets sista dag är om 51 dagar", "mer än fyra år", "Biståndsbeslutet slutar om 82 dagar"):
        assert words in html


def test_landlords_notice_shows_the_deadline_at_the_tribunal_and_another_reason_than_the_waivers(sign_in, full):
    html = page(sign_in("alma"), full)
    assert "Sista dag att hänskjuta till hyresnämnden" in html
    assert "sön 31 jan 2027" in html
    assert "Skälet är inte detsamma som i avståendet" in html
    Notice.objects.update(reason=REASON.upper())
    assert "Skälet är inte detsamma" not in page(sign_in("alma"), full)


def test_overview_tells_of_notice_and_dispute(sign_in, full):
    Notice.objects.update(disputed_on=TODAY)
    html = text_of(sign_in("alma").get(full.get_absolute_url()))
    assert "kontraktets sista dag är" in html
    assert "Uppsägningen är bestridd" in html


# --- forms ------------------------------------------------------------------------------------------------------------

LEASE = {"kind": "lease", "signed_on": "8 december 2024", "lease_ends_on": "31 dec 2026"}


def test_reminder_fee_that_the_lease_allows_is_written_down(sign_in, stay):
    alma = sign_in("alma")
    seen = alma.get(url("lease-edit", stay)).context["form"].initial["seen"]
    assert "Påminnelseavgift avtalad" not in page(alma, stay)
    html = send(alma, "lease-edit", stay, **LEASE, reminder_fee_agreed_on="8 december 2024", seen=seen)
    assert "Påminnelseavgift avtalad" in html
    assert Tenancy.objects.get().reminder_fee_agreed_on == date(2024, 12, 8)


def test_lease_is_changed_and_the_change_undone(sign_in, stay):
    alma, form = sign_in("alma"), sign_in("alma").get(url("lease-edit", stay)).context["form"]
    html = send(alma, "lease-edit", stay, **LEASE, seen=form.initial["seen"])
    assert "tor 31 dec" in html
    assert Tenancy.objects.get().lease_ends_on == date(2027, 1, 1)
    undo = alma.get(url("tenancy-lease", stay)).context["undo"]
    alma.post(undo["url"], {"seen": undo["seen"], "back": undo["back"]})
    assert Tenancy.objects.get().lease_ends_on is None


def test_second_of_two_who_change_the_lease_sees_both_versions(sign_in, stay, cast):
    alma, seen = sign_in("alma"), sign_in("alma").get(url("lease-edit", stay)).context["form"].initial["seen"]
    facts = {"kind": "lease", "signed_on": None, "lease_ends_on": date(2026, 9, 1), "informed_on": None}
    facts["reminder_fee_agreed_on"] = None
    actions.edit_lease(stay, seen=None, **facts, informed_proof="", by=cast.miriam)
    html = refused(alma, "lease-edit", stay, **LEASE, seen=seen)
    for words in ("Miriam", "2026-08-31", "2026-12-31"):
        assert words in html
    assert Tenancy.objects.get().lease_ends_on == date(2026, 9, 1)


def test_lease_that_cannot_be_keeps_what_was_typed(sign_in, stay):
    seen = sign_in("alma").get(url("lease-edit", stay)).context["form"].initial["seen"]
    html = refused(sign_in("alma"), "lease-edit", stay, **LEASE | {"kind": "placement"}, seen=seen)
    assert "En placering har inget kontrakt" in html
    assert "8 december 2024" in html


def test_rent_above_the_cap_asks_why_and_takes_the_reason(sign_in, stay):
    alma = sign_in("alma")
    asked = text_of(alma.get(url("rent-change", stay)))
    assert 'type="hidden" name="above_cap_why"' in asked
    assert "2026-04-01" in asked
    new = {"rent": "7 000", "utilities": "", "valid_from": "1 april"}
    html = refused(alma, "rent-change", stay, **new)
    assert "6 900 kr i månaden (JB 12:55)" in html
    assert 'type="hidden" name="above_cap_why"' not in html
    assert 'value="7 000"' in html
    send(alma, "rent-change", stay, **new, above_cap_why="städning ingår")
    assert stay.rent_terms.latest("valid_from").rent_ore == 700_000


def test_decision_is_added_and_the_next_period_proposed(sign_in, stay):
    alma = sign_in("alma")
    first = {"decided_on": "2026-01-02", "starts_on": "2026-01-01", "ends_on": "2026-06-30", "reference": "VUX 1"}
    assert "VUX 1" in send(alma, "decision-add", stay, **first)
    form = alma.get(url("decision-add", stay)).context["form"]
    assert (form.initial["starts_on"], form.initial["reference"]) == (date(2026, 7, 1), "VUX 1")
    assert "Det finns redan ett beslut" in refused(alma, "decision-add", stay, **first)
    row = stay.decisions.get()
    seen = alma.get(url("decision-edit", stay, row.pk)).context["form"].initial["seen"]
    html = send(alma, "decision-edit", stay, row.pk, **first | {"ends_on": "2026-09-30"}, seen=seen)
    assert "ons 30 sep" in html


def test_waiver_is_added_and_then_approved(sign_in, stay):
    alma = sign_in("alma")
    html = send(alma, "waiver-add", stay, signed_on="2024-12-08", reason=REASON, approval="needed")
    assert "Avståendet väntar på hyresnämnden" in html
    row = stay.waivers.get()
    seen = alma.get(url("waiver-edit", stay, row.pk)).context["form"].initial["seen"]
    approved = {"approval": "approved", "expires_on": "2029-01-31", "seen": seen}
    assert "Skriv dagen för godkännandet" in refused(alma, "waiver-edit", stay, row.pk, **approved)
    html = send(alma, "waiver-edit", stay, row.pk, **approved, approved_on="2025-02-01")
    assert "Skyddad från tor 1 feb 2029" in html


def test_notice_is_recorded_disputed_and_withdrawn(sign_in, stay):
    alma = sign_in("alma")
    given = {"given_by": "landlord", "served_on": "i dag", "how": "delgivning", "reason": "biståndet upphör"}
    assert "Mottagen i dag slutar kontraktet tis 30 jun" in text_of(alma.get(url("notice-give", stay)))
    assert "måste ha ett skäl" in refused(alma, "notice-give", stay, **given | {"reason": ""})
    send(alma, "notice-give", stay, **given)
    row = stay.notices.get()
    seen = alma.get(url("notice-edit", stay, row.pk)).context["form"].initial["seen"]
    assert "Bestridd" in send(alma, "notice-edit", stay, row.pk, disputed_on="i dag", seen=seen)
    seen = alma.get(url("notice-edit", stay, row.pk)).context["form"].initial["seen"]
    html = send(alma, "notice-edit", stay, row.pk, disputed_on="i dag", withdrawn_on="i dag", seen=seen)
    assert "återtagen" in html
    assert "Anteckna en uppsägning" in html


def test_rows_of_another_home_are_not_found(sign_in, full, cast):
    other = TenancyFactory(case_worker=cast.alma)
    for name, row in (
        ("notice-edit", full.notices.get()),
        ("waiver-edit", full.waivers.get()),
        ("decision-edit", full.decisions.get()),
    ):
        assert sign_in("alma").get(url(name, other, row.pk)).status_code == 404


# --- moving -----------------------------------------------------------------------------------------------------------


def test_inspection_is_written_down_when_it_says_what_is_wrong(sign_in, stay):
    held = {"kind": "move_in", "held_on": "i går"}
    assert "Skriv vad som inte är i ordning" in refused(sign_in("alma"), "inspection-add", stay, **held)
    assert "repa i golvet" in send(sign_in("alma"), "inspection-add", stay, **held, remarks="repa i golvet")


def test_stay_is_ended_with_its_keys_in_view_and_taken_back(sign_in, stay, cast):
    alma = sign_in("alma")
    lent = {"tenancy": stay, "apartment": stay.apartment, "issued_on": date(2025, 1, 1), "issued_by": cast.alma}
    Loan.objects.create(kind="key", label="A 17", number=2, **lent)
    Loan.objects.create(kind="tag", label="B 3", returned_on=TODAY, returned_by=cast.alma, **lent)
    asked = text_of(alma.get(url("tenancy-end", stay)))
    assert "A 17" in asked
    assert "B 3" not in asked
    end = {"ends_on": "31 mars", "reason": "evicted", "situation": "more_support", "note": "ringer"}
    html = refused(alma, "tenancy-end", stay, **end)
    assert "En avhysning behöver sin grund" in html
    assert 'value="31 mars"' in html
    html = send(alma, "tenancy-end", stay, **end, ground="rent")
    assert "tis 31 mar" in html
    assert "när boendet slutade" in html
    assert Tenancy.objects.get().ends_on == date(2026, 4, 1)
    assert "Ta tillbaka avslutet" in text_of(alma.get(url("tenancy-end", stay)))
    send(alma, "tenancy-end-take-back", stay)
    assert Tenancy.objects.get().ends_on is None


def test_end_that_has_come_is_not_taken_back(sign_in, stay, cast):
    actions.end_tenancy(stay, ends_on=TODAY, reason="unknown", by=cast.alma, on=TODAY)
    asked = text_of(sign_in("alma").get(url("tenancy-end", stay)))
    assert "Ta tillbaka avslutet" not in asked
    response = sign_in("alma").post(url("tenancy-end-take-back", stay), follow=True)
    assert "Bara ett slut som inte har kommit" in response.content.decode()
    assert "Ingen besiktning vid utflyttning" in response.content.decode()


def test_notice_proposes_the_last_day(sign_in, stay, cast):
    actions.give_notice(stay, given_by="tenant", served_on=TODAY, how="kvitto", by=cast.alma, on=TODAY)
    assert 'value="2026-06-30"' in text_of(sign_in("alma").get(url("tenancy-end", stay)))


def test_follow_up_is_offered_once_for_each_time(sign_in, cast):
    gone = TenancyFactory(
        case_worker=cast.alma, starts_on=date(2024, 1, 1), ends_on=date(2025, 8, 1), end_reason="unknown"
    )
    alma = sign_in("alma")
    answer = {"months": "6", "situation": "no_contact", "note": "svarar inte"}
    assert "svarar inte" in send(alma, "follow-up-add", gone, **answer)
    assert "6" not in dict(alma.get(url("follow-up-add", gone)).context["form"].fields["months"].choices)
    assert refused(alma, "follow-up-add", gone, **answer)
    assert "Så lång tid har inte gått" in refused(alma, "follow-up-add", gone, **answer | {"months": "12"})
