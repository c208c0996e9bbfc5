"""What a lease's rows say, as sentences: the protection, the notice, and what somebody should see to."""

from django.utils.translation import gettext as _

from bolots import formats

from .. import terms
from ..models import FollowUp, Notice, Tenancy, TenureWaiver
from ..rules import notice as notices
from ..rules import tenure

SOON_DAYS = 90  # before a last day, when it is time to act (JB 12:4)


def protection_words(found: tenure.Protection, today) -> dict:
    """The state of the tenure protection: kind, headline, why, law."""
    if found.begins_on is None:
        head, kind = _("No tenure protection"), "no"
    elif found.holds_on(today):
        head, kind = _("Protected since %(day)s") % {"day": formats.dag(found.begins_on, today)}, "done"
    else:
        head, kind = _("Protected from %(day)s") % {"day": formats.dag(found.begins_on, today)}, "waiting"
    return {"kind": kind, "head": head, "why": _why(found, today), "law": found.law}


def _why(found, today) -> str:
    ran_out = found.code == tenure.Code.WAIVED and found.holds_on(today)
    return {
        tenure.Code.OWNED: _("The municipality owns the home. The tenant may stay when the lease ends, unless waived."),
        tenure.Code.BLOCK_LEASE: _(
            "The municipality hired the home together with at least two others. "
            "The tenant may stay when the lease ends, unless waived."
        ),
        tenure.Code.HEAD_LEASE: _("A sublet home is protected when the stay has lasted more than two years in a row."),
        tenure.Code.ENDS_BEFORE: _(
            "A sublet home is protected when the stay has lasted more than two years in a row. "
            "The lease ends before that, if notice is given in time."
        ),
        tenure.Code.WAIVED: _("The waiver has run out.") if ran_out else _("The tenant has waived it until then."),
        tenure.Code.PLACEMENT: _(
            "There is no lease, so the law on leases does not apply. The decision on assistance says how long."
        ),
    }[found.code]


def notice_words(tenancy, since, today) -> list[str]:
    """What would come of notice, in plain words, while none has been given."""
    if tenancy.kind == Tenancy.Kind.PLACEMENT:
        return [_("A placement has no lease to give notice of. It ends with the decision on assistance.")]
    words, end = [], tenancy.lease_ends_on
    if end and end > today:
        words.append(_fixed_term(tenancy, since, today))
    for who in Notice.GivenBy:
        last = terms.notice_ends_on(tenancy, today, who) - terms.DAY
        said = _("If %(who)s gives notice today, the lease ends %(day)s.")
        words.append(said % {"who": who.label, "day": formats.dag(last, today)})
    return words


def _fixed_term(tenancy, since, today) -> str:
    last = formats.dag(tenancy.lease_ends_on - terms.DAY, today)
    if not notices.must_be_terminated(since, tenancy.lease_ends_on):
        return _("The lease ends by itself %(day)s, unless it says that notice is needed (JB 12:3).") % {"day": last}
    latest = formats.dag(notices.latest_notice(tenancy.starts_on, tenancy.lease_ends_on), today)
    said = _("The lease goes on after %(day)s unless notice is given, by the landlord on %(latest)s at the latest.")
    return said % {"day": last, "latest": latest}


def notice_steps(given, today) -> list[tuple]:
    """The standing notice as dated steps."""
    first = _("Notice by %(who)s") % {"who": given.get_given_by_display()}
    steps = [("done", first, formats.dag(given.served_on, today), given.how)]
    if given.disputed_on:
        steps.append(("done", _("Disputed"), formats.dag(given.disputed_on, today)))
    last = given.ends_on - terms.DAY
    steps.append((_when(last, today), _("Last day of the lease"), formats.nar(last, today)))
    if given.referred_on:
        steps.append(("done", _("Referred to the rent tribunal"), formats.dag(given.referred_on, today)))
    elif given.given_by == Notice.GivenBy.LANDLORD:
        refer = notices.refer_by(given.ends_on)
        note = _("If the tenant does not agree to move. After that day the notice has no effect (JB 12:49).")
        steps.append(
            (_when(refer, today), _("Last day to refer to the rent tribunal"), formats.nar(refer, today), note)
        )
    return steps


