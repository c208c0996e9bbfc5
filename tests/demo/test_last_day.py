"""On the last day of the story there is something to do for everybody."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from arrears.models import ImportFile, LateRent, Payment
from bolots import health
from bolots.calendar import STOCKHOLM
from bolots.models import User
from outreach.models import EvictionRiskCase, IncidentTriage, OutreachTask
from tenancies import terms
from tenancies.models import (
    Apartment,
    Child,
    Consent,
    Contact,
    Decision,
    FollowUp,
    Incident,
    Inspection,
    Loan,
    Notice,
    OutOfUse,
    Reminder,
    RentTerm,
    Review,
    Tenancy,
    Tenant,
    TenureWaiver,
)
from tenancies.rules import occupancy
from tests import site

MORNING = datetime(2017, 3, 1, 9, 0, tzinfo=STOCKHOLM)
DAY = MORNING.date()


@pytest.fixture(scope="module")
def stage(demo_database, django_db_blocker):
    """This process looks at a clone of the demo's database."""
    name = f"{demo_database}_stage"
    site.create_database(name, template=demo_database)
    with django_db_blocker.unblock():
        connection.close()
        usual = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = name
        yield
        connection.close()
        connection.settings_dict["NAME"] = usual
    site.drop_database(name)


@pytest.fixture(autouse=True)
def nine_o_clock(stage, set_today):
    set_today(MORNING)


