"""Pictures of the buildings."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from bolots.audit import tracked

from .homes import Apartment


@tracked(exclude=["jpeg"])
class Photo(models.Model):
    """A picture of the building from outside, made anew by us: no place, no camera, no larger than needed.

    A tracked row stays; when the picture is removed, its bytes are gone and the row says when and by whom.
    """

    apartment = models.OneToOneField(Apartment, on_delete=models.PROTECT, related_name="photo")
    key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Its name in addresses, new for each picture.")
    jpeg = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added_on = models.DateField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_on = models.DateField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(removed_on=None, removed_by=None) & ~Q(jpeg=b""))
                | Q(removed_on__isnull=False, removed_by__isnull=False, jpeg=b""),
                name="photo_removed_is_empty",
            )
        ]

    def __str__(self):
        return f"{self.width} × {self.height}"
