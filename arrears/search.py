"""Find a home or a charge by street, door or OCR. Never by name: what is searched for stands in the address."""

from django.db.models import Q

LEAST_OCR = 5  # digits: shorter numbers are doors and houses


def charges_matching(charges, text: str):
    """Charges whose home has every word, or whose OCR begins with the digits. Nothing for an empty text."""
    return _matching(charges, text, "tenancy__apartment__", is_ocr=True)


def tenancies_matching(tenancies, text: str):
    """Tenancies, former ones too, whose home has every word. Nothing for an empty text."""
    return _matching(tenancies, text, "apartment__", is_ocr=False)


def _matching(rows, text: str, home: str, *, is_ocr: bool):
    words = text.replace(",", " ").replace("\0", "").split()
    if not words:
        return rows.none()
    found = Q()
    for word in words:
        found &= _home_has(word, home)
    digits = "".join(words)
    if is_ocr and digits.isascii() and digits.isdigit() and len(digits) >= LEAST_OCR:
        found |= Q(ocr__startswith=digits)
    return rows.filter(found)


def _home_has(word: str, home: str) -> Q:
    exact = Q(**{f"{home}number": word}) | Q(**{f"{home}staircase__iexact": word})
    return exact | Q(**{f"{home}street__icontains": word})
