"""What a tenancy owes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bolots.audit import append_only
from tenancies.models import Tenancy
from tenancies.models.stays import sees_every_home


class ChargeQuerySet(models.QuerySet):
    def of(self, tenancy):
        return self.filter(tenancy=tenancy)

    def visible_to(self, user):
        """Charges of the homes that the user may know of."""
        if sees_every_home(user):
            return self
        return self.filter(tenancy__in=Tenancy.objects.visible_to(user))

    def unpaid(self):
        return self.filter(open_ore__gt=0)

    def newest(self):
        """Without the versions that a newer one has replaced."""
        return self.filter(replaced_by=None)

    def in_debt_on(self, day):
        """Rent and opening charges whose printed due date has passed on the day (decision 7)."""
        return self.filter(kind__in=Charge.DEBT_KINDS, printed_due_on__lt=day)


@append_only("open_ore")
class Charge(models.Model):
    """Something owed (debitering). `open_ore` is kept beside the allocations by one function, and proved nightly.

    A charge is never edited: a new version `replaces` it, and the old one is credited whole. `first` is the first
    version of all, so that a payment with an old notice's OCR finds the newest. Fee, interest and cost are `about` the
    rent that they come from; they are never debt that may cost a home (JB 12:44 says "hyran").
    """

    class Kind(models.TextChoices):
        RENT = "rent", _("rent")
        OPENING = "opening", _("opening balance")
        FEE = "fee", _("reminder fee")
        INTEREST = "interest", _("late interest")
        COST = "cost", _("cost of the demand")

    DEBT_KINDS = (Kind.RENT, Kind.OPENING)

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    month = models.DateField(_("month"), help_text=_("First day of the rent month."))
    amount_ore = models.BigIntegerField(_("amount"))
    open_ore = models.BigIntegerField(_("open"))
    ocr = models.CharField(_("OCR"), max_length=25, unique=True)
    printed_due_on = models.DateField(_("due"), help_text=_("Last bank day; printed on the notice."))
    statutory_due_on = models.DateField(help_text=_("Last weekday before the month (JB 12:20), or the agreed day."))
    safe_due_on = models.DateField(help_text=_("From here interest, fees and forfeiture count."))
    effective_on = models.DateField(help_text=_("The day the charge was issued."))
    recorded_on = models.DateField()
    about = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="extras")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    first = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="versions")
    from_on = models.DateField(null=True, help_text="First day of interest.")
    until_on = models.DateField(null=True, help_text="First day after the interest.")
    why = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ChargeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenancy", "month"],
                condition=Q(kind="rent", replaces=None),
                name="one_rent_per_tenancy_and_month",
            ),
            models.UniqueConstraint(
                fields=["about", "kind"], condition=Q(kind__in=["fee", "cost"]), name="one_fee_and_one_cost_per_debt"
            ),
            models.UniqueConstraint(
                fields=["about", "from_on"], condition=Q(kind="interest"), name="interest_of_a_day_is_charged_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["rent", "opening"], about=None)
                | Q(kind__in=["fee", "interest", "cost"], about__isnull=False),
                name="only_rent_stands_alone",
            ),
            models.CheckConstraint(
                condition=Q(kind="interest", from_on__isnull=False, until_on__gt=F("from_on"), until_on__isnull=False)
                | (~Q(kind="interest") & Q(from_on=None, until_on=None)),
                name="only_interest_has_a_period",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None, first=None)
                | (Q(replaces__isnull=False, first__isnull=False, by__isnull=False) & ~Q(why="")),
                name="new_version_says_why",
            ),
            models.CheckConstraint(condition=Q(amount_ore__gt=0), name="charge_is_positive"),
            models.CheckConstraint(
                condition=Q(open_ore__gte=0, open_ore__lte=F("amount_ore")), name="charge_open_within_amount"
            ),
            models.CheckConstraint(
                condition=Q(safe_due_on__gte=F("statutory_due_on")) & Q(safe_due_on__gte=F("printed_due_on")),
                name="safe_due_is_the_latest",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="charge_month_is_a_first"),
            models.CheckConstraint(condition=Q(ocr__regex=r"^[1-9][0-9]{1,24}$"), name="charge_ocr_is_digits"),
        ]
        indexes = [
            models.Index(fields=["month"], name="charge_month"),
            models.Index(
                fields=["safe_due_on"],
                include=["open_ore", "id", "recorded_on"],
                condition=Q(open_ore__gt=0, kind__in=["rent", "opening"]),
                name="charge_open_due",
            ),
            models.Index(fields=["tenancy", "printed_due_on"], name="charge_tenancy_due"),
        ]

    def __str__(self):
        return f"{self.kind} {self.month:%Y-%m} of tenancy {self.tenancy_id}"
