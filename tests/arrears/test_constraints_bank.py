"""Each constraint and trigger of bank files, broken once past the actions: the database itself says no."""

from datetime import date

import pytest

from arrears import actions
from arrears.models import ColumnMapping, FileUndoing, HeldBack, ImportFile, NoMoreFiles, PendingFile
from demo.bankfile_writer import Paid
from tests.arrears.book import TODAY, at, delivery, imported, totals_only
from tests.arrears.test_constraints import refused
from tests.factories import ImportFileFactory, UserFactory

pytestmark = pytest.mark.django_db
MODELS = (ColumnMapping, FileUndoing, HeldBack, ImportFile, NoMoreFiles, PendingFile)


@pytest.fixture
def by():
    """A file that was taken back, one that held a total back, and a person's word."""
    finn = UserFactory()
    file = imported(delivery(Paid(5, ("?",)))).file
    actions.undo_file(file, why="x", by=finn, on=TODAY, at=at())
    imported(totals_only(delivery(Paid(5, ("?",)), format="camt.054.001.08")))
    actions.say_no_more_files(through_on=TODAY, by=finn, at=at())
    return finn


def held(**fields):
    values = {
        "file": ImportFileFactory(),
        "account": "1",
        "booked_on": TODAY,
        "serial": "1",
        "amount_ore": 1,
        "count": 1,
    }
    return HeldBack.objects.create(is_total=False, **{**values, **fields})


def mapping(by, **fields):
    return ColumnMapping.objects.create(**{"name": "x", "purpose": "payments", "set_by": by, **fields})


def undoing(by, **fields):
    values = {"file": ImportFileFactory(), "why": "x", "recorded_on": TODAY, "recorded_at": at(), "by": by}
    return FileUndoing.objects.create(**{**values, **fields})


RULES = {
    "one_import_per_file_content": lambda by: [ImportFileFactory(sha256="a") for _ in range(2)],
    "one_preview_per_person_and_file": lambda by: PendingFile.objects.bulk_create(
        [PendingFile(sha256="a", name="f", data=b"", uploaded_at=at(), by=by)] * 2
    ),
    "file_undone_with_a_reason": lambda by: undoing(by, why=""),
    "arrears_fileundoing_file_id_key": lambda by: undoing(by, file=FileUndoing.objects.get().file),
    "one_deposit_held_back_once_by_file": lambda by: held(file=held().file),
    "what_is_held_back_is_counted": lambda by: held(count=0),
    "one_column_mapping_per_name": lambda by: [mapping(by) for _ in range(2)],
    "column_mapping_has_a_name": lambda by: mapping(by, name=""),
}


@pytest.mark.parametrize("name", RULES)
def test_constraint_holds(name, by):
    refused(lambda: RULES[name](by), name)


def test_every_constraint_has_its_case():
    assert {constraint.name for model in MODELS for constraint in model._meta.constraints} <= set(RULES)


def test_same_content_and_name_are_free_where_they_may_be(by):
    ImportFileFactory(sha256="a", undone_on=TODAY)
    ImportFileFactory(sha256="a", verdict="rejected")
    ImportFileFactory(sha256="a")
    assert mapping(by).pk != mapping(by, purpose="charges").pk


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (FileUndoing, {"why": "y"}),
        (HeldBack, {"amount_ore": 2}),
        (ImportFile, {"name": "y"}),
        (NoMoreFiles, {"through_on": date(2020, 1, 1)}),
    ],
)
def test_rows_are_never_deleted_or_rewritten(model, change, by):
    rows = model.objects.filter(pk=model.objects.first().pk)
    refused(lambda: rows.update(**change), "Cannot update")
    refused(lambda: rows._raw_delete("default"), "Cannot delete")
