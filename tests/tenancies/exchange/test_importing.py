"""A spreadsheet goes into the register whole or not at all, by the register's own actions, and once."""

from datetime import date, datetime, timedelta

import pytest

from arrears.models import Charge
from bolots.calendar import STOCKHOLM
from tenancies import actions
from tenancies.exchange import pending
from tenancies.exchange.columns import guess
from tenancies.exchange.importing import run
from tenancies.exchange.template import template
from tenancies.models import (
    Apartment,
    ImportMapping,
    Involvement,
    PendingImport,
    PropertyOwner,
    RentTerm,
    Tenancy,
    Tenant,
)
from tests.factories import TenancyFactory, UserFactory

from .sheets import DEBT, FULL, HOME, STAY, csv, table, xlsx

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 10, 30, tzinfo=STOCKHOLM)
KEYS = guess(FULL)


def imported(cast, *rows, for_real=True, heading=FULL):
    read = table(xlsx(heading, *rows))
    return run(read, guess(heading), by=cast.miriam, on=TODAY, for_real=for_real)


def faults(report):
    return [(fault["row"], fault["column"], fault["sentence"]) for fault in report.faults]


def counts(report):
    return {key: dict(counter) for key, counter in report.counts.items()}


def everything():
    models = (PropertyOwner, Apartment, Tenant, Tenancy, RentTerm, Involvement, Charge)
    return [list(model.objects.order_by("pk").values()) for model in models]


def row(**changed):
    """A whole row with other words in some columns, by key."""
    return [changed.get(key, value) for key, value in zip(KEYS, [*HOME, *STAY, *DEBT], strict=True)]


# --- what becomes of a row --------------------------------------------------------------------------------------------


def test_postal_address_of_a_row_is_stored_and_compared(cast):
    heading = ["Lgh nr", "Adress", "Postnr", "Ort", "Upplåtelseform", "Hyresvärd"]
    facts = ["1202", "Olsborgsvägen 96", "18636", "Vallentuna", "ägs av kommunen", "Kommunen"]
    assert faults(imported(cast, facts, heading=heading)) == []
    home = Apartment.objects.get()
    assert (home.postcode, home.town) == ("186 36", "Vallentuna")
    assert counts(imported(cast, facts, heading=heading))["apartment"] == {"same": 1}
    wrong = imported(cast, [*facts[:2], "1863", *facts[3:]], heading=heading)
    assert faults(wrong)[0][2] == "”1863” är inget postnummer. Skriv fem siffror, som 186 30."


def test_whole_row_becomes_apartment_tenant_tenancy_rent_and_opening_balance(cast):
    report = imported(cast, row())
    assert faults(report) == []
    assert counts(report) == {key: {"new": 1} for key in ("apartment", "tenant", "tenancy", "opening")}
    stay = Tenancy.objects.select_related("apartment__owner", "holder").get()
    home, tenant, term, charge = stay.apartment, stay.holder, stay.rent_terms.get(), Charge.objects.get()
    assert (home.number, home.street, home.staircase, home.floor) == ("1202", "Olsborgsvägen 96", "B", 2)
    assert (home.entry_code, home.rooms, home.area_m2, home.is_furnished) == ("4719", 2, 54, True)
    assert (home.tenure_form, home.owner.name, home.head_rent_ore) == ("head_lease", "Brf Gåsen", 600_000)
    assert (tenant.name, tenant.personal_number, tenant.phone) == ("Samira Daoud", "191212121212", "070-111 22 33")
    assert (tenant.language, tenant.is_protected) == ("ar", False)
    assert (stay.starts_on, stay.planned_end_on, stay.case_worker) == (date(2025, 3, 1), date(2027, 3, 1), cast.alma)
    assert (term.rent_ore, term.valid_from, stay.next_review_on) == (684_000, date(2025, 3, 1), date(2026, 6, 10))
    assert (charge.kind, charge.month, charge.amount_ore) == ("opening", date(2025, 12, 1), 120_050)
    assert stay in Tenancy.objects.visible_to(cast.alma)


def test_reminder_fee_that_the_lease_allows_comes_with_the_tenancy(cast):
    imported(cast, [*row(), "2025-02-20"], heading=[*FULL, "Påminnelseavgift avtalad"])
    assert Tenancy.objects.get().reminder_fee_agreed_on == date(2025, 2, 20)


def test_changes_are_recorded_as_the_register_s_own_actions_by_whoever_read_in(cast):
    imported(cast, row())
    trail = Tenancy.objects.get().events.get().pgh_context
    assert (trail["action"], trail["user"]) == ("start_tenancy", cast.miriam.pk)


