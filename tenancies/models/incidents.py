"""Incidents in a home, in the order of JB 12:25–25 a: report, notice to the social services, demand to correct, end."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bolots.audit import append_only, tracked
from bolots.models import Letter

from .stays import Tenancy


class IncidentQuerySet(models.QuerySet):
    def open(self):
        return self.filter(resolved_on=None)

    def serious(self):
        """Those that may cost the home."""
        return self.filter(seriousness__in=Incident.SERIOUS)

    def serious_since(self, day):
        """Unresolved incidents that may cost the home, as known from the day on: outreach asks every night."""
        return self.open().serious().filter(recorded_on__gte=day)

    def newest_first(self):
        return self.order_by("-happened_on", "-pk")

    def visible_to(self, user):
        return self.filter(tenancy__in=Tenancy.objects.visible_to(user))


@tracked
class Incident(models.Model):
    """Something wrong in or around a home (misskötsel, bristande skötsamhet, störning; JB 12:25)."""

    class Kind(models.TextChoices):
        MISMANAGEMENT = "mismanagement", _("mismanaged home")
        DISTURBANCE = "disturbance", _("disturbance")
        CRIME = "crime", _("crime in or near the home")
        OTHER = "other", _("other")

    class Source(models.TextChoices):
        NEIGHBOUR = "neighbour", _("neighbour")
        OWNER = "owner", _("property owner")
        STAFF = "staff", _("staff")
        POLICE = "police", _("police")
        TENANT = "tenant", _("the tenant")
        OTHER = "other", _("other")

    class Seriousness(models.TextChoices):
        MINOR = "minor", _("minor")
        SERIOUS = "serious", _("serious")
        VERY_SERIOUS = "very_serious", _("particularly serious")

    SERIOUS = (Seriousness.SERIOUS, Seriousness.VERY_SERIOUS)
    SIGNS = {"minor": "info", "serious": "late", "very_serious": "risk"}

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    source = models.CharField(_("reported by"), max_length=10, choices=Source)
    seriousness = models.CharField(_("seriousness"), max_length=15, choices=Seriousness)
    happened_on = models.DateField(_("happened"))
    what = models.TextField(_("what happened"), help_text=_("What can be seen and heard, no diagnoses."))
    recorded_on = models.DateField(_("recorded"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    notified_on = models.DateField(_("social services notified"), null=True, blank=True)
    notified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    resolved_on = models.DateField(_("resolved"), null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    how_resolved = models.CharField(_("how it was resolved"), max_length=300, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(happened_on__lte=F("recorded_on")), name="incident_happened_before_it_was_recorded"
            ),
            models.CheckConstraint(
                condition=Q(notified_on=None, notified_by=None)
                | Q(notified_on__isnull=False, notified_by__isnull=False),
                name="incident_notified_on_and_by",
            ),
            models.CheckConstraint(
                condition=Q(resolved_on=None, resolved_by=None, how_resolved="")
                | (Q(resolved_on__isnull=False, resolved_by__isnull=False) & ~Q(how_resolved="")),
                name="incident_resolved_on_by_and_how",
            ),
            models.CheckConstraint(
                condition=(Q(notified_on=None) | Q(notified_on__gte=F("happened_on")))
                & (Q(resolved_on=None) | Q(resolved_on__gte=F("happened_on"))),
                name="incident_goes_on_after_it_happened",
            ),
        ]
        indexes = [
            models.Index(
                fields=["recorded_on"],
                condition=Q(resolved_on=None, seriousness__in=["serious", "very_serious"]),
                name="incident_serious_open",
            ),
            models.Index(fields=["-happened_on", "-id"], name="incident_happened"),
        ]

    def __str__(self):
        return f"incident {self.pk}: {self.kind}"

    @property
    def is_open(self) -> bool:
        return self.resolved_on is None

    @property
    def is_serious(self) -> bool:
        return self.seriousness in self.SERIOUS

    @property
    def sign(self) -> str:
        """The shape that stands beside the word of the seriousness."""
        return self.SIGNS[self.seriousness]

    def get_absolute_url(self):
        return reverse("tenancies:incident", args=[self.pk])


@append_only()
class Correction(models.Model):
    """A written demand to put things right (rättelseanmaning, JB 12:25 a): the letter as issued."""

    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="correction")
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField(_("issued"))
    correct_by_on = models.DateField(_("to be put right by"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(correct_by_on__gte=F("issued_on")), name="correction_leaves_time")
        ]

    def __str__(self):
        return f"correction of incident {self.incident_id}"


@append_only()
class Reopening(models.Model):
    """A resolved incident that turned out not to be: how it had been resolved, and why it is open again."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="reopenings")
    resolved_on = models.DateField(_("resolved"))
    how_resolved = models.CharField(_("how it was resolved"), max_length=300)
    reopened_on = models.DateField(_("opened again"))
    why = models.CharField(_("why"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reopened_on__gte=F("resolved_on")) & ~Q(why=""),
                name="reopening_has_a_reason_and_comes_after",
            )
        ]

    def __str__(self):
        return f"incident {self.incident_id} opened again"
