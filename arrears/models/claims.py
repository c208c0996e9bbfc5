"""What becomes of a debt when nothing else helps: written off by decision, or kept alive against limitation."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bolots.audit import append_only, tracked
from tenancies.models import Tenancy

from .charges import Charge
from .payments import Payment


class WriteOffQuerySet(models.QuerySet):
    def undecided(self):
        return self.filter(status=WriteOff.Status.ASKED)

    def decided(self):
        return self.exclude(status=WriteOff.Status.ASKED)

    def with_taken_back(self):
        """Annotate `is_taken_back`: it was done, and the debt is claimed again."""
        back = Payment.objects.filter(source=Payment.Source.WITHDRAWAL, of=OuterRef("payment"))
        return self.annotate(is_taken_back=Exists(back))

    def standing(self):
        """Asked for, or done and not taken back."""
        return self.with_taken_back().exclude(status=WriteOff.Status.DECLINED).filter(is_taken_back=False)

    def visible_to(self, user):
        return self.filter(charge__tenancy__in=Tenancy.objects.visible_to(user))


@tracked
class WriteOff(models.Model):
    """A decision not to claim a debt any more (avskrivning). Above a limit somebody else than who asked decides."""

    class Status(models.TextChoices):
        ASKED = "asked", _("waits for a second person")
        DONE = "done", _("written off")
        DECLINED = "declined", _("declined")

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="write_offs")
    amount_ore = models.BigIntegerField(_("amount"))
    why = models.CharField(_("reason"), max_length=300)
    needs_second = models.BooleanField(help_text="It was above the limit for one person on the day it was asked for.")
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    asked_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    why_declined = models.CharField(_("reason"), max_length=300, blank=True)
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, related_name="+")

    objects = WriteOffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["charge"], condition=Q(status="asked"), name="one_open_write_off_per_charge"
            ),
            models.CheckConstraint(condition=Q(amount_ore__gt=0) & ~Q(why=""), name="write_off_has_amount_and_reason"),
            models.CheckConstraint(
                condition=Q(status="asked", decided_on=None, decided_by=None, payment=None, why_declined="")
                | Q(status="done", decided_on__isnull=False, decided_by__isnull=False, payment__isnull=False)
                | (
                    Q(status="declined", decided_on__isnull=False, decided_by__isnull=False, payment=None)
                    & ~Q(why_declined="")
                ),
                name="write_off_decided_on_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(needs_second=False) | ~Q(asked_by=F("decided_by")),
                name="write_off_takes_two_people",
            ),
        ]

    def __str__(self):
        return f"write-off {self.pk}"


@append_only()
class LimitationBreak(models.Model):
    """What keeps a debt from lapsing, besides payments and our own demands (preskriptionsavbrott, 1981:130 5 §).

    A `suit` also stops the two years of JB 12:61: filed in court or with Kronofogden.
    """

    class Kind(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", _("the tenant acknowledges the debt")
        CLAIMED = "claimed", _("written claim received by the tenant")
        SUIT = "suit", _("filed in court or with the Enforcement Authority")

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("what"), max_length=15, choices=Kind)
    happened_on = models.DateField(_("day"))
    note = models.CharField(_("note"), max_length=200, help_text=_("Reference number, or how it can be proved."))
    recorded_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(happened_on__lte=F("recorded_on")), name="limitation_was_broken_before"),
            models.CheckConstraint(condition=~Q(note=""), name="limitation_break_can_be_proved"),
        ]
        indexes = [models.Index(fields=["tenancy"], name="limitation_tenancy")]

    def __str__(self):
        return f"{self.kind} {self.happened_on}"