def test_row_may_tell_of_an_apartment_only(cast):
    report = imported(cast, HOME)
    assert counts(report) == {"apartment": {"new": 1}}
    assert not Tenant.objects.exists()


def test_rent_above_the_cap_comes_in_with_its_reason(cast):
    heading = [*FULL, "Varav förbrukning", "Skäl till högre hyra"]
    assert faults(imported(cast, [*row(rent_ore="8 000"), "300", "Gammalt avtal"], heading=heading)) == []
    term = RentTerm.objects.get()
    assert (term.rent_ore, term.utilities_ore) == (800_000, 30_000)
    assert term.events.get().pgh_context["why"] == "Gammalt avtal"


def test_last_days_are_days_that_still_hold(cast):
    heading = [*FULL, "Kontrakt t.o.m.", "Förstahandskontrakt t.o.m."]
    imported(cast, [*row(), date(2026, 12, 31), date(2027, 6, 30)], heading=heading)
    assert Tenancy.objects.get().lease_ends_on == date(2027, 1, 1)
    assert Apartment.objects.get().head_ends_on == date(2027, 7, 1)


def test_one_person_in_two_homes_is_one_tenant_and_one_owner_owns_both(cast):
    report = imported(cast, row(), row(number="1203"))
    assert faults(report) == []
    assert (Tenant.objects.count(), Tenancy.objects.count(), PropertyOwner.objects.count()) == (1, 2, 1)


def test_protected_person_comes_in_protected(cast):
    imported(cast, [*row(), "ja"], heading=[*FULL, "Skyddad identitet"])
    assert Tenant.objects.get().is_protected


# --- the same file again ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["19121212-1212", ""])
def test_same_file_twice_changes_nothing_and_says_so(cast, number):
    rows = [row(personal_number=number), HOME, row(number="1203", personal_number="", name="Bo Ek")]
    first = imported(cast, *rows)
    assert faults(first) == []
    before = everything()
    report = imported(cast, *rows)
    assert (faults(report), report.new, report.differences) == ([], 0, [])
    assert {key: set(states) for key, states in counts(report).items()} == {
        key: {"same"} for key in ("apartment", "tenant", "tenancy", "opening")
    }
    assert everything() == before


def test_writing_the_same_home_and_name_otherwise_is_the_same(cast):
    imported(cast, row(personal_number=""))
    report = imported(cast, row(personal_number="", street="OLSBORGSVÄGEN  96", name="samira daoud"))
    assert (report.new, Apartment.objects.count(), Tenant.objects.count()) == (0, 1, 1)


def test_what_differs_is_told_and_never_overwritten(cast):
    imported(cast, row())
    before = everything()
    changed = {"floor": 3, "phone": "08-1", "rent_ore": "6 800", "planned_end_on": "2027-04-01", "opening_ore": 5}
    report = imported(cast, row(**changed))
    assert [
        (one["row"], one["column"], one["there"].replace("\xa0", " "), one["here"].replace("\xa0", " "))
        for one in report.differences
    ] == [
        (2, "Våning", "2", "3"),
        (2, "Telefon", "070-111 22 33", "08-1"),
        (2, "Planerat slut", "2027-03-01", "2027-04-01"),
        (2, "Hyra", "6 840 kr", "6 800 kr"),
        (2, "Ingående skuld", "1 200,50 kr", "5 kr"),
    ]
    assert report.people == {Tenant.objects.get().pk}
    assert (report.new, everything()) == (0, before)


def test_empty_cells_say_nothing_about_what_is_known(cast):
    imported(cast, row())
    report = imported(cast, row(**dict.fromkeys(KEYS[2:11], ""), **dict.fromkeys(("phone", "rent_ore"), "")))
    assert (faults(report), report.new, report.differences) == ([], 0, [])


def test_of_a_protected_person_nothing_is_compared_for_those_not_involved(cast):
    imported(cast, row())
    Tenant.objects.update(is_protected=True)
    report = imported(cast, row(phone="08-1", rent_ore="1", opening_ore="7", name="Samira Daoud"))
    assert (report.differences, report.people, faults(report)) == ([], set(), [])
    actions.involve(Tenancy.objects.get(), cast.miriam, why="reader", on=TODAY)
    assert len(imported(cast, row(phone="08-1")).differences) == 1


