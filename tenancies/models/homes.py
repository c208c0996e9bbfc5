"""Apartments, who owns them, and when they are out of use."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, Count, F, FilteredRelation, Func, Q, Sum, Value, When
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bolots.audit import tracked

from ..spelling import words_column
from . import occupancy


@tracked
class PropertyOwner(models.Model):
    """Who owns the building (fastighetsägare)."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    def __str__(self):
        return self.name


class ApartmentQuerySet(models.QuerySet):
    def hold(self, apartment) -> None:
        """Within an action: nobody else lets the home or takes it out of use until this one is done."""
        self.select_for_update(no_key=True).values_list("pk").get(pk=apartment.pk)

    def head_lease_ends_by(self, day):
        """Homes whose head lease ends (first day after it) on the day or before."""
        return self.filter(head_ends_on__lte=day)

    def with_state(self, day):
        """Annotate `state` on the day, and join what makes it: the `stay`, and the period `out` of use (at most one of
        each: constraints).

        Where somebody lives decides; then whether the home is out of use; then whether we hold it at all.
        """
        is_running = Q(tenancies__starts_on__lte=day) & (Q(tenancies__ends_on=None) | Q(tenancies__ends_on__gt=day))
        is_out = Q(out_of_use__starts_on__lte=day) & (Q(out_of_use__ends_on=None) | Q(out_of_use__ends_on__gt=day))
        homes = self.annotate(
            stay=FilteredRelation("tenancies", condition=is_running),
            out=FilteredRelation("out_of_use", condition=is_out & Q(out_of_use__withdrawn_on=None)),
        )
        soon = day + timedelta(days=Apartment.ENDING_DAYS)
        is_overdue = Q(stay__ends_on=None, stay__planned_end_on__lt=day)
        is_ending = Q(stay__ends_on__isnull=False) | Q(stay__planned_end_on__lte=soon)
        is_not_held = Q(head_ends_on__lte=day) | Q(head_starts_on__gt=day)
        state = Case(
            When(stay__pk=None, out__pk__isnull=False, then=Value(Apartment.State.OUT_OF_USE)),
            When(is_not_held & Q(stay__pk=None), then=Value(Apartment.State.NOT_HELD)),
            When(stay__pk=None, then=Value(Apartment.State.EMPTY)),
            When(is_overdue, then=Value(Apartment.State.OVERDUE)),
            When(is_ending, then=Value(Apartment.State.ENDING)),
            default=Value(Apartment.State.LET),
        )
        return homes.annotate(state=state)

    def with_emptiness(self, day):
        """After `with_state`, of the empty ones: `empty_since`, `empty_days` passed, and `empty_ore` they have cost.

        Empty since the last stay or the last period out of use ended, or the head lease began; where none of them is
        known, all three are None. The cost is the head rent's, day by day (`rules.occupancy.cost_of_days`).
        """
        ends = [occupancy.last_end(self.model.objects, relation, day) for relation in ("tenancies", "out_of_use")]
        is_empty = Q(state=Apartment.State.EMPTY)
        homes = self.annotate(empty_since=Case(When(is_empty, then=Greatest(*ends, "head_starts_on"))))
        homes = homes.annotate(empty_days=occupancy.days_between(F("empty_since"), occupancy.a_day(day)))
        return homes.annotate(empty_ore=occupancy.cost_of_days(F("empty_days")))

    def with_occupancy(self, first, last_exclusive):
        """Annotate `held_days`, `occupied_days`, `out_of_use_days`, `empty_days` of the period (`rules.occupancy`)."""
        homes, every = self.annotate(**occupancy.held(first, last_exclusive)), self.model.objects
        held = occupancy.days_between(F("held_from"), F("held_until"))
        both = occupancy.days_shared(every, "tenancies", "out_of_use")
        return homes.annotate(
            held_days=Greatest(held, Value(0)),
            occupied_days=occupancy.days_shared(every, "tenancies"),
            out_of_use_days=occupancy.days_shared(every, "out_of_use") - both,
        ).annotate(empty_days=F("held_days") - F("occupied_days") - F("out_of_use_days"))

    def counts(self) -> dict:
        """After `with_emptiness`: how many of each state and in all; what the empty ones have cost, in öre."""
        by_state = self.order_by().values("state").annotate(number=Count("pk"), cost_ore=Sum("empty_ore", default=0))
        rows = {row["state"]: row for row in by_state}
        found = {state.value: rows[state]["number"] if state in rows else 0 for state in Apartment.State}
        empty_ore = rows[Apartment.State.EMPTY]["cost_ore"] if Apartment.State.EMPTY in rows else 0
        return found | {"all": sum(found.values()), "empty_ore": empty_ore}

    def free_on(self, day):
        """Where a stay may begin on the day and go on: nobody has the home then or later, and it is in use and ours."""
        goes_on = Q(tenancies__pk__isnull=False) & (Q(tenancies__ends_on=None) | Q(tenancies__ends_on__gt=day))
        taken, out = self.model.objects.filter(goes_on).values("pk"), OutOfUse.objects.running_on(day)
        ours = self.filter(Q(head_ends_on=None) | Q(head_ends_on__gt=day))
        return ours.exclude(pk__in=taken).exclude(pk__in=out.values("apartment"))


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
        OUT_OF_USE = "out_of_use", _("out of use")
        NOT_HELD = "not_held", _("no head lease")

    STREET_ORDER = ("street", "staircase", "number")  # one home each: number and street are unique together
    ENDING_DAYS = 90  # the end of a lease is prepared three months before (JB 12:4)

    number = models.CharField(_("apartment number"), max_length=10)
    street = models.CharField(_("street"), max_length=60, help_text=_("Street and house number."))
    postcode = models.CharField(_("postcode"), max_length=6, blank=True, help_text=_("Five digits, like 186 30."))
    town = models.CharField(_("town"), max_length=40, blank=True)
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
                condition=Q(postcode="") | Q(postcode__regex=r"^[1-9][0-9]{2} [0-9]{2}$"),
                name="postcode_is_five_digits",
            ),
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
        indexes = [
            models.Index(fields=["street", "staircase", "number"], name="apartment_street_order"),
            GinIndex(fields=["search_words"], name="apartment_words"),
        ]

    def __str__(self):
        return f"{self.address}, {self.number}"

    @property
    def address(self) -> str:
        """Street and staircase: what a bolots walks to."""
        return f"{self.street} {self.staircase}".strip()

    @property
    def place(self) -> str:
        """Postcode and town, the last line of an address; "" while neither is known."""
        return f"{self.postcode} {self.town}".strip()

    @property
    def is_leased(self) -> bool:
        return self.tenure_form != self.TenureForm.OWNED

    @property
    def head_last_on(self):
        """The last day of the head lease, as people say it; None: until further notice, or there is none."""
        return self.head_ends_on and self.head_ends_on - timedelta(days=1)

    def get_absolute_url(self):
        return reverse("tenancies:apartment-detail", args=[self.pk])


class OutOfUseQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody has taken back as entered by mistake."""
        return self.filter(withdrawn_on=None)

    def running_on(self, day):
        return self.standing().filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))


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
    withdrawn_on = models.DateField(null=True, help_text="Entered by mistake: it counts nowhere.")
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OutOfUseQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="out_of_use_once_at_a_time",
                condition=Q(withdrawn_on=None),
                expressions=[
                    (Func(F("apartment"), F("apartment"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("starts_on"), F("ends_on"), Value("[)"), function="daterange"), "&&"),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="out_of_use_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_by=None)
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False),
                name="out_of_use_withdrawn_on_and_by",
            ),
        ]

    def __str__(self):
        return f"{self.reason} from {self.starts_on}"

    @property
    def last_on(self):
        """The last day out of use, as people say it; None while no end is known."""
        return self.ends_on and self.ends_on - timedelta(days=1)
