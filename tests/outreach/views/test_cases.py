from datetime import date, datetime

import pytest

from arrears.models import Payment
from bolots.calendar import STOCKHOLM
from outreach import actions
from outreach.models import CaseNote, EvictionRiskCase, OutreachTask
from tests.factories import (
    AttemptFactory,
    CaseFactory,
    IncidentTriageFactory,
    LateRentFactory,
    PaymentFactory,
    TenancyFactory,
    TriageFactory,
)

TODAY, TOMORROW = date(2026, 3, 10), date(2026, 3, 11)
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, late_home):
    """Opened by the night for March's rent, with Bosse's first visit."""
    late_home.holder.name = "Ronny Sandell"
    late_home.holder.save()
    actions.triage_new(on=date(2026, 3, 6))
    return EvictionRiskCase.objects.get()


@pytest.fixture
def alma(sign_in):
    return sign_in("alma")


def page_of(client, case) -> str:
    return client.get(case.get_absolute_url()).content.decode()


# --- one case ---------------------------------------------------------------------------------------------------------


def test_page_says_why_the_case_opened_and_why_nothing_else(alma, case):
    html = page_of(alma, case)
    assert "Hyran för mars\xa02026, 6\xa0840\xa0kr, var obetald 2 bankdagar efter mån\xa02\xa0mar." in html
    assert "Beloppet når gränsen 200\xa0kr." in html
    assert "Betalningarna var lästa till och med tis\xa03\xa0mar." in html
    for passed in ("Hyresgästen hade inte flyttat.", "Inget anstånd gällde.", "Inget annat ärende var öppet"):
        assert passed in html
    assert "nattens körning" in html


def test_late_rent_outside_the_case_is_counted_apart(alma, case):
    assert "utanför ärendet" not in page_of(alma, case)
    for month in (date(2026, 1, 1), date(2026, 2, 1)):
        LateRentFactory(charge__tenancy=case.tenancy, charge__month=month, charge__open_ore=100_000)
    html = page_of(alma, case)
    assert "2 sena hyror till för hemmet, den äldsta för januari\xa02026, utanför ärendet" in html
    assert "2\xa0000\xa0kr" in html


def test_page_of_a_case_opened_by_hand_says_who_and_why(cast, alma, home):
    case = actions.open_case(home, why="Grannarna hör bråk.", by=cast.miriam, on=TODAY)
    html = page_of(alma, case)
    assert "Grannarna hör bråk." in html
    assert "Varför inte något annat" not in html
    assert "avslutar natten ärendet" not in html


def test_page_says_next_step_owner_date_and_what_was_tried(cast, alma, case):
    task = OutreachTask.objects.get()
    AttemptFactory(task=task, note="Radion var på.")
    html = page_of(alma, case)
    assert "Nästa steg: Första besöket av en bolots" in html
    assert "<strong>Alma</strong> har ansvaret." in html
    assert "Radion var på." in html
    assert "<strong>0 av 1</strong> gav svar" in html
    assert "Bosse knackar på, i dag" in html


def test_days_until_the_home_can_be_lost_are_counted(alma, case, set_today):
    set_today(date(2026, 3, 7))
    html = page_of(alma, case)
    assert '<p class="n" aria-hidden="true">3</p>' in html
    assert "Fristen har inte börjat löpa" in html
    set_today(date(2026, 3, 11))
    html = page_of(alma, case)
    assert "Sedan tis\xa010\xa0mar är hyran mer än en vecka sen." in html
    assert "Fristen har inte börjat löpa" in html


def test_reversal_that_waits_is_said(alma, case, pay):
    pay(case.tenancy)
    PaymentFactory(source=Payment.Source.REVERSAL, amount_ore=-684_000, tenancy=case.tenancy)
    assert "Banken tog tillbaka pengar" in page_of(alma, case)


def test_closed_case_says_how_it_ended_and_offers_notes_only(alma, case, pay):
    pay(case.tenancy)
    actions.close_paid(on=TODAY)
    html = page_of(alma, case)
    assert "Avslutat tis\xa010\xa0mar" in html
    assert "All sen hyra är betald." in html
    assert "Av nattens körning." in html
    assert "Spara anteckningen" in html
    assert "Avsluta ärendet" not in html


