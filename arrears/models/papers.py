"""Papers about money: rent notices, reminders and demands as issued, and the runs in which workers make many."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bolots.audit import append_only, tracked
from bolots.models import Letter
from tenancies.models import Tenancy

from .charges import Charge


class RentNoticeQuerySet(models.QuerySet):
    def to_hand_over(self):
        """Without name and address, and nobody has handed them over yet."""
        return self.filter(by_hand=True).exclude(letter__events__kind="sent_hand")


@append_only()
class RentNotice(models.Model):
    """The notice of one rent (hyresavi): what is to be paid, when, with which OCR."""

    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, related_name="notice")
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="+")
    by_hand = models.BooleanField(
        default=False, help_text="Without name and address: somebody hands it over, and no printer sees it."
    )
    issued_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = RentNoticeQuerySet.as_manager()

    def __str__(self):
        return f"notice of charge {self.charge_id}"


class DemandQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(tenancy__in=Tenancy.objects.visible_to(user))


@append_only()
class Demand(models.Model):
    """A written or texted demand for unpaid rent, as issued (SMS, påminnelse, krav enligt inkassolagen 5 §).

    `respond_by_on` is the last day to pay or object ("viss skälig tid"); legal action comes no earlier (7 §).
    """

    class Kind(models.TextChoices):
        SMS = "sms", _("text message")
        REMINDER = "reminder", _("reminder")
        DEMAND = "demand", _("demand")

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="+")
    by_hand = models.BooleanField(
        default=False, help_text="Without name and address: somebody hands it over, and no printer sees it."
    )
    issued_on = models.DateField(_("issued"))
    respond_by_on = models.DateField(_("to be answered by"), null=True)
    capital_ore = models.BigIntegerField(_("capital"))
    interest_ore = models.BigIntegerField(_("interest"), default=0)
    cost_ore = models.BigIntegerField(_("costs"), default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = DemandQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(capital_ore__gt=0), name="demand_is_for_unpaid_rent"),
            models.CheckConstraint(
                condition=Q(interest_ore__gte=0, cost_ore__gte=0), name="demand_adds_nothing_negative"
            ),
            models.CheckConstraint(
                condition=~Q(kind="demand") | Q(respond_by_on__isnull=False, respond_by_on__gt=F("issued_on")),
                name="demand_leaves_time_to_answer",
            ),
        ]
        indexes = [models.Index(fields=["tenancy", "-issued_on"], name="demand_tenancy")]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def total_ore(self) -> int:
        return self.capital_ore + self.interest_ore + self.cost_ore


@append_only()
class DemandLine(models.Model):
    """What a demand says of one rent, öre. The same charge is demanded once by each kind of paper, and once more for
    each that came back or was never sent (`times`)."""

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=10, choices=Demand.Kind, help_text="The demand's own kind.")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="demands")
    times = models.PositiveSmallIntegerField(default=1, help_text="1, and 1 more for each that reached nobody before.")
    capital_ore = models.BigIntegerField()
    interest_ore = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["charge", "kind", "times"], name="one_demand_of_a_kind_per_rent"),
            models.CheckConstraint(condition=Q(capital_ore__gt=0, interest_ore__gte=0), name="demand_line_is_owed"),
        ]

    def __str__(self):
        return f"line of demand {self.demand_id}"


@tracked
class PaperRun(models.Model):
    """Many papers asked for at once (utskriftsomgång); workers make them a few at a time, each exactly once."""

    class Kind(models.TextChoices):
        NOTICE = "notice", _("rent notices")
        SMS = "sms", _("text messages")
        REMINDER = "reminder", _("reminders")
        DEMAND = "demand", _("demands")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    month = models.DateField(null=True, help_text="Of rent notices.")
    asked_on = models.DateField()
    asked_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    batch = models.OneToOneField(
        Letter, on_delete=models.PROTECT, null=True, related_name="+", help_text="All of them in one, for the printer."
    )

    def __str__(self):
        return f"run {self.pk} of {self.kind}"


class PaperItemQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(made_at=None)


@tracked
class PaperItem(models.Model):
    """One paper of a run: waiting, made, or left out with the reason. `seen` is the ledger that was looked at."""

    run = models.ForeignKey(PaperRun, on_delete=models.PROTECT, related_name="items")
    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="+")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, null=True, related_name="+")
    seen = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True, help_text="When a worker was done with it.")
    notice = models.OneToOneField(RentNotice, on_delete=models.PROTECT, null=True, related_name="+")
    demand = models.OneToOneField(Demand, on_delete=models.PROTECT, null=True, related_name="+")
    left_out = models.CharField(max_length=30, blank=True, help_text="Why no paper was made (code).")

    objects = PaperItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "tenancy", "charge"], nulls_distinct=False, name="one_paper_per_run"
            ),
            models.CheckConstraint(
                condition=Q(made_at=None, notice=None, demand=None, left_out="")
                | Q(made_at__isnull=False, notice__isnull=False, demand=None, left_out="")
                | Q(made_at__isnull=False, notice=None, demand__isnull=False, left_out="")
                | (Q(made_at__isnull=False, notice=None, demand=None) & ~Q(left_out="")),
                name="paper_is_waiting_made_or_left_out",
            ),
        ]
        indexes = [models.Index(fields=["run"], condition=Q(made_at=None), name="paper_waiting")]

    def __str__(self):
        return f"paper of run {self.run_id}"
