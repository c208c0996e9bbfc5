"""Tenancies: the list, and the page of one home's stay."""

from types import SimpleNamespace

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bolots import access_log, calendar, formats
from bolots.access import Permission, require
from bolots.listed import rows_of

from .. import home_lists, incident_words, moving_on, panels, timeline
from ..models import Apartment, Caution, Child, Incident, Involvement, Notice, RentTerm, Tenancy
from . import home
from .lease_words import standing_notice
from .links import address
from .paging import by_key

PAGE_SIZE = 60  # the unit has 55 homes: one page
# Protected persons stand last, for everybody: their place among the streets would tell where they live.
BY_PLACE = ("holder__is_protected", "apartment__street", "apartment__staircase", "apartment__number", "pk")

WRITTEN = (Permission.SEE_SOCIAL, Permission.SEE_CASES)  # what opens people's own words about somebody


@require_GET
@require(Permission.SEE_REGISTER)
def tenancy_list(request):
    """The tenancies that the user may know of: running, or former."""
    today, is_former = calendar.today(), request.GET.get("show") == "former"
    stays = Tenancy.objects.visible_to(request.user).with_shown_name(request.user).with_rent(today)
    stays = stays.over_on(today) if is_former else stays.not_over_on(today)
    order = ("-ends_on", "pk") if is_former else BY_PLACE
    page = by_key(request, stays.select_related("apartment", "case_worker"), order, PAGE_SIZE)
    access_log.record(request, {stay.holder_id for stay in page["rows"]}, "tenancy-list")
    chips = [
        {"label": _("Running"), "url": address(), "current": not is_former},
        {"label": _("Former"), "url": address(show="former"), "current": is_former},
    ]
    may = request.user.may
    rights = {"may_edit": may(Permission.EDIT_REGISTER), "may_hand_over": may(Permission.HAND_OVER)}
    context = {**page, "chips": chips, "is_former": is_former, **rights}
    return render(request, "tenancies/tenancy_list.html", context)


@require_GET
@require(Permission.SEE_REGISTER)
def tenancy_detail(request, pk):
    """What is going on in this home: the state and next step, money, people, and everything that happened."""
    user, today = request.user, calendar.today()
    tenancy = home.find(request, pk, "tenancy", home_lists.overview(today))
    context = {"panels": panels.by_place(tenancy, user, today)}
    context |= _facts(user, tenancy, today) | _timeline(request, tenancy, today)
    return home.show(request, tenancy, "tenancy_detail", context)


def _timeline(request, tenancy, today) -> dict:
    """A page of the timeline, the chips that narrow it, and the addresses of its neighbours."""
    kind = request.GET.get("show", "")
    kind = kind if kind in timeline.KINDS else ""
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    reader = _reader(request.user, tenancy)
    page = timeline.page(tenancy.pk, reader, on=today, kind=kind, before=before, after=after)
    labels = {
        "": _("Everything"),
        "money": _("Money"),
        "contact": _("Contacts"),
        "paper": _("Papers"),
        "stay": _("The stay"),
    }
    if reader.may(Permission.SEE_SOCIAL):
        labels["incident"] = _("Incidents")
    return {
        "entries": page.entries if tenancy.shown_name else [entry.without_words() for entry in page.entries],
        "chips": [{"label": labels[k], "url": f"{address(show=k)}#timeline", "current": k == kind} for k in labels],
        "newer": page.newer and f"{address(show=kind, after=page.newer)}#timeline",
        "older": page.older and f"{address(show=kind, before=page.older)}#timeline",
    }


def _reader(user, tenancy):
    """Whose timeline it is: of a person who is hidden, what people wrote down is not told either, only the money."""
    if tenancy.shown_name:
        return user
    return SimpleNamespace(may=lambda permission: permission not in WRITTEN and user.may(permission))


def _facts(user, tenancy, today) -> dict:
    """What the register knows, as far as the user may know it: not who a protected person is, unless involved."""
    sees_person, sees_social = bool(tenancy.shown_name), user.may(Permission.SEE_SOCIAL)
    terms = rows_of(RentTerm, tenancy.rent_list)
    return {
        "sees_person": sees_person,
        "sees_social": sees_social,
        "children": rows_of(Child, tenancy.child_list) if sees_person and sees_social else [],
        "cautions": rows_of(Caution, tenancy.caution_list) if sees_person and sees_social else [],
        "rent": next((term for term in terms if term.valid_from <= today), None),
        "coming_rents": [term for term in reversed(terms) if term.valid_from > today],
        "involved": rows_of(Involvement, tenancy.involved_list),
        "reasons": _reasons(tenancy, today) + (_social_reasons(tenancy, today) if sees_social else []),
    }


def _social_reasons(tenancy, today) -> list[tuple]:
    """What the social services are behind with in this home: the review of the stay, and open incidents.

    Of a hidden person that it is so, with no way to where it is written.
    """
    incidents = rows_of(Incident, tenancy.incident_list)
    found = moving_on.reasons(tenancy, today) + incident_words.reasons(tenancy, incidents, today)
    return found if tenancy.shown_name else [reason[:2] for reason in found]


def _reasons(tenancy, today) -> list[tuple[str, str]]:
    """What the lease itself says about the days to come."""
    if tenancy.ends_on:
        return [("no" if tenancy.is_over(today) else "late", _("Last day: %s.") % formats.nar(tenancy.last_on, today))]
    reasons, end = standing_notice(rows_of(Notice, tenancy.notice_list), today), tenancy.planned_end_on
    if end is None or (end - today).days > Apartment.ENDING_DAYS:
        return reasons
    sentence = _("The planned end has passed: %s.") if end < today else _("The stay is planned to end %s.")
    return [*reasons, ("late", sentence % formats.nar(end, today))]
