"""Eviction-risk cases: which home is at risk, who owns the next step, and when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arrears.models import LateRent
from bolots.audit import append_only, tracked
from bolots.refusals import Refused
from tenancies.models import Incident, Tenancy


class IllegalTransition(Refused):
    """The case is not in the state that the change starts from; somebody else was faster."""

    sentence = _("Somebody else has changed the case. Look at how it is now and try again.")


class CaseQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(status=EvictionRiskCase.Status.CLOSED)

    def opened_by_late_rent(self):
        return self.filter(opened_by=None, why_opened="")

    def with_known_grounds(self):
        """Late rent and incidents: these the night can see go. A case opened by hand has a ground of its own."""
        return self.filter(Q(opened_by=None) | Q(why_opened=EvictionRiskCase.INCIDENT))

    def visible_to(self, user):
        return self.filter(tenancy__in=Tenancy.objects.visible_to(user))


@tracked
class EvictionRiskCase(models.Model):
    """A home that may be lost (vräkningsärende, riskärende). One open case per tenancy."""

    class Status(models.TextChoices):
        NEW = "new", _("new")
        CONTACT = "contact", _("contact under way")
        PLAN = "plan", _("plan made")
        REVIEW = "review", _("considered for termination")
        CLOSED = "closed", _("closed")

    class Outcome(models.TextChoices):
        PAID = "paid", _("paid")
        PLAN_KEPT = "plan_kept", _("plan kept")
        PUT_RIGHT = "put_right", _("put right")
        MOVED = "moved", _("moved")
        EVICTED = "evicted", _("evicted")
        OTHER = "other", _("other")

    class NextStep(models.TextChoices):
        """Steps that the system itself sets; `next_step` may hold a person's own words instead."""

        FIRST_VISIT = "first_visit", _("First visit by a housing navigator")
        NO_NAVIGATOR = "no_navigator", _("Order a visit: no housing navigator was at work")
        VISIT = "visit", _("Visit by a housing navigator")
        AFTER_MISSES = "after_misses", _("Nobody has opened: choose another way to reach the tenant")
        AFTER_HANDOVER = "after_handover", _("The housing navigator hands over: take the next step yourself")
        AFTER_DECLINED = "after_declined", _("The tenant did not want to talk: decide how to go on")
        AFTER_MEETING = "after_meeting", _("The tenant has been met: decide how to go on")
        AGREED_PAY = "agreed_pay", _("See that the rent comes as agreed at the door")
        AGREED_MEETING = "agreed_meeting", _("Book the meeting that was agreed at the door")
        INSTALMENT = "instalment", _("See that the next instalment comes")
        PLAN_MISSED = "plan_missed", _("An instalment is missing: call and hear what has happened")
        PLAN_BROKEN = "plan_broken", _("The payment plan is broken: decide how to go on")
        PLAN_KEPT = "plan_kept", _("The payment plan is kept: decide on what is left of the case")
        PLAN_CALLED_OFF = "plan_called_off", _("The payment plan was called off: decide how to go on")
        NEW_LATE_RENT = "new_late_rent", _("A rent outside the payment plan is late: decide how to go on")
        AGREED_HELP = "agreed_help", _("The tenant wants help: call and offer it")

    KINDS = {"new": "risk", "contact": "going", "plan": "going", "review": "late", "closed": "done"}
    INCIDENT = "by_incident"  # code in `why_opened` of a case that an incident opened, in the night or by hand
    PLAN_ENDED = "by_plan"  # code in `why_opened` of a case that the end of a payment plan opened: its rent is late
    OWN_CODES = (INCIDENT, PLAN_ENDED)
    PAID, PUT_RIGHT, PLAN_KEPT = "paid", "put_right", "plan_kept"  # in `why_closed` of a case that the night closed

    TRANSITIONS = {
        Status.NEW: {Status.CONTACT, Status.PLAN, Status.REVIEW, Status.CLOSED},
        Status.CONTACT: {Status.PLAN, Status.REVIEW, Status.CLOSED},
        Status.PLAN: {Status.CONTACT, Status.REVIEW, Status.CLOSED},
        Status.REVIEW: {Status.CONTACT, Status.PLAN, Status.CLOSED},
        Status.CLOSED: set(),
    }

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.NEW)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("responsible")
    )
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_on = models.DateField(_("next date"), null=True, blank=True)
    opened_on = models.DateField(_("opened"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    why_opened = models.CharField(_("why"), max_length=500, blank=True, help_text=_("When opened by hand."))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    why_closed = models.CharField(_("reason"), max_length=500, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenancy"], condition=~Q(status="closed"), name="one_open_case_per_tenancy"
            ),
            models.CheckConstraint(
                condition=Q(status="closed", next_on=None) | (~Q(status="closed") & Q(next_on__isnull=False)),
                name="open_case_has_a_next_date",
            ),
            models.CheckConstraint(
                condition=(Q(status="closed", closed_on__isnull=False) & ~Q(outcome="") & ~Q(why_closed=""))
                | (~Q(status="closed") & Q(closed_on=None, closed_by=None, outcome="", why_closed="")),
                name="closed_case_has_day_outcome_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(opened_by=None) | ~Q(why_opened=""), name="case_opened_by_hand_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="case_closes_after_it_opened",
            ),
        ]
        indexes = [
            models.Index(fields=["next_on"], condition=~Q(status="closed"), name="case_open_next"),
            models.Index(fields=["opened_on"], name="case_opened"),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The number people say: year and running number."""
        return f"{self.opened_on.year}-{self.pk:03d}"

    @property
    def is_open(self) -> bool:
        return self.status != self.Status.CLOSED

    @property
    def kind(self) -> str:
        """The shape that stands beside the status's word."""
        return self.KINDS[self.status]

    @property
    def version(self) -> str:
        """What a form was made from; another one when somebody has changed the next step, owner or status since."""
        return f"{self.status} {self.owner_id} {self.next_on} {self.next_step}"

    @property
    def next_words(self) -> str:
        """The next step in the reader's language, or as somebody wrote it."""
        known = self.NextStep.values
        return str(self.NextStep(self.next_step).label) if self.next_step in known else self.next_step

    @property
    def is_about_rent(self) -> bool:
        """Late rent opened it, at once or when its payment plan had ended."""
        return self.opened_by_id is None and self.why_opened in ("", self.PLAN_ENDED)

    @property
    def has_known_grounds(self) -> bool:
        """Nobody's own judgement keeps the case open: the night closes it when its grounds are gone."""
        return self.opened_by_id is None or self.why_opened in self.OWN_CODES

    @property
    def why_opened_words(self) -> str:
        """The reason that somebody wrote; "" for what the verdicts say better."""
        return "" if self.why_opened in self.OWN_CODES else self.why_opened

    @property
    def why_closed_words(self) -> str:
        """The reason for closing in the reader's language, or as somebody wrote it."""
        known = {
            self.PAID: _("All late rent is paid."),
            self.PUT_RIGHT: _("No rent is late, every incident is resolved."),
            self.PLAN_KEPT: _("The payment plan was kept, and no rent is late."),
        }
        return str(known.get(self.why_closed, self.why_closed))

    def get_absolute_url(self):
        return reverse("outreach:case-detail", args=[self.pk])

    def move_to(self, status, **fields):
        """Change the status by compare-and-set. Raises IllegalTransition when the case is elsewhere by now."""
        if status not in self.TRANSITIONS[self.Status(self.status)]:
            raise IllegalTransition
        changed = type(self).objects.filter(pk=self.pk, status=self.status).update(status=status, **fields)
        if not changed:
            raise IllegalTransition
        self.refresh_from_db()


@append_only()
class CaseNote(models.Model):
    """What somebody wrote on a case (anteckning)."""

    case = models.ForeignKey(EvictionRiskCase, on_delete=models.PROTECT, related_name="notes")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("note"))

    def __str__(self):
        return f"note on case {self.case_id}"


_CASE_WHEN_OPENED_OR_JOINED = Q(verdict__in=["opened", "joined"], case__isnull=False) | (
    ~Q(verdict__in=["opened", "joined"]) & Q(case=None)
)


@append_only()
class Triage(models.Model):
    """The verdict on one late rent (bedömning): what was done and why, as code and parameters (decision 14)."""

    class Verdict(models.TextChoices):
        OPENED = "opened", _("case opened")
        JOINED = "joined", _("joined the open case")
        BELOW_THRESHOLD = "below_threshold", _("below the threshold")
        FORMER_TENANT = "former_tenant", _("former tenant")
        ON_HOLD = "on_hold", _("on hold")
        UNDER_PLAN = "under_plan", _("in a payment plan that runs")
        NOT_STARTED = "not_started", _("outreach had not started")

    late_rent = models.ForeignKey(LateRent, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, choices=Verdict)
    case = models.ForeignKey(EvictionRiskCase, on_delete=models.PROTECT, null=True, related_name="triages")
    params = models.JSONField(default=dict)
    decided_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_CASE_WHEN_OPENED_OR_JOINED,
                name="triage_has_a_case_when_opened_or_joined",
            ),
            # a rent on hold is judged again when the respite is over
            models.UniqueConstraint(
                fields=["late_rent"], condition=~Q(verdict="on_hold"), name="one_final_verdict_per_late_rent"
            ),
            models.UniqueConstraint(
                fields=["late_rent"], condition=Q(verdict="on_hold"), name="one_verdict_on_hold_per_late_rent"
            ),
        ]

    def __str__(self):
        return f"{self.verdict} {self.decided_on}"


@append_only()
class IncidentTriage(models.Model):
    """The verdict on one serious incident (bedömning): did it open a case or join one, and if not why."""

    class Verdict(models.TextChoices):
        OPENED = "opened", _("case opened")
        JOINED = "joined", _("joined the open case")
        FORMER_TENANT = "former_tenant", _("former tenant")
        NOT_STARTED = "not_started", _("outreach had not started")

    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, choices=Verdict)
    case = models.ForeignKey(EvictionRiskCase, on_delete=models.PROTECT, null=True, related_name="incident_triages")
    params = models.JSONField(default=dict)
    decided_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_CASE_WHEN_OPENED_OR_JOINED,
                name="incident_triage_has_a_case_when_opened_or_joined",
            )
        ]

    def __str__(self):
        return f"{self.verdict} {self.decided_on}"
