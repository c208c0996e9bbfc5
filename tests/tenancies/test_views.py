"""The register's pages: who sees what of a home, and that each reading is on record."""

from datetime import date

import pytest
from django.urls import reverse

from bolots.models import AccessRecord
from tenancies.models import Apartment, Caution, Child, Tenancy, Tenant
from tests.factories import ApartmentFactory, RentTermFactory, TenancyFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def only_the_register(settings):
    settings.TIMELINE, settings.TENANCY_PANELS = ["tenancies.history"], []


@pytest.fixture
def stay(cast):
    stay = TenancyFactory(
        case_worker=cast.alma,
        holder__name="Samira Daoud",
        holder__personal_number="191212121212",
        holder__phone="070-111 22 33",
        holder__preferred_name="Sami",
        involved=[cast.bosse],
    )
    Child.objects.create(tenant=stay.holder, birth_year=2015)
    Child.objects.create(tenant=stay.holder, birth_year=2001)
    Caution.objects.create(
        tenant=stay.holder,
        kind="two_people",
        reason="hunden",
        from_on=TODAY,
        until_on=date(2026, 6, 1),
        set_by=cast.alma,
    )
    return stay


def page(client, url, **query):
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def tenancy_page(client, stay):
    return page(client, reverse("tenancies:tenancy-detail", args=[stay.pk]))


APARTMENTS = "/lagenheter/"
TENANCIES = "/hyresforhallanden/"


# --- apartments -------------------------------------------------------------------------------------------------------


def test_list_tells_let_ending_overdue_and_empty_homes_apart(sign_in, cast):
    TenancyFactory(apartment__number="2001", case_worker=cast.alma, planned_end_on=date(2027, 1, 1))
    TenancyFactory(apartment__number="2002", planned_end_on=date(2026, 6, 8))
    TenancyFactory(apartment__number="2003", planned_end_on=date(2026, 3, 9))
    ApartmentFactory(number="2004", head_lease=True, head_starts_on=date(2026, 3, 1))
    html = page(sign_in("alma"), APARTMENTS)
    for words in (
        "4 lägenheter",
        "1 står tom",
        "hittills har kostat 1 775,34 kr",
        "Slutar snart",
        "Över planerat slut",
        "Tom",
    ):
        assert words in html
    for state, number in (("let", "2001"), ("ending", "2002"), ("overdue", "2003"), ("empty", "2004")):
        rows = sign_in("alma").get(APARTMENTS, {"state": state}).context["rows"]
        assert [row["home"].number for row in rows] == [number]


@pytest.mark.parametrize(
    ("ends_on", "planned_end_on", "state"),
    [
        (None, None, "let"),
        (None, date(2026, 6, 9), "let"),
        (None, date(2026, 6, 8), "ending"),
        (date(2026, 3, 11), None, "ending"),
        (None, TODAY, "ending"),
        (None, date(2026, 3, 9), "overdue"),
        (date(2026, 3, 11), date(2026, 3, 9), "ending"),
        (TODAY, None, "empty"),
    ],
)
def test_state_of_a_home_follows_its_stay(ends_on, planned_end_on, state):
    TenancyFactory(ends_on=ends_on, end_reason="unknown" if ends_on else "", planned_end_on=planned_end_on)
    home = Apartment.objects.with_state(TODAY).get()
    assert home.state == state
    assert Apartment.objects.with_state(TODAY).with_emptiness(TODAY).counts()[state] == 1


def test_empty_home_says_since_when(sign_in, cast):
    TenancyFactory(ends_on=date(2026, 3, 3), end_reason="unknown")
    assert "tis 3 mar" in page(sign_in("miriam"), APARTMENTS)


def test_every_home_is_listed_but_names_only_where_one_may_know_of_the_home(sign_in, stay):
    assert "Samira Daoud" in page(sign_in("alma"), APARTMENTS)
    hidden = page(sign_in("elsa"), APARTMENTS)
    assert str(stay.apartment.number) in hidden
    assert "Samira Daoud" not in hidden
    assert "inte ditt hem" in hidden


def test_homes_are_found_by_address_and_number_never_by_name(sign_in, stay):
    alma = sign_in("alma")
    for text in ("olsborg 96 b", stay.apartment.number):
        assert len(alma.get(APARTMENTS, {"q": text}).context["rows"]) == 1
    assert "Ingen lägenhet hittades" in page(alma, APARTMENTS, q="Samira")


