"""Tenants, their children, and what to know before ringing the bell."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bolots.audit import tracked

from ..rules import personal_number


def validate_personal_number(value):
    """A Swedish personal or coordination number, twelve digits."""
    if not personal_number.is_valid(value):
        raise ValidationError(_("Write the personal number with twelve digits, like 191212121212."))


@tracked
class Tenant(models.Model):
    """A person who rents (hyresgäst)."""

    class Language(models.TextChoices):
        """The language to meet the person in."""

        SWEDISH = "sv", _("Swedish")
        ENGLISH = "en", _("English")
        ARABIC = "ar", _("Arabic")
        SOMALI = "so", _("Somali")
        FINNISH = "fi", _("Finnish")

    personal_number = models.CharField(
        _("personal number"),
        max_length=12,
        null=True,
        blank=True,
        unique=True,
        validators=[validate_personal_number],
    )
    name = models.CharField(_("name"), max_length=80)
    preferred_name = models.CharField(_("preferred name"), max_length=40, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.SWEDISH)
    is_protected = models.BooleanField(
        _("protected identity"), default=False, help_text=_("Shown as “Protected” to all but those involved.")
    )

    def __str__(self):
        return f"tenant {self.pk}"  # never a name: this text ends in logs

    @property
    def called(self) -> str:
        """What one says at the door: the preferred name, or the first name."""
        return self.preferred_name or self.name.split()[0]


class ChildQuerySet(models.QuerySet):
    def living_here_on(self, day):
        """Children who live in the home and may still be minors; with a birth year only, the cautious reading."""
        return self.filter(lives_here=True, birth_year__gte=day.year - 18)


@tracked
class Child(models.Model):
    """A child of the tenant (barn): birth year only, no name."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="children")
    birth_year = models.PositiveSmallIntegerField(_("birth year"))
    lives_here = models.BooleanField(_("lives here"), default=True)

    objects = ChildQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(birth_year__range=(1980, 2100)), name="child_birth_year_plausible")
        ]

    def __str__(self):
        return str(self.birth_year)


class CautionQuerySet(models.QuerySet):
    def valid_on(self, day):
        """Cautions expire by themselves."""
        return self.filter(from_on__lte=day, until_on__gt=day)


@tracked
class Caution(models.Model):
    """What staff must know for their safety (försiktighet vid besök). Always with an end."""

    class Kind(models.TextChoices):
        TWO_PEOPLE = "two_people", _("two people")
        CALL_FIRST = "call_first", _("call first")
        OTHER = "other", _("note")

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="cautions")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    reason = models.CharField(_("reason"), max_length=200)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = CautionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=models.F("from_on")), name="caution_ends_after_it_starts")
        ]

    def __str__(self):
        return f"{self.kind} until {self.until_on}"
