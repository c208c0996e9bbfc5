"""A month's rents: what was charged, and how much of it came in time, came late, or has not come."""

from dataclasses import dataclass

from django.db.models import Case, Count, DateField, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from bolots import guidelines

from .models import Payment
from .rules.late import last_day_in_time

IN_TIME, LATE, UNPAID, CREDITED, WRITTEN_OFF = "in_time", "late", "unpaid", "credited", "written_off"
STATES = (IN_TIME, LATE, UNPAID, CREDITED, WRITTEN_OFF)


@dataclass(frozen=True, slots=True)
class Share:
    """Part of a month's charges: homes whose rent ended so, and the öre that did (a home may have some of each)."""

    homes: int
    ore: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A month in öre: charged = in time + late + unpaid + written off, after what was credited.

    `credited.homes` owe nothing more.
    """

    charged: Share
    credited: Share
    in_time: Share
    late: Share
    unpaid: Share
    written_off: Share

    def count_of(self, state: str = "") -> int:
        """How many charges ended in the state; all of them without one."""
        return getattr(self, state).homes if state else self.charged.homes + self.credited.homes


def with_state(charges, *, on):
    """Annotate each charge with `credited_ore`, `written_off_ore`, `in_time_ore`, `late_ore`, `state`, and `late_by`.

    In time: booked by `last_day`, the last that raises no flag. Only standing allocations count. One query, for the due
    days and the days of grace that hold on the day.
    """
    grace = guidelines.column("grace_bank_days", on)
    due_days = charges.order_by().values_list("safe_due_on", grace).distinct()
    last_days = {day: last_day_in_time(day, guidelines.value("grace_bank_days", days)) for day, days in due_days}
    last_day = Case(
        *[When(safe_due_on=day, then=Value(last)) for day, last in last_days.items()],
        default=F("safe_due_on"),
        output_field=DateField(),
    )
    standing = Q(allocations__ore__gt=0, allocations__reversed_by=None)
    credit = Q(allocations__payment__source=Payment.Source.CREDIT_NOTE)
    write_off = Q(allocations__payment__source=Payment.Source.WRITE_OFF)
    money = standing & ~Q(allocations__payment__source__in=Payment.FORGIVEN)
    in_time = Q(allocations__payment__effective_on__lte=F("last_day"))
    return charges.annotate(
        last_day=last_day,
        late_by=Value(on, DateField()) - F("safe_due_on"),
        credited_ore=_sum(standing & credit),
        written_off_ore=_sum(standing & write_off),
        in_time_ore=_sum(money & in_time),
        late_ore=_sum(money & ~in_time),
        state=Case(
            When(open_ore__gt=0, then=Value(UNPAID)),
            When(written_off_ore__gt=0, then=Value(WRITTEN_OFF)),
            When(late_ore__gt=0, then=Value(LATE)),
            When(in_time_ore__gt=0, then=Value(IN_TIME)),
            default=Value(CREDITED),
        ),
    )


def figures(charges) -> Figures:
    """The figures of charges that have their state. One query."""
    sums = charges.aggregate(
        amount=Coalesce(Sum("amount_ore"), 0),
        credited=Coalesce(Sum("credited_ore"), 0),
        unpaid=Coalesce(Sum("open_ore"), 0),
        in_time=Coalesce(Sum("in_time_ore"), 0),
        late=Coalesce(Sum("late_ore"), 0),
        written_off=Coalesce(Sum("written_off_ore"), 0),
        **{f"{name}_homes": Count("pk", filter=Q(state=name)) for name in STATES},
    )
    shares = {name: Share(sums[f"{name}_homes"], sums[name]) for name in STATES}
    homes = sum(share.homes for name, share in shares.items() if name != CREDITED)
    return Figures(charged=Share(homes, sums["amount"] - sums["credited"]), **shares)


def _sum(condition):
    return Coalesce(Sum("allocations__ore", filter=condition), 0)
