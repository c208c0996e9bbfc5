"""The small lists of a home that the row of its tenancy brings along; `bolots.listed` makes rows of them again."""

from datetime import date

from django.db.models import OuterRef, Q

from bolots.listed import listed

from .models import Caution, Child, Incident, Involvement, Notice, RentTerm, Tenancy


def overview(on: date):
    """Tenancies with what a home's first page shows: rents and open serious incidents, the newest first; the notice
    that stands, children, cautions, and who else is involved.
    """
    rents = RentTerm.objects.filter(tenancy=OuterRef("pk")).order_by("-valid_from")
    children = Child.objects.filter(tenant=OuterRef("holder")).living_here_on(on).order_by("pk")
    incidents = Incident.objects.filter(tenancy=OuterRef("pk")).open().serious().newest_first()
    others = Involvement.objects.filter(~Q(user=OuterRef("case_worker")), tenancy=OuterRef("pk")).current_on(on)
    by_name = others.order_by("user__first_name", "pk")
    standing = Notice.objects.filter(tenancy=OuterRef("pk"), withdrawn_on=None)  # at most one, by constraint
    return Tenancy.objects.annotate(
        rent_list=listed(rents, "rent_ore", "due_rule", "valid_from"),
        child_list=listed(children, "birth_year"),
        caution_list=cautions(on),
        incident_list=listed(incidents, "kind", "happened_on"),
        notice_list=listed(standing, "given_by", "ends_on", "disputed_on", "referred_on"),
        involved_list=listed(by_name, "why", "user__role", "user__first_name"),
    )


def cautions(on: date):
    """What holds of a tenancy's holder on the day, as a list of the tenancy."""
    valid = Caution.objects.filter(tenant=OuterRef("holder")).valid_on(on).order_by("pk")
    return listed(valid, "kind", "reason", "until_on")
