"""Standing in: what an absent colleague may do and see is the deputy's too, on those days and under the own name."""

from datetime import date

import pytest

from bolots.access import MAY_STAND_IN, ROLE_PERMISSIONS, Permission, Role
from bolots.models import User
from tests.factories import AbsenceFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY, BACK = date(2026, 3, 10), date(2026, 3, 16)
PAIRS = [(absent, deputy) for absent, fit in MAY_STAND_IN.items() for deputy in sorted(fit)]


def fresh(user):
    """The user as a new request knows it."""
    return User.objects.get(pk=user.pk)


def allowed(user) -> set[Permission]:
    return {permission for permission in Permission if fresh(user).may(permission)}


@pytest.mark.parametrize(("absent", "deputy"), PAIRS)
def test_deputy_may_what_both_roles_may_on_the_days_of_the_absence(set_today, absent, deputy):
    stands_in = UserFactory(role=deputy)
    AbsenceFactory(user__role=absent, deputy=stands_in)
    both = ROLE_PERMISSIONS[absent] | ROLE_PERMISSIONS[deputy]
    assert allowed(stands_in) == both
    set_today(date(2026, 3, 15))
    assert allowed(stands_in) == both
    for day in (date(2026, 3, 9), BACK):
        set_today(day)
        assert allowed(stands_in) == ROLE_PERMISSIONS[deputy]


def test_everybody_elses_absence_gives_nothing(cast):
    AbsenceFactory(user=cast.miriam, deputy=cast.alma)
    AbsenceFactory(user=cast.billie)
    for name in ("elsa", "bosse", "finn", "axel"):
        user = getattr(cast, name)
        assert allowed(user) == ROLE_PERMISSIONS[user.role]


def test_absence_that_ended_early_or_was_called_off_gives_nothing(cast):
    AbsenceFactory(user=cast.miriam, deputy=cast.alma, until_on=TODAY)
    assert allowed(cast.alma) == ROLE_PERMISSIONS[Role.CASE_WORKER]


def test_standing_in_is_not_passed_on(cast):
    AbsenceFactory(user=cast.miriam, deputy=cast.alma)
    AbsenceFactory(user=cast.alma, deputy=cast.elsa)
    assert Permission.HAND_OVER not in allowed(cast.elsa)


def test_deputy_whose_role_no_longer_fits_stands_in_for_nobody(cast):
    AbsenceFactory(user=cast.miriam, deputy=cast.alma)
    for role in (Role.BOLOTS, Role.FINANCE_OFFICER, Role.SYSTEM_ADMIN):
        User.objects.filter(pk=cast.alma.pk).update(role=role)
        assert allowed(cast.alma) == ROLE_PERMISSIONS[role]


def test_absent_colleague_with_another_role_by_now_needs_a_deputy_who_fits_it(cast):
    AbsenceFactory(user=cast.bosse, deputy=cast.billie)
    User.objects.filter(pk=cast.bosse.pk).update(role=Role.UNIT_MANAGER)
    assert allowed(cast.billie) == ROLE_PERMISSIONS[Role.BOLOTS]


def test_nobody_stands_in_for_a_closed_account_and_nobody_inactive_stands_in(cast):
    AbsenceFactory(user=cast.miriam, deputy=cast.alma)
    User.objects.filter(pk=cast.miriam.pk).update(is_active=False)
    assert Permission.HAND_OVER not in allowed(cast.alma)
    User.objects.filter(pk=cast.miriam.pk).update(is_active=True)
    User.objects.filter(pk=cast.alma.pk).update(is_active=False)
    assert allowed(cast.alma) == set()
    assert fresh(cast.alma).roles_on(TODAY) == set()


def test_what_somebody_is_made_responsible_for_goes_by_the_own_role(cast):
    AbsenceFactory(user=cast.miriam, deputy=cast.alma)
    assert not fresh(cast.alma).role_allows(Permission.HAND_OVER)
    assert fresh(cast.alma).role_allows(Permission.WORK_CASES)


def test_work_that_lands_with_a_deputy_is_the_own_and_that_of_those_stood_in_for(cast):
    AbsenceFactory(user=cast.miriam, deputy=cast.alma)
    AbsenceFactory(user=cast.elsa, deputy=cast.alma)
    alma = fresh(cast.alma)
    assert alma.covers(TODAY) == [alma.pk, cast.elsa.pk, cast.miriam.pk]
    assert alma.covers(BACK) == [alma.pk]


def test_who_is_stood_in_for_is_asked_once_a_day_and_user(cast, django_assert_num_queries):
    AbsenceFactory(user=cast.miriam, deputy=cast.alma)
    alma = fresh(cast.alma)
    with django_assert_num_queries(1):
        for permission in Permission:
            alma.may(permission)
        alma.covers(TODAY)
        assert alma.standing_in_today[0].user.first_name == "Miriam"


# --- the pages --------------------------------------------------------------------------------------------------------


def test_nothing_stops_when_the_unit_manager_is_away(cast, sign_in):
    pages = ("/jobb/", "/uppfoljning/", "/overlamning/", "/franvaro/")
    assert [sign_in("alma").get(page).status_code for page in pages] == [403, 403, 403, 200]
    AbsenceFactory(user=cast.miriam, deputy=cast.alma)
    client = sign_in("alma")
    assert [client.get(page).status_code for page in pages] == [200, 200, 200, 200]
    html = client.get("/jobb/").content.decode()
    assert 'href="/uppfoljning/"' in html  # the navigation has it too
    assert "Kör nattens jobb nu" in html


def test_what_a_deputy_does_is_on_record_with_the_deputys_name(cast, sign_in):
    AbsenceFactory(user=cast.miriam, deputy=cast.alma)
    sign_in("alma").post("/franvaro/ny/", {"user": cast.bosse.pk, "from_on": "16/3", "until_on": "20/3"})
    absence = cast.bosse.absences.get()
    assert absence.events.get().pgh_context["user"] == cast.alma.pk
    assert absence.set_by == cast.alma


def test_finance_goes_on_when_the_finance_officer_is_away(cast, sign_in):
    assert sign_in("miriam").get("/hyror/filer/las-in/").status_code == 403
    AbsenceFactory(user=cast.finn, deputy=cast.miriam)
    assert sign_in("miriam").get("/hyror/filer/las-in/").status_code == 200


def test_administrators_stand_in_for_each_other_and_see_no_person(cast, sign_in):
    other = UserFactory(role=Role.SYSTEM_ADMIN)
    AbsenceFactory(user=other, deputy=cast.axel)
    client = sign_in("axel")
    assert client.get("/anvandare/").status_code == 200
    assert client.get("/hyresforhallanden/").status_code == 403
