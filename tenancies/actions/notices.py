"""Notice to quit at the end of the lease: given by the tenant or the landlord, disputed, referred, withdrawn."""

from django.utils.translation import gettext_lazy as _

from bolots import editing, formats
from bolots.audit import action
from bolots.refusals import Refused, refusing

from ..models import Notice, Tenancy
from ..terms import DAY, notice_ends_on


class NoLeaseToEnd(Refused):
    sentence = _("A placement has no lease to give notice of. It ends with the decision on assistance.")


class NoticeNotYetServed(Refused):
    sentence = _("A notice counts from the day on which it was received. That day has not come.")


class NoticeWithoutReason(Refused):
    sentence = _("The landlord's notice needs its reason.")


class AlreadyGivenNotice(Refused):
    sentence = _("Notice has already been given. Withdraw that one first.")


class NoticeTooShort(Refused):
    """`day`: the first lawful last day, in words."""

    sentence = _("The lease cannot end that soon: the law says %(day)s.")


class EndsBeforeNotice(Refused):
    sentence = _("A lease ends on the day of the notice at the earliest.")


class NotDisputable(Refused):
    sentence = _("Only the landlord's notice can be disputed and referred to the rent tribunal.")


class BeforeTheNotice(Refused):
    sentence = _("That day is before the notice was received, or has not come yet.")


NOTICE_REFUSALS = {
    "landlords_notice_has_a_reason": NoticeWithoutReason,
    "one_standing_notice_per_tenancy": AlreadyGivenNotice,
    "notice_comes_before_the_end": EndsBeforeNotice,
    "only_the_landlords_notice_is_disputed": NotDisputable,
}


@action
def give_notice(tenancy, *, given_by, served_on, how, reason="", ends_on=None, by, on) -> Notice:
    """Notice (JB 12:3–5), with how it was handed over and the proof. The lease ends as the law counts from `served_on`.

    `ends_on` (first day after the lease) says another end: a tenant may be let go sooner by agreement, the landlord may
    give more time than the law and never less.
    """
    if tenancy.kind == Tenancy.Kind.PLACEMENT:
        raise NoLeaseToEnd
    if served_on > on:
        raise NoticeNotYetServed
    lawful_on = notice_ends_on(tenancy, served_on, given_by)
    if ends_on and given_by == Notice.GivenBy.LANDLORD and ends_on < lawful_on:
        raise NoticeTooShort(day=formats.dag(lawful_on - DAY, on))
    with refusing(NOTICE_REFUSALS):
        return Notice.objects.create(
            tenancy=tenancy,
            given_by=given_by,
            served_on=served_on,
            how=how,
            reason=reason,
            ends_on=ends_on or lawful_on,
            recorded_by=by,
        )


@action
def edit_notice(notice, *, seen, disputed_on, referred_on, withdrawn_on, by, on) -> Notice:
    """What became of the notice: disputed, referred to the rent tribunal (JB 12:49), withdrawn.

    A withdrawn notice has no effect, and another one may be given. Raises ChangedMeanwhile.
    """
    days = {"disputed_on": disputed_on, "referred_on": referred_on, "withdrawn_on": withdrawn_on}
    if any(day and not notice.served_on <= day <= on for day in days.values()):
        raise BeforeTheNotice
    with refusing(NOTICE_REFUSALS):
        editing.change(notice, seen=seen, **days)
    return notice
