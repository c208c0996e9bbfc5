"""The register changes through its actions, and says no in a sentence."""

from datetime import date, timedelta

import pytest

from tenancies import actions
from tenancies.models import Apartment, Caution, Involvement, RentTerm, Tenancy
from tests.factories import ApartmentFactory, TenancyFactory, TenantFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)
EndReason, Ground, Why = Tenancy.EndReason, Tenancy.Ground, Involvement.Why


@pytest.fixture
def alma(cast):
    return cast.alma


def start(by, **fields):
    facts = {
        "apartment": fields.get("apartment") or ApartmentFactory(),
        "holder": fields.get("holder") or TenantFactory(),
        "case_worker": by,
        "starts_on": TODAY,
        "rent_ore": 684_000,
    }
    return actions.start_tenancy(**(facts | fields), by=by, on=TODAY)


# --- homes and people -------------------------------------------------------------------------------------------------


def test_owner_and_apartment_are_registered_once(alma):
    owner = actions.register_owner(name="Brf Gåsen", by=alma, on=TODAY)
    home = {"number": "1202", "street": "Olsborgsvägen 96", "owner": owner, "by": alma, "on": TODAY}
    apartment = actions.register_apartment(**home, tenure_form="head_lease", head_rent_ore=600_000)
    assert apartment.owner == owner
    with pytest.raises(actions.OwnerAlreadyKnown):
        actions.register_owner(name="Brf Gåsen", by=alma, on=TODAY)
    with pytest.raises(actions.ApartmentAlreadyKnown):
        actions.register_apartment(**home, tenure_form="owned")
    assert Apartment.objects.count() == 1


@pytest.mark.parametrize(
    ("tenure_form", "head_rent_ore"), [("owned", 600_000), ("head_lease", None), ("block_lease", 0)]
)
def test_head_rent_goes_with_leased_homes_only(alma, tenure_form, head_rent_ore):
    owner = actions.register_owner(name="Kommunen", by=alma, on=TODAY)
    with pytest.raises(actions.HeadRentMismatch):
        actions.register_apartment(
            number="1",
            street="Ga",
            owner=owner,
            tenure_form=tenure_form,
            head_rent_ore=head_rent_ore,
            by=alma,
            on=TODAY,
        )


def test_tenant_is_registered_with_a_valid_personal_number_or_none(alma):
    tenant = actions.register_tenant(name="Testa", personal_number="191212121212", by=alma, on=TODAY)
    assert tenant.personal_number == "191212121212"
    assert actions.register_tenant(name="Utan", by=alma, on=TODAY).personal_number is None
    with pytest.raises(actions.NotAPersonalNumber):
        actions.register_tenant(name="Fel", personal_number="191212121213", by=alma, on=TODAY)
    with pytest.raises(actions.TenantAlreadyKnown):
        actions.register_tenant(name="Igen", personal_number="191212121212", by=alma, on=TODAY)


def test_child_has_a_plausible_birth_year(alma):
    tenant = TenantFactory()
    assert actions.add_child(tenant, birth_year=2018, by=alma, on=TODAY).residence == "full_time"
    with pytest.raises(actions.BirthYearImplausible):
        actions.add_child(tenant, birth_year=18, by=alma, on=TODAY)


def test_caution_ends_by_itself(alma):
    tenant, until = TenantFactory(), TODAY + timedelta(days=30)
    caution = actions.set_caution(tenant, kind="two_people", reason="hund", from_on=TODAY, until_on=until, by=alma)
    assert caution.set_by == alma
    assert list(Caution.objects.valid_on(until - timedelta(days=1))) == [caution]
    assert not Caution.objects.valid_on(until)
    with pytest.raises(actions.CautionWithoutTime):
        actions.set_caution(tenant, kind="other", reason="x", from_on=TODAY, until_on=TODAY, by=alma)


# --- stays ------------------------------------------------------------------------------------------------------------


def test_tenancy_starts_with_its_rent_and_its_case_worker_involved(alma):
    tenancy = start(alma, planned_end_on=date(2027, 3, 10), due_rule=15)
    term = tenancy.rent_terms.get()
    assert (term.rent_ore, term.due_rule, term.valid_from) == (684_000, 15, TODAY)
    assert list(tenancy.involvements.values_list("user", "why", "from_on")) == [(alma.pk, "case_worker", TODAY)]
    assert tenancy in Tenancy.objects.visible_to(alma)


def test_two_tenancies_never_run_at_once_in_one_apartment(alma):
    first = start(alma)
    with pytest.raises(actions.ApartmentTaken) as refused:
        start(alma, apartment=first.apartment, starts_on=TODAY + timedelta(days=400))
    assert "samtidigt" in str(refused.value) or "at once" in str(refused.value)
    assert Tenancy.objects.count() == RentTerm.objects.count() == 1


def test_next_tenancy_may_start_the_day_the_last_one_ended(alma):
    first = start(alma)
    last_day_plus_one = TODAY + timedelta(days=20)
    actions.end_tenancy(first, ends_on=last_day_plus_one, reason=EndReason.OTHER_HOME, by=alma, on=TODAY)
    assert start(alma, apartment=first.apartment, starts_on=last_day_plus_one).pk


def test_only_people_who_work_with_cases_are_case_workers(cast):
    for user in (cast.finn, cast.bosse, cast.axel):
        with pytest.raises(actions.NotACaseWorker):
            start(cast.alma, case_worker=user)
    assert start(cast.alma, case_worker=cast.miriam).case_worker == cast.miriam


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [({"rent_ore": -1}, actions.RentNegative), ({"due_rule": 29}, actions.NoSuchDueDay)],
)
def test_impossible_terms_leave_no_tenancy_behind(alma, fields, refusal):
    with pytest.raises(refusal):
        start(alma, **fields)
    assert not Tenancy.objects.exists()


