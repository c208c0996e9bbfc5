"""Whatever stands in an address or a form, pages answer calmly: never a 500, never the markup itself (promise 33)."""

import pytest

from tests.pages import PAGES, PUBLIC, address, patterns
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
MARKUP = "<script>alert(1)</script>"
QUERY = ("q", "page", "show", "state", "status", "owner", "day", "next", "before", "after")
HOSTILE = {
    "nul": "a\0b",
    "markup": MARKUP,
    "sql": "' OR 1=1 --",
    "huge": "9" * 5000,
    "number": "99999999999999999999",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "key": "0001-01-01T00:00:00+23:59:59~a~1",
    "lines": "\r\nSet-Cookie: a=b",
    "direction": "\u202eabc",
}
FIELDS = (
    *("username", "password", "client_id", "suggested_on", "suggested_slot", "outcome", "agreed", "agreed_on", "step"),
    *("next_on", "next_slot", "note", "language", "back_on", "back_slot", "to", "until", "text", "seen", "next_step"),
    *("owner", "status", "why", "due_on", "through_on", "amount", "charge", "tenancy", "payment", "scheme", "next"),
    *("name", "preferred_name", "personal_number", "phone", "email", "contact_way", "payer", "target_group", "left_on"),
    *("birth_year", "residence", "kind", "organisation", "ended_on", "what", "given_on", "until_on", "withdrawn_on"),
    *("reason", "from_on", "is_protected", "user"),
)


@pytest.fixture
def world(cast):
    return World(cast)


def answers(world, sign_in, method):
    """(name, client, path) of every page that takes the method, as somebody who may open it."""
    for name, parameters in patterns():
        page = PAGES.get(name)
        if page and method in page.methods.split() and name != "logout":
            client = sign_in("axel" if page.who == PUBLIC else page.who.split()[0])
            client.raise_request_exception = False
            yield name, client, address(name, parameters, world)


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_nothing_in_an_address_breaks_a_page(world, sign_in, value):
    broken = {}
    for name, client, path in answers(world, sign_in, "GET"):
        for query in (dict.fromkeys(QUERY, value), {"before": value}):
            response = client.get(path, query)
            if response.status_code >= 500 or MARKUP.encode() in response.content:
                broken[name] = response.status_code
    assert broken == {}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_nothing_in_a_form_breaks_a_page(world, sign_in, value):
    broken = {}
    for name, client, path in answers(world, sign_in, "POST"):
        response = client.post(path, dict.fromkeys(FIELDS, value))
        if response.status_code >= 500 or MARKUP.encode() in response.content:
            broken[name] = response.status_code
    assert broken == {}


@pytest.mark.parametrize("name", ["99999999999999999999", "9" * 5000, "a\0b", "0000-01"])
def test_no_number_or_name_in_a_path_breaks_a_page(sign_in, name):
    finn, miriam = sign_in("finn"), sign_in("miriam")
    paths = ("hyror/avier/{}/", "hyror/filer/las-in/{}/", "hyror/manader/{}/", "hyror/forfallodagar/{}/")
    for client in (finn, miriam):
        for path in (*paths, "arenden/{}/", "besok/{}/", "hyresforhallanden/{}/", "lagenheter/{}/"):
            assert client.get(f"/{path.format(name)}").status_code in (403, 404)
    for answer in ("bekrafta", "avbryt"):
        assert finn.post(f"/hyror/filer/las-in/{name}/{answer}/").status_code == 404
