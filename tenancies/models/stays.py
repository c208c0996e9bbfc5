"""Tenancies: who lives where, since when, for what rent, and who is involved."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bolots import calendar, periods
from bolots.access import Permission, Role
from bolots.audit import tracked

from .homes import Apartment
from .people import Child, Tenant

SEES_EVERY_HOME = {Role.FINANCE_OFFICER, Role.UNIT_MANAGER}


def sees_every_home(user) -> bool:
    """By the own role, or today by that of somebody stood in for."""
    if user.is_active and user.role in SEES_EVERY_HOME:
        return True
    return bool(SEES_EVERY_HOME & user.roles_on(calendar.today()))


class TenancyQuerySet(models.QuerySet):
    def running_on(self, day):
        return self.not_over_on(day).filter(starts_on__lte=day)

    def over_on(self, day):
        return self.filter(ends_on__lte=day)

    def not_over_on(self, day):
        """Running, or agreed and not yet begun."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def running_in(self, first, last_exclusive):
        """Tenancies that share at least one day with the period."""
        return self.filter(starts_on__lt=last_exclusive).filter(Q(ends_on=None) | Q(ends_on__gt=first))

    def evicted_between(self, since, on):
        """Evictions with their last day in since…on, both inclusive."""
        return self.filter(end_reason=Tenancy.EndReason.EVICTED, ends_on__gt=since).filter(
            ends_on__lte=on + timedelta(days=1)
        )

    def visible_to(self, user):
        """The homes that the user may know of: all, by role, or those the user is involved in today.

        Whoever stands in for an absent colleague sees the colleague's homes too. A system administrator sees none.
        """
        if not user.is_active:
            return self.none()
        if sees_every_home(user):
            return self
        return self.filter(_involves(user)) if user.may(Permission.SEE_REGISTER) else self.none()

    def hidden_from(self, user):
        """Homes of protected persons that the user is not involved in: neither name nor address may be shown."""
        return self.filter(_hides(user))

    def named_to(self, user):
        """The homes of which the user may know by whose they are: never a protected person's to those not involved."""
        stays = self.visible_to(user)
        return stays.exclude(_hides(user)) if sees_every_home(user) else stays

    def with_shown_name(self, user):
        """Annotate `shown_name`: the holder's name, or "" when it is protected and the user is not involved."""
        return self.annotate(shown_name=shown_name(user))

    def with_rent(self, day):
        """Annotate `rent_ore`: the rent that holds on the day, öre a month."""
        terms = RentTerm.objects.filter(tenancy=OuterRef("pk"), valid_from__lte=day).order_by("-valid_from")
        return self.annotate(rent_ore=Subquery(terms.values("rent_ore")[:1]))

    def with_children(self, day):
        """Annotate `has_children`: children live in the home on the day."""
        return self.annotate(has_children=Exists(Child.objects.filter(tenant=OuterRef("holder")).living_here_on(day)))


def shown_name(user, path=""):
    """What `with_shown_name` annotates, for rows of something else: `path` leads to their tenancy, `tenancy__`."""
    return Case(When(_hides(user, path), then=Value("")), default=F(f"{path}holder__name"))


def _hides(user, path=""):
    return Q((f"{path}holder__is_protected", True)) & ~_involves(user, path)


def _involves(user, path=""):
    return Exists(Involvement.objects.of(user).filter(tenancy=OuterRef(f"{path}pk")))


