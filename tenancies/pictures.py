"""Pictures from outside the house: looked at with suspicion, and made anew before they are kept.

The type is what the content says. The size is read from the header and refused before anything is decoded, so that a
small file cannot become a large picture. What is kept is our own JPEG: no camera, no place, nothing that hid behind it.
"""

from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, ImageOps

from bolots.refusals import Refused

FORMATS = ("JPEG", "PNG")  # others (WebP) are given room for before their size can be refused
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000  # what the largest phone takes
SIDE = 1600  # pixels of the longer side that are kept
QUALITY = 82

# What Pillow raises at files that are broken, cut off or made to harm.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError, KeyError, OverflowError, MemoryError)


class NoPicture(Refused):
    sentence = _("That is no picture that can be read. Choose a photo in JPEG or PNG.")


class PictureTooLarge(Refused):
    sentence = _("The picture is too large. At most 10 MB and 50 million pixels; take it again in a lower resolution.")


@dataclass(frozen=True, slots=True)
class Picture:
    """Ours to keep: the bytes of a JPEG, and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def made_anew(data: bytes) -> Picture:
    """The picture as we keep it, upright, at most 1600 pixels. Raises NoPicture, PictureTooLarge."""
    if len(data) > MAX_BYTES:
        raise PictureTooLarge
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on for the whole process; half a picture is none
    try:
        with _opened(data) as image:
            image.thumbnail((SIDE, SIDE))
            return _kept(_on_white(ImageOps.exif_transpose(image)))
    except BROKEN as error:
        raise NoPicture from error


def _opened(data):
    """Only the header is read here."""
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge from error
    if image.width * image.height > MAX_PIXELS:
        raise PictureTooLarge
    return image


def _on_white(image):
    """What was transparent becomes white: a JPEG has no transparency."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(ground, layer).convert("RGB")


def _kept(image) -> Picture:
    """Made of the bare pixels: Pillow would write what the old file said of itself (its comment, its place) again."""
    out = BytesIO()
    Image.frombytes("RGB", image.size, image.tobytes()).save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), *image.size)
