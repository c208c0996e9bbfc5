"""Homes change hands: all of a case worker's in one step, or one; and what a deputy sees of a colleague's homes."""

from datetime import date

import pytest
from django.urls import reverse

from bolots import staffing
from bolots.access import ROLE_PERMISSIONS, Role
from bolots.editing import ChangedMeanwhile, version
from bolots.models import User
from tenancies import actions
from tenancies.models import Involvement, Reminder, Tenancy
from tests.factories import AbsenceFactory, ApartmentFactory, CaseFactory, TenancyFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY, TOMORROW = date(2026, 3, 10), date(2026, 3, 11)
WHY = "Alma slutar."


def remind(owner, **fields):
    facts = {"kind": "review", "source": "tenancy", "source_id": 1, "deadline_on": TODAY, "due_on": TODAY}
    return Reminder.objects.create(owner=owner, **(facts | fields))


def hand_over(cast, giver=None, taker=None):
    actions.hand_over(giver or cast.alma, taker or cast.elsa, why=WHY, by=cast.miriam, on=TODAY)


def sees(user, home, day, set_today):
    set_today(day)
    seen = Tenancy.objects.visible_to(User.objects.get(pk=user.pk)).filter(pk=home.pk).exists()
    set_today(TODAY)
    return seen


@pytest.fixture
def homes(cast):
    """Three of Alma's running, one of them with a case; one in aftercare; one that ended long ago; one of another's."""
    running = [TenancyFactory(case_worker=cast.alma) for _ in range(3)]
    CaseFactory(tenancy=running[0], owner=cast.alma)
    after = TenancyFactory(case_worker=cast.alma, ends_on=date(2026, 1, 1), end_reason="own_lease")
    after.involvements.update(until_on=date(2027, 1, 1))
    old = TenancyFactory(
        case_worker=cast.alma, starts_on=date(2023, 1, 1), ends_on=date(2024, 1, 1), end_reason="unknown"
    )
    old.involvements.update(until_on=date(2024, 12, 31))
    other = TenancyFactory(case_worker=UserFactory())
    return {"running": running, "after": after, "old": old, "other": other}


# --- all in one step --------------------------------------------------------------------------------------------------


def test_all_that_a_case_worker_has_goes_to_another(cast, homes, set_today):
    own = remind(cast.alma, tenancy=homes["running"][0])
    hand_over(cast)
    for home in (*homes["running"], homes["after"]):
        home.refresh_from_db()
        assert home.case_worker == cast.elsa
        assert sees(cast.elsa, home, TOMORROW, set_today)
    homes["other"].refresh_from_db()
    homes["old"].refresh_from_db()
    assert homes["other"].case_worker != cast.elsa
    assert homes["old"].case_worker == cast.alma  # who it was then
    own.refresh_from_db()
    assert own.owner == cast.elsa


def test_giver_knows_of_the_homes_until_the_end_of_the_day(cast, homes, set_today):
    hand_over(cast)
    for home in (*homes["running"], homes["after"]):
        assert sees(cast.alma, home, TODAY, set_today)
        assert not sees(cast.alma, home, TOMORROW, set_today)


def test_aftercare_ends_for_the_taker_when_it_would_have_for_the_giver(cast, homes):
    hand_over(cast)
    assert homes["after"].involvements.get(user=cast.elsa).until_on == date(2027, 1, 1)


def test_open_cases_go_along(cast, homes, set_today):
    hand_over(cast)
    case = Involvement.objects.filter(user=cast.elsa, why="case", tenancy=homes["running"][0])
    assert case.filter(until_on=None).count() == 1
    assert staffing.work_of(cast.alma, TODAY) == [(0, w) for _n, w in staffing.work_of(cast.alma, TODAY)]


def test_handing_over_again_changes_nothing(cast, homes):
    hand_over(cast)
    before = list(Involvement.objects.order_by("pk").values()), list(Tenancy.objects.order_by("pk").values())
    hand_over(cast)
    assert (list(Involvement.objects.order_by("pk").values()), list(Tenancy.objects.order_by("pk").values())) == before


