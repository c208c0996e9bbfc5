"""The end of a lease for rent or misconduct, step by step as the law has it (JB 12:42–44), and what must come first."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bolots.audit import append_only, tracked
from bolots.models import Letter
from tenancies.models import Incident, Tenancy

from .charges import Charge

_CLOSED = ["recovered", "evicted", "moved", "withdrawn"]


class TerminationQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(status__in=Termination.CLOSED)

    def visible_to(self, user):
        return self.filter(tenancy__in=Tenancy.objects.visible_to(user))


@tracked
class Termination(models.Model):
    """A termination before time and what follows (uppsägning i förtid och avhysning). One open for a tenancy.

    `served_on` is when the tenant was served with it and with formulär 1; `board_notified_on` when the social services
    were given formulär 3. The recovery period (återvinningsfrist, JB 12:44) begins on the later of the two.
    """

    class Ground(models.TextChoices):
        RENT = "rent", _("unpaid rent")
        MISCONDUCT = "misconduct", _("misconduct")
        BOTH = "both", _("unpaid rent and misconduct")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved, to be served")
        SERVED = "served", _("served, the recovery period runs")
        RECOVERED = "recovered", _("recovered")
        EXPIRED = "expired", _("recovery period over")
        APPLIED = "applied", _("with the Enforcement Authority")
        DISPUTED = "disputed", _("disputed")
        ORDERED = "ordered", _("ordered to leave")
        SCHEDULED = "scheduled", _("eviction set")
        EVICTED = "evicted", _("evicted")
        MOVED = "moved", _("moved out")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class HowServed(models.TextChoices):
        """How the tenant was reached (delgivning). A registered letter is no valid service here (JB 12:8 st.4)."""

        HANDED = "handed", _("handed over against a signed receipt")
        RECEIPT = "receipt", _("by post, the receipt came back")
        BAILIFF = "bailiff", _("served by a process server")
        AUTHORITY = "authority", _("served by the Enforcement Authority or the court")
        REGISTERED = "registered", _("registered letter")

    class HowRecovered(models.TextChoices):
        PAID = "paid", _("the rent was paid")
        DEPOSITED = "deposited", _("the rent was deposited with the county administrative board")
        UNDERTAKING = "undertaking", _("the social services have undertaken to pay")
        OBSTACLE = "obstacle", _("paid late because of illness or the like")

    # what is paid, deposited or undertaken in time saves the home also when it becomes known after the order (R10)
    SAVEABLE = (Status.SERVED, Status.EXPIRED, Status.APPLIED, Status.DISPUTED, Status.ORDERED, Status.SCHEDULED)
    BEFORE_THE_DECISION = SAVEABLE[:4]  # until then an obstacle keeps the home recoverable (R13)
    CLOSED = (Status.RECOVERED, Status.EVICTED, Status.MOVED, Status.WITHDRAWN)
    TRANSITIONS = {
        Status.DRAFT: {Status.APPROVED, Status.WITHDRAWN},
        Status.APPROVED: {Status.SERVED, Status.WITHDRAWN, Status.DRAFT},
        Status.SERVED: {Status.RECOVERED, Status.EXPIRED, Status.APPLIED, Status.MOVED, Status.WITHDRAWN},
        Status.EXPIRED: {Status.RECOVERED, Status.APPLIED, Status.MOVED, Status.WITHDRAWN},
        Status.APPLIED: {Status.RECOVERED, Status.DISPUTED, Status.ORDERED, Status.MOVED, Status.WITHDRAWN},
        Status.DISPUTED: {Status.RECOVERED, Status.ORDERED, Status.MOVED, Status.WITHDRAWN},
        Status.ORDERED: {Status.RECOVERED, Status.SCHEDULED, Status.MOVED, Status.WITHDRAWN},
        Status.SCHEDULED: {Status.RECOVERED, Status.EVICTED, Status.MOVED, Status.WITHDRAWN, Status.ORDERED},
        Status.RECOVERED: set(),
        Status.EVICTED: set(),
        Status.MOVED: set(),
        Status.WITHDRAWN: set(),
    }

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(_("ground"), max_length=10, choices=Ground)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    why = models.CharField(_("reason"), max_length=500)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, null=True, related_name="+")
    why_at_once = models.CharField(
        _("why without a demand to correct"), max_length=500, blank=True, help_text=_("Particularly serious only.")
    )
    drafted_on = models.DateField(_("drafted"))
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField(_("approved"), null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    served_on = models.DateField(_("served"), null=True)
    how_served = models.CharField(_("how it was served"), max_length=10, choices=HowServed, blank=True)
    proof = models.CharField(_("proof of service"), max_length=200, blank=True)
    board_notified_on = models.DateField(_("social services notified"), null=True)
    how_notified = models.CharField(_("how they were notified"), max_length=200, blank=True)
    recovery_ends_on = models.DateField(
        _("last day to recover the home"), null=True, help_text="By `rules.legal_clock`, when both days are known."
    )
    obstacle_on = models.DateField(null=True, help_text="Illness or the like was reported (JB 12:44 st.4 p.2).")
    obstacle = models.CharField(_("obstacle"), max_length=200, blank=True)
    how_recovered = models.CharField(_("how it was recovered"), max_length=12, choices=HowRecovered, blank=True)
    applied_on = models.DateField(_("application filed"), null=True)
    reference = models.CharField(_("reference number"), max_length=40, blank=True)
    disputed_on = models.DateField(_("dispute received"), null=True)
    court_asked_on = models.DateField(_("transfer to the court asked for"), null=True)
    ordered_on = models.DateField(_("order"), null=True)
    eviction_on = models.DateField(_("day of the eviction"), null=True)
    presence = models.CharField(_("who of the social services is there"), max_length=120, blank=True)
    children_contact = models.CharField(_("who sees to the children"), max_length=120, blank=True)
    closed_on = models.DateField(_("closed"), null=True)
    why_closed = models.CharField(_("reason"), max_length=500, blank=True)

    objects = TerminationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenancy"], condition=~Q(status__in=_CLOSED), name="one_open_termination_per_tenancy"
            ),
            models.CheckConstraint(
                condition=Q(ground="rent", incident=None) | (~Q(ground="rent") & Q(incident__isnull=False)),
                name="misconduct_has_an_incident",
            ),
            models.CheckConstraint(
                condition=Q(approved_on=None, approved_by=None)
                | (Q(approved_on__isnull=False, approved_by__isnull=False) & ~Q(approved_by=F("drafted_by"))),
                name="termination_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(served_on=None, how_served="", proof="")
                | (
                    Q(served_on__isnull=False, approved_on__isnull=False)
                    & Q(how_served__in=["handed", "receipt", "bailiff", "authority"])
                    & ~Q(proof="")
                ),
                name="service_is_valid_and_proved",
            ),
            models.CheckConstraint(
                condition=Q(board_notified_on=None, how_notified="")
                | (Q(board_notified_on__isnull=False) & ~Q(how_notified="")),
                name="board_notified_on_and_how",
            ),
            models.CheckConstraint(
                condition=Q(recovery_ends_on=None)
                | Q(served_on__isnull=False, board_notified_on__isnull=False, recovery_ends_on__gt=F("served_on")),
                name="recovery_ends_after_both_days",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "approved", "withdrawn", "moved"]) | Q(served_on__isnull=False),
                name="nothing_follows_before_service",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["expired", "applied", "disputed", "ordered", "scheduled", "evicted"])
                | Q(ground="misconduct")
                | Q(recovery_ends_on__isnull=False),
                name="rent_is_lost_only_after_the_recovery_period",
            ),
            models.CheckConstraint(
                condition=(Q(status="recovered") & ~Q(how_recovered=""))
                | (~Q(status="recovered") & Q(how_recovered="")),
                name="recovery_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["applied", "disputed", "ordered", "scheduled", "evicted"])
                | Q(applied_on__isnull=False),
                name="nothing_is_ordered_without_an_application",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["scheduled", "evicted"])
                | (Q(ordered_on__isnull=False, eviction_on__isnull=False) & ~Q(presence="")),
                name="eviction_has_an_order_a_day_and_presence",
            ),
            models.CheckConstraint(
                condition=(Q(status__in=_CLOSED, closed_on__isnull=False) & ~Q(why_closed=""))
                | (~Q(status__in=_CLOSED) & Q(closed_on=None, why_closed="")),
                name="closed_termination_has_day_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(obstacle_on=None, obstacle="") | (Q(obstacle_on__isnull=False) & ~Q(obstacle="")),
                name="obstacle_has_a_day",
            ),
        ]
        indexes = [models.Index(fields=["recovery_ends_on"], name="termination_recovery")]

    def __str__(self):
        return f"termination {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status not in self.CLOSED

    @property
    def is_about_rent(self) -> bool:
        return self.ground != self.Ground.MISCONDUCT

    def get_absolute_url(self):
        return reverse("arrears:termination", args=[self.pk])


@append_only()
class TerminationCharge(models.Model):
    """A rent that a termination names, and what was open on it when it was issued, öre."""

    termination = models.ForeignKey(Termination, on_delete=models.PROTECT, related_name="charges")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="+")
    open_ore = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["termination", "charge"], name="one_row_per_termination_and_charge"),
            models.CheckConstraint(condition=Q(open_ore__gt=0), name="termination_names_unpaid_rent"),
        ]

    def __str__(self):
        return f"charge {self.charge_id} in termination {self.termination_id}"


@append_only()
class TerminationPaper(models.Model):
    """A paper of a termination as issued: the notice itself, formulär 1, formulär 3 (förordning 1978:314)."""

    class Kind(models.TextChoices):
        NOTICE = "notice", _("notice of termination")
        RECOVERY = "recovery", _("formulär 1: notice of recovery")
        BOARD = "board", _("formulär 3: message to the social services")

    termination = models.ForeignKey(Termination, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=10, choices=Kind)
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="+")
    amount_ore = models.BigIntegerField(help_text="To pay to recover the home, as the ledger said that day.")
    name = models.CharField(max_length=80, help_text="The tenant, as the paper says.")
    address = models.CharField(max_length=200, help_text="The home, as the paper says.")
    rooms = models.PositiveSmallIntegerField(help_text="Its size, as the paper says.")
    issued_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["termination", "kind"], name="one_paper_of_a_kind_per_termination"),
            models.CheckConstraint(condition=Q(amount_ore__gte=0), name="paper_amount_is_not_negative"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(address="") & Q(rooms__gt=0), name="paper_says_who_where_and_how_large"
            ),
        ]

    def __str__(self):
        return f"{self.kind} of termination {self.termination_id}"


@append_only()
class TerminationStep(models.Model):
    """One step of a termination: what was done, on which day, by whom (None: the night), and what was noted."""

    class What(models.TextChoices):
        DRAFTED = "drafted", _("termination drafted")
        APPROVED = "approved", _("termination approved")
        SENT_BACK = "sent_back", _("sent back to the draft")
        ISSUED = "issued", _("papers issued")
        SERVED = "served", _("tenant served")
        BOARD_TOLD = "board_told", _("social services told")
        OBSTACLE = "obstacle", _("obstacle to paying reported")
        EXPIRED = "expired", _("the recovery period is over")
        APPLIED = "applied", _("eviction applied for")
        DISPUTED = "disputed", _("the termination is disputed")
        COURT_ASKED = "court_asked", _("transfer to the court asked for")
        ORDERED = "ordered", _("ordered to leave the home")
        SCHEDULED = "scheduled", _("day of the eviction set")
        CALLED_OFF = "called_off", _("eviction called off")
        RENT_SAVED = "rent_saved", _("the rent is no ground any more, the misconduct is")
        RECOVERED = "recovered", _("the home is recovered")
        EVICTED = "evicted", _("tenant evicted")
        MOVED = "moved", _("tenant moved out")
        WITHDRAWN = "withdrawn", _("termination withdrawn")

    termination = models.ForeignKey(Termination, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(_("what"), max_length=12, choices=What)
    done_on = models.DateField(help_text="When it was done, as the law counts; `at` is when we wrote it down.")
    status = models.CharField(max_length=10, choices=Termination.Status, help_text="Where it led.")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    def __str__(self):
        return f"{self.status} of termination {self.termination_id}"


@append_only()
class Undertaking(models.Model):
    """The social services' written word to pay (åtagande, JB 12:44 st.4 p.1), within the recovery period."""

    termination = models.OneToOneField(Termination, on_delete=models.PROTECT, related_name="undertaking")
    signed_on = models.DateField(_("signed"))
    signed_by = models.CharField(_("signed by"), max_length=120)
    delegation = models.CharField(_("delegation"), max_length=120, help_text=_("Reference in the order of delegation."))
    addressee = models.CharField(_("to whom"), max_length=120)
    recorded_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(signed_by="") & ~Q(delegation="") & ~Q(addressee=""), name="undertaking_is_complete"
            )
        ]

    def __str__(self):
        return f"undertaking for termination {self.termination_id}"


