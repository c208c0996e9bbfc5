"""The columns that a spreadsheet of the register may have: what they are called, hold and mean.

A part is what a row may tell of: an apartment, a tenant, a tenancy; apps above add theirs by REGISTER_COLUMNS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import lazy
from django.utils.module_loading import import_string
from django.utils.text import capfirst

from bolots.refusals import Refused

from .cells import Kind, fold


@dataclass(frozen=True, slots=True)
class Column:
    """`names`: what else the heading may say, apart from the label in Swedish and English, divided by `|`."""

    key: str
    label: Any
    about: Any
    kind: Kind
    names: str = ""
    is_needed: bool = False
    example: str = ""
    shown: Callable[[Any], str] | None = None  # how its value is said, when str() does not do


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a row may tell of, and the function that stores it: Line → Outcome, or None when not told of.

    `blames`: the refusal of an action → the key of the column to look at.
    """

    key: str
    label: Any
    columns: tuple[Column, ...]
    store: Callable
    blames: dict[type[Refused], str]


def label(model, name: str):
    """The field's own name, as the pages say it."""
    return _label(model, name)


@lazy
def _label(model, name):
    return capfirst(str(model._meta.get_field(name).verbose_name))


def parts() -> list[Part]:
    """All parts, in the order in which a row is stored: each may need those before it."""
    from . import homes, people, stays

    return [homes.PART, people.PART, stays.PART, *map(import_string, settings.REGISTER_COLUMNS)]


def all_columns() -> dict[str, Column]:
    return {column.key: column for part in parts() for column in part.columns}


def recognised() -> dict[str, str]:
    """What a heading may say, folded → the column's key."""
    known: dict[str, str] = {}
    for language in ("en", "sv"):
        with translation.override(language):
            for column in all_columns().values():
                for name in (str(column.label), column.key, *column.names.split("|")):
                    known.setdefault(fold(name), column.key)
    known.pop("", None)
    return known


def guess(headers: list[str]) -> list[str]:
    """The key of each column by its heading; empty for those not recognised, and for a second of the same."""
    known, found = recognised(), []
    for header in headers:
        key = known.get(fold(header), "")
        found.append("" if key in found else key)
    return found


def heading_counter() -> Callable[[list[str]], int]:
    """A function that says how many cells of a row are headings."""
    known = recognised()
    return lambda cells: sum(fold(cell) in known for cell in cells)
