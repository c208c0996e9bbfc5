"""Homes that change hands: from whom, to whom, why."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bolots.access import ROLE_PERMISSIONS, Permission
from bolots.editing import EditForm
from bolots.forms import WhyField, people
from bolots.models import User
from bolots.user_forms import ColleagueField

from .actions import SameCaseWorker
from .models import Tenancy


class HandOverForm(forms.Form):
    """Whose homes, and to whom. The giver may have left; the taker works with cases."""

    giver = ColleagueField(label=gettext_lazy("From"))
    taker = ColleagueField(label=gettext_lazy("To"))

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["giver"].offer(_givers(on), ("", _("Choose")))
        self.fields["taker"].offer(people(Permission.WORK_CASES), ("", _("Choose")))

    def clean(self):
        data = super().clean()
        if data.get("giver") and data["giver"] == data.get("taker"):
            self.add_error("taker", str(SameCaseWorker()))
        return data


class ReasonForm(forms.Form):
    """The confirmation."""

    why = WhyField()


class CaseWorkerForm(EditForm):
    """Another case worker for one home."""

    case_worker = ColleagueField(label=gettext_lazy("Case worker"))
    why = WhyField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case_worker"].offer(people(Permission.WORK_CASES))


def _givers(on):
    """Whoever works with cases, or still has homes: also those who have left."""
    roles = [role for role, permissions in ROLE_PERMISSIONS.items() if Permission.WORK_CASES in permissions]
    with_homes = Tenancy.objects.not_over_on(on).values("case_worker")
    return User.objects.filter(Q(role__in=roles) | Q(pk__in=with_homes)).order_by("first_name", "pk")
