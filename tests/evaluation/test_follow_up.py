"""The manager's page: what needs her first, the figures, and the rows behind each."""

from datetime import date, datetime, time

import pytest

from arrears import actions as ledger
from bolots import actions as office
from bolots.calendar import STOCKHOLM
from bolots.models import JobRun
from evaluation import first_attempts
from evaluation.figures import figures
from outreach import actions as outreach
from outreach.models import OutreachTask
from tenancies import actions as register
from tests.arrears.book import TODAY, at, charged, delivery, imported, paid, waiting
from tests.factories import IncidentTriageFactory, TenancyFactory, TriageFactory

pytestmark = pytest.mark.django_db
JOBS = ("inbox", "night", "proof", "reminders", "charge_month")


@pytest.fixture(autouse=True)
def morning(set_today):
    """Nine o'clock, whatever the clock on the wall says: the night's jobs should have run."""
    set_today(at())


@pytest.fixture
def get(sign_in):
    """`get("")` gives the page's text as Miriam sees it, on one line, with ordinary spaces."""
    client = sign_in("miriam")

    def page(path=""):
        response = client.get(f"/uppfoljning/{path}")
        assert response.status_code == 200
        return " ".join(response.content.decode().replace("\u00a0", " ").split())

    return page


def nights(day):
    for kind in JOBS:
        ran = datetime.combine(day, time(4, 45), STOCKHOLM)
        JobRun.objects.create(kind=kind, key=f"{kind}:{day}", business_on=day, due_at=ran, started_at=ran, ended_at=ran)


def flagged_on(day, cast):
    """A home whose rent of March was flagged on the day; payments are fresh."""
    [charge] = charged(case_worker=cast.alma)
    ledger.say_no_more_files(through_on=date(2026, 3, 4), by=cast.finn, at=at(date(2026, 3, 5)))
    outreach.run_night(on=day, at=at(day, 4))
    return charge


# --- on top -----------------------------------------------------------------------------------------------------------


def test_nights_that_ran_are_said_with_the_reach_of_the_payments(get, cast):
    nights(TODAY)
    ledger.say_no_more_files(through_on=date(2026, 3, 9), by=cast.finn, at=at())
    page = get()
    assert 'data-color="success"' in page
    assert "Nattens jobb är klara, det sista 04.45. Betalningar till och med mån 9 mar. 0 omatchade." in page


def test_night_older_than_26_hours_is_red(get):
    nights(date(2026, 3, 8))
    assert 'class="strip" data-color="danger"' in get()


def test_old_payments_raise_an_alarm(get, cast):
    ledger.say_no_more_files(through_on=date(2026, 3, 4), by=cast.finn, at=at(date(2026, 3, 5)))
    assert "Betalningarna är gamla" in get()


def test_only_those_who_may_run_jobs_see_the_button(get):
    assert 'action="/jobb/natten/"' in get()


# --- first things first -----------------------------------------------------------------------------------------------


def test_nothing_to_do_says_so(get):
    page = get()
    assert "Inget behöver dig i dag." in page
    assert "Alla hem i riskzonen har fått besök i tid" in page


def test_home_without_an_attempt_within_the_guideline_needs_her(get, cast, set_today):
    flagged_on(date(2026, 3, 5), cast)  # a Thursday: the last day for a knock is Monday the 9th
    set_today(date(2026, 3, 9))
    assert "kontaktförsök i tid" not in get()
    set_today(date(2026, 3, 10))
    page = get()
    assert "1 hem har inte fått något kontaktförsök i tid" in page
    assert "1 bankdag över" in page
    assert "1 sak behöver dig i dag." in page


def test_home_with_children_needs_her_a_day_sooner(get, cast, set_today):
    charge = flagged_on(date(2026, 3, 5), cast)
    register.add_child(charge.tenancy.holder, birth_year=2019, by=cast.alma, on=TODAY)
    set_today(date(2026, 3, 9))
    assert "1 hem har inte fått något kontaktförsök i tid" in get()


def test_home_that_somebody_has_knocked_for_needs_her_no_more(get, cast):
    flagged_on(date(2026, 3, 5), cast)
    task = OutreachTask.objects.get()
    outreach.report_visit(
        task,
        client_id="6f1c0d1e-54a6-4b63-9a3a-000000000001",
        outcome="nobody_home",
        note="",
        at=at(date(2026, 3, 6)),
        next_on=None,
        next_slot="",
        by=task.assignee,
    )
    assert "kontaktförsök i tid" not in get()


def test_money_taken_back_waits_for_a_decision(get, cast):
    [charge] = charged()
    imported(delivery(paid(charge), format="camt.054.001.08", is_reversal=True))
    assert "Banken har tagit tillbaka 1 betalning" in get()


