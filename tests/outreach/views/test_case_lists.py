"""The list of cases, and what needs one case worker this week."""

from datetime import date, datetime

import pytest

from bolots.calendar import STOCKHOLM
from bolots.models import AccessRecord
from outreach import actions
from outreach.models import EvictionRiskCase
from tests.factories import (
    AbsenceFactory,
    AttemptFactory,
    CaseFactory,
    IncidentFactory,
    IncidentTriageFactory,
    LateRentFactory,
    TaskFactory,
    TenancyFactory,
    TriageFactory,
)

TODAY, TOMORROW = date(2026, 3, 10), date(2026, 3, 11)
FRAME = 8  # session, user, who is stood in for, savepoints of the request and of the access row, the row itself
pytestmark = pytest.mark.django_db


@pytest.fixture
def alma(sign_in):
    return sign_in("alma")


@pytest.fixture
def cases(cast):
    """Three open ones of Alma's by next date, and a closed one."""

    def make(name, **fields):
        return CaseFactory(tenancy=TenancyFactory(case_worker=cast.alma, holder__name=name), **fields)

    make("Bea Andra", next_on=TOMORROW)
    make("Ada Första", next_on=TODAY)
    make("Cia Tredje", next_on=date(2026, 3, 20), status="plan")
    closed = {"status": "closed", "outcome": "moved", "why_closed": "Flyttade.", "closed_on": TODAY, "next_on": None}
    make("Disa Stängd", **closed)


def listed(client, query="") -> list[str]:
    html = client.get(f"/arenden/{query}").content.decode()
    return [name for name in ("Ada Första", "Bea Andra", "Cia Tredje", "Disa Stängd") if name in html]


def test_open_cases_are_listed_by_next_date(alma, cases):
    html = alma.get("/arenden/").content.decode()
    assert html.index("Ada Första") < html.index("Bea Andra") < html.index("Cia Tredje")
    assert "Disa Stängd" not in html


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?status=plan", ["Cia Tredje"]),
        ("?status=closed", ["Disa Stängd"]),
        ("?status=nonsense", ["Ada Första", "Bea Andra", "Cia Tredje"]),
        ("?after=2026-03-10.999999999", ["Bea Andra", "Cia Tredje"]),
        ("?after=9999-99-99.1", ["Ada Första", "Bea Andra", "Cia Tredje"]),
        ("?after=';drop", ["Ada Första", "Bea Andra", "Cia Tredje"]),
    ],
)
def test_list_is_narrowed_by_state_and_place(alma, cases, query, expected):
    assert listed(alma, query) == expected


def test_closed_cases_stand_with_their_outcome(alma, cases):
    html = alma.get("/arenden/?status=closed").content.decode()
    assert "Avslutade ärenden, det senaste överst." in html
    assert '<th scope="col">Nästa steg</th>' not in html


def test_list_is_narrowed_by_owner(cast, alma, cases):
    assert listed(alma, f"?owner={cast.alma.pk}") == ["Ada Första", "Bea Andra", "Cia Tredje"]
    assert listed(alma, f"?owner={cast.elsa.pk}") == []


def test_cases_of_homes_that_one_may_not_know_of_are_not_listed(sign_in, cases):
    assert listed(sign_in("elsa")) == []
    assert len(listed(sign_in("miriam"))) == 3


