"""Search: by name, personal number, case number, apartment number and address, and by nothing else.

Förordning 2001:637 15 § leaves no other word to search by in case handling. Homes that the user may not know of, and
protected persons in whom the user is not involved, are not there at all: not even as a number of hits.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from .models import Tenancy
from .spelling import begins, sounds_like, spelled

NUMBER = re.compile(r"(\d\d)?(\d{6})[-+]?(\d{4})", re.ASCII)  # a personal number, with or without its century
CENTURIES = ("18", "19", "20")
MOST = 20  # hits of each sort


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: whom it leads to, where, and whether that is over."""

    url: str
    name: str
    home: str
    is_over: bool
    person_id: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of one sort; `has_more`: there are more than are shown."""

    label: str
    rows: list[Hit]
    has_more: bool


def search(text: str, user, on: date) -> list[Hits]:
    """What every app in SEARCHES finds for this user; only the sorts that found something."""
    found = [hits for name in settings.SEARCHES for hits in import_string(name)(text, user, on)]
    return [hits for hits in found if hits.rows]


def stays_for(user):
    """The stays that a search may show to the user, with what a line tells of them."""
    shown = ("starts_on", "ends_on", "holder__name", "apartment__street", "apartment__staircase", "apartment__number")
    return Tenancy.objects.named_to(user).select_related("apartment", "holder").only(*shown)


def find(text: str, user, on: date) -> list[Hits]:
    """Stays by the holder's personal number or name, then by address, then by how the name sounds."""
    stays = stays_for(user)
    if number := NUMBER.fullmatch("".join(text.split())):
        century, *digits = number.groups()
        numbers = ["".join((first, *digits)) for first in ([century] if century else CENTURIES)]
        return [_hits(_("Personal number"), stays.filter(holder__personal_number__in=numbers), on)]
    asked = spelled(text)
    is_named = begins("holder__search_words", asked)
    named, at_home = stays.filter(is_named), stays.filter(begins("apartment__search_words", asked))
    alike = stays.filter(sounds_like("holder__search_sounds", asked)).exclude(is_named)
    return [
        _hits(_("Name"), named, on),
        _hits(_("Apartment"), at_home, on, "apartment__street", "apartment__staircase", "apartment__number"),
        _hits(_("Spelled about like that"), alike, on),
    ]


def _hits(label: str, stays, on: date, *order: str) -> Hits:
    rows = list(stays.order_by(*order, "holder__sort_name", "-starts_on", "pk")[: MOST + 1])
    return Hits(label, [hit(stay, on) for stay in rows[:MOST]], len(rows) > MOST)


def hit(stay, on: date, *, url: str = "", note: str = "") -> Hit:
    """A stay as a line of the search; `stay` is of `stays_for`."""
    home = stay.get_absolute_url()
    return Hit(url or home, stay.holder.name, str(stay.apartment), stay.is_over(on), stay.holder_id, note)
