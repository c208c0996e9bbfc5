"""Every constraint of terminations and what belongs to them, broken once; what is append-only stays as it is."""

from datetime import date

import pytest

from arrears.models import (
    Clearance,
    EnforcementNotice,
    Termination,
    TerminationCharge,
    TerminationPaper,
    TerminationStep,
    Undertaking,
)
from bolots.models import Letter
from tests.arrears import terminations as story
from tests.arrears.book import TODAY, at
from tests.arrears.test_constraints import refused
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db
LATER = date(2026, 4, 20)


@pytest.fixture
def row(cast):
    """Served and told on 10 March; the period runs."""
    return story.running(story.late_home(cast), cast)


def changed(row, **fields):
    return lambda: Termination.objects.filter(pk=row.pk).update(**fields)


def closed(row, **fields):
    return changed(row, closed_on=LATER, why_closed="slut", **fields)


def undertaking(row, **fields):
    said = {"signed_on": TODAY, "signed_by": "Stina", "delegation": "4", "addressee": "Oss", "recorded_on": TODAY}
    return lambda: Undertaking.objects.create(termination=row, by=UserFactory(), **said | fields)


def twice(make):
    return lambda: [make() for _ in range(2)]


def notice(row, **fields):
    days = {"received_on": TODAY, "recorded_on": TODAY}
    return lambda: EnforcementNotice.objects.create(tenancy=row.tenancy, by=UserFactory(), **days | fields)


def copy_of_the_charge(row, **fields):
    first = row.charges.get()
    return lambda: TerminationCharge.objects.create(
        **{"termination": row, "charge": first.charge, "open_ore": 1} | fields
    )


def another_letter():
    facts = {"template": "x", "html": "x", "sha256": "0" * 64, "issued_on": TODAY, "issued_at": at(), "issued_by_id": 1}
    return Letter.objects.create(**facts)


def copy_of_the_paper(row, **fields):
    paper = row.papers.first()
    same = {"termination": row, "kind": paper.kind, "letter": another_letter(), "amount_ore": 1, "issued_on": TODAY}
    same |= {"name": "Åsa", "address": "Gatan 1", "rooms": 2}
    return lambda: TerminationPaper.objects.create(by=paper.by, **same | fields)


def another(row, **fields):
    facts = {"tenancy": row.tenancy, "ground": "rent", "why": "x", "drafted_on": TODAY, "drafted_by": row.drafted_by}
    return lambda: Termination.objects.create(**facts | fields)


def clearance(row):
    done = {"tenancy": row.tenancy, "kind": "contact", "done_on": TODAY, "by": row.drafted_by}
    return lambda: Clearance.objects.create(**done)


APPLIED = {"status": "applied", "applied_on": LATER}
RULES = {
    "one_open_termination_per_tenancy": lambda row: another(row),
    "misconduct_has_an_incident": lambda row: changed(row, ground="misconduct"),
    "termination_takes_two_people": lambda row: changed(row, approved_by=row.drafted_by),
    "service_is_valid_and_proved": lambda row: changed(row, how_served="registered"),
    "board_notified_on_and_how": lambda row: changed(row, how_notified=""),
    "recovery_ends_after_both_days": lambda row: changed(row, recovery_ends_on=TODAY),
    "nothing_follows_before_service": lambda row: changed(
        row, served_on=None, how_served="", proof="", recovery_ends_on=None
    ),
    "rent_is_lost_only_after_the_recovery_period": lambda row: changed(row, status="expired", recovery_ends_on=None),
    "recovery_says_how": lambda row: closed(row, status="recovered"),
    "nothing_is_ordered_without_an_application": lambda row: changed(row, status="ordered"),
    "eviction_has_an_order_a_day_and_presence": lambda row: changed(
        row, **APPLIED | {"status": "scheduled"}, ordered_on=LATER, eviction_on=LATER
    ),
    "closed_termination_has_day_and_reason": lambda row: changed(row, status="withdrawn", closed_on=LATER),
    "obstacle_has_a_day": lambda row: changed(row, obstacle="sjuk"),
    "one_row_per_termination_and_charge": lambda row: copy_of_the_charge(row),
    "termination_names_unpaid_rent": lambda row: copy_of_the_charge(row, open_ore=0),
    "one_paper_of_a_kind_per_termination": lambda row: copy_of_the_paper(row),
    "paper_amount_is_not_negative": lambda row: copy_of_the_paper(row, amount_ore=-1),
    "paper_says_who_where_and_how_large": lambda row: copy_of_the_paper(row, address=""),
    "undertaking_is_complete": lambda row: undertaking(row, delegation=""),
    "arrears_undertaking_termination_id_key": lambda row: twice(undertaking(row)),
    "notice_of_the_time_says_when": lambda row: notice(row, kind="time"),
    "clearance_counts_once_a_day": lambda row: twice(clearance(row)),
}
MODELS = (
    Clearance, EnforcementNotice, Termination, TerminationCharge, TerminationPaper, TerminationStep, Undertaking,
)  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_constraint_holds(name, row):
    refused(RULES[name](row), name)


def test_every_constraint_has_its_case():
    assert {constraint.name for model in MODELS for constraint in model._meta.constraints} <= set(RULES)


def test_application_of_another_kind_of_notice_has_no_day(row):
    refused(notice(row, kind="application", eviction_on=LATER), "notice_of_the_time_says_when")


@pytest.mark.parametrize(
    "fields",
    [
        {"approved_by": None},
        {"proof": ""},
        {"served_on": None},
        {"board_notified_on": None},
        {"ground": "rent", "incident": True},
    ],
)
def test_half_of_a_pair_is_refused(row, fields):
    if "incident" in fields:
        fields = fields | {"incident": IncidentFactory(tenancy=row.tenancy)}
    refused(changed(row, **fields), "violates check constraint")


@pytest.mark.parametrize("fields", [{"name": ""}, {"rooms": 0}])
def test_paper_lacks_nothing_that_it_must_say(row, fields):
    refused(copy_of_the_paper(row, **fields), "paper_says_who_where_and_how_large")


def test_what_is_append_only_is_never_changed_or_deleted(row, cast):
    undertaking(row)()
    notice(row, kind="application")()
    new = {
        Clearance: {"kind": "presence"},
        EnforcementNotice: {"reference": "x"},
        TerminationCharge: {"open_ore": 1},
        TerminationPaper: {"amount_ore": 1},
        TerminationStep: {"at": at(LATER)},
        Undertaking: {"signed_by": "x"},
    }
    for model, fields in new.items():
        rows = model.objects.filter(pk=model.objects.latest("pk").pk)
        refused(lambda rows=rows, fields=fields: rows.update(**fields), "Cannot update")
        refused(lambda rows=rows: rows._raw_delete("default"), "Cannot delete")
