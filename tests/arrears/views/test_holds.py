from datetime import date

import pytest

from arrears import actions
from arrears.models import Hold
from tests.arrears.book import TODAY
from tests.factories import TenancyFactory

from .conftest import text

pytestmark = pytest.mark.django_db
FORM = {
    "from_on": "2026-03-10",
    "until_on": "31/3",
    "why": "Väntar på beslut",
    "stops_cases": "on",
    "stops_interest": "on",
}


@pytest.fixture
def home(cast):
    return TenancyFactory(case_worker=cast.alma)


@pytest.fixture
def alma(sign_in, home):
    return sign_in("alma")


def address(home):
    return f"/hyror/krav/anstand/ny/{home.pk}/"


def test_what_a_respite_stops_is_said_before_it_is_set(alma, home):
    said = text(alma.post(address(home), FORM))
    assert "Från tis 10 mar till och med tis 31 mar" in said
    for words in (
        "Inget riskärende öppnas.",
        "Påminnelser, krav och uppsägningar fortsätter.",
        "Ingen dröjsmålsränta för de här dagarna.",
        "inget anstånd stoppar den rättsliga klockan",
    ):
        assert words in said
    assert not Hold.objects.exists()


def test_respite_is_set_when_it_has_been_read(alma, cast, home):
    answer = alma.post(address(home), FORM | {"confirm": "1"}, follow=True)
    assert "Anståndet gäller till och med tis 31 mar." in text(answer)
    hold = Hold.objects.get()
    assert (hold.tenancy, hold.from_on, hold.until_on, hold.by) == (home, TODAY, date(2026, 4, 1), cast.alma)
    assert (hold.stops_cases, hold.stops_demands, hold.stops_interest) == (True, False, True)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"until_on": "1/3"}, "den sista dagen ligger inte före den första"),
        ({"from_on": "1/3"}, "det verkar aldrig bakåt"),
        ({"why": ""}, "Skriv skälet"),
        ({"stops_cases": "", "stops_interest": ""}, "Välj minst en sak som anståndet stoppar."),
    ],
)
def test_what_makes_no_respite_is_said_and_what_was_typed_stays(alma, home, sent, said):
    answer = alma.post(address(home), FORM | {"confirm": "1"} | sent)
    assert said in text(answer)
    assert f'value="{(FORM | sent)["until_on"]}"' in answer.content.decode()
    assert not Hold.objects.exists()


def held(home, by, **fields):
    facts = {"from_on": TODAY, "until_on": date(2026, 4, 1), "why": "Sjuk", "on": TODAY}
    stops = dict.fromkeys(("stops_cases", "stops_demands", "stops_interest"), True)
    return actions.set_hold(home, by=by, **{**facts, **stops, **fields})


def test_list_tells_which_run_why_and_what_they_stop(alma, cast, home):
    held(home, cast.alma, stops_interest=False)
    said = text(alma.get("/hyror/krav/anstand/"))
    assert "tis 10 mar tis 31 mar Sjuk Alma Inget riskärende öppnas. Inga påminnelser, krav eller uppsägningar." in said
    assert "Ingen dröjsmålsränta" not in said


def test_respite_is_called_off_with_a_reason(alma, cast, home):
    hold = held(home, cast.alma)
    page = f"/hyror/krav/anstand/{hold.pk}/avsluta/"
    assert "Skriv skälet" in text(alma.post(page, {"why": ""}))
    answer = alma.post(page, {"why": "Beslutet kom"}, follow=True)
    assert "Anståndet är avslutat." in text(answer)
    assert "Inget anstånd gäller" in text(answer)
    assert "Anståndet har redan slutat." in text(alma.post(page, {"why": "igen"}))


def test_finance_officer_is_not_told_more_than_the_reason_and_bolots_gets_no_page(sign_in, cast, home):
    held(home, cast.alma)
    assert sign_in("finn").get("/hyror/krav/anstand/").status_code == 200
    assert sign_in("bosse").get("/hyror/krav/anstand/").status_code == 403
