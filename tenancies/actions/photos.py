"""The picture of a building: added, replaced, removed."""

import uuid

from bolots.audit import action

from .. import pictures
from ..models import Photo


@action
def set_photo(apartment, *, data: bytes, by, on) -> Photo:
    """The picture that an upload holds, made anew; it takes the place of the one before.

    Raises NoPicture or PictureTooLarge (`tenancies.pictures`).
    """
    picture = pictures.made_anew(data)
    facts = {"jpeg": picture.jpeg, "width": picture.width, "height": picture.height, "key": uuid.uuid4()}
    facts |= {"added_on": on, "added_by": by, "removed_on": None, "removed_by": None}
    photo, _is_first = Photo.objects.update_or_create(apartment=apartment, defaults=facts)
    return photo


@action
def remove_photo(apartment, *, by, on) -> bool:
    """Its bytes are gone; who removed it stays on record. Again: nothing changes. Returns whether one was there."""
    gone = {"jpeg": b"", "width": 0, "height": 0, "removed_on": on, "removed_by": by}
    return bool(Photo.objects.filter(apartment=apartment, removed_on=None).update(**gone))
