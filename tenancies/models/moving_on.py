"""The stay that moves on: reviews, goals in the tenant's words, and how it went afterwards."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bolots.audit import append_only, tracked

from .stays import Tenancy


class ReviewQuerySet(models.QuerySet):
    def newest_first(self):
        """In the order in which they were held: the rows are only ever added."""
        return self.order_by("-pk")


@append_only()
class Review(models.Model):
    """A review that was held (omprövning av boendet): what was decided, why, and when the next one is."""

    class Decision(models.TextChoices):
        EXTEND = "extend", _("extend")
        READY = "ready", _("ready to move on")
        END = "end", _("end")

    class Blocker(models.TextChoices):
        """What stands in the way of a home of one's own."""

        DEBT = "debt", _("debts")
        INCOME = "income", _("no steady income")
        QUEUE = "queue", _("short time in the housing queue")
        NO_HOME = "no_home", _("no home to be had")
        DISTURBANCE = "disturbance", _("disturbances")
        SUPPORT = "support", _("needs more support")
        HEALTH = "health", _("health")
        OWN_WISH = "own_wish", _("does not want to move yet")

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="reviews")
    held_on = models.DateField(_("held"))
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    because = models.CharField(_("because"), max_length=500)
    blockers = ArrayField(models.CharField(max_length=15, choices=Blocker), verbose_name=_("blockers"), default=list)
    planned_end_on = models.DateField(_("planned end"), null=True, blank=True)
    next_on = models.DateField(_("next review"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="review_says_why"),
            models.CheckConstraint(
                condition=Q(decision="end") | Q(next_on__isnull=False, next_on__gt=F("held_on")),
                name="review_has_a_next_date",
            ),
            models.CheckConstraint(
                condition=Q(planned_end_on=None) | Q(planned_end_on__gt=F("held_on")), name="review_plans_ahead"
            ),
        ]
        indexes = [models.Index(fields=["tenancy", "-held_on"], name="review_newest")]

    def __str__(self):
        return f"review {self.held_on}: {self.decision}"

    @property
    def blocker_words(self) -> str:
        return ", ".join(str(Review.Blocker(code).label) for code in self.blockers)


@tracked
class Goal(models.Model):
    """A goal of the stay, in the tenant's own words (mål i genomförandeplanen)."""

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="goals")
    text = models.CharField(_("goal"), max_length=300)
    set_on = models.DateField(_("set"))
    reached_on = models.DateField(_("reached"), null=True, blank=True)
    dropped_on = models.DateField(_("no longer a goal"), null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reached_on=None) | Q(dropped_on=None), name="goal_is_reached_or_dropped"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="goal_says_something"),
            models.CheckConstraint(
                condition=(Q(reached_on=None) | Q(reached_on__gte=F("set_on")))
                & (Q(dropped_on=None) | Q(dropped_on__gte=F("set_on"))),
                name="goal_ends_after_it_is_set",
            ),
        ]

    def __str__(self):
        return f"goal {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.reached_on is None and self.dropped_on is None


class FollowUpQuerySet(models.QuerySet):
    def standing(self):
        """Without those of an end that was taken back."""
        return self.filter(withdrawn_on=None)


@append_only("withdrawn_on")
class FollowUp(models.Model):
    """How the person lives after the stay: at its end, six and twelve months later (uppföljning)."""

    class Situation(models.TextChoices):
        OWN_LEASE = "own_lease", _("own lease")
        OTHER_HOME = "other_home", _("other home")
        MORE_SUPPORT = "more_support", _("more extensive support")
        HOMELESS = "homeless", _("without a home")
        NO_CONTACT = "no_contact", _("no longer in contact")
        DECEASED = "deceased", _("deceased")
        UNKNOWN = "unknown", _("unknown")

    MONTHS = (0, 6, 12)

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="follow_ups")
    months = models.PositiveSmallIntegerField(_("months after the end"))
    done_on = models.DateField(_("done"))
    situation = models.CharField(_("situation"), max_length=20, choices=Situation)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True, help_text="The end that it followed was taken back.")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenancy", "months"], condition=Q(withdrawn_on=None), name="one_follow_up_per_time"
            ),
            models.CheckConstraint(condition=Q(months__in=[0, 6, 12]), name="follow_up_at_0_6_or_12_months"),
        ]

    def __str__(self):
        return f"follow-up after {self.months} months: {self.situation}"
