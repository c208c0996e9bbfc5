"""The apartment that a row tells of."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from bolots import formats

from .. import actions
from ..models import Apartment
from .cells import Kind
from .columns import Column, Part, label
from .lines import Line, Outcome, State, place

DAY = timedelta(days=1)
TENURE = {
    "owned": ("ägs av kommunen", "ägd", "kommunägd", "kommunens", "egen"),
    "head_lease": ("förstahandskontrakt", "förstahand", "inhyrd", "hyrs in"),
    "block_lease": ("blockhyra", "blockhyrd", "blockförhyrd", "blockhyreskontrakt"),
}


def _text(name: str, about, names: str, example: str, *, is_needed=False):
    kind = Kind("text", most=Apartment._meta.get_field(name).max_length)
    return Column(name, label(Apartment, name), about, kind, names, is_needed, example)


def _number(name: str, about, least: int, most: int, names: str, example: str):
    return Column(name, label(Apartment, name), about, Kind("number", least, most), names, example=example)


COLUMNS = (
    _text(
        "number",
        _("The number on the door. With the street it says which apartment it is."),
        "lgh|lgh nr|lägenhet|lägenhetsnr|objekt|apartment|no",
        "1001",
        is_needed=True,
    ),
    _text(
        "street",
        _("Street and house number."),
        "adress|gatuadress|gata och nummer|address",
        "Storgatan 1",
        is_needed=True,
    ),
    Column(
        "postcode",
        label(Apartment, "postcode"),
        _("Five digits. Letters carry it."),
        Kind("postcode"),
        "postnr|post nr|zip|zip code",
        example="186 30",
    ),
    _text("town", _("The town of the postal address."), "ort|postort|postadress|city", "Vallentuna"),
    _text("staircase", _("Staircase or entrance, when the house has several."), "uppgång|trapphus|port|ingång", "A"),
    _number("floor", _("Flights up; 0 is the ground floor."), -5, 60, "vån|våningsplan|plan|trappor", "2"),
    _text("entry_code", _("The code of the street door."), "kod|code", "1234"),
    _number("rooms", _("Rooms besides the kitchen."), 1, 20, "antal rum|rok|storlek", "2"),
    _number("area_m2", _("Whole square metres."), 1, 999, "kvm|m2|boyta|area m2", "54"),
    Column("is_furnished", label(Apartment, "is_furnished"), _("ja or nej."), Kind("yes_no"), "möbler", example="nej"),
    Column(
        "tenure_form",
        label(Apartment, "tenure_form"),
        _("How the municipality holds the home: ägs av kommunen, förstahandskontrakt or blockhyra."),
        Kind("choice", words=TENURE),
        "upplåtelse|kontraktsform|tenure",
        example="förstahandskontrakt",
        shown=lambda value: str(Apartment.TenureForm(value).label),
    ),
    Column(
        "owner",
        label(Apartment, "owner"),
        _("Who owns the building. An owner that is not known yet is registered."),
        Kind("text", most=80),
        "fastighetsägare|hyresvärd|värd|landlord",
        example="Bostads AB Exempel",
    ),
    Column(
        "head_rent_ore",
        label(Apartment, "head_rent_ore"),
        _("Kronor a month that the municipality pays; empty when it owns the home."),
        Kind("kronor"),
        "hyra till värd|inhyrning|förstahandshyra kr|head rent",
        example="6 000",
        shown=formats.kr,
    ),
    Column(
        "head_starts_on",
        label(Apartment, "head_starts_on"),
        _("First day of the head lease."),
        Kind("day"),
        "förstahand från|inhyrd från|head lease starts",
        example="2024-01-01",
    ),
    Column(
        "head_last_on",
        _("Last day of the head lease"),
        _("Empty: until further notice."),
        Kind("day"),
        "förstahandskontrakt till|förstahandskontrakt tom|förstahand till|inhyrd till|head lease until",
    ),
)
BLAMES = {
    actions.HeadRentMismatch: "head_rent_ore",
    actions.OwnedHasNoHeadLease: "head_last_on",
    actions.HeadLeaseEndsTooEarly: "head_last_on",
    actions.ApartmentAlreadyKnown: "number",
    actions.NotAPostcode: "postcode",
}


def store(line: Line) -> Outcome:
    """Find the apartment by street and number, or register it."""
    line.need("number", "street")
    key = place(line.values["street"], line.values["number"])
    known = line.book.homes.get(key)
    line.apartment = known or _register(line)
    line.book.homes[key] = line.apartment
    if known is None:
        return Outcome(State.NEW)
    there = {column.key: getattr(known, column.key, None) for column in COLUMNS[2:]}
    return line.compared(PART, there | {"owner": known.owner.name})


def _register(line: Line) -> Apartment:
    line.need("tenure_form", "owner")
    made = {"by": line.by, "on": line.on}
    facts = line.given(*(column.key for column in COLUMNS if column.key not in ("owner", "head_last_on")))
    if "head_last_on" in line.values:
        facts["head_ends_on"] = line.values["head_last_on"] + DAY
    name = line.values["owner"]
    owner = line.book.owners.get(name.casefold()) or actions.register_owner(name=name, **made)
    line.book.owners[name.casefold()] = owner
    return actions.register_apartment(**facts, owner=owner, **made)


PART = Part("apartment", _("Apartments"), COLUMNS, store, BLAMES)
