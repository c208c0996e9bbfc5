"""The people who use the system."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from .. import calendar
from ..access import MAY_STAND_IN, ROLE_PERMISSIONS, Permission, Role
from ..audit import tracked
from .absences import Absence


class UserQuerySet(models.QuerySet):
    def at_work(self, on):
        """Active users who are not away on the day."""
        return self.filter(~Exists(Absence.objects.covering(on).filter(user=OuterRef("pk"))), is_active=True)

    def with_role(self, role):
        return self.filter(role=role)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, username, password=None, **fields):
        """A new user; without a password the account cannot sign in."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save()
        return user


@tracked(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """A member of the unit (medarbetare). One role each; the role decides the permissions.

    On the days of an absence its deputy has the absent one's permissions and homes besides the own (ersättare).
    """

    username = models.CharField(_("user name"), max_length=50, unique=True)
    first_name = models.CharField(_("first name"), max_length=50)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    must_change_password = models.BooleanField(
        default=False, help_text="The password is a one-time one: an own one is chosen before anything else."
    )
    password_set_at = models.DateTimeField(null=True, help_text="Puts each new password on record, never what it is.")

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["first_name", "role"]
    objects = UserManager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known")]

    def __str__(self):
        return self.first_name

    def may(self, permission: Permission) -> bool:
        """Today: by the own role, or by that of somebody stood in for."""
        if self.role_allows(permission):
            return True
        return any(permission in ROLE_PERMISSIONS[role] for role in self.roles_on(calendar.today()))

    def role_allows(self, permission: Permission) -> bool:
        """By the own role, whoever is away: what somebody may be made responsible for."""
        return self.is_active and permission in ROLE_PERMISSIONS[self.role]

    def may_without(self, lender_id: int, permission: Permission, on) -> bool:
        """On the day, whatever that colleague lends: whoever asks for something lends nobody the power to say yes."""
        lent = {away.user.role for away in self.standing_in(on) if away.user_id != lender_id}
        return self.is_active and any(permission in ROLE_PERMISSIONS[role] for role in {self.role, *lent})

    def roles_on(self, on) -> set[str]:
        """The own role, and those of the colleagues stood in for; an inactive user has none."""
        return {self.role, *(away.user.role for away in self.standing_in(on))} if self.is_active else set()

    def covers(self, on) -> list[int]:
        """Whose work lands with this user on the day: the user's own key, and those of the colleagues stood in for."""
        return [self.pk, *(away.user_id for away in self.standing_in(on))]

    def standing_in(self, on) -> list[Absence]:
        """The absences of the day in which this user stands in for a colleague. Asked for once for each day.

        Somebody whose role has changed since, so that it no longer fits, stands in for nobody; nor does anybody for a
        closed account.
        """
        known = self.__dict__.setdefault("_standing_in", {})
        if on not in known:
            absences = Absence.objects.covering(on).filter(deputy=self.pk, user__is_active=True)
            found = absences.select_related("user").order_by("user__first_name", "pk") if self.is_active else ()
            known[on] = [away for away in found if self.role in MAY_STAND_IN[away.user.role]]
        return known[on]

    @property
    def standing_in_today(self) -> list[Absence]:
        return self.standing_in(calendar.today())

    def absence_on(self, on) -> Absence | None:
        return self.absences.covering(on).first()

    def is_away(self, on) -> bool:
        return self.absences.covering(on).exists()
