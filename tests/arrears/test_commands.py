"""What scripts rely on: exit codes, JSON on standard output and nothing else there."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from arrears.actions import set_reference_rate
from arrears.models import Charge, ImportFile, Payment
from arrears.rules.ocr import make_ocr
from tests.arrears.book import charged, delivery, paid
from tests.factories import TenancyFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys):
    """Run a command: (exit code, standard output)."""

    def call(*arguments):
        code = 0
        try:
            call_command(*map(str, arguments))
        except SystemExit as stopped:
            code = stopped.code
        said = capsys.readouterr()
        assert said.err == ""
        return code, said.out

    return call


def test_due_dates_as_json_and_as_a_table(run):
    _, out = run("due_dates", 2026, "--json")
    months = json.loads(out)
    assert len(months) == 12
    assert months[1] == {
        "month": "2026-02",
        "printed_due_on": "2026-01-30",
        "statutory_due_on": "2026-01-31",
        "safe_due_on": "2026-02-02",
        "forfeiture_from": "2026-02-10",
    }
    _, table = run("due_dates", 2026)
    assert "2026-02  2026-01-30          2026-01-31      2026-02-02         2026-02-10" in table


def test_legal_clock_as_json_and_in_words(run):
    days = ("--served", "2026-12-03", "--notified", "2026-12-07")
    _, out = run("legal_clock", *days, "--json")
    assert json.loads(out) == {
        "starts_on": "2026-12-07",
        "ends_on": "2026-12-28",
        "earliest_decision_on": "2026-12-31",
        "reminder_days": ["2026-12-18", "2026-12-23", "2026-12-26", "2026-12-28"],
    }
    _, words = run("legal_clock", *days)
    assert "tidigaste beslut  2026-12-31" in words
    with pytest.raises(CommandError):
        run("legal_clock", "--served", "3 december", "--notified", "2026-12-07")


def test_year_that_nobody_asks_for_is_refused():
    with pytest.raises(CommandError):
        call_command("due_dates", "20266")


def test_charge_month_is_dry_unless_for_real(run):
    TenancyFactory()
    _, out = run("charge_month", "2026-04")
    assert "1 nya debiteringar" in out
    assert "Inget är sparat" in out
    assert not Charge.objects.exists()
    _, out = run("charge_month", "2026-04", "--for-real")
    assert "Inget" not in out
    assert Charge.objects.get().month == date(2026, 4, 1)
    with pytest.raises(CommandError):
        call_command("charge_month", "april")


@pytest.fixture
def files(tmp_path):
    [rent] = charged(1)
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_bytes(delivery(paid(rent)))
    bad.write_bytes(b"hello")
    return good, bad, tmp_path / "missing.txt"


def test_import_gives_one_object_a_file(run, files):
    good, bad, missing = files
    code, out = run("import_bank_file", good, "--receiver", "5050-1055", "--json")
    [said] = json.loads(out)
    ocr = Charge.objects.get().ocr
    assert code == 0
    assert said == {
        "file": str(good),
        "format": "BgMax 01",
        "verdict": "accepted",
        "reasons": [],
        "payments": [{"amount_ore": 684_000, "booked_on": "2026-03-09", "references": [ocr]}],
        "payment_count": 1,
        "payment_sum_ore": 684_000,
        "new_count": 1,
        "known_count": 0,
    }
    code, out = run("import_bank_file", good, bad, missing, "--receiver", "50501055", "--json")
    again, broken, absent = json.loads(out)
    assert code == 1
    assert (again["new_count"], again["known_count"], len(again["reasons"])) == (0, 1, 1)
    for rejected in (broken, absent):
        assert (rejected["verdict"], rejected["format"], rejected["payments"]) == ("rejected", None, [])
        assert len(rejected["reasons"]) == 1
    assert list(ImportFile.objects.values_list("via", flat=True).distinct()) == ["command"]


def test_dry_import_stores_nothing(run, files):
    good, bad, _ = files
    code, out = run(
        "import_bank_file", good, bad, "--receiver", "5050-1055", "--receiver", "1234566", "--dry-run", "--json"
    )
    assert code == 1
    assert [said["new_count"] for said in json.loads(out)] == [1, 0]
    assert not ImportFile.objects.exists()


def test_import_for_people(run, files):
    good, bad, _ = files
    code, out = run("import_bank_file", good, bad, "--receiver", "5050-1055")
    assert code == 1
    assert "1 betalningar, 6\u00a0840\u00a0kr; 1 nya, 0 kända" in out
    assert "varken BgMax eller camt" in out
    assert Payment.objects.count() == 1


def test_import_without_receivers_asks_the_settings(run, files, settings):
    settings.BANK_RECEIVERS = {"50501055"}
    assert run("import_bank_file", files[0], "--json")[0] == 0


def test_import_charges_is_dry_unless_for_real(run, tmp_path):
    tenancy, ocr = TenancyFactory(), make_ocr(5550001)
    path = tmp_path / "avier.csv"
    path.write_text(f"hyresförhållande;månad;belopp;ocr\n{tenancy.pk};2026-03;6840,00;{ocr}\n")
    _, out = run("import_charges", path)
    assert "Inget är sparat" in out
    assert not Charge.objects.exists()
    _, out = run("import_charges", path, "--for-real")
    assert out == "1 nya debiteringar, 6\u00a0840\u00a0kr; 0 fanns redan.\n"
    assert Charge.objects.get().ocr == ocr


def test_import_charges_tells_each_wrong_line(tmp_path):
    path = tmp_path / "avier.csv"
    path.write_text("hyresförhållande;månad;belopp;ocr\n1;mars;1;1\n1;2026-03;x;1\n")
    with pytest.raises(CommandError, match=r"(?s)Rad 2: .*\nRad 3: .*\nInget är sparat"):
        call_command("import_charges", str(path))
    with pytest.raises(CommandError, match=r"finns_inte\.csv"):
        call_command("import_charges", str(tmp_path / "finns_inte.csv"))


R4 = ("late_interest", 650_000, "2025-04-30", "2025-08-15")


def test_late_interest_prints_its_parts_and_the_sum(run):
    code, out = run(*R4)
    assert code == 0
    assert out.replace("\u00a0", " ").splitlines() == [
        "2025-05-01–2025-06-30    61 dagar  11,00 %  119,49 kr",
        "2025-07-01–2025-08-15    46 dagar  10,00 %  81,92 kr",
        "Summa 201,41 kr, 107 dagar",
    ]


def test_late_interest_as_json(run):
    code, out = run(*R4, "--json")
    said = json.loads(out)
    assert code == 0
    assert (said["is_known"], said["ore"], said["missing"]) == (True, 20_141, [])
    assert said["parts"][1] == {
        "from": "2025-07-01", "to": "2025-08-15", "days": 46, "hundredths_of_a_per_cent": 1_000, "ore": 8_192
    }  # fmt: skip


def test_late_interest_is_not_guessed_where_a_rate_is_missing(run):
    code, out = run("late_interest", 650_000, "2026-06-29", "2026-07-05")
    assert code == 1
    assert "Referensräntan saknas för halvåret från 2026-07-01" in out
    assert "\u00a0kr" not in out
    code, out = run("late_interest", 650_000, "2026-06-29", "2026-07-05", "--json")
    said = json.loads(out)
    assert (code, said["is_known"], said["ore"], said["missing"]) == (1, False, 0, ["2026-07-01"])
    by, on = UserFactory(), date(2026, 7, 1)
    set_reference_rate(valid_from=on, hundredths=200, source="Riksbanken", by=by, on=on)
    assert run("late_interest", 650_000, "2026-06-29", "2026-07-05")[0] == 0


def test_late_interest_of_what_was_paid_on_the_due_day_is_nothing(run):
    assert run("late_interest", 650_000, "2026-02-27", "2026-02-27") == (0, "Summa 0\u00a0kr, 0 dagar\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("6500,00", "2025-04-30", "2025-08-15"), "no amount in whole öre"),
        (("-5", "2025-04-30", "2025-08-15"), "-5"),
        (("1" * 16, "2025-04-30", "2025-08-15"), "no amount in whole öre"),
        (("5", "2025-04-31", "2025-08-15"), "2025-04-31 is no day"),
        (("5", "2025-04-30", "igår"), "igår is no day"),
        (("5", "2025-04-30"), "PAID"),
        (("5", "2025-04-30", "9999-12-31"), "1900–2100"),
        (("5", "0001-01-01", "2025-04-30"), "1900–2100"),
        (("5", "2025-04-30", "2025-04-29"), "före förfallodagen"),
    ],
)
def test_late_interest_says_what_is_wrong_with_its_arguments(arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("late_interest", *arguments)
