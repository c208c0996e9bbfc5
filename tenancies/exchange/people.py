"""The tenant that a row tells of."""

from django.utils.translation import gettext_lazy as _

from .. import actions
from ..models import Tenant
from .cells import Kind
from .columns import Column, Part, label
from .lines import Line, Outcome, State

LANGUAGES = {
    "sv": ("svenska", "Swedish"),
    "en": ("engelska", "English"),
    "ar": ("arabiska", "Arabic"),
    "so": ("somaliska", "Somali"),
    "fi": ("finska", "Finnish"),
}
COLUMNS = (
    Column(
        "name",
        label(Tenant, "name"),
        _("First and last name. Empty: the row tells of the apartment only."),
        Kind("text", most=80),
        "hyresgäst|hyresgästens namn|boende|tenant|tenants name",
        example="Testa Testsson",
    ),
    Column(
        "personal_number",
        label(Tenant, "personal_number"),
        _("Personal or coordination number, with or without century. It may be unknown."),
        Kind("personal_number"),
        "personnr|pnr|samordningsnummer|personnummer samordningsnummer",
        example="19121212-1212",
    ),
    Column(
        "phone",
        label(Tenant, "phone"),
        _("A number at which the tenant answers."),
        Kind("text", most=20),
        "tel|telefonnummer|mobil|telefon nr",
        example="070-000 00 00",
    ),
    Column(
        "language",
        label(Tenant, "language"),
        _("svenska, engelska, arabiska, somaliska or finska."),
        Kind("choice", words=LANGUAGES),
        example="svenska",
        shown=lambda value: str(Tenant.Language(value).label),
    ),
    Column(
        "is_protected",
        label(Tenant, "is_protected"),
        _("ja or nej. Of a protected person nothing is compared or shown to those not involved."),
        Kind("yes_no"),
        "skyddade personuppgifter|sekretessmarkering|sekretess|skyddad|protected",
        example="nej",
    ),
)
BLAMES = {actions.NotAPersonalNumber: "personal_number", actions.TenantAlreadyKnown: "personal_number"}


def store(line: Line) -> Outcome | None:
    """Find the tenant by personal number, or by name in the same apartment from the same day; or register one."""
    if not line.tells_of(PART):
        return None
    line.need("name")
    known = _known(line)
    made = {"by": line.by, "on": line.on}
    facts = line.given(*(column.key for column in COLUMNS))
    line.holder = known or actions.register_tenant(**facts, **made)
    if line.holder.personal_number:
        line.book.by_number[line.holder.personal_number] = line.holder
    if known is None:
        return Outcome(State.NEW)
    if not line.knows(known):
        return Outcome(State.SAME)
    return line.compared(PART, {column.key: getattr(known, column.key) for column in COLUMNS}, known)


def _known(line: Line) -> Tenant | None:
    number = line.values.get("personal_number")
    if number in line.book.by_number:
        return line.book.by_number[number]
    stay = line.book.stays.get((line.apartment.pk, line.values.get("starts_on")))
    if stay is None or stay.holder.name.casefold() != line.values["name"].casefold():
        return None
    has_another = number and stay.holder.personal_number
    return None if has_another else stay.holder


PART = Part("tenant", _("Tenants"), COLUMNS, store, BLAMES)