def test_long_list_goes_on_from_the_last_case_and_misses_none(cast, alma):
    for _ in range(85):
        CaseFactory(tenancy__case_worker=cast.alma)
    seen, query = [], ""
    while query is not None:
        context = alma.get(f"/arenden/{query}").context
        seen += [row["case"].pk for row in context["rows"]]
        query = f"?after={context['place']}" if context["place"] else None
    assert sorted(seen) == sorted(EvictionRiskCase.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("number", [5, 39])
@pytest.mark.parametrize("address", ["/arenden/", "/mina/"])
def test_number_of_queries_of_a_list_is_the_same_at_any_size(cast, alma, django_assert_num_queries, address, number):
    for _ in range(number):
        case = CaseFactory(tenancy__case_worker=cast.alma)
        LateRentFactory(charge__tenancy=case.tenancy)
        LateRentFactory(charge__tenancy__case_worker=cast.alma)
        incident = IncidentFactory(tenancy__case_worker=cast.alma)
        IncidentTriageFactory(case=None, verdict="not_started", incident=incident)
        TaskFactory(tenancy__case_worker=cast.alma, status="returned", ended_on=TODAY, why_ended="misses")
    alma.get(address)
    with django_assert_num_queries({"/arenden/": 4, "/mina/": 9}[address] + FRAME):
        alma.get(address)


# --- mine -------------------------------------------------------------------------------------------------------------


def test_own_steps_come_before_visits_that_are_out(cast, alma):
    def make(name, **fields):
        return CaseFactory(tenancy=TenancyFactory(case_worker=cast.alma, holder__name=name), **fields)

    make("Ute Hos", next_step="visit", next_on=TOMORROW)
    make("Försenad Hos", next_step="visit", next_on=date(2026, 3, 9))
    make("Egen Nu", next_step="after_meeting", next_on=TODAY)
    make("Egen Sen", next_step="Ring", next_on=date(2026, 3, 30))
    make("Annans", owner=cast.elsa)
    parts = alma.get("/mina/").context["part"]
    names = {key: [row["name"] for row in parts[key]] for key in ("soon", "later", "out")}
    assert names == {"soon": ["Försenad Hos", "Egen Nu"], "later": ["Egen Sen"], "out": ["Ute Hos"]}


def test_case_without_contact_for_two_weeks_is_named(cast, alma):
    def make(opened_on, **attempt):
        case = CaseFactory(tenancy__case_worker=cast.alma, opened_on=opened_on)
        LateRentFactory(charge__tenancy=case.tenancy)
        if attempt:
            AttemptFactory(task__tenancy=case.tenancy, **attempt)
        return case.pk

    silent = {make(date(2026, 2, 24)), make(date(2026, 2, 1)), make(date(2026, 2, 1), outcome="nobody_home")}
    CaseFactory(tenancy__case_worker=cast.alma, opened_on=date(2026, 2, 1))  # paid, closes tonight
    make(date(2026, 2, 25))
    make(date(2026, 2, 1), outcome="met")
    silent.add(make(date(2026, 1, 1), outcome="met", at=datetime(2026, 2, 24, 12, tzinfo=STOCKHOLM)))
    assert {row["case"].pk for row in alma.get("/mina/").context["part"]["silent"]} == silent


def test_late_rent_without_a_case_is_offered_one(cast, alma):
    flag = LateRentFactory(charge__tenancy__case_worker=cast.alma)
    late = flag.charge.tenancy
    LateRentFactory(charge__tenancy__case_worker=cast.alma, charge__open_ore=19_999)
    LateRentFactory(charge__tenancy__case_worker=cast.elsa)
    LateRentFactory(charge__tenancy=CaseFactory(tenancy__case_worker=cast.alma).tenancy)
    TriageFactory(case=None, verdict="on_hold", late_rent=flag)
    answer = alma.get("/mina/")
    assert [home.pk for home in answer.context["part"]["late"]] == [late.pk]
    assert "· vilande" in answer.content.decode()
    assert f"/arenden/ny/{late.pk}/" in answer.content.decode()


def test_deputy_sees_the_colleagues_part_under_the_colleagues_name(cast, alma, sign_in):
    def make(name, owner, **fields):
        return CaseFactory(tenancy=TenancyFactory(case_worker=owner, holder__name=name), owner=owner, **fields)

    make("Alma Hos", cast.alma, next_step="Ring", next_on=TODAY)
    make("Elsa Hos", cast.elsa, next_step="Ring", next_on=TODAY)
    late = LateRentFactory(charge__tenancy__case_worker=cast.elsa).charge.tenancy
    back = {"status": "returned", "why_ended": "misses", "ended_on": TODAY}
    task = TaskFactory(tenancy__case_worker=cast.elsa, **back)
    assert "Elsa Hos" not in alma.get("/mina/").content.decode()
    AbsenceFactory(user=cast.elsa, deputy=cast.alma)
    answer = alma.get("/mina/")
    part, html = answer.context["part"], answer.content.decode()
    assert html.index("Alma Hos") < html.index("<h2>Du ersätter Elsa") < html.index("Elsa Hos")
    assert [row["name"] for row in part["soon"]] == ["Alma Hos"]
    (covered,) = part["covered"]
    assert [row["name"] for row in covered["soon"]] == ["Elsa Hos"]
    assert ([home.pk for home in covered["late"]], covered["returned"]) == ([late.pk], [task])
    assert "Skyddad" not in html
    read = set(AccessRecord.objects.filter(user_id=cast.alma.pk).values_list("person_id", flat=True))
    assert {late.holder_id, task.tenancy.holder_id} <= read
    assert "Du ersätter" not in sign_in("miriam").get("/mina/").content.decode()


def test_late_rent_of_a_closed_case_says_so_and_a_former_tenants_is_not_offered_one(cast, alma):
    closed = {"status": "closed", "outcome": "plan_kept", "why_closed": "…", "closed_on": TODAY, "next_on": None}
    TriageFactory(case=CaseFactory(tenancy__case_worker=cast.alma, **closed))
    former = {"ends_on": TODAY, "end_reason": "own_lease", "case_worker": cast.alma}
    LateRentFactory(charge__tenancy=TenancyFactory(**former))
    answer = alma.get("/mina/")
    assert len(answer.context["part"]["late"]) == 1
    assert "· ärendet avslutades tis\xa010\xa0mar: planen hölls" in answer.content.decode()


def test_visit_that_came_back_without_a_case_is_shown_until_another_is_out(cast, alma):
    back = {"status": "returned", "why_ended": "misses", "tenancy__case_worker": cast.alma}
    task = TaskFactory(ended_on=TODAY, **back)
    TaskFactory(ended_on=date(2026, 2, 8), **back)
    assert [row.pk for row in alma.get("/mina/").context["part"]["returned"]] == [task.pk]
    TaskFactory(tenancy=task.tenancy)
    assert alma.get("/mina/").context["part"]["returned"] == []


def test_paid_case_says_that_the_night_closes_it(cast, alma, late_home, pay):
    actions.triage_new(on=date(2026, 3, 6))
    pay(late_home)
    for address in ("/mina/", "/arenden/", EvictionRiskCase.objects.get().get_absolute_url()):
        assert "Betalt, avslutas i natt" in alma.get(address).content.decode()


def test_empty_pages_say_what_would_be_there(alma):
    assert "Inget av dina steg infaller den här veckan." in alma.get("/mina/").content.decode()
    assert "Ett ärende öppnas av sig självt" in alma.get("/arenden/").content.decode()
