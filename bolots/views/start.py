"""The door: sign in, start page by role, language, health."""

from django.conf import settings
from django.contrib.auth import views as auth
from django.db import connection
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.i18n import set_language as django_set_language

from .. import calendar
from ..access import public, signed_in
from ..forms import SignInForm
from ..models import User
from ..navigation import start_url


class SignIn(auth.LoginView):
    """Django's own, on the business day's clock."""

    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form):
        answer = super().form_valid(form)
        User.objects.filter(pk=form.get_user().pk).update(last_login=calendar.now())
        return answer


login = require_http_methods(["GET", "POST"])(public(SignIn.as_view()))
logout = require_POST(signed_in(auth.LogoutView.as_view()))
set_language = require_POST(public(django_set_language))
SCHEMES = ("auto", "light", "dark")


@require_GET
@signed_in
def start(request):
    """`/` leads each role to its own start page."""
    return redirect(start_url(request.user))


@require_POST
@public
def set_scheme(request):
    """Light, dark or as the device says; kept in a cookie, works without JavaScript."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=settings.HTTPS):
        back = "/"
    response = HttpResponseRedirect(back)
    scheme = request.POST.get("scheme")
    if scheme in SCHEMES:
        response.set_cookie("color_scheme", scheme, max_age=31536000, samesite="Lax", secure=settings.HTTPS)
    return response


@require_GET
@public
def health(request):
    """For the proxy: does the database answer? Nothing about persons, nothing secret."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"database": "ok"})