def page(who, path):
    client = Client()
    client.force_login(User.objects.get(username=who), backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_bosse_has_five_to_eight_visits_of_which_one_was_paid_since_the_list_was_made():
    due = OutreachTask.objects.due(DAY).filter(assignee__username="bosse")
    assert 5 <= due.count() <= 8
    today = page("bosse", "/i-dag/")
    assert today.count("Betalt sedan listan gjordes") == 1
    assert "Två personer" in today
    assert "Tredje försöket" in today


def test_billie_is_away_and_has_nothing_left():
    assert User.objects.get(username="billie").is_away(DAY)
    assert not OutreachTask.objects.open().filter(assignee__username="billie").exists()


def test_absences_are_behind_now_and_ahead_and_the_manager_has_a_deputy():
    html = page("miriam", "/franvaro/")
    for said in ("Billie", "Bosse ersätter", "Miriam", "Alma ersätter", "Tidigare", "Bosse ersatte"):
        assert said in html
    assert User.objects.get(username="alma").standing_in(date(2017, 3, 13))[0].user.username == "miriam"


def test_axel_has_accounts_open_closed_and_waiting_for_their_first_sign_in():
    html = page("axel", "/anvandare/")
    for said in ("Engångslösenord", "Borta till", "1 stängt konto", "Ulla"):
        assert said in html


def test_alma_has_open_cases_whose_next_step_is_due():
    due = EvictionRiskCase.objects.open().filter(owner__username="alma", next_on__lte=DAY)
    assert due.count() >= 2
    assert page("alma", "/mina/")


def test_two_homes_of_alma_have_serious_incidents_open_which_their_cases_took_up():
    rows = Incident.objects.open().serious()
    assert rows.values("tenancy").distinct().count() == 2
    assert not EvictionRiskCase.objects.filter(why_opened=EvictionRiskCase.INCIDENT).exists()
    verdicts = IncidentTriage.objects.filter(incident__in=rows).values_list("verdict", flat=True)
    assert list(verdicts) == ["joined"] * rows.count()
    assert rows.filter(notified_on=None).count() == 1
    assert "Underrätta socialtjänsten" in page("alma", "/handelser/")


def test_evictions_for_mismanagement_followed_demands_in_the_order_of_the_law():
    evicted = Tenancy.objects.filter(ground__in=["mismanagement", "both"])
    assert evicted.count() == 2
    for stay in evicted:
        rows = stay.incidents.select_related("correction")
        assert rows.count() >= 2
        for row in rows:
            told_in_order = [row.happened_on, row.recorded_on, row.notified_on, row.correction.issued_on]
            assert told_in_order == sorted(told_in_order)
            assert row.correction.letter.pdf
            assert row.correction.issued_on < stay.last_on
    assert not Incident.objects.open().filter(tenancy__in=evicted).exists()


def test_one_necessary_inspection_is_recorded():
    look = Inspection.objects.get(kind="necessary")
    assert look.announced_on < look.held_on


def test_finn_has_unmatched_money_a_reversal_and_a_rejected_file():
    assert Payment.objects.unmatched().count() >= 3
    assert Payment.objects.undecided_reversals().count() == 1
    assert ImportFile.objects.filter(verdict=ImportFile.Verdict.REJECTED).count() == 1
    assert page("finn", "/hyror/")


def test_one_rent_became_late_last_night_and_opened_a_case():
    [flag] = LateRent.objects.filter(flagged_on=DAY)
    assert EvictionRiskCase.objects.filter(tenancy=flag.charge.tenancy, opened_on=DAY).exists()


def test_miriam_sees_last_nights_jobs_done_and_what_comes_first():
    assert health.summary(health.of_jobs(MORNING))[0] == "success"
    follow_up = page("miriam", "/uppfoljning/")
    assert "lägre än när bolotsarna började" in follow_up
    assert "Banken har tagit tillbaka 1 betalning" in follow_up


def test_of_the_four_evicted_two_got_more_support_and_two_are_no_longer_in_contact():
    evicted = Tenancy.objects.filter(end_reason="evicted", ends_on__year=2016)
    newest = FollowUp.objects.filter(tenancy__in=evicted).order_by("tenancy", "-months").distinct("tenancy")
    assert sorted(row.situation for row in newest) == ["more_support", "more_support", "no_contact", "no_contact"]
    out = Inspection.objects.filter(tenancy__in=evicted, kind="move_out")
    assert sorted(row.is_in_order for row in out) == [False, False, True, True]


def test_leases_rest_on_decisions_and_waivers_and_cost_what_they_may():
    running = Tenancy.objects.running_on(DAY)
    decided = Decision.objects.filter(tenancy__in=running, starts_on__lte=DAY, ends_on__gt=DAY).count()
    assert running.count() - 4 <= decided < running.count()
    assert set(TenureWaiver.objects.values_list("approval", flat=True)) == {"approved", "needed"}
    soon = TenureWaiver.objects.filter(expires_on__gt=DAY, expires_on__lte=DAY + timedelta(days=90))
    assert soon.count() == 1
    assert Notice.objects.get().given_by == "tenant"
    for term in RentTerm.objects.select_related("tenancy__apartment"):
        cap_ore = terms.rent_cap_ore(term.tenancy.apartment, term.utilities_ore)
        assert cap_ore is None or term.rent_ore <= cap_ore


def test_the_protected_tenant_is_protected_and_the_books_add_up():
    from arrears.actions import prove_ledger

    assert prove_ledger(on=DAY).mismatches == 0
    assert "Elin Sandell" not in page("finn", "/lagenheter/")


@pytest.mark.parametrize(
    ("first", "until", "days"),
    [
        (date(2015, 1, 1), date(2016, 1, 1), 365),
        (date(2016, 1, 1), date(2017, 1, 1), 366),
        (date(2017, 1, 1), DAY, 59),
    ],
)
def test_each_of_the_55_homes_was_let_out_of_use_or_empty_on_every_day(first, until, days, django_assert_num_queries):
    """In SQL for all of them at once, and by the rule for each: the same days, and they sum to those of the year."""
    with django_assert_num_queries(1):
        homes = list(Apartment.objects.with_occupancy(first, until))
    assert len(homes) == 55
    for home in homes:
        stays = list(home.tenancies.values_list("starts_on", "ends_on"))
        closed = list(home.out_of_use.standing().values_list("starts_on", "ends_on"))
        by_rule = occupancy.days_of(first, until, stays, closed)
        assert by_rule.days == days
        assert occupancy.Occupancy(home.occupied_days, home.out_of_use_days, home.empty_days) == by_rule
    assert sum(home.empty_days for home in homes) > 0
    assert sum(home.out_of_use_days for home in homes) > 0 or until.year < 2017


def test_board_shows_what_is_empty_and_out_of_use_and_what_that_costs():
    board = page("miriam", "/lagenheter/")
    assert "55 lägenheter" in board
    assert "1 står tom" in board
    assert "1 är ur drift" in board
    assert "Vattenskada" in page("miriam", OutOfUse.objects.running_on(DAY).get().apartment.get_absolute_url())


def test_former_tenants_have_not_returned_everything():
    assert Loan.objects.out().of_stays_over_on(DAY).count() == 2
    assert "Servicetekniker" in page("miriam", "/lagenheter/utlamnat/?show=others")


def test_no_rent_is_above_what_a_furnished_home_may_cost():
    """JB 12:55 st.4: the municipality's own rent, and at most 15 % for the furniture."""
    for home in Apartment.objects.exclude(tenure_form="owned"):
        assert home.is_furnished
        for stay in home.tenancies.all():
            for term in stay.rent_terms.all():
                assert 100 * term.rent_ore <= 115 * home.head_rent_ore


def test_people_are_known_beside_their_rent():
    assert set(Tenant.objects.values_list("target_group", flat=True)) == set(Tenant.TargetGroup)
    assert set(Tenant.objects.values_list("payer", flat=True)) == set(Tenant.Payer)
    assert set(Child.objects.values_list("residence", flat=True)) == set(Child.Residence)
    valid = Consent.objects.valid_on(DAY)
    assert valid.filter(contact__kind="trustee").exists()
    assert Contact.objects.exclude(consents__in=valid).count() >= 3


def test_protected_identity_has_a_named_reader_and_was_opened_once_with_a_reason():
    home = Tenancy.objects.get(holder__is_protected=True)
    assert home.involvements.current_on(DAY).get(why="reader").user.username == "billie"
    opened = home.involvements.get(why="break_glass")
    told = Reminder.objects.get(kind="protected_opened", source_id=opened.pk)
    assert (opened.user.username, told.owner.username) == ("miriam", "alma")
    assert "Polisen" in told.text


def test_alma_has_reviews_to_hold_reminders_that_came_and_people_who_are_ready():
    alma = User.objects.get(username="alma")
    late = Reminder.objects.due_on(DAY).filter(owner=alma, kind="review", deadline_on__lt=DAY)
    assert 10 <= late.count() <= 25
    assert Reminder.objects.open().filter(owner=alma, kind="own").count() == 3
    assert Review.objects.count() > 250
    assert "Omprövning av boendet" in page("alma", "/bevakningar/")
    assert page("alma", "/vistelser/?show=ready").count("4 av 4") >= 3
    assert "Nadja Ilic" in page("alma", "/vistelser/")