def test_homes_may_come_back_the_same_day(cast, homes, set_today):
    hand_over(cast)
    hand_over(cast, cast.elsa, cast.alma)
    assert sees(cast.alma, homes["running"][0], TOMORROW, set_today)
    assert not sees(cast.elsa, homes["running"][0], TOMORROW, set_today)


def test_change_is_on_record_with_who_and_why(cast, homes):
    hand_over(cast)
    facts = homes["running"][0].events.latest("pgh_id").pgh_context
    assert (facts["action"], facts["user"], facts["why"]) == ("hand_over", cast.miriam.pk, WHY)


def test_number_of_statements_is_the_same_for_any_number_of_homes(cast, django_assert_num_queries):
    for number in (1, 20):
        for _ in range(number):
            CaseFactory(tenancy=TenancyFactory(case_worker=cast.alma), owner=cast.alma)
        with django_assert_num_queries(18):
            hand_over(cast)


def test_taker_works_with_cases_and_is_somebody_else(cast, homes):
    for taker in (cast.bosse, cast.finn, cast.axel, UserFactory(is_active=False)):
        with pytest.raises(actions.NotACaseWorker):
            hand_over(cast, taker=taker)
    with pytest.raises(actions.SameCaseWorker):
        hand_over(cast, taker=cast.alma)


def test_who_has_left_can_still_be_relieved(cast, homes):
    User.objects.filter(pk=cast.alma.pk).update(is_active=False)
    hand_over(cast, taker=cast.miriam)
    assert not Tenancy.objects.not_over_on(TODAY).filter(case_worker=cast.alma).exists()


# --- reminders --------------------------------------------------------------------------------------------------------


def test_reminders_of_the_homes_go_along_and_others_stay(cast, homes):
    home = homes["running"][0]
    lease = remind(cast.alma, apartment=home.apartment, kind="head_lease_ends")
    elsewhere = remind(cast.alma, apartment=ApartmentFactory(), source_id=2)
    done = remind(cast.alma, tenancy=home, source_id=3, done_on=TODAY, done_by=cast.alma)
    alarm = remind(cast.alma, tenancy=home, kind="protected_opened")
    hand_over(cast)
    owners = {row.pk: row.owner for row in Reminder.objects.select_related("owner")}
    assert owners == {lease.pk: cast.elsa, elsewhere.pk: cast.alma, done.pk: cast.alma, alarm.pk: cast.alma}


def test_reminder_that_the_taker_has_already_does_not_come_twice(cast, homes):
    home = homes["running"][0]
    twin = remind(cast.elsa, tenancy=home)
    mine = remind(cast.alma, tenancy=home)
    hand_over(cast)
    mine.refresh_from_db()
    assert mine.withdrawn_on == TODAY
    assert list(Reminder.objects.open().filter(owner=cast.elsa)) == [twin]


def test_open_reminders_need_somebody_whom_they_reach(cast):
    remind(cast.alma, apartment=ApartmentFactory())
    remind(cast.alma, apartment=ApartmentFactory(), source_id=2, done_on=TODAY, done_by=cast.alma)
    (sentence,) = staffing.ties(cast.alma, ROLE_PERMISSIONS[Role.BOLOTS], TODAY)
    assert sentence.startswith("1 öppen bevakning")
    assert staffing.ties(cast.alma, ROLE_PERMISSIONS[Role.FINANCE_OFFICER], TODAY) == []


# --- one home ---------------------------------------------------------------------------------------------------------


def change(home, to, by, seen=None):
    actions.change_case_worker(home, seen=seen, case_worker=to, why=WHY, by=by, on=TODAY)