# --- what is wrong ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "column", "words"),
    [
        ({"rent_ore": "5 43O"}, "Hyra", "”5 43O” är inget belopp. Skriv till exempel 5 430."),
        ({"floor": "tre"}, "Våning", "inget heltal"),
        ({"starts_on": "i fjol"}, "Börjar", "ingen dag"),
        ({"personal_number": "19121212-1213"}, "Personnummer", "inget personnummer"),
        ({"tenure_form": "hyrd"}, "Upplåtelseform", "Skriv något av: ägs av kommunen"),
        ({"number": ""}, "Lägenhetsnummer", "måste fyllas i"),
        ({"owner": ""}, "Ägare", "måste fyllas i"),
        ({"head_rent_ore": ""}, "Förstahandshyra", "har en förstahandshyra"),
        ({"name": ""}, "Namn", "måste fyllas i"),
        ({"starts_on": ""}, "Börjar", "måste fyllas i"),
        ({"rent_ore": ""}, "Hyra", "måste fyllas i"),
        ({"case_worker": ""}, "Handläggare", "måste fyllas i"),
        ({"case_worker": "bosse"}, "Handläggare", "”bosse” är ingen som arbetar med ärenden"),
        ({"case_worker": "Robin"}, "Handläggare", "Flera handläggare heter ”Robin”"),
        ({"opening_month": ""}, "Månad för ingående skuld", "måste fyllas i"),
        ({"number": "x" * 11}, "Lägenhetsnummer", "högst 10 tecken"),
        ({"rent_ore": "6 900,01"}, "Hyra", "högre än lagen tillåter"),
    ],
)
def test_fault_says_row_column_and_what_to_write(cast, changed, column, words):
    UserFactory(first_name="Robin"), UserFactory(first_name="Robin")
    before = everything()
    report = imported(cast, row(number="1"), row(number="2"), row(**changed))
    assert [(fault[0], fault[1]) for fault in faults(report)] == [(4, column)]
    assert words in faults(report)[0][2]
    assert everything() == before  # all or nothing


def test_every_bad_cell_of_a_row_is_told_at_once(cast):
    report = imported(cast, row(floor="x", rent_ore="y", starts_on="z"))
    assert [column for _row, column, _sentence in faults(report)] == ["Våning", "Börjar", "Hyra"]


@pytest.mark.parametrize(
    ("cleared", "column"),
    [(("name", "personal_number", "phone", "language"), "Namn"), (KEYS[11:19], "Ingående skuld")],
)
def test_tenancy_without_tenant_and_debt_without_tenancy_are_faults(cast, cleared, column):
    report = imported(cast, row(**dict.fromkeys(cleared, "")))
    assert [fault[1] for fault in faults(report)] == [column]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": "Bo Ek", "personal_number": ""}, "Någon annan har lägenheten från den dagen"),
        ({"name": "Bo Ek", "personal_number": "", "starts_on": "2026-01-01"}, "Någon har lägenheten under den tiden"),
    ],
)
def test_home_that_somebody_has_is_no_free_home(cast, changed, words):
    report = imported(cast, row(), row(**changed))
    assert len(faults(report)) == 1
    assert words in faults(report)[0][2]
    assert not Tenancy.objects.exists()


def test_case_worker_is_found_by_first_name_or_user_name(cast):
    report = imported(cast, row(case_worker="ALMA"), row(number="2", case_worker="Elsa"))
    assert faults(report) == []
    assert set(Tenancy.objects.values_list("case_worker__username", flat=True)) == {"alma", "elsa"}


# --- the trial --------------------------------------------------------------------------------------------------------


def test_trial_promises_what_happens_and_stores_nothing(cast):
    rows = [row(), row(number="1203", personal_number="", name="Bo Ek"), [*HOME[:0], "1204", *HOME[1:]]]
    before = everything()
    trial = imported(cast, *rows, for_real=False)
    assert everything() == before
    assert imported(cast, *rows).as_json() == trial.as_json()
    assert Apartment.objects.count() == 3


def test_template_can_be_read_in_as_it_is_and_its_example_is_skipped(cast):
    read = table(template())
    keys = guess(read.headers)
    assert "" not in keys
    report = run(read, keys, by=cast.miriam, on=TODAY, for_real=True)
    assert (report.examples, report.rows, report.new, faults(report)) == (1, 0, 0, [])


def test_example_of_the_template_would_be_a_right_row(cast):
    read = table(template())
    number, cells = read.rows[0]
    cells = [cell.removeprefix("Exempel: ") for cell in cells]
    report = run(
        type(read)(read.headers, [(number, cells)]), guess(read.headers), by=cast.miriam, on=TODAY, for_real=True
    )
    assert faults(report) == []
    assert Tenancy.objects.get().apartment.number == "1001"


