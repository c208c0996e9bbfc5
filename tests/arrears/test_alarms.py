"""What about the money must not wait."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from arrears import actions, alarms
from bolots.models import JobRun
from tests.arrears.book import TODAY, at, charged, delivery, imported, paid
from tests.factories import ImportFileFactory, UserFactory

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 3, 6)


def current(on=TODAY):
    return {alarm.code: alarm.params for alarm in alarms.current(on)}


def fresh(day):
    actions.say_no_more_files(through_on=day, by=UserFactory(), at=at(TODAY))


def proved(mismatches, on=TODAY, **fields):
    JobRun.objects.create(
        kind="proof", key=f"{on}{mismatches}", business_on=on, due_at=at(on, 4), started_at=at(on, 4),
        ended_at=at(on, 5), counts={"mismatches": mismatches}, **fields,
    )  # fmt: skip


def test_quiet_book_raises_none():
    fresh(FRIDAY)
    proved(0)
    assert current() == {}


def test_payments_older_than_the_guideline_are_stale():
    fresh(date(2026, 3, 5))  # Friday, Monday and Tuesday have passed
    assert list(current()) == ["stale"]
    assert current(date(2026, 3, 9)) == {"never_paid": {}}  # the word was given on the 10th


def test_book_without_any_file_says_so():
    assert current() == {"never_paid": {}}


def test_newest_proof_with_mismatches_is_the_first_alarm():
    fresh(FRIDAY)
    proved(3, on=FRIDAY)
    assert current() == {"mismatch": {"count": 3}}
    proved(0)
    assert current() == {}
    assert current(FRIDAY)["mismatch"] == {"count": 3}
    proved(9, on=TODAY + timedelta(days=1))
    assert current() == {}


def test_undecided_reversals_are_counted():
    [rent] = charged(1)
    imported(delivery(paid(rent), format="camt.054.001.08"))
    imported(delivery(paid(rent), format="camt.054.001.08", number=2, is_reversal=True))
    assert current() == {"reversals": {"count": 1}}


def test_rejected_files_of_the_inbox_are_told_for_a_week():
    fresh(FRIDAY)
    for via, days in (("inbox", 0), ("inbox", 7), ("inbox", 8), ("upload", 0)):
        ImportFileFactory(verdict="rejected", created_on=None, via=via, recorded_on=TODAY - timedelta(days=days))
    assert current() == {"rejected": {"count": 2}}


def test_half_year_without_a_reference_rate_is_told_until_it_is_entered():
    """Spring 2026 is published; autumn is not."""
    last, first = date(2026, 6, 30), date(2026, 7, 1)
    assert "rate_missing" not in current(last)
    assert current(first)["rate_missing"] == {"day": "ons\u00a01\u00a0jul"}
    actions.set_reference_rate(valid_from=first, hundredths=200, source="Riksbanken", by=UserFactory(), on=first)
    assert "rate_missing" not in current(date(2026, 12, 31))
    assert "rate_missing" in current(date(2027, 1, 1))


def test_half_year_that_was_left_out_is_told_though_the_present_one_has_its_rate():
    """Debts that were open in it bear no interest at all, now either."""
    january = date(2027, 1, 1)
    actions.set_reference_rate(valid_from=january, hundredths=200, source="Riksbanken", by=UserFactory(), on=january)
    assert "2026" in current(january)["rate_missing"]["day"]
    actions.set_reference_rate(
        valid_from=date(2005, 1, 1), hundredths=200, source="Riksbanken", by=UserFactory(), on=january
    )
    assert "2026" in current(january)["rate_missing"]["day"]  # what lies before the published ones is nobody's want


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_alarm_has_words(language):
    with override(language):
        for code in alarms.WORDS:
            alarm = alarms.Alarm(code, {"count": 7, "day": "fre"})
            assert alarm.title
            assert "%(" not in alarm.text


def test_alarms_cost_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        alarms.current(TODAY)
