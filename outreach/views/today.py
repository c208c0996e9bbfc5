"""I dag: whom a bolots sees today, in which order, and why."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from arrears.freshness import paid_through
from bolots import access_log, calendar, formats, guidelines
from bolots.access import Permission, require
from bolots.actions import come_back, go_away
from bolots.models import JobRun
from bolots.refusals import Refused

from .. import actions
from ..day import day_of, done_by
from ..enforcement import recent
from ..forms import AwayForm


@require_GET
@require(Permission.DO_OUTREACH)
def today(request):
    """The cards by staircase, what is done, and why in this order."""
    on = calendar.today()
    values = guidelines.on(on)
    day = day_of(request.user, on=on, values=values)
    access_log.record(request, {card.task.tenancy.holder_id for card in day.cards}, "today")
    context = {
        "day": day,
        "done": done_by(request.user, on),
        "in_view": values.max_tasks_per_day,
        "absence": request.user.absence_on(on),
        "away": AwayForm(on=on),
        "night": JobRun.objects.filter(kind="night").exclude(ended_at=None).order_by("-ended_at").first(),
        "paid_through": paid_through(on),
        "notices": recent(request.user, on),
    }
    return render(request, "outreach/today.html", context)


@require_POST
@require(Permission.DO_OUTREACH)
def away(request):
    """Away until a day, or back again; visits that fall due meanwhile go to colleagues when asked to."""
    on, form = calendar.today(), AwayForm(request.POST, on=calendar.today())
    if "back" in request.POST:
        come_back(request.user, by=request.user, on=on)
        messages.success(request, _("Welcome back."))
    elif form.is_valid():
        _go(request, on, **form.cleaned_data)
    else:
        messages.error(request, _("Write the day on which you are back, later than today."))
    return redirect("outreach:today")


def _go(request, on, *, until, hand_out):
    try:
        go_away(request.user, until_on=until, by=request.user, on=on)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return
    messages.success(request, _("You are away until %(day)s.") % {"day": formats.dag(until, on)})
    if hand_out:
        _say_handed_out(request, actions.hand_out(request.user, until=until, by=request.user, on=on))


def _say_handed_out(request, number):
    if number:
        sentence = ngettext("%(n)s visit went to a colleague.", "%(n)s visits went to colleagues.", number)
        messages.info(request, sentence % {"n": number})
