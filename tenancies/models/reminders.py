"""Reminders: the one mechanism by which a date comes back to a person (decision 24)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bolots.access import Permission
from bolots.audit import tracked

from .homes import Apartment
from .stays import Tenancy


class ReminderQuerySet(models.QuerySet):
    def open(self):
        return self.filter(done_on=None, withdrawn_on=None)

    def due_on(self, day):
        """Open, its day has come, and not put off beyond it."""
        return self.open().filter(due_on__lte=day).filter(Q(snoozed_until=None) | Q(snoozed_until__lte=day))

    def visible_to(self, user):
        """About homes that the user may know of; what the social services know only for those who may see it."""
        kinds = [*Reminder.OF_THE_LEASE, *(Reminder.OF_THE_MONEY if user.may(Permission.SEE_LEDGER) else ())]
        mine = self if user.may(Permission.SEE_SOCIAL) else self.filter(kind__in=kinds)
        return mine.filter(Q(tenancy=None) | Q(tenancy__in=Tenancy.objects.visible_to(user)))

    def with_day(self):
        """Annotate `day`: the one on which it comes back."""
        return self.annotate(day=Greatest(F("due_on"), F("snoozed_until")))  # PostgreSQL's ignores nulls


@tracked
class Reminder(models.Model):
    """Something to act on by a day, about one home or apartment (bevakning)."""

    class Kind(models.TextChoices):
        LEASE_ENDS = "lease_ends", _("the lease ends")
        HEAD_LEASE_ENDS = "head_lease_ends", _("the head lease ends")
        DECISION_ENDS = "decision_ends", _("the decision on assistance ends")
        WAIVER_EXPIRES = "waiver_expires", _("the waiver of tenure protection expires")
        PROTECTION_BEGINS = "protection_begins", _("tenure protection begins")
        REFER_TO_TRIBUNAL = "refer_to_tribunal", _("last day to refer to the rent tribunal (JB 12:49)")
        REVIEW = "review", _("review of the stay")
        FOLLOW_UP = "follow_up", _("follow up how the person lives now")
        CORRECT_BY = "correct_by", _("see whether it has been put right")
        PROTECTED_OPENED = "protected_opened", _("a protected identity was opened in an emergency")
        RECOVERY_ENDS = "recovery_ends", _("last day to recover the home (JB 12:44)")
        ASK_COURT = "ask_court", _("last day to ask for transfer to the court")
        ORDER_STANDS = "order_stands", _("last day to have the order reopened")
        EVICTION_NOTICE = "eviction_notice", _("the Enforcement Authority has written")
        EVICTION = "eviction", _("the eviction")
        TAKE_BACK = "take_back", _("unpaid rent is no ground any more: tell the Enforcement Authority")
        GOODS_KEPT = "goods_kept", _("goods are kept until (UB 16:6)")
        SUE_BY = "sue_by", _("last day to sue for rent after the move (JB 12:61)")
        LIMITATION = "limitation", _("the debt lapses")
        PLAN_MISSED = "plan_missed", _("an instalment is missing")
        PLAN_BROKEN = "plan_broken", _("the payment plan is broken")
        HOLD_ENDS = "hold_ends", _("the respite ends")
        MAIL_RETURNED = "mail_returned", _("a letter has come back")
        HAND_OVER = "hand_over", _("hand over a paper in person")
        DECIDE = "decide", _("waits for your decision")
        OWN = "own", _("own reminder")

    # what the lease itself says: for all who see the register
    OF_THE_LEASE = (
        Kind.LEASE_ENDS,
        Kind.HEAD_LEASE_ENDS,
        Kind.WAIVER_EXPIRES,
        Kind.PROTECTION_BEGINS,
        Kind.REFER_TO_TRIBUNAL,
    )
    # the landlord's own: for all who see the ledger
    OF_THE_MONEY = (
        Kind.RECOVERY_ENDS,
        Kind.ASK_COURT,
        Kind.ORDER_STANDS,
        Kind.EVICTION_NOTICE,
        Kind.EVICTION,
        Kind.TAKE_BACK,
        Kind.GOODS_KEPT,
        Kind.SUE_BY,
        Kind.LIMITATION,
        Kind.PLAN_MISSED,
        Kind.PLAN_BROKEN,
        Kind.HOLD_ENDS,
        Kind.MAIL_RETURNED,
        Kind.HAND_OVER,
        Kind.DECIDE,
    )
    OF_A_PAPER = (Kind.MAIL_RETURNED, Kind.HAND_OVER)
    LEGAL = (
        Kind.REFER_TO_TRIBUNAL,
        Kind.RECOVERY_ENDS,
        Kind.ASK_COURT,
        Kind.SUE_BY,
        Kind.LIMITATION,
    )  # the law sets the last day

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, null=True, related_name="reminders")
    apartment = models.ForeignKey(Apartment, on_delete=models.PROTECT, null=True, related_name="reminders")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    source = models.CharField(max_length=30, help_text="The sort of row that it is about, such as `decision`.")
    source_id = models.BigIntegerField()
    deadline_on = models.DateField(_("deadline"), help_text=_("The day that it is about."))
    due_on = models.DateField(_("remind on"))
    text = models.CharField(_("text"), max_length=200, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    snoozed_until = models.DateField(_("put off until"), null=True)
    snooze_why = models.CharField(_("why"), max_length=200, blank=True)
    withdrawn_on = models.DateField(null=True, help_text="No longer needed: the day moved, or what it was about ended.")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tenancy__isnull=False, apartment=None) | Q(tenancy=None, apartment__isnull=False),
                name="reminder_is_about_a_tenancy_or_an_apartment",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None) | Q(done_on__isnull=False, done_by__isnull=False),
                name="reminder_done_on_and_by",
            ),
            models.CheckConstraint(
                condition=Q(snoozed_until=None, snooze_why="") | (Q(snoozed_until__isnull=False) & ~Q(snooze_why="")),
                name="reminder_put_off_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["source", "source_id", "kind", "deadline_on", "due_on", "owner"], name="reminder_comes_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"], condition=Q(done_on=None, withdrawn_on=None), name="reminder_open_owner"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.deadline_on}"

    @property
    def is_open(self) -> bool:
        return self.done_on is None and self.withdrawn_on is None

    def get_absolute_url(self):
        return reverse("tenancies:reminder-detail", args=[self.pk])
