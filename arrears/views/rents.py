"""Hyror: are the payments up to date, and how is this month going?"""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from bolots import calendar, formats, guidelines, periods
from bolots.access import Permission, require
from bolots.refusals import attempt
from tenancies.models.stays import sees_every_home

from .. import actions, alarms, months
from ..forms.payments import NoMoreFilesForm
from ..freshness import paid_through
from ..rules.late import cutoff
from .months import charges_of, drawn
from .previews import waiting as pending_files
from .screen import screen, waiting

UNPAID = 20
SAID = ("stale", "never_paid")  # alarms that the freshness says itself


@require_GET
@require(Permission.SEE_LEDGER)
def rents(request):
    """Freshness in words first, then what waits, then this month."""
    today, user = calendar.today(), request.user
    held = guidelines.on(today)
    month = periods.first_of(today)
    charges = charges_of(month, user=user, on=today)
    counts, every = waiting(user), sees_every_home(user)
    facts = alarms.facts(today) if every else None
    context = {
        "month": month,
        "fresh": _fresh(facts.through if facts else paid_through(today), today, held),
        "counts": counts,
        "sees_queue": every,
        "alarms": _alarms(facts, today, held) if facts else [],
        "pending": pending_files(user) if user.may(Permission.HANDLE_PAYMENTS) else [],
        "unpaid": charges.filter(open_ore__gt=0).order_by("safe_due_on", "-open_ore", "pk")[:UNPAID],
        **drawn(months.figures(charges)),
    }
    return screen(request, "rents", context, counts=counts)


def _alarms(facts, today, held) -> list[alarms.Alarm]:
    return [alarm for alarm in alarms.told(facts, today, held=held) if alarm.code not in SAID]


def _fresh(through, today, held) -> dict:
    """How far the payments reach, in words, and the day that a person may vouch for."""
    newest = calendar.add_bank_days(today, -1)
    cutoff_on = cutoff(today, held.grace_bank_days)
    missing = calendar.bank_days_between(through, newest) if through else 0
    fresh = {"next_on": newest if through is None or missing else None, "kind": "done" if through else "late"}
    if through is None:
        said = _("No payments have come yet"), _("No bank file has been read in.")
    elif not missing:
        said = _("Read in up to and including %(day)s"), _("Nothing is missing.")
    else:
        fresh["kind"] = "late" if missing > held.freshness_alarm_bank_days else "info"
        days = ngettext("%(n)s bank day is missing.", "%(n)s bank days are missing.", missing) % {"n": missing}
        said = _("Read in up to and including %(day)s"), days
    day = {"day": formats.dag(through, today) if through else ""}
    reach = _("Late rent is looked for up to the due day %(day)s.")
    if through is None or through < cutoff_on:
        reach = _("Late rent is not looked for: that needs the payments up to %(day)s.")
    return fresh | {"title": said[0] % day, "text": f"{said[1]} {reach % {'day': formats.dag(cutoff_on, today)}}"}


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_PAYMENTS)
def no_more_files(request):
    """ "Inga fler filer t.o.m. …": the word that lets late rent be looked for without a file (decision 9)."""
    today = calendar.today()
    form = NoMoreFilesForm(request.POST or None, initial={"through_on": calendar.add_bank_days(today, -1)})
    if form.is_valid():
        through_on = form.cleaned_data["through_on"]
        said = {"through_on": through_on, "by": request.user, "at": calendar.now()}
        if attempt(form, actions.say_no_more_files, **said):
            day = formats.dag(through_on, today)
            messages.success(request, _("Noted: no more files come up to %(day)s.") % {"day": day})
            return redirect("arrears:rents")
    return screen(request, "no_more_files", {"form": form})
