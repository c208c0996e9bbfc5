"""The calculator: two days in, four days out, and nothing about anybody."""

import pytest

pytestmark = pytest.mark.django_db
URL = "/hyror/krav/frist/"


def text(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


@pytest.mark.parametrize("who", ["finn", "alma", "miriam"])
def test_period_is_counted_from_the_later_day(sign_in, who):
    page = text(sign_in(who).get(URL, {"served": "2026-12-03", "notified": "7/12 2026"}))
    for day in ("mån 7 dec", "mån 28 dec", "tor 31 dec", "fre 18 dec, ons 23 dec, lör 26 dec, mån 28 dec"):
        assert day in page


def test_page_asks_for_both_days_and_keeps_what_was_typed(sign_in):
    page = text(sign_in("alma").get(URL, {"served": "2026-12-03", "notified": "snart"}))
    assert 'value="snart"' in page
    assert "Skriv dagen" in page
    assert "Återvinningsfristen har inte börjat" in text(sign_in("alma").get(URL))


@pytest.mark.parametrize("who", ["bosse", "axel"])
def test_page_is_for_those_who_see_terminations(sign_in, who):
    assert sign_in(who).get(URL).status_code == 403
