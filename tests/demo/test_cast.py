"""The cast holds together: homes, people, numbers that nobody has."""

from collections import Counter

import pytest

from demo.homes import HOUSES, RENTS, floor, head_rent
from demo.households import phone
from demo.moves import COMING, LEAVING, LEFT_LONG_AGO
from demo.payers import NEVER, ON_TIME
from demo.people import RESIDENTS, Household, Person, number_for
from tenancies.rules import personal_number

NOW = [(address, household) for address, households in RESIDENTS.items() for household in households]
BEFORE = [(address, household) for address, household, _left in LEFT_LONG_AGO]
EVERYBODY = NOW + BEFORE + list(COMING)


def test_there_are_55_homes_and_more_than_half_are_owned():
    assert len(RENTS) == 55
    owned = sum(len(house.doors) for house in HOUSES if house.tenure_form == "owned")
    assert owned > 55 / 2


def test_leased_homes_have_a_head_rent_that_the_rent_covers_and_owned_ones_have_none():
    for house in HOUSES:
        for _door, rent in house.doors:
            paid = head_rent(house, rent)
            assert paid is None if house.tenure_form == "owned" else 0 < paid < rent


@pytest.mark.parametrize(("door", "up"), [("1001", 0), ("1203", 2), ("1401", 4)])
def test_apartment_number_counts_the_floors_from_ten(door, up):
    assert floor(door) == up


def test_everybody_lives_in_a_home_that_there_is_and_nobody_shares_one():
    assert {(address, household.door) for address, household in EVERYBODY} <= set(RENTS)
    assert max(Counter((address, household.door) for address, household in NOW).values()) == 1


def test_every_name_is_there_once_and_those_who_leave_are_among_them():
    names = Counter(household.person.name for _address, household in EVERYBODY)
    assert max(names.values()) == 1
    assert {leaving.name for leaving in LEAVING} <= set(names)


def test_home_is_empty_before_somebody_comes():
    left = {household.person.name: -999 for _address, household in EVERYBODY}
    left |= {leaving.name: leaving.month for leaving in LEAVING}
    for address, household in COMING:
        earlier = [h for a, h in NOW if (a, h.door) == (address, household.door)]
        assert all(left[h.person.name] < household.came for h in earlier)


@pytest.mark.parametrize("year", [2017, 2026])
def test_personal_numbers_are_right_different_and_of_the_series_for_tests(year):
    numbers = [number_for(household.person, year, nth) for nth, (_address, household) in enumerate(EVERYBODY)]
    assert all(personal_number.is_valid(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)
    assert all(980 <= int(number[8:11]) <= 999 for number in numbers)


def test_phone_numbers_are_of_the_series_for_fiction():
    assert {int(phone(nth)[-2:]) for nth in range(200)} == set(range(5, 100))
    assert phone(0) == "070-174 06 05"


def test_the_groups_of_the_story_are_there():
    people = [household.person for _address, household in NOW]
    assert sum(bool(person.children) for person in people) == 2
    assert sum(person.is_protected for person in people) == 1
    assert sum("god man" in household.payer for _address, household in NOW) == 1
    assert sum(household.swaps_digits for _address, household in NOW) == 1
    assert sum(person.age < 28 for person in people) >= 5
    assert sum(person.age > 60 for person in people) >= 5
    assert {"so", "ar", "fi", "en"} <= {person.language for person in people}


def test_habit_changes_in_its_month_and_a_lapse_is_that_month_only():
    household = Household(
        "1001", Person("A B", 40, "0101", "k"), habits=((-999, NEVER), (-4, ON_TIME)), lapses=((-2, 9), (-1, None))
    )
    assert [household.habit(month) for month in (-5, -4, -1)] == [NEVER, ON_TIME, NEVER]
    assert household.habit(-2).earliest == household.habit(-2).latest == 9


def test_everybody_is_of_age_and_ages_with_the_last_day():
    youngest = min(household.person.age for _address, household in EVERYBODY)
    assert youngest >= 20
    assert number_for(Person("A B", youngest, "0101", "m"), 2030, 0)[:4] == str(2030 - youngest)
