"""What a camt report says of itself, summary and balances, must be right; statements are checked but not stored."""

import pytest

from demo.bankfile_writer import Paid

from .camt_files import codes, read_xml, refusal, xml


def test_summary_may_count_booked_entries_only():
    text = xml(Paid(500), summary=True)
    entry = text[text.index("<Ntry>") : text.index("</Ntfctn>")].replace("BOOK", "PDNG")
    assert read_xml(text.replace("</Ntfctn>", f"{entry}</Ntfctn>")).payment_sum_ore == 500


def test_summary_may_be_written_with_more_zeros_but_not_with_letters():
    text = xml(Paid(500), summary=True)
    assert read_xml(text.replace("<Sum>5.00", "<Sum>5.00000")).payment_sum_ore == 500
    assert refusal(text.replace("<Sum>5.00", "<Sum>5.001", 1)).code == "amount"


def test_summary_of_several_pages_is_not_this_pages():
    page = "<NtfctnPgntn><PgNb>{}</PgNb><LastPgInd>{}</LastPgInd></NtfctnPgntn>"
    text = xml(Paid(500), summary=True).replace("<Sum>5.00", "<Sum>900.00")
    for number, is_last in ((1, "false"), (2, "true")):
        assert read_xml(text.replace("<Acct>", page.format(number, is_last) + "<Acct>")).payment_sum_ore == 500
    assert refusal(text.replace("<Acct>", page.format(1, "true") + "<Acct>")).code == "summary_sum"


def statement(message: str, report: str, root: str, balances: str = "") -> str:
    """The same entry in another message."""
    text = xml(Paid(500, ("12351",))).replace("camt.054", message).replace("BkToCstmrDbtCdtNtfctn", root)
    return text.replace("Ntfctn>", f"{report}>").replace("<Ntry>", f"{balances}<Ntry>")


def balance(code: str, amount: str, direction="CRDT") -> str:
    tp = f"<Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
    return f'<Bal>{tp}<Amt Ccy="SEK">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd></Bal>'


@pytest.mark.parametrize(
    ("message", "report", "root"), [("camt.052", "Rpt", "BkToCstmrAcctRpt"), ("camt.053", "Stmt", "BkToCstmrStmt")]
)
def test_statements_are_read_as_strictly_and_the_running_day_is_not_stored(message, report, root):
    file, is_running = read_xml(statement(message, report, root)), message == "camt.052"
    assert (file.format, file.is_stored, file.verdict) == (f"{message}.001.08", not is_running, "accepted")
    assert (file.payment_sum_ore, codes(file.left)) == (500, ["running_day"] if is_running else [])


def test_entry_of_a_statement_without_details_is_a_total_and_no_payment():
    text = statement("camt.053", "Stmt", "BkToCstmrStmt")
    details = text[text.index("<NtryDtls>") : text.index("</NtryDtls>") + len("</NtryDtls>")]
    for batch, count in (("", 1), ("<NtryDtls><Btch><NbOfTxs>55</NbOfTxs></Btch></NtryDtls>", 55)):
        file = read_xml(text.replace(details, batch))
        [deposit] = file.deposits
        assert (deposit.is_total, deposit.count, deposit.amount_ore, deposit.payments) == (True, count, 500, ())
        assert (file.payments, file.verdict) == ((), "accepted")


@pytest.mark.parametrize(
    ("balances", "is_right"),
    [
        (balance("OPBD", "10.00") + balance("CLBD", "15.00"), True),
        (balance("PRCD", "2.00", "DBIT") + balance("CLBD", "3.00"), True),
        (balance("OPBD", "10.00") + balance("CLBD", "15.01"), False),
        (balance("OPBD", "10.00", "DBIT") + balance("CLBD", "15.00"), False),
        (balance("OPBD", "10.00"), True),
        (balance("CLBD", "10.00"), True),
    ],
)
def test_statement_balances_must_agree_with_its_entries(balances, is_right):
    text = statement("camt.053", "Stmt", "BkToCstmrStmt", balances)
    if is_right:
        assert read_xml(text).payment_sum_ore == 500
    else:
        assert refusal(text).code == "balance"
