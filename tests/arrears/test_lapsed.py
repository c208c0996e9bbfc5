"""What can be claimed no more is neither demanded nor a ground to terminate: JB 12:61 and lag 1981:130 2 §."""

from datetime import date

import pytest

from arrears import actions, proposals, termination_facts
from arrears.actions.planning import TooOldForAPlan
from arrears.models import ImportFile
from arrears.rules.plans import Part
from tenancies.models import Tenancy
from tests.arrears.book import TODAY, at
from tests.factories import ImportFileFactory, TenancyFactory, UserFactory

pytestmark = pytest.mark.django_db
# printed due days: 28 February 2023 and 31 March 2023. Three years: 28 February 2026 has passed on 10 March, 31 has not
LAPSED, ALIVE = date(2023, 3, 1), date(2023, 4, 1)


@pytest.fixture
def home():
    ImportFileFactory(created_on=TODAY, recorded_on=TODAY)
    assert ImportFile.objects.accepted().exists()
    return TenancyFactory(starts_on=date(2020, 1, 1))


def owed(home, month):
    return actions.open_balance(home, month=month, amount_ore=700_000, by=UserFactory(), on=date(2023, 4, 1))


def charged_anew(home):
    """March 2023, replaced in May 2024: the new version's own day is 15 May 2024, and the claim is no younger."""
    facts = {"why": "fel", "by": UserFactory(), "on": date(2024, 5, 1)}
    return actions.replace_charge(owed(home, LAPSED), amount_ore=710_000, **facts)


def planned(home, *rents):
    facts = {"income_day": 25, "left_ore": 1_000_000, "tolerance_ore": 0, "by": UserFactory(), "on": TODAY, "at": at()}
    parts = [Part(date(2026, 3, 26), sum(rent.open_ore for rent in rents))]
    return actions.make_plan(home, charges=rents, parts=parts, **facts)


def proposed(home):
    [found] = [one for one in proposals.propose(TODAY) if one.tenancy_id == home.pk] or [None]
    return found and [rent.month for rent in found.facts.rents], found and found.verdict.code


def test_rent_that_has_lapsed_is_not_demanded(home):
    owed(home, LAPSED)
    assert proposed(home) == (None, None)
    owed(home, ALIVE)
    assert proposed(home) == ([ALIVE], "proposed")


def test_acknowledged_rent_is_demanded_for_three_years_more(home):
    owed(home, LAPSED)
    facts = {"note": "brev", "by": UserFactory(), "on": TODAY}
    actions.record_break(home, kind="acknowledged", happened_on=date(2024, 1, 15), **facts)
    assert proposed(home) == ([LAPSED], "proposed")


def test_rent_that_has_lapsed_costs_no_home(home):
    owed(home, LAPSED)
    alive = owed(home, ALIVE)
    assert termination_facts.forfeitable(home, TODAY) == [alive]


def test_rent_that_was_charged_anew_lapses_with_its_first_version(home):
    charged_anew(home)
    assert proposed(home) == (None, None)
    assert termination_facts.forfeitable(home, TODAY) == []


@pytest.mark.parametrize(("day", "costs"), [(date(2025, 12, 30), True), (date(2025, 12, 31), False)])
def test_rent_lapses_from_the_printed_day_also_where_the_safe_one_is_later(home, day, costs):
    """January 2023: printed due on Friday 30 December 2022, safe on Monday 2 January 2023. Its last day is 30 December
    2025; on the three days after it, three years from the safe day have not passed."""
    charge = owed(home, date(2023, 1, 1))
    assert (charge.printed_due_on, charge.safe_due_on) == (date(2022, 12, 30), date(2023, 1, 2))
    assert termination_facts.forfeitable(home, day) == ([charge] if costs else [])


def test_rent_that_has_lapsed_is_in_no_plan(home):
    lapsed, alive = charged_anew(home), owed(home, ALIVE)
    with pytest.raises(TooOldForAPlan) as error:
        planned(home, lapsed, alive)
    assert "mars\xa02023" in str(error.value)
    assert planned(home, alive).owed_ore == 700_000


def test_debt_that_can_no_longer_be_sued_for_is_in_no_plan(home):
    charge = owed(home, ALIVE)
    Tenancy.objects.filter(pk=home.pk).update(ends_on=date(2024, 3, 10), end_reason="own_lease", next_review_on=None)
    with pytest.raises(TooOldForAPlan):
        planned(home, charge)


@pytest.mark.parametrize(("last_on", "code"), [(date(2024, 3, 9), "barred"), (date(2024, 3, 10), "proposed")])
def test_two_years_after_the_move_nothing_is_demanded(home, last_on, code):
    """The last day to sue is two years after the last day of the stay: 9 March 2026 has passed, 10 March has not."""
    owed(home, ALIVE)
    ends_on = date(last_on.year, last_on.month, last_on.day + 1)
    Tenancy.objects.filter(pk=home.pk).update(ends_on=ends_on, end_reason="own_lease", next_review_on=None)
    assert proposed(home) == ([ALIVE], code)


def test_suit_in_time_keeps_the_claim(home):
    owed(home, ALIVE)
    fields = {"ends_on": date(2024, 3, 1), "end_reason": "own_lease", "next_review_on": None}
    Tenancy.objects.filter(pk=home.pk).update(**fields)
    assert proposed(home)[1] == "barred"
    facts = {"note": "mål T 1-25", "by": UserFactory(), "on": TODAY}
    actions.record_break(home, kind="suit", happened_on=date(2025, 5, 5), **facts)
    assert proposed(home)[1] == "proposed"
