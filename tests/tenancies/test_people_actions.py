"""People change through actions: tenant, children, cautions, contacts and consents, protection and its emergency."""

from datetime import date, datetime, timedelta

import pytest

from bolots import editing
from bolots.access import Role
from bolots.calendar import STOCKHOLM
from bolots.models import AccessRecord
from tenancies import actions
from tenancies.models import Caution, Child, Consent, Reminder, Tenancy
from tests.factories import TenancyFactory, TenantFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
TOMORROW, A_YEAR_ON = TODAY + timedelta(days=1), TODAY + timedelta(days=366)
AT = datetime(2026, 3, 10, 10, 30, tzinfo=STOCKHOLM)


@pytest.fixture
def who(cast):
    return {"by": cast.alma, "on": TODAY}


@pytest.fixture
def tenant():
    return TenantFactory(name="Samira Daoud", personal_number="191212121212")


@pytest.fixture
def contact(tenant, who):
    return actions.add_contact(tenant, kind="trustee", name="Kerstin Lind", phone="070-174 06 33", **who)


# --- the tenant and the household -------------------------------------------------------------------------------------


def test_tenant_is_edited_with_its_author_and_not_over_somebody_else(tenant, who):
    seen = editing.version(tenant)
    actions.edit_tenant(tenant, seen=seen, payer="trustee", target_group="older", **who)
    assert (tenant.payer, tenant.target_group) == ("trustee", "older")
    newest = tenant.events.latest("pgh_id").pgh_context
    assert (newest["action"], newest["user"]) == ("edit_tenant", who["by"].pk)
    with pytest.raises(editing.ChangedMeanwhile):
        actions.edit_tenant(tenant, seen=seen, payer="self", **who)
    tenant.refresh_from_db()
    assert tenant.payer == "trustee"


def test_personal_number_is_right_and_nobody_else_s(tenant, who):
    other = TenantFactory()
    with pytest.raises(actions.NotAPersonalNumber):
        actions.edit_tenant(other, personal_number="191212121213", **who)
    with pytest.raises(actions.TenantAlreadyKnown):
        actions.edit_tenant(other, personal_number="191212121212", **who)
    assert actions.edit_tenant(tenant, personal_number=None, **who).personal_number is None


@pytest.mark.parametrize(("residence", "lives"), [("full_time", True), ("alternating", True), ("visits", False)])
def test_child_that_has_left_lives_there_no_more_and_stays_in_the_history(tenant, who, residence, lives):
    child = actions.add_child(tenant, birth_year=2018, residence=residence, **who)
    assert Child.objects.living_here_on(TODAY).exists() is lives
    actions.edit_child(child, seen=editing.version(child), left_on=TOMORROW, **who)
    assert Child.objects.living_here_on(TODAY).exists() is lives
    assert not Child.objects.living_here_on(TOMORROW).exists()
    assert Child.objects.current_on(TODAY).get() == child
    assert child.events.count() == 2


def test_child_of_the_bronze_age_is_refused(tenant, who):
    child = actions.add_child(tenant, birth_year=2018, **who)
    with pytest.raises(actions.BirthYearImplausible):
        actions.edit_child(child, birth_year=1500, **who)


# --- cautions ---------------------------------------------------------------------------------------------------------


def caution(tenant, by, until_on):
    return actions.set_caution(tenant, kind="other", reason="hund", from_on=TODAY, until_on=until_on, by=by)


def test_caution_lives_a_year_at_most(tenant, cast):
    assert caution(tenant, cast.alma, A_YEAR_ON).pk
    with pytest.raises(actions.CautionTooLong):
        caution(tenant, cast.alma, A_YEAR_ON + timedelta(days=1))


def test_caution_ends_early_once_with_its_reason(tenant, cast, who):
    row = caution(tenant, cast.alma, A_YEAR_ON)
    actions.end_caution(row, why="hunden är borta", **who)
    assert row.ended_on == TODAY
    assert not Caution.objects.valid_on(TODAY)
    assert not Caution.objects.not_over_on(TODAY)
    assert row.events.latest("pgh_id").pgh_context["why"] == "hunden är borta"
    with pytest.raises(actions.CautionIsOver):
        actions.end_caution(row, why="igen", **who)


