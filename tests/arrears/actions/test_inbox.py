"""The folder that empties itself: whole files come in once, broken ones say why, none is lost."""

import os
import time
from datetime import date, timedelta

import pytest

from arrears import actions
from arrears.actions import inbox
from arrears.models import ImportFile, Payment
from arrears.tasks import empty_inbox
from bolots.audit import action
from bolots.models import JobRun
from tests.arrears.book import BANKGIRO, IBAN, TODAY, at, charged, delivery, paid, running_day

pytestmark = pytest.mark.django_db
HOUR = 3600


@pytest.fixture
def folder(tmp_path, settings):
    settings.BANK_RECEIVERS = {BANKGIRO, IBAN}
    settings.BANK_INBOX = str(tmp_path)
    return tmp_path


@pytest.fixture
def empty(folder, django_capture_on_commit_callbacks):
    def run(on=TODAY):
        with django_capture_on_commit_callbacks(execute=True):
            return actions.empty_inbox(folder=folder, on=on, at=at(on))

    return run


def put(folder, name, data, age=HOUR):
    path = folder.joinpath(name)
    path.write_bytes(data)
    os.utime(path, (time.time() - age, time.time() - age))
    return path


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_whole_file_is_imported_and_moved(folder, empty):
    [rent] = charged(1)
    put(folder, "bgmax.txt", delivery(paid(rent)))
    assert empty() == {"done": 1}
    assert names(folder) == ["done/bgmax.txt"]
    file = ImportFile.objects.get()
    assert (file.via, file.name, file.recorded_on, file.recorded_at, file.by) == (
        "inbox",
        "bgmax.txt",
        TODAY,
        at(),
        None,
    )
    assert Payment.objects.get().unallocated_ore == 0


def test_broken_file_lies_in_rejected_with_its_reason_beside(folder, empty):
    [rent] = charged(1)
    put(folder, "bgmax.txt", delivery(paid(rent))[:-100])
    assert empty() == {"rejected": 1}
    assert names(folder) == ["rejected/bgmax.txt", "rejected/bgmax.txt.reason.txt"]
    assert "slutpost" in folder.joinpath("rejected/bgmax.txt.reason.txt").read_text(encoding="utf-8")
    assert ImportFile.objects.get().verdict == "rejected"


