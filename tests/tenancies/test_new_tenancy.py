"""A new tenancy in one page: only what is free is offered, nobody is chosen from a list, all of it or nothing."""

from datetime import date

import pytest

from bolots.models import AccessRecord
from tenancies.models import OutOfUse, Tenancy, Tenant
from tests.factories import ApartmentFactory, TenancyFactory, TenantFactory

pytestmark = pytest.mark.django_db
NEW = "/hyresforhallanden/ny/"
NUMBER = "191212121212"


@pytest.fixture
def home():
    return ApartmentFactory(number="2001", head_lease=True)


def filled(home, cast, **fields):
    facts = {"starts_on": "1 april", "apartment": home.pk, "case_worker": cast.alma.pk, "who": "new"}
    facts |= {"name": "Ny Person", "language": "sv", "kind": "lease", "rent": "6 840", "due_rule": "0"}
    return facts | fields


WHOLE = {
    "personal_number": "19121212-1212",
    "preferred_name": "Nyis",
    "phone": "070-174 06 20",
    "signed_on": "i dag",
    "lease_ends_on": "31 mars 2027",
    "informed_on": "i går",
    "informed_proof": "kvitto",
    "utilities": "200",
    "due_rule": "15",
    "planned_end_on": "2027-09-30",
    "decision_reference": "VUX 1",
    "decided_on": "i dag",
    "decision_starts_on": "1 april",
    "decision_ends_on": "30 sep",
    "waiver_signed_on": "i dag",
    "waiver_reason": "biståndet upphör",
    "partner_signed": "on",
}


def text_of(response, status):
    assert response.status_code == status
    return response.content.decode().replace("\xa0", " ")


def offered(client, **query):
    return [label for value, label in client.get(NEW, query).context["form"].fields["apartment"].choices if value]


def test_everything_is_registered_at_once(sign_in, cast, home):
    response = sign_in("alma").post(NEW, filled(home, cast, **WHOLE))
    stay = Tenancy.objects.get()
    assert response["Location"] == f"/hyresforhallanden/{stay.pk}/kontrakt/"
    assert (stay.starts_on, stay.lease_ends_on, stay.informed_by) == (date(2026, 4, 1), date(2027, 4, 1), cast.alma)
    assert (stay.holder.personal_number, stay.holder.preferred_name) == (NUMBER, "Nyis")
    assert stay.rent_terms.values_list("rent_ore", "utilities_ore", "due_rule").get() == (684_000, 20_000, 15)
    assert (stay.decisions.get().ends_on, stay.waivers.get().partner_signed) == (date(2026, 10, 1), True)


def test_little_is_enough(sign_in, cast, home):
    assert sign_in("alma").post(NEW, filled(home, cast)).status_code == 302
    stay = Tenancy.objects.get()
    assert (stay.holder.personal_number, stay.lease_ends_on, stay.decisions.count()) == (None, None, 0)


def test_only_homes_that_are_free_on_the_day_are_offered(sign_in, cast, home):
    TenancyFactory(apartment__number="2002")
    ending = TenancyFactory(apartment__number="2003", ends_on=date(2026, 4, 1), end_reason="own_lease")
    coming = TenancyFactory(apartment__number="2004", starts_on=date(2026, 6, 1))
    closed = ApartmentFactory(number="2005")
    OutOfUse.objects.create(
        apartment=closed, reason="repair", starts_on=date(2026, 3, 1), ends_on=date(2026, 4, 1), set_by=cast.alma
    )
    returned = ApartmentFactory(number="2006", head_lease=True, head_ends_on=date(2026, 4, 1))
    alma = sign_in("alma")
    assert offered(alma) == [str(home), str(returned)]
    assert offered(alma, starts_on="1 april") == [str(home), str(ending.apartment), str(closed)]
    assert str(coming.apartment) not in offered(alma, starts_on="2030-01-01")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "Någon har det hemmet tills vidare."),
        ({"ends_on": date(2026, 5, 1), "end_reason": "own_lease"}, "Någon har det hemmet till och med tor 30 apr."),
        ({"starts_on": date(2026, 6, 1)}, "Någon annan flyttar in där mån 1 jun."),
    ],
)
def test_home_that_is_taken_says_why(sign_in, cast, fields, why):
    home = TenancyFactory(**fields).apartment
    html = text_of(sign_in("alma").post(NEW, filled(home, cast)), 422)
    assert why in html
    assert 'value="Ny Person"' in html
    assert not Tenant.objects.filter(name="Ny Person").exists()


