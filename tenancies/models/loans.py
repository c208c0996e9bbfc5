"""What is handed out with a home: keys, tags, contents."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bolots.audit import tracked

from .homes import Apartment


class LoanQuerySet(models.QuerySet):
    def out(self):
        """Handed out, and not yet back."""
        return self.filter(returned_on=None)

    def to_others(self):
        """To somebody named who is not the tenant."""
        return self.filter(tenancy=None)

    def of_stays_over_on(self, day):
        """To tenants whose stay has ended by the day."""
        return self.filter(tenancy__ends_on__lte=day)


@tracked
class Loan(models.Model):
    """A key, tag or thing of the home that somebody has signed for (nyckelkvittens, inventarier)."""

    class Kind(models.TextChoices):
        KEY = "key", _("key")
        TAG = "tag", _("tag")
        CONTENTS = "contents", _("contents")
        OTHER = "other", _("other")

    apartment = models.ForeignKey(Apartment, on_delete=models.PROTECT, related_name="loans")
    tenancy = models.ForeignKey(
        "tenancies.Tenancy",
        on_delete=models.PROTECT,
        null=True,
        related_name="loans",
        help_text="To the stay's tenant.",
    )
    to = models.CharField(_("to"), max_length=80, blank=True, help_text=_("When it is not the tenant."))
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    label = models.CharField(_("marking"), max_length=60, blank=True)
    number = models.PositiveSmallIntegerField(_("how many"), default=1)
    issued_on = models.DateField(_("issued"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    returned_on = models.DateField(_("returned"), null=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = LoanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="loan_is_of_something"),
            models.CheckConstraint(
                condition=Q(tenancy__isnull=False, to="") | (Q(tenancy=None) & ~Q(to="")), name="loan_is_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(returned_on=None, returned_by=None)
                | Q(returned_on__isnull=False, returned_on__gte=F("issued_on"), returned_by__isnull=False),
                name="loan_returned_has_day_and_receiver",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(returned_on=None), name="loan_out")]

    def __str__(self):
        return f"{self.number} {self.kind} from {self.issued_on}"
