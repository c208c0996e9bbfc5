"""Outreach tasks, what happened at the door, and the note that was left."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bolots.access import Permission
from bolots.audit import append_only, tracked
from bolots.models import Letter
from tenancies.models import Tenancy, Tenant

from .cases import EvictionRiskCase


class Slot(models.TextChoices):
    """A time of day to knock."""

    MORNING = "morning", _("8–12")
    AFTERNOON = "afternoon", _("12–16")
    EVENING = "evening", _("16–20")
    WEEKEND = "weekend", _("weekend")


class OutreachTaskQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status=OutreachTask.Status.OPEN)

    def due(self, on):
        """Open visits whose day has come or passed."""
        return self.open().filter(due_on__lte=on)

    def for_today(self, on):
        """Open visits whose planned day has come, and those nobody has tried yet: their date is the last one."""
        tried = ContactAttempt.objects.filter(task=OuterRef("pk"))
        return self.open().filter(Q(due_on__lte=on) | ~Exists(tried))

    def with_attempts(self):
        """Annotate how often the visit was tried and missed, and when and how the last attempt went."""
        last = ContactAttempt.objects.filter(task=OuterRef("pk")).order_by("-at", "-pk")
        return self.annotate(
            tried=Count("attempts"),
            missed=Count("attempts", filter=Q(attempts__outcome__in=ContactAttempt.MISSES)),
            last_at=Subquery(last.values("at")[:1]),
            last_outcome=Subquery(last.values("outcome")[:1]),
        )

    def visible_to(self, user):
        """A bolots sees the tasks of homes that he or she is involved in; managers all, finance officers none."""
        if not user.may(Permission.SEE_OUTREACH):
            return self.none()
        return self.filter(tenancy__in=Tenancy.objects.visible_to(user))


@tracked
class OutreachTask(models.Model):
    """An order to a bolots (bolotsuppdrag): ring the doorbell, because …. Lives through several attempts."""

    class Kind(models.TextChoices):
        FIRST_VISIT = "first_visit", _("first visit")
        VISIT = "visit", _("visit")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        RETURNED = "returned", _("returned to the owner")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class WhyEnded(models.TextChoices):
        MET = "met", _("The tenant was met.")
        DECLINED = "declined", _("The tenant did not want to talk.")
        MISSES = "misses", _("Nobody opened, several times.")
        HANDED_OVER = "handed_over", _("The owner of the case took over.")
        PAID = "paid", _("The rent has been paid.")
        CASE_CLOSED = "case_closed", _("The case was closed.")

    case = models.ForeignKey(EvictionRiskCase, on_delete=models.PROTECT, null=True, related_name="tasks")
    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.VISIT)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    why = models.CharField(_("why"), max_length=300, blank=True, help_text=_("What the bolots needs to know."))
    ordered_on = models.DateField()
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(help_text="The last day for a first attempt; the planned day of the next one.")
    slot = models.CharField(max_length=10, choices=Slot, blank=True)
    slot_why = models.CharField(max_length=30, blank=True, help_text="Code of the reason for the suggested slot.")
    ended_on = models.DateField(null=True)
    why_ended = models.CharField(max_length=15, choices=WhyEnded, blank=True)

    objects = OutreachTaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", ended_on=None, why_ended="")
                | (~Q(status="open") & Q(ended_on__isnull=False)),
                name="task_ended_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(why_ended=""), name="withdrawn_task_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="open", kind="first_visit"), name="one_open_first_visit_per_case"
            ),
        ]
        indexes = [
            models.Index(fields=["assignee", "due_on"], condition=Q(status="open"), name="task_open_assignee"),
            models.Index(fields=["ordered_on"], name="task_ordered"),
        ]

    def __str__(self):
        return f"task {self.pk}"

    def get_absolute_url(self):
        return reverse("outreach:visit", args=[self.pk])


@append_only()
class ContactAttempt(models.Model):
    """What happened at the door (kontaktförsök). The client made `client_id`: the same report counts once."""

    class Outcome(models.TextChoices):
        MET = "met", _("Opened")
        NOBODY_HOME = "nobody_home", _("Did not open")
        NOTE_LEFT = "note_left", _("Did not open, note left")
        OTHER = "other", _("Somebody else opened")
        DECLINED = "declined", _("Did not want to talk")

    class Agreed(models.TextChoices):
        PAY = "pay", _("Pay on a certain day")
        MEETING = "meeting", _("A meeting")
        HELP = "help", _("Wants help")
        NOTHING = "nothing", _("Nothing yet")

    KINDS = {"met": "done", "nobody_home": "waiting", "note_left": "waiting", "other": "going", "declined": "no"}
    MISSES = (Outcome.NOBODY_HOME, Outcome.NOTE_LEFT)
    ANSWERED = (Outcome.MET, Outcome.DECLINED)

    task = models.ForeignKey(OutreachTask, on_delete=models.PROTECT, related_name="attempts")
    client_id = models.UUIDField(unique=True)
    body_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    recorded_on = models.DateField()
    slot = models.CharField(max_length=10, choices=Slot)
    outcome = models.CharField(max_length=15, choices=Outcome)
    agreed = models.CharField(_("agreed"), max_length=10, choices=Agreed, blank=True)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(agreed="") | Q(outcome="met"), name="only_those_met_agree")]
        indexes = [
            models.Index(fields=["task", "-at"], name="attempt_task"),
            models.Index(fields=["by", "recorded_on"], name="attempt_by_day"),
        ]

    def __str__(self):
        return f"attempt {self.pk}: {self.outcome}"

    @property
    def kind(self) -> str:
        """The shape that stands beside the outcome's word."""
        return self.KINDS[self.outcome]


@append_only()
class MailboxNote(models.Model):
    """The neutral note in the mailbox (lapp). The letter holds the exact text, the row the promised day."""

    task = models.ForeignKey(OutreachTask, on_delete=models.PROTECT, related_name="mailbox_notes")
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("second language"), max_length=2, choices=Tenant.Language)
    back_on = models.DateField(_("back on"))
    back_slot = models.CharField(max_length=10, choices=Slot)
    printed_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"mailbox note {self.pk}"
