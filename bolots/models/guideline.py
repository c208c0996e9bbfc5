"""Guidelines: what the unit has decided, as dated values."""

from django.conf import settings
from django.db import models

from ..audit import append_only


@append_only()
class GuidelineValue(models.Model):
    """A guideline's value from a day on (riktlinje). The default before the first row stands in code."""

    key = models.CharField(max_length=50)
    value = models.CharField(max_length=50)
    valid_from = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "valid_from"], name="one_value_per_guideline_and_day")]

    def __str__(self):
        return f"{self.key} = {self.value} ({self.valid_from})"
