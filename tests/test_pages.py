"""Promises that every page of the site keeps; `tests/pages.py` lists them, so that a new page joins by its row."""

import logging
import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bolots.models import AccessRecord
from tenancies.models import Tenant
from tests.blocks import blocks
from tests.pages import CAST, FRAME, PAGES, PUBLIC, address, patterns
from tests.world import CANARY_STREET, CANARY_WORDS, World

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
BY_STREET = ("/lagenheter/?q=sidensvans", "/hyror/manader/2026-03/?show=unpaid", "/hyresforhallanden/?show=former")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
WRITES = re.compile(
    r'\b(INSERT INTO|(?<!FOR )UPDATE|DELETE FROM|TRUNCATE)\s+"?(?!bolots_accessrecord|django_session)[a-z_]+"?', re.I
)


@pytest.fixture
def world(cast):
    return World(cast)


def addresses(world, method=None):
    """(name, page, address) of everything in the URLconf that takes the method."""
    for name, parameters in patterns():
        page = PAGES.get(name)
        if page and (method is None or method in page.methods.split()):
            yield name, page, address(name, parameters, world)


def may(page, user):
    return page.who == PUBLIC or user in page.who.split()


def request(client, method, path):
    """An answer to an empty request; what it changed is taken back."""
    client.raise_request_exception = False
    with transaction.atomic():
        response = client.generic(method, path, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return response


# --- who may open what (promises 16 and 17) ---------------------------------------------------------------------------


def test_every_address_has_its_row_and_every_row_its_address():
    assert {name for name, _parameters in patterns()} == set(PAGES)


def is_right(page, user, method, status) -> bool:
    if method not in page.methods.split():
        return status == 405
    if not may(page, user):
        return status == 403
    return status < 403 or status in (409, 422)


def test_each_role_reaches_its_own_pages_and_no_others(world, sign_in):
    wrong = {}
    for user in CAST:
        client = sign_in(user)
        for name, page, path in addresses(world):
            for method in METHODS:
                if (method, name) == ("POST", "logout"):
                    continue  # it does, and then it is over
                status = request(client, method, path).status_code
                if not is_right(page, user, method, status):
                    wrong[f"{user} {method} {name}"] = status
    assert wrong == {}


def test_strangers_are_led_to_the_door(world):
    wrong = {}
    for method in ("GET", "POST"):
        for name, page, path in addresses(world, method):
            response = request(Client(), method, path)
            is_led = response.status_code == 302 and response["Location"].startswith("/logga-in/")
            is_let_in = response.status_code in (200, 302)
            if not (is_let_in if page.who == PUBLIC else is_led):
                wrong[f"{method} {name}"] = response.status_code
    assert wrong == {}


def test_pages_of_a_home_are_not_found_from_elsewhere(world, sign_in):
    wrong = {}
    for user, role in (("elsa", "alma"), ("billie", "bosse")):
        client = sign_in(user)
        for method in ("GET", "POST"):
            for name, page, path in addresses(world, method):
                if page.is_of_a_home and may(page, role):
                    status = request(client, method, path).status_code
                    if status != 404:
                        wrong[f"{user} {method} {name}"] = status
    assert wrong == {}


def test_form_without_its_token_changes_nothing(world, cast):
    accepted = {}
    for name, page, path in addresses(world, "POST"):
        user = page.who.split()[0] if page.who != PUBLIC else "axel"
        client = Client(enforce_csrf_checks=True)
        client.force_login(getattr(cast, user), backend="django.contrib.auth.backends.ModelBackend")
        response = client.post(path)
        if response.status_code != 403 or "403_csrf" not in {t.name.split(".")[0] for t in response.templates}:
            accepted[name] = response.status_code
    assert accepted == {}


# --- what a page may do (promises 26 and 40) --------------------------------------------------------------------------


def test_looking_never_writes(world, sign_in):
    wrote = {}
    for user in CAST:
        client = sign_in(user)
        for name, page, path in addresses(world, "GET"):
            if may(page, user):
                with CaptureQueriesContext(connection) as asked:
                    client.get(path)
                found = [query["sql"][:90] for query in asked if WRITES.search(query["sql"])]
                if found:
                    wrote[f"{name} {user}"] = found
    assert wrote == {}


def cost(client, path) -> list[str]:
    """The queries of a page beyond the frame: session, user, transaction, access row."""
    client.get(path)  # whatever is loaded once is loaded
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return [query["sql"] for query in asked if not FRAME.match(query["sql"])]


def few_and_many(page) -> set[str]:
    """Of those who may open the page the ones with the fewest and the most permissions: they see the least and most."""
    who = [] if page.who == PUBLIC else page.who.split()
    return {*who[:1], *who[-1:]}


def test_pages_ask_few_questions_and_the_same_number_at_any_size(world, sign_in):
    clients = {who: sign_in(who) for who in CAST}
    pages = [(page, path, who) for _name, page, path in addresses(world, "GET") for who in few_and_many(page)]
    small = {(path, who): len(cost(clients[who], path)) for _page, path, who in pages}
    world.grow(57)
    faults = {}
    for page, path, who in pages:
        before, questions = small[path, who], len(cost(clients[who], path))
        if questions > page.queries or questions > before:
            faults[f"{path} {who}"] = (before, questions, page.queries)
    assert faults == {}


# --- what a page may say (promise 23) ---------------------------------------------------------------------------------


def test_protected_person_is_named_on_no_page_to_those_who_are_not_involved(world, sign_in, caplog):
    caplog.set_level(logging.DEBUG)
    told = {}
    for user in CAST:
        client = sign_in(user)
        for name, page, path in addresses(world, "GET"):
            if may(page, user) and name not in ("logout", "outreach:note-paper"):
                told |= _words(f"{name} {user}", client.get(path))
        told |= _pages_of_the_canary(client, user, world)
    assert told == {}
    assert [word for word in CANARY_WORDS if word in caplog.text] == []
    assert _words("to an involved one", involved(world).get(world.canary.get_absolute_url()))


def test_address_of_a_protected_person_stands_nowhere_beside_the_mark(world, sign_in):
    tied = {}
    for user in CAST:
        client = sign_in(user)
        pages = [(name, page, path) for name, page, path in addresses(world, "GET") if may(page, user)]
        mine = world.of_the_canary()
        pages += [(name, page, path) for name, page, path in addresses(mine, "GET") if may(page, user)]
        pages += [("by street", None, path) for path in BY_STREET]
        for name, _page, path in pages:
            response = client.get(path, follow=True)
            if response["Content-Type"].startswith("text/html"):
                texts = blocks(response.content.decode())
                found = [text[:200] for text in texts if "Skyddad" in text and CANARY_STREET in text]
                if found:
                    tied[f"{name} {user}"] = found
    assert tied == {}
    assert CANARY_STREET in sign_in("finn").get("/lagenheter/").content.decode()
    mine = involved(world).get(world.canary.get_absolute_url()).content.decode()
    assert any("Skyddad" in text and "Kanarie" in text for text in blocks(mine))


def involved(world):
    client = Client()
    client.force_login(world.canary.case_worker, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _pages_of_the_canary(client, user, world):
    """The pages that would be about the protected person."""
    told = {}
    mine = world.of_the_canary()
    for name, page, path in addresses(mine, "GET"):
        if page.needs(mine) != page.needs(world) and may(page, user):
            told |= _words(f"{name} of the protected, {user}", client.get(path))
    return told


def _words(where, response):
    html = response.content.decode(errors="replace") + str(response.headers)
    found = [word for word in CANARY_WORDS if word in html]
    return {where: found} if found else {}


# --- what a page puts on record (promise 20) --------------------------------------------------------------------------


def people_on(html) -> set[int]:
    """Whose whole names stand in the page."""
    names = dict(Tenant.objects.values_list("name", "pk"))
    return {pk for name, pk in names.items() if re.search(rf"\b{re.escape(name)}\b", html)}


def test_whoever_is_named_on_a_page_is_on_record_once(world, sign_in, cast):
    unrecorded, twice = {}, {}
    for user in CAST:
        client = sign_in(user)
        for name, page, path in addresses(world, "GET"):
            if not may(page, user):
                continue
            before = set(AccessRecord.objects.values_list("pk", flat=True))
            html = client.get(path).content.decode(errors="replace")
            rows = AccessRecord.objects.exclude(pk__in=before).filter(user_id=getattr(cast, user).pk)
            recorded = list(rows.values_list("person_id", flat=True))
            expected = people_on(html) | (
                {world.tenancy.holder_id} if page.is_of_a_home and "open" not in name else set()
            )
            if expected - set(recorded):
                unrecorded[f"{name} {user}"] = expected - set(recorded)
            if len(recorded) != len(set(recorded)):
                twice[f"{name} {user}"] = recorded
    assert unrecorded == {}
    assert twice == {}


def test_no_page_names_anybody_when_the_reading_cannot_be_recorded(world, sign_in):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE bolots_accessrecord ADD CONSTRAINT full_disk CHECK (false) NOT VALID")
    named, hidden = {}, 0
    for user in CAST:
        client = sign_in(user)
        for name, page, path in addresses(world, "GET"):
            if may(page, user):
                response = request(client, "GET", path)
                hidden += response.status_code == 503
                if people_on(response.content.decode(errors="replace")) or response.status_code == 500:
                    named[f"{name} {user}"] = response.status_code
    assert named == {}
    assert hidden > 20


def test_no_name_stands_in_a_title(world, sign_in):
    names, titled = {world.tenancy.holder.name, world.tenancy.holder.called}, []
    for user in CAST:
        client = sign_in(user)
        for name, page, path in addresses(world, "GET"):
            if may(page, user):
                found = re.search(r"<title>(.*?)</title>", client.get(path).content.decode(errors="replace"))
                titled += [name] if found and any(word in found[1] for word in names) else []
    assert titled == []
