"""The search finds by the few words that the law leaves, what the user may know of, and leaves a trace each time."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from bolots.models import AccessRecord
from tenancies.models import Caution, Child, Tenant
from tests.factories import CaseFactory, TenancyFactory, TenantFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
SEARCH = "/sok/"


@pytest.fixture
def stay(cast):
    stay = TenancyFactory(
        case_worker=cast.alma,
        involved=[cast.bosse],
        holder__name="Åsa Öberg",
        holder__preferred_name="Ossian",
        holder__personal_number="191212121212",
        holder__phone="070-111 22 33",
        holder__target_group="addiction",
        apartment__street="Olsborgsvägen 96",
        apartment__number="1202",
        apartment__owner__name="Brf Gåsen",
    )
    Child.objects.create(tenant=stay.holder, birth_year=2015)
    facts = {"kind": "two_people", "reason": "hunden biter", "from_on": TODAY, "until_on": date(2026, 6, 1)}
    Caution.objects.create(tenant=stay.holder, **facts, set_by=cast.alma)
    return stay


def search(client, text):
    response = client.post(SEARCH, {"text": text})
    assert response.status_code == 200
    return response


def hits(client, text):
    """(sort, name, note) of every line."""
    found = search(client, text).context["found"] or []
    return [(sort.label, hit.name, hit.note) for sort in found for hit in sort.rows]


# --- by what ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Åsa Öberg", "Namn"),
        ("oberg asa", "Namn"),
        ("ÖB", "Namn"),
        ("ossian", "Namn"),
        ("Åza Öbärg", "Stavas ungefär så"),
        ("191212121212", "Personnummer"),
        ("19121212-1212", "Personnummer"),
        ("121212-1212", "Personnummer"),
        ("121212+1212", "Personnummer"),
        ("12 12 12 12 12", "Personnummer"),
        ("1202", "Lägenhet"),
        ("olsborg 96", "Lägenhet"),
        ("96 B Olsborgsvagen", "Lägenhet"),
    ],
)
def test_stay_is_found_by(sign_in, stay, text, sort):
    assert hits(sign_in("alma"), text) == [(sort, "Åsa Öberg", "")]


@pytest.mark.parametrize(
    "text",
    [
        *("addiction", "beroende", "missbruk", "hunden", "biter", "two_people", "070-111 22 33", "0701112233"),
        *("12121212", "1912121212", "191212121213", "2015", "4719", "Gåsen", "alma", "svenska", "%", "sa Ö"),
    ],
)
def test_nothing_else_is_ever_a_search_term(sign_in, stay, text):
    assert hits(sign_in("miriam"), text) == []


@pytest.mark.parametrize(("text", "is_found"), [("{year}-{pk:03d}", True), ("{year}-{pk:04d}", False)])
def test_case_is_found_by_its_whole_number(sign_in, stay, text, is_found):
    case = CaseFactory(tenancy=stay)
    asked = text.format(year=case.opened_on.year, pk=case.pk)
    expected = [("Ärendenummer", "Åsa Öberg", case.label)] if is_found else []
    for who in ("alma", "bosse", "miriam"):
        assert hits(sign_in(who), asked) == expected
    assert hits(sign_in("finn"), asked) == hits(sign_in("elsa"), asked) == []
    assert hits(sign_in("alma"), f"{case.opened_on.year - 1}-{case.pk:03d}") == []
    assert hits(sign_in("alma"), f"{case.opened_on.year}-999999999") == []


def test_case_leads_to_its_page_and_a_stay_to_its_own(sign_in, stay):
    case = CaseFactory(tenancy=stay)
    assert case.get_absolute_url() in search(sign_in("alma"), case.label).content.decode()
    assert stay.get_absolute_url() in search(sign_in("alma"), "Öberg").content.decode()


def test_right_spellings_come_before_likely_ones_and_nobody_twice(sign_in, cast):
    for name in ("Christina Ek", "Kristina Alm", "Katrin Berg"):
        TenancyFactory(case_worker=cast.alma, holder__name=name)
    found = [("Namn", "Kristina Alm", ""), ("Stavas ungefär så", "Christina Ek", "")]
    assert hits(sign_in("alma"), "Kristina") == found


def test_hits_stand_in_swedish_order(sign_in, cast):
    names = ["Anna Andersson", "Anna Zorn", "Åsa Anna", "Ärla Anna", "Öjar Anna"]
    for name in reversed(names):
        TenancyFactory(case_worker=cast.alma, holder__name=name)
    assert [name for _sort, name, _note in hits(sign_in("alma"), "anna")] == names


def test_more_than_twenty_are_not_shown_but_said(sign_in, cast):
    for n in range(21):
        TenancyFactory(case_worker=cast.alma, holder__name=f"Anna A{n:02}", apartment__street=f"Väg {n}")
    response = search(sign_in("alma"), "anna")
    assert len(response.context["found"][0].rows) == 20
    assert "Skriv fler bokstäver" in response.content.decode()
    assert "Skriv fler bokstäver" not in search(sign_in("alma"), "anna a07").content.decode()


def test_former_stays_are_found_and_marked(sign_in, stay, cast):
    before = {"starts_on": date(2020, 1, 1), "ends_on": date(2021, 1, 1), "end_reason": "unknown"}
    TenancyFactory(case_worker=cast.alma, holder=stay.holder, **before)
    rows = search(sign_in("alma"), "öberg").context["found"][0].rows
    assert [row.is_over for row in rows] == [False, True]
    assert search(sign_in("alma"), "öberg").content.decode().count("tidigare") == 1


# --- who may know -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Öberg", "Åza Öbärg", "191212121212", "1202"])
def test_homes_of_others_are_not_there(sign_in, stay, text):
    seen = {who: len(hits(sign_in(who), text)) for who in ("alma", "bosse", "billie", "elsa", "finn", "miriam")}
    assert seen == {"alma": 1, "bosse": 1, "billie": 0, "elsa": 0, "finn": 1, "miriam": 1}


@pytest.mark.parametrize("text", ["Öberg", "Åza Öbärg", "ossian", "191212121212", "1202", "case"])
def test_protected_person_is_not_even_a_number_of_hits(sign_in, stay, text):
    Tenant.objects.update(is_protected=True)
    text = CaseFactory(tenancy=stay).label if text == "case" else text
    for who in ("finn", "miriam", "elsa"):
        hidden, absent = search(sign_in(who), text), search(sign_in(who), "Xyzzy")
        assert hidden.context["found"] == absent.context["found"] == []
        assert stay.get_absolute_url() not in hidden.content.decode()
    assert len(hits(sign_in("alma"), text)) == 1


def test_tenant_without_a_stay_is_nobodys_to_find(sign_in, stay):
    TenantFactory(name="Ensam Öberg")
    assert len(hits(sign_in("miriam"), "öberg")) == 1


# --- the form and the trace -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Skriv vem"), ("å", "minst två bokstäver"), ("-", "minst två bokstäver"), ("a" * 81, "80 tecken")],
)
def test_search_for_too_little_says_so_and_is_no_search(sign_in, stay, text, sentence):
    response = search(sign_in("alma"), text)
    assert sentence in response.content.decode()
    assert response.context["found"] is None
    assert not AccessRecord.objects.exists()


def test_what_was_typed_stays_in_the_form_and_out_of_the_address(sign_in, stay):
    html = search(sign_in("alma"), "Öberg").content.decode()
    assert 'value="Öberg"' in html
    assert "Öberg" not in sign_in("alma").get(SEARCH, {"text": "Öberg"}).content.decode()
    assert reverse("tenancies:search") == SEARCH


def test_search_and_each_person_shown_go_on_record(sign_in, stay, cast):
    search(sign_in("alma"), "öb")
    rows = AccessRecord.objects.order_by("pk").values_list("user_id", "person_id", "what", "searched", "was_refused")
    assert list(rows) == [
        (cast.alma.pk, None, "search", "öb", False),
        (cast.alma.pk, stay.holder_id, "search", "", False),
    ]


def test_search_that_finds_nobody_goes_on_record_too(sign_in, stay, cast):
    search(sign_in("elsa"), "Öberg")
    row = AccessRecord.objects.get()
    assert (row.user_id, row.person_id, row.what, row.searched) == (cast.elsa.pk, None, "search", "Öberg")


def test_nothing_is_shown_when_the_search_cannot_be_recorded(sign_in, stay):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE bolots_accessrecord ADD CONSTRAINT full_disk CHECK (false) NOT VALID")
    alma = sign_in("alma")
    alma.raise_request_exception = False
    response = alma.post(SEARCH, {"text": "öberg"})
    assert response.status_code == 503
    assert "Öberg" not in response.content.decode()


def test_search_asks_the_same_few_questions_for_one_hit_and_for_many(sign_in, cast, django_assert_max_num_queries):
    for n in range(30):
        TenancyFactory(case_worker=cast.alma, holder__name=f"Anna A{n:02}")
    alma = sign_in("alma")
    for text in ("anna", "anna a07"):
        with django_assert_max_num_queries(14):  # session, user, transaction, log; and three sorts of hits
            search(alma, text)
