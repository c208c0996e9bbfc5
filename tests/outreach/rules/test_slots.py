"""2026-03-09 is a Monday. Easter 2026: Good Friday 3 April, Easter Monday 6 April."""

from datetime import UTC, date, datetime

import pytest

from bolots.calendar import STOCKHOLM
from outreach import models
from outreach.rules.slots import HOURS, IN_ORDER, Slot, Tried, Why, slot_of, suggest

MON, TUE, WED, THU, FRI = (date(2026, 3, day) for day in range(9, 14))
MORNING, AFTERNOON, EVENING, WEEKEND = Slot.MORNING, Slot.AFTERNOON, Slot.EVENING, Slot.WEEKEND


def at(*parts):
    return datetime(*parts, tzinfo=STOCKHOLM)


def missed(*slots):
    return [Tried(slot, answered=False) for slot in slots]


def answered(slot):
    return [Tried(slot, answered=True)]


CASES = [
    # nothing tried: when people are at home
    ([], MON, 2, (TUE, EVENING, Why.FIRST)),
    # never the one just tried; then one untried
    (missed(EVENING), MON, 2, (TUE, AFTERNOON, Why.UNTRIED)),
    (missed(MORNING), MON, 2, (TUE, EVENING, Why.UNTRIED)),
    (missed(MORNING, EVENING), MON, 2, (TUE, AFTERNOON, Why.UNTRIED)),
    # a weekend only when its day comes within the guideline
    (missed(MORNING, AFTERNOON, EVENING), MON, 2, (TUE, MORNING, Why.LONGEST_AGO)),
    (missed(MORNING, AFTERNOON, EVENING), THU, 2, (date(2026, 3, 14), WEEKEND, Why.UNTRIED)),
    (missed(MORNING, AFTERNOON, EVENING), FRI, 1, (date(2026, 3, 14), WEEKEND, Why.UNTRIED)),
    (missed(MORNING, AFTERNOON, EVENING), THU, 1, (FRI, MORNING, Why.LONGEST_AGO)),
    # all tried: the one longest ago
    (missed(AFTERNOON, MORNING, WEEKEND, EVENING), THU, 2, (FRI, AFTERNOON, Why.LONGEST_AGO)),
    (missed(AFTERNOON, MORNING, AFTERNOON, EVENING), MON, 2, (TUE, MORNING, Why.LONGEST_AGO)),
    (missed(EVENING, AFTERNOON, EVENING, MORNING), MON, 2, (TUE, AFTERNOON, Why.LONGEST_AGO)),
    # the tenant has opened at that time before
    (answered(AFTERNOON) + missed(MORNING), MON, 2, (TUE, AFTERNOON, Why.ANSWERED_THEN)),
    (answered(MORNING) + answered(AFTERNOON) + missed(EVENING), MON, 2, (TUE, AFTERNOON, Why.ANSWERED_THEN)),
    # … but not when that was the one just tried
    (answered(AFTERNOON), MON, 2, (TUE, EVENING, Why.UNTRIED)),
    (answered(MORNING) + answered(AFTERNOON), MON, 2, (TUE, MORNING, Why.ANSWERED_THEN)),
    (answered(WEEKEND) + missed(EVENING), MON, 2, (TUE, AFTERNOON, Why.UNTRIED)),
    (answered(WEEKEND) + missed(EVENING), FRI, 2, (date(2026, 3, 14), WEEKEND, Why.ANSWERED_THEN)),
    (missed(WEEKEND), date(2026, 3, 14), 2, (date(2026, 3, 16), EVENING, Why.UNTRIED)),
    # bank days: over Easter, and no Saturday that is a holiday or an eve
    ([], date(2026, 4, 2), 2, (date(2026, 4, 7), EVENING, Why.FIRST)),
    (missed(MORNING, AFTERNOON, EVENING), date(2026, 6, 18), 2, (date(2026, 6, 22), MORNING, Why.LONGEST_AGO)),
    (missed(MORNING, AFTERNOON, EVENING), date(2022, 12, 22), 5, (date(2022, 12, 23), MORNING, Why.LONGEST_AGO)),
]


@pytest.mark.parametrize(("tried", "after", "within", "expected"), CASES)
def test_next_attempt_is_suggested_with_its_reason(tried, after, within, expected):
    suggestion = suggest(tried, after=after, within_bank_days=within)
    assert (suggestion.on, suggestion.slot, suggestion.why) == expected


@pytest.mark.parametrize(
    ("after", "saturday"),
    [
        (date(2026, 3, 13), date(2026, 3, 14)),
        (date(2026, 3, 15), date(2026, 3, 21)),
        (date(2022, 12, 23), date(2023, 1, 7)),  # julafton and nyårsafton fall on Saturdays
        (date(2026, 6, 17), date(2026, 6, 27)),  # midsommardagen is a Saturday
    ],
)
def test_weekend_is_the_next_saturday_that_is_free(after, saturday):
    tried = answered(WEEKEND) + missed(MORNING)
    assert suggest(tried, after=after, within_bank_days=9).on == saturday


def test_slot_just_tried_is_never_suggested_again():
    for slot in Slot:
        for before in Slot:
            tried = [Tried(before, answered=True), Tried(slot, answered=True)]
            assert suggest(tried, after=THU, within_bank_days=2).slot != slot


@pytest.mark.parametrize(
    ("instant", "slot"),
    [
        (at(2026, 3, 10, 7, 0), MORNING),
        (at(2026, 3, 10, 11, 59), MORNING),
        (at(2026, 3, 10, 12, 0), AFTERNOON),
        (at(2026, 3, 10, 15, 59), AFTERNOON),
        (at(2026, 3, 10, 16, 0), EVENING),
        (at(2026, 3, 10, 22, 0), EVENING),
        (at(2026, 3, 14, 10, 0), WEEKEND),
        (at(2026, 3, 15, 19, 0), WEEKEND),
        (at(2026, 3, 13, 19, 0), EVENING),
        (datetime(2026, 3, 10, 11, 30, tzinfo=UTC), AFTERNOON),
        (datetime(2026, 3, 13, 23, 30, tzinfo=UTC), WEEKEND),  # Saturday by now in Stockholm
    ],
)
def test_instant_falls_in_its_slot(instant, slot):
    assert slot_of(instant) == slot


def test_rules_and_model_know_the_same_slots():
    assert set(IN_ORDER) == set(HOURS) == set(Slot) == set(models.Slot.values)
