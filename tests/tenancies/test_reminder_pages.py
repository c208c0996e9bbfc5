"""Bevakningar: one's own, by day; done, put off, handed over."""

import re
from datetime import date, timedelta

import pytest

from bolots.models import AccessRecord
from tenancies import actions
from tenancies.models import Involvement, Reminder
from tests.factories import AbsenceFactory, ApartmentFactory, TenancyFactory

TODAY = date(2026, 3, 10)
pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(cast):
    return TenancyFactory(case_worker=cast.alma, holder__name="Ada Andersson")


@pytest.fixture
def remind(stay, cast):
    def make(due_on=TODAY, **fields):
        facts = {"tenancy": stay, "source": "test", "source_id": Reminder.objects.count(), "owner": cast.alma}
        return actions.remind(**{"kind": "lease_ends", "deadline_on": TODAY} | facts | fields, due_on=due_on, on=TODAY)

    return make


def text(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_reminders_stand_under_their_days(remind, sign_in, cast):
    for days in (-3, 0, 1, 7, 8):
        remind(TODAY + timedelta(days=days), kind="own", text=f"om {days}")
    put_off = remind(TODAY - timedelta(days=20), kind="own", text="uppskjuten")
    actions.snooze_reminder(put_off, until=date(2026, 3, 12), why="väntar svar", by=cast.alma, on=TODAY)
    html = text(sign_in("alma").get("/bevakningar/"))
    found = re.findall(r"<h2[^>]*>([^<]+) <span|>(om -?\d|uppskjuten)</a>", html)
    assert ["".join(pair) for pair in found] == [
        *("Sedan tidigare", "om -3", "I dag", "om 0", "Den här veckan", "om 1", "uppskjuten", "om 7", "Senare", "om 8")
    ]
    assert "2 bevakningar väntar på dig." in html
    assert "uppskjuten: väntar svar" in html


def test_deadline_stands_once_until_its_next_day_has_come(remind, sign_in, cast):
    last = TODAY + timedelta(days=7)
    first, *_later = [remind(last - timedelta(days=n), source_id=1, deadline_on=last) for n in (10, 5, 2)]
    page = "/bevakningar/"
    assert text(sign_in("alma").get(page)).count("om 7 dagar") == 1
    actions.snooze_reminder(first, until=last, why="ringer", by=cast.alma, on=TODAY)  # must not hide those before it
    assert text(sign_in("alma").get(page)).count("om 7 dagar") == 2
    actions.finish_reminder(first, by=cast.alma, on=TODAY)
    assert text(sign_in("alma").get(page)).count("om 7 dagar") == 1


def test_empty_list_says_what_would_be_here(sign_in):
    html = text(sign_in("alma").get("/bevakningar/"))
    assert "Inget väntar på dig i dag." in html
    assert "Inga bevakningar" in html


def test_list_holds_ones_own_open_ones_of_homes_that_one_may_know_of(stay, remind, sign_in, cast):
    remind(kind="own", text="min egen")
    remind(kind="own", text="miriams", owner=cast.miriam)
    done = remind(kind="own", text="redan klar")
    actions.finish_reminder(done, by=cast.alma, on=TODAY)
    remind(kind="head_lease_ends", tenancy=None, apartment=ApartmentFactory(street="Tomgatan 1"))
    html = text(sign_in("alma").get("/bevakningar/"))
    assert "min egen" in html
    assert "Tomgatan 1" in html
    assert "miriams" not in html
    assert "redan klar" not in html
    Involvement.objects.filter(tenancy=stay).update(until_on=TODAY)
    assert "Ada Andersson" not in text(sign_in("alma").get("/bevakningar/"))


def test_those_of_a_colleague_whom_one_stands_in_for_are_shown_with_the_name(remind, sign_in, cast):
    remind(kind="own", text="elsas sak", tenancy=TenancyFactory(case_worker=cast.elsa), owner=cast.elsa)
    assert "elsas sak" not in text(sign_in("alma").get("/bevakningar/"))
    AbsenceFactory(user=cast.elsa, deputy=cast.alma, from_on=TODAY, until_on=TODAY + timedelta(days=7))
    html = text(sign_in("alma").get("/bevakningar/"))
    assert re.search(r"elsas sak</a> <span[^>]*>.*?Elsa", html)


def test_reading_goes_on_record(stay, remind, sign_in, cast):
    remind()
    sign_in("alma").get("/bevakningar/")
    rows = AccessRecord.objects.filter(user_id=cast.alma.pk, person_id=stay.holder_id)
    assert list(rows.values_list("what", flat=True)) == ["reminder-list"]


def test_protected_person_is_named_to_those_involved_only(remind, sign_in, cast):
    protected = TenancyFactory(case_worker=cast.alma, holder__name="Bea Hemlig", holder__is_protected=True)
    reminder = remind(tenancy=protected, owner=cast.finn)
    for path in ("/bevakningar/", reminder.get_absolute_url()):
        html = text(sign_in("finn").get(path))
        assert "Bea" not in html
        assert str(protected.apartment) not in html
        assert "Skyddad" in html
    assert "Bea Hemlig" in text(sign_in("alma").get(reminder.get_absolute_url()))


def test_reminder_is_done_from_the_list(remind, sign_in, cast):
    reminder = remind()
    alma = sign_in("alma")
    assert "Klart. Bevakningen är borta" in text(alma.post(f"/bevakningar/{reminder.pk}/klar/", follow=True))
    reminder.refresh_from_db()
    assert (reminder.done_on, reminder.done_by) == (TODAY, cast.alma)
    assert "Någon hann före" in text(alma.post(f"/bevakningar/{reminder.pk}/klar/", follow=True))
    assert "Klart tis 10 mar, Alma" in text(alma.get(reminder.get_absolute_url()))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"until": "2026-03-10", "why": "ledig"}, "Skjut upp till en dag efter i dag."),
        ({"until": "", "why": "ledig"}, "Påminn mig igen: "),
        ({"until": "1/4", "why": ""}, "Skriv skälet: det sparas"),
        ({"until": "1/4", "why": "väntar på dom"}, "Lagen sätter sista dagen."),
    ],
)
def test_putting_off_says_what_is_wrong_and_keeps_what_was_typed(remind, sign_in, fields, sentence):
    reminder = remind(kind="refer_to_tribunal", deadline_on=date(2026, 3, 20))
    response = sign_in("alma").post(f"/bevakningar/{reminder.pk}/skjut-upp/", fields)
    assert response.status_code == 422
    assert sentence in text(response)
    assert all(f'value="{value}"' in text(response) for value in fields.values() if value)
    reminder.refresh_from_db()
    assert reminder.snoozed_until is None


