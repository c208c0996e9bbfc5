"""The way back from one's own last change, over HTTP."""

import pytest

from bolots import calendar, editing
from bolots.audit import acting, action
from tests.factories import TenancyFactory

pytestmark = pytest.mark.django_db


@action
def edit_stay(stay, *, by, **fields):
    return editing.change(stay, seen=None, **fields)


@pytest.fixture
def stay(cast):
    stay = TenancyFactory(case_worker=cast.alma)
    with acting(at=calendar.now().isoformat()):
        edit_stay(stay, by=cast.alma, course_done_on=calendar.today())
    return stay


def press(client, stay, kind="tenancy", back="/bort/", seen=None):
    seen = editing.version(stay) if seen is None else seen
    return client.post(f"/registret/angra/{kind}/{stay.pk}/", {"seen": seen, "back": back})


def test_undo_puts_back_what_stood_there_and_returns_to_its_page(sign_in, stay):
    answer = press(sign_in("alma"), stay, back=stay.get_absolute_url())
    assert answer["Location"] == stay.get_absolute_url()
    stay.refresh_from_db()
    assert stay.course_done_on is None


def test_undo_of_a_version_that_is_gone_says_so_and_changes_nothing(sign_in, stay):
    client = sign_in("alma")
    answer = client.get(press(client, stay, back="/mina/", seen="1")["Location"])
    assert "går inte längre att ångra" in answer.content.decode()
    stay.refresh_from_db()
    assert stay.course_done_on


@pytest.mark.parametrize("back", ["//ond.example/", "https://ond.example/", "javascript:alert(1)", ""])
def test_undo_never_leads_off_the_site(sign_in, stay, back):
    assert press(sign_in("alma"), stay, back=back)["Location"] == "/"


def test_rows_that_one_may_not_know_of_and_kinds_that_are_none_are_not_found(sign_in, stay):
    assert press(sign_in("elsa"), stay).status_code == 404
    assert press(sign_in("alma"), stay, kind="user").status_code == 404
    assert press(sign_in("bosse"), stay).status_code == 403
