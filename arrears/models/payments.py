"""What the bank says came in, and everything else that reduces debt."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bolots.audit import append_only
from tenancies.models import Tenancy
from tenancies.models.stays import sees_every_home

from .charges import Charge
from .files import ImportFile


@append_only("undone_on")
class Deposit(models.Model):
    """One deposit on our account (insättning): a BgMax section or a camt entry. Its key makes a redelivery known."""

    file = models.ForeignKey(ImportFile, on_delete=models.PROTECT, related_name="deposits")
    account = models.CharField(max_length=34)
    booked_on = models.DateField()
    serial = models.CharField(max_length=80)
    amount_ore = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    foreign_count = models.IntegerField(
        default=0, help_text="Payments of other services on a shared account: not kept."
    )
    foreign_ore = models.BigIntegerField(default=0, help_text="Their sum, öre.")
    undone_on = models.DateField(null=True, help_text="The whole file was taken back.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "booked_on", "serial"],
                condition=Q(undone_on=None),
                name="one_deposit_per_account_day_serial",
            ),
            models.CheckConstraint(
                condition=Q(foreign_count=0, foreign_ore=0) | Q(foreign_count__gt=0),
                name="foreign_money_is_counted",
            ),
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

    def with_word(self):
        """Annotate `has_word`: a person has said whose each is, or that it waits."""
        words = Attribution.objects.by_people().filter(payment=models.OuterRef("pk"))
        return self.annotate(has_word=models.Exists(words))

    def divided_from(self, payment):
        """The shares that stand: those of a division that was undone are withdrawn."""
        return self.filter(of=payment, source=Payment.Source.SHARE).exclude(
            allocations__taken_back_by__source=Payment.Source.WITHDRAWAL
        )

    def unmatched(self):
        """Money that waits for a person: no tenancy yet, not used up."""
        return self.filter(tenancy=None, unallocated_ore__gt=0)

    def credits(self):
        """Money that a tenancy has to its good (tillgodo)."""
        return self.filter(tenancy__isnull=False, unallocated_ore__gt=0)

    def refundable(self):
        """Credits that may be paid back: what came in, or was charged too much. A credit note of a charge that is open
        again lowers that charge: nobody has paid it."""
        is_owed = Charge.objects.unpaid().filter(tenancy=models.OuterRef("tenancy"), ocr=models.OuterRef("ocr"))
        is_note = Q(source=Payment.Source.CREDIT_NOTE)
        return self.credits().filter(Q(source__in=Payment.MONEY) | (is_note & ~models.Exists(is_owed)))

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
    """Something that reduces debt (inbetalning): money from the bank, a credit note, a write-off.

    One row for each part that the payer named. A row that takes money back (`TAKES_BACK`) is negative and settled
    against the payments that it takes from; a withdrawal has the opposite sign of what it undoes. `ocr` is the one
    reference that may designate a charge, digits only. `tenancy` is whose money it is: by the OCR, or by the newest
    `Attribution`; it may change only while nothing of the money is used.
    """

    class Source(models.TextChoices):
        BANK = "bank", _("bank")
        CREDIT_NOTE = "credit_note", _("credit note")
        REVERSAL = "reversal", _("reversal")
        WRITE_OFF = "write_off", _("write-off")
        REFUND = "refund", _("refund")
        WITHDRAWAL = "withdrawal", _("out of the book")
        SPLIT = "split", _("divided")
        SHARE = "share", _("share of a divided payment")

    FROM_THE_BANK = (Source.BANK, Source.REVERSAL)
    TAKES_BACK = (Source.REVERSAL, Source.REFUND, Source.SPLIT)  # always negative
    FORGIVEN = (Source.CREDIT_NOTE, Source.WRITE_OFF)  # nobody has paid it
    MONEY = (Source.BANK, Source.SHARE)  # what a tenant has paid, and a person may move

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
    of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The payment that a withdrawal undoes, or that is divided.",
    )
    effective_on = models.DateField(_("booked"))
    recorded_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deposit", "ordinal", "part"], name="one_payment_per_place_in_deposit"),
            models.CheckConstraint(
                condition=Q(source__in=["reversal", "refund", "split"], amount_ore__lt=0)
                | Q(source__in=["bank", "credit_note", "write_off", "share"], amount_ore__gt=0)
                | (Q(source="withdrawal") & ~Q(amount_ore=0)),
                name="only_what_takes_back_is_negative",
            ),
            models.CheckConstraint(
                condition=Q(amount_ore__gt=0, unallocated_ore__gte=0, unallocated_ore__lte=F("amount_ore"))
                | Q(amount_ore__lt=0, unallocated_ore__lte=0, unallocated_ore__gte=F("amount_ore")),
                name="payment_unallocated_within_amount",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["bank", "reversal"], deposit__isnull=False)
                | (~Q(source__in=["bank", "reversal"]) & Q(deposit=None, by__isnull=False) & ~Q(why="")),
                name="bank_money_has_a_deposit_all_else_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(source__in=["credit_note", "write_off", "refund"]) | Q(tenancy__isnull=False),
                name="credit_write_off_and_refund_are_a_tenancys",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["withdrawal", "split", "share"], of__isnull=False)
                | (~Q(source__in=["withdrawal", "split", "share"]) & Q(of=None)),
                name="withdrawal_and_share_say_of_what",
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


class AttributionQuerySet(models.QuerySet):
    def by_people(self):
        return self.filter(by__isnull=False)


@append_only()
class Attribution(models.Model):
    """A word on whose money a payment is (tillhörighet): a tenancy, or nobody's, so that it waits again.

    A person's, with the reason; or nobody's, when the charge came that the payment named. `was` is whose it was until
    then, so that whose it was on a day that is over can be told for ever.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="attributions")
    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, null=True, related_name="+")
    was = models.ForeignKey(Tenancy, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(_("reason"), max_length=300, blank=True)

    objects = AttributionQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(by=None) | ~Q(why=""), name="attribution_has_a_reason")]

    def __str__(self):
        return f"payment {self.payment_id} is tenancy {self.tenancy_id}'s"
