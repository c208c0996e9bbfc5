"""Taking back one's own last change to a row of the register."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bolots import calendar, editing
from bolots.access import Permission, require
from bolots.refusals import Refused

from ..models import Apartment, Child, Contact, Incident, Inspection, Tenancy, Tenant

# kind in the address → the rows of that kind that a user may change
ROWS = {
    "apartment": lambda user: Apartment.objects.all(),
    "tenancy": lambda user: Tenancy.objects.visible_to(user),
    "incident": lambda user: Incident.objects.visible_to(user),
    "inspection": lambda user: Inspection.objects.filter(tenancy__in=Tenancy.objects.visible_to(user)),
    "tenant": lambda user: Tenant.objects.filter(pk__in=_known(user)),
    "child": lambda user: Child.objects.filter(tenant__in=_known(user)),
    "contact": lambda user: Contact.objects.filter(tenant__in=_known(user)),
}


def _known(user):
    """The tenants whom the user may know: of the homes in sight, those who are not hidden."""
    seen = Tenancy.objects.visible_to(user)
    return seen.exclude(pk__in=seen.hidden_from(user)).values("holder")


class UndoForm(forms.Form):
    seen = forms.CharField(max_length=20)
    back = forms.CharField(max_length=200)


def offer(request, kind: str, row) -> dict | None:
    """What `components/undo.html` needs, when the user may take the row's last change back."""
    found = editing.undoable(row, request.user, at=calendar.now())
    if found is None:
        return None
    return {"url": reverse("tenancies:undo", args=[kind, row.pk]), "seen": found.version, "back": request.path}


@require_POST
@require(Permission.EDIT_REGISTER)
def undo(request, kind, pk):
    """Put back what stood there, and go back to the page that offered it."""
    if kind not in ROWS:
        raise Http404
    row, form = get_object_or_404(ROWS[kind](request.user), pk=pk), UndoForm(request.POST)
    if form.is_valid():
        try:
            editing.undo_change(row, seen=form.cleaned_data["seen"], by=request.user, at=calendar.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The change is undone."))
    return redirect(_back(request, form.cleaned_data.get("back", "")))


def _back(request, path: str) -> str:
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts={request.get_host()})
    return path if is_ours else "/"
