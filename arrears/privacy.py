"""What may be shown of a payer and of a home: nothing that tells who a protected person is or where they live, but to
those involved in the home."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Prefetch, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from tenancies.models import Involvement, Tenancy, Tenant

from .suggestions import orders

_WORD = re.compile(r"\w+")
_NO_DIGIT = re.compile(r"\D")


class Payer(NamedTuple):
    """What the bank said of a payer. All of it is "" when `is_protected`: the page says "Skyddad" then.

    `people` are the tenants whose reading goes on record: of the payment's home, and who is called like the payer.
    """

    name: str
    message: str
    references: str
    is_protected: bool
    people: frozenset[int] = frozenset()


class _Known(NamedTuple):
    """A tenant in one home; `home` is None without any."""

    pk: int
    name: str
    called: str
    home: int | None
    is_hidden: bool
    personal_number: str | None
    phone: str

    @property
    def numbers(self) -> list[str]:
        """Personal number and phone without what may be left out: the century, and the first 0 or +46."""
        return [number for number in ((self.personal_number or "")[-10:], _digits(self.phone)[-9:]) if number]


def with_homes(rows, user, tenancy: str = "tenancy"):
    """Each row's home under the path `tenancy`, with its apartment and what may be shown of it as `shown_home`."""
    return rows.prefetch_related(Prefetch(tenancy, _homes(user)))


def with_any_homes(rows, user, tenancy: str = "tenancy"):
    """As `with_homes`, where a row may be of a home that the user may not know of: then its `is_known` is False."""
    is_known = Exists(Tenancy.objects.visible_to(user).filter(pk=OuterRef("pk")))
    return rows.prefetch_related(Prefetch(tenancy, _homes(user).annotate(is_known=is_known)))


def _homes(user):
    return Tenancy.objects.with_shown_name(user).select_related("apartment")


def shown_payer(payments: Iterable, user) -> dict[int, Payer]:
    """What the user may see of each payment's payer, by the payment's key. One query, however many payments.

    Hidden are payments of a protected tenant's home, and those in whose name or text all words of such a name stand, in
    any order, with or without its dots, or the digits of their personal number or phone: the queue of unmatched money
    tells of nobody either. Involvement in a home of theirs opens it.
    """
    payments = list(payments)
    known = _known(payments, user)
    hidden = [(tenant, _words(tenant.name)) for tenant in known if tenant.is_hidden]
    return {payment.pk: _shown(payment, hidden, known) for payment in payments}


@dataclass(frozen=True, slots=True)
class Text:
    """What people write where no name belongs, as if it were a payment's references."""

    pk: int
    references: Sequence[str]
    tenancy_id: None = None
    payer_name: str = ""
    message: str = ""


def shown_texts(texts: Collection[str], user) -> dict[str, str]:
    """Names and numbers as people gave them to files and lines; the word for hidden in place of one that tells of a
    protected person. One query, however many."""
    return _told(texts, shown_payer(_as_payments(texts), user))


def shown_with_texts(payment, texts: Collection[str], user) -> tuple[Payer, dict[str, str]]:
    """`shown_payer` of one payment and `shown_texts`, in the same query."""
    shown = shown_payer([payment, *_as_payments(texts)], user)
    return shown[payment.pk], _told(texts, shown)


def _as_payments(texts: Collection[str]) -> list[Text]:
    """With keys that no payment has."""
    return [Text(-place, [text.replace("_", " ")]) for place, text in enumerate(texts, 1)]


def _told(texts: Collection[str], shown: dict[int, Payer]) -> dict[str, str]:
    return {text: _("Protected") if shown[-place].is_protected else text for place, text in enumerate(texts, 1)}


def _known(payments: Sequence, user) -> list[_Known]:
    """The protected tenants that the user is not involved with, those of the homes, and those called like a payer."""
    called = {order for payment in payments for order in orders(payment.payer_name)}
    homes = {payment.tenancy_id for payment in payments} - {None}
    is_involved = Exists(Involvement.objects.of(user).filter(tenancy__holder=OuterRef("pk")))
    is_hidden = ExpressionWrapper(Q(is_protected=True) & ~is_involved, BooleanField())
    tenants = Tenant.objects.annotate(called=Lower("name"), is_hidden=is_hidden)
    tenants = tenants.filter(Q(is_hidden=True) | Q(called__in=called) | Q(tenancies__in=homes))
    columns = ("pk", "name", "called", "tenancies", "is_hidden", "personal_number", "phone")
    return [_Known(*row) for row in tenants.values_list(*columns)]


def _shown(payment, hidden: Sequence[tuple[_Known, frozenset[str]]], known: Sequence[_Known]) -> Payer:
    references = ", ".join(payment.references)
    said = f"{payment.payer_name} {payment.message} {references}"
    words, digits = _words(said), _digits(said)
    like, home = orders(payment.payer_name), payment.tenancy_id
    people = frozenset(t.pk for t in known if t.called in like or (home is not None and t.home == home))
    for tenant, name in hidden:
        if (home is not None and tenant.home == home) or name <= words or any(n in digits for n in tenant.numbers):
            return Payer("", "", "", True, people)
    return Payer(payment.payer_name, payment.message, references, False, people)


def _words(text: str) -> frozenset[str]:
    """The words without case and marks: banks write Åsa as Asa too."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return frozenset(_WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))


def _digits(text: str) -> str:
    return _NO_DIGIT.sub("", text)