def _when(day, today) -> str:
    return "done" if day < today else "now" if (day - today).days <= 14 else "next"


def standing_notice(standing: list[Notice], today) -> list[tuple]:
    """For the overview: that notice has been given (at most one stands), and the deadline that follows."""
    if not standing:
        return []
    (given,) = standing
    last = formats.nar(given.ends_on - terms.DAY, today)
    said = _("Notice by %(who)s: the last day of the lease is %(day)s.")
    reasons = [("late", said % {"who": given.get_given_by_display(), "day": last})]
    if given.disputed_on and not given.referred_on:
        refer = formats.nar(notices.refer_by(given.ends_on), today)
        said = _("The notice is disputed. Last day to refer it to the rent tribunal: %(day)s (JB 12:49).")
        reasons.append(("late", said % {"day": refer}))
    return reasons


def lease_reasons(tenancy, rent, today) -> list[tuple]:
    """What somebody should see to in the lease itself."""
    reasons, end, over = [], tenancy.lease_ends_on, tenancy.is_over(today)
    if tenancy.signed_on and not tenancy.informed_on:
        reasons.append(("late", _("Nothing proves that the tenant was told the conditions before signing.")))
    if end and end <= today and not over:
        said = _("The lease's last day was %(day)s, and the stay goes on: it now runs until further notice.")
        reasons.append(("late", said % {"day": formats.dag(end - terms.DAY, today)}))
    cap_ore = rent and terms.rent_cap_ore(tenancy.apartment, rent.utilities_ore)
    if cap_ore and rent.rent_ore > cap_ore:
        said = _("The rent is above the cap of %(cap)s for a sublet home (JB 12:55).")
        reasons.append(("late", said % {"cap": formats.kr(cap_ore)}))
    return reasons


def waiver_reasons(tenancy, waivers, today) -> list[tuple]:
    """What somebody should know of the waivers."""
    reasons = []
    if any(waiver.approval == TenureWaiver.Approval.NEEDED for waiver in waivers):
        reasons.append(("waiting", _("The waiver waits for the rent tribunal and does not count yet.")))
    valid = terms.valid_waiver(waivers)
    if valid and 0 <= (valid.expires_on - today).days <= SOON_DAYS and not tenancy.ends_on:
        said = _("The waiver's last day is %(day)s. After that the tenant may stay when the lease ends.")
        reasons.append(("late", said % {"day": formats.nar(valid.expires_on - terms.DAY, today)}))
    if valid and valid.approved_on and tenure.is_long(valid.approved_on, valid.expires_on):
        said = _(
            "The waiver runs for more than four years from its approval. "
            "The rent tribunal normally approves at most four."
        )
        reasons.append(("late", said))
    return reasons


def decision_reasons(tenancy, decisions, today) -> list[tuple]:
    """Whether a decision on assistance holds today, and for how long."""
    if tenancy.ends_on or tenancy.starts_on > today:
        return []
    if not any(row.starts_on <= today < row.ends_on for row in decisions):
        return [("late", _("No decision on assistance holds today."))]
    last = max(row.ends_on for row in decisions)
    if (last - today).days > SOON_DAYS:
        return []
    said = _("The decision on assistance ends %(day)s.")
    return [("late", said % {"day": formats.nar(last - terms.DAY, today)})]


def missing_follow_ups(tenancy, done: list[FollowUp]) -> list[tuple[int, str]]:
    """(months, words) of the follow-ups that are not done yet."""
    words = {0: _("at the end of the stay"), 6: _("6 months after"), 12: _("12 months after")}
    had = {row.months for row in done}
    return [(months, words[months]) for months in FollowUp.MONTHS if months not in had]