def test_caution_that_is_still_to_come_is_not_over(tenant, cast, who):
    day = TODAY + timedelta(days=5)
    row = actions.set_caution(
        tenant, kind="other", reason="x", from_on=day, until_on=day + timedelta(days=2), by=cast.alma
    )
    assert not Caution.objects.valid_on(TODAY)
    assert Caution.objects.not_over_on(TODAY).get() == row
    actions.end_caution(row, why="fel person", **who)
    assert not Caution.objects.valid_on(day)


# --- contacts and consents --------------------------------------------------------------------------------------------


def consent(contact, who, until_on=A_YEAR_ON, given_on=TODAY):
    return actions.give_consent(contact, what="skulden", given_on=given_on, until_on=until_on, **who)


def test_consent_holds_until_its_day_and_not_after(contact, who):
    row = consent(contact, who, until_on=TOMORROW)
    assert Consent.objects.valid_on(TODAY).get() == row
    assert row.is_valid(TODAY)
    assert not Consent.objects.valid_on(TOMORROW)
    assert not row.is_valid(TOMORROW)


def test_consent_is_taken_back_once_and_from_that_day(contact, who):
    row = consent(contact, who)
    actions.take_back_consent(row, withdrawn_on=TODAY, **who)
    assert not Consent.objects.valid_on(TODAY)
    assert not row.is_valid(TODAY)
    with pytest.raises(actions.ConsentAlreadyTakenBack):
        actions.take_back_consent(row, withdrawn_on=TODAY, **who)


def test_consent_ends_with_its_contact(contact, who):
    consent(contact, who)
    actions.edit_contact(contact, seen=editing.version(contact), ended_on=TOMORROW, **who)
    assert Consent.objects.valid_on(TODAY).exists()
    assert not Consent.objects.valid_on(TOMORROW).exists()
    actions.edit_contact(contact, ended_on=TODAY, **who)
    with pytest.raises(actions.ContactIsGone):
        consent(contact, who)


def test_consent_is_given_and_taken_back_on_days_that_have_come(contact, who):
    with pytest.raises(actions.ConsentInTheFuture):
        consent(contact, who, given_on=TOMORROW)
    with pytest.raises(actions.ConsentWithoutTime):
        consent(contact, who, until_on=TODAY)
    row = consent(contact, who)
    with pytest.raises(actions.ConsentInTheFuture):
        actions.take_back_consent(row, withdrawn_on=TOMORROW, **who)
    with pytest.raises(actions.TakenBackBeforeGiven):
        actions.take_back_consent(row, withdrawn_on=TODAY - timedelta(days=1), **who)
    assert row.is_valid(TODAY)


# --- protected identity -----------------------------------------------------------------------------------------------


@pytest.fixture
def hidden(cast):
    return TenancyFactory(case_worker=cast.alma, protected=True)


def knows(user, stay):
    return Tenancy.objects.with_shown_name(user).get(pk=stay.pk).shown_name != ""


def test_protection_is_set_and_taken_away_with_its_reason(cast, who):
    stay = TenancyFactory(case_worker=cast.alma)
    for is_protected, why in ((True, "hot"), (False, "inget hot längre")):
        actions.edit_protection(stay.holder, is_protected=is_protected, why=why, **who)
        assert stay.holder.events.latest("pgh_id").pgh_context["why"] == why
        assert knows(cast.miriam, stay) is not is_protected
        assert (stay in Tenancy.objects.hidden_from(cast.miriam)) is is_protected
        assert knows(cast.alma, stay)


def name(stay, user, cast, from_on=TODAY, until_on=TOMORROW, **more):
    return actions.name_reader(stay, user, from_on=from_on, until_on=until_on, why="jour", by=cast.miriam, on=TODAY)