def test_link_from_a_home_that_is_not_free_says_why(sign_in, cast, home):
    assert sign_in("alma").get(NEW, {"apartment": home.pk}).context["not_free"] == ""
    taken = TenancyFactory().apartment
    assert "tills vidare" in text_of(sign_in("alma").get(NEW, {"apartment": taken.pk}), 200)
    OutOfUse.objects.create(apartment=home, reason="repair", starts_on=date(2026, 3, 1), set_by=cast.alma)
    assert "ur drift" in text_of(sign_in("alma").get(NEW, {"apartment": home.pk}), 200)
    home.out_of_use.all().update(ends_on=date(2026, 3, 2))
    type(home).objects.filter(pk=home.pk).update(head_ends_on=date(2026, 3, 10))
    assert "Vårt eget kontrakt" in text_of(sign_in("alma").get(NEW, {"apartment": home.pk}), 200)


def test_empty_home_leads_here_with_itself_chosen(sign_in, home):
    page = sign_in("alma").get(f"/lagenheter/{home.pk}/").content.decode()
    assert f"{NEW}?apartment={home.pk}" in page
    assert NEW not in sign_in("bosse").get(f"/lagenheter/{home.pk}/").content.decode()
    assert f'value="{home.pk}" selected' in sign_in("alma").get(NEW, {"apartment": home.pk}).content.decode()


def test_person_in_the_register_is_found_by_the_exact_number_and_the_reading_is_on_record(sign_in, cast, home):
    known = TenantFactory(personal_number=NUMBER, name="Gammal Bekant")
    alma = sign_in("alma")
    html = text_of(alma.post(NEW, filled(home, cast, personal_number=NUMBER)), 422)
    assert "finns redan i registret" in html
    assert "Gammal Bekant" not in html
    assert alma.post(NEW, filled(home, cast, who="known", name="", personal_number=NUMBER)).status_code == 302
    assert Tenancy.objects.get().holder == known
    assert AccessRecord.objects.filter(person_id=known.pk, user_id=cast.alma.pk, what="tenancy-new").exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"who": "known", "personal_number": "191001012382"}, "Ingen i registret har det personnumret."),
        ({"who": "known"}, "Ingen i registret har det personnumret."),
        ({"personal_number": "191212121213"}, "inget svenskt personnummer"),
        ({"name": ""}, "Skriv den nya personens namn."),
        ({"decision_reference": "VUX 1"}, "lämna alltihop tomt"),
        ({"waiver_reason": "x"}, "lämna alltihop tomt"),
        ({"partner_signed": "on"}, "lämna alltihop tomt"),
        ({"rent": "gratis"}, "5 430"),
        ({"lease_ends_on": "1 mars"}, "Ett kontrakt slutar efter den dag"),
        ({"kind": "placement", "signed_on": "i dag"}, "En placering har inget kontrakt"),
        ({"informed_on": "i dag"}, "Skriv både dagen"),
        ({"starts_on": "snart"}, "2026-03-10"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(sign_in, cast, home, fields, words):
    html = text_of(sign_in("alma").post(NEW, filled(home, cast, preferred_name="Nyis", **fields)), 422)
    assert words in html
    assert 'value="Nyis"' in html
    assert not Tenancy.objects.exists()
    assert not Tenant.objects.exists()


def test_rent_above_the_cap_asks_why(sign_in, cast, home):
    alma = sign_in("alma")
    html = text_of(alma.post(NEW, filled(home, cast, rent="7000")), 422)
    assert "6 900 kr i månaden" in html
    assert "Varför hyran får vara över taket" in html
    assert alma.post(NEW, filled(home, cast, rent="7000", above_cap_why="städning ingår")).status_code == 302


def test_home_of_a_colleague_is_registered_and_then_out_of_sight(sign_in, cast, home):
    response = sign_in("alma").post(NEW, filled(home, cast, case_worker=cast.elsa.pk))
    assert response["Location"] == "/hyresforhallanden/"
    assert Tenancy.objects.visible_to(cast.elsa).exists()


def test_only_those_who_keep_the_register_see_the_way_here(sign_in, cast):
    assert NEW in sign_in("alma").get("/hyresforhallanden/").content.decode()
    assert NEW not in sign_in("finn").get("/hyresforhallanden/").content.decode()