def test_account_running_day_does_not_vanish_among_the_done(folder, empty):
    [rent] = charged(1)
    put(folder, "052.xml", running_day(delivery(paid(rent), format="camt.054.001.08")))
    assert empty() == {"rejected": 1}
    assert "camt.054" in folder.joinpath("rejected/052.xml.reason.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [".bgmax.txt", "bgmax.txt.tmp", "bgmax.PART", "x.filepart", "x.crdownload"])
def test_unfinished_names_folders_and_links_are_left_alone(name, folder, empty):
    [rent] = charged(1)
    put(folder, name, delivery(paid(rent)))
    folder.joinpath("sub").mkdir()
    folder.joinpath("link").symlink_to(folder.joinpath(name))
    assert empty() == {}
    assert folder.joinpath(name).exists()


def test_young_broken_file_may_be_half_written_and_waits(folder, empty):
    [rent] = charged(1)
    data = delivery(paid(rent))
    path = put(folder, "bgmax.txt", data[:-100], age=0)
    assert empty() == {"left": 1}
    assert names(folder) == ["bgmax.txt"]
    assert not ImportFile.objects.exists()
    path.write_bytes(data)
    assert empty() == {"done": 1}  # the whole of a file proves itself, however young


def test_file_that_grows_while_it_is_read_waits(folder, empty, monkeypatch):
    [rent] = charged(1)
    path = put(folder, "bgmax.txt", delivery(paid(rent)), age=0)
    read = inbox.import_bank_file

    def slow(data, **options):
        path.write_bytes(data + b"more")
        return read(data, **options)

    monkeypatch.setattr(inbox, "import_bank_file", slow)
    assert empty() == {"left": 1}
    assert path.exists()
    assert not Payment.objects.exists()


def test_same_file_again_is_moved_and_changes_nothing(folder, empty):
    [rent] = charged(1)
    data = delivery(paid(rent))
    put(folder, "a.txt", data)
    empty()
    put(folder, "a.txt", data)
    put(folder, "b", data)
    assert empty() == {"done": 2}
    assert len(names(folder.joinpath("done"))) == 3
    assert (Payment.objects.count(), ImportFile.objects.count()) == (1, 1)


def test_files_of_one_name_do_not_overwrite_each_other(folder, empty):
    first, second = charged(2)
    for nth, rent in enumerate((first, second), 1):
        put(folder, "bgmax.txt", delivery(paid(rent), number=nth))
        empty()
    kept = names(folder.joinpath("done"))
    assert len(kept) == 2
    assert kept[1] == "bgmax.txt"
    assert kept[0].startswith("bgmax.")


def test_file_stays_when_the_transaction_is_undone(folder):
    """A job that dies before its commit has moved nothing: the next one does it all."""
    [rent] = charged(1)
    path = put(folder, "bgmax.txt", delivery(paid(rent)))
    actions.empty_inbox(folder=folder, on=TODAY, at=at())  # its commit never comes in this test
    assert path.exists()


def test_old_files_are_removed_by_the_guidelines(folder, empty):
    [rent] = charged(1)
    put(folder, "a.txt", delivery(paid(rent)))
    put(folder, "b.txt", b"no bank file")
    empty()
    empty(TODAY + timedelta(days=30))
    assert len(names(folder)) == 3
    empty(TODAY + timedelta(days=31))
    assert names(folder) == ["rejected/b.txt", "rejected/b.txt.reason.txt"]
    folder.joinpath("rejected/kept").mkdir()
    empty(TODAY + timedelta(days=91))
    assert names(folder) == []


def test_file_of_any_size_is_read_no_further_than_the_limit(folder, empty, monkeypatch):
    monkeypatch.setattr(inbox, "MAX_BYTES", 1000)
    [rent] = charged(1)
    put(folder, "big.txt", delivery(paid(rent)) + b" " * 5000)
    empty()
    assert ImportFile.objects.get().verdict in ("rejected", "accepted_with_warnings")


def test_night_empties_the_inbox_of_the_settings(folder, settings):
    [rent] = charged(1)
    put(folder, "bgmax.txt", delivery(paid(rent)))
    for number, where in enumerate((settings.BANK_INBOX, "")):
        settings.BANK_INBOX = where
        run = JobRun.objects.create(kind="inbox", key=number, business_on=date(2026, 3, 10), due_at="2026-03-10T04:00Z")
        empty_inbox(run_id=run.pk)
        run.refresh_from_db()
        assert run.counts == ({"done": 1} if where else {})
        assert run.error == ""


def test_file_whose_reading_fails_stays_is_on_record_and_keeps_no_other_out(folder, empty, monkeypatch):
    [rent] = charged(1)
    put(folder, "a.txt", b"a")
    put(folder, "b.txt", delivery(paid(rent)))
    read = inbox.import_bank_file

    def failing(data, **how):
        if data == b"a":
            Payment.objects.create(amount_ore=2**63)  # what the database does not take breaks the transaction too
        return read(data, **how)

    monkeypatch.setattr(inbox, "import_bank_file", action(failing))
    assert empty() == {"failed": 1, "done": 1}
    assert names(folder) == ["a.txt", "done/b.txt"]
    rejected, accepted = ImportFile.objects.order_by("name")
    assert (rejected.verdict, rejected.via, accepted.verdict) == ("rejected", "inbox", "accepted")
    assert [r["code"] for r in rejected.reasons] == ["failed"]
    monkeypatch.undo()
    assert empty(on=date(2026, 3, 11)) == {"rejected": 1}