def test_bolots_reads_the_case_and_changes_nothing(sign_in, case):
    html = page_of(sign_in("bosse"), case)
    assert "Ronny Sandell" in html
    for button in ("Spara anteckningen", "Avsluta ärendet", "Byt steg"):
        assert button not in html


@pytest.mark.parametrize("number", [1, 40])
def test_number_of_queries_is_the_same_however_much_has_happened(alma, case, django_assert_num_queries, number):
    task = OutreachTask.objects.get()
    for n in range(number):
        AttemptFactory(task=task)
        TriageFactory(case=case, verdict="joined", late_rent__charge__month=date(2010 + n // 12, n % 12 + 1, 1))
        IncidentTriageFactory(case=case, verdict="joined", incident__tenancy=case.tenancy)
        actions.add_note(case, text=str(n), by=case.owner, at=datetime(2026, 3, 9, tzinfo=STOCKHOLM))
    alma.get(case.get_absolute_url())
    with django_assert_num_queries(8 + FRAME):
        alma.get(case.get_absolute_url())


FRAME = 8  # session, user, who is stood in for, savepoints of the request and of the access row, the row itself


# --- what a case worker does ------------------------------------------------------------------------------------------


def post(client, case, part, **data):
    return client.post(f"{case.get_absolute_url()}{part}/", data)


def planned(case, **changed):
    """What the form for the next step sends when nothing is changed."""
    now = {"next_step": case.next_words, "next_on": "2026-03-10", "owner": case.owner_id, "status": case.status}
    return {"seen": case.version} | now | changed


def test_note_is_written(cast, alma, case):
    assert post(alma, case, "anteckning", text="Ringde god man.").url == case.get_absolute_url()
    assert list(CaseNote.objects.values_list("text", "by")) == [("Ringde god man.", cast.alma.pk)]
    assert "Ringde god man." in page_of(alma, case)


def test_empty_note_comes_back(alma, case):
    assert post(alma, case, "anteckning", text=" ").status_code == 422


def test_step_date_owner_and_state_change_together(cast, alma, case):
    sent = planned(case, next_step="Möte på kontoret", next_on="2026-03-13", owner=cast.elsa.pk, status="plan")
    assert post(alma, case, "nasta", **sent).status_code == 302
    case.refresh_from_db()
    assert (case.next_step, case.next_on, case.owner, case.status) == (
        "Möte på kontoret",
        date(2026, 3, 13),
        cast.elsa,
        "plan",
    )


def test_step_that_the_system_made_stays_a_code_when_only_the_date_changes(alma, case):
    post(alma, case, "nasta", **planned(case, next_on="2026-03-13"))
    case.refresh_from_db()
    assert (case.next_step, case.next_on) == ("first_visit", date(2026, 3, 13))


def test_form_without_changes_changes_nothing(alma, case):
    before = case.events.count()
    assert post(alma, case, "nasta", **planned(case)).status_code == 302
    assert case.events.count() == before


def test_change_that_somebody_else_was_faster_with_is_not_overwritten(cast, alma, case):
    sent = planned(case, next_step="Mitt steg")
    actions.change_next(case, next_on=TOMORROW, next_step="Hennes steg", by=cast.elsa, on=TODAY)
    answer = post(alma, case, "nasta", **sent)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Någon annan har ändrat ärendet." in html
    assert "Mitt steg" in html
    assert "Nästa steg: Hennes steg" in html
    case.refresh_from_db()
    assert case.next_step == "Hennes steg"
    again = post(alma, case, "nasta", **planned(case, next_step="Mitt steg"))
    assert again.status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"next_on": "2026-03-09"},
        {"next_on": ""},
        {"next_step": ""},
        {"status": "closed"},
        {"owner": "999999"},
    ],
)
def test_plan_that_cannot_be_is_refused_whole(cast, alma, case, wrong):
    answer = post(alma, case, "nasta", **planned(case, **{"next_step": "Annat", "status": "plan"} | wrong))
    assert answer.status_code == 422
    case.refresh_from_db()
    assert (case.next_step, case.status) == ("first_visit", "new")


def test_bolots_cannot_be_made_owner(cast, alma, case):
    assert post(alma, case, "nasta", **planned(case, owner=cast.bosse.pk)).status_code == 422


