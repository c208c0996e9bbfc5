"""Apartments: into the register, changed, taken out of use and back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bolots import calendar
from bolots.access import Permission, require
from bolots.refusals import attempt

from .. import actions
from ..forms.homes import ApartmentEditForm, ApartmentForm, OutOfUseEditForm, OutOfUseForm, WithdrawForm
from ..models import Apartment, OutOfUse


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def apartment_register(request):
    """A new home in the register."""
    form = ApartmentForm(request.POST or None)
    if form.is_valid():
        home = attempt(form, actions.register_apartment, **form.values, by=request.user, on=calendar.today())
        if home:
            messages.success(request, _("The apartment is in the register."))
            return redirect(home)
    return render(request, "tenancies/apartment_form.html", {"form": form, "home": None})


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def apartment_edit(request, pk):
    """Other facts of a home."""
    home = get_object_or_404(Apartment.objects.select_related("owner"), pk=pk)
    form = ApartmentEditForm(request.POST or None, row=home)
    if form.is_valid():
        facts = form.values | {"by": request.user, "on": calendar.today()}
        if attempt(form, actions.edit_apartment, home, **facts) is not None:
            return redirect(home)
    return render(request, "tenancies/apartment_form.html", {"form": form, "home": home})


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def out_of_use_begin(request, pk):
    """Take a home out of use."""
    home, today = get_object_or_404(Apartment, pk=pk), calendar.today()
    form = OutOfUseForm(request.POST or None, initial={"starts_on": today})
    if form.is_valid() and attempt(form, actions.take_out_of_use, home, **form.values, by=request.user, on=today):
        messages.success(request, _("The home is out of use on those days."))
        return redirect(home)
    return render(request, "tenancies/out_of_use_form.html", {"form": form, "home": home, "period": None})


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def out_of_use_edit(request, pk):
    """Other days or another reason; with a last day the home is in use again."""
    period = get_object_or_404(OutOfUse.objects.standing().select_related("apartment"), pk=pk)
    form = OutOfUseEditForm(request.POST or None, row=period)
    if form.is_valid():
        facts = form.values | {"by": request.user, "on": calendar.today()}
        if attempt(form, actions.edit_out_of_use, period, **facts) is not None:
            messages.success(request, _("The days out of use are saved."))
            return redirect(period.apartment)
    context = {"form": form, "home": period.apartment, "period": period}
    return render(request, "tenancies/out_of_use_form.html", context)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def out_of_use_withdraw(request, pk):
    """Take a period back that was entered by mistake, with the reason."""
    period = get_object_or_404(OutOfUse.objects.standing().select_related("apartment"), pk=pk)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        facts = {"why": form.cleaned_data["why"], "by": request.user, "on": calendar.today()}
        if attempt(form, actions.withdraw_out_of_use, period, **facts):
            messages.success(request, _("The period is taken back."))
            return redirect(period.apartment)
    context = {"form": form, "home": period.apartment, "period": period}
    return render(request, "tenancies/out_of_use_withdraw.html", context)