def test_named_reader_knows_for_a_time_and_once(hidden, cast, set_today):
    name(hidden, cast.elsa, cast)
    row = name(hidden, cast.elsa, cast, until_on=TODAY + timedelta(days=9))
    assert hidden.involvements.filter(user=cast.elsa).get() == row
    assert knows(cast.elsa, hidden)
    assert hidden in Tenancy.objects.visible_to(cast.elsa)
    set_today(TODAY + timedelta(days=9))
    assert not knows(cast.elsa, hidden)
    assert hidden not in Tenancy.objects.visible_to(cast.elsa)


def test_named_reader_is_taken_back_at_once(hidden, cast):
    row = name(hidden, cast.elsa, cast)
    actions.take_back_reader(row, by=cast.miriam, on=TODAY)
    assert not knows(cast.elsa, hidden)
    with pytest.raises(actions.NoLongerAReader):
        actions.take_back_reader(row, by=cast.miriam, on=TODAY)


def test_case_worker_of_the_home_cannot_be_taken_back_as_a_reader(hidden, cast):
    with pytest.raises(actions.NoLongerAReader):
        actions.take_back_reader(hidden.involvements.get(user=cast.alma), by=cast.miriam, on=TODAY)
    assert knows(cast.alma, hidden)


@pytest.mark.parametrize(
    ("from_on", "until_on"),
    [(TODAY, TODAY), (TODAY - timedelta(days=1), TOMORROW), (TODAY, A_YEAR_ON + timedelta(days=1))],
)
def test_reader_is_named_from_today_for_a_year_at_most(hidden, cast, from_on, until_on):
    with pytest.raises(actions.ReaderWithoutTime):
        name(hidden, cast.elsa, cast, from_on, until_on)


def test_only_those_who_open_the_register_are_named_and_only_where_somebody_is_protected(hidden, cast):
    with pytest.raises(actions.NoReaderOfHomes):
        name(hidden, cast.axel, cast)
    with pytest.raises(actions.NotProtected):
        name(TenancyFactory(), cast.elsa, cast)


def broken(stay, user, why="hotfull person vid dörren"):
    return actions.break_glass(stay, why=why, by=user, on=TODAY, at=AT)


def test_emergency_opens_for_the_day_is_on_record_and_tells_the_other_managers(hidden, cast, set_today):
    others = [UserFactory(role=Role.UNIT_MANAGER), cast.miriam]
    gone = UserFactory(role=Role.UNIT_MANAGER, is_active=False)
    row = broken(hidden, cast.finn)
    assert knows(cast.finn, hidden)
    assert AccessRecord.objects.get(what="break-glass").person_id == hidden.holder_id
    told = Reminder.objects.filter(kind="protected_opened", source="break_glass", source_id=row.pk, due_on=TODAY)
    assert {reminder.owner for reminder in told} == set(others)
    assert gone not in {reminder.owner for reminder in told}
    assert {reminder.text for reminder in told} == {"hotfull person vid dörren"}
    assert row.events.get().pgh_context["why"] == "hotfull person vid dörren"
    set_today(TOMORROW)
    assert not knows(cast.finn, hidden)


def test_second_press_tells_nobody_twice(hidden, cast):
    broken(hidden, cast.finn)
    with pytest.raises(actions.NothingHidden):
        broken(hidden, cast.finn)
    assert Reminder.objects.count() == AccessRecord.objects.filter(what="break-glass").count() == 1


def test_only_manager_who_opens_is_told_on_by_the_case_worker(hidden, cast):
    broken(hidden, cast.miriam)
    assert Reminder.objects.get().owner == cast.alma


def test_whoever_is_involved_breaks_no_glass(hidden, cast):
    with pytest.raises(actions.NothingHidden):
        broken(hidden, cast.alma)
    with pytest.raises(actions.NothingHidden):
        broken(TenancyFactory(), cast.miriam)


def test_reminder_comes_once(hidden, cast):
    facts = {"kind": "own", "source": "own", "source_id": 1, "deadline_on": TODAY, "due_on": TODAY, "owner": cast.alma}
    for text in ("ring", "ring igen"):
        actions.remind(tenancy=hidden, **facts, text=text, on=TODAY)
    assert Reminder.objects.get().text == "ring"
