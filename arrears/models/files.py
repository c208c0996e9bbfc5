"""Bank files: what came, its verdict, its preview, and the undoing of a whole one."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bolots.audit import append_only, tracked

from ..bankfiles.csv_payments import Layout


class ImportFileQuerySet(models.QuerySet):
    def accepted(self):
        """In the book: neither rejected nor undone since."""
        return self.exclude(verdict=ImportFile.Verdict.REJECTED).filter(undone_on=None)


@append_only("undone_on")
class ImportFile(models.Model):
    """A bank file and its verdict (bankfil). A rejected one has no deposits; its reasons are kept."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        ACCEPTED_WITH_WARNINGS = "accepted_with_warnings", _("accepted with warnings")
        REJECTED = "rejected", _("rejected")

    class Via(models.TextChoices):
        UPLOAD = "upload", _("uploaded")
        COMMAND = "command", _("command")
        INBOX = "inbox", _("inbox")

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=30, blank=True)
    verdict = models.CharField(max_length=30, choices=Verdict)
    reasons = models.JSONField(default=list, help_text="Reasons as codes with parameters; worded when shown.")
    created_on = models.DateField(null=True, help_text="The day the file says it was made.")
    payment_count = models.IntegerField(default=0)
    payment_sum_ore = models.BigIntegerField(default=0)
    new_count = models.IntegerField(default=0)
    known_count = models.IntegerField(default=0)
    via = models.CharField(max_length=10, choices=Via)
    recorded_on = models.DateField()
    recorded_at = models.DateTimeField()
    undone_on = models.DateField(null=True, help_text="See FileUndoing; the same content may then be read in again.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=~Q(verdict="rejected") & Q(undone_on=None),
                name="one_import_per_file_content",
            )
        ]
        indexes = [models.Index(fields=["-recorded_at"], name="importfile_recorded")]

    def __str__(self):
        return f"bank file {self.pk}"


class PendingFile(models.Model):
    """An uploaded file between its preview and the button that makes it count. Deleted by either answer."""

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    data = models.BinaryField()
    mapping = models.ForeignKey("ColumnMapping", on_delete=models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=10, blank=True, help_text="What a CSV file holds.")
    uploaded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256", "by"], name="one_preview_per_person_and_file")]

    def __str__(self):
        return f"pending file {self.pk}"


@append_only()
class HeldBack(models.Model):
    """A deposit that was counted and not stored (undanhållen insättning): another source has brought the money of that
    account and day, or the bank gave a total without its payments."""

    file = models.ForeignKey(ImportFile, on_delete=models.PROTECT, related_name="held_back")
    account = models.CharField(max_length=34)
    booked_on = models.DateField()
    serial = models.CharField(max_length=80)
    amount_ore = models.BigIntegerField()
    count = models.IntegerField(help_text="Payments in it, by the bank's word.")
    is_total = models.BooleanField(help_text="Without its payments.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "account", "booked_on", "serial"], name="one_deposit_held_back_once_by_file"
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="what_is_held_back_is_counted"),
        ]
        indexes = [models.Index(fields=["booked_on"], name="heldback_booked")]

    def __str__(self):
        return f"held back {self.account} {self.booked_on} {self.serial}"


@append_only()
class NoMoreFiles(models.Model):
    """A finance officer's word that no more files come up to a day ("Inga fler filer t.o.m. …", decision 9)."""

    through_on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return str(self.through_on)


@append_only()
class FileUndoing(models.Model):
    """A whole file taken back (återtagen inläsning): every payment of it has a row against it, none is deleted."""

    file = models.OneToOneField(ImportFile, on_delete=models.PROTECT, related_name="undoing")
    why = models.CharField(_("reason"), max_length=300)
    recorded_on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="file_undone_with_a_reason")]

    def __str__(self):
        return f"undoing of file {self.file_id}"


@tracked
class ColumnMapping(models.Model):
    """Which column of a CSV file means what (kolumnmappning), under a name. `columns`: our field → their heading."""

    class Purpose(models.TextChoices):
        PAYMENTS = "payments", _("payments")
        CHARGES = "charges", _("rents")

    name = models.CharField(_("name"), max_length=60)
    purpose = models.CharField(_("what the file holds"), max_length=10, choices=Purpose)
    delimiter = models.CharField(_("delimiter"), max_length=1, default=";")
    encoding = models.CharField(_("encoding"), max_length=20, default="utf-8-sig")
    account = models.CharField(
        _("account"), max_length=34, blank=True, help_text=_("Whose money a payment file lists.")
    )
    columns = models.JSONField(_("columns"), default=dict)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "name"], name="one_column_mapping_per_name"),
            models.CheckConstraint(condition=~Q(name=""), name="column_mapping_has_a_name"),
        ]

    def __str__(self):
        return self.name

    @property
    def layout(self) -> Layout:
        return Layout(self.delimiter, self.encoding, self.columns, self.account)
