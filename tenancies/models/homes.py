"""Apartments, who owns them, when they are out of use, what is handed out with them."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, Count, F, FilteredRelation, Func, Q, Sum, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bolots.audit import tracked

from ..spelling import words_column


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

    def free_on(self, day):
        """Where a stay may begin on the day and go on: nobody has the home then or later, and it is in use."""
        goes_on = Q(tenancies__pk__isnull=False) & (Q(tenancies__ends_on=None) | Q(tenancies__ends_on__gt=day))
        is_out = Q(out_of_use__starts_on__lte=day) & (Q(out_of_use__ends_on=None) | Q(out_of_use__ends_on__gt=day))
        homes = self.model.objects
        taken, out = homes.filter(goes_on).values("pk"), homes.filter(is_out).values("pk")
        ours = self.filter(Q(head_ends_on=None) | Q(head_ends_on__gt=day))
        return ours.exclude(pk__in=taken).exclude(pk__in=out)


@tracked(exclude=["search_words"])
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
    rooms = models.PositiveSmallIntegerField(_("rooms"), null=True, blank=True)
    area_m2 = models.PositiveSmallIntegerField(_("area"), null=True, blank=True, help_text=_("Whole square metres."))
    is_furnished = models.BooleanField(_("furnished"), default=False)
    head_rent_ore = models.BigIntegerField(_("head-lease rent"), null=True, blank=True, help_text=_("Öre a month."))
    head_starts_on = models.DateField(_("head lease from"), null=True, blank=True)
    head_ends_on = models.DateField(
        _("head lease ends"),
        null=True,
        blank=True,
        help_text=_("First day after the head lease; none: until further notice."),
    )
    head_notice_months = models.PositiveSmallIntegerField(_("notice of the head lease"), null=True, blank=True)

    search_words = words_column("street", "staircase", "number")

    objects = ApartmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "number"], name="one_apartment_per_number_and_street"),
            models.CheckConstraint(
                condition=Q(tenure_form="owned", head_rent_ore=None)
                | (~Q(tenure_form="owned") & Q(head_rent_ore__isnull=False, head_rent_ore__gt=0)),
                name="leased_homes_have_a_head_rent",
            ),
            models.CheckConstraint(
                condition=~Q(tenure_form="owned") | Q(head_starts_on=None, head_ends_on=None, head_notice_months=None),
                name="owned_homes_have_no_head_lease",
            ),
            models.CheckConstraint(
                condition=Q(head_ends_on=None) | Q(head_starts_on=None) | Q(head_ends_on__gt=F("head_starts_on")),
                name="head_lease_ends_after_it_starts",
            ),
        ]
        indexes = [GinIndex(fields=["search_words"], name="apartment_words")]

    def __str__(self):
        return f"{self.address}, {self.number}"

    @property
    def address(self) -> str:
        """Street and staircase: what a bolots walks to."""
        return f"{self.street} {self.staircase}".strip()

    def get_absolute_url(self):
        return reverse("tenancies:apartment-detail", args=[self.pk])


@tracked
class OutOfUse(models.Model):
    """Days on which nobody can live in the home (ur drift): repair, water damage, waiting for the owner."""

    class Reason(models.TextChoices):
        REPAIR = "repair", _("repair")
        DAMAGE = "damage", _("damage")
        RENOVATION = "renovation", _("renovation")
        OTHER = "other", _("other")

    apartment = models.ForeignKey(Apartment, on_delete=models.PROTECT, related_name="out_of_use")
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    note = models.CharField(_("note"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True, help_text=_("First day in use again."))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="out_of_use_once_at_a_time",
                expressions=[
                    (Func(F("apartment"), F("apartment"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("starts_on"), F("ends_on"), Value("[)"), function="daterange"), "&&"),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="out_of_use_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return f"{self.reason} from {self.starts_on}"


@tracked
class Loan(models.Model):
    """A key, tag or thing of the home that somebody has signed for (nyckelkvittens, inventarier)."""

    class Kind(models.TextChoices):
        KEY = "key", _("key")
        TAG = "tag", _("tag")
        CONTENTS = "contents", _("contents")
        OTHER = "other", _("other")

    apartment = models.ForeignKey(Apartment, on_delete=models.PROTECT, related_name="loans")
    tenancy = models.ForeignKey(
        "tenancies.Tenancy",
        on_delete=models.PROTECT,
        null=True,
        related_name="loans",
        help_text="To the stay's tenant.",
    )
    to = models.CharField(_("to"), max_length=80, blank=True, help_text=_("When it is not the tenant."))
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    label = models.CharField(_("marking"), max_length=60, blank=True)
    number = models.PositiveSmallIntegerField(_("how many"), default=1)
    issued_on = models.DateField(_("issued"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    returned_on = models.DateField(_("returned"), null=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="loan_is_of_something"),
            models.CheckConstraint(
                condition=Q(tenancy__isnull=False, to="") | (Q(tenancy=None) & ~Q(to="")), name="loan_is_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(returned_on=None, returned_by=None)
                | Q(returned_on__gte=F("issued_on"), returned_by__isnull=False),
                name="loan_returned_has_day_and_receiver",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.kind} from {self.issued_on}"


@tracked(exclude=["jpeg"])
class Photo(models.Model):
    """A picture of the building from outside, made anew by us: no place, no camera, no larger than needed."""

    apartment = models.OneToOneField(Apartment, on_delete=models.PROTECT, related_name="photo")
    jpeg = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added_on = models.DateField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"{self.width} × {self.height}"
