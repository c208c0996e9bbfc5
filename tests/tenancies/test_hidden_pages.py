"""Pages with what people have written are not there for those from whom the person is hidden."""

import pytest

from tests.factories import TenancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(cast):
    return TenancyFactory(protected=True, case_worker=cast.alma).get_absolute_url()


def test_plan_and_incidents_of_a_hidden_person_are_not_found_and_not_offered(home, sign_in):
    miriam, alma = sign_in("miriam"), sign_in("alma")
    overview = miriam.get(home).content.decode()
    for page in ("planen", "handelser"):
        assert alma.get(f"{home}{page}/").status_code == 200
        assert miriam.get(f"{home}{page}/").status_code == 404
        assert f"{home}{page}/" not in overview
    assert f"{home}personer/" in overview


def test_they_open_with_an_emergency_that_is_put_on_record(home, sign_in):
    miriam = sign_in("miriam")
    assert miriam.post(f"{home}personer/oppna/", {"why": "Polisen söker efter barnen"}).status_code == 302
    assert miriam.get(f"{home}planen/").status_code == 200
