"""A small municipality, made through the actions that people use: every page of the site has something to show.

`World(cast)` has a few homes; `grow(number)` adds more of each kind. Of all homes alma is the case worker and bosse the
one who rings. One more home belongs to a person with protected identity in whom nobody of the cast is involved.
"""

from copy import copy
from datetime import date, timedelta
from uuid import uuid4

from arrears import actions as ledger
from arrears.models import Allocation, Charge, ImportFile, Payment
from bolots.models import JobRun, User
from demo.bankfile_writer import Paid
from outreach import actions as outreach
from outreach.models import OutreachTask
from tenancies import actions as register
from tests.arrears.book import MARCH, TODAY, at, delivery, imported
from tests.factories import ApartmentFactory, PaymentFactory, TenantFactory, UserFactory

CANARY = {
    "name": "Kanarie Fågelberg",
    "preferred_name": "Kanarina",
    "phone": "070-999 88 77",
    "personal_number": "191212121212",
}
CANARY_STREET = "Sidensvansgränd 7"  # where nobody else lives
CANARY_WORDS = ("Kanarie", "Fågelberg", "Kanarina", "070-999 88 77", "0709998877", "191212121212", "19121212-1212")
FEBRUARY = date(2026, 2, 1)
DAYS = {FEBRUARY: date(2026, 1, 10), MARCH: date(2026, 2, 10)}


class World:
    """What the pages are about; each attribute is one object of its kind."""

    def __init__(self, cast):
        self.cast, self.files = cast, 0
        self.colleague = UserFactory(bolots=True)
        self._only_at_work(self.colleague)
        self.canary = self._home(UserFactory(), CANARY_STREET, **CANARY, is_protected=True)
        self.grow(0)
        self._only_at_work(cast.bosse)
        self.grow(3)
        self._choose()

    def _only_at_work(self, user):
        everybody = User.objects.with_role(user.role)
        everybody.update(away_until=date(2026, 12, 1))
        everybody.filter(pk=user.pk).update(away_until=None)

    def grow(self, number: int):
        """More homes: February paid, March late, a case, a stray payment, somebody before; every other visit missed."""
        homes = [self._home(self.cast.alma) for _ in range(number)]
        for month, day in DAYS.items():
            ledger.charge_month(month=month, on=day)
        charges = Charge.objects.select_related("tenancy__holder")
        self._pay(charges.filter(month=FEBRUARY, open_ore__gt=0), lambda ocr: ocr)
        self._pay(charges.filter(month=MARCH, tenancy__in=homes or [self.canary]), lambda ocr: ocr[::-1])
        outreach.run_night(on=TODAY, at=at())
        for home in homes:
            register.involve(home, self.cast.bosse, why="outreach", on=TODAY)
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
        register.set_caution(holder, kind="two_people", reason="hund", from_on=TODAY, until_on=until, by=case_worker)
        trustee = register.add_contact(holder, kind="trustee", name="Gode Mansson", by=case_worker, on=TODAY)
        register.give_consent(trustee, what="hyran", given_on=TODAY, until_on=until, by=case_worker, on=TODAY)
        return stay

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

    def _pay(self, charges, write):
        """A bank file with one payment for each charge, on the reference as the payer writes it."""
        self.files += 1
        paid = [
            Paid(100_000 if write(c.ocr) != c.ocr else c.amount_ore, (write(c.ocr),), payer=c.tenancy.holder.name)
            for c in charges
        ]
        outcome = imported(delivery(*paid, number=self.files), name=f"fil{self.files}.txt")
        assert not outcome.is_rejected

    def _miss(self, task):
        report = {"outcome": "nobody_home", "note": "mörkt", "next_on": None, "next_slot": ""}
        outreach.report_visit(task, client_id=uuid4(), **report, at=at(), by=task.assignee)

    def _choose(self):
        """One object of each kind, all of homes that alma and bosse may know of."""
        bosse, finn = self.cast.bosse, self.cast.finn
        self.task = OutreachTask.objects.open().filter(assignee=bosse).earliest("pk")
        self.tenancy, self.case = self.task.tenancy, self.task.case
        self.note = outreach.print_note(self.task, by=bosse, on=TODAY, at=at())
        self.charge = Charge.objects.get(tenancy=self.tenancy, month=MARCH)
        self.allocation = Allocation.objects.get(charge__tenancy=self.tenancy)
        self.payment = self.allocation.payment
        self.stray = Payment.objects.unmatched().earliest("pk")
        back = {"source": Payment.Source.REVERSAL, "amount_ore": -5_000, "deposit__serial": "back"}
        self.reversal = PaymentFactory(tenancy=self.tenancy, payer_name=self.tenancy.holder.name, **back)
        self.file = ImportFile.objects.earliest("pk")
        self.pending = ledger.upload(delivery(Paid(1), number=99), name="ny.txt", by=finn, on=TODAY, at=at())
        self.waiting = JobRun.objects.create(
            kind="night", key="old", business_on=date(2026, 1, 2), due_at=at(date(2026, 1, 2)), needs_person=True
        )
        self._choose_people()
        self.quiet = self._home(self.cast.alma)
        outreach.add_note(self.case, text="pratat", by=self.cast.alma, at=at())

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
        holder = self.canary.holder
        other.child, other.caution, other.contact = holder.children.get(), holder.cautions.get(), holder.contacts.get()
        other.consent = other.contact.consents.get()
        other.task = OutreachTask.objects.filter(tenancy=self.canary).earliest("pk")
        other.case = other.task.case
        other.charge = Charge.objects.get(tenancy=self.canary, month=MARCH)
        other.allocation = Allocation.objects.get(charge__tenancy=self.canary)
        other.payment = other.allocation.payment
        other.stray = Payment.objects.unmatched().get(payer_name=CANARY["name"])
        return other
