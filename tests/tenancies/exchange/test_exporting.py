"""Lists as files: text stays text (promise 29), persons go on record, and who may not be known is not there."""

import csv
import re
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from bolots.models import AccessRecord
from tenancies import actions
from tenancies.exchange.columns import guess
from tenancies.exchange.exporting import LISTS
from tenancies.exchange.importing import run
from tenancies.exchange.shield import shielded, unshielded
from tenancies.exchange.writing import Ore, Sheet, as_csv, as_xlsx
from tenancies.models import Caution, Child, Reminder, Tenant
from tests.factories import ApartmentFactory, TenancyFactory

from .sheets import table

TODAY = date(2026, 3, 10)
# Everything that a text field of the database holds; the two non-characters are no letters of any script.
TEXT = st.text(st.characters(exclude_characters="\0\ufffe\uffff", exclude_categories=["Cs"]), max_size=60)
DANGEROUS = [
    *(
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "＝1",
        "＋1",
        "\u00a0=1",
        "\n=1",
        "\ufeff=1",
        "\x1f=1",
        "\u200b=1",
    ),
    *("=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example","x")', "'=1", "''=1", "http://x.example", "0701112233"),
]


def in_xlsx(data: bytes, sheet=0):
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def in_csv(data: bytes):
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


# --- text stays text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_is_never_a_formula_or_a_link(text):
    data = as_xlsx(Sheet("A", ["Text"], [[text]]))
    parts = {name: ZipFile(BytesIO(data)).read(name).decode() for name in ZipFile(BytesIO(data)).namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert re.findall(r'<c r="A2"[^>]* t="(\w+)"', sheet) == ["s"]
    assert in_xlsx(data)[1] == [text]


@pytest.mark.parametrize("text", DANGEROUS[:-2])
def test_csv_keeps_a_spreadsheet_from_taking_text_for_a_formula(text):
    assert in_csv(as_csv(Sheet("A", ["Text"], [[text]])))[1] == [f"'{text}"]


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_any_text_comes_back_from_a_workbook_as_it_was(text):
    rows = in_xlsx(as_xlsx(Sheet("A", ["Text", "End"], [[text, "x"]])))
    assert rows[1] == [text, "x"]


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_any_text_comes_back_from_a_csv_as_it_was(text):
    cell = in_csv(as_csv(Sheet("A", ["Text"], [[text]])))[1][0]
    assert unshielded(cell) == text
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert unshielded(shielded(text)) == text


def test_numbers_days_and_amounts_keep_their_kind():
    sheet = Sheet("A", list("abcde"), [[3, TODAY, Ore(543_050), Ore(-5), None]], notes=["slut"])
    assert in_xlsx(as_xlsx(sheet)) == [list("abcde"), [3.0, TODAY, 5430.5, -0.05, ""], [""] * 5, ["slut"] + [""] * 4]
    assert in_csv(as_csv(sheet))[1:] == [["3", "2026-03-10", "5430,50", "-0,05", ""], ["slut"]]


# --- the lists --------------------------------------------------------------------------------------------------------


@pytest.fixture
def stay(cast):
    stay = TenancyFactory(
        case_worker=cast.alma,
        holder__name="=Samira Daoud",
        holder__personal_number="191212121212",
        holder__phone="+46 70 111 22 33",
        holder__target_group="addiction",
        apartment__number="1202",
        planned_end_on=date(2027, 1, 1),
    )
    Child.objects.create(tenant=stay.holder, birth_year=2015)
    facts = {"kind": "two_people", "reason": "hunden", "from_on": TODAY, "until_on": date(2026, 6, 1)}
    Caution.objects.create(tenant=stay.holder, **facts, set_by=cast.alma)
    return stay


def exported(client, what, form="xlsx"):
    response = client.get(reverse("tenancies:export", args=[what, form]))
    assert response.status_code == 200
    return response


def rows(client, what):
    return in_xlsx(exported(client, what).content)


pytestmark = pytest.mark.django_db


def test_tenancies_are_a_row_each(sign_in, stay):
    heading, first, *others = rows(sign_in("alma"), "hyresforhallanden")
    assert others == []
    assert dict(zip(heading, first, strict=True)) == {
        "Lägenhetsnummer": "1202",
        "Gata": "Olsborgsvägen 96",
        "Namn": "=Samira Daoud",
        "Personnummer": "191212121212",
        "Skyddad identitet": "nej",
        "Börjar": date(2025, 1, 1),
        "Planerat slut": date(2027, 1, 1),
        "Kontraktets sista dag": "",
        "Påminnelseavgift avtalad": "",
        "Handläggare": "Alma",
        "Hyra": 6840.0,
        "Nästa omprövning": date(2026, 4, 1),
        "I bostadskön sedan": "",
        "Kurs genomförd": "",
    }


def test_former_tenancies_have_their_last_day(sign_in, stay, cast):
    gone = {"starts_on": date(2020, 1, 1), "ends_on": date(2021, 1, 1), "end_reason": "own_lease"}
    TenancyFactory(case_worker=cast.alma, **gone)
    assert len(rows(sign_in("alma"), "hyresforhallanden")) == 2
    heading, former = rows(sign_in("alma"), "tidigare")
    said = dict(zip(heading, former, strict=True))
    assert (said["Sista dagen"], said["Skäl till slutet"]) == (date(2020, 12, 31), "eget kontrakt")


def test_apartments_tell_of_homes_and_of_nobody(sign_in, stay):
    ApartmentFactory(number="1203", head_lease=True)
    heading, *found = rows(sign_in("miriam"), "lagenheter")
    assert [(dict(zip(heading, row, strict=True))["Lägenhetsnummer"], row[-1]) for row in found] == [
        ("1202", "uthyrd"),
        ("1203", "tom"),
    ]
    first = dict(zip(heading, found[0], strict=True))
    assert (first["Postnummer"], first["Postort"]) == ("186 36", "Vallentuna")
    assert not AccessRecord.objects.filter(person_id__isnull=False).exists()


@pytest.mark.parametrize("what", LISTS)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_sensitive_is_in_no_file(sign_in, stay, cast, what, form):
    for who in ("alma", "finn", "miriam"):
        response = exported(sign_in(who), what, form)
        content = response.content
        text = str(in_xlsx(content) + in_xlsx(content, 1)) if form == "xlsx" else content.decode()
        for word in ("addiction", "beroende", "hunden", "2015", "two_people"):
            assert word not in text
        assert "attachment" in response["Content-Disposition"]
        assert "Samira" not in response["Content-Disposition"]


def test_finance_officer_has_no_column_of_the_social_services(sign_in, stay):
    hidden = {"Telefon", "Tilltalsnamn", "E-post", "Språk"}
    assert hidden < set(rows(sign_in("alma"), "hyresgaster")[0])
    assert not hidden & set(rows(sign_in("finn"), "hyresgaster")[0])
    assert "Nästa omprövning" not in rows(sign_in("finn"), "hyresforhallanden")[0]
    assert "Portkod" not in rows(sign_in("finn"), "lagenheter")[0]


@pytest.mark.parametrize("what", ["hyresforhallanden", "hyresgaster"])
def test_homes_of_others_are_in_no_file(sign_in, stay, what):
    assert len(rows(sign_in("elsa"), what)) == 1
    assert len(rows(sign_in("finn"), what)) == 2
    assert not AccessRecord.objects.filter(person_id=stay.holder_id, user_id=stay.case_worker_id).exists()


@pytest.mark.parametrize("what", ["hyresforhallanden", "hyresgaster"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_protected_person_is_left_out_and_the_file_says_how_many(sign_in, stay, cast, what, form):
    TenancyFactory(case_worker=cast.alma, holder__name="Bo Ek")
    Tenant.objects.filter(pk=stay.holder_id).update(is_protected=True)
    response = exported(sign_in("miriam"), what, form)
    found = in_xlsx(response.content) if form == "xlsx" else in_csv(response.content)
    assert "Samira" not in str(found)
    assert "Bo Ek" in str(found)
    assert found[-1][0] == "1 rad är utelämnad: skyddad identitet."
    assert not AccessRecord.objects.filter(person_id=stay.holder_id).exists()
    assert "Samira" in str(rows(sign_in("alma"), what))
    assert "utelämnad" not in str(rows(sign_in("alma"), what))


def test_each_person_in_a_file_goes_on_record(sign_in, stay, cast):
    other = TenancyFactory(case_worker=cast.alma)
    exported(sign_in("alma"), "hyresgaster", "csv")
    recorded = AccessRecord.objects.filter(what="export hyresgaster", user_id=cast.alma.pk)
    assert set(recorded.values_list("person_id", flat=True)) == {stay.holder_id, other.holder_id}


def test_own_reminders_are_a_file(sign_in, stay, cast):
    for owner, hidden in ((cast.alma, stay), (cast.miriam, stay), (cast.finn, TenancyFactory(protected=True))):
        facts = {"kind": "own", "source": "own", "source_id": owner.pk, "deadline_on": TODAY, "due_on": TODAY}
        Reminder.objects.create(tenancy=hidden, owner=owner, text="ring", **facts)
    assert rows(sign_in("alma"), "bevakningar")[1][3:] == [str(stay.apartment), "ring"]
    assert rows(sign_in("finn"), "bevakningar")[-1][0] == "1 rad är utelämnad: skyddad identitet."


@pytest.mark.parametrize("what", LISTS)
def test_file_explains_its_columns(sign_in, stay, what):
    alma = sign_in("alma")
    explained = in_xlsx(exported(alma, what).content, 1)[1:]
    assert [name for name, _meaning in explained] == rows(alma, what)[0]
    assert all(meaning for _name, meaning in explained)
    text = exported(alma, what, "txt").content.decode("utf-8-sig")
    assert all(f"{name}: {meaning}" in text for name, meaning in explained)


@pytest.mark.parametrize(("what", "form"), [("lagenheter", "pdf"), ("hemligt", "xlsx"), ("case", "csv")])
def test_file_that_is_not_offered_is_not_found(sign_in, what, form):
    assert sign_in("alma").get(reverse("tenancies:export", args=[what, form])).status_code == 404


def test_file_of_tenancies_read_in_again_changes_nothing(sign_in, stay, cast):
    Tenant.objects.update(name="Samira Daoud")
    actions.involve(stay, cast.miriam, why="reader", on=TODAY)
    for what in ("lagenheter", "hyresforhallanden"):
        for form in ("xlsx", "csv"):
            read = table(exported(sign_in("miriam"), what, form).content)
            report = run(read, guess(read.headers), by=cast.miriam, on=TODAY, for_real=True)
            assert (report.faults, report.new, report.differences) == ([], 0, [])


def test_lists_offer_their_files_to_those_who_may_have_them(sign_in, stay):
    for path, what in (("/lagenheter/", "lagenheter"), ("/hyresforhallanden/", "hyresforhallanden")):
        for who, is_offered in (("alma", True), ("bosse", False)):
            html = sign_in(who).get(path).content.decode()
            assert (reverse("tenancies:export", args=[what, "xlsx"]) in html) == is_offered
    assert "tidigare.xlsx" in sign_in("alma").get("/hyresforhallanden/", {"show": "former"}).content.decode()
