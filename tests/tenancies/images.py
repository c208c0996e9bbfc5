"""Pictures for tests: honest ones, and some made to harm."""

import struct
import zlib
from io import BytesIO

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

PLACE = "MARKIM-KYRKA"


def a_photo(size=(320, 240), format="JPEG", **more) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "steelblue").save(out, format, **more)
    return out.getvalue()


def from_a_phone(size=(320, 240)) -> bytes:
    """A photo lying on its side that says where it was taken, and by what."""
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Make] = PLACE
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (59.0, 31.0, 0.0)
    return a_photo(size, exif=exif, comment=PLACE.encode())


def a_png_that_says(width: int, height: int, packed: bytes = b"") -> bytes:
    """A PNG of a few bytes whose header promises any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def a_bomb(side: int = 12_000) -> bytes:
    """Half a megabyte that unpacks to more than four hundred: one colour, 12 000 × 12 000."""
    packer, row = zlib.compressobj(9), b"\0" * (1 + side * 3)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    return a_png_that_says(side, side, packed)


def text_bomb(megabytes: int = 80) -> bytes:
    """A small PNG with a comment that unpacks to many megabytes."""
    text = zlib.compress(b"a" * megabytes * 1024 * 1024, 9)
    whole = a_photo(format="PNG")
    return whole[:33] + _chunk(b"zTXt", b"Comment\0\0" + text) + whole[33:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
