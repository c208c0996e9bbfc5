"""Files with known answers, published and synthetic. They stand beside the checkout or nowhere: they are not ours.

Each answer gives the verdict, and for accepted files every payment: öre, day, references.
"""

import json
from pathlib import Path

import pytest

from arrears.bankfiles.detect import read
from arrears.bankfiles.model import BankFileRejected
from demo.bankfile_mistakes import RECEIVERS

ROOT = Path(__file__).parents[3].parent / "shared" / "data" / "payments"
ANSWERS = sorted(ROOT.glob("expected/*/*.json"))
PUBLISHED_RECEIVER = "991-2346"
VERDICTS = {"accept": "accepted", "accept_with_warning": "accepted_with_warnings", "reject": "rejected"}

pytestmark = pytest.mark.skipif(not ANSWERS, reason="no files with known answers beside the checkout")
answers = pytest.mark.parametrize("path", ANSWERS, ids=lambda path: f"{path.parent.name}/{path.stem}")


def data_of(path: Path) -> bytes:
    return (ROOT / path.parent.name / path.stem).read_bytes()


def receivers_of(path: Path):
    return [PUBLISHED_RECEIVER] if path.parent.name == "bgmax" else RECEIVERS


def expected_payments(answer: dict) -> list[tuple]:
    return _bgmax_payments(answer) if "sections" in answer else _camt_payments(answer)


def _bgmax_payments(answer: dict) -> list[tuple]:
    kronor = {number for number, section in enumerate(answer["sections"], 1) if section["currency"] == "SEK"}
    return [
        (paid["ore"], paid["date"], [ref for ref in (paid["reference"], *(x["ref"] for x in paid["extra"])) if ref])
        for paid in answer["payments"]
        if paid["kind"] == "payment" and paid["section"] in kronor
    ]


def _camt_payments(answer: dict) -> list[tuple]:
    return [
        (detail["ore"], entry["booked"], [strd["ref"] for strd in detail["strd"]] or detail["ustrd"])
        for entry in answer["entries"]
        if (entry["ind"], entry["status"], entry["reversal"], entry["cur"]) == ("CRDT", "BOOK", False, "SEK")
        for detail in entry["details"]
    ]


@answers
def test_known_file_gives_its_known_answer(path):
    answer = json.loads(path.read_text())
    try:
        file = read(data_of(path), receivers_of(path))
    except BankFileRejected:
        assert answer["verdict"] == "reject"
        return
    assert file.verdict == VERDICTS[answer["verdict"]]
    assert [(p.amount_ore, p.booked_on.isoformat(), list(p.references)) for p in file.payments] == expected_payments(
        answer
    )


@answers
def test_known_file_has_its_known_totals(path):
    answer = json.loads(path.read_text())
    if answer["verdict"] == "reject":
        with pytest.raises(BankFileRejected):
            read(data_of(path), receivers_of(path))
        return
    file = read(data_of(path), receivers_of(path))
    count, ore = len(file.payments), file.payment_sum_ore
    if "totals" in answer:
        assert (count, ore) == (answer["totals"]["sek_payments"], answer["totals"]["sek_payment_ore"])
        ours = [s for s in answer["sections"] if s["currency"] == "SEK"]
        stored = [d for d in file.deposits if not d.held]
        assert [(d.serial, d.amount_ore) for d in stored] == [(s["deposit_no"], s["deposit_ore"]) for s in ours]
    else:
        assert (count, ore) == (answer["import_as_incoming_payments"], answer["import_ore"])
        assert [list(p.references) for p in file.payments] == answer["refs"]
        assert file.format == f"{answer['message']}.001.{answer['version']}"


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("bgmax_synthetic/redelivery_a.txt", "bgmax_synthetic/redelivery_b_same_deposits_new_timestamp.txt"),
        ("camt_synthetic/synth_camt054_v08_se.xml", "camt_synthetic/synth_camt054_v08_redelivery_new_msgid.xml"),
        ("camt_synthetic/synth_camt054_v08_se.xml", "camt_synthetic/synth_camt054_v02_se.xml"),
        ("bgmax_synthetic/enc_latin1_crlf.txt", "bgmax_synthetic/enc_utf8_bom_crlf.txt"),
    ],
)
def test_same_deposits_in_another_file_have_the_same_keys_and_digests(first, again):
    def keys(name):
        file = read((ROOT / name).read_bytes(), RECEIVERS)
        return [(d.account, d.booked_on, d.serial, d.digest) for d in file.deposits]

    assert keys(first) == keys(again)
