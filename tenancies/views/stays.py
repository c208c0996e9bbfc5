"""Vistelser: whose review is due, who stays beyond the planned end, who is ready to move on, whose stay ends."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bolots import access_log, calendar
from bolots.access import Permission, require

from .. import stay_lists
from .links import address
from .onward import onward

PAGE_SIZE = 40


@require_GET
@require(Permission.SEE_SOCIAL)
def stay_list(request):
    """The stays of one kind that the user may know of, those that have waited longest first."""
    on, kind = calendar.today(), request.GET.get("show", "")
    kind = kind if kind in stay_lists.KINDS else stay_lists.DUE
    stays = stay_lists.shown(stay_lists.stays(kind, request.user, on), request.user)
    found, place = onward(request, stays, PAGE_SIZE)
    access_log.record(request, {stay.holder_id for stay in found}, "stay-list")
    context = {"rows": stay_lists.rows(found, on), "kind": kind, "chips": _chips(kind), "today": on, **place}
    return render(request, "tenancies/stay_list.html", context)


def _chips(chosen: str) -> list[dict]:
    labels = {
        stay_lists.DUE: _("Review due"),
        stay_lists.BEYOND: _("Beyond the planned end"),
        stay_lists.READY: _("Ready to move on"),
        stay_lists.ENDING: _("Ending"),
        stay_lists.AFTER: _("To follow up"),
    }
    return [{"label": labels[kind], "url": address(show=kind), "current": kind == chosen} for kind in labels]