@tracked
class Tenancy(models.Model):
    """A tenant's stay in an apartment (hyresförhållande); the lease's facts stand on it. `ends_on` is exclusive."""

    class Kind(models.TextChoices):
        """By what right the person lives there (upplåtelse); with the tenure form it decides the protection."""

        LEASE = "lease", _("lease")
        PLACEMENT = "placement", _("placement without a lease")

    class EndReason(models.TextChoices):
        OWN_LEASE = "own_lease", _("own lease")
        OTHER_HOME = "other_home", _("other home")
        MORE_SUPPORT = "more_support", _("more extensive support")
        EVICTED = "evicted", _("evicted")
        DECEASED = "deceased", _("deceased")
        UNKNOWN = "unknown", _("unknown")

    class Ground(models.TextChoices):
        """Why somebody was evicted (JB 12:42 st.1)."""

        RENT = "rent", _("unpaid rent")
        MISMANAGEMENT = "mismanagement", _("mismanaged home")
        BOTH = "both", _("unpaid rent and mismanaged home")

    apartment = models.ForeignKey(
        Apartment, on_delete=models.PROTECT, related_name="tenancies", verbose_name=_("apartment")
    )
    holder = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="tenancies", verbose_name=_("tenant"))
    case_worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("case worker")
    )
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"), null=True, blank=True, help_text=_("First day after the stay."))
    planned_end_on = models.DateField(_("planned end"), null=True, blank=True)
    kind = models.CharField(_("right to the home"), max_length=10, choices=Kind, default=Kind.LEASE)
    signed_on = models.DateField(_("signed"), null=True, blank=True)
    lease_ends_on = models.DateField(
        _("lease ends"), null=True, blank=True, help_text=_("First day after the lease; none: until further notice.")
    )
    informed_on = models.DateField(
        _("informed"), null=True, blank=True, help_text=_("Told the conditions before signing (RH 2018:28).")
    )
    informed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    informed_proof = models.CharField(_("proof"), max_length=120, blank=True)
    reminder_fee_agreed_on = models.DateField(
        _("reminder fee agreed"), null=True, blank=True, help_text=_("When the lease allowed one (lag 1981:739 2 §).")
    )
    next_review_on = models.DateField(
        _("next review"), null=True, blank=True, help_text=_("A running stay always has one.")
    )
    in_queue_since_on = models.DateField(_("in the housing queue since"), null=True, blank=True)
    course_done_on = models.DateField(_("course done"), null=True, blank=True)
    end_reason = models.CharField(_("end reason"), max_length=20, choices=EndReason, blank=True)
    ground = models.CharField(_("ground"), max_length=20, choices=Ground, blank=True)

    objects = TenancyQuerySet.as_manager()

    class Meta:
        constraints = [
            # The apartment as a one-value range needs no btree_gist extension.
            ExclusionConstraint(
                name="no_two_tenancies_at_once_in_one_apartment",
                expressions=[
                    (Func(F("apartment"), F("apartment"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("starts_on"), F("ends_on"), Value("[)"), function="daterange"), "&&"),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="tenancy_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None, end_reason="") | (Q(ends_on__isnull=False) & ~Q(end_reason="")),
                name="tenancy_ended_has_a_reason",
            ),
            models.CheckConstraint(
                condition=(Q(end_reason="evicted") & ~Q(ground="")) | (~Q(end_reason="evicted") & Q(ground="")),
                name="eviction_has_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False) | Q(next_review_on__isnull=False),
                name="running_stay_has_a_next_review",
            ),
            models.CheckConstraint(
                condition=Q(lease_ends_on=None) | Q(lease_ends_on__gt=F("starts_on")),
                name="lease_ends_after_the_stay_starts",
            ),
            models.CheckConstraint(
                condition=Q(kind="lease") | Q(signed_on=None, lease_ends_on=None), name="placement_has_no_lease"
            ),
            models.CheckConstraint(
                condition=Q(informed_on=None, informed_by=None, informed_proof="")
                | (Q(informed_on__isnull=False, informed_by__isnull=False) & ~Q(informed_proof="")),
                name="information_has_day_teller_and_proof",
            ),
            models.CheckConstraint(
                condition=Q(informed_on=None) | Q(signed_on=None) | Q(informed_on__lte=F("signed_on")),
                name="informed_before_signing",
            ),
        ]
        indexes = [
            models.Index(fields=["ends_on"], name="tenancy_ends"),
            models.Index(fields=["next_review_on"], condition=Q(ends_on=None), name="tenancy_next_review"),
        ]

    def __str__(self):
        return f"tenancy {self.pk}"  # never a name: this text ends in logs

    @property
    def last_on(self):
        """The last day of the stay, as people say it; None while no end is set."""
        return self.ends_on and self.ends_on - timedelta(days=1)

    @property
    def lease_last_on(self):
        """The last day of a fixed-term lease, as people say it; None until further notice."""
        return self.lease_ends_on and self.lease_ends_on - timedelta(days=1)

    @property
    def shown_home(self) -> str:
        """The home as text, after `with_shown_name`; not where a protected person lives, to those not involved."""
        return str(self.apartment) if self.shown_name else gettext("Protected address")

    def is_running(self, day) -> bool:
        return periods.holds(self.starts_on, self.ends_on, day)

    def is_over(self, day) -> bool:
        return self.ends_on is not None and self.ends_on <= day

    def get_absolute_url(self):
        return reverse("tenancies:tenancy-detail", args=[self.pk])


@tracked
class RentTerm(models.Model):
    """The rent from a day on (hyresvillkor). Öre a month (JB 12:19)."""

    LAST_WEEKDAY_BEFORE = 0

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="rent_terms")
    rent_ore = models.BigIntegerField(_("rent"))
    due_rule = models.PositiveSmallIntegerField(
        _("due day"),
        default=LAST_WEEKDAY_BEFORE,
        help_text=_("0: the last weekday before the month (JB 12:20). 1–28: that agreed day of the month."),
    )
    utilities_ore = models.BigIntegerField(
        _("of which utilities"),
        default=0,
        help_text=_("Öre a month: actual cost of electricity and the like (JB 12:55)."),
    )
    valid_from = models.DateField(_("valid from"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenancy", "valid_from"], name="one_rent_per_tenancy_and_day"),
            models.CheckConstraint(condition=Q(rent_ore__gte=0), name="rent_is_not_negative"),
            models.CheckConstraint(
                condition=Q(utilities_ore__gte=0, utilities_ore__lte=F("rent_ore")),
                name="utilities_are_part_of_the_rent",
            ),
            models.CheckConstraint(condition=Q(due_rule__lte=28), name="agreed_due_day_exists_in_every_month"),
        ]

    def __str__(self):
        return f"{self.rent_ore} öre from {self.valid_from}"


class InvolvementQuerySet(models.QuerySet):
    def of(self, user):
        """Why the user may know of homes today: the own reasons, and those of the colleagues stood in for.

        Who opened a home in an emergency did so for one's own reasons: no deputy inherits that.
        """
        today = calendar.today()
        colleagues = [away.user_id for away in user.standing_in(today)]
        is_theirs = Q(user=user.pk)
        if colleagues:
            is_theirs |= Q(user__in=colleagues) & ~Q(why=Involvement.Why.BREAK_GLASS)
        return self.filter(is_theirs).current_on(today)

    def current_on(self, day):
        return self.filter(from_on__lte=day).filter(Q(until_on=None) | Q(until_on__gt=day))


@tracked
class Involvement(models.Model):
    """Why a member of staff may know of a home, and for how long (behörighet till hemmet)."""

    class Why(models.TextChoices):
        CASE_WORKER = "case_worker", _("case worker of the home")
        OUTREACH = "outreach", _("outreach task")
        CASE = "case", _("eviction-risk case")
        READER = "reader", _("named reader")
        BREAK_GLASS = "break_glass", _("opened in an emergency")

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="involvements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=20, choices=Why)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    objects = InvolvementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenancy", "user", "why"],
                condition=Q(until_on=None),
                name="one_open_involvement_per_reason",
            ),
            models.UniqueConstraint(
                fields=["tenancy", "user", "from_on"], condition=Q(why="break_glass"), name="glass_is_broken_once_a_day"
            ),
        ]
        indexes = [models.Index(fields=["user", "tenancy"], name="involvement_user")]

    def __str__(self):
        return f"{self.user_id} in {self.tenancy_id}: {self.why}"
