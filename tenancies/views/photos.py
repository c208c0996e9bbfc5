"""The picture of a building: shown, added, replaced, removed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bolots import calendar
from bolots.access import Permission, require
from bolots.refusals import attempt

from .. import actions
from ..forms.homes import PhotoForm
from ..models import Apartment, Photo
from .apartments_page import shown_photo


@require_GET
@require(Permission.SEE_REGISTER)
def photo(request, key):
    """The picture itself: our own JPEG, under a name that tells nothing; the browser may not guess another type."""
    found = get_object_or_404(Photo, key=key, removed_on=None)
    headers = {"Content-Disposition": f'inline; filename="{key}.jpg"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(found.jpeg), content_type="image/jpeg", headers=headers)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_REGISTER)
def photo_change(request, pk):
    """Add a picture, or put another in its place."""
    home = get_object_or_404(Apartment.objects.select_related("photo").defer("photo__jpeg"), pk=pk)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data = form.cleaned_data["photo"].read()
        if attempt(form, actions.set_photo, home, data=data, by=request.user, on=calendar.today()):
            messages.success(request, _("The photo is saved."))
            return redirect(home)
    return render(request, "tenancies/photo_form.html", {"form": form, "home": home, "photo": shown_photo(home)})


@require_POST
@require(Permission.EDIT_REGISTER)
def photo_remove(request, pk):
    home = get_object_or_404(Apartment, pk=pk)
    if actions.remove_photo(home, by=request.user, on=calendar.today()):
        messages.success(request, _("The photo is removed."))
    return redirect(home)
