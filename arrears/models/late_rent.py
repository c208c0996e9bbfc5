"""Late rent: an append-only fact. What is late now, and by how many days, is computed."""

from django.db import models

from bolots.audit import append_only

from .charges import Charge


@append_only()
class LateRent(models.Model):
    """A charge that was late on a day (sen hyra), with the amount then and the guidelines that held (decision 8)."""

    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, related_name="late_rent")
    flagged_on = models.DateField()
    open_ore = models.BigIntegerField(help_text="Open when it was flagged, öre.")
    cutoff_on = models.DateField()
    grace_bank_days = models.SmallIntegerField()
    threshold_ore = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["flagged_on"], name="laterent_flagged")]

    def __str__(self):
        return f"late rent {self.charge_id} {self.flagged_on}"
