"""Everything that happened in a home, as one list of rows with one shape (decision 22).

Each app describes its part in a module that settings name: `entries(tenancy_id, user)` gives shapes. `page` reads them
all with one UNION ALL, by key: no page counts the rows before it. The owning app's `timeline_entry.html` words the row.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from importlib import import_module
from typing import NamedTuple

from django.conf import settings
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone

from bolots import formats
from bolots.models import User

KINDS = ("money", "contact", "paper", "stay", "incident")
PAGE_SIZE = 30
COLUMNS = (
    "t_at",
    "t_rank",
    "t_ref",
    "t_ore",
    "t_day",
    "t_text",
    "t_by",
)  # prefixed: models have fields called `at`, `day`


@dataclass(frozen=True)
class Shape:
    """Rows of one sort: a queryset, and the field name or expression of each column."""

    queryset: QuerySet = field(repr=False)
    kind: str
    what: str
    at: object
    ref: object
    ore: object
    day: object
    text: object
    by: object

    @property
    def template(self) -> str:
        return f"{self.queryset.model._meta.app_label}/timeline_entry.html"


def shape(queryset, *, kind, what, at, ref="pk", ore=None, day=None, text="", by=None) -> Shape:
    """Describe rows for the timeline. `what` is one code in all apps. An `at` that is a date shows no time of day.

    `by` is the key of the user whose name stands beside the day; none for what the system or the bank did.
    """
    return Shape(queryset, kind, what, at, ref, ore, day, Value("") if text == "" else text, by)


def recorded_by(model, **facts):
    """`by` for rows that do not say it themselves: the user of the row's newest snapshot with these facts."""
    snapshots = model.pgh_event_models["insert"].objects.filter(pgh_obj=OuterRef("pk"), **facts).order_by("-pgh_id")
    user = snapshots.annotate(user=KeyTextTransform("user", "pgh_context")).values("user")[:1]
    return Cast(Subquery(user), BigIntegerField())


class Key(NamedTuple):
    """The place of a row in the timeline: a total order, so that no row is shown twice or skipped."""

    at: datetime
    what: str
    ref: int

    def __str__(self):
        return f"{self.at.isoformat()}~{self.what}~{self.ref}"

    @classmethod
    def parse(cls, text: str) -> "Key | None":
        """A key that a person may have changed in the address: anything else is none."""
        try:
            when, what, ref = text.split("~")
            at = datetime.fromisoformat(when)
            key = cls(at.astimezone(UTC), what, int(ref))  # the database knows no offset beyond 16 hours
        except (ValueError, OverflowError):
            return None
        return key if timezone.is_aware(at) and abs(key.ref) < 2**63 else None


@dataclass
class Entry:
    """One row of the page, for its template."""

    shape: Shape
    at: datetime
    ref: int
    ore: int | None
    day: date | None
    text: str
    by: str
    on: date

    @property
    def key(self) -> Key:
        return Key(self.at, self.what, self.ref)

    @property
    def kind(self) -> str:
        return self.shape.kind

    @property
    def what(self) -> str:
        return self.shape.what

    @property
    def template(self) -> str:
        return self.shape.template

    @property
    def label(self) -> str:
        """The words of a `text` that is a code: the choice of the row's own field."""
        choices = self.shape.queryset.model._meta.get_field(self.shape.text).flatchoices
        return str(dict(choices).get(self.text, self.text))

    @cached_property
    def when(self) -> str:
        """The day, with the time if there is one (a date became midnight UTC), and who did it."""
        has_time = self.at.astimezone(UTC).time() != time.min
        said = (formats.stund if has_time else formats.dag)(self.at, self.on)
        return f"{said} · {self.by}" if self.by else said


class Page(NamedTuple):
    entries: list[Entry]
    newer: str  # the key to continue from; "" when there is nothing
    older: str


def page(tenancy_id, user, *, on: date, kind="", before="", after="") -> Page:
    """A page of what happened up to and including `on`, newest first. One query, and one for the authors' names."""
    shapes = sorted((s for s in _shapes(tenancy_id, user) if kind in ("", s.kind)), key=lambda s: s.what)
    newer_than, older_than = Key.parse(after), Key.parse(before)
    end = datetime.combine(on + timedelta(days=1), time.min, UTC)
    bound = newer_than or older_than or Key(end, "", 0)
    rows = _read(shapes, end, bound, is_newer=newer_than is not None)
    has_more = len(rows) > PAGE_SIZE
    names = _names({row[-1] for row in rows} - {None})
    entries = [
        Entry(shapes[rank], at, ref, ore, day, text, names.get(by, ""), on)
        for at, rank, ref, ore, day, text, by in rows[:PAGE_SIZE]
    ]
    if newer_than:
        entries.reverse()
    return Page(
        entries,
        newer=str(entries[0].key) if entries and (older_than or (newer_than and has_more)) else "",
        older=str(entries[-1].key) if entries and (newer_than or has_more) else "",
    )


def _names(user_ids: set[int]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=user_ids).values_list("pk", "first_name")) if user_ids else {}


def _shapes(tenancy_id, user):
    return [s for module in settings.TIMELINE for s in import_module(module).entries(tenancy_id, user)]


def _read(shapes, end, bound, *, is_newer) -> list[tuple]:
    """One row more than a page, from the bound outwards."""
    if not shapes:
        return []
    sign = "" if is_newer else "-"
    order = [sign + column for column in COLUMNS[:3]]
    parts = [_rows(s, rank, end, bound, is_newer).order_by(*order)[: PAGE_SIZE + 1] for rank, s in enumerate(shapes)]
    if len(parts) == 1:
        return list(parts[0])
    return list(parts[0].union(*parts[1:], all=True).order_by(*order)[: PAGE_SIZE + 1])


def _rows(s, rank, end, bound, is_newer):
    columns = (
        Cast(s.at, DateTimeField()),
        Value(rank, IntegerField()),
        Cast(s.ref, BigIntegerField()),
        Cast(s.ore, BigIntegerField()),
        Cast(s.day, DateField()),
        Cast(s.text, CharField()),
        Cast(s.by, BigIntegerField()),
    )
    rows = s.queryset.annotate(**dict(zip(COLUMNS, columns, strict=True))).filter(t_at__lt=end)
    return rows.filter(_beyond(bound, s.what, is_newer)).values_list(*COLUMNS)


def _beyond(bound: Key, what: str, is_newer: bool) -> Q:
    """Rows after the bound in the order of time, sort, reference; the sort is known without asking the database."""
    side = "gt" if is_newer else "lt"
    if what == bound.what:
        return Q(**{f"t_at__{side}": bound.at}) | Q(**{"t_at": bound.at, f"t_ref__{side}": bound.ref})
    at_once = (what > bound.what) if is_newer else (what < bound.what)
    return Q(**{f"t_at__{side}e" if at_once else f"t_at__{side}": bound.at})
