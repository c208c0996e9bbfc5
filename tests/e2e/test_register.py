"""The register in a real browser: two people at one tenant, the way back, a new tenancy with a slip, a search."""

from datetime import date

import pytest
from django.conf import settings

from tenancies.models import Tenancy, Tenant
from tests.factories import ApartmentFactory, TenancyFactory

from . import look
from .conftest import session_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stay(cast, transactional_db):
    return TenancyFactory(case_worker=cast.alma, holder__name="Kristina Ericsson", holder__phone="070-174 06 10")


@pytest.fixture
def desk(live_server, new_context, cast):
    """`desk("alma", 1280)`: a page signed in as her, on a screen of that width."""

    def do(name, width=1280, **more):
        context = new_context(viewport={"width": width, "height": 900}, base_url=live_server.url, **more)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(getattr(cast, name))}
        context.add_cookies([cookie | {"url": live_server.url}])
        return look.listen(context.new_page())

    return do


def save(page):
    page.locator("form[data-guard] button[type=submit]").click()


def test_second_of_two_is_told_sees_both_and_overwrites_nothing_unawares(desk, stay):
    """Promise 15, for the register."""
    address = f"{stay.get_absolute_url()}personer/andra/"
    alma, miriam = desk("alma"), desk("miriam", 820)
    for page in (alma, miriam):
        page.goto(address)
    miriam.get_by_label("Telefon").fill("070-174 06 20")
    save(miriam)
    alma.get_by_label("Telefon").fill("070-174 06 30")
    save(alma)
    both = alma.locator(".msg table")
    assert "Miriam har ändrat det här" in alma.locator(".msg").inner_text()
    assert both.locator("tbody tr").inner_text().split("\t") == ["Telefon", "070-174 06 20", "070-174 06 30"]
    assert alma.get_by_label("Telefon").input_value() == "070-174 06 30"
    assert Tenant.objects.get(pk=stay.holder_id).phone == "070-174 06 20"
    save(alma)
    assert Tenant.objects.get(pk=stay.holder_id).phone == "070-174 06 30"


def test_own_change_is_taken_back_with_one_press(desk, stay):
    page = desk("alma", 360)
    page.goto(f"{stay.get_absolute_url()}personer/andra/")
    page.get_by_label("Telefon").fill("fel")
    save(page)
    page.get_by_role("button", name="Ångra").click()
    assert "070-174 06 10" in page.locator("main").inner_text()
    assert Tenant.objects.get(pk=stay.holder_id).phone == "070-174 06 10"


@pytest.mark.parametrize("has_javascript", [True, False])
def test_new_tenancy_keeps_what_was_typed_and_begins_when_it_is_right(desk, cast, transactional_db, has_javascript):
    home = ApartmentFactory()
    page = desk("alma", java_script_enabled=has_javascript)
    page.goto(f"/hyresforhallanden/ny/?apartment={home.pk}")
    page.get_by_label("Flyttar in").fill("1 april")
    page.get_by_label("Namn", exact=True).fill("Samira Daoud")
    page.get_by_role("textbox", name="Hyra", exact=True).fill("sextusen")
    save(page)
    assert page.locator(".ds-error-summary").is_visible()
    assert page.get_by_label("Flyttar in").input_value() == "1 april"
    assert page.get_by_label("Namn", exact=True).input_value() == "Samira Daoud"
    page.get_by_role("textbox", name="Hyra", exact=True).fill("6 000")
    save(page)
    stay = Tenancy.objects.get(holder__name="Samira Daoud")
    assert (stay.apartment, stay.starts_on, stay.case_worker) == (home, date(2026, 4, 1), cast.alma)
    assert stay.rent_terms.get().rent_ore == 600_000


def test_somebody_is_found_as_the_name_sounds_and_no_name_stands_in_the_address(desk, stay):
    page = desk("alma", 820)
    page.goto("/sok/")
    page.locator("main input[type=search]").fill("eriksson christina")
    page.locator("main form button[type=submit]").click()
    page.get_by_role("link", name="Kristina Ericsson").click()
    assert page.url.endswith(stay.get_absolute_url())
    assert page.complaints == []
