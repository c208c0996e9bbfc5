"""Where unmatched money may belong (decision 40): charges, with the reasons for each. A person decides; none is chosen.

What staff have said of a payer's earlier money weighs more than what its OCRs did; a home that they took such money
away from weighs against. Within a home, undesignated money is suggested first to the rent that threatens the home
(NJA 2013 s. 1190): see `rules.undesignated`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Value, When, Window
from django.db.models.functions import Lower, RowNumber

from tenancies.models import Tenancy

from .models import Allocation, Attribution, Charge, Payment, Termination, TerminationCharge
from .rules.designation import candidates
from .rules.ocr import near_misses, neighbours
from .rules.undesignated import turn
from .versions import open_version

WEIGHTS = {
    "named": 100,  # the payer wrote this OCR
    "named_in_text": 80,
    "near_ocr": 60,  # one digit wrong, missing, too many, or two swapped
    "named_paid": 50,  # the payer wrote the OCR of a rent of this home that is paid already
    "payer_chosen": 45,  # staff have given money of the same account or name to this home
    "payer_before": 40,  # the same account or name has paid for this home
    "only_amount": 35,  # the only open charge of exactly this amount
    "apartment": 30,  # the apartment's number stands in the text
    "amount": 25,  # exactly this amount is open
    "holder": 20,  # the payer is called like the tenant
    "recovery": 15,  # the home is terminated, and this rent can still win it back
    "near_week": 8,  # of the home's rents, the one nearest to being a week late
    "oldest": 5,  # the home's oldest open rent
    "payer_moved": -40,  # staff have taken money of this payer away from this home
}
GONE = ("withdrawal", "split")  # what is settled so is not that home's money: taken out of the book, or divided
MOST = 3  # suggestions for a payment
FEW = 3  # charges of one amount; more of them say nothing


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A charge, and why: (code, params) from the strongest reason down. `weight` orders, and tells sure from unsure."""

    charge: Charge
    reasons: tuple[tuple[str, dict], ...]
    weight: int


@dataclass
class _Clue:
    """What is known of one payment's belonging: reasons for single charges, and for homes."""

    payment: Payment
    charges: dict[int, dict[str, dict]] = field(default_factory=lambda: defaultdict(dict))
    homes: dict[int, dict[str, dict]] = field(default_factory=lambda: defaultdict(dict))
    moved: dict[int, int] = field(default_factory=dict)  # home → how often staff took this payer's money away from it

    @cached_property
    def named(self) -> set[str]:
        return {number for said in self.payment.references for number in candidates(said)}

    @cached_property
    def in_text(self) -> set[str]:
        return set(candidates(self.payment.message)) - self.named

    @cached_property
    def typed(self) -> str:
        """The one number that may be an OCR with a slip in it."""
        return max(self.named, key=len, default="")


def suggest(payments: Iterable[Payment], *, on: date) -> dict[int, list[Suggestion]]:
    """At most three suggestions for each payment, the strongest first. Four queries, however many payments."""
    clues = [_Clue(payment) for payment in payments if payment.unallocated_ore > 0]
    _by_ocr(clues)
    _by_payer(clues)
    _by_home(clues)
    charges = _open_charges(clues, on)
    _by_amount(clues, charges)
    found = _in_turn(charges, on)
    return {clue.payment.pk: _ranked(clue, found) for clue in clues}


def _by_ocr(clues: Sequence[_Clue]) -> None:
    wanted = {ocr for clue in clues for ocr in clue.named | clue.in_text | neighbours(clue.typed)}
    rows = Charge.objects.filter(ocr__in=list(wanted)).annotate(version=open_version())
    known = {charge.ocr: charge for charge in rows}
    for clue in clues:
        near = near_misses(clue.typed, known) if clue.typed else ()
        said = [("named", clue.named), ("named_in_text", clue.in_text), ("near_ocr", near)]
        for code, ocr in ((code, ocr) for code, ocrs in said for ocr in ocrs if ocr in known):
            charge = known[ocr]
            if charge.open_ore or charge.version:  # an old notice's OCR names the newest version
                clue.charges[charge.version or charge.pk][code] = {"ocr": ocr}
            elif code != "near_ocr":
                clue.homes[charge.tenancy_id]["named_paid"] = {"ocr": ocr}


def _by_payer(clues: Sequence[_Clue]) -> None:
    """Homes that the same account has paid for; without an account, the same name. And what staff have said of that:
    money that they gave to a home and that is still there speaks for it, money that they took away again against. A
    division says what they chose of each share; neither the whole, nor what has left the book, says anything more."""
    accounts = {clue.payment.payer_account for clue in clues} - {""}
    names = {clue.payment.payer_name for clue in clues if not clue.payment.payer_account} - {""}
    same = Q(payer_account__in=accounts) | Q(payer_account="", payer_name__in=names)
    gone = Allocation.objects.standing().filter(payment=OuterRef("pk"), taken_back_by__source__in=GONE)
    money = Payment.objects.filter(~Exists(gone), same, source__in=Payment.MONEY)
    money = money.exclude(deposit__undone_on__isnull=False)
    paid, chosen, moved = _before(money)
    for clue in clues:
        payer = clue.payment.payer_account or clue.payment.payer_name
        for tenancy_id in {*paid[payer], *moved[payer]} if payer else ():
            right, by_hand, wrong = (some[payer][tenancy_id] for some in (paid, chosen, moved))
            if right > wrong:
                clue.homes[tenancy_id]["payer_chosen" if by_hand else "payer_before"] = {"times": by_hand or right}
            if wrong:
                clue.moved[tenancy_id] = wrong


Times = dict[str, Counter[int]]  # payer → home → how often


