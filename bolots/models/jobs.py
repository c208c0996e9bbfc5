"""JobRun: the plan, the outbox and the record of one background run (decision 28)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JobRunQuerySet(models.QuerySet):
    def due(self, at):
        """Not ended, due, and held by nobody (or by somebody whose lease ran out)."""
        return self.filter(ended_at=None, due_at__lte=at).filter(Q(lease_until=None) | Q(lease_until__lt=at))

    def held(self, at):
        """Handed to a worker that has not answered yet, and whose lease runs."""
        return self.filter(ended_at=None, lease_until__gte=at, error="")

    def scheduled(self):
        return self.filter(asked_by_id=None)

    def waiting_for_a_person(self):
        return self.filter(needs_person=True, ended_at=None)


class JobRun(models.Model):
    """One run of one job for one business day (jobb). The unique key makes it exist once."""

    kind = models.CharField(_("job"), max_length=30)
    key = models.CharField(max_length=80, unique=True)
    subject_id = models.BigIntegerField(null=True, help_text="What an asked-for job is about, such as a run of papers.")
    business_on = models.DateField(_("business day"))
    due_at = models.DateTimeField(_("due"))
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    needs_person = models.BooleanField(default=False)
    asked_by_id = models.BigIntegerField(null=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(ended_at=None), name="job_unended"),
            models.Index(fields=["kind", "-started_at"], name="job_kind_started"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(started_at__isnull=False), name="job_ends_after_it_started"
            )
        ]

    def __str__(self):
        return self.key

    @property
    def has_failed(self) -> bool:
        return self.ended_at is not None and bool(self.error)