def test_unmatched_money_needs_her_after_two_bank_days(get, set_today):
    waiting()  # booked on Monday 9 March
    set_today(date(2026, 3, 11))
    assert "hittat sin hyra" not in get()
    set_today(date(2026, 3, 12))
    assert "1 betalning har inte hittat sin hyra" in get()


def test_missed_job_that_waits_for_a_person_needs_her(get):
    ago = date(2026, 2, 2)
    JobRun.objects.create(kind="night", key="x", business_on=ago, due_at=at(ago), needs_person=True)
    assert "1 missat jobb väntar på en människa" in get()


# --- the figures ------------------------------------------------------------------------------------------------------


def test_figures_stand_with_what_they_mean(get, cast):
    flagged_on(date(2026, 3, 5), cast)
    TenancyFactory(ends_on=date(2026, 1, 20), end_reason="evicted", ground="both")
    TenancyFactory(ends_on=date(2025, 6, 1), end_reason="evicted", ground="rent")
    page = get()
    assert '<a class="big" href="/uppfoljning/skuld/">6 840 kr</a>' in page
    assert "+6 840 kr på ett år; 0 kr har flyttade hyresgäster" in page
    assert "Blev sena i mars 2026" in page
    assert "1 hyror är sena i dag" in page
    assert '<a class="big" href="/arenden/">1</a>' in page
    assert "1 förra året" in page
    assert "2026, till i dag: obetald hyra och misskött hem 1." in page
    assert "läs antalen, inte procenten" in page


def test_debt_of_those_who_have_left_is_told_apart(get, cast):
    first, _second = charged(2)
    register.end_tenancy(first.tenancy, ends_on=date(2026, 3, 3), reason="unknown", by=cast.alma, on=date(2026, 3, 2))
    assert "6 840 kr har flyttade hyresgäster" in get()


def test_debt_now_is_compared_with_the_month_before_outreach_began(get, cast):
    decided, entered = date(2026, 1, 2), {"by": cast.finn, "on": date(2025, 12, 1)}
    office.set_guideline("outreach_from", "2026-01-15", valid_from=decided, by=cast.miriam, on=decided)
    tenancy = TenancyFactory()
    ledger.open_balance(tenancy, month=date(2025, 11, 1), amount_ore=1_000_000, **entered)
    charge = ledger.open_balance(tenancy, month=date(2025, 10, 1), amount_ore=550_000, **entered)
    assert "bolotsarna började" in get()
    imported(delivery(paid(charge)))
    assert "Skulden är 5 000 kr lägre än när bolotsarna började." in get()
    charged(2)  # and the first home is charged with them
    assert "Skulden är 15 000 kr högre än när bolotsarna började." in get()


def test_the_page_lives_on_the_leap_day(get, set_today):
    set_today(date(2028, 2, 29))
    assert "Hyresskuld, 24 månader" in get()


# --- the rows behind --------------------------------------------------------------------------------------------------


def test_rows_of_the_debt_are_those_of_the_day_asked_for(get, cast):
    [charge] = charged()
    home = str(charge.tenancy.apartment)
    assert home in get("skuld/")
    assert home not in get("skuld/?day=2026-02-27")
    assert "Ingen var skyldig hyra den dagen" in get("skuld/?day=2026-02-27")


@pytest.mark.parametrize("day", ["2026-02-30", "igår", "", "9999-12-31"])
def test_day_that_makes_no_sense_is_today(get, day):
    charged()
    for path in ("skuld/", "sena-hyror/"):
        assert 'value="2026-03-10"' in get(f"{path}?day={day}")


def test_those_who_have_left_are_marked_from_the_day_they_left(get, cast):
    [charge] = charged()
    register.end_tenancy(charge.tenancy, ends_on=date(2026, 3, 3), reason="unknown", by=cast.alma, on=date(2026, 3, 2))
    assert "har flyttat" in get("skuld/")
    assert "har flyttat" not in get("skuld/?day=2026-03-02")


def test_rows_of_late_rent_say_how_late(get):
    charged()
    page = get("sena-hyror/")
    assert "1 hyra var sen den tis 10 mar, 6 840 kr." in page
    assert '<td class="num" data-th="Dagar efter förfallodagen">8</td>' in page
    assert "Ingen hyra var sen den dagen" in get("sena-hyror/?day=2026-03-04")


