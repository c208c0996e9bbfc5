"""The same form sent twice counts once; what is meant twice has a reason of its own."""

from datetime import date, timedelta

import pytest

from arrears import actions
from arrears.actions import claiming, holding
from arrears.actions.repeating import DoneAlready
from arrears.models import Allocation, Hold, LimitationBreak, Payment, WriteOff
from tests.arrears.book import TODAY, charged, waiting

pytestmark = pytest.mark.django_db
PART = 30_000


@pytest.fixture
def rent(cast):
    return charged(case_worker=cast.alma)[0]


@pytest.fixture
def credit(rent, cast):
    return actions.give_to_tenancy(waiting(200_000), rent.tenancy, why="hans", by=cast.finn, on=TODAY)


def refunded(rent, credit, ore=PART, **facts):
    return actions.refund(rent.tenancy, amount_ore=ore, to="PO 1", **facts)


def credited(rent, credit, ore=PART, **facts):
    return actions.credit_charge(rent, amount_ore=ore, **facts)


def written_off(rent, credit, ore=PART // 3, **facts):
    return actions.ask_write_off(rent, amount_ore=ore, **facts)


def allocated(rent, credit, ore=PART, **facts):
    return actions.allocate_by_hand(credit, rent, amount_ore=ore, **facts)


def held(rent, credit, ore=1, **facts):
    days = {"from_on": date(2026, 3, 12), "until_on": date(2026, 4, ore)}
    stops = {"stops_cases": True, "stops_demands": True, "stops_interest": False}
    return actions.set_hold(rent.tenancy, **days, **stops, **facts)


def broken(rent, credit, ore=1, *, why, **facts):
    day = TODAY - timedelta(days=ore)
    return actions.record_break(rent.tenancy, kind="claimed", happened_on=day, note=why, **facts)


ACTS = [
    (refunded, Payment.objects.filter(source="refund"), DoneAlready),
    (credited, Payment.objects.filter(source="credit_note"), DoneAlready),
    (written_off, WriteOff.objects, DoneAlready),
    (allocated, Allocation.objects, DoneAlready),
    (held, Hold.objects, holding.SetAlready),
    (broken, LimitationBreak.objects, claiming.RecordedAlready),
]
each_act = pytest.mark.parametrize(("act", "rows", "refusal"), ACTS, ids=[act.__name__ for act, *_ in ACTS])


@each_act
def test_same_act_is_refused_the_second_time(act, rows, refusal, rent, credit, cast):
    facts = {"why": "fel hyra", "by": cast.finn, "on": TODAY}
    act(rent, credit, **facts)
    with pytest.raises(refusal) as refused:
        act(rent, credit, **facts)
    assert "redan" in str(refused.value)
    assert rows.count() == 1


@each_act
@pytest.mark.parametrize("other", ["why", "by", "on", "ore"])
def test_act_that_differs_is_another_one(act, rows, refusal, other, rent, credit, cast):
    facts = {"why": "fel hyra", "by": cast.finn, "on": TODAY}
    act(rent, credit, **facts)
    act(
        rent,
        credit,
        **facts | {other: {"why": "en gång till", "by": cast.alma, "on": date(2026, 3, 11), "ore": 2}[other]},
    )
    assert rows.count() == 2


def test_what_was_undone_may_be_done_again(rent, credit, cast):
    facts = {"why": "fel hyra", "by": cast.finn, "on": TODAY}
    actions.undo_allocation(allocated(rent, credit, **facts), **facts)
    actions.revive(written_off(rent, credit, **facts), **facts)
    allocated(rent, credit, **facts)
    written_off(rent, credit, **facts)
    assert WriteOff.objects.count() == 2


def test_person_is_told_that_it_is_done_and_what_to_do_if_it_is_meant(sign_in, rent):
    finn, said = sign_in("finn"), {"amount": "300", "why": "fel hyra"}
    for _ in range(2):
        page = finn.post(f"/hyror/avier/{rent.pk}/kreditera/", said).content.decode()
    assert "Du har gjort precis det redan i dag: samma belopp, av samma skäl." in page
    assert "Om det ska göras två gånger, skriv det i skälet." in page
    assert Payment.objects.filter(source="credit_note").count() == 1
