"""What the lease and the stay rest on: assistance decision, waiver of tenure protection, notice, inspections."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from bolots.audit import tracked

from .homes import Apartment
from .stays import Tenancy


@tracked
class Decision(models.Model):
    """The decision on assistance (biståndsbeslut, SoL 11:1) behind a stay; its period is not the lease's."""

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="decisions")
    reference = models.CharField(_("reference"), max_length=40, blank=True)
    decided_on = models.DateField(_("decided"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("First day on which it no longer holds."))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_decision_at_a_time",
                expressions=[
                    (Func(F("tenancy"), F("tenancy"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("starts_on"), F("ends_on"), Value("[)"), function="daterange"), "&&"),
                ],
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="decision_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["ends_on"], name="decision_ends")]

    def __str__(self):
        return f"decision {self.pk} until {self.ends_on}"

    @property
    def last_on(self):
        """The last day on which it holds."""
        return self.ends_on - timedelta(days=1)


@tracked
class TenureWaiver(models.Model):
    """A tenant's waiver of tenure protection (avstående från besittningsskydd, JB 12:45 a): a paper of its own."""

    class Approval(models.TextChoices):
        NEEDED = "needed", _("waits for the rent tribunal")
        APPROVED = "approved", _("approved by the rent tribunal")
        NOT_NEEDED = "not_needed", _("valid without approval")
        REFUSED = "refused", _("refused by the rent tribunal")

    VALID = (Approval.APPROVED, Approval.NOT_NEEDED)

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="waivers")
    reason = models.CharField(
        _("reason stated"), max_length=200, help_text=_("A later notice must rest on the same reason.")
    )
    signed_on = models.DateField(_("signed"))
    partner_signed = models.BooleanField(_("spouse or partner has signed too"), default=False)
    approval = models.CharField(_("approval"), max_length=12, choices=Approval, default=Approval.NEEDED)
    approved_on = models.DateField(_("approved"), null=True, blank=True)
    expires_on = models.DateField(_("expires"), null=True, blank=True, help_text=_("First day without the waiver."))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approval="approved", approved_on__isnull=False)
                | (~Q(approval="approved") & Q(approved_on=None)),
                name="approved_waiver_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(approval__in=["approved", "not_needed"])
                | Q(expires_on__isnull=False, expires_on__gt=F("signed_on")),
                name="valid_waiver_expires",
            ),
            models.CheckConstraint(
                condition=Q(approved_on=None) | Q(approved_on__gte=F("signed_on")), name="waiver_approved_after_signing"
            ),
        ]
        indexes = [models.Index(fields=["expires_on"], name="waiver_expires")]

    def __str__(self):
        return f"waiver {self.pk}: {self.approval}"

    @property
    def last_on(self):
        """The last day on which it holds; None when it has no end yet."""
        return self.expires_on and self.expires_on - timedelta(days=1)


@tracked
class Notice(models.Model):
    """Notice to quit at the end of the lease, by the tenant or the landlord (uppsägning, JB 12:3–5, 8)."""

    class GivenBy(models.TextChoices):
        TENANT = "tenant", _("the tenant")
        LANDLORD = "landlord", _("the landlord")

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="notices")
    given_by = models.CharField(_("given by"), max_length=10, choices=GivenBy)
    served_on = models.DateField(_("received"))
    how = models.CharField(_("how"), max_length=120, help_text=_("In writing: how it was handed over, and the proof."))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    ends_on = models.DateField(_("lease ends"), help_text=_("First day after the lease, as the law counts."))
    disputed_on = models.DateField(_("disputed"), null=True, blank=True)
    referred_on = models.DateField(_("referred to the rent tribunal"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("served_on")), name="notice_comes_before_the_end"),
            models.CheckConstraint(
                condition=Q(given_by="tenant") | ~Q(reason=""), name="landlords_notice_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(given_by="landlord") | Q(disputed_on=None, referred_on=None),
                name="only_the_landlords_notice_is_disputed",
            ),
            models.UniqueConstraint(
                fields=["tenancy"], condition=Q(withdrawn_on=None), name="one_standing_notice_per_tenancy"
            ),
        ]

    def __str__(self):
        return f"notice {self.pk} by the {self.given_by}"


@tracked
class Inspection(models.Model):
    """A look at the home (besiktning; nödvändig tillsyn, JB 12:26). Never a bolots' visit: those are offers."""

    class Kind(models.TextChoices):
        MOVE_IN = "move_in", _("at moving in")
        MOVE_OUT = "move_out", _("at moving out")
        NECESSARY = "necessary", _("necessary inspection (JB 12:26)")

    apartment = models.ForeignKey(Apartment, on_delete=models.PROTECT, related_name="inspections")
    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, null=True, related_name="inspections")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    announced_on = models.DateField(_("announced"), null=True, blank=True)
    held_on = models.DateField(_("held"))
    is_in_order = models.BooleanField(_("everything in order"))
    remarks = models.TextField(_("remarks"), blank=True, help_text=_("The home's condition only, never the person."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="necessary") | Q(tenancy__isnull=False), name="moving_inspection_is_of_a_stay"
            ),
            models.CheckConstraint(
                condition=~Q(kind="necessary") | Q(announced_on__isnull=False, announced_on__lte=F("held_on")),
                name="necessary_inspection_is_announced",
            ),
            models.CheckConstraint(
                condition=Q(is_in_order=True) | ~Q(remarks=""), name="inspection_says_what_is_wrong"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.held_on}"