def test_visit_is_ordered_within_the_case(cast, alma, case):
    assert post(alma, case, "besok", why="Lämna papper.", due_on="2026-03-13").url == case.get_absolute_url()
    task = OutreachTask.objects.get(why="Lämna papper.")
    assert (task.case, task.due_on) == (case, date(2026, 3, 13))


def test_case_is_closed_with_outcome_and_reason(cast, alma, case):
    post(alma, case, "avsluta", outcome="moved", why="Fick egen lägenhet.")
    case.refresh_from_db()
    assert (case.status, case.outcome, case.why_closed, case.closed_by) == (
        "closed",
        "moved",
        "Fick egen lägenhet.",
        cast.alma,
    )


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"outcome": "paid", "why": "Lovade."}, "så länge hyra är obetald"),
        ({"outcome": "", "why": "Så."}, "Detta fält måste fyllas i."),
        ({"outcome": "moved", "why": ""}, "Detta fält måste fyllas i."),
    ],
)
def test_case_that_cannot_be_closed_says_why_and_keeps_what_was_typed(alma, case, sent, said):
    answer = post(alma, case, "avsluta", **sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert sent["why"] in answer.content.decode()
    assert EvictionRiskCase.objects.get().is_open


def test_closed_case_takes_no_plan_and_no_second_closing(cast, alma, case):
    sent = planned(case)
    actions.close_case(case, outcome="other", why="Dubblett.", by=cast.alma, on=TODAY)
    assert post(alma, case, "nasta", **sent).status_code == 422
    assert post(alma, case, "avsluta", outcome="moved", why="Så.").status_code == 422
    assert EvictionRiskCase.objects.get().outcome == "other"


def test_keys_that_no_form_has_are_ignored(cast, alma, case):
    post(alma, case, "anteckning", text="Hej", by=cast.miriam.pk, at="2020-01-01", case_id=999)
    post(alma, case, "avsluta", outcome="moved", why="Så.", closed_on="2020-01-01", closed_by=cast.miriam.pk)
    case.refresh_from_db()
    assert (case.closed_on, case.closed_by) == (TODAY, cast.alma)
    assert CaseNote.objects.get().by == cast.alma


# --- opened by hand ---------------------------------------------------------------------------------------------------


def test_case_is_opened_by_hand_from_the_home(cast, alma, home):
    assert alma.get(f"/arenden/ny/{home.pk}/").status_code == 200
    answer = alma.post(f"/arenden/ny/{home.pk}/", {"why": "Grannarna hör bråk."})
    case = EvictionRiskCase.objects.get()
    assert answer.url == case.get_absolute_url()
    assert (case.why_opened, case.opened_by, case.owner) == ("Grannarna hör bråk.", cast.alma, cast.alma)


def test_case_without_a_reason_is_not_opened(alma, home):
    assert alma.post(f"/arenden/ny/{home.pk}/", {"why": " "}).status_code == 422
    assert not EvictionRiskCase.objects.exists()


def test_case_for_a_home_that_is_left_is_not_opened(cast, alma):
    gone = TenancyFactory(case_worker=cast.alma, ends_on=TODAY, end_reason="own_lease")
    answer = alma.post(f"/arenden/ny/{gone.pk}/", {"why": "…"})
    assert answer.status_code == 422
    assert "inget hem kvar att rädda" in answer.content.decode()


def test_what_was_written_about_a_hidden_person_is_shown_to_those_involved_only(cast, sign_in):
    stay = TenancyFactory(protected=True, case_worker=cast.alma)
    case = CaseFactory(tenancy=stay, opened_by=cast.alma, why_opened="Ulla ringde och grät")
    actions.add_note(case, text="Ulla bor hos sin syster", by=cast.alma, at=AttemptFactory(task__tenancy=stay).at)
    AttemptFactory(task__tenancy=stay, note="Ulla svarade genom dörren")
    seen, hidden = (sign_in(name).get(case.get_absolute_url()).content.decode() for name in ("alma", "miriam"))
    assert seen.count("Ulla") == 3
    assert "Ulla" not in hidden
    assert "visas bara för dem som är involverade" in hidden
