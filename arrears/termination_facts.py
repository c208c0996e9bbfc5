"""What ledger, register and outreach say of a home that may be terminated: the facts for `rules.termination`."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Count, Exists, F, IntegerField, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from bolots import calendar, guidelines
from tenancies.models import Tenancy

from . import doubts
from .claims import too_late
from .landlord import landlord
from .models import Charge, Clearance, Hold, Payment, PaymentPlan, TerminationCharge
from .rules.due_dates import DueDates, forfeiture_after_respite
from .rules.termination import Facts, Misconduct, Rent
from .saved import roots
from .versions import any_version, root_of


@dataclass(frozen=True, slots=True)
class Named:
    """A rent that a termination names, as its newest version stands. `named_ore` is what the termination says,
    `open_ore` what is open now, `left_ore` what was left on the day that is asked for, as money counts in law."""

    charge: Charge
    named_ore: int | None
    open_ore: int
    left_ore: int

    @property
    def is_paid_in_time(self) -> bool:
        """Nothing is open, and nothing was on the day."""
        return self.open_ore <= 0 and self.left_ore <= 0


def forfeiture_from(charge, respite: date | None = None) -> date:
    """The first day on which the rent may cost the home (JB 12:42); later, when it was due before a `respite` ended."""
    first = DueDates(charge.printed_due_on, charge.statutory_due_on, charge.safe_due_on).forfeiture_from
    if respite is None or respite <= charge.safe_due_on:
        return first
    return max(first, forfeiture_after_respite(respite))


def _over(tenancy, on: date):
    """The respites of the home (or of an outer row's) that stopped terminations and are over by the day."""
    return Hold.objects.filter(tenancy=tenancy, stops_demands=True, until_on__lte=on, until_on__gt=F("from_on"))


def forfeitable(tenancy, on: date) -> list[Charge]:
    """The unpaid rents that are more than a week late, oldest first. Fees, interest and costs never are (JB 12:44), nor
    is a rent that the home was saved from before; what has lapsed can be claimed no more (lag 1981:130 2 §).
    """
    rents = Charge.objects.of(tenancy).unpaid().filter(kind__in=Charge.DEBT_KINDS, replaced_by=None)
    due = list(rents.filter(safe_due_on__lt=on).order_by("safe_due_on", "pk"))
    respite = _over(tenancy, on).aggregate(last=Max("until_on"))["last"] if due else None
    late = [charge for charge in due if forfeiture_from(charge, respite) <= on]
    lapsed, saved = too_late(late, on), set(roots(tenancy)) if late else set()
    return [charge for charge in late if charge.pk not in lapsed and root_of(charge) not in saved]


def named(terminations, day: date | None = None) -> dict[int, list[Named]]:
    """The rents that each termination names, oldest first, as true on the `day` (None: with all that is known)."""
    rows = list(TerminationCharge.objects.filter(termination__in=terminations).select_related("charge"))
    newest = _newest({root_of(row.charge) for row in rows}, day)
    found: dict[int, list[Named]] = {}
    for row in sorted(rows, key=lambda row: (row.charge.safe_due_on, row.charge_id)):
        charge = newest[root_of(row.charge)]
        left = charge.amount_ore - charge.settled_ore
        found.setdefault(row.termination_id, []).append(Named(charge, row.open_ore, charge.open_ore, left))
    return found


def _newest(firsts: set[int], day: date | None) -> dict[int, Charge]:
    """The newest version of each rent, by its first one's key, with what had settled it by the day."""
    counts = Q() if day is None else Q(allocations__effective_on__lte=day)
    versions = Charge.objects.newest().filter(any_version(firsts))
    settled = versions.annotate(settled_ore=Coalesce(Sum("allocations__ore", filter=counts), 0))
    return {root_of(charge): charge for charge in settled}


def of_draft(tenancy, *, charges, incident, why_at_once: str, is_from_crime: bool, user, on: date) -> Facts:
    """The facts of what somebody is about to draft."""
    rents = [Named(charge, None, charge.open_ore, charge.open_ore) for charge in charges]
    said = {"why_at_once": why_at_once, "is_from_crime": is_from_crime}
    is_about_rent = not incident or bool(charges)
    said |= {"is_about_rent": is_about_rent, "incident": incident}
    return _facts(tenancy, rents=rents, **said, user=user, on=on, day=on)


def of(termination, *, user, on: date, day: date | None = None) -> Facts:
    """The facts of a termination on the day `on`; with `day`, its rents as they were true on that day (the service)."""
    rents = named([termination], day).get(termination.pk, [])
    said = {"is_about_rent": termination.is_about_rent, "why_at_once": termination.why_at_once, "is_from_crime": False}
    said |= {"incident": termination.incident, "papers": termination.papers.all()}
    return _facts(termination.tenancy, rents=rents, **said, user=user, on=on, day=day or on)


def _facts(tenancy, *, rents, is_about_rent, incident, why_at_once, is_from_crime, user, on, day, papers=()) -> Facts:
    """What was so on the `day`, as it is known `on` the day of asking."""
    since = since_when([rent.charge for rent in rents], incident)
    values = guidelines.on(on)
    doubted, through, mismatches = doubts.about(tenancy, on, values)
    home = _home(tenancy, user, _alike(rents, doubted), since, day)
    stale = through is None or calendar.bank_days_between(through, day) > values.freshness_alarm_bank_days
    return Facts(
        on=day,
        is_about_rent=is_about_rent,
        rents=_rents(home, rents),
        misconduct=_misconduct(incident, why_at_once) if incident else None,
        has_lease=home.kind == Tenancy.Kind.LEASE,
        is_over=home.is_over(day),
        is_hidden=home.holder.is_protected and not home.is_involved,
        is_from_crime=is_from_crime,
        threshold_ore=values.case_threshold_ore,
        credit_ore=home.credit_ore,
        is_on_hold=home.is_on_hold,
        has_plan=home.has_plan,
        reversal_waits=home.reversal_waits,
        stray_money=len(doubted),
        unmatched=home.unmatched,
        paid_through=through,
        is_fresh=not stale,
        is_proven=not mismatches,
        clear_from=since,
        contact_on=home.contact_on,
        children_on=home.children_on,
        missing=tuple(_missing(home)),
        has_postcode=bool(home.apartment.postcode and home.apartment.town),
        changed=tuple(_changed(home, papers)),
    )


def _rents(home, rents) -> tuple[Rent, ...]:
    saved, respite = set(home.saved), home.respite_until
    return tuple(
        Rent(r.charge.month, r.left_ore, r.named_ore, forfeiture_from(r.charge, respite), root_of(r.charge) in saved)
        for r in rents
    )


def since_when(charges, incident) -> date:
    """From when contact and child check count: the newest rent's due day, the incident's; for both the later one."""
    rent_on = max((charge.safe_due_on for charge in charges), default=date.min)
    return max(rent_on, incident.happened_on if incident else date.min)


def _misconduct(incident, why_at_once: str) -> Misconduct:
    correction = getattr(incident, "correction", None)
    return Misconduct(
        incident.seriousness,
        incident.notified_on,
        correction and correction.issued_on,
        correction and correction.correct_by_on,
        not incident.is_open,
        why_at_once,
    )


def _home(tenancy, user, alike, since: date, on: date):
    """The home with everything that is asked of it on a day, in one question."""
    own = {"tenancy": OuterRef("pk")}
    credits = Payment.objects.credits().filter(**own).order_by().values("tenancy")
    done = Clearance.objects.since(since).filter(**own, done_on__lte=on).order_by().values("tenancy")
    involved = Tenancy.objects.filter(pk=OuterRef("pk")).exclude(pk__in=Tenancy.objects.hidden_from(user))
    return (
        Tenancy.objects.select_related("holder", "apartment")
        .annotate(
            is_involved=Exists(involved),
            is_on_hold=Exists(Hold.objects.running_on(on).filter(**own, stops_demands=True)),
            has_plan=Exists(PaymentPlan.objects.running().filter(**own)),
            reversal_waits=Exists(Payment.objects.undecided_reversals().filter(**own)),
            unmatched=_sum(alike.order_by().values("source").annotate(n=Count("pk")), IntegerField()),
            respite_until=Subquery(_over(OuterRef("pk"), on).order_by("-until_on").values("until_on")[:1]),
            saved=ArraySubquery(roots(OuterRef("pk"))),
            credit_ore=_sum(credits.annotate(n=Sum("unallocated_ore")), BigIntegerField()),
            contact_on=Subquery(done.filter(kind="contact").annotate(n=Max("done_on")).values("n")),
            children_on=Subquery(done.filter(kind="children").annotate(n=Max("done_on")).values("n")),
        )
        .get(pk=tenancy.pk)
    )


def _alike(rents, doubted):
    """Unmatched money of exactly an open amount, beside what is doubted already: a warning, for others owe the same."""
    amounts = [rent.open_ore for rent in rents]
    return Payment.objects.unmatched().filter(unallocated_ore__in=amounts).exclude(pk__in=doubted)


def _sum(rows, output):
    return Coalesce(Subquery(rows.values("n")[:1], output_field=output), 0, output_field=output)


def _missing(home):
    """What the papers would have to leave out (förordning 1978:314)."""
    own, flat = landlord(), home.apartment
    said = {
        "name": home.holder.name.strip(),
        "address": flat.street.strip() and flat.number.strip(),
        "rooms": flat.rooms,
        "landlord": own.name and own.street and own.place and own.phone and own.bankgiro,
    }
    return (code for code, value in said.items() if not value)


def printed(home) -> dict:
    """What the papers say of tenant and home."""
    return {"name": home.holder.name, "address": home.apartment.address, "rooms": home.apartment.rooms}


def _changed(home, papers):
    """What the papers say that is not so any more."""
    now = printed(home)
    return (code for code in now if any(getattr(paper, code) != now[code] for paper in papers))
