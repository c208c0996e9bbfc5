"""Find a home or a charge by street, door or OCR. Never by name: what is searched for stands in the address.

The home of a protected person is found by its charges' OCR only, but by those involved: the hit would tell where it is.
"""

from django.db.models import Q

from tenancies.models import Tenancy

from .models import Charge
from .versions import with_root

LEAST_OCR = 5  # digits: shorter numbers are doors and houses


def charges_matching(charges, text: str, user):
    """Charges whose home has every word, or whose OCR begins with the digits. Nothing for an empty text."""
    words = _words(text)
    if not words:
        return charges.none()
    found = _home_has(words, "tenancy__apartment__") & ~Q(tenancy__in=Tenancy.objects.hidden_from(user))
    digits = "".join(words)
    if digits.isascii() and digits.isdigit() and len(digits) >= LEAST_OCR:
        named = with_root(Charge.objects.filter(ocr__startswith=digits))
        found |= Q(ocr__startswith=digits) | Q(first__in=named.values("root_id"))  # an old notice finds the newest too
    return charges.filter(found)


def tenancies_matching(tenancies, text: str, user):
    """Tenancies, former ones too, whose home has every word. Nothing for an empty text."""
    words = _words(text)
    if not words:
        return tenancies.none()
    return tenancies.filter(_home_has(words, "apartment__")).exclude(pk__in=Tenancy.objects.hidden_from(user))


def _words(text: str) -> list[str]:
    return text.replace(",", " ").replace("\0", "").split()


def _home_has(words: list[str], home: str) -> Q:
    found = Q()
    for word in words:
        exact = Q(**{f"{home}number": word}) | Q(**{f"{home}staircase__iexact": word})
        found &= exact | Q(**{f"{home}street__icontains": word})
    return found
