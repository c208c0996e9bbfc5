"""Notices, reminders and demands: made by workers, each once, from the ledger as it is then."""

from datetime import date
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from arrears import actions, letters, proposals
from arrears.actions import delivering, demanding, noticing, paper_runs
from arrears.models import Charge, Demand, DemandLine, PaperItem, PaperRun, RentNotice
from bolots.models import JobRun
from tenancies.models import Apartment, RentTerm, Tenancy, Tenant
from tests.arrears.book import MARCH, TODAY, at, charged, delivery, imported, paid
from tests.arrears.papers import LATER, ask, fresh, late, made, part, value, work
from tests.bolots.test_letters import PAYLOADS, URL
from tests.factories import RespiteFactory, UserFactory

pytestmark = pytest.mark.django_db


def text(letter) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(bytes(letter.pdf))).pages).replace("\xa0", " ")


def notices(**options):
    return work(actions.ask_for_notices(month=MARCH, by=options.pop("by", UserFactory()), on=TODAY, at=at(), **options))


def test_notices_of_a_month_are_made_once_each_and_bound_for_the_printer():
    rents = charged(3)
    run = notices()
    assert sorted(RentNotice.objects.values_list("charge", flat=True)) == [rent.pk for rent in rents]
    assert [item.left_out for item in run.items.all()] == ["", "", ""]
    assert len(PdfReader(BytesIO(bytes(run.batch.pdf))).pages) == 3
    with pytest.raises(noticing.AllMadeAlready):
        notices()


def test_notice_says_what_to_pay_when_and_whom_to_call():
    [rent] = charged(1)
    said = text(actions.issue_notice(rent, by=UserFactory(), on=TODAY, at=at()).letter)
    assert rent.tenancy.holder.name in said
    for words in (rent.ocr, "6 840 kr", "fredag 27 februari 2026", "5050-1055", "Hör av dig tidigt", "08-465 004 10"):
        assert words in said


def test_demand_states_capital_interest_and_cost_apart(set_today):
    value("demand_fee_ore", "18000")
    [rent] = late()
    made("reminder")
    set_today(LATER)
    fresh(LATER)
    made("demand", on=LATER)
    demand = Demand.objects.get(kind="demand")
    # 6 840 kr, 3–25 March: 23 days at 10 % of 365 days: 684 000 × 0,10 × 23 / 365 = 4 310,1 öre
    assert (demand.capital_ore, demand.interest_ore, demand.cost_ore) == (684_000, 4_310, 18_000)
    # ten days after 25 March is Saturday 4 April, then Easter: the first bank day is Tuesday 7 April
    assert demand.respond_by_on == date(2026, 4, 7)
    said = text(demand.letter)
    for words in ("6 840 kr", "43,10 kr", "180 kr", "7 063,10 kr", "tisdag 7 april 2026", "10 % om året", rent.ocr):
        assert words in said
    assert actions.prove_ledger(on=LATER).mismatches == 0


# --- rent notices -----------------------------------------------------------------------------------------------------


def test_notice_again_is_the_one_that_was_issued():
    [rent] = charged(1)
    first, second = (actions.issue_notice(rent, by=UserFactory(), on=TODAY, at=at()) for _ in range(2))
    assert first == second
    assert RentNotice.objects.count() == 1


def test_asking_twice_for_a_month_is_one_run():
    charged(2)
    first, second = (actions.ask_for_notices(month=MARCH, by=UserFactory(), on=TODAY, at=at()) for _ in range(2))
    assert first == second
    assert PaperItem.objects.count() == 2