def test_apartment_tells_its_history(sign_in, stay, cast):
    before = TenancyFactory(
        apartment=stay.apartment,
        starts_on=date(2020, 1, 1),
        ends_on=date(2021, 1, 1),
        end_reason="evicted",
        ground="rent",
        holder__name="Gammal Gäst",
    )
    url = reverse("tenancies:apartment-detail", args=[stay.apartment_id])
    manager = page(sign_in("miriam"), url)
    for words in ("Samira Daoud", "Gammal Gäst", "Avhyst: obetald hyra", "tor 31 dec 2020", "4719"):
        assert words in manager
    worker = page(sign_in("alma"), url)
    assert "Samira Daoud" in worker
    assert "Gammal Gäst" not in worker
    assert "Avhyst" not in worker
    finance = page(sign_in("finn"), url)
    assert "Gammal Gäst" in finance
    assert "Avhyst" not in finance
    assert "4719" not in finance
    read = AccessRecord.objects.filter(user_id=cast.miriam.pk, what="apartment").values_list("person_id", flat=True)
    assert set(read) == {stay.holder_id, before.holder_id}


# --- tenancies --------------------------------------------------------------------------------------------------------


def test_list_shows_only_the_homes_one_may_know_of(sign_in, stay):
    other = TenancyFactory(holder__name="Annan Person")
    former = TenancyFactory(holder__name="Flyttad Person", ends_on=TODAY, end_reason="own_lease")
    assert "Samira Daoud" in page(sign_in("alma"), TENANCIES)
    assert "Annan Person" not in page(sign_in("alma"), TENANCIES)
    running, gone = page(sign_in("finn"), TENANCIES), page(sign_in("finn"), TENANCIES, show="former")
    assert other.holder.name in running
    assert former.holder.name not in running
    assert former.holder.name in gone
    assert "Inga hyresförhållanden" in page(sign_in("elsa"), TENANCIES)
    assert "Inga tidigare" in page(sign_in("elsa"), TENANCIES, show="former")


def test_list_shows_the_rent_that_holds_today(sign_in, stay):
    RentTermFactory(tenancy=stay, rent_ore=700_000, valid_from=TODAY)
    RentTermFactory(tenancy=stay, rent_ore=800_000, valid_from=date(2026, 3, 11))
    assert "7 000 kr" in page(sign_in("alma"), TENANCIES)


def test_home_of_others_is_not_found(sign_in, stay):
    url = reverse("tenancies:tenancy-detail", args=[stay.pk])
    seen = {
        name: sign_in(name).get(url).status_code
        for name in ("alma", "bosse", "billie", "elsa", "finn", "miriam", "axel")
    }
    assert seen == {"alma": 200, "bosse": 200, "billie": 404, "elsa": 404, "finn": 200, "miriam": 200, "axel": 403}


@pytest.mark.parametrize(
    ("who", "shown", "hidden"),
    [
        ("alma", ["Samira Daoud", "Sami", "070-111 22 33", "hunden", "2015", "Vem betalar hyran"], ["2001"]),
        ("bosse", ["Samira Daoud", "070-111 22 33", "hunden", "2015"], ["191212121212"]),
        ("finn", ["Samira Daoud", "Vem betalar hyran", "6 840 kr"], ["070-111 22 33", "hunden", "2015", "Sami<"]),
    ],
)
def test_each_role_sees_its_part_of_the_person(sign_in, stay, who, shown, hidden):
    html = tenancy_page(sign_in(who), stay)
    main = html[html.index("<main") : html.index("</main>")]
    assert [words for words in shown if words not in main] == []
    assert [words for words in hidden if words in main] == []


def test_protected_person_is_skyddad_to_all_but_those_involved(sign_in, stay):
    Tenant.objects.update(is_protected=True)
    secrets = ("Samira", "Daoud", "Sami", "070-111 22 33", "191212121212", "hunden", stay.apartment.street)
    for who in ("finn", "miriam"):
        for html in (tenancy_page(sign_in(who), stay), page(sign_in(who), TENANCIES)):
            assert "Skyddad adress" in html
            assert [secret for secret in secrets if secret in html] == []
    bosse = tenancy_page(sign_in("bosse"), stay)
    assert "Samira Daoud" in bosse
    assert stay.apartment.street in bosse


