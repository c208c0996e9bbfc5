"""What may be shown of a payer: nothing that tells who a protected person is, but to those involved in the home."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.functions import Lower

from tenancies.models import Involvement, Tenant

from .suggestions import orders

_WORD = re.compile(r"\w+")


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


def shown_payer(payments: Iterable, user) -> dict[int, Payer]:
    """What the user may see of each payment's payer, by the payment's key. One query, however many payments.

    Hidden are payments of a protected tenant's home, and those in whose name or text all words of such a name stand, in
    any order: the queue of unmatched money tells nobody's name either. Involvement in a home of theirs opens it.
    """
    payments = list(payments)
    known = _known(payments, user)
    homes = {tenant.home for tenant in known if tenant.is_hidden} - {None}
    names = [_words(name) for name in {tenant.name for tenant in known if tenant.is_hidden}]
    return {payment.pk: _shown(payment, homes, names, known) for payment in payments}


def _known(payments: Sequence, user) -> list[_Known]:
    """The protected tenants that the user is not involved with, those of the homes, and those called like a payer."""
    called = {order for payment in payments for order in orders(payment.payer_name)}
    homes = {payment.tenancy_id for payment in payments} - {None}
    is_involved = Exists(Involvement.objects.of(user).filter(tenancy__holder=OuterRef("pk")))
    is_hidden = ExpressionWrapper(Q(is_protected=True) & ~is_involved, BooleanField())
    tenants = Tenant.objects.annotate(called=Lower("name"), is_hidden=is_hidden)
    tenants = tenants.filter(Q(is_hidden=True) | Q(called__in=called) | Q(tenancies__in=homes))
    return [_Known(*row) for row in tenants.values_list("pk", "name", "called", "tenancies", "is_hidden")]


def _shown(payment, homes: set[int], names: list[frozenset[str]], known: Sequence[_Known]) -> Payer:
    references = ", ".join(payment.references)
    said = _words(f"{payment.payer_name} {payment.message} {references}")
    like, home = orders(payment.payer_name), payment.tenancy_id
    people = frozenset(t.pk for t in known if t.called in like or (home is not None and t.home == home))
    if payment.tenancy_id in homes or any(name <= said for name in names):
        return Payer("", "", "", True, people)
    return Payer(payment.payer_name, payment.message, references, False, people)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
