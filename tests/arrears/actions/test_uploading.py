"""An uploaded file is looked at, kept, confirmed once, or thrown away."""

from datetime import timedelta

import pytest

from arrears import actions
from arrears.models import Deposit, ImportFile, Payment, PendingFile
from tests.arrears import book

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def receivers(settings):
    settings.BANK_RECEIVERS = frozenset({book.BANKGIRO, book.IBAN})


def upload(data, by, *, name="fil.txt", at=None):
    return actions.upload(data, name=name, by=by, on=book.TODAY, at=at or book.at())


def confirm(pending, by=None):
    return actions.confirm_upload(pending.sha256, by=by or pending.by, on=book.TODAY, at=book.at())


@pytest.fixture
def data():
    [charge] = book.charged()
    return book.delivery(book.paid(charge))


def test_an_uploaded_file_waits_and_nothing_of_it_counts(cast, data):
    pending = upload(data, cast.finn)
    assert bytes(pending.data) == data
    assert not ImportFile.objects.exists()
    assert not Deposit.objects.exists()


def test_the_same_file_uploaded_again_waits_once(cast, data):
    first = upload(data, cast.finn, name="fil.txt")
    assert upload(data, cast.finn, name="fil (1).txt") == first
    assert PendingFile.objects.get().name == "fil (1).txt"


def test_a_rejected_file_is_recorded_and_nothing_of_it_waits(cast):
    file = upload(b"hej", cast.finn)
    assert file.verdict == ImportFile.Verdict.REJECTED
    assert (file.by, file.via) == (cast.finn, "upload")
    assert not PendingFile.objects.exists()


def test_a_confirmed_file_counts_and_no_longer_waits(cast, data):
    confirmed = confirm(upload(data, cast.finn))
    assert confirmed.is_new
    assert confirmed.file.new_count == 1
    assert Payment.objects.get().unallocated_ore == 0
    assert not PendingFile.objects.exists()


def test_confirmed_twice_it_counts_once(cast, data):
    pending = upload(data, cast.finn)
    first, again = confirm(pending), confirm(pending)
    assert (again.file, again.is_new) == (first.file, False)
    assert Payment.objects.count() == 1


def test_two_people_s_previews_of_one_file_count_once(cast, data):
    mine, hers = upload(data, cast.finn), upload(data, cast.miriam)
    first, second = confirm(mine), confirm(hers)
    assert (second.file, second.is_new) == (first.file, False)
    assert Payment.objects.count() == 1
    assert not PendingFile.objects.exists()


def test_a_file_that_was_read_in_before_gives_its_row(cast, data):
    confirmed = confirm(upload(data, cast.finn))
    assert upload(data, cast.miriam) == confirmed.file
    assert not PendingFile.objects.exists()


def test_a_file_that_contradicts_the_book_by_now_is_rejected_at_the_confirmation(cast):
    [charge] = book.charged()
    pending = upload(book.delivery(book.paid(charge)), cast.finn)
    book.imported(book.delivery(book.paid(charge, 100)))
    confirmed = confirm(pending)
    assert confirmed.file.verdict == ImportFile.Verdict.REJECTED
    assert Payment.objects.count() == 1


def test_somebody_else_s_preview_cannot_be_confirmed(cast, data):
    assert confirm(upload(data, cast.finn), by=cast.miriam) is None
    assert PendingFile.objects.exists()


def test_a_discarded_file_is_gone_but_somebody_else_s_stays(cast, data):
    mine = upload(data, cast.finn)
    upload(data, cast.miriam)
    actions.discard_upload(mine.sha256, by=cast.finn)
    assert PendingFile.objects.get().by == cast.miriam


def test_a_preview_that_nobody_answers_is_gone_after_a_week(cast, data):
    upload(data, cast.finn, at=book.at() - timedelta(days=8))
    upload(b"hej", cast.miriam)
    assert not PendingFile.objects.exists()