@append_only()
class EnforcementNotice(models.Model):
    """What Kronofogden told the social services (UF 16:2): that eviction was applied for, or when it takes place."""

    class Kind(models.TextChoices):
        APPLICATION = "application", _("an application for eviction has come in")
        TIME = "time", _("the time of the eviction")

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    received_on = models.DateField(_("received"))
    eviction_on = models.DateField(_("day of the eviction"), null=True, blank=True)
    reference = models.CharField(_("reference number"), max_length=40, blank=True)
    recorded_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="application", eviction_on=None) | Q(kind="time", eviction_on__isnull=False),
                name="notice_of_the_time_says_when",
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.received_on}"


class ClearanceQuerySet(models.QuerySet):
    def since(self, day):
        return self.filter(done_on__gte=day)


@append_only()
class Clearance(models.Model):
    """That something was done which must come before a termination is served (decision 17). Outreach writes it.

    Without content: what was said at the door is the social services' own.
    """

    class Kind(models.TextChoices):
        CONTACT = "contact", _("contact attempt in person")
        CHILDREN = "children", _("child check")
        PRESENCE = "presence", _("presence at the eviction")

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    done_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenancy", "kind", "done_on", "by"], name="clearance_counts_once_a_day")
        ]

    def __str__(self):
        return f"{self.kind} {self.done_on}"