def test_notice_of_a_protected_person_has_no_name_or_address_and_is_not_bound_for_the_printer():
    hidden = {"holder__is_protected": True, "holder__name": "Kanarie Fågelberg", "apartment__street": "Gränden 7"}
    other, rent = charged(1)[0], charged(1, **hidden)[0]
    run = notices()
    assert run.items.get(charge=rent).notice == rent.notice
    assert rent.notice.by_hand
    said = rent.notice.letter.html
    assert "Lämnas personligen" in said
    assert rent.tenancy.case_worker.first_name in said
    for word in ("Kanarie", "Gränden"):
        assert word not in said + run.batch.html
    assert other.ocr in run.batch.html
    assert rent.ocr not in run.batch.html


def test_notice_says_what_a_split_month_is_made_of():
    [rent] = charged(1, starts_on=date(2026, 3, 17))  # 15 of 31 days
    said = actions.issue_notice(rent, by=UserFactory(), on=TODAY, at=at()).letter.html.replace("\xa0", " ")
    assert "17–31 mars" in said
    assert f"{letters._kr(rent.amount_ore)}".replace("\xa0", " ") in said


def test_notice_says_what_of_the_rent_is_utilities():
    [rent] = charged(1)
    RentTerm.objects.update(utilities_ore=30_000)
    assert "därav el" in actions.issue_notice(rent, by=UserFactory(), on=TODAY, at=at()).letter.html


def test_notice_of_a_rent_that_is_paid_in_part_says_what_is_left():
    [rent] = charged(1)
    imported(delivery(paid(rent, 84_000)))
    said = actions.issue_notice(rent, by=UserFactory(), on=TODAY, at=at()).letter.html.replace("\xa0", " ")
    assert "Redan betalt" in said
    assert "6 000 kr" in said


def test_no_notice_is_made_of_what_is_paid_or_is_no_rent():
    [rent] = charged(1)
    imported(delivery(paid(rent)))
    with pytest.raises(noticing.NothingToPay):
        actions.issue_notice(rent, by=UserFactory(), on=TODAY, at=at())
    extra = actions.open_balance(rent.tenancy, month=MARCH, amount_ore=1, by=UserFactory(), on=TODAY)
    with pytest.raises(noticing.NoNoticeOfThat):
        actions.issue_notice(extra, by=UserFactory(), on=TODAY, at=at())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_in_a_name_is_text_in_a_notice(payload):
    [rent] = charged(1, holder__name=payload.format(url=URL)[:80])
    paper = letters.RentNoticePaper.from_charge(rent, terms=[], on=TODAY)
    html = render_to_string("letters/rent_notice.html", vars(paper))
    assert rent.tenancy.holder.name not in html
    assert "127.0.0.1" in html or len(payload.format(url=URL)) > 80


def test_a_name_has_no_room_for_a_text_that_would_hang_the_printer():
    rooms = [Tenant._meta.get_field("name"), Apartment._meta.get_field("street"), Apartment._meta.get_field("number")]
    assert [field.max_length for field in rooms] == [80, 60, 10]


# --- reminders and demands --------------------------------------------------------------------------------------------


def test_text_message_says_nothing_of_rent_or_whom_it_is_for(set_today):
    set_today(date(2026, 3, 6))
    [rent] = late()
    fresh(date(2026, 3, 6))
    run = made("sms", on=date(2026, 3, 6))
    said = Demand.objects.get().letter
    assert said.pdf is None
    assert run.batch is None
    for word in (rent.tenancy.holder.name, rent.ocr, "hyra", "skuld", "krav", "kr "):
        assert word not in said.html.lower()


def test_reminder_books_its_fee_only_where_the_lease_allowed_one():
    value("reminder_fee_ore", "6000")
    late(1)
    late(1, reminder_fee_agreed_on=date(2026, 1, 1))
    made("reminder")
    # 60 kr is what the law allows (lag 1981:739 4 §)
    assert sorted(Demand.objects.values_list("cost_ore", flat=True)) == [0, 6_000]
    assert Charge.objects.filter(kind="fee").count() == 1


