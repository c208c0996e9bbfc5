"""Time to pay: holds and payment plans."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bolots.audit import append_only, tracked
from bolots.models import Letter
from tenancies.models import Tenancy

from .charges import Charge


class HoldQuerySet(models.QuerySet):
    def running_on(self, day):
        return self.filter(from_on__lte=day, until_on__gt=day)

    def visible_to(self, user):
        return self.filter(tenancy__in=Tenancy.objects.visible_to(user))


@tracked
class Hold(models.Model):
    """Respite with rent (anstånd): until when, why, and what it stops. `until_on` is the first day without it.

    One that is called off ends on the day on which it was; it never reaches back.
    """

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), help_text=_("First day without it."))
    why = models.CharField(_("reason"), max_length=300)
    stops_cases = models.BooleanField(_("no eviction-risk case opens"), default=True)
    stops_demands = models.BooleanField(_("no reminders, demands or terminations"), default=True)
    stops_interest = models.BooleanField(_("no late interest"), default=True)
    set_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="hold_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(why=""), name="hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(stops_cases=True) | Q(stops_demands=True) | Q(stops_interest=True),
                name="hold_stops_something",
            ),
        ]
        indexes = [models.Index(fields=["tenancy", "until_on"], name="hold_tenancy")]

    def __str__(self):
        return f"hold of tenancy {self.tenancy_id} until {self.until_on}"

    @property
    def last_on(self):
        """The last day with it."""
        return self.until_on - timedelta(days=1)


class PlanQuerySet(models.QuerySet):
    def running(self):
        return self.filter(status__in=PaymentPlan.RUNNING)

    def visible_to(self, user):
        return self.filter(tenancy__in=Tenancy.objects.visible_to(user))


@tracked
class PaymentPlan(models.Model):
    """An agreement to pay old rent in parts (avbetalningsplan). One runs for a tenancy at a time.

    `owed_ore` is what was open on its charges when it was agreed: what has come in is that, less what is open now.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("running")
        MISSED = "missed", _("an instalment is missing")
        KEPT = "kept", _("kept")
        BROKEN = "broken", _("broken")
        REPLACED = "replaced", _("replaced by a softer plan")
        CALLED_OFF = "called_off", _("called off")

    KINDS = {
        "active": "going",
        "missed": "late",
        "kept": "done",
        "broken": "risk",
        "replaced": "no",
        "called_off": "no",
    }
    RUNNING = (Status.ACTIVE, Status.MISSED)
    TRANSITIONS = {
        Status.ACTIVE: {Status.MISSED, Status.KEPT, Status.REPLACED, Status.CALLED_OFF, Status.BROKEN},
        Status.MISSED: {Status.ACTIVE, Status.KEPT, Status.BROKEN, Status.REPLACED, Status.CALLED_OFF},
        Status.KEPT: {Status.ACTIVE},  # what kept it was somebody else's money
    }

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    agreed_on = models.DateField(_("agreed"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    income_day = models.PositiveSmallIntegerField(_("day of income"), help_text=_("Day of the month, 1–31."))
    left_ore = models.BigIntegerField(_("left for the month"), help_text=_("When rent, food and the like are paid."))
    owed_ore = models.BigIntegerField(_("owed when agreed"))
    tolerance_ore = models.BigIntegerField(_("tolerance"), default=0, help_text=_("So little too little is no miss."))
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    softens = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="softened_by",
        help_text="The plan that this one replaces.",
    )
    missed_on = models.DateField(_("missed"), null=True, help_text=_("Since when an instalment has been missing."))
    ended_on = models.DateField(_("ended"), null=True)
    why_ended = models.CharField(_("reason"), max_length=300, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenancy"], condition=Q(status__in=["active", "missed"]), name="one_running_plan_per_tenancy"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["active", "missed"], ended_on=None)
                | (~Q(status__in=["active", "missed"]) & Q(ended_on__isnull=False, ended_on__gte=F("agreed_on"))),
                name="ended_plan_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="missed") | Q(missed_on__isnull=False), name="missed_plan_says_since_when"
            ),
            models.CheckConstraint(
                condition=Q(income_day__gte=1, income_day__lte=31), name="income_day_is_a_day_of_a_month"
            ),
            models.CheckConstraint(
                condition=Q(owed_ore__gt=0, tolerance_ore__gte=0, left_ore__gte=0), name="plan_amounts_are_sound"
            ),
        ]
        indexes = [models.Index(fields=["agreed_on"], name="plan_agreed")]

    def __str__(self):
        return f"plan {self.pk} of tenancy {self.tenancy_id}"

    @property
    def is_running(self) -> bool:
        return self.status in self.RUNNING

    @property
    def kind(self) -> str:
        """The shape that stands beside the status's word."""
        return self.KINDS[self.status]

    def get_absolute_url(self):
        return reverse("arrears:plan", args=[self.pk])


@append_only()
class PlanCharge(models.Model):
    """A rent that a plan is about, and what was open on it then, öre."""

    plan = models.ForeignKey(PaymentPlan, on_delete=models.PROTECT, related_name="charges")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="+")
    open_ore = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "charge"], name="one_row_per_plan_and_charge"),
            models.CheckConstraint(condition=Q(open_ore__gt=0), name="plan_charge_was_open"),
        ]

    def __str__(self):
        return f"charge {self.charge_id} in plan {self.plan_id}"


@append_only()
class Instalment(models.Model):
    """A part of a plan (delbetalning), by a day, öre."""

    plan = models.ForeignKey(PaymentPlan, on_delete=models.PROTECT, related_name="instalments")
    due_on = models.DateField(_("due"))
    amount_ore = models.BigIntegerField(_("amount"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "due_on"], name="one_instalment_per_plan_and_day"),
            models.CheckConstraint(condition=Q(amount_ore__gt=0), name="instalment_is_positive"),
        ]

    def __str__(self):
        return f"{self.amount_ore} öre by {self.due_on}"
