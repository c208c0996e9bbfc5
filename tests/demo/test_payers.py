"""People's money: habits, purses, the bank, the clock of the story."""

import os
from datetime import date, datetime
from random import Random

import pytest

from arrears.bankfiles.detect import read
from arrears.rules.ocr import is_valid
from bolots import calendar
from bolots.calendar import STOCKHOLM
from demo.bank import BANKGIRO, Bank, invented_iban
from demo.clock import it_is
from demo.payers import AUTOGIRO, HALF_THEN_REST, MOST, NEVER, ON_TIME, Bill, Habit, Manner, Purse, Transfer, swapped

DUE = date(2017, 2, 28)
OCR = "70012341"


def bill(ocr=OCR, ore=645_050, due_on=DUE):
    return Bill(ocr, date(2017, 3, 1), ore, due_on, ore)


@pytest.fixture
def purse():
    return Purse(Manner("Testa Testsson", ""), Random(1))


def test_bill_is_paid_whole_within_the_days_of_the_habit(purse):
    [transfer] = purse.receive(bill(), ON_TIME)
    assert (transfer.ore, transfer.reference, transfer.payer) == (645_050, OCR, "Testa Testsson")
    assert date(2017, 2, 15) <= transfer.on < DUE
    assert purse.bills[0].left_ore == 0


def test_who_pays_part_of_it_pays_whole_kronor_and_owes_the_rest(purse):
    [transfer] = purse.receive(bill(), MOST)
    assert transfer.ore == 516_000
    assert purse.bills[0].left_ore == 129_050


def test_half_now_and_the_rest_later_is_the_whole(purse):
    first, rest = purse.receive(bill(), HALF_THEN_REST)
    assert first.ore + rest.ore == 645_050
    assert rest.on > DUE > first.on


def test_who_never_pays_sends_nothing(purse):
    assert list(purse.receive(bill(), NEVER)) == []
    assert purse.bills[0].left_ore == 645_050


def test_one_bill_in_so_many_is_forgotten_for_a_while(purse):
    habit = Habit(0, 0, one_in=3, forgotten=(7, 7))
    days = [(transfer.on - DUE).days for _ in range(60) for transfer in purse.receive(bill(), habit)]
    assert set(days) == {0, 7}
    assert 10 < days.count(7) < 30


def test_instalment_pays_the_oldest_debt_first_and_leaves_what_is_not_due(purse):
    purse.bills = [bill("18", 50_000), bill("26", 80_000), bill("34", 90_000, due_on=date(2017, 3, 31))]
    paid = list(purse.settle(date(2017, 3, 25), 100_000))
    assert [(transfer.reference, transfer.ore) for transfer in paid] == [("18", 50_000), ("26", 50_000)]
    assert [each.left_ore for each in purse.bills] == [0, 30_000, 90_000]
    assert next(purse.settle(date(2017, 3, 26), 900_000)).ore == 30_000


def test_somebody_else_can_pay_in_their_own_name(purse):
    purse.bills = [bill()]
    [transfer] = purse.settle(date(2017, 3, 17), 100_000, Manner("Dödsboet", ""))
    assert transfer.payer == "Dödsboet"


@pytest.mark.parametrize(("ocr", "slip"), [(OCR, "70012431"), ("7711", "7171"), ("1111", "1111")])
def test_two_neighbouring_digits_change_places_before_the_last(ocr, slip):
    assert swapped(ocr) == slip


def test_text_writer_gives_no_number():
    transfer = Manner("Uffe", "", writes_text=True).transfer(DUE, 1, bill())
    assert transfer.reference == "HYRA 2017-03"


# --- the bank ---------------------------------------------------------------------------------------------------------


def transfer(on, ore=645_000, reference=OCR):
    return Transfer(on, ore, reference, "Testa Testsson", invented_iban(3))


@pytest.fixture
def bank():
    return Bank(camt_from=date(2016, 10, 1))


def test_money_is_booked_on_a_bank_day_and_never_in_the_past(bank):
    bank.send(transfer(date(2016, 3, 25)), today=date(2016, 3, 1))  # Good Friday
    bank.send(transfer(date(2016, 3, 1)), today=date(2016, 3, 3))
    assert sorted(bank.coming) == [date(2016, 3, 3), date(2016, 3, 29)]


def test_day_without_money_has_no_file(bank):
    assert bank.file(DUE) is None


@pytest.mark.parametrize(("day", "format"), [(date(2016, 9, 30), "BgMax 01"), (DUE, "camt.054.001.08")])
def test_file_says_what_was_sent_and_is_delivered_once(bank, day, format):
    bank.send(transfer(day), today=day)
    bank.send(transfer(day, 100_000, "HYRA MARS"), today=day)
    found = read(bank.file(day).data, {BANKGIRO})
    assert found.format == format
    assert sorted(payment.amount_ore for payment in found.payments) == [100_000, 645_000]
    assert {payment.booked_on for payment in found.payments} == {day}
    assert bank.file(day) is None
    assert len(bank.sent) == 2


def test_money_taken_back_stands_in_the_file_of_its_day(bank):
    bank.recall(transfer(DUE), on=DUE)
    found = read(bank.file(DUE).data, {BANKGIRO})
    assert [deposit.payments[0].kind for deposit in found.deposits] == ["reversal"]


def test_account_numbers_are_well_formed_and_of_no_bank():
    iban = invented_iban(7)
    digits = iban[4:] + "2814" + iban[2:4]
    assert int(digits) % 97 == 1
    assert iban[4:7] == "999"
    assert len(iban) == 24


# --- the clock --------------------------------------------------------------------------------------------------------


def test_inside_it_is_the_day_of_the_story_and_afterwards_what_it_was(today):
    with it_is(date(2016, 2, 29)):
        assert calendar.today() == date(2016, 2, 29)
        with it_is(datetime(2016, 2, 29, 4, 15, tzinfo=STOCKHOLM)):
            assert calendar.now() == datetime(2016, 2, 29, 4, 15, tzinfo=STOCKHOLM)
    assert calendar.today() == today


def test_clock_that_was_not_set_is_not_set_afterwards(monkeypatch):
    monkeypatch.delenv("BOLOTS_TODAY")
    with pytest.raises(ZeroDivisionError), it_is(DUE):
        1 / 0  # noqa: B018
    assert "BOLOTS_TODAY" not in os.environ


def test_autogiro_is_drawn_on_the_due_day(purse):
    [drawn] = purse.receive(bill(), AUTOGIRO)
    assert drawn.on == DUE
    assert is_valid("18")
