"""The people who use the system."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..access import ROLE_PERMISSIONS, Permission, Role
from ..audit import tracked


class UserQuerySet(models.QuerySet):
    def at_work(self, on):
        """Active users who are not away on the day."""
        return self.filter(is_active=True).exclude(away_until__gt=on)

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
    """A member of the unit (medarbetare). One role each; the role decides the permissions."""

    username = models.CharField(_("user name"), max_length=50, unique=True)
    first_name = models.CharField(_("first name"), max_length=50)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    away_until = models.DateField(_("away until"), null=True, blank=True, help_text=_("First day back."))
    is_active = models.BooleanField(_("active"), default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["first_name", "role"]
    objects = UserManager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known")]

    def __str__(self):
        return self.first_name

    def may(self, permission: Permission) -> bool:
        return self.is_active and permission in ROLE_PERMISSIONS[self.role]

    def is_away(self, on) -> bool:
        return self.away_until is not None and on < self.away_until
