"""What may be shown of a payer: nothing that tells who a protected person is, but to those involved in the home."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from tenancies.models import Involvement, Tenant

_WORD = re.compile(r"\w+")


class Payer(NamedTuple):
    """What the bank said of a payer. All of it is "" when `is_protected`: the page says "Skyddad" then."""

    name: str
    message: str
    references: str
    is_protected: bool


def shown_payer(payments: Iterable, user) -> dict[int, Payer]:
    """What the user may see of each payment's payer, by the payment's key. One query, however many payments.

    Hidden are payments of a protected tenant's home, and those in whose name or text all words of such a name stand, in
    any order: the queue of unmatched money tells nobody's name either. Involvement in a home of theirs opens it.
    """
    homes, names = _hidden_from(user)
    return {payment.pk: _shown(payment, homes, names) for payment in payments}


def _hidden_from(user) -> tuple[set[int], list[frozenset[str]]]:
    """The homes and the names of the protected tenants that the user is not involved with."""
    involved = Involvement.objects.of(user).values("tenancy")
    strangers = Tenant.objects.filter(is_protected=True).exclude(tenancies__in=involved)
    rows = list(strangers.values_list("name", "tenancies"))
    return {home for _name, home in rows if home}, [_words(name) for name in {name for name, _home in rows}]


def _shown(payment, homes: set[int], names: list[frozenset[str]]) -> Payer:
    references = ", ".join(payment.references)
    said = _words(f"{payment.payer_name} {payment.message} {references}")
    if payment.tenancy_id in homes or any(name <= said for name in names):
        return Payer("", "", "", True)
    return Payer(payment.payer_name, payment.message, references, False)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
