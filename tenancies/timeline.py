"""Everything that happened in a home, as one list of rows with one shape (decision 22).

Each app describes its part in a module that settings name: `entries(tenancy_id, user)` gives shapes, and asks nothing
of the user but what they may. `page` reads them all with one UNION ALL, by key: no page counts the rows before it. The
owning app's `timeline_entry.html` words the row.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from importlib import import_module
from types import SimpleNamespace
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone

from bolots import formats
from bolots.access import Permission
from bolots.models import User

KINDS = ("money", "contact", "paper", "stay", "incident")
PAGE_SIZE = 30
HOME = -0x484F4D45  # stands for the tenancy's number where the SQL is kept; no row has it
# prefixed: models have fields called `at`, `day`
COLUMNS = ("t_at", "t_what", "t_ref", "t_ore", "t_day", "t_text", "t_by")


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
        return str(self._choices.get(self.text, self.text))

    @property
    def _choices(self) -> dict:
        """The codes that `text` may be; none when it is what somebody wrote."""
        name = self.shape.text
        is_own = isinstance(name, str) and "__" not in name
        return dict(self.shape.queryset.model._meta.get_field(name).flatchoices) if is_own else {}

    def without_words(self) -> "Entry":
        """The row without what somebody wrote about a protected person; a code stays."""
        return self if self._choices else replace(self, text="")

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
    """A page of what happened up to and including `on`, newest first. One query."""
    shapes = _shapes(tuple(settings.TIMELINE), frozenset(p for p in Permission if user.may(p)))
    chosen = [(sql, params) for shape, sql, params in shapes.values() if kind in ("", shape.kind)]
    newer_than, older_than = Key.parse(after), Key.parse(before)
    end = datetime.combine(on + timedelta(days=1), time.min, UTC)
    bound = newer_than or older_than or Key(end, "", 0)
    rows = _read(chosen, tenancy_id, end, bound, is_newer=newer_than is not None)
    has_more = len(rows) > PAGE_SIZE
    entries = [
        Entry(shapes[what][0], at, ref, ore, day, text, by or "", on)
        for at, what, ref, ore, day, text, by in rows[:PAGE_SIZE]
    ]
    if newer_than:
        entries.reverse()
    return Page(
        entries,
        newer=str(entries[0].key) if entries and (older_than or (newer_than and has_more)) else "",
        older=str(entries[-1].key) if entries and (newer_than or has_more) else "",
    )


@cache
def _shapes(modules: tuple[str, ...], rights: frozenset[Permission]) -> dict[str, tuple[Shape, str, tuple]]:
    """Each shape by its code, with its SQL. Made once for each set of rights: making it takes longer than asking."""
    reader = SimpleNamespace(may=rights.__contains__)
    shapes = [shape for module in modules for shape in import_module(module).entries(HOME, reader)]
    return {shape.what: (shape, *_sql(shape)) for shape in shapes}


def _sql(shape) -> tuple[str, tuple]:
    columns = (
        Cast(shape.at, DateTimeField()),
        Cast(Value(shape.what), CharField()),
        Cast(shape.ref, BigIntegerField()),
        Cast(shape.ore, BigIntegerField()),
        Cast(shape.day, DateField()),
        Cast(shape.text, CharField()),
        Cast(shape.by, BigIntegerField()),
    )
    rows = shape.queryset.annotate(**dict(zip(COLUMNS, columns, strict=True))).order_by().values_list(*COLUMNS)
    return rows.query.sql_with_params()


def _read(chosen, tenancy_id, end, bound, *, is_newer) -> list[tuple]:
    """One row more than a page, from the bound outwards, in the order of time, code, reference; who by, as a name."""
    if not chosen:
        return []
    side, order = (">", "ASC") if is_newer else ("<", "DESC")
    union = " UNION ALL ".join(f"({sql})" for sql, _params in chosen)
    place = f't_at {order}, t_what COLLATE "C" {order}, t_ref {order}'
    page = f"""
        SELECT * FROM ({union}) t
        WHERE t_at < %s AND (t_at, t_what COLLATE "C", t_ref) {side} (%s, %s, %s)
        ORDER BY {place} LIMIT %s
    """
    users = User._meta.db_table
    statement = f"""
        SELECT t_at, t_what, t_ref, t_ore, t_day, t_text, u.first_name
        FROM ({page}) p LEFT JOIN {users} u ON u.id = p.t_by ORDER BY {place}
    """
    params = [tenancy_id if value == HOME else value for _sql, params in chosen for value in params]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, end, *bound, PAGE_SIZE + 1])
        return cursor.fetchall()
