"""A small municipality, made through the actions that people use: every page of the site has something to show.

`World(cast)` has a few homes; `grow(number)` adds more of each kind. Of all homes alma is the case worker and bosse the
one who rings. One more home belongs to a person with protected identity in whom nobody of the cast is involved.
"""

from copy import copy
from datetime import date, timedelta
from unittest.mock import patch
from uuid import uuid4

from django.db.models import F

from arrears import actions as ledger
from arrears.models import Allocation, Charge, Hold, ImportFile, Payment, PaymentPlan, Termination, TerminationStep
from arrears.rules.ocr import make_ocr
from arrears.rules.plans import Part
from bolots import actions as office
from bolots.models import Absence, JobRun, User
from demo.bankfile_writer import Paid
from outreach import actions as outreach
from outreach.models import OutreachTask
from tenancies import actions as register
from tenancies.exchange import pending
from tests.arrears import papers
from tests.arrears.book import BANKGIRO, MARCH, TODAY, at, delivery, imported, totals_only
from tests.factories import ApartmentFactory, PaymentFactory, TenantFactory, UserFactory
from tests.factories.ledger import other_claim
from tests.tenancies.images import a_photo

CANARY = {
    "name": "Kanarie Fågelberg",
    "preferred_name": "Kanarina",
    "phone": "070-999 88 77",
    "personal_number": "191212121212",
}
CANARY_STREET = "Sidensvansgränd 7"  # where nobody else lives
TOLD = "Näktergal"  # stands in all that people have written about the protected person
NUMBERS = ("070-999 88 77", "0709998877", "191212121212", "19121212-1212")
CANARY_WORDS = ("Kanarie", "Fågelberg", "Kanarina", *NUMBERS, TOLD)
FEBRUARY = date(2026, 2, 1)
DAYS = {FEBRUARY: date(2026, 1, 10), MARCH: date(2026, 2, 10)}


def told(stay, text: str) -> str:
    """What people write about a home; about that of the protected person with a word that stands nowhere else."""
    return f"{text} {TOLD}" if stay.holder.name == CANARY["name"] else text


