"""A spreadsheet on its way into the register: the file that waits for an answer, and what its columns mean."""

import uuid

from django.conf import settings
from django.db import models

from bolots.audit import tracked


@tracked
class ImportMapping(models.Model):
    """What each column of a spreadsheet with this heading is, as somebody last said (kolumnval)."""

    headers_sha256 = models.CharField(max_length=64, unique=True, help_text="Of the heading's words, in order.")
    columns = models.JSONField(help_text="The key of each column in order; an empty one is left out.")
    set_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"columns {self.pk}"


class PendingImport(models.Model):
    """A spreadsheet between its upload and the button that makes it count. Deleted by either answer, or after a day."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    columns = models.JSONField(null=True, help_text="As in ImportMapping; none: not yet said.")
    report = models.JSONField(null=True, help_text="What the last trial run found.")
    uploaded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256", "by"], name="one_import_waits_per_person_and_file")]

    def __str__(self):
        return f"pending import {self.pk}"
