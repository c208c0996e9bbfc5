"""Frånvaro: who is away when, and who stands in. Everybody's own; a unit manager's page has everybody's."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import actions, calendar
from ..access import Permission, signed_in
from ..models import Absence
from ..refusals import attempt
from ..user_forms import AbsenceForm, NewAbsenceForm

SHOWN = 20  # of those that are over


@require_GET
@signed_in
def absence_list(request):
    """Running and planned ones first; days on which the deputy is away too are pointed out."""
    today, sees_all = calendar.today(), request.user.may(Permission.HAND_OVER)
    known = Absence.objects.select_related("user", "deputy")
    known = known if sees_all else known.filter(user=request.user)
    coming = list(known.not_over_on(today).order_by("from_on", "user__first_name", "pk"))
    gaps = _gaps(coming)
    context = {
        "rows": [{"absence": absence, "is_now": absence.holds(today), "gaps": gaps[absence.pk]} for absence in coming],
        "over": known.over_on(today).order_by("-until_on", "-pk")[:SHOWN],
        "sees_all": sees_all,
        "standing_in": request.user.standing_in(today),
    }
    return render(request, "bolots/absence_list.html", context)


def _gaps(absences) -> dict[int, list[Absence]]:
    """The deputies' own absences on days of each absence. One query."""
    deputies = {absence.deputy_id for absence in absences} - {None}
    theirs = list(Absence.objects.filter(user__in=deputies).with_days().order_by("from_on"))
    return {
        absence.pk: [
            own
            for own in theirs
            if own.user_id == absence.deputy_id and own.from_on < absence.until_on and own.until_on > absence.from_on
        ]
        for absence in absences
    }


@require_http_methods(["GET", "POST"])
@signed_in
def absence_new(request):
    """Days away, planned ahead or from today."""
    form = NewAbsenceForm(request.POST or None, by=request.user)
    if form.is_valid():
        made = attempt(form, actions.set_absence, **form.cleaned_data, by=request.user, on=calendar.today())
        if made:
            return _saved(request, made)
    return render(request, "bolots/absence_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def absence_edit(request, pk):
    """Other days, another deputy, or back sooner."""
    absence, today = _find(request, pk), calendar.today()
    form = AbsenceForm(request.POST or None, row=absence)
    if form.is_valid() and attempt(form, actions.edit_absence, absence, **form.values, by=request.user, on=today):
        return _saved(request, absence)
    context = {"form": form, "absence": absence, "is_now": absence.holds(today), "is_own": absence.user == request.user}
    return render(request, "bolots/absence_edit.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def absence_end(request, pk):
    """Back today, or a planned absence called off."""
    absence = _find(request, pk)
    actions.end_absence(absence, by=request.user, on=calendar.today())
    sentence = _("The absence is called off.") if absence.is_called_off else _("The absence has ended.")
    messages.success(request, sentence)
    return redirect("absence-list")


def _find(request, pk) -> Absence:
    """One's own absence, or anybody's to whoever may hand over; 403 otherwise."""
    absence = get_object_or_404(Absence.objects.select_related("user", "deputy"), pk=pk)
    if absence.user != request.user and not request.user.may(Permission.HAND_OVER):
        raise PermissionDenied
    return absence


def _saved(request, absence):
    """Saved; whoever stands in for somebody on those days is told to name another deputy."""
    messages.success(request, _("The absence is saved."))
    duties = Absence.objects.filter(deputy=absence.user).sharing_days(absence.from_on, absence.until_on)
    for duty in duties.select_related("user"):
        sentence = _("%(name)s is then without a deputy: %(who)s stands in on some of those days.")
        messages.warning(request, sentence % {"name": duty.user.first_name, "who": absence.user.first_name})
    return redirect("absence-list")
