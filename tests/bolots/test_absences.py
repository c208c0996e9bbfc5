"""Absences: planned, changed, ended early; never two at once, and no deputy who cannot stand in."""

from datetime import date, timedelta

import pytest

from bolots import actions
from bolots.access import MAY_STAND_IN, Permission, Role
from bolots.editing import ChangedMeanwhile, version
from bolots.models import Absence, User
from tests.factories import AbsenceFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY, TOMORROW = date(2026, 3, 10), date(2026, 3, 11)
MONDAY, LAST_DAY, BACK = date(2026, 3, 16), date(2026, 3, 20), date(2026, 3, 21)


def plan(user, by=None, **fields):
    days = {"from_on": MONDAY, "until_on": BACK}
    return actions.set_absence(user, **(days | fields), by=by or user, on=TODAY)


def test_nobody_works_from_the_first_day_away_until_the_day_before_the_first_day_back(cast):
    plan(cast.bosse)
    away = [day for n in range(20) if cast.bosse.is_away(day := TODAY + timedelta(n))]
    assert (away[0], away[-1], len(away)) == (MONDAY, LAST_DAY, 5)
    at_work = {day: cast.bosse in User.objects.at_work(day) for day in (TODAY, MONDAY, LAST_DAY, BACK)}
    assert at_work == {TODAY: True, MONDAY: False, LAST_DAY: False, BACK: True}


def test_who_has_left_is_not_at_work():
    assert UserFactory(is_active=False) not in User.objects.at_work(TODAY)


def test_absence_says_who_noted_it_and_the_trail_says_it_too(cast):
    absence = plan(cast.bosse, by=cast.miriam, deputy=cast.billie)
    assert (absence.set_by, absence.deputy) == (cast.miriam, cast.billie)
    assert absence.events.get().pgh_context == {"action": "set_absence", "user": cast.miriam.pk}


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"until_on": MONDAY}, actions.AbsenceWithoutDays),
        ({"until_on": TODAY}, actions.AbsenceWithoutDays),
        ({"from_on": date(2026, 3, 2), "until_on": TODAY}, actions.AbsenceOver),
    ],
)
def test_days_that_make_no_sense_are_refused(cast, fields, refusal):
    with pytest.raises(refusal) as refused:
        plan(cast.bosse, **fields)
    assert str(refused.value)
    assert not Absence.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"from_on": LAST_DAY, "until_on": date(2026, 4, 1)}, {"from_on": TODAY}])
def test_nobody_is_away_twice_at_once(cast, fields):
    plan(cast.bosse)
    with pytest.raises(actions.AlreadyAway):
        plan(cast.bosse, **fields)
    assert Absence.objects.count() == 1


def test_one_absence_may_follow_another_and_colleagues_may_be_away_together(cast):
    plan(cast.bosse)
    plan(cast.bosse, from_on=BACK, until_on=date(2026, 4, 1))
    plan(cast.billie)
    assert Absence.objects.count() == 3


def test_sick_since_yesterday_may_be_noted_today(cast):
    plan(cast.bosse, from_on=TODAY - timedelta(days=1), until_on=TOMORROW)
    assert cast.bosse.is_away(TODAY)


# --- deputies ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("stands_in", Role)
def test_deputy_has_a_role_that_fits(role, stands_in):
    absent, deputy = UserFactory(role=role), UserFactory(role=stands_in)
    if stands_in in MAY_STAND_IN[role]:
        assert plan(absent, deputy=deputy).deputy == deputy
    else:
        with pytest.raises(actions.DeputyDoesNotFit):
            plan(absent, deputy=deputy)


def test_no_system_administrator_stands_in_for_anybody_who_sees_persons():
    assert {role for role, fit in MAY_STAND_IN.items() if Role.SYSTEM_ADMIN in fit} == {Role.SYSTEM_ADMIN}
    assert MAY_STAND_IN[Role.SYSTEM_ADMIN] == {Role.SYSTEM_ADMIN}


def test_nobody_is_the_own_deputy_and_nobody_who_has_left_is_one(cast):
    for deputy in (cast.bosse, UserFactory(bolots=True, is_active=False)):
        with pytest.raises(actions.DeputyDoesNotFit):
            plan(cast.bosse, deputy=deputy)


@pytest.mark.parametrize(("first", "back"), [(date(2026, 3, 12), date(2026, 3, 17)), (LAST_DAY, date(2026, 4, 1))])
def test_deputy_who_is_away_on_one_of_the_days_is_refused_with_the_days(cast, first, back):
    AbsenceFactory(user=cast.billie, from_on=first, until_on=back)
    with pytest.raises(actions.DeputyAway) as refused:
        plan(cast.bosse, deputy=cast.billie)
    assert f"{first.day}\xa0mar" in str(refused.value)


