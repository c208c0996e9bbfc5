"""Papers as they were issued."""

from django.db import models

from ..audit import append_only


@append_only()
class Letter(models.Model):
    """A paper, stored exactly as issued (handling). Who it concerns is known by its owner's row only."""

    template = models.CharField(max_length=60)
    html = models.TextField()
    pdf = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64)
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by_id = models.BigIntegerField()

    def __str__(self):
        return f"{self.template} {self.issued_on}"


@append_only()
class LetterEvent(models.Model):
    """What happened to a paper: printed, left, sent (utskriven, lämnad, skickad)."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    by_id = models.BigIntegerField()

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
