"""What the bank says came in, and everything else that reduces debt."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bolots.audit import append_only
from tenancies.models import Tenancy
from tenancies.models.stays import sees_every_home


class ImportFileQuerySet(models.QuerySet):
    def accepted(self):
        return self.exclude(verdict=ImportFile.Verdict.REJECTED)


@append_only()
class ImportFile(models.Model):
    """A bank file and its verdict (bankfil). A rejected one has no deposits; its reasons are kept."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        ACCEPTED_WITH_WARNINGS = "accepted_with_warnings", _("accepted with warnings")
        REJECTED = "rejected", _("rejected")

    class Via(models.TextChoices):
        UPLOAD = "upload", _("uploaded")
        COMMAND = "command", _("command")
        INBOX = "inbox", _("inbox")

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=30, blank=True)
    verdict = models.CharField(max_length=30, choices=Verdict)
    reasons = models.JSONField(default=list, help_text="Reasons as codes with parameters; worded when shown.")
    created_on = models.DateField(null=True, help_text="The day the file says it was made.")
    payment_count = models.IntegerField(default=0)
    payment_sum_ore = models.BigIntegerField(default=0)
    new_count = models.IntegerField(default=0)
    known_count = models.IntegerField(default=0)
    via = models.CharField(max_length=10, choices=Via)
    recorded_on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=~Q(verdict="rejected"), name="one_import_per_file_content"
            )
        ]
        indexes = [models.Index(fields=["-recorded_at"], name="importfile_recorded")]

    def __str__(self):
        return f"bank file {self.pk}"


class PendingFile(models.Model):
    """An uploaded file between its preview and the button that makes it count. Deleted by either answer."""

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    data = models.BinaryField()
    uploaded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256", "by"], name="one_preview_per_person_and_file")]

    def __str__(self):
        return f"pending file {self.pk}"


@append_only()
class NoMoreFiles(models.Model):
    """A finance officer's word that no more files come up to a day ("Inga fler filer t.o.m. …", decision 9)."""

    through_on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return str(self.through_on)


@append_only()
class Deposit(models.Model):
    """One deposit on our account (insättning): a BgMax section or a camt entry. Its key makes a redelivery known."""

    file = models.ForeignKey(ImportFile, on_delete=models.PROTECT, related_name="deposits")
    account = models.CharField(max_length=34)
    booked_on = models.DateField()
    serial = models.CharField(max_length=80)
    amount_ore = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "booked_on", "serial"], name="one_deposit_per_account_day_serial"
            )
        ]
        indexes = [models.Index(fields=["digest"], name="deposit_digest")]

    def __str__(self):
        return f"deposit {self.account} {self.booked_on} {self.serial}"


class PaymentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Payments of the homes that the user may know of; those of no home yet, only to who knows of every home."""
        if sees_every_home(user):
            return self
        return self.filter(tenancy__in=Tenancy.objects.visible_to(user))

    def unmatched(self):
        """Money that waits for a person: no tenancy yet, not used up."""
        return self.filter(tenancy=None, unallocated_ore__gt=0)

    def credits(self):
        """Money that a tenancy has to its good (tillgodo)."""
        return self.filter(tenancy__isnull=False, unallocated_ore__gt=0)

    def undecided_reversals(self):
        """Reversals by the bank that no person has decided on (decision 11)."""
        return self.filter(source=Payment.Source.REVERSAL, unallocated_ore__lt=0)


@append_only("unallocated_ore", "tenancy")
@pgtrigger.register(
    pgtrigger.Protect(
        name="tenancy_kept_while_used",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__tenancy__df=pgtrigger.F("new__tenancy"))
        & ~pgtrigger.Q(old__unallocated_ore=pgtrigger.F("old__amount_ore")),
    )
)
class Payment(models.Model):
    """Something that reduces debt (inbetalning): money from the bank, or a credit note.

    One row for each part that the payer named. A reversal has a negative amount and is settled against the payment
    that it takes back. `ocr` is the one reference that may designate a charge, digits only. `tenancy` is whose money it
    is: by the OCR, or by the newest `Attribution`; it may change only while nothing of the money is used.
    """

    class Source(models.TextChoices):
        BANK = "bank", _("bank")
        CREDIT_NOTE = "credit_note", _("credit note")
        REVERSAL = "reversal", _("reversal")

    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, null=True, related_name="payments")
    ordinal = models.IntegerField(default=0, help_text="Place in the deposit.")
    part = models.SmallIntegerField(default=0, help_text="Place in the payment, when the payer named several charges.")
    source = models.CharField(max_length=12, choices=Source)
    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, null=True, related_name="+")
    ocr = models.CharField(max_length=25, blank=True)
    references = models.JSONField(default=list, help_text="As given by the payer.")
    amount_ore = models.BigIntegerField(_("amount"))
    unallocated_ore = models.BigIntegerField(_("unallocated"))
    needs_person = models.CharField(
        max_length=40, blank=True, help_text="Why it may not be allocated by itself (code)."
    )
    payer_name = models.CharField(max_length=140, blank=True)
    payer_account = models.CharField(max_length=34, blank=True)
    message = models.TextField(blank=True)
    bank_ref = models.CharField(max_length=80, blank=True)
    why = models.CharField(_("reason"), max_length=300, blank=True)
    effective_on = models.DateField(_("booked"))
    recorded_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deposit", "ordinal", "part"], name="one_payment_per_place_in_deposit"),
            models.CheckConstraint(
                condition=Q(source="reversal", amount_ore__lt=0) | (~Q(source="reversal") & Q(amount_ore__gt=0)),
                name="only_reversals_are_negative",
            ),
            models.CheckConstraint(
                condition=Q(amount_ore__gt=0, unallocated_ore__gte=0, unallocated_ore__lte=F("amount_ore"))
                | Q(amount_ore__lt=0, unallocated_ore__lte=0, unallocated_ore__gte=F("amount_ore")),
                name="payment_unallocated_within_amount",
            ),
            models.CheckConstraint(
                condition=(
                    Q(source="credit_note") & ~Q(why="") & Q(tenancy__isnull=False, deposit=None, by__isnull=False)
                )
                | (~Q(source="credit_note") & Q(deposit__isnull=False)),
                name="credit_note_has_a_reason_bank_money_a_deposit",
            ),
            models.CheckConstraint(
                # nobody's money can only be taken back whole
                condition=Q(unallocated_ore=F("amount_ore")) | Q(tenancy__isnull=False) | Q(unallocated_ore=0),
                name="allocated_money_has_a_tenancy",
            ),
        ]
        indexes = [
            models.Index(fields=["ocr"], condition=Q(unallocated_ore__gt=0), name="payment_unallocated_ocr"),
            models.Index(fields=["effective_on"], condition=Q(tenancy=None), name="payment_unmatched"),
            models.Index(fields=["effective_on"], condition=Q(unallocated_ore__lt=0), name="payment_undecided"),
            models.Index(fields=["tenancy", "effective_on"], name="payment_tenancy"),
            models.Index(fields=["bank_ref"], condition=~Q(bank_ref=""), name="payment_bank_ref"),
            models.Index(fields=["payer_account"], condition=~Q(payer_account=""), name="payment_payer"),
        ]

    def __str__(self):
        return f"payment {self.pk}"

    @property
    def is_unused(self) -> bool:
        """Nothing of it is on a charge, or taken back."""
        return self.unallocated_ore == self.amount_ore


@append_only()
class Attribution(models.Model):
    """A person's word on whose money a payment is (tillhörighet): a tenancy, or nobody's, so that it waits again."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="attributions")
    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("reason"), max_length=300)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="attribution_has_a_reason")]

    def __str__(self):
        return f"payment {self.payment_id} is tenancy {self.tenancy_id}'s"