def test_one_home_goes_to_another_case_worker_with_its_case(cast, homes, set_today):
    first, second, _third = homes["running"]
    reminder = remind(cast.alma, tenancy=first)
    change(first, cast.elsa, cast.alma)
    assert first.case_worker == cast.elsa
    second.refresh_from_db()
    reminder.refresh_from_db()
    assert (second.case_worker, reminder.owner) == (cast.alma, cast.elsa)
    assert first.involvements.filter(user=cast.elsa, until_on=None).count() == 2  # as case worker and for the case
    assert not sees(cast.alma, first, TOMORROW, set_today)
    change(first, cast.elsa, cast.alma)
    assert first.events.count() == 2


def test_home_goes_to_somebody_who_works_with_cases(cast, homes):
    with pytest.raises(actions.NotACaseWorker):
        change(homes["running"][0], cast.bosse, cast.alma)


def test_second_of_two_who_hand_a_home_over_is_told(cast, homes):
    home = homes["running"][0]
    seen = version(home)
    change(home, cast.elsa, cast.alma, seen)
    with pytest.raises(ChangedMeanwhile):
        change(home, cast.miriam, cast.alma, seen)


# --- the pages --------------------------------------------------------------------------------------------------------

PAGE = "/overlamning/"


def test_page_counts_what_would_change_hands_and_does_it_for_a_reason(cast, homes, sign_in):
    remind(cast.alma, tenancy=homes["running"][0])
    client = sign_in("miriam")
    html = client.get(PAGE, {"giver": cast.alma.pk, "taker": cast.elsa.pk}).content.decode()
    for number, words in ((3, "pågående hem"), (1, "hem i eftervård"), (1, "öppen bevakning"), (1, "öppet ärende")):
        assert f"<strong>{number}</strong> {words}" in html
    both = {"giver": cast.alma.pk, "taker": cast.elsa.pk}
    assert client.post(PAGE, both).status_code == 422
    answer = client.post(PAGE, both | {"why": WHY}, follow=True).content.decode()
    assert "Hemmen är överlämnade." in answer
    assert "Alma har inget kvar att lämna över" in answer
    assert Tenancy.objects.filter(case_worker=cast.elsa).count() == 4


def test_page_warns_when_the_taker_is_away(cast, homes, sign_in):
    AbsenceFactory(user=cast.elsa, deputy=cast.miriam)
    html = sign_in("miriam").get(PAGE, {"giver": cast.alma.pk, "taker": cast.elsa.pk}).content.decode()
    assert "Elsa är borta till mån\xa016\xa0mar" in html
    assert "Till dess ersätter Miriam." in html


def test_page_offers_those_who_have_left_as_givers_and_never_as_takers(cast, homes, sign_in):
    User.objects.filter(pk=cast.alma.pk).update(is_active=False)
    html = sign_in("miriam").get(PAGE).content.decode()
    assert html.count(f'value="{cast.alma.pk}"') == 1
    wrong = {"giver": cast.elsa.pk, "taker": cast.alma.pk, "why": WHY}
    assert sign_in("miriam").post(PAGE, wrong).status_code == 422


def test_same_person_twice_is_pointed_out(cast, sign_in):
    html = sign_in("miriam").get(PAGE, {"giver": cast.alma.pk, "taker": cast.alma.pk}).content.decode()
    assert "Välj två olika personer." in html


def test_only_managers_and_who_stands_in_hand_over(cast, sign_in):
    assert {who: sign_in(who).get(PAGE).status_code for who in ("alma", "finn", "bosse", "axel", "miriam")} == {
        "alma": 403,
        "finn": 403,
        "bosse": 403,
        "axel": 403,
        "miriam": 200,
    }
    assert PAGE in sign_in("miriam").get("/hyresforhallanden/").content.decode()
    assert PAGE not in sign_in("alma").get("/hyresforhallanden/").content.decode()
    AbsenceFactory(user=cast.miriam, deputy=cast.alma)
    assert sign_in("alma").get(PAGE).status_code == 200
    assert PAGE in sign_in("alma").get("/hyresforhallanden/").content.decode()