class World:
    """What the pages are about; each attribute is one object of its kind."""

    def __init__(self, cast):
        self.cast, self.files = cast, 0
        self.colleague = UserFactory(bolots=True)
        self._only_at_work(self.colleague)
        self.canary = self._home(UserFactory(), CANARY_STREET, **CANARY, is_protected=True)
        self.homes, self.is_chosen = [], False
        self.grow(0)
        self._only_at_work(cast.bosse)
        self.grow(3)
        self._choose()
        self.is_chosen = True

    def _only_at_work(self, user):
        """The colleagues of the same role are away."""
        back = Absence.objects.filter(user=user)
        back.update(until_on=F("from_on"))
        days = {"from_on": TODAY, "until_on": date(2026, 12, 1), "set_by": user}
        for colleague in User.objects.with_role(user.role).at_work(TODAY).exclude(pk=user.pk):
            Absence.objects.create(user=colleague, **days)

    def grow(self, number: int):
        """More homes: February paid, March late, a case, a stray payment, somebody before; every other visit missed."""
        homes = [self._home(self.cast.alma) for _ in range(number)]
        self.homes += homes
        for home in homes:
            self._incident(home)
        for month, day in DAYS.items():
            ledger.charge_month(month=month, on=day)
        charges = Charge.objects.select_related("tenancy__holder")
        self._pay(charges.filter(month=FEBRUARY, open_ore__gt=0), lambda ocr: ocr)
        if not homes:  # before its money waits: that would stand in the way
            self.termination_of_the_canary = self._terminate(self.canary, self.canary.case_worker)
        self._pay(charges.filter(month=MARCH, tenancy__in=homes or [self.canary]), lambda ocr: ocr[::-1])
        outreach.run_night(on=TODAY, at=at())
        for home in homes:
            register.involve(home, self.cast.bosse, why="outreach", on=TODAY)
            self._terminate(home, self.cast.finn)
        if self.is_chosen:  # before that, a plan would stand in the way of the chosen home's papers
            self._take_time(homes)
        for task in list(OutreachTask.objects.open().filter(tenancy__in=homes).order_by("pk"))[::2]:
            self._miss(task)

    def _home(self, case_worker, street="Olsborgsvägen 96", **tenant):
        holder = TenantFactory(**tenant)
        home = ApartmentFactory(head_lease=True, street=street)
        self._former(home)
        stay = register.start_tenancy(
            apartment=home,
            holder=holder,
            case_worker=case_worker,
            starts_on=date(2026, 1, 1),
            planned_end_on=date(2026, 5, 1),
            rent_ore=684_000,
            by=case_worker,
            on=date(2026, 1, 1),
        )
        register.add_child(holder, birth_year=2018, by=case_worker, on=TODAY)
        until = TODAY + timedelta(days=30)
        self._things(stay, case_worker)
        caution = {"kind": "two_people", "reason": told(stay, "hund"), "from_on": TODAY, "until_on": until}
        register.set_caution(holder, **caution, by=case_worker)
        self._plan(stay, case_worker)
        trustee = register.add_contact(holder, kind="trustee", name="Gode Mansson", by=case_worker, on=TODAY)
        consent = {"what": told(stay, "hyran"), "given_on": TODAY, "until_on": until}
        register.give_consent(trustee, **consent, by=case_worker, on=TODAY)
        return stay

    def _plan(self, stay, case_worker):
        """A review whose next day has come, a goal, and a lease that ends."""
        because = told(stay, "betalar i tid")
        held = {"decision": "ready", "because": because, "blockers": ["no_home"], "next_on": TODAY}
        register.hold_review(stay, **held, planned_end_on=date(2026, 5, 1), by=case_worker, on=date(2026, 1, 2))
        register.add_goal(stay, text=told(stay, "egen nyckel"), by=case_worker, on=date(2026, 1, 2))
        days = {"deadline_on": date(2026, 5, 1), "due_on": date(2026, 3, 2)}
        register.remind(
            tenancy=stay, kind="lease_ends", source="notice", source_id=stay.pk, **days, owner=case_worker, on=TODAY
        )

    def _things(self, stay, by):
        """Keys that the tenant and somebody else have; the home was out of use before anybody came."""
        key = {"kind": "key", "issued_on": TODAY, "by": by, "on": TODAY}
        register.issue_loan(stay.apartment, tenancy=stay, **key)
        register.issue_loan(stay.apartment, to=f"{stay.holder.name}, mor", **key)
        days = {"starts_on": date(2024, 12, 1), "ends_on": date(2025, 1, 1)}
        register.take_out_of_use(stay.apartment, reason="repair", note="golv", **days, by=by, on=TODAY)

    def _former(self, apartment):
        """Somebody lived there before, and alma still works with it."""
        alma = self.cast.alma
        stay = register.start_tenancy(
            apartment=apartment,
            holder=TenantFactory(),
            case_worker=alma,
            starts_on=date(2025, 1, 1),
            rent_ore=600_000,
            by=alma,
            on=date(2025, 1, 1),
        )
        register.end_tenancy(stay, ends_on=date(2026, 1, 1), reason="evicted", ground="rent", by=alma, on=TODAY)
        register.involve(stay, alma, why="case", on=TODAY)
        finn = {"by": self.cast.finn, "on": TODAY}
        left = ledger.open_balance(stay, month=date(2025, 11, 1), amount_ore=90_000, **finn)
        ledger.ask_write_off(left, amount_ore=60_000, why="dödsbo", **finn)

    def _pay(self, charges, write):
        """A bank file with one payment for each charge, on the reference as the payer writes it. What hits no rent
        comes from somebody else, but for the protected person's: nobody is terminated while the own money waits."""
        self.files += 1
        paid = []
        for c in charges:
            hits, name = write(c.ocr) == c.ocr, c.tenancy.holder.name
            payer = name if hits or c.tenancy == self.canary else "Annan Betalare"
            paid.append(Paid(c.amount_ore if hits else 100_000, (write(c.ocr),), payer=payer))
        outcome = imported(delivery(*paid, number=self.files), name=f"fil{self.files}.txt")
        assert not outcome.is_rejected

    def _terminate(self, home, by):
        """A draft for the rent of March: somebody else would have to approve it."""
        facts = {"charges": [Charge.objects.get(tenancy=home, month=MARCH)], "why": told(home, "obetald hyra")}
        return ledger.draft_termination(home, **facts, by=by, on=TODAY, at=at())

    def _termination_of(self, stay):
        """Approved, its papers issued."""
        row = Termination.objects.get(tenancy=stay)
        type(stay.apartment).objects.filter(pk=stay.apartment_id).update(rooms=2)
        ledger.approve_termination(row, by=self.cast.miriam, on=TODAY, at=at())
        ledger.issue_termination_papers(row, by=self.cast.finn, on=TODAY, at=at())
        return row

    def _take_time(self, homes):
        for home in homes:
            self._time_to_pay(home)

    def _time_to_pay(self, home):
        """A plan that has ended, one that runs, and a respite."""
        who = {"by": home.case_worker, "on": TODAY}
        rent = Charge.objects.filter(tenancy=home, month=MARCH)
        facts = {"charges": rent, "parts": [Part(date(2026, 3, 26), 684_000)], "income_day": 25, "left_ore": 684_000}
        with patch("bolots.letters.to_pdf", return_value=b"%PDF-1.7"):  # sixty homes would take half a minute
            ended = ledger.make_plan(home, **facts, tolerance_ore=0, **who, at=at())
            ledger.call_off_plan(ended, why=told(home, "ångrade sig"), **who)
            ledger.make_plan(home, **facts, tolerance_ore=0, **who, at=at())
        stops = dict.fromkeys(("stops_cases", "stops_demands", "stops_interest"), True)
        ledger.set_hold(home, from_on=TODAY, until_on=date(2026, 4, 1), why=told(home, "sjuk"), **stops, **who)

    def _miss(self, task):
        report = {"outcome": "nobody_home", "note": "mörkt", "next_on": None, "next_slot": ""}
        outreach.report_visit(task, client_id=uuid4(), **report, at=at(), by=task.assignee)

    def _choose(self):
        """One object of each kind, all of homes that alma and bosse may know of."""
        bosse, finn = self.cast.bosse, self.cast.finn
        self.task = OutreachTask.objects.open().filter(assignee=bosse).earliest("pk")
        self.tenancy, self.case = self.task.tenancy, self.task.case
        self.note = outreach.print_note(self.task, by=bosse, on=TODAY, at=at())
        self.goal = self.tenancy.goals.get()
        self.reminder = self.tenancy.reminders.get(kind="lease_ends")
        self.termination = self._termination_of(self.tenancy)
        self._take_time([*self.homes, self.canary])
        self.charge = Charge.objects.get(tenancy=self.tenancy, month=MARCH)
        self.allocation = Allocation.objects.get(charge__tenancy=self.tenancy)
        self.payment = self.allocation.payment
        self._time_of(self.tenancy)
        self.stray = Payment.objects.unmatched().earliest("pk")
        half, entered = date(2026, 7, 1), {"source": "SFS", "by": finn, "on": TODAY}
        self.rate = ledger.set_reference_rate(valid_from=half, hundredths=200, **entered)
        self.fee = ledger.set_statutory_fee(kind="plan", valid_from=half, most_ore=17_000, **entered)
        other_claim(self.charge, "fee", 6_000, on=TODAY)
        back = {"source": Payment.Source.REVERSAL, "amount_ore": -5_000, "deposit__serial": "back"}
        self.reversal = PaymentFactory(tenancy=self.tenancy, payer_name=self.tenancy.holder.name, **back)
        self.file = ImportFile.objects.earliest("pk")
        self.pending = ledger.upload(delivery(Paid(1), number=99), name="ny.txt", by=finn, on=TODAY, at=at())
        self._bank_day(finn)
        self.waiting = JobRun.objects.create(
            kind="night", key="old", business_on=date(2026, 1, 2), due_at=at(date(2026, 1, 2)), needs_person=True
        )
        self.absence = office.set_absence(
            bosse, from_on=date(2026, 7, 1), until_on=date(2026, 8, 1), by=bosse, on=TODAY
        )
        self.gone = UserFactory(is_active=False)
        self._old_debts()
        for stay in (self.canary, self.tenancy):
            self._lease_of(stay)
        self.spreadsheet = self._spreadsheet()
        self._choose_people()
        self.quiet = self._home(self.cast.alma)
        self.photo = register.set_photo(self.tenancy.apartment, data=a_photo(), by=self.cast.alma, on=TODAY)
        self._of_the_apartment(self.tenancy)
        self.incident, self.correction, self.inspection = self._went_wrong(self.tenancy)
        self.went_wrong_at_the_canarys = self._went_wrong(self.canary)
        outreach.add_note(self.case, text="pratat", by=self.cast.alma, at=at())
        self._papers()

    def _papers(self):
        """A notice and a demand of the chosen home and of the protected one, in a run; one more home is proposed."""
        finn = self.cast.finn
        self.notice_of_rent = papers.notice_of(self.charge, by=finn)
        self.demand, self.paper_run = papers.demand_of(self.charge, by=finn)
        rent = Charge.objects.get(tenancy=self.canary, month=MARCH)
        self.notice_at_the_canarys = papers.notice_of(rent, by=finn)
        self.demand_at_the_canarys, self.run_with_the_canary = papers.demand_of(rent, by=finn)
        ledger.open_balance(self.quiet, month=FEBRUARY, amount_ore=50_000, by=finn, on=TODAY)

    def _time_of(self, stay):
        self.plan = PaymentPlan.objects.running().get(tenancy=stay)
        self.hold = Hold.objects.get(tenancy=stay)

    def _old_debts(self):
        """A write-off that waits, of the chosen home and the protected one; a credit, a new version, a break."""
        finn = {"by": self.cast.finn, "on": TODAY}
        canary = Charge.objects.get(tenancy=self.canary, month=MARCH)
        asked = [
            ledger.ask_write_off(rent, amount_ore=60_000, why=told(rent.tenancy, "utmätning utan tillgång"), **finn)
            for rent in (self.charge, canary)
        ]
        self.write_off, self.write_off_of_the_canary = asked
        wrong = ledger.open_balance(self.tenancy, month=date(2025, 12, 1), amount_ore=5_000, **finn)
        ledger.replace_charge(wrong, amount_ore=4_000, why="fel belopp", **finn)
        note = ledger.open_balance(self.tenancy, month=date(2025, 12, 1), amount_ore=1_000, **finn)
        small = ledger.ask_write_off(note, amount_ore=1_000, why="ringa", by=self.cast.finn, on=date(2026, 3, 9))
        ledger.decide_write_off(small, by=self.cast.miriam, on=TODAY)
        ledger.revive(small, why="fel", **finn)
        for stay in (self.tenancy, self.canary):
            note = told(stay, "brev")
            ledger.record_break(stay, kind="acknowledged", happened_on=TODAY, note=note, **finn)
        self._written_of_the_canary(canary, finn)

    def _written_of_the_canary(self, rent, finn):
        """The reasons of everything else that somebody may do with the home's money, and the steps of a termination."""
        why = {"why": TOLD, **finn}
        wrong = ledger.open_balance(self.canary, month=date(2025, 12, 1), amount_ore=5_000, **finn)
        newer = ledger.replace_charge(wrong, amount_ore=4_000, **why)
        small = ledger.ask_write_off(newer, amount_ore=4_000, why=TOLD, by=self.cast.finn, on=date(2026, 3, 9))
        ledger.decide_write_off(small, by=self.cast.miriam, on=TODAY)
        ledger.revive(small, **why)
        ledger.credit_charge(newer, amount_ore=1_000, **why)
        ledger.waive_interest(rent, **why)
        self.payment_of_the_canary = Payment.objects.get(source="credit_note", tenancy=self.canary, amount_ore=1_000)
        step = {"what": "served", "status": "served", "done_on": TODAY, "at": at(), "note": TOLD, "by": self.cast.finn}
        TerminationStep.objects.create(termination=self.termination_of_the_canary, **step)

    def _bank_day(self, finn):
        """CSV files with their columns, a payment in doubt, one divided, one taken out, and a day held back."""
        facts = {"why": "x", "by": finn, "on": TODAY}
        self.csv = self._csv(b"dag;kr\n2026-03-09;1", "payments", {"booked_on": "dag", "amount": "kr"})
        columns = {name: name for name in ("tenancy", "month", "amount", "ocr")}
        line = f"{self.tenancy.pk};2026-04;6840;{make_ocr(5_550_001)}"
        self.rents_csv = self._csv(f"tenancy;month;amount;ocr\n{line}".encode(), "charges", columns)
        self.twin = PaymentFactory(
            needs_person="maybe_twice", amount_ore=3, deposit__amount_ore=3, deposit__serial="twin"
        )
        self.divided = PaymentFactory(
            amount_ore=4, deposit__amount_ore=4, deposit__serial="parts", payer_name="God Man"
        )
        shares = [ledger.Share(self.tenancy.pk, 2), ledger.Share(self.tenancy.pk, 2)]
        ledger.split_payment(self.divided, shares, **facts)
        strange = PaymentFactory(amount_ore=5, deposit__amount_ore=5, deposit__serial="strange")
        self.withdrawal = ledger.withdraw(strange, **facts)
        imported(totals_only(delivery(Paid(6), number=98, format="camt.054.001.08")))

    def _csv(self, data, purpose, columns):
        finn = self.cast.finn
        pending = ledger.upload_csv(data, name=f"{purpose}.csv", purpose=purpose, by=finn, at=at())
        named = {"name": f"våra {purpose}", "delimiter": ";", "encoding": "utf-8-sig", "account": BANKGIRO}
        ledger.save_columns(pending, **named, columns=columns, by=finn)
        return pending

    def _lease_of(self, stay):
        """What the lease rests on."""
        alma, day = {"by": stay.case_worker}, date(2026, 1, 1)
        self.decision = register.record_decision(stay, decided_on=day, starts_on=day, ends_on=date(2026, 7, 1), **alma)
        reason = told(stay, "Boendet följer biståndsbeslutet.")
        self.waiver = register.record_waiver(stay, signed_on=day, reason=reason, **alma)
        given = {"given_by": "landlord", "served_on": TODAY, "how": "delgivning", "reason": told(stay, "hyran")}
        self.notice = register.give_notice(stay, **given, on=TODAY, **alma)
        looked = {"kind": "move_in", "held_on": day, "is_in_order": False, "remarks": told(stay, "repa")}
        register.inspect_at_move(stay, **looked, on=TODAY, **alma)

    def _spreadsheet(self):
        """A file of the unit manager's that has been tried: one home as it is known, one new, and a fault."""
        home = self.tenancy.apartment
        miriam, rows = self.cast.miriam, [f"{home.number};{home.street};;", "9001;Nygatan 1;owned;Kommunen", "9002;;;"]
        data = "\n".join(["Lägenhetsnummer;Gata;Upplåtelseform;Ägare", *rows]).encode()
        kept = pending.keep_upload(data, by=miriam, at=at())
        table = pending.table_of(data)
        pending.choose_columns(kept, table, pending.columns_for(table.headers), by=miriam, on=TODAY)
        return kept

    def _of_the_apartment(self, tenancy):
        self.loan = tenancy.loans.get()
        self.out_of_use = tenancy.apartment.out_of_use.get()

    def _went_wrong(self, stay):
        """An incident that a demand may be written for, another with its demand, and a necessary inspection."""
        alma, who = stay.case_worker, {"by": stay.case_worker, "on": TODAY}
        plain, demanded = (self._incident(stay, seriousness) for seriousness in ("serious", "minor"))
        for row in (plain, demanded):
            register.notify_social_services(row, notified_on=TODAY, **who)
        what, demand = told(stay, "musik"), told(stay, "tyst")
        letter = {"what": what, "demand": demand, "correct_by_on": TODAY + timedelta(days=14)}
        correction = register.issue_correction(demanded, **letter, **who, at=at())
        looked = {"announced_on": TODAY, "held_on": TODAY, "is_in_order": False, "remarks": told(stay, "fukt")}
        return plain, correction, register.record_necessary_inspection(stay, **looked, by=alma, on=TODAY)

    def _incident(self, stay, seriousness="serious"):
        what = told(stay, "musik")
        reported = {"kind": "disturbance", "source": "neighbour", "seriousness": seriousness, "what": what}
        return register.report_incident(stay, **reported, happened_on=TODAY, by=stay.case_worker, on=TODAY)

    def _choose_people(self):
        """The people of the chosen home, and a named reader of it from before."""
        holder, miriam = self.tenancy.holder, self.cast.miriam
        self.child, self.caution, self.contact = holder.children.get(), holder.cautions.get(), holder.contacts.get()
        self.consent = self.contact.consents.get()
        until = TODAY + timedelta(days=7)
        period = {"from_on": TODAY, "until_on": until, "why": "jour"}
        register.edit_protection(holder, is_protected=True, why="hot", by=miriam, on=TODAY)
        self.reader = register.name_reader(self.tenancy, self.cast.alma, **period, by=miriam, on=TODAY)
        register.edit_protection(holder, is_protected=False, why="inget hot", by=miriam, on=TODAY)

    def of_the_canary(self):
        """The same objects, but of the protected person's home."""
        other = copy(self)
        other.tenancy = self.canary
        other._of_the_apartment(self.canary)
        holder = self.canary.holder
        other.child, other.caution, other.contact = holder.children.get(), holder.cautions.get(), holder.contacts.get()
        other.consent = other.contact.consents.get()
        other.task = OutreachTask.objects.filter(tenancy=self.canary).earliest("pk")
        other.case = other.task.case
        other.goal = self.canary.goals.get()
        other.reminder = self.canary.reminders.get(kind="lease_ends")
        other.termination = self.termination_of_the_canary
        other.write_off = self.write_off_of_the_canary
        other.charge = Charge.objects.get(tenancy=self.canary, month=MARCH)
        other.allocation = Allocation.objects.filter(charge__tenancy=self.canary).earliest("pk")
        other.payment = self.payment_of_the_canary
        other._time_of(self.canary)
        other.incident, other.correction, other.inspection = self.went_wrong_at_the_canarys
        other.notice_of_rent, other.demand = self.notice_at_the_canarys, self.demand_at_the_canarys
        other.paper_run = self.run_with_the_canary
        other.stray = Payment.objects.unmatched().get(payer_name=CANARY["name"])
        return other
