"""The page of a year's due dates."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_year_lists_twelve_months_with_the_day_from_which_a_home_can_be_lost(sign_in):
    page = sign_in("finn").get("/hyror/forfallodagar/2026/").content.decode()
    assert page.count('<th scope="row">') == 12
    january = page[page.index("januari") : page.index("februari")]
    for day in (
        "tis\u00a030\u00a0dec\u00a02025",
        "ons\u00a031\u00a0dec\u00a02025",
        "fre\u00a02\u00a0jan",
        "lör\u00a010\u00a0jan",
    ):
        assert day in january
    assert "jordabalken 12:42" in page
    assert "lag 1930:173 2 §" in page


def test_without_a_year_it_is_this_year_s(sign_in):
    assert "Förfallodagar 2026" in sign_in("alma").get("/hyror/forfallodagar/").content.decode()


def test_a_year_beyond_the_calendar_is_not_found(sign_in):
    assert sign_in("finn").get("/hyror/forfallodagar/1999/").status_code == 404
    assert 'href="/hyror/forfallodagar/2101/"' not in sign_in("finn").get("/hyror/forfallodagar/2100/").content.decode()


@pytest.mark.parametrize(
    ("name", "status"), [("finn", 200), ("alma", 200), ("miriam", 200), ("bosse", 403), ("axel", 403)]
)
def test_due_dates_are_for_those_who_see_the_ledger(sign_in, name, status):
    assert sign_in(name).get("/hyror/forfallodagar/").status_code == status
