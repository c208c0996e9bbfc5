"""Rent notices (hyresavier): one, or a whole month's, each exactly once and stored as issued."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from bolots import letters
from bolots.audit import action
from bolots.periods import next_month
from bolots.refusals import Refused
from tenancies.models import RentTerm

from ..letters import RentNoticePaper
from ..models import Charge, PaperItem, PaperRun, RentNotice
from .asking import begin
from .handing import NOTICE, ask_to_hand_over
from .posting import lock_ledger

NOTHING_TO_PAY, REPLACED = "nothing_to_pay", "replaced"


class NoNoticeOfThat(Refused):
    sentence = _("A notice is made of a rent. Other amounts stand in the paper that asks for them.")


class ReplacedSince(Refused):
    sentence = _("The rent has been corrected. Make the notice of its newest version.")


class NothingToPay(Refused):
    sentence = _("Nothing is left to pay of that rent, so it needs no notice.")


class AllMadeAlready(Refused):
    sentence = _("Every rent of that month has its notice, or the month has not been charged yet.")


REFUSED = {REPLACED: ReplacedSince, NOTHING_TO_PAY: NothingToPay}


def without_notice():
    """Rents that no notice has been made of, in their newest version."""
    rents = Charge.objects.filter(kind=Charge.Kind.RENT, replaced_by=None)
    return rents.filter(~Exists(RentNotice.objects.filter(charge=OuterRef("pk"))))


@action
def issue_notice(charge, *, by, on: date, at: datetime) -> RentNotice:
    """The notice of a rent; again: the one that was issued. Raises Refused."""
    lock_ledger()
    charge = Charge.objects.select_related("tenancy__holder", "tenancy__apartment", "tenancy__case_worker").get(
        pk=charge.pk
    )
    known = RentNotice.objects.filter(charge=charge).first()
    if known:
        return known
    if charge.kind != Charge.Kind.RENT:
        raise NoNoticeOfThat
    if why_not(charge):
        raise REFUSED[why_not(charge)]
    terms = RentTerm.objects.filter(tenancy=charge.tenancy_id, valid_from__lt=next_month(charge.month))
    return write_notice(charge, list(terms), by=by, on=on, at=at)


def why_not(charge) -> str:
    """Why a rent needs no notice (code); "" when it does."""
    if hasattr(charge, "replaced_by"):
        return REPLACED
    return "" if charge.open_ore else NOTHING_TO_PAY


def write_notice(charge, terms, *, by, on: date, at: datetime) -> RentNotice:
    """Issue it. Needs the lock, and a charge with its tenancy, holder, apartment and case worker."""
    paper = RentNoticePaper.from_charge(charge, terms=terms, on=on)
    letter = letters.issue(paper, by=by, on=on, at=at)
    by_hand = bool(paper.to.by_hand)
    notice = RentNotice.objects.create(charge=charge, letter=letter, by_hand=by_hand, issued_on=on, by=by)
    if by_hand:
        due = {"source": NOTICE, "source_id": charge.pk, "by_day": charge.printed_due_on}
        ask_to_hand_over(charge.tenancy, **due, on=on)
    return notice


@action
def ask_for_notices(*, month: date, by, on: date, at: datetime) -> PaperRun:
    """Ask for the notices of a month's rents that have none; workers make them. The run that waits already: that one.

    Raises Refused.
    """
    lock_ledger()
    waiting = PaperItem.objects.waiting().filter(run=OuterRef("pk"))
    known = PaperRun.objects.filter(Exists(waiting), kind=PaperRun.Kind.NOTICE, month=month).first()
    if known:
        return known
    rents = list(without_notice().filter(month=month, open_ore__gt=0).order_by("pk").values_list("pk", "tenancy_id"))
    if not rents:
        raise AllMadeAlready
    run = PaperRun(kind=PaperRun.Kind.NOTICE, month=month, asked_on=on, asked_at=at, by=by)
    return begin(run, [PaperItem(run=run, charge_id=pk, tenancy_id=tenancy_id) for pk, tenancy_id in rents])