def test_home_of_a_protected_person_looks_like_any_home_that_is_not_yours(sign_in, stay):
    Tenant.objects.update(is_protected=True)
    home = reverse("tenancies:apartment-detail", args=[stay.apartment_id])
    for html in (page(sign_in("miriam"), APARTMENTS), page(sign_in("finn"), home)):
        assert stay.apartment.street in html
        assert "inte ditt hem" in html
        assert "Skyddad" not in html
        assert stay.get_absolute_url() not in html
    assert "Samira Daoud" in page(sign_in("alma"), home)


def test_protected_persons_stand_last_in_the_list_for_everybody(sign_in, stay):
    other = TenancyFactory(case_worker=stay.case_worker, apartment__street="Östra vägen 1")
    Tenant.objects.filter(pk=stay.holder_id).update(is_protected=True)
    for who in ("alma", "miriam"):
        assert [row.pk for row in sign_in(who).get(TENANCIES).context["rows"]] == [other.pk, stay.pk]


def test_no_name_stands_in_a_title_or_an_address(sign_in, stay):
    html = tenancy_page(sign_in("alma"), stay)
    title = html[html.index("<title>") : html.index("</title>")]
    assert "Samira" not in title
    assert stay.apartment.number in title


def test_lease_says_what_comes(sign_in, stay):
    RentTermFactory(tenancy=stay, rent_ore=700_000, due_rule=15, valid_from=TODAY)
    RentTermFactory(tenancy=stay, rent_ore=800_000, due_rule=15, valid_from=date(2026, 4, 1))
    html = tenancy_page(sign_in("alma"), stay)
    for words in ("7 000 kr", "förfaller den 15:e", "8 000 kr från ons 1 apr", "Inget väntar på någon"):
        assert words in html


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"planned_end_on": date(2026, 3, 13)}, "Boendet är planerat att sluta om 3 dagar, fre 13 mar."),
        ({"planned_end_on": date(2026, 3, 9)}, "Det planerade slutet har passerat: i går."),
        ({"planned_end_on": date(2027, 3, 9)}, "Inget väntar på någon"),
        ({"ends_on": date(2026, 3, 12), "end_reason": "own_lease"}, "Sista dagen: i morgon."),
        (
            {"ends_on": date(2026, 3, 10), "end_reason": "evicted", "ground": "both"},
            "avhyst: obetald hyra och misskött hem",
        ),
    ],
)
def test_end_of_the_stay_is_said_in_words(sign_in, stay, fields, words):
    Tenancy.objects.update(**fields)
    assert words in tenancy_page(sign_in("miriam"), stay)


def test_pages_record_one_reading_per_person_shown(sign_in, stay, cast):
    other = TenancyFactory(case_worker=cast.alma)
    TenancyFactory(holder__name="Annan Person")
    alma = sign_in("alma")
    for url, what in ((APARTMENTS, "apartment-list"), (TENANCIES, "tenancy-list")):
        page(alma, url)
        rows = AccessRecord.objects.filter(user_id=cast.alma.pk, what=what)
        assert sorted(rows.values_list("person_id", flat=True)) == sorted([stay.holder_id, other.holder_id])
    tenancy_page(alma, stay)
    assert AccessRecord.objects.get(what="tenancy").person_id == stay.holder_id


def test_nul_in_the_search_is_left_out(sign_in, stay):
    street = stay.apartment.street
    assert street in page(sign_in("alma"), reverse("tenancies:apartment-list"), q=f"\0{street}\0")


@pytest.mark.parametrize("show", ["", "former"])
def test_tenancies_are_paged_by_key_in_both_directions(sign_in, cast, monkeypatch, show):
    monkeypatch.setattr("tenancies.views.tenancies.PAGE_SIZE", 3)
    ended = {"ends_on": date(2026, 1, 1), "end_reason": "unknown"} if show else {}
    stays = [TenancyFactory(case_worker=cast.alma, apartment__street=f"Gatan {n % 2}", **ended) for n in range(8)]
    alma, seen, query = sign_in("alma"), [], {"show": show}
    while query:
        context = alma.get(TENANCIES, query).context
        seen.append([stay.pk for stay in context["rows"]])
        query = dict(pair.split("=") for pair in context["older"].lstrip("?").split("&")) if context["older"] else None
    assert [len(page) for page in seen] == [3, 3, 2]
    assert sorted(pk for page in seen for pk in page) == sorted(stay.pk for stay in stays)
    back = alma.get(TENANCIES + context["newer"]).context
    assert [stay.pk for stay in back["rows"]] == seen[1]