def test_demand_asks_one_fee_however_many_rents_it_is_about(set_today):
    value("demand_fee_ore", "18000")
    [rent] = late()
    actions.open_balance(rent.tenancy, month=date(2026, 2, 1), amount_ore=100_000, by=UserFactory(), on=TODAY)
    made("reminder")
    set_today(LATER)
    fresh(LATER)
    made("demand", on=LATER)
    demand = Demand.objects.get(kind="demand")
    assert (demand.lines.count(), demand.capital_ore, demand.cost_ore) == (2, 784_000, 18_000)


def test_same_demand_is_not_proposed_twice():
    late(2)
    made("reminder")
    with pytest.raises(demanding.NobodyChosen):
        ask("reminder")


def test_home_that_waits_in_a_run_is_asked_for_once():
    late()
    chosen = {item.tenancy_id: item.seen for item in ask("reminder").items.all()}
    with pytest.raises(demanding.AskedAlready):
        actions.ask_for_demands(kind="reminder", chosen=chosen, by=UserFactory(), on=TODAY, at=at())


def test_demand_is_left_out_when_money_came_since_the_list_was_made():
    whole, in_part, untouched = late(3)
    run = ask("reminder")
    imported(delivery(paid(whole), paid(in_part, 100)))
    work(run)
    found = dict(run.items.values_list("tenancy", "left_out"))
    assert found == {whole.tenancy_id: "paid", in_part.tenancy_id: "changed", untouched.tenancy_id: ""}
    assert Demand.objects.get().tenancy == untouched.tenancy


def test_hold_since_the_list_was_made_leaves_a_demand_out():
    held, _other = late(2)
    run = ask("reminder")
    RespiteFactory(tenancy=held.tenancy)
    work(run)
    assert dict(run.items.values_list("tenancy", "left_out"))[held.tenancy_id] == "on_hold"
    assert Demand.objects.count() == 1


def test_protection_since_the_list_was_made_leaves_a_text_out(set_today):
    day = date(2026, 3, 6)
    set_today(day)
    hidden, _other = late(2)
    fresh(day)
    run = ask("sms", on=day)
    Tenant.objects.filter(pk=hidden.tenancy.holder_id).update(is_protected=True)
    work(run)
    assert dict(run.items.values_list("tenancy", "left_out"))[hidden.tenancy_id] == "protected"
    assert Demand.objects.count() == 1


def test_paper_that_fails_takes_no_other_along(monkeypatch):
    bad, _good = late(2)
    run, real = ask("reminder"), letters.DemandPaper.from_ledger

    def sometimes(tenancy, **options):
        if tenancy.pk == bad.tenancy_id:
            raise ValueError("a glyph that cannot be drawn")
        return real(tenancy, **options)

    monkeypatch.setattr(letters.DemandPaper, "from_ledger", sometimes)
    work(run)
    assert dict(run.items.values_list("tenancy", "left_out"))[bad.tenancy_id] == paper_runs.FAILED
    assert Demand.objects.count() == 1
    monkeypatch.undo()
    assert ask("reminder").items.get().tenancy == bad.tenancy


def test_papers_carry_the_postal_address_and_do_without_when_it_is_unknown():
    [rent] = late()
    number = rent.tenancy.apartment.number
    said = actions.issue_notice(rent, by=UserFactory(), on=TODAY, at=at()).letter.html
    assert f"Olsborgsvägen 96 B, lägenhet {number}<br>186 36 Vallentuna</p>" in said
    Apartment.objects.update(postcode="", town="")
    made("reminder")
    assert f"Olsborgsvägen 96 B, lägenhet {number}</p>" in Demand.objects.get().letter.html


def test_former_tenant_gets_no_address_of_the_home(set_today):
    [rent] = late()
    Tenancy.objects.filter(pk=rent.tenancy_id).update(ends_on=TODAY, end_reason="other_home")
    made("reminder")
    said = Demand.objects.get().letter.html
    assert rent.tenancy.holder.name in said
    assert rent.tenancy.apartment.street not in said
    assert "186 36" not in said