def test_fifty_five_homes_from_the_unit_s_spreadsheet(cast):
    people = [f"Testa Testsson{chr(65 + n % 26)}{chr(65 + n // 26)}" for n in range(40)]
    rows = [row(number=str(1000 + n), personal_number="", name=name) for n, name in enumerate(people)]
    rows += [[str(1000 + n), *HOME[1:]] for n in range(40, 55)]
    report = imported(cast, *rows)
    assert counts(report)["apartment"] == {"new": 55}
    assert counts(report)["opening"] == {"new": 40}
    assert (Apartment.objects.count(), Tenancy.objects.running_on(TODAY).count()) == (55, 40)
    assert Apartment.objects.with_state(TODAY).filter(state="empty").count() == 15
    assert imported(cast, *rows).new == 0


# --- the file between the steps ---------------------------------------------------------------------------------------


def kept(cast, data=None, at=NOW):
    return pending.keep_upload(data or csv(FULL, row(starts_on="2025-03-01")), by=cast.miriam, at=at)


def tried(cast, **more):
    waiting = kept(cast, **more)
    read = pending.table_of(waiting.data)
    pending.choose_columns(waiting, read, pending.columns_for(read.headers), by=cast.miriam, on=TODAY)
    return waiting


def confirm(cast, key, at=NOW):
    return pending.import_register(key, by=cast.miriam, on=TODAY, at=at)


def test_file_waits_once_per_person_without_its_name(cast):
    assert kept(cast).key == kept(cast).key
    assert {field.name for field in PendingImport._meta.get_fields()} & {"name", "file", "path"} == set()
    pending.keep_upload(csv(FULL, row()), by=cast.alma, at=NOW)
    assert PendingImport.objects.count() == 2


def test_confirmed_file_counts_once_and_is_gone(cast):
    key = tried(cast).key
    assert confirm(cast, key).new == 4
    assert confirm(cast, key) is None
    assert not PendingImport.objects.exists()
    assert Tenancy.objects.count() == 1


def test_only_whoever_uploaded_a_file_can_confirm_or_discard_it(cast):
    key = tried(cast).key
    assert pending.import_register(key, by=cast.alma, on=TODAY, at=NOW) is None
    pending.discard_import(key, by=cast.alma)
    assert PendingImport.objects.exists()
    pending.discard_import(key, by=cast.miriam)
    assert not PendingImport.objects.exists()


def test_file_without_a_trial_cannot_be_confirmed(cast):
    assert confirm(cast, kept(cast).key) is None
    assert not Apartment.objects.exists()


def test_file_older_than_a_day_is_not_accepted_and_goes_with_the_next_upload(cast):
    key = tried(cast).key
    later = NOW + timedelta(days=1, seconds=1)
    assert confirm(cast, key, at=later) is None
    pending.keep_upload(csv(FULL, row(number="7")), by=cast.alma, at=later)
    assert not PendingImport.objects.filter(key=key).exists()


def test_register_that_changed_since_the_trial_stops_the_whole_file(cast):
    waiting = tried(cast)
    other = TenancyFactory(apartment__number="1202", starts_on=date(2024, 1, 1))
    report = confirm(cast, waiting.key)
    assert "Någon har lägenheten" in report.faults[0]["sentence"]
    assert list(Tenancy.objects.all()) == [other]
    waiting.refresh_from_db()
    assert waiting.report["faults"] == report.faults


def test_columns_are_remembered_for_the_next_file_with_the_same_heading(cast):
    heading = ["Objektets beteckning", "Plats", "Ägarform", "Bolag"]
    first = pending.table_of(csv(heading, ["1", "Gatan 1", "egen", "Kommunen"]))
    chosen = ["number", "street", "tenure_form", "owner"]
    assert pending.columns_for(first.headers) != chosen
    waiting = pending.keep_upload(csv(heading, ["1", "Gatan 1", "egen", "Kommunen"]), by=cast.miriam, at=NOW)
    pending.choose_columns(waiting, first, chosen, by=cast.miriam, on=TODAY)
    again = pending.table_of(csv([word.upper() for word in heading], ["2", "Gatan 1", "egen", "Kommunen"]))
    assert pending.columns_for(again.headers) == chosen
    event = ImportMapping.objects.get().events.get()
    assert (event.pgh_context["user"], event.pgh_context["action"]) == (cast.miriam.pk, "choose_columns")
