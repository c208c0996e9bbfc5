"""Late interest and fees of rents as they stand in the ledger: set-based, a constant number of queries.

Interest is read from what was open each day by law (`effective_on`). A credit note says that the charge was wrong, so
that what it credits never bore interest. Days that have been charged are never charged again, also when a newer version
has replaced the rent.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum

from bolots import guidelines
from tenancies.models import Tenancy

from .models import Allocation, Charge, Hold, InterestWaiver, Payment, ReferenceRate, StatutoryFee
from .rules import interest as rules
from .rules.interest import Interest
from .rules.rates import Fee, Rate, known_fees, known_rates, most_ore
from .versions import root_of, roots_of

__all__ = [
    "Interest",
    "Terms",
    "demand_fee_ore",
    "fees",
    "fees_on",
    "interest_on",
    "rates",
    "reminder_fee_ore",
    "terms_of",
    "terms_of_rents",
]
Kind = Charge.Kind
ASKED = {Kind.FEE: "reminder", Kind.COST: "demand"}  # what a fee or a cost is asked for, by the statute's kinds
_DAY = timedelta(days=1)


def rates() -> tuple[Rate, ...]:
    """The reference rates that are known: published, and entered by the unit. One query."""
    rows = ReferenceRate.objects.values_list("valid_from", "hundredths", "source")
    return known_rates(Rate(*row) for row in rows)


def fees() -> tuple[Fee, ...]:
    """The statutory fees that are known: published, and entered by the unit. One query."""
    rows = StatutoryFee.objects.values_list("kind", "valid_from", "most_ore", "source")
    return known_fees(Fee(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides the interest of one rent: what moved it (day, öre), and when it is stopped (first day, first after).

    `extras` are the interest, the fee and the cost that any of its versions has been charged, the oldest first.
    """

    charge: Charge
    moves: tuple[tuple[date, int], ...]
    stopped: tuple[tuple[date, date], ...]
    extras: tuple[Charge, ...]
    waiver: InterestWaiver | None

    @property
    def first_on(self) -> date:
        """The first day that bears interest, were the rent not paid."""
        return self.charge.safe_due_on + _DAY

    @property
    def charged_until(self) -> date:
        """The first day whose interest is not charged yet."""
        return max([self.first_on, *(extra.until_on for extra in self.extras if extra.until_on)])

    def has_had(self, kind: str) -> bool:
        """Whether the one reminder fee, or the one cost, has been charged."""
        return any(extra.kind == kind for extra in self.extras)

    def until(self, after: date, known: tuple[Rate, ...]) -> Interest:
        """The interest that is not charged yet, up to but not including a day; nothing when it is waived."""
        if self.waiver or self.charge.kind not in Charge.DEBT_KINDS:
            return Interest()
        return self._between(self.charged_until, after, known)

    def as_charged(self, known: tuple[Rate, ...]) -> Interest:
        """What the days that have been charged come to as the ledger stands now: money may have come in later."""
        return self._between(self.first_on, self.charged_until, known)

    def as_demanded(self, known: tuple[Rate, ...]) -> list[rules.Part]:
        """How the interest of this version that is charged and not paid was counted (inkassolagen 5 §)."""
        made = [extra for extra in self.extras if extra.kind == Kind.INTEREST and extra.about_id == self.charge.pk]
        days = [(extra.from_on, extra.until_on) for extra in made if extra.open_ore]
        return [part for first, after in days for part in self._between(first, after, known).parts if part.ore]

    def _between(self, first: date, after: date, known: tuple[Rate, ...]) -> Interest:
        capital = rules.open_by_day(self.charge.amount_ore, self.moves, from_on=first, until_on=after)
        return rules.interest_on(capital, known, self.stopped)


def terms_of(charge_ids: Iterable[int]) -> dict[int, Terms]:
    """Each rent's terms. Six queries, whatever the number."""
    return terms_of_rents(Charge.objects.filter(pk__in=list(charge_ids)))


def terms_of_rents(rents: Iterable[Charge]) -> dict[int, Terms]:
    """The same of rents that have just been read. Five queries."""
    charges = {charge.pk: charge for charge in rents}
    versions = roots_of(charges.values())
    moves, stopped = _moves(charges), _stopped({charge.tenancy_id for charge in charges.values()})
    extras, waivers = _extras(versions), _waivers(versions)
    return {
        pk: Terms(
            charge,
            tuple(moves[pk]),
            tuple(stopped[charge.tenancy_id]),
            tuple(extras[root_of(charge)]),
            waivers.get(root_of(charge)),
        )
        for pk, charge in charges.items()
    }


