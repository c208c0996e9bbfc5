"""The timeline is one list in one order, whoever contributes, read page by page with one query each."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from bolots.calendar import STOCKHOLM
from tenancies import history, timeline
from tenancies.models import Caution, RentTerm
from tests.factories import TenancyFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def only_the_register(settings):
    settings.TIMELINE, settings.TENANCY_PANELS = ["tenancies.history"], []


@pytest.fixture
def stay(cast):
    return TenancyFactory(case_worker=cast.alma, starts_on=date(2025, 1, 1), planned_end_on=date(2026, 12, 31))


def rents(stay, number):
    days = [date(2025, 2, 1) + timedelta(days=n) for n in range(number)]
    RentTerm.objects.bulk_create([RentTerm(tenancy=stay, rent_ore=n, valid_from=day) for n, day in enumerate(days)])


def test_stay_is_told_newest_first_and_stops_today(stay, cast):
    rents(stay, 1)
    RentTerm.objects.create(tenancy=stay, rent_ore=9, valid_from=TODAY + timedelta(days=1))
    page = timeline.page(stay.pk, cast.alma, on=TODAY)
    assert [(e.what, e.kind, e.ore) for e in page.entries] == [("another_rent", "money", 0), ("moved_in", "stay", None)]
    assert page.entries[1].day == date(2026, 12, 31)
    assert page.entries[1].when == "ons\u00a01\u00a0jan\u00a02025"
    assert (page.newer, page.older) == ("", "")


def test_last_day_is_the_day_before_the_end(stay, cast):
    type(stay).objects.update(ends_on=TODAY, end_reason="own_lease")
    entry = timeline.page(stay.pk, cast.miriam, on=TODAY).entries[0]
    assert (entry.what, entry.at.date()) == ("moved_out", date(2026, 3, 9))


def test_cautions_are_told_to_those_who_see_social_facts_only(stay, cast):
    Caution.objects.create(
        tenant=stay.holder, kind="other", reason="hund", from_on=TODAY, until_on=date(2026, 4, 1), set_by=cast.alma
    )
    told = {who: [e.what for e in timeline.page(stay.pk, getattr(cast, who), on=TODAY).entries] for who in vars(cast)}
    assert told["alma"] == ["caution", "moved_in"]
    assert told["finn"] == ["moved_in"]


@pytest.mark.parametrize("number", [29, 30, 31, 95])
def test_every_row_is_on_exactly_one_page_in_both_directions(stay, cast, number, django_assert_num_queries):
    rents(stay, number - 1)
    forward, page = [], timeline.page(stay.pk, cast.alma, on=TODAY)
    forward.append(page)
    while page.older:
        with django_assert_num_queries(1):
            page = timeline.page(stay.pk, cast.alma, on=TODAY, before=page.older)
        forward.append(page)
    seen = [(e.at, e.what, e.ref) for page in forward for e in page.entries]
    assert len(seen) == len(set(seen)) == number
    assert seen == sorted(seen, reverse=True)
    back = [page]
    while page.newer:
        page = timeline.page(stay.pk, cast.alma, on=TODAY, after=page.newer)
        back.append(page)
    assert [e.key for p in reversed(back) for e in p.entries] == [e.key for p in forward for e in p.entries]


def test_rows_of_one_instant_keep_their_order_across_pages(stay, cast, monkeypatch):
    monkeypatch.setattr(timeline, "PAGE_SIZE", 1)
    RentTerm.objects.create(tenancy=stay, rent_ore=7, valid_from=TODAY)
    for reason in ("a", "b"):
        Caution.objects.create(
            tenant=stay.holder, kind="other", reason=reason, from_on=TODAY, until_on=date(2026, 4, 1), set_by=cast.alma
        )
    told, before = [], ""
    while True:
        page = timeline.page(stay.pk, cast.alma, on=TODAY, before=before)
        told += [e.text or e.what for e in page.entries]
        if not (before := page.older):
            break
    assert told == ["b", "a", "another_rent", "moved_in"]
    told, after = [], page.newer
    while after:
        page = timeline.page(stay.pk, cast.alma, on=TODAY, after=after)
        told, after = [e.text or e.what for e in page.entries] + told, page.newer
    assert told == ["b", "a", "another_rent"]


def test_kinds_narrow_the_list(stay, cast):
    rents(stay, 2)
    assert {e.kind for e in timeline.page(stay.pk, cast.alma, on=TODAY, kind="money").entries} == {"money"}
    assert timeline.page(stay.pk, cast.alma, on=TODAY, kind="paper").entries == []


@pytest.mark.parametrize(
    "text",
    [
        *("x", "~~", "'", "2026-03-01~moved_in~1", "2026-03-01T00:00+00:00~a~99999999999999999999"),
        "0001-01-01T00:00:00+14:00~a~1",
    ],
)
def test_key_that_somebody_changed_is_no_key(text):
    assert timeline.Key.parse(text) is None


def test_key_asks_the_database_in_utc_whatever_offset_somebody_wrote():
    assert timeline.Key.parse("2026-03-01T23:59:59+23:59:59~a~1").at.isoformat() == "2026-03-01T00:00:00+00:00"


def test_key_survives_the_address():
    key = timeline.Key(datetime(2026, 3, 10, 15, 40, 3, 7, tzinfo=STOCKHOLM), "moved_in", 7)
    assert timeline.Key.parse(str(key)) == key


def test_instant_shows_its_time_and_a_date_does_not(stay):
    parts = {"ref": 1, "ore": None, "day": None, "text": "", "by": "", "on": TODAY}
    shape = history.entries(stay.pk, stay.case_worker)[0]
    at = datetime(2026, 3, 9, 15, 40, tzinfo=STOCKHOLM)
    assert timeline.Entry(shape, at, **parts).when.endswith("15.40")


def test_page_keeps_the_kind_and_the_place_while_paging(stay, sign_in):
    rents(stay, 40)
    alma, url = sign_in("alma"), reverse("tenancies:tenancy-detail", args=[stay.pk])
    first = alma.get(url, {"show": "money"}).context
    assert first["newer"] == ""
    assert first["older"].endswith("#timeline")
    second = alma.get(url + first["older"]).context
    assert {entry.kind for entry in second["entries"]} == {"money"}
    assert len(first["entries"]) + len(second["entries"]) == 40
    assert [entry.key for entry in alma.get(url + second["newer"]).context["entries"]] == [
        entry.key for entry in first["entries"]
    ]
    assert second["older"] == ""
    assert alma.get(url, {"show": "nonsense", "before": "nonsense"}).context["chips"][0]["current"]


def test_register_tells_every_kind_of_fact_with_its_author(stay, cast):
    """One row of everything that the register knows; the landlord's facts for all, the rest with social rights."""
    from tests.tenancies.facts import everything

    everything(stay, by=cast.alma)
    told = {e.what: e for e in timeline.page(stay.pk, cast.alma, on=TODAY).entries}
    landlords = {"notice_by_tenant", "waiver", "inspection", "lent", "handed_back", "moved_in"}
    social = {"decision", "review_extend", "goal_set", "goal_reached", "incident", "incident_resolved", "correction"}
    assert set(told) == landlords | social | {"caution", "consent", "follow_up"}
    assert {what for what, entry in told.items() if not entry.by} <= {"moved_in", "goal_reached"}
    assert told["decision"].by == "Alma"
    assert told["decision"].when.endswith("· Alma")
    assert {e.what for e in timeline.page(stay.pk, cast.finn, on=TODAY).entries} == landlords