def test_part_that_is_done_again_makes_nothing_twice():
    late(3)
    run = ask("reminder")
    for _ in range(3):
        part(on=TODAY, at=at(), subject_id=run.pk)
    assert (Demand.objects.count(), DemandLine.objects.count()) == (3, 3)


def test_many_papers_are_made_in_parts_and_none_is_lost(monkeypatch):
    monkeypatch.setattr("bolots.letters.to_pdf", lambda html: None)
    late(200)
    run = made("reminder")
    assert run.items.filter(made_at__isnull=False, left_out="").count() == 200
    assert Demand.objects.values("tenancy").distinct().count() == 200
    # twenty parts of ten, and one that binds
    assert JobRun.objects.filter(kind="papers", subject_id=run.pk).count() == 21
    assert actions.prove_ledger(on=TODAY).mismatches == 0


def test_run_that_gave_up_goes_on_when_a_person_says_so():
    late(2)
    run = ask("reminder")
    with pytest.raises(paper_runs.StillAtWork):
        actions.go_on(run, by=UserFactory(), on=TODAY, at=at())
    JobRun.objects.filter(subject_id=run.pk).update(started_at=at(), ended_at=at(), error="gave up")
    assert actions.is_stopped(run)
    actions.go_on(run, by=UserFactory(), on=TODAY, at=at())
    work(run)
    assert Demand.objects.count() == 2
    with pytest.raises(paper_runs.NothingWaits):
        actions.go_on(run, by=UserFactory(), on=TODAY, at=at())


# --- delivery ---------------------------------------------------------------------------------------------------------


def note(demand, kind):
    return actions.record_delivery(demand, kind=kind, by=UserFactory(), on=TODAY, at=at())


@pytest.fixture
def demand():
    late()
    made("reminder")
    return Demand.objects.get()


def test_letter_that_comes_back_is_the_case_workers_reminder(demand):
    note(demand, "sent_post")
    note(demand, delivering.RETURNED)
    reminder = demand.tenancy.reminders.get(kind="mail_returned")
    assert (reminder.owner, reminder.due_on) == (demand.tenancy.case_worker, TODAY)


def test_only_what_was_sent_can_come_back_and_once(demand):
    with pytest.raises(delivering.NotSentYet):
        note(demand, delivering.RETURNED)
    note(demand, "sent_post")
    note(demand, delivering.RETURNED)
    with pytest.raises(delivering.NotedAlready):
        note(demand, delivering.RETURNED)


def test_issuing_again_is_one_more_event_of_the_same_letter(demand):
    for kind in ("sent_post", delivering.RETURNED, "sent_hand"):
        note(demand, kind)
    assert [event.kind for event in demand.letter.events.order_by("pk")] == ["sent_post", "returned", "sent_hand"]
    assert Demand.objects.count() == 1
    with pytest.raises(delivering.NotedAlready):
        note(demand, "sent_hand")


@pytest.fixture
def demanded(set_today):
    """Demanded on Wednesday 25 March, to be answered by Tuesday 7 April."""
    late()
    made("reminder")
    set_today(LATER)
    fresh(LATER)
    made("demand", on=LATER)
    return Demand.objects.get(kind="demand")


def test_demand_is_sent_while_at_least_eight_days_are_left_to_answer(demanded):
    facts = {"kind": "sent_post", "by": UserFactory()}
    late_on, last_on = date(2026, 3, 31), date(2026, 3, 30)  # 7 days before 7 April, and 8
    with pytest.raises(delivering.TooLateToSend) as error:
        actions.record_delivery(demanded, **facts, on=late_on, at=at(late_on))
    assert "7 apr" in str(error.value).replace("\xa0", " ")
    assert actions.record_delivery(demanded, **facts, on=last_on, at=at(last_on)).kind == "sent_post"


