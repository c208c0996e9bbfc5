"""What late payment costs by law: reference rates and fees as the unit has entered them, and interest that is waived.

What was published before stands in `rules.rates`; a row here comes after it, or corrects it.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bolots.audit import append_only, tracked

from .charges import Charge


@tracked
class ReferenceRate(models.Model):
    """The Riksbank's reference rate of a half-year (referensränta, räntelagen 9 §), hundredths of a per cent."""

    valid_from = models.DateField(_("from"), unique=True, help_text=_("1 January or 1 July."))
    hundredths = models.SmallIntegerField(_("rate"), help_text="200 is 2.00 %; it has been below zero.")
    source = models.CharField(_("source"), max_length=120)
    set_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__day=1, valid_from__month__in=[1, 7]), name="reference_rate_of_a_half_year"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="reference_rate_has_a_source"),
            models.CheckConstraint(
                condition=Q(hundredths__gte=-800, hundredths__lte=5_000), name="reference_rate_is_plausible"
            ),
        ]

    def __str__(self):
        return f"{self.hundredths} from {self.valid_from}"


@tracked
class StatutoryFee(models.Model):
    """The most that the law lets a creditor charge (lag 1981:739 4 §), öre, from a day on."""

    class Kind(models.TextChoices):
        REMINDER = "reminder", _("reminder")
        DEMAND = "demand", _("demand")
        PLAN = "plan", _("payment plan")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    valid_from = models.DateField(_("from"))
    most_ore = models.BigIntegerField(_("at most"))
    source = models.CharField(_("source"), max_length=120)
    set_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="one_statutory_fee_per_kind_and_day"),
            models.CheckConstraint(condition=Q(most_ore__gte=0), name="statutory_fee_is_not_negative"),
            models.CheckConstraint(condition=~Q(source=""), name="statutory_fee_has_a_source"),
        ]

    def __str__(self):
        return f"{self.kind} {self.most_ore} from {self.valid_from}"


@append_only()
class InterestWaiver(models.Model):
    """No late interest on a rent, for a reason (jämkning, räntelagen 8 §: illness, unemployment and the like)."""

    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, related_name="interest_waiver")
    why = models.CharField(_("reason"), max_length=300)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="interest_waived_for_a_reason")]

    def __str__(self):
        return f"interest waiver on charge {self.charge_id}"