def test_codes_are_told_in_words(stay, cast):
    from tests.tenancies.facts import everything

    everything(stay, by=cast.alma)
    told = {e.what: e for e in timeline.page(stay.pk, cast.alma, on=TODAY).entries}
    assert told["incident"].label == "störning"
    assert told["inspection"].label == "vid inflyttning"
    assert told["follow_up"].label == "eget kontrakt"


def test_author_of_a_change_that_says_none_itself_is_found_in_the_audit_trail(stay, cast):
    from tenancies import actions

    actions.change_rent(stay, rent_ore=700_000, valid_from=TODAY, by=cast.miriam, on=TODAY)
    actions.end_tenancy(stay, ends_on=TODAY, reason="own_lease", by=cast.alma, on=TODAY)
    told = {e.what: e.by for e in timeline.page(stay.pk, cast.miriam, on=TODAY).entries}
    assert told["another_rent"] == "Miriam"
    assert told["moved_out"] == "Alma"


def test_each_home_tells_its_own_rows_though_the_question_is_kept(stay, cast):
    other = TenancyFactory(case_worker=cast.alma, starts_on=date(2025, 6, 1))
    told = {
        home.pk: [e.at.date() for e in timeline.page(home.pk, cast.alma, on=TODAY).entries] for home in (stay, other)
    }
    assert told == {stay.pk: [stay.starts_on], other.pk: [other.starts_on]}


def test_periods_are_told_by_their_last_day(stay, cast):
    from tests.tenancies.facts import LATER, everything

    everything(stay, by=cast.alma)
    told = {e.what: e.day for e in timeline.page(stay.pk, cast.alma, on=TODAY).entries}
    last = LATER - timedelta(days=1)
    assert {told[what] for what in ("decision", "consent", "caution", "notice_by_tenant")} == {last}