@pytest.mark.parametrize(
    ("events", "kinds"),
    [
        (("sent_post", "returned"), ["demand"]),  # it reached nobody
        (("sent_post", "returned", "sent_hand"), []),  # the second time it did
        (("sent_post",), []),
        (("printed",), ["demand"]),  # it lies in the drawer, and it is too late to send it
    ],
)
def test_demand_that_reached_nobody_is_made_again_with_new_days(demanded, events, kinds, set_today):
    for kind in events:
        actions.record_delivery(demanded, kind=kind, by=UserFactory(), on=LATER, at=at(LATER))
    after = date(2026, 3, 31)
    set_today(after)
    fresh(after)
    assert [one.verdict.kind for one in proposals.propose(after) if one.verdict.is_proposed] == kinds
    if kinds:
        made("demand", on=after)
        again = Demand.objects.exclude(pk=demanded.pk).get(kind="demand")
        assert (again.respond_by_on, again.lines.get().times) == (date(2026, 4, 13), 2)  # 12 April is a Sunday
        assert not any(one.verdict.is_proposed for one in proposals.propose(after))


def test_whole_run_is_posted_but_for_what_is_handed_over_or_was_sent_before():
    rents = [*late(3), *late(1, holder__is_protected=True)]
    run, by = made("reminder"), UserFactory()
    first, *others, by_hand = (Demand.objects.get(tenancy=rent.tenancy) for rent in rents)
    note(first, "sent_post")
    Tenant.objects.filter(pk=others[0].tenancy.holder_id).update(is_protected=True)  # since the paper was made
    assert actions.record_run_posted(run, by=by, on=TODAY, at=at()) == 1
    sent = {demand: [event.kind for event in demand.letter.events.all()] for demand in (first, *others, by_hand)}
    assert list(sent.values()) == [["sent_post"], [], ["sent_post"], []]
    with pytest.raises(delivering.NothingToPost):
        actions.record_run_posted(run, by=by, on=TODAY, at=at())


def test_demand_that_is_too_late_to_answer_is_not_posted_with_its_run(demanded):
    run, late_on = PaperRun.objects.get(kind="demand"), date(2026, 3, 31)
    with pytest.raises(delivering.NothingToPost):
        actions.record_run_posted(run, by=UserFactory(), on=late_on, at=at(late_on))


def test_run_binds_what_was_made_as_it_was_issued(demand):
    batch = PaperRun.objects.get().batch
    assert demand.letter.html.partition("<main>")[2].partition("</main>")[0] in batch.html


def test_demand_says_how_interest_was_counted_that_was_charged_before_it_too(set_today):
    [rent] = late()
    actions.charge_interest(rent, until_on=date(2026, 3, 9), by=UserFactory(), on=TODAY)
    made("reminder")
    set_today(LATER)
    fresh(LATER)
    made("demand", on=LATER)
    demand = Demand.objects.get(kind="demand")
    said = text(demand.letter)
    # 684 000 × 10 % / 365 a day: 6 days of 3–8 March 1 124,4 öre, 17 days of 9–25 March 3 185,8 öre
    assert demand.interest_ore == 1_124 + 3_186
    for words in ("3 mars 2026–8 mars 2026: 11,24 kr", "9 mars 2026–25 mars 2026: 31,86 kr", "lägenhet"):
        assert words in said


def test_demand_says_of_which_home_it_is_also_to_who_has_moved_out(set_today):
    [rent] = late()
    Tenancy.objects.filter(pk=rent.tenancy_id).update(ends_on=TODAY, end_reason="other_home")
    made("reminder")
    set_today(LATER)
    fresh(LATER)
    made("demand", on=LATER)
    said = text(Demand.objects.get(kind="demand").letter)
    assert f"hyra för lägenhet {rent.tenancy.apartment.number}, Olsborgsvägen 96 B" in " ".join(said.split())
    assert "Kravet gäller tiden då du bodde där." in " ".join(said.split())