def _before(money) -> tuple[Times, Times, Times]:
    """How often each payer's money was a home's, by OCR or by hand; and by staff, how often it was given to a home and
    is there still, and how often it was moved away from one. One query."""
    times: dict[str, Times] = {what: defaultdict(Counter) for what in ("paid", "chosen", "moved")}
    for what, account, name, tenancy_id, count in _paid(money).union(_said(money), all=True):
        times[what][account or name][tenancy_id] += count
    return times["paid"], times["chosen"], times["moved"]


def _paid(money):
    """(what, account, name, home, how often)."""
    rows = money.filter(tenancy__isnull=False).annotate(what=Value("paid", CharField()))
    columns = ("what", "payer_account", "payer_name", "tenancy")
    return rows.order_by().values_list(*columns).annotate(times=Count("pk"))


def _said(money):
    """The same of what staff have said: each word counts."""
    is_there = Exists(Payment.objects.filter(pk=OuterRef("payment"), tenancy=OuterRef("tenancy")))
    what = Case(When(is_there, then=Value("chosen")), default=Value("moved"), output_field=CharField())
    rows = Attribution.objects.by_people().filter(payment__in=money, tenancy__isnull=False).annotate(what=what)
    columns = ("what", "payment__payer_account", "payment__payer_name", "tenancy")
    return rows.order_by().values_list(*columns).annotate(times=Count("pk"))


def _by_home(clues: Sequence[_Clue]) -> None:
    """Homes whose number stands in the text, and those whose tenant is called like the payer."""
    numbers = {number for clue in clues for number in clue.named | clue.in_text}
    called = {name for clue in clues for name in orders(clue.payment.payer_name)}
    homes = Tenancy.objects.annotate(called=Lower("holder__name"))
    rows = homes.filter(Q(apartment__number__in=numbers) | Q(called__in=called))
    for tenancy_id, number, name in rows.values_list("pk", "apartment__number", "called"):
        for clue in clues:
            if number in clue.named | clue.in_text:
                clue.homes[tenancy_id]["apartment"] = {"number": number}
            if name in orders(clue.payment.payer_name):
                clue.homes[tenancy_id]["holder"] = {}


def orders(name: str) -> set[str]:
    """A name as banks write it: first name first, or last."""
    words = name.lower().replace(",", " ").split()
    return {" ".join(words), " ".join(words[1:] + words[:1]), " ".join(words[-1:] + words[:-1])} if words else set()


def _open_charges(clues: Sequence[_Clue], on: date) -> list[Charge]:
    """The open charges that any reason so far points to, and a few of each payment's amount; oldest first. One query.

    `nth` counts those of an amount. `is_recovering`: paid in time, it wins back a home that is terminated.
    """
    amounts = {clue.payment.unallocated_ore for clue in clues}
    pointed = Q(pk__in={pk for clue in clues for pk in clue.charges})
    pointed |= Q(tenancy__in={home for clue in clues for home in clue.homes})
    nth = Window(RowNumber(), partition_by=F("open_ore"), order_by=("safe_due_on", "pk"))
    running = Termination.objects.open().filter(recovery_ends_on__gte=on)
    named = TerminationCharge.objects.filter(charge=OuterRef("pk"), termination__in=running)
    rows = Charge.objects.unpaid().filter(pointed | Q(open_ore__in=amounts))
    rows = rows.annotate(nth=nth, is_recovering=Exists(named)).filter(pointed | Q(nth__lte=FEW + 1))
    return list(rows.order_by("safe_due_on", "pk"))


def _by_amount(clues: Sequence[_Clue], found: Sequence[Charge]) -> None:
    """Charges of exactly a payment's amount; many of one amount say nothing."""
    alike: dict[int, list[int]] = defaultdict(list)
    for charge in found:
        if charge.nth <= FEW + 1:
            alike[charge.open_ore].append(charge.pk)
    for clue in clues:
        same = alike[clue.payment.unallocated_ore]
        for pk in same if len(same) <= FEW else ():
            clue.charges[pk]["only_amount" if len(same) == 1 else "amount"] = {}


def _in_turn(charges: Sequence[Charge], on: date) -> list[Charge]:
    """The charges in the turn in which undesignated money is suggested to a home's, each with its reason."""
    turns = {c.pk: turn(c.kind, c.safe_due_on, is_recovering=c.is_recovering, on=on) for c in charges}
    for charge in charges:
        charge.turn = turns[charge.pk].why
    return sorted(charges, key=lambda charge: (turns[charge.pk].place, charge.safe_due_on, charge.pk))


def _ranked(clue: _Clue, found: Sequence[Charge]) -> list[Suggestion]:
    suggestions, seen = [], set()
    oldest = {charge.tenancy_id: charge for charge in sorted(found, key=lambda c: (c.safe_due_on, c.pk), reverse=True)}
    for charge in found:
        own, home = clue.charges.get(charge.pk, {}), clue.homes.get(charge.tenancy_id, {})
        reasons = {**own, **home}
        if not reasons:
            continue
        if charge.open_ore == clue.payment.unallocated_ore and "only_amount" not in reasons:
            reasons["amount"] = {}
        if home and charge.tenancy_id not in seen:
            is_oldest = charge.turn != "recovery" and oldest[charge.tenancy_id] is charge
            reasons["oldest" if is_oldest else charge.turn] = {}
        if charge.tenancy_id in clue.moved:
            reasons["payer_moved"] = {"times": clue.moved[charge.tenancy_id]}
        seen.add(charge.tenancy_id)
        ordered = sorted(reasons.items(), key=lambda reason: -WEIGHTS[reason[0]])
        suggestions.append(Suggestion(charge, tuple(ordered), sum(WEIGHTS[code] for code in reasons)))
    return sorted(suggestions, key=lambda suggestion: -suggestion.weight)[:MOST]