def test_rents_that_became_late_in_the_month_stand_apart(get, cast):
    flagged_on(date(2026, 3, 5), cast)
    assert "1 hyra blev sen i mars 2026, av den var 6 840 kr obetalt den tis 10 mar." in get("sena-hyror/manadens/")
    assert "Ingen hyra blev sen den månaden" in get("sena-hyror/manadens/?day=2026-02-28")
    assert 'href="/uppfoljning/sena-hyror/manadens/"' in get("")


def test_flagged_rent_that_was_replaced_shows_what_is_open_of_its_newest_version(get, cast, set_today):
    charge = flagged_on(date(2026, 3, 5), cast)
    why = {"why": "fel hyra", "by": cast.finn}
    less = ledger.replace_charge(charge, amount_ore=600_000, **why, on=date(2026, 3, 9))
    month = "sena-hyror/manadens/"
    page = get(month)
    assert "1 hyra blev sen i mars 2026, av den var 6 000 kr obetalt den tis 10 mar." in page
    assert '<td class="num" data-th="Öppet">6 000 kr</td>' in page
    assert f'href="/hyror/avier/{less.pk}/"' in page
    # before the new version was known, the old one was what was owed
    page = get(f"{month}?day=2026-03-08")
    assert "av den var 6 840 kr obetalt den sön 8 mar." in page
    assert f'href="/hyror/avier/{charge.pk}/"' in page
    # a higher one is owed and due two weeks later: open, and not late yet
    more = ledger.replace_charge(less, amount_ore=700_000, **why, on=TODAY)
    page = get(month)
    assert "av den var 7 000 kr obetalt" in page
    assert f'href="/hyror/avier/{more.pk}/"' in page
    assert "inte förfallen än" in page
    imported(delivery(paid(more, 690_000)))
    assert '<td class="num" data-th="Öppet">100 kr</td>' in get(month)  # too little to be late, and owed all the same


def test_evictions_stand_with_ground_and_what_is_still_owed(get, cast):
    [charge] = charged()
    assert "Ingen har avhysts" in get("avhysningar/")
    register.end_tenancy(
        charge.tenancy, ends_on=TODAY, reason="evicted", ground="mismanagement", by=cast.alma, on=date(2026, 3, 9)
    )
    page = get("avhysningar/")
    assert "misskött hem" in page
    assert "6 840 kr" in page


def test_cases_behind_the_median_stand_with_their_days(get, cast):
    assert "Inget ärende än" in get("forsta-forsok/")
    charge = flagged_on(date(2026, 3, 5), cast)
    page = get("forsta-forsok/")
    assert "tor 5 mar" in page
    assert "inte än" in page
    imported(delivery(paid(charge)))
    outreach.run_night(on=TODAY, at=at(hour=4))
    assert "avslutat innan någon knackade" in get("forsta-forsok/")


def test_case_of_an_incident_counts_as_a_case_and_not_among_those_that_late_rent_opened(get, cast):
    late = flagged_on(date(2026, 3, 5), cast).tenancy
    disturbed = [IncidentTriageFactory().case, IncidentTriageFactory(case__opened_by=cast.alma).case]
    for case in disturbed:  # late rent that comes later changes nothing about how the case began
        TriageFactory(case=case, verdict="joined")
    since = date(2026, 1, 1)
    assert [case.tenancy for case in first_attempts.cases(since, TODAY)] == [late]
    assert len(first_attempts.waits(since, TODAY)) == 1
    assert figures(TODAY, since).open_cases == 3
    assert get("forsta-forsok/")


def test_wait_of_a_rent_on_hold_begins_when_it_was_judged_after_the_respite(cast):
    """Flagged on Thursday 5 March, on hold until Sunday: judged on Monday the 9th, and that is when it counts from."""
    [charge] = charged(case_worker=cast.alma)
    stops = dict.fromkeys(("stops_cases", "stops_demands", "stops_interest"), True)
    first, monday = date(2026, 3, 4), date(2026, 3, 9)
    ledger.set_hold(charge.tenancy, from_on=first, until_on=monday, why="Sjuk", **stops, by=cast.alma, on=first)
    ledger.say_no_more_files(through_on=first, by=cast.finn, at=at(date(2026, 3, 5)))
    for day in (date(2026, 3, 5), monday):
        outreach.run_night(on=day, at=at(day, 4))
    since = date(2026, 1, 1)
    assert [case.flagged_on for case in first_attempts.cases(since, TODAY)] == [monday]
    assert [wait.flagged_on for wait in first_attempts.waits(since, TODAY)] == [monday]


def test_no_name_stands_on_any_of_the_pages(get, cast):
    charge = flagged_on(date(2026, 3, 5), cast)
    name = charge.tenancy.holder.name
    assert [path for path in ("", "skuld/", "sena-hyror/", "avhysningar/", "forsta-forsok/") if name in get(path)] == []
