"""Which payment paid which charge: the truth that every balance is proved against."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bolots.audit import append_only

from .charges import Charge
from .payments import Payment


class AllocationQuerySet(models.QuerySet):
    def standing(self):
        """Rows that are no undoing and have not been undone."""
        return self.filter(ore__gt=0).exclude(pk__in=Allocation.objects.exclude(reverses=None).values("reverses"))


@append_only()
class Allocation(models.Model):
    """A share of a payment on a charge (avräkning), or on the reversal that took the payment back. Undone by a
    reversing row with the opposite amount."""

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, null=True, related_name="allocations")
    taken_back_by = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="settlements")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    ore = models.BigIntegerField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    effective_on = models.DateField()
    recorded_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300, blank=True)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(charge=None, taken_back_by__isnull=False) | Q(charge__isnull=False, taken_back_by=None),
                name="allocation_on_a_charge_or_a_reversal",
            ),
            models.CheckConstraint(
                condition=Q(reverses=None, ore__gt=0) | Q(reverses__isnull=False, ore__lt=0),
                name="only_undoing_is_negative",
            ),
            models.CheckConstraint(condition=Q(by=None) | ~Q(why=""), name="allocation_by_hand_has_a_reason"),
            models.CheckConstraint(condition=~Q(payment=F("taken_back_by")), name="payment_does_not_take_back_itself"),
        ]
        indexes = [models.Index(fields=["recorded_on"], name="allocation_recorded")]

    def __str__(self):
        return f"{self.ore} öre of payment {self.payment_id} on charge {self.charge_id}"
