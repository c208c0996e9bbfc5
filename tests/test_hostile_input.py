"""Whatever stands in an address or a form, pages answer calmly: never a 500, never the markup itself (promise 33)."""

import pytest

from tests.pages import PAGES, PUBLIC, address, patterns
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
MARKUP = "<script>alert(1)</script>"
QUERY = (
    *("q", "page", "show", "state", "status", "owner", "day", "next", "before", "after"),
    *("giver", "taker", "starts_on", "apartment", "kind"),
    *("giver", "taker", "starts_on", "apartment"),
    *("served", "notified"),
    *("giver", "taker", "starts_on", "apartment", "reading"),
)
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
    *("first_name", "role", "phone", "current", "new", "again", "from_on", "until_on", "deputy", "user"),
    *("giver", "taker", "case_worker"),
    *("kind", "source", "seriousness", "happened_on", "what", "notified_on", "how", "demand", "correct_by_on"),
    *("announced_on", "held_on", "is_in_order", "remarks", "show", "issue", "back"),
    *("owner", "status", "why", "due_on", "through_on", "amount", "charge", "tenancy", "payment", "scheme", "next"),
    *("decision", "because", "blockers", "planned_end_on", "in_queue_since_on", "course_done_on", "how"),
    *("starts_on", "ends_on", "apartment", "case_worker", "who", "name", "personal_number", "phone", "kind", "rent"),
    *("signed_on", "lease_ends_on", "informed_on", "informed_proof", "utilities", "due_rule", "valid_from", "reason"),
    *("planned_end_on", "preferred_name", "above_cap_why", "reference", "decided_on", "approval", "approved_on", "how"),
    *("decision_reference", "decision_starts_on", "decision_ends_on", "waiver_signed_on", "waiver_reason", "served_on"),
    *("expires_on", "partner_signed", "given_by", "disputed_on", "referred_on", "withdrawn_on", "held_on", "remarks"),
    *("is_in_order", "ground", "situation", "months"),
    *("sheet", "column_0", "column_1", "column_2", "column_3"),
    *("postcode", "town"),
    *("number", "street", "staircase", "floor", "entry_code", "rooms", "area_m2", "is_furnished", "new_owner"),
    *("tenure_form", "head_rent_ore", "head_starts_on", "head_last_on", "head_notice_months"),
    *("reason", "starts_on", "last_on", "kind", "label", "whom", "issued_on", "returned_on", "photo"),
    *("name", "preferred_name", "personal_number", "phone", "email", "contact_way", "payer", "target_group", "left_on"),
    *("birth_year", "residence", "kind", "organisation", "ended_on", "what", "given_on", "until_on", "withdrawn_on"),
    *("reason", "from_on", "is_protected", "user"),
    *("charges", "incident", "why_at_once", "crime", "served_on", "proof", "signed_by", "delegation", "addressee"),
    *("obstacle_on", "paid_on", "applied_on", "reference", "asked_on", "ordered_on", "eviction_on", "presence"),
    *("children_contact", "evicted_on", "moved_on", "received_on"),
    *("hundredths", "most_ore", "source", "reminder_fee_agreed_on"),
    *("chosen", "event"),
    *("charges", "income_day", "income", "rent", "other", "tolerance", "propose", "agree", "confirm"),
    *("part-TOTAL_FORMS", "part-INITIAL_FORMS", "part-0-due_on", "part-0-amount"),
    *("stops_cases", "stops_demands", "stops_interest"),
    *("format", "from_on", "until_on"),
    *("name", "delimiter", "encoding", "account", "mapping", "column_booked_on", "column_amount", "column_ocr"),
    *("where_0", "amount_0", "where_1", "amount_1"),
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
        for path in ("registret/export/{}.xlsx", "registret/export/lagenheter.{}", "registret/las-in/{}/"):
            assert client.get(f"/{path.format(name)}").status_code in (403, 404)
    for answer in ("bekrafta", "avbryt"):
        assert finn.post(f"/hyror/filer/las-in/{name}/{answer}/").status_code == 404
