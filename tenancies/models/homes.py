"""Apartments and who owns them."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, Count, FilteredRelation, Q, Sum, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bolots.audit import tracked


@tracked
class PropertyOwner(models.Model):
    """Who owns the building (fastighetsägare)."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    def __str__(self):
        return self.name


class ApartmentQuerySet(models.QuerySet):
    def in_street_order(self):
        return self.order_by("street", "staircase", "number")

    def with_state(self, day):
        """Annotate `state` on the day, and join the stay that makes it as `stay` (at most one: a constraint)."""
        is_running = Q(tenancies__starts_on__lte=day) & (Q(tenancies__ends_on=None) | Q(tenancies__ends_on__gt=day))
        soon = day + timedelta(days=Apartment.ENDING_DAYS)
        is_overdue = Q(stay__ends_on=None, stay__planned_end_on__lt=day)
        is_ending = Q(stay__ends_on__isnull=False) | Q(stay__planned_end_on__lte=soon)
        state = Case(
            When(stay__pk=None, then=Value(Apartment.State.EMPTY)),
            When(is_overdue, then=Value(Apartment.State.OVERDUE)),
            When(is_ending, then=Value(Apartment.State.ENDING)),
            default=Value(Apartment.State.LET),
        )
        return self.annotate(stay=FilteredRelation("tenancies", condition=is_running)).annotate(state=state)

    def counts(self) -> dict:
        """After `with_state`: how many there are of each state, and what the empty ones cost in öre a month."""
        number = {state.value: Count("pk", filter=Q(state=state)) for state in Apartment.State}
        is_empty = Q(state=Apartment.State.EMPTY)
        return self.aggregate(all=Count("pk"), empty_ore=Sum("head_rent_ore", filter=is_empty, default=0), **number)


@tracked
class Apartment(models.Model):
    """A training apartment (träningslägenhet)."""

    class TenureForm(models.TextChoices):
        """How the municipality holds the home (upplåtelseform); decides tenure protection (JB 12:45)."""

        OWNED = "owned", _("owned by the municipality")
        HEAD_LEASE = "head_lease", _("head lease")
        BLOCK_LEASE = "block_lease", _("block lease")

    class State(models.TextChoices):
        """What one may do with the home on a day (beläggning)."""

        LET = "let", _("let")
        ENDING = "ending", _("ending soon")
        OVERDUE = "overdue", _("past the planned end")
        EMPTY = "empty", _("empty")

    ENDING_DAYS = 90  # the end of a lease is prepared three months before (JB 12:4)

    number = models.CharField(_("apartment number"), max_length=10)
    street = models.CharField(_("street"), max_length=60, help_text=_("Street and house number."))
    staircase = models.CharField(_("staircase"), max_length=10, blank=True)
    floor = models.SmallIntegerField(_("floor"), default=0)
    entry_code = models.CharField(_("entry code"), max_length=10, blank=True)
    tenure_form = models.CharField(_("tenure form"), max_length=20, choices=TenureForm)
    owner = models.ForeignKey(
        PropertyOwner, on_delete=models.PROTECT, related_name="apartments", verbose_name=_("owner")
    )
    head_rent_ore = models.BigIntegerField(_("head-lease rent"), null=True, blank=True, help_text=_("Öre a month."))

    objects = ApartmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "number"], name="one_apartment_per_number_and_street"),
            models.CheckConstraint(
                condition=Q(tenure_form="owned", head_rent_ore=None)
                | (~Q(tenure_form="owned") & Q(head_rent_ore__isnull=False, head_rent_ore__gt=0)),
                name="leased_homes_have_a_head_rent",
            ),
        ]

    def __str__(self):
        return f"{self.address}, {self.number}"

    @property
    def address(self) -> str:
        """Street and staircase: what a bolots walks to."""
        return f"{self.street} {self.staircase}".strip()

    def get_absolute_url(self):
        return reverse("tenancies:apartment-detail", args=[self.pk])
