"""A unit in which every story of the table happens once in every month of the table, all at the same time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from arrears import actions as ledger
from arrears.models import Charge, Payment
from arrears.rules.plans import Part
from bolots.access import Role
from bolots.calendar import STOCKHOLM
from bolots.money import parse_kronor
from bolots.periods import next_month
from demo.bankfile_writer import Booked, Delivery, Paid, write
from outreach import actions as outreach
from tenancies.models import Child, RentTerm, Tenancy
from tests.arrears.book import BANKGIRO, IBAN
from tests.factories import ApartmentFactory, IncidentFactory, TenancyFactory, UserFactory

from .table import MONTHS, TABLE, Month, Story

RENT_ORE = 684_000
_DAY = timedelta(days=1)


@dataclass
class Home:
    """One story in one month."""

    story: Story
    month: Month
    tenancy: Tenancy
    charge: Charge | None = None

    def day(self, letter: str) -> date:
        return getattr(self.month, letter)

    @property
    def name(self) -> str:
        return f"{self.story.name}, {self.month.month:%Y-%m}"


class Unit:
    """Plays the table day by day, through the actions that people and the night use."""

    def __init__(self):
        self.alma, self.finn = UserFactory(), UserFactory(role=Role.FINANCE_OFFICER)
        self.miriam = UserFactory(role=Role.UNIT_MANAGER)
        UserFactory(bolots=True)
        self.homes = [self._move_in(story, month) for month in MONTHS for story in TABLE]
        self.number, self.files = 0, 0

    def _move_in(self, story: Story, month: Month) -> Home:
        """A rent for that month only: nothing is agreed before it, and nothing to pay after it."""
        what = " ".join(what for _day, what in story.events)
        more = {"kind": Tenancy.Kind.PLACEMENT} if "is placed" in what else {}
        more |= {"holder__is_protected": True} if "is protected" in what else {}
        tenancy = TenancyFactory(case_worker=self.alma, apartment=ApartmentFactory(rooms=2), **more)
        tenancy.rent_terms.update(valid_from=month.month)
        RentTerm.objects.create(tenancy=tenancy, rent_ore=0, valid_from=next_month(month.month))
        if "has children" in what:
            Child.objects.create(tenant=tenancy.holder, birth_year=2018)
        return Home(story, month, tenancy)

    def play(self, judge) -> None:
        """Every day on which something happens or is judged, in order; in its evening `judge(on, [(home, letter, what
        is so)])`."""
        self._charge(MONTHS[0].P - timedelta(days=20))
        for on in sorted(self._days()):
            self._night(on)
            for home in self.homes:
                self._happen(home, on)
            self._bank(on)
            asked = ((home, letter, what) for home in self.homes for letter, what in home.story.expected)
            judge(on, [row for row in asked if row[0].day(row[1]) == on])

    def _days(self) -> set[date]:
        moments = {getattr(month, letter) for month in MONTHS for letter in "PSTLKFZ"}
        return moments | {day + _DAY for day in moments}

    def _charge(self, on: date) -> None:
        for month in MONTHS:
            ledger.charge_month(month=month.month, on=on)
        charges = {charge.tenancy_id: charge for charge in Charge.objects.all()}
        for home in self.homes:
            home.charge = charges[home.tenancy.pk]

    def _night(self, on: date) -> None:
        yesterday = datetime.combine(on - _DAY, datetime.min.time(), STOCKHOLM)
        ledger.say_no_more_files(through_on=on - _DAY, by=self.finn, at=yesterday)
        outreach.run_night(on=on, at=datetime.combine(on, datetime.min.time().replace(hour=4), STOCKHOLM))

    # --- what happens ------------------------------------------------------------------------------------------------

    def _happen(self, home: Home, on: date) -> None:
        for letter, what in home.story.events:
            if home.day(letter) == on:
                verb, *rest = what.split(" ", 1)
                getattr(self, f"_{verb}")(home, on, *rest)

    def _bank(self, on: date) -> None:
        """What came in on the day: one file of payments, one of what the bank took back."""
        for paid, format, is_reversal in ((self._paid, "BgMax 01", False), (self._back, "camt.054.001.08", True)):
            if not paid[on]:
                continue
            self.files += 1
            receiver = BANKGIRO if format.startswith("BgMax") else IBAN
            booked = (Booked(on, tuple(paid[on]), self.files, is_reversal=is_reversal),)
            evening = datetime.combine(on, datetime.min.time().replace(hour=17), STOCKHOLM)
            data = write(Delivery(receiver, evening, booked), format)
            facts = {"name": f"{on}", "via": "upload", "on": on, "at": evening, "receivers": (BANKGIRO, IBAN)}
            assert not ledger.import_bank_file(data, **facts).is_rejected

    @property
    def _paid(self):
        return self.__dict__.setdefault("_coming", defaultdict(list))

    @property
    def _back(self):
        return self.__dict__.setdefault("_going", defaultdict(list))

    def _pays(self, home: Home, on: date, what: str) -> None:
        kronor, _space, how = what.partition(" ")
        ocr = home.charge.ocr
        slip = ocr[:2] + str((int(ocr[2]) + 1) % 10) + ocr[3:]
        reference = {"": ocr, "without a word": f"hyra {home.tenancy.pk}x", "with a slip": slip}[how]
        self._paid[on].append(Paid(parse_kronor(kronor), (reference,), payer=f"Payer {home.tenancy.pk}"))

    def _found(self, home: Home, on: date) -> None:
        payment = Payment.objects.get(payer_name=f"Payer {home.tenancy.pk}")
        facts = {"amount_ore": payment.amount_ore, "why": "samma avsändare", "by": self.finn, "on": on}
        ledger.allocate_by_hand(payment, home.charge, **facts)

    def _credited(self, home: Home, on: date, kronor: str) -> None:
        ore = parse_kronor(kronor)
        ledger.credit_charge(home.charge, amount_ore=ore, why="fel debiterat", by=self.finn, on=on)

    def _taken(self, home: Home, on: date, _back: str) -> None:
        self._back[on].append(Paid(RENT_ORE, (home.charge.ocr,), payer=f"Payer {home.tenancy.pk}"))

    def _decided(self, home: Home, on: date) -> None:
        reversal = Payment.objects.undecided_reversals().get(tenancy=home.tenancy)
        payment = Payment.objects.get(tenancy=home.tenancy, source=Payment.Source.BANK)
        ledger.decide_reversal(reversal, payment=payment, why="banken tog tillbaka", by=self.finn, on=on)

    def _moves(self, home: Home, on: date, _out: str) -> None:
        fields = {"ends_on": on + _DAY, "end_reason": "own_lease", "next_review_on": None}
        Tenancy.objects.filter(pk=home.tenancy.pk).update(**fields)

    def _is(self, home: Home, on: date, what: str) -> None:
        """Protected, or placed: so from the beginning."""

    _has = _is

    def _incident(self, home: Home, on: date) -> None:
        IncidentFactory(tenancy=home.tenancy, seriousness="serious", happened_on=on, recorded_on=on)

    def _hold(self, home: Home, on: date, _to: str) -> None:
        stops = {"stops_cases": True, "stops_demands": True, "stops_interest": True}
        ledger.set_hold(home.tenancy, from_on=on, until_on=home.day("Z"), why="sjukhus", **stops, by=self.alma, on=on)

    def _plan(self, home: Home, on: date) -> None:
        """The whole rent in one part, after everything that the table looks at."""
        budget = {"income_day": 25, "left_ore": RENT_ORE, "tolerance_ore": 0}
        charge = Charge.objects.get(pk=home.charge.pk)
        parts = [Part(home.day("Z") + timedelta(weeks=2), charge.open_ore)]
        at = datetime.combine(on, datetime.min.time(), STOCKHOLM)
        ledger.make_plan(home.tenancy, charges=[charge], parts=parts, **budget, by=self.alma, on=on, at=at)

    def _written(self, home: Home, on: date, _off: str) -> None:
        facts = {"amount_ore": RENT_ORE, "why": "dödsbo utan tillgångar", "on": on}
        asked = ledger.ask_write_off(home.charge, by=self.finn, **facts)
        ledger.decide_write_off(asked, by=self.miriam, on=on)