def test_rent_changes_from_a_day_on_and_keeps_the_due_day(alma):
    tenancy = start(alma, due_rule=15)
    later = date(2026, 5, 1)
    actions.change_rent(tenancy, rent_ore=700_000, valid_from=later, by=alma, on=TODAY)
    actions.change_rent(tenancy, rent_ore=710_000, valid_from=later, by=alma, on=TODAY)
    terms = list(tenancy.rent_terms.order_by("valid_from").values_list("valid_from", "rent_ore", "due_rule"))
    assert terms == [(TODAY, 684_000, 15), (later, 710_000, 15)]


@pytest.mark.parametrize("valid_from", [TODAY - timedelta(days=1), date(2026, 3, 31)])
def test_rent_never_changes_backwards(alma, valid_from):
    tenancy = start(alma, starts_on=date(2026, 4, 1))
    with pytest.raises(actions.RentChangedBackwards):
        actions.change_rent(tenancy, rent_ore=1, valid_from=valid_from, by=alma, on=TODAY)


def test_tenancy_ends_with_a_reason_and_the_case_worker_follows_up_for_a_year_and_a_month(alma, cast):
    tenancy, ends_on = start(alma), TODAY + timedelta(days=3)
    actions.involve(tenancy, cast.bosse, why=Why.OUTREACH, on=TODAY)
    actions.end_tenancy(tenancy, ends_on=ends_on, reason=EndReason.EVICTED, ground=Ground.RENT, by=alma, on=TODAY)
    assert (tenancy.ends_on, tenancy.end_reason, tenancy.ground) == (ends_on, "evicted", "rent")
    until = dict(tenancy.involvements.values_list("why", "until_on"))
    assert until == {"case_worker": ends_on + timedelta(days=395), "outreach": None}


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"ends_on": TODAY}, actions.EndsBeforeItStarts),
        ({"reason": ""}, actions.NoEndReason),
        ({"reason": EndReason.EVICTED}, actions.EvictionGroundMismatch),
        ({"ground": Ground.RENT}, actions.EvictionGroundMismatch),
    ],
)
def test_tenancy_does_not_end_without_sense(alma, fields, refusal):
    tenancy = start(alma)
    facts = {"ends_on": TODAY + timedelta(days=1), "reason": EndReason.OWN_LEASE} | fields
    with pytest.raises(refusal):
        actions.end_tenancy(tenancy, **facts, by=alma, on=TODAY)
    tenancy.refresh_from_db()
    assert tenancy.ends_on is None


def test_tenancy_ends_once_even_for_two_people_with_the_same_page_open(alma):
    tenancy = start(alma)
    stale = Tenancy.objects.get(pk=tenancy.pk)
    end = {"ends_on": TODAY + timedelta(days=1), "reason": EndReason.OWN_LEASE, "by": alma, "on": TODAY}
    actions.end_tenancy(tenancy, **end)
    with pytest.raises(actions.AlreadyEnded):
        actions.end_tenancy(stale, **end | {"reason": EndReason.UNKNOWN})
    assert Tenancy.objects.get().end_reason == "own_lease"


# --- who may know -----------------------------------------------------------------------------------------------------


def test_involvement_opens_and_closes_the_home(cast):
    tenancy = TenancyFactory()
    assert tenancy not in Tenancy.objects.visible_to(cast.bosse)
    for _again in range(2):
        actions.involve(tenancy, cast.bosse, why=Why.OUTREACH, on=TODAY)
    assert tenancy.involvements.filter(user=cast.bosse).count() == 1
    assert tenancy in Tenancy.objects.visible_to(cast.bosse)
    actions.uninvolve(tenancy, cast.bosse, why=Why.OUTREACH, on=TODAY)
    assert tenancy not in Tenancy.objects.visible_to(cast.bosse)


def test_ending_one_reason_leaves_the_others(cast):
    tenancy = TenancyFactory()
    for why in (Why.OUTREACH, Why.CASE):
        actions.involve(tenancy, cast.bosse, why=why, on=TODAY)
    actions.uninvolve(tenancy, cast.bosse, why=Why.OUTREACH, on=TODAY)
    assert tenancy in Tenancy.objects.visible_to(cast.bosse)


def test_visible_homes_follow_the_role_and_the_involvement(cast):
    tenancy = TenancyFactory(case_worker=cast.alma)
    sees = {name for name, user in vars(cast).items() if tenancy in Tenancy.objects.visible_to(user)}
    assert sees == {"alma", "finn", "miriam"}
    cast.alma.is_active = False
    assert not Tenancy.objects.visible_to(cast.alma)


def test_protected_name_is_shown_to_those_involved_only(cast):
    tenancy = TenancyFactory(protected=True, case_worker=cast.alma, holder__name="Hemlig Person")

    def shown(user):
        return Tenancy.objects.with_shown_name(user).get(pk=tenancy.pk).shown_name

    assert shown(cast.alma) == "Hemlig Person"
    assert shown(cast.finn) == shown(cast.miriam) == ""


# --- the audit trail --------------------------------------------------------------------------------------------------


def test_every_change_of_the_register_knows_who_and_what(alma):
    tenancy = start(alma)
    actions.end_tenancy(tenancy, ends_on=date(2026, 4, 1), reason=EndReason.UNKNOWN, by=alma, on=TODAY)
    trail = [(e.pgh_label, e.pgh_context["action"], e.pgh_context["user"]) for e in tenancy.events.order_by("pgh_id")]
    assert trail == [("insert", "start_tenancy", alma.pk), ("update", "end_tenancy", alma.pk)]
    term = tenancy.rent_terms.get()
    assert [e.pgh_context["action"] for e in term.events.all()] == ["start_tenancy"]
