"""One home's pages: found as the user may see it, with the reading on record, and the tabs between them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bolots import access_log
from bolots.access import Permission

from ..models import Tenancy
from ..models.stays import shown_name

# (url name, label, who may open it): the pages of a home, each answering one question
TABS = (
    ("tenancy-detail", _("Overview"), Permission.SEE_REGISTER),
    ("tenancy-lease", _("Lease"), Permission.SEE_REGISTER),
    ("tenancy-people", _("People"), Permission.SEE_REGISTER),
    ("tenancy-plan", _("The plan"), Permission.SEE_SOCIAL),
    ("tenancy-incidents", _("Incidents"), Permission.SEE_SOCIAL),
)


def find(request, pk, what: str, stays=None) -> Tenancy:
    """The tenancy with apartment, holder and `shown_name`; 404 for a home that the user may not know of.

    `stays`: where to look, when a page reads more with the row.
    """
    stays = Tenancy.objects.all() if stays is None else stays
    stays = stays.visible_to(request.user).with_shown_name(request.user)
    tenancy = get_object_or_404(stays.select_related("apartment__owner", "holder", "case_worker"), pk=pk)
    access_log.record(request, [tenancy.holder_id], what)
    return tenancy


def find_known(request, pk, what: str) -> Tenancy:
    """The same, of a person whom the user may know: 404 where the person is hidden, though the home is not.

    For pages with what people have written: words may name somebody.
    """
    tenancy = find(request, pk, what)
    if not tenancy.shown_name:
        raise Http404
    return tenancy


def find_with_home(rows, user, pk):
    """A row of something about a home, with its `tenancy` as `find` has it, in one query; 404 when it is not among
    the rows. The caller records the reading.
    """
    homes = (f"tenancy__{name}" for name in ("apartment", "holder", "case_worker"))
    found = rows.select_related(*homes).annotate(holder_shown=shown_name(user, "tenancy__"))
    row = get_object_or_404(found, pk=pk)
    row.tenancy.shown_name = row.holder_shown
    return row


def show(request, tenancy, template: str, context: dict, *, status=200):
    """A page of the home under its tabs. `may_edit`: the user may change the register."""
    here, may = request.resolver_match.url_name, request.user.may
    tabs = [
        {"label": label, "url": reverse(f"tenancies:{name}", args=[tenancy.pk]), "current": name == here}
        for name, label, permission in TABS
        if may(permission) and (tenancy.shown_name or permission == Permission.SEE_REGISTER)
    ]
    frame = {"tenancy": tenancy, "tabs": tabs, "may_edit": may(Permission.EDIT_REGISTER)}
    return render(request, f"tenancies/{template}.html", frame | context, status=status)
