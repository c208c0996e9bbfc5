"""Tenants, their children, whom to ask about them, and what to know before ringing the bell."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bolots.audit import tracked

from ..rules import personal_number
from ..spelling import sorted_column, sounds_column, words_column

FOUND_BY = ("search_words", "search_sounds", "sort_name")  # made by the database from the names

A_YEAR = timedelta(days=366)  # of a caution: a warning that nobody looks at again would stand against a person for ever


def validate_personal_number(value):
    """A Swedish personal or coordination number, twelve digits."""
    if not personal_number.is_valid(value):
        raise ValidationError(_("Write the personal number with twelve digits, like 191212121212."))


@tracked(exclude=FOUND_BY)
class Tenant(models.Model):
    """A person who rents (hyresgäst)."""

    class Language(models.TextChoices):
        """The language to meet the person in."""

        SWEDISH = "sv", _("Swedish")
        ENGLISH = "en", _("English")
        ARABIC = "ar", _("Arabic")
        SOMALI = "so", _("Somali")
        FINNISH = "fi", _("Finnish")

    class ContactWay(models.TextChoices):
        """How the person wants to be reached (kontaktväg)."""

        PHONE = "phone", _("phone call")
        SMS = "sms", _("text message")
        EMAIL = "email", _("e-mail")
        LETTER = "letter", _("letter")
        VISIT = "visit", _("visit")
        CONTACT = "contact", _("through a contact")

    class TargetGroup(models.TextChoices):
        """The unit's own words for whom the homes are for (målgrupp). Sensitive: shown in the case, never searched."""

        ADDICTION = "addiction", _("homeless adult with addiction")
        PSYCHIATRIC = "psychiatric", _("person with psychiatric disability")
        FAMILY = "family", _("family with children")
        YOUNG_ADULT = "young_adult", _("young adult")
        OLDER = "older", _("older homeless person")

    class Payer(models.TextChoices):
        """Who pays the rent: the first call goes there."""

        SELF = "self", _("the tenant")
        INCOME_SUPPORT = "income_support", _("income support")
        TRUSTEE = "trustee", _("trustee")
        OTHER = "other", _("somebody else")

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
    email = models.EmailField(_("e-mail"), max_length=120, blank=True)
    contact_way = models.CharField(_("wants to be reached by"), max_length=10, choices=ContactWay, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.SWEDISH)
    payer = models.CharField(_("who pays the rent"), max_length=20, choices=Payer, default=Payer.SELF)
    target_group = models.CharField(_("target group"), max_length=20, choices=TargetGroup, blank=True)
    is_protected = models.BooleanField(
        _("protected identity"), default=False, help_text=_("Shown as “Protected” to all but those involved.")
    )

    search_words = words_column("name", "preferred_name")
    search_sounds = sounds_column("name", "preferred_name")
    sort_name = sorted_column("name")

    class Meta:
        indexes = [
            GinIndex(fields=["search_words"], name="tenant_words"),
            GinIndex(fields=["search_sounds"], name="tenant_sounds"),
        ]

    def __str__(self):
        return f"tenant {self.pk}"  # never a name: this text ends in logs

    @property
    def called(self) -> str:
        """What one says at the door: the preferred name, or the first name."""
        return self.preferred_name or self.name.split()[0]


class ChildQuerySet(models.QuerySet):
    def living_here_on(self, day):
        """Children who live in the home, also by turns, and may be minors; by birth year, the cautious reading."""
        return self.minors_on(day).exclude(residence=Child.Residence.VISITS)

    def minors_on(self, day):
        """Children of the household on the day, those who visit too, who may be minors."""
        return self.current_on(day).filter(birth_year__gte=day.year - 18)

    def current_on(self, day):
        return self.filter(Q(left_on=None) | Q(left_on__gt=day))


@tracked
class Child(models.Model):
    """A child of the tenant (barn): birth year only, no name. The residences are those of Kronofogden's statistics."""

    class Residence(models.TextChoices):
        FULL_TIME = "full_time", _("lives here")
        ALTERNATING = "alternating", _("lives here by turns")
        VISITS = "visits", _("visits")

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="children")
    birth_year = models.PositiveSmallIntegerField(_("birth year"))
    residence = models.CharField(_("residence"), max_length=12, choices=Residence, default=Residence.FULL_TIME)
    left_on = models.DateField(
        _("no longer here from"),
        null=True,
        blank=True,
        help_text=_("When the child has moved, or was written down by mistake. The row stays in the history."),
    )

    objects = ChildQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(birth_year__range=(1980, 2100)), name="child_birth_year_plausible")
        ]

    def __str__(self):
        return str(self.birth_year)


class CautionQuerySet(models.QuerySet):
    def valid_on(self, day):
        """Cautions expire by themselves, or end early."""
        return self.filter(from_on__lte=day, until_on__gt=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def not_over_on(self, day):
        """Valid, or still to come."""
        return self.filter(until_on__gt=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))


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
    until_on = models.DateField(_("until"), help_text=_("First day on which it no longer holds."))
    ended_on = models.DateField(_("ended early"), null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = CautionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=models.F("from_on")), name="caution_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(until_on__lte=models.F("from_on") + A_YEAR), name="caution_is_a_year_at_most"
            ),
        ]

    def __str__(self):
        return f"{self.kind} until {self.until_on}"


@tracked
class Contact(models.Model):
    """Somebody around the tenant whom staff may ask or tell, as far as a consent goes (kontaktperson)."""

    class Kind(models.TextChoices):
        TRUSTEE = "trustee", _("trustee")
        HOUSING_SUPPORT = "housing_support", _("housing support")
        NEXT_OF_KIN = "next_of_kin", _("next of kin")
        OWNER = "owner", _("property owner")
        AUTHORITY = "authority", _("authority")
        OTHER = "other", _("other")

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=80)
    organisation = models.CharField(_("organisation"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), max_length=120, blank=True)
    ended_on = models.DateField(
        _("no longer from"),
        null=True,
        blank=True,
        help_text=_("When the person no longer has this task. Nothing may be told from that day."),
    )

    def __str__(self):
        return f"{self.kind} {self.pk}"  # never a name: this text ends in logs


class ConsentQuerySet(models.QuerySet):
    def valid_on(self, day):
        """Consents end by themselves, when they are taken back, and with their contact."""
        still = self.filter(given_on__lte=day, until_on__gt=day).exclude(contact__ended_on__lte=day)
        return still.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))


@tracked
class Consent(models.Model):
    """What may be said to a contact, and until when (samtycke; OSL 10:1, 12:2)."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="consents")
    what = models.CharField(_("may be told"), max_length=200)
    given_on = models.DateField(_("given"))
    until_on = models.DateField(_("until"), help_text=_("First day on which it no longer holds."))
    withdrawn_on = models.DateField(_("taken back"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gt=models.F("given_on")), name="consent_ends_after_it_is_given"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=models.F("given_on")),
                name="consent_taken_back_after_it_is_given",
            ),
        ]

    def __str__(self):
        return f"consent {self.pk} until {self.until_on}"

    def is_valid(self, day) -> bool:
        """Whether it holds; a contact who has ended is not asked about here."""
        return self.given_on <= day < self.until_on and (self.withdrawn_on is None or day < self.withdrawn_on)
