"""Every reading of a person's data (SoLPuL 10 §): who, whose, what, when."""

from django.db import models

from ..audit import append_only


@append_only()
class AccessRecord(models.Model):
    """One reading of a person's page, paper or hit, or one search (åtkomstlogg). `person_id` is a number, no key."""

    user_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    what = models.CharField(max_length=60)
    searched = models.CharField(max_length=80, blank=True, help_text="The words of a search (sökning).")
    was_refused = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-at"], name="access_person"),
            models.Index(fields=["user_id", "-at"], name="access_user"),
        ]

    def __str__(self):
        return f"{self.user_id} {self.what} {self.at:%Y-%m-%d %H:%M}"
