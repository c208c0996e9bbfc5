"""Notices, reminders and demands: made by workers, each once, from the ledger as it is then."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from arrears import actions
from arrears.models import Demand, RentNotice
from tests.arrears.book import MARCH, TODAY, at, charged
from tests.arrears.papers import LATER, fresh, late, made, value, work
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def text(letter) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(bytes(letter.pdf))).pages).replace("\xa0", " ")


def notices(**options):
    return work(actions.ask_for_notices(month=MARCH, by=options.pop("by", UserFactory()), on=TODAY, at=at(), **options))


def test_notices_of_a_month_are_made_once_each_and_bound_for_the_printer():
    rents = charged(3)
    run = notices()
    assert sorted(RentNotice.objects.values_list("charge", flat=True)) == [rent.pk for rent in rents]
    assert [item.left_out for item in run.items.all()] == ["", "", ""]
    assert len(PdfReader(BytesIO(bytes(run.batch.pdf))).pages) == 3
    with pytest.raises(actions.noticing.AllMadeAlready):
        notices()


def test_notice_says_what_to_pay_when_and_whom_to_call():
    [rent] = charged(1)
    said = text(actions.issue_notice(rent, by=UserFactory(), on=TODAY, at=at()).letter)
    assert rent.tenancy.holder.name in said
    for words in (rent.ocr, "6 840 kr", "fredag 27 februari 2026", "5050-1055", "Hör av dig tidigt", "08-465 004 10"):
        assert words in said


def test_demand_states_capital_interest_and_cost_apart(set_today):
    value("demand_fee_ore", "18000")
    [rent] = late()
    made("reminder")
    set_today(LATER)
    fresh(LATER)
    made("demand", on=LATER)
    demand = Demand.objects.get(kind="demand")
    # 6 840 kr, 3–25 March: 23 days at 10 % of 365 days: 684 000 × 0,10 × 23 / 365 = 4 310,1 öre
    assert (demand.capital_ore, demand.interest_ore, demand.cost_ore) == (684_000, 4_310, 18_000)
    # ten days after 25 March is Saturday 4 April, then Easter: the first bank day is Tuesday 7 April
    assert demand.respond_by_on == date(2026, 4, 7)
    said = text(demand.letter)
    for words in ("6 840 kr", "43,10 kr", "180 kr", "7 063,10 kr", "tisdag 7 april 2026", "10 % om året", rent.ocr):
        assert words in said
    assert actions.prove_ledger(on=LATER).mismatches == 0
