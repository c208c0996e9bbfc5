"""Who is away when, and who stands in meanwhile."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from .. import periods
from ..audit import tracked


class AbsenceQuerySet(models.QuerySet):
    def covering(self, day):
        return self.filter(from_on__lte=day, until_on__gt=day)

    def with_days(self):
        """Without what was called off."""
        return self.filter(until_on__gt=F("from_on"))

    def not_over_on(self, day):
        """Running or planned."""
        return self.with_days().filter(until_on__gt=day)

    def over_on(self, day):
        return self.with_days().filter(until_on__lte=day)

    def sharing_days(self, first, last_exclusive):
        return self.with_days().filter(from_on__lt=last_exclusive, until_on__gt=first)


@tracked
class Absence(models.Model):
    """Days on which somebody is away (frånvaro), and who stands in (ersättare).

    `until_on` is the first day back. An absence that was called off ends on the day it begins: it has no days left.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences", verbose_name=_("who")
    )
    from_on = models.DateField(_("away from"))
    until_on = models.DateField(_("back on"), help_text=_("First day back."))
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("deputy")
    )
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="away_once_at_a_time",
                expressions=[
                    (Func(F("user"), F("user"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("from_on"), F("until_on"), Value("[)"), function="daterange"), "&&"),
                ],
            ),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(deputy=None) | ~Q(deputy=F("user")), name="nobody_is_the_own_deputy"),
        ]
        indexes = [models.Index(fields=["deputy", "until_on"], name="absence_deputy")]

    def __str__(self):
        return f"absence {self.pk}"

    @property
    def last_on(self):
        """The last day away, as people say it."""
        return self.until_on - timedelta(days=1)

    @property
    def is_called_off(self) -> bool:
        return self.until_on == self.from_on

    def holds(self, day) -> bool:
        return periods.holds(self.from_on, self.until_on, day)
