"""Unmatched payments with what points to a rent: the reasons for and against each, in words. Nothing is chosen."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bolots import access_log, calendar, formats
from tenancies.models import Tenancy

from ..actions.known import TWICE
from ..bankfiles.model import reason
from ..bankfiles.wording import sentence
from ..models import Payment
from ..privacy import shown_payer
from ..suggestions import Suggestion, suggest
from ..words import charge_at

SURE, LIKELY = 100, 50  # weights of a suggestion; below, it is only possible
LEVELS = {
    "sure": ("done", gettext_lazy("Sure")),
    "likely": ("going", gettext_lazy("Likely")),
    "possible": ("waiting", gettext_lazy("Possible")),
}
FOR = {
    "named": ("done", gettext_lazy("The payer wrote this OCR, %(ocr)s.")),
    "named_in_text": ("done", gettext_lazy("The OCR stands in the message: %(ocr)s.")),
    "near_ocr": ("late", gettext_lazy("The OCR is one slip away from %(ocr)s.")),
    "named_paid": (
        "done",
        gettext_lazy("The payer wrote an OCR of this home whose rent is paid already, %(ocr)s."),
    ),
    "only_amount": ("done", gettext_lazy("The only open rent of exactly this amount.")),
    "apartment": ("done", gettext_lazy("The door's number, %(number)s, stands in the text.")),
    "amount": ("done", gettext_lazy("The amount is exactly what is open.")),
    "holder": ("done", gettext_lazy("The payer has the tenant's name.")),
    "recovery": ("info", gettext_lazy("The home is terminated: paying this rent in time wins it back.")),
    "near_week": ("info", gettext_lazy("Of the home's rents, the one nearest to being a week late.")),
    "oldest": ("info", gettext_lazy("The home's oldest open rent.")),
}


def _times(code: str, n: int) -> tuple[str, str]:
    """What earlier money of the payer tells, counted."""
    said = {
        "payer_before": ngettext(
            "The payer has paid for this home once.", "The payer has paid for this home %(n)s times.", n
        ),
        "payer_chosen": ngettext(
            "Staff gave money of this payer to this home once.",
            "Staff gave money of this payer to this home %(n)s times.",
            n,
        ),
        "payer_moved": ngettext(
            "Staff took money of this payer away from this home once.",
            "Staff took money of this payer away from this home %(n)s times.",
            n,
        ),
    }
    return "late" if code == "payer_moved" else "done", said[code] % {"n": n}


def entries(request, payments: Sequence[Payment]) -> list[dict]:
    """What the queue shows of each payment. The reading of the homes that it may belong to goes on record."""
    found, payers = suggest(payments, on=calendar.today()), shown_payer(payments, request.user)
    charges = [suggestion.charge for suggestions in found.values() for suggestion in suggestions]
    homes = Tenancy.objects.with_shown_name(request.user).select_related("apartment")
    homes = homes.in_bulk({charge.tenancy_id for charge in charges})
    for charge in charges:
        charge.tenancy = homes[charge.tenancy_id]
    people = {charge.tenancy.holder_id for charge in charges}
    access_log.record(request, people.union(*(payer.people for payer in payers.values())), "queue")
    return [_entry(payment, found.get(payment.pk, []), payers[payment.pk]) for payment in payments]


def _is_twin(payment) -> bool:
    return payment.needs_person == TWICE and not payment.has_word


def why_person(payment) -> str:
    """Why the payment may not be booked by itself, as a sentence; "" when nothing but its reference is missing, or when
    a person has said that it is no twin. Of payments `with_word`."""
    is_settled = payment.needs_person == TWICE and not _is_twin(payment)
    return sentence(reason(payment.needs_person)) if payment.needs_person and not is_settled else ""


def _entry(payment, suggestions: Sequence[Suggestion], payer) -> dict:
    """Sure is only a rent that stands alone, of exactly the amount, with nothing else for a person to look at."""
    strong = [suggestion for suggestion in suggestions if suggestion.weight >= SURE]
    is_plain = not payment.needs_person and all(s.charge.open_ore == payment.unallocated_ore for s in strong)
    told = [_told(payment, suggestion, is_sure=is_plain and strong == [suggestion]) for suggestion in suggestions]
    return {
        "payment": payment,
        "payer": payer,
        "why_person": why_person(payment),
        "suggestions": told,
        "is_twin": _is_twin(payment),
    }


def _told(payment, suggestion: Suggestion, *, is_sure: bool) -> dict:
    charge, level = suggestion.charge, "sure" if is_sure else "likely" if suggestion.weight >= LIKELY else "possible"
    kind, word = LEVELS[level]
    is_hidden = not charge.tenancy.shown_name  # then its door is not told either
    codes = [(code, params) for code, params in suggestion.reasons if not (is_hidden and code == "apartment")]
    reasons = [_worded(code, params) for code, params in codes]
    return {
        "charge": charge,
        "title": charge_at(charge),
        "kind": kind,
        "word": word,
        "is_sure": is_sure,
        "reasons": reasons + _against(payment, suggestion),
        "why": " ".join(text for kind, text in reasons if kind != "late" or len(reasons) == 1)[:300],
    }


def _worded(code: str, params: dict) -> tuple[str, str]:
    if "times" in params:
        return _times(code, params["times"])
    kind, said = FOR[code]
    return kind, said % params


def _against(payment, suggestion: Suggestion) -> list[tuple[str, str]]:
    """What speaks against the suggestion, or is missing from it."""
    found, codes = [], {code for code, _params in suggestion.reasons}
    more = payment.unallocated_ore - suggestion.charge.open_ore
    if more > 0:
        found.append(("late", _("%(sum)s more than is open; the rest becomes credit.") % {"sum": formats.kr(more)}))
    if more < 0:
        found.append(("late", _("%(sum)s less than is open.") % {"sum": formats.kr(-more)}))
    if not codes & {"payer_before", "payer_chosen", "payer_moved"}:
        found.append(("no", _("The payer has not paid for this home before.")))
    return found
