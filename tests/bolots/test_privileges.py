"""The application's role can add to the ledger, the audit trail, the access log and the letters, and nothing else."""

from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from arrears.models import Allocation, Charge, ImportFile, LateRent, Payment
from bolots import access_log, jobs
from bolots.models import AccessRecord, GuidelineValue, JobRun, Letter, User
from bolots.privileges import is_append_only, is_tracked, kept_columns
from tenancies import actions
from tenancies.models import Apartment
from tests.factories import ApartmentFactory, ChargeFactory, PaymentFactory, TenantFactory

pytestmark = pytest.mark.django_db
ROLE = "bolots_role_of_a_test"
OURS = ("bolots", "tenancies", "arrears", "outreach", "evaluation")
MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]
APPEND_ONLY = [model for model in MODELS if is_append_only(model)]
EVERY_CHANGE = ("UPDATE", "DELETE", "TRUNCATE")


@pytest.fixture
def as_role(db):
    """From here on this connection has the role's privileges only; all of it is rolled back."""
    call_command("grant_privileges", role=ROLE, verbosity=0)

    def become():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {ROLE}")

    return become


def may(privilege, table, column=None):
    function = "has_column_privilege" if column else "has_table_privilege"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {function}(%s, {'%s, ' if column else ''}%s, %s)",
            [ROLE, table, *filter(None, [column]), privilege],
        )
        return cursor.fetchone()[0]


def refused(sql, *params):
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
    return error.value.__cause__.sqlstate == "42501"  # insufficient_privilege


def test_ledger_audit_access_and_letters_are_append_only():
    for model in (Charge, Payment, Allocation, LateRent, ImportFile, AccessRecord, Letter, GuidelineValue):
        assert model in APPEND_ONLY
    assert all(event in APPEND_ONLY for event in Apartment.pgh_event_models.values())


@pytest.mark.parametrize("model", [m for m in MODELS if is_tracked(m)], ids=lambda model: model.__name__)
def test_tracked_rows_change_and_never_go(model, as_role):
    assert may("UPDATE", model._meta.db_table)
    assert not may("DELETE", model._meta.db_table)


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model.__name__)
def test_append_only_table_takes_rows_and_keeps_them(as_role, model):
    table = model._meta.db_table
    assert may("INSERT", table)
    assert may("SELECT", table)
    assert [privilege for privilege in EVERY_CHANGE if may(privilege, table)] == []
    changeable = {f.column for f in model._meta.concrete_fields if may("UPDATE", table, f.column)}
    assert changeable == set(kept_columns(model))


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model.__name__)
def test_append_only_table_has_its_second_lock(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgtype FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O'", [model._meta.db_table]
        )
        types = [row[0] for row in cursor.fetchall()]
    assert any(kind & 16 for kind in types), "no trigger on update"
    assert any(kind & 8 for kind in types), "no trigger on delete"


@pytest.mark.parametrize("model", [m for m in MODELS if m not in APPEND_ONLY], ids=lambda model: model.__name__)
def test_nobody_empties_a_table(as_role, model):
    assert not may("TRUNCATE", model._meta.db_table)


def test_kept_columns_are_the_balances_a_payments_tenancy_and_what_was_taken_back():
    kept = {model.__name__: kept_columns(model) for model in APPEND_ONLY if kept_columns(model)}
    assert kept == {
        "Charge": ["open_ore"],
        "Deposit": ["undone_on"],
        "ImportFile": ["undone_on"],
        "Payment": ["unallocated_ore", "tenancy_id"],
        "FollowUp": ["withdrawn_on"],
    }


def test_role_keeps_the_balances_and_cannot_rewrite_the_truth(as_role):
    charge, payment = ChargeFactory(), PaymentFactory()
    as_role()
    assert Charge.objects.select_for_update().filter(pk=charge.pk).update(open_ore=0)
    assert Payment.objects.update(tenancy=charge.tenancy)
    assert refused("UPDATE arrears_charge SET amount_ore = 1")
    assert refused("UPDATE arrears_charge SET open_ore = 1, amount_ore = 1")
    assert refused("DELETE FROM arrears_payment WHERE id = %s", payment.pk)
    assert refused("TRUNCATE arrears_allocation")
    assert refused("UPDATE bolots_accessrecord SET what = ''")
    assert refused("DELETE FROM tenancies_tenancyevent")
    assert refused("DELETE FROM bolots_letter")


def test_role_cannot_change_the_schema(as_role):
    as_role()
    for statement in (
        "CREATE TABLE public.mine ()",
        "ALTER TABLE arrears_charge ADD COLUMN x int",
        "DROP TABLE bolots_accessrecord",
        "ALTER TABLE arrears_charge DISABLE TRIGGER ALL",
        "DROP TRIGGER pgtrigger_never_deleted_c27b3 ON arrears_charge",
        "CREATE ROLE another",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
        "SET session_replication_role = replica",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_role_does_the_daily_work(as_role, cast, rf):
    home, tenant = ApartmentFactory(), TenantFactory()
    as_role()
    day = date(2026, 3, 10)
    tenancy = actions.start_tenancy(
        apartment=home, holder=tenant, case_worker=cast.alma, starts_on=day, rent_ore=1, by=cast.alma, on=day
    )
    assert tenancy.events.count() == 1
    request = rf.get("/")
    request.user = cast.alma
    access_log.record(request, [tenant.pk], "test")
    row = jobs.ask("night", by=cast.miriam, on=day, at=jobs.calendar.now())
    assert jobs.claim(jobs.calendar.now()) == [row]
    User.objects.filter(pk=cast.bosse.pk).update(phone="1")
    assert JobRun.objects.filter(attempts=1).exists()


@pytest.mark.parametrize(
    "change", ["UPDATE arrears_charge SET amount_ore = amount_ore + 1", "DELETE FROM arrears_charge"]
)
def test_even_the_owner_stumbles_over_the_trigger(change):
    ChargeFactory()
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