def test_put_off_and_handed_over_it_leaves_the_list(remind, sign_in, cast):
    first, second = remind(kind="own", text="den första"), remind(kind="own", text="den andra")
    alma = sign_in("alma")
    assert alma.post(f"/bevakningar/{first.pk}/skjut-upp/", {"until": "12/3", "why": "väntar"}).status_code == 302
    to = {"to": cast.miriam.pk, "why": "semester"}
    assert "Bevakningen är överlämnad." in text(alma.post(f"/bevakningar/{second.pk}/lamna-over/", to, follow=True))
    assert "den andra" not in text(alma.get("/bevakningar/"))
    assert "den andra" in text(sign_in("miriam").get("/bevakningar/"))


def test_it_is_handed_over_to_people_who_may_know_of_it(remind, sign_in, cast):
    reminder = remind(kind="review")
    alma = sign_in("alma")
    html = alma.get(reminder.get_absolute_url()).content.decode()
    assert re.findall(r"<option[^>]*>(\w+)", html) == ["Miriam"]
    for user in (cast.finn, cast.elsa, cast.alma):
        response = alma.post(f"/bevakningar/{reminder.pk}/lamna-over/", {"to": user.pk, "why": "x"})
        assert response.status_code == 422
    reminder.refresh_from_db()
    assert reminder.owner == cast.alma


def test_what_the_social_services_know_is_not_found_by_the_finance_officer(remind, sign_in):
    review, lease = remind(kind="review"), remind()
    finn = sign_in("finn")
    assert finn.get(review.get_absolute_url()).status_code == 404
    assert finn.post(f"/bevakningar/{review.pk}/klar/").status_code == 404
    assert finn.get(lease.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        ("review", "planen/"),
        ("decision_ends", "kontrakt/"),
        ("follow_up", "kontrakt/"),
        ("refer_to_tribunal", "kontrakt/"),
        ("correct_by", "handelser/"),
        ("protected_opened", ""),
    ],
)
def test_reminder_leads_to_the_page_on_which_one_acts(stay, remind, sign_in, kind, page):
    remind(kind=kind)
    html = text(sign_in("alma").get("/bevakningar/"))
    assert f'<a href="{stay.get_absolute_url()}{page}">Ada Andersson</a>' in html


def test_long_list_goes_on(remind, sign_in):
    for nth in range(65):
        remind(TODAY - timedelta(days=nth % 3), kind="own", text=f"nr {nth}.")
    alma, found = sign_in("alma"), []
    html = alma.get("/bevakningar/").content.decode()
    found += re.findall(r"nr \d+\.", html)
    place = re.search(r'href="([^"]*after=[^"]*)"', html)[1]
    found += re.findall(r"nr \d+\.", alma.get(f"/bevakningar/{place}").content.decode())
    assert len(found) == len(set(found)) == 65


def test_case_workers_start_page_counts_what_has_come(remind, sign_in):
    assert "/bevakningar/" not in re.search("<main.*</main>", text(sign_in("alma").get("/mina/")))[0]
    remind()
    remind(TODAY + timedelta(days=1))
    html = text(sign_in("alma").get("/mina/"))
    assert 'href="/bevakningar/">1 bevakning väntar på dig.</a>' in html
