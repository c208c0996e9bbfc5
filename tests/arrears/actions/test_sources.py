"""One source for an account's day: the same money told by two channels is in the book once, and sums are compared."""

import re
from datetime import date

import pytest

from arrears import actions
from arrears.bankfiles.wording import sentence
from arrears.freshness import paid_through
from arrears.models import Charge, HeldBack, Payment
from demo.bankfile_writer import Booked, Paid
from tests.arrears.book import (
    BANKGIRO,
    IBAN,
    TODAY,
    at,
    charged,
    deliveries,
    delivery,
    imported,
    paid,
    statement,
    totals_only,
)
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CAMT = "camt.054.001.08"
MONDAY = date(2026, 3, 9)


@pytest.fixture
def one_account(settings):
    """The bankgiro's money lands on the IBAN."""
    settings.BANK_SAME_ACCOUNT = {BANKGIRO: BANKGIRO, IBAN: BANKGIRO}


def codes(outcome):
    return [reason.code for reason in outcome.reasons]


def figures(outcome):
    return (outcome.new_count, outcome.held_count, outcome.held_ore)


def test_statement_with_details_brings_payments_like_camt054():
    [rent] = charged(1)
    outcome = imported(statement(delivery(paid(rent), format=CAMT)))
    rent.refresh_from_db()
    assert (outcome.verdict, outcome.format, outcome.matched_count) == ("accepted", "camt.053.001.08", 1)
    assert rent.open_ore == 0


def test_statement_after_camt054_adds_nothing_and_says_that_the_sums_agree():
    rents = charged(2)
    data = delivery(*map(paid, rents), format=CAMT)
    imported(data)
    outcome = imported(statement(data))
    assert figures(outcome) == (0, 2, 1_368_000)
    assert (outcome.verdict, codes(outcome)) == ("accepted", ["held_agrees"])
    assert Payment.objects.count() == 2
    held = HeldBack.objects.get()
    assert (held.account, held.booked_on, held.amount_ore, held.count, held.is_total) == (
        IBAN,
        MONDAY,
        1_368_000,
        2,
        False,
    )


def test_camt054_after_statement_adds_nothing_either():
    [rent] = charged(1)
    data = delivery(paid(rent), format=CAMT)
    imported(statement(data))
    assert (figures(imported(data)), Payment.objects.count()) == ((0, 1, 684_000), 1)


def test_totals_only_are_never_stored_and_camt054_then_brings_the_payments():
    rents = charged(2)
    data = delivery(*map(paid, rents), format=CAMT)
    first = imported(totals_only(data))
    assert (first.verdict, codes(first), figures(first)) == (
        "accepted_with_warnings",
        ["total_uncovered"],
        (0, 2, 1_368_000),
    )
    assert "camt.054" in sentence(first.reasons[0])
    assert not Payment.objects.exists()
    second = imported(data)
    assert (second.verdict, figures(second)) == ("accepted", (2, 0, 0))
    assert not Charge.objects.filter(open_ore__gt=0).exists()


def test_totals_only_after_camt054_are_compared_with_it():
    [rent] = charged(1)
    data = delivery(paid(rent), format=CAMT)
    imported(data)
    assert codes(imported(totals_only(data))) == ["held_agrees"]


def test_day_with_one_total_waits_whole_for_its_details():
    first, second = charged(2)
    with_details = Booked(MONDAY, (paid(first),), 1)
    data = totals_only(deliveries(Booked(MONDAY, (paid(second),), 2), format=CAMT))
    details = statement(deliveries(with_details, format=CAMT))
    entry = details[details.index(b"<Ntry>") : details.index(b"</Ntry>") + len(b"</Ntry>")]
    both = re.sub(rb"<TxsSummry>.*?</TxsSummry>", b"", data).replace(b"<Ntry>", entry + b"<Ntry>", 1)
    outcome = imported(both)
    assert figures(outcome) == (0, 2, 1_368_000)


def test_bankgiro_and_iban_of_one_account_have_one_source(one_account):
    rents = charged(2)
    imported(delivery(*map(paid, rents)))
    outcome = imported(delivery(*map(paid, rents), format=CAMT))
    assert (figures(outcome), codes(outcome)) == ((0, 2, 1_368_000), ["held_agrees"])
    assert Payment.objects.count() == 2


def test_sums_that_differ_warn_with_both_and_say_what_to_do(one_account):
    first, second = charged(2)
    imported(delivery(paid(first)))
    outcome = imported(delivery(paid(first), paid(second), format=CAMT))
    assert (outcome.verdict, codes(outcome)) == ("accepted_with_warnings", ["held_differs"])
    said = sentence(outcome.reasons[0]).replace("\u00a0", " ")
    for word in ("6 840 kr", "13 680 kr", "BgMax", "camt.054", "2026-03-09"):
        assert word in said
    second.refresh_from_db()
    assert second.open_ore == 684_000


def test_held_files_of_one_day_are_compared_together(one_account):
    first, second = charged(2)
    imported(deliveries(Booked(MONDAY, (paid(first), paid(second)), 1)))
    morning = imported(deliveries(Booked(MONDAY, (paid(first),), 1), format=CAMT))
    again = imported(deliveries(Booked(MONDAY, (paid(first),), 1), format=CAMT, hour=18))
    evening = imported(deliveries(Booked(MONDAY, (paid(second),), 2), format=CAMT))
    assert [codes(o) for o in (morning, again, evening)] == [["held_differs"], ["held_differs"], ["held_agrees"]]


def test_other_days_of_the_file_count(one_account):
    first, second = charged(2)
    imported(delivery(paid(first)))
    both = (Booked(MONDAY, (paid(first),), 1), Booked(date(2026, 3, 10), (paid(second),), 2))
    outcome = imported(deliveries(*both, format=CAMT))
    assert figures(outcome) == (1, 1, 684_000)
    assert Payment.objects.count() == 2


def test_more_files_of_the_source_still_come_in(one_account):
    first, second = charged(2)
    imported(deliveries(Booked(MONDAY, (paid(first),), 1), format=CAMT))
    outcome = imported(deliveries(Booked(MONDAY, (paid(second),), 2), format=CAMT))
    assert figures(outcome) == (1, 0, 0)


def test_wrong_source_is_taken_back_and_the_other_read_in(one_account):
    first, second = charged(2)
    wrong = imported(delivery(paid(first))).file
    data = delivery(paid(first), paid(second), format=CAMT)
    held = imported(data).file
    for file in (wrong, held):
        actions.undo_file(file, why="fel fil", by=UserFactory(), on=TODAY, at=at())
    assert figures(imported(data)) == (2, 0, 0)
    assert not Charge.objects.filter(open_ore__gt=0).exists()


def test_dry_run_tells_the_same_and_stores_nothing(one_account):
    [rent] = charged(1)
    imported(delivery(paid(rent)))
    dry = imported(delivery(paid(rent), format=CAMT), dry_run=True)
    assert (codes(dry), HeldBack.objects.count()) == (["held_agrees"], 0)


def test_file_that_was_held_back_does_not_vouch_for_its_day():
    [rent] = charged(1)
    imported(totals_only(delivery(paid(rent), format=CAMT)))
    assert paid_through(TODAY) is None
    imported(delivery(Paid(1, ("x",)), day=date(2026, 3, 6), format=CAMT))
    assert paid_through(TODAY) == date(2026, 3, 6)