def test_deputy_who_is_back_in_time_or_whose_absence_was_called_off_fits(cast):
    AbsenceFactory(user=cast.billie, from_on=TODAY, until_on=MONDAY)
    AbsenceFactory(user=cast.billie, from_on=LAST_DAY, until_on=LAST_DAY)
    assert plan(cast.bosse, deputy=cast.billie).deputy == cast.billie


# --- changed and ended ------------------------------------------------------------------------------------------------


def edit(absence, by, **fields):
    now = {"from_on": absence.from_on, "until_on": absence.until_on, "deputy": absence.deputy}
    return actions.edit_absence(absence, seen=None, **(now | fields), by=by, on=TODAY)


def test_absence_gets_other_days_and_another_deputy(cast):
    absence = plan(cast.bosse)
    edit(absence, cast.bosse, until_on=date(2026, 4, 1), deputy=cast.billie)
    absence.refresh_from_db()
    assert (absence.until_on, absence.deputy) == (date(2026, 4, 1), cast.billie)
    assert absence.events.latest("pgh_id").pgh_context["action"] == "edit_absence"


def test_absence_cannot_be_moved_onto_another(cast):
    plan(cast.bosse)
    other = plan(cast.bosse, from_on=date(2026, 5, 1), until_on=date(2026, 5, 8))
    with pytest.raises(actions.AlreadyAway):
        edit(other, cast.bosse, from_on=LAST_DAY)


def test_second_of_two_who_change_an_absence_is_told(cast):
    absence = plan(cast.bosse)
    seen = version(absence)
    edit(absence, cast.miriam, deputy=cast.billie)
    days = {"from_on": MONDAY, "until_on": BACK, "deputy": None}
    with pytest.raises(ChangedMeanwhile):
        actions.edit_absence(absence, seen=seen, **days, by=cast.bosse, on=TODAY)


def test_who_comes_back_sooner_is_at_work_the_same_day(cast):
    absence = plan(cast.bosse, from_on=TODAY - timedelta(days=3), until_on=BACK)
    actions.end_absence(absence, by=cast.bosse, on=TODAY)
    assert absence.until_on == TODAY
    assert not cast.bosse.is_away(TODAY)
    before = absence.events.count()
    actions.end_absence(absence, by=cast.bosse, on=TOMORROW)
    assert absence.until_on == TODAY
    assert absence.events.count() == before


def test_planned_absence_is_called_off_and_its_days_are_free_again(cast):
    absence = plan(cast.bosse)
    actions.end_absence(absence, by=cast.bosse, on=TODAY)
    assert absence.is_called_off
    assert not cast.bosse.is_away(MONDAY)
    assert list(Absence.objects.not_over_on(TODAY)) == list(Absence.objects.over_on(BACK)) == []
    plan(cast.bosse)


def test_simple_form_makes_an_absence_and_then_changes_it_with_the_deputy_kept(cast):
    first = actions.go_away(cast.bosse, until_on=MONDAY, by=cast.bosse, on=TODAY)
    edit(first, cast.miriam, deputy=cast.billie)
    again = actions.go_away(cast.bosse, until_on=BACK, by=cast.bosse, on=TOMORROW)
    assert again == first
    assert (again.from_on, again.until_on, again.deputy) == (TODAY, BACK, cast.billie)
    actions.come_back(cast.bosse, by=cast.bosse, on=TOMORROW)
    assert not cast.bosse.is_away(TOMORROW)
    actions.come_back(cast.bosse, by=cast.bosse, on=TOMORROW)
    assert Absence.objects.get().until_on == TOMORROW


# --- the pages --------------------------------------------------------------------------------------------------------

LIST, NEW = "/franvaro/", "/franvaro/ny/"
DAYS = {"from_on": "2026-03-16", "until_on": "21 mars"}


@pytest.mark.parametrize("who", ["alma", "bosse", "finn", "miriam", "axel"])
def test_everybody_plans_an_own_absence(cast, sign_in, who):
    answer = sign_in(who).post(NEW, DAYS | {"user": getattr(cast, who).pk}, follow=True)
    assert "Frånvaron är sparad." in answer.content.decode()
    absence = Absence.objects.get()
    assert (absence.user, absence.from_on, absence.until_on) == (getattr(cast, who), MONDAY, BACK)


