"""Who may open which page of outreach, and that each reading and each refusal is on record."""

import pytest
from django.urls import reverse

from bolots.models import AccessRecord
from tenancies.models import Involvement
from tests.factories import CaseFactory, TaskFactory

pytestmark = pytest.mark.django_db

INVOLVED = {"alma": 200, "bosse": 200, "miriam": 200}
PAGES = [  # name, key, who gets what; roles that are not named get 403
    ("today", None, {"bosse": 200, "billie": 200}),
    ("visit", "task", INVOLVED | {"billie": 404, "elsa": 404}),
    ("visit-private", "task", INVOLVED | {"billie": 404, "elsa": 404}),
    ("note", "task", {"bosse": 200, "billie": 404}),
    ("visit-order", "home", {"alma": 200, "miriam": 200, "elsa": 404}),
    ("mine", None, {"alma": 200, "elsa": 200, "miriam": 200}),
    ("case-list", None, INVOLVED | {"billie": 200, "elsa": 200}),
    ("case-detail", "case", INVOLVED | {"billie": 404, "elsa": 404}),
]
CHANGES = [
    ("visit-report", "task", {"bosse", "billie"}),
    ("visit-hand-on", "task", {"bosse", "billie"}),
    ("away", None, {"bosse", "billie"}),
    ("case-note", "case", {"alma", "elsa", "miriam"}),
    ("case-plan", "case", {"alma", "elsa", "miriam"}),
    ("case-visit", "case", {"alma", "elsa", "miriam"}),
    ("case-close", "case", {"alma", "elsa", "miriam"}),
]
EVERYBODY = ("alma", "bosse", "billie", "finn", "miriam", "axel", "elsa")


@pytest.fixture
def keys(cast, home):
    """Alma's home with a case, and Bosse's visit to it."""
    case = CaseFactory(tenancy=home)
    Involvement.objects.create(tenancy=home, user=cast.bosse, why="outreach", from_on=case.opened_on)
    return {"home": home, "case": case, "task": TaskFactory(tenancy=home, case=case, assignee=cast.bosse)}


def url(name, key, keys):
    return reverse(f"outreach:{name}", args=[keys[key].pk] if key else [])


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(("name", "key", "expected"), PAGES)
def test_page_opens_for_those_who_may_know_of_the_home(sign_in, keys, name, key, expected, who):
    assert sign_in(who).get(url(name, key, keys)).status_code == expected.get(who, 403)


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(("name", "key", "allowed"), CHANGES)
def test_change_is_refused_to_those_who_may_not_make_it(sign_in, keys, name, key, allowed, who):
    answer = sign_in(who).post(url(name, key, keys), {}).status_code
    assert (answer == 403) == (who not in allowed)
    if who in ("billie", "elsa") and key:
        assert answer in (403, 404)


def test_case_page_for_a_home_with_an_open_case_leads_to_it(sign_in, keys):
    answer = sign_in("alma").get(reverse("outreach:case-open", args=[keys["home"].pk]))
    assert answer.url == keys["case"].get_absolute_url()


@pytest.mark.parametrize(
    ("name", "key", "who", "what"),
    [
        ("today", None, "bosse", "today"),
        ("visit", "task", "bosse", "visit"),
        ("visit-private", "task", "bosse", "visit-private"),
        ("note", "task", "bosse", "note"),
        ("mine", None, "alma", "mine"),
        ("case-list", None, "miriam", "case-list"),
        ("case-detail", "case", "alma", "case"),
        ("visit-order", "home", "alma", "visit-order"),
    ],
)
def test_reading_is_on_record_with_the_person(sign_in, cast, keys, name, key, who, what):
    sign_in(who).get(url(name, key, keys))
    row = AccessRecord.objects.get()
    assert (row.user_id, row.person_id, row.what) == (getattr(cast, who).pk, keys["home"].holder_id, what)
    assert not row.was_refused


def test_refusal_is_on_record(sign_in, cast, keys):
    sign_in("elsa").get(url("case-detail", "case", keys))
    row = AccessRecord.objects.get()
    assert (row.user_id, row.was_refused, row.what) == (
        cast.elsa.pk,
        True,
        f"outreach:case-detail {keys['case'].pk}",
    )


def test_no_page_names_a_tenant_in_its_title(sign_in, keys):
    for who, names in (("bosse", ("visit", "note", "case-detail")), ("alma", ("case-detail", "visit-order"))):
        for name, key, _expected in PAGES:
            if name in names:
                title = sign_in(who).get(url(name, key, keys)).content.decode().partition("</title>")[0]
                assert keys["home"].holder.name.split()[0] not in title


@pytest.mark.parametrize("name", ["case-list", "case-detail", "visit", "visit-private", "visit-order"])
def test_protected_name_is_shown_to_those_involved_only(sign_in, keys, name):
    keys["home"].holder.is_protected = True
    keys["home"].holder.save()
    key = {"case-list": None, "case-detail": "case", "visit-order": "home"}.get(name, "task")
    page = sign_in("miriam").get(url(name, key, keys)).content.decode()
    assert "Skyddad" in page
    assert "Testa" not in page
    assert keys["home"].holder.phone not in page
    assert "Testa" in sign_in("alma").get(url(name, key, keys)).content.decode()