def interest_on(charge_ids: Iterable[int], day: date) -> dict[int, Interest]:
    """Late interest of each rent that is not charged yet, up to and including the day. Seven queries.

    From the day after the safe due day, on what was open each day, but for days of a hold that stops interest; nothing
    when it is waived, or for what is no rent.
    """
    known = rates()
    return {pk: terms.until(day + _DAY, known) for pk, terms in terms_of(charge_ids).items()}


def _moves(charges: Collection[int]) -> dict[int, list[tuple[date, int]]]:
    moves = defaultdict(list)
    rows = Allocation.objects.filter(charge__in=list(charges)).values_list(
        "charge_id", "effective_on", "ore", "payment__source"
    )
    for charge_id, day, ore, source in rows:
        moves[charge_id].append((date.min if source == Payment.Source.CREDIT_NOTE else day, ore))
    return moves


def _stopped(tenancies: Collection[int]) -> dict[int, list[tuple[date, date]]]:
    stopped = defaultdict(list)
    holds = Hold.objects.filter(tenancy__in=tenancies, stops_interest=True)
    for tenancy_id, *period in holds.values_list("tenancy_id", "from_on", "until_on"):
        stopped[tenancy_id].append(tuple(period))
    return stopped


def _extras(versions: dict[int, int]) -> dict[int, list[Charge]]:
    """Interest, fees and costs, by the first version of the rent that they are about."""
    extras = defaultdict(list)
    for extra in Charge.objects.filter(about__in=list(versions)).order_by("effective_on", "pk"):
        extras[versions[extra.about_id]].append(extra)
    return extras


def _waivers(versions: dict[int, int]) -> dict[int, InterestWaiver]:
    rows = InterestWaiver.objects.filter(charge__in=list(versions)).select_related("by")
    return {versions[row.charge_id]: row for row in rows}


def uncredited(terms: Terms) -> list[tuple[Charge, int]]:
    """The interest that has been charged of a rent, with what of it no credit note has taken back, öre. One query."""
    made = [extra for extra in terms.extras if extra.kind == Kind.INTEREST]
    notes = Payment.objects.filter(source=Payment.Source.CREDIT_NOTE, ocr__in=[extra.ocr for extra in made])
    credited = dict(notes.values("ocr").annotate(ore=Sum("amount_ore")).values_list("ocr", "ore"))
    left = [(extra, extra.amount_ore - credited.get(extra.ocr, 0)) for extra in made]
    return [(extra, ore) for extra, ore in left if ore]


def reminder_fee_ore(tenancy, charge, day: date) -> int:
    """What may be asked for a reminder of a rent, öre: what the unit asks, at most the statutory fee (lag 1981:739).

    0 when the lease allowed none when the debt arose (2 §), or one has been charged.
    """
    return fees_on(Kind.FEE, [charge], day)[charge.pk] if is_agreed(tenancy.reminder_fee_agreed_on, charge) else 0


def demand_fee_ore(day: date) -> int:
    """What may be asked for a demand, öre: what the unit asks, at most the statutory fee (lag 1981:739 4 §)."""
    return min(guidelines.on(day).demand_fee_ore, most_ore(fees(), ASKED[Kind.COST], day))


def fees_on(kind: str, charges: Collection[Charge], day: date) -> dict[int, int]:
    """What may be asked for a reminder (fee) or a demand (cost) of each rent on the day, öre. Five queries.

    0 for what is no rent, or has had its one already, in any version; a reminder also where the lease allowed none.
    """
    held, most = guidelines.on(day), most_ore(fees(), ASKED[kind], day)
    ore = min(held.reminder_fee_ore if kind == Kind.FEE else held.demand_fee_ore, most)
    had, agreed = _had(kind, charges), _agreed(charges)
    return {
        charge.pk: ore
        if charge.kind in Charge.DEBT_KINDS
        and charge.pk not in had
        and (kind == Kind.COST or is_agreed(agreed[charge.tenancy_id], charge))
        else 0
        for charge in charges
    }


def _had(kind: str, charges: Collection[Charge]) -> set[int]:
    """The rents that have had their one reminder fee or cost, in any version."""
    versions = roots_of(charges)
    had = {
        versions[pk]
        for pk in Charge.objects.filter(about__in=list(versions), kind=kind).values_list("about_id", flat=True)
    }
    return {charge.pk for charge in charges if root_of(charge) in had}


def _agreed(charges: Collection[Charge]) -> dict[int, date | None]:
    tenancies = Tenancy.objects.filter(pk__in={charge.tenancy_id for charge in charges})
    return dict(tenancies.values_list("pk", "reminder_fee_agreed_on"))


def is_agreed(agreed_on: date | None, charge: Charge) -> bool:
    """Whether the lease allowed a reminder fee when the debt arose (lag 1981:739 2 §): the earliest of its days."""
    return agreed_on is not None and agreed_on <= min(charge.effective_on, charge.statutory_due_on)