def test_one_home_is_handed_over_on_its_page(cast, homes, sign_in):
    home = homes["running"][0]
    page = reverse("tenancies:case-worker", args=[home.pk])
    client = sign_in("alma")
    assert page in client.get(home.get_absolute_url()).content.decode()
    sent = {"case_worker": cast.elsa.pk, "why": WHY, "seen": version(home)}
    assert client.post(page, sent | {"why": ""}).status_code == 422
    assert "Elsa har hemmet nu." in client.post(page, sent, follow=True).content.decode()
    assert client.post(page, sent).status_code == 422  # made from what stood there before
    home.refresh_from_db()
    assert home.case_worker == cast.elsa
    assert sign_in("bosse").get(page).status_code == 403


# --- what a deputy sees -----------------------------------------------------------------------------------------------


def test_deputy_sees_the_homes_of_the_absent_colleague_on_those_days_only(cast, homes, set_today):
    home = homes["running"][0]
    AbsenceFactory(user=cast.alma, deputy=cast.elsa)
    seen = {day: sees(cast.elsa, home, day, set_today) for day in map(date.fromisoformat, DAYS)}
    assert list(seen.values()) == [False, True, True, False]


DAYS = ("2026-03-09", "2026-03-10", "2026-03-15", "2026-03-16")


def test_deputy_of_a_manager_or_finance_officer_sees_every_home(cast, homes):
    for absent, deputy in ((cast.miriam, cast.elsa), (cast.finn, UserFactory(role="finance_officer"))):
        AbsenceFactory(user=absent, deputy=deputy)
        seen = Tenancy.objects.visible_to(User.objects.get(pk=deputy.pk))
        assert seen.count() == Tenancy.objects.count()


def test_bolots_who_stands_in_sees_the_colleagues_homes(cast, set_today):
    home = TenancyFactory(involved=[cast.bosse])
    assert not sees(cast.billie, home, TODAY, set_today)
    AbsenceFactory(user=cast.bosse, deputy=cast.billie)
    assert sees(cast.billie, home, TODAY, set_today)


def shown_to(user, home) -> str:
    return Tenancy.objects.with_shown_name(User.objects.get(pk=user.pk)).get(pk=home.pk).shown_name


def test_protected_person_is_shown_to_the_deputy_of_whoever_is_involved_and_to_no_other(cast):
    home = TenancyFactory(protected=True, case_worker=cast.alma)
    for deputy in (cast.elsa, cast.miriam):
        assert shown_to(deputy, home) == ""
    AbsenceFactory(user=cast.alma, deputy=cast.miriam)
    assert shown_to(cast.miriam, home) == home.holder.name
    assert shown_to(cast.elsa, home) == ""


def test_deputy_of_a_manager_who_is_not_involved_does_not_see_who_is_protected(cast):
    home = TenancyFactory(protected=True, case_worker=cast.alma)
    AbsenceFactory(user=cast.miriam, deputy=cast.elsa)
    assert Tenancy.objects.visible_to(User.objects.get(pk=cast.elsa.pk)).filter(pk=home.pk).exists()
    assert shown_to(cast.elsa, home) == ""


def test_named_reader_has_a_deputy_but_an_emergency_opening_is_ones_own(cast):
    home = TenancyFactory(protected=True)
    AbsenceFactory(user=cast.alma, deputy=cast.elsa)
    row = Involvement.objects.create(tenancy=home, user=cast.alma, why="break_glass", from_on=TODAY)
    assert shown_to(cast.alma, home)
    assert shown_to(cast.elsa, home) == ""
    Involvement.objects.filter(pk=row.pk).update(why="reader")
    assert shown_to(cast.elsa, home)


def test_deputys_reading_is_on_record_as_the_deputys(cast, homes, sign_in):
    from bolots.models import AccessRecord

    AbsenceFactory(user=cast.alma, deputy=cast.elsa)
    home = homes["running"][1]
    assert sign_in("elsa").get(home.get_absolute_url()).status_code == 200
    assert set(AccessRecord.objects.filter(person_id=home.holder_id).values_list("user_id", flat=True)) == {
        cast.elsa.pk
    }