def test_only_a_manager_plans_for_others(cast, sign_in):
    sign_in("alma").post(NEW, DAYS | {"user": cast.bosse.pk})
    assert Absence.objects.get().user == cast.alma
    sign_in("miriam").post(NEW, DAYS | {"user": cast.bosse.pk, "deputy": cast.billie.pk})
    absence = Absence.objects.get(user=cast.bosse)
    assert (absence.deputy, absence.set_by) == (cast.billie, cast.miriam)


def test_everybody_sees_the_own_absences_and_a_manager_all(cast, sign_in):
    plan(cast.bosse, deputy=cast.billie)
    assert "Ingen frånvaro planerad" in sign_in("alma").get(LIST).content.decode()
    assert "Billie ersätter" in sign_in("bosse").get(LIST).content.decode()
    html = sign_in("miriam").get(LIST).content.decode()
    assert "Bosse, mån\xa016\xa0mar" in html


def test_what_is_wrong_is_said_and_what_was_typed_stays(cast, sign_in):
    AbsenceFactory(user=cast.billie, from_on=MONDAY, until_on=LAST_DAY)
    answer = sign_in("bosse").post(NEW, {"from_on": "16/3", "until_on": "21 mars", "deputy": cast.billie.pk})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Ersättaren är också borta" in html
    assert 'value="21 mars"' in html
    assert not Absence.objects.filter(user=cast.bosse).exists()


def test_own_deputy_is_chosen_among_those_who_fit(sign_in):
    html = sign_in("bosse").get(NEW).content.decode()
    assert "Billie, " in html
    assert "Alma, " not in html


def test_colleagues_absence_is_closed_to_others(cast, sign_in):
    absence = plan(cast.bosse)
    for who in ("billie", "alma", "finn", "axel"):
        assert sign_in(who).get(f"{LIST}{absence.pk}/").status_code == 403
        assert sign_in(who).post(f"{LIST}{absence.pk}/tillbaka/").status_code == 403
    absence.refresh_from_db()
    assert absence.until_on == BACK


def test_absence_is_changed_on_its_page_and_the_second_to_do_so_sees_both_versions(cast, sign_in):
    absence = plan(cast.bosse)
    page, seen = f"{LIST}{absence.pk}/", version(absence)
    changed = {"from_on": "2026-03-16", "until_on": "2026-03-23", "deputy": cast.billie.pk, "seen": seen}
    assert sign_in("bosse").post(page, changed).status_code == 302
    answer = sign_in("miriam").post(page, changed | {"until_on": "2026-03-24", "deputy": ""})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "2026-03-23" in html
    assert "2026-03-24" in html
    absence.refresh_from_db()
    assert (absence.until_on, absence.deputy) == (date(2026, 3, 23), cast.billie)


def test_absence_ends_by_a_button(cast, sign_in):
    absence = AbsenceFactory(user=cast.bosse, from_on=TODAY - timedelta(days=1))
    client = sign_in("bosse")
    assert "Tillbaka i tjänst i dag" in client.get(f"{LIST}{absence.pk}/").content.decode()
    assert "Frånvaron är slut." in client.post(f"{LIST}{absence.pk}/tillbaka/", follow=True).content.decode()
    assert not cast.bosse.is_away(TODAY)
    planned = plan(cast.bosse)
    assert "Frånvaron är inställd." in client.post(f"{LIST}{planned.pk}/tillbaka/", follow=True).content.decode()


def test_who_stands_in_and_goes_away_is_told_who_is_then_without_a_deputy(cast, sign_in):
    plan(cast.bosse, deputy=cast.billie)
    html = sign_in("billie").post(NEW, DAYS, follow=True).content.decode()
    assert "Bosse står då utan ersättare" in html
    assert "Billie är också borta" in sign_in("bosse").get(LIST).content.decode()


def test_way_to_the_page_stands_in_the_account(sign_in):
    for who in ("bosse", "axel"):
        assert 'href="/franvaro/"' in sign_in(who).get("/franvaro/").content.decode()


def test_deputy_reads_for_whom_and_until_when(cast, sign_in):
    AbsenceFactory(user=cast.miriam, deputy=cast.alma)
    html = sign_in("alma").get("/lagenheter/").content.decode()
    assert "Du ersätter Miriam till mån\xa016\xa0mar." in html


def test_deputy_of_a_manager_plans_everybodys_absences(cast, sign_in):
    AbsenceFactory(user=cast.miriam, deputy=cast.alma)
    sign_in("alma").post(NEW, DAYS | {"user": cast.bosse.pk})
    absence = Absence.objects.get(user=cast.bosse)
    assert absence.set_by == cast.alma
    assert not cast.alma.role_allows(Permission.HAND_OVER)
