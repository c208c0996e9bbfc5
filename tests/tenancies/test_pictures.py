"""What people upload is looked at with suspicion, and made anew (promise 30)."""

from io import BytesIO

import pytest
from PIL import Image, ImageFile

from tenancies import pictures
from tests.tenancies import images


def look_at(data: bytes):
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_picture_is_kept_as_our_own_jpeg(format):
    kept = pictures.made_anew(images.a_photo((320, 240), format))
    assert (kept.width, kept.height) == (320, 240)
    image = look_at(kept.jpeg)
    assert (image.format, image.size, image.mode) == ("JPEG", (320, 240), "RGB")


@pytest.mark.parametrize(("size", "kept"), [((4000, 3000), (1600, 1200)), ((300, 3200), (150, 1600))])
def test_picture_is_no_larger_than_needed(size, kept):
    assert look_at(pictures.made_anew(images.a_photo(size)).jpeg).size == kept


def test_place_camera_and_comment_are_gone_and_the_picture_stands_upright():
    data = images.from_a_phone((320, 240))
    assert images.PLACE.encode() in data
    kept = pictures.made_anew(data)
    image = look_at(kept.jpeg)
    assert image.size == (240, 320)
    assert images.PLACE.encode() not in kept.jpeg
    assert not image.getexif()
    assert {"exif", "comment", "icc_profile"} & set(image.info) == set()


def test_what_was_transparent_becomes_white():
    data = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(data, "PNG")
    assert look_at(pictures.made_anew(data.getvalue()).jpeg).getpixel((5, 5)) == (255, 255, 255)


@pytest.fixture
def never_decoded(monkeypatch):
    """Decoding is asking too much."""

    def load(self):
        raise AssertionError("decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", load)


@pytest.mark.parametrize("side", [50_000, 8_000, 12_000])
def test_size_is_refused_before_anything_is_decoded(never_decoded, side):
    with pytest.raises(pictures.PictureTooLarge):
        pictures.made_anew(images.a_png_that_says(side, side))


def test_bomb_is_refused_before_it_goes_off(never_decoded):
    data = images.a_bomb()
    assert len(data) < 1_000_000
    with pytest.raises(pictures.PictureTooLarge):
        pictures.made_anew(data)


def test_picture_above_the_limit_is_refused_where_warnings_are_only_said(never_decoded, recwarn):
    """In production Pillow only warns of such a size."""
    import warnings

    warnings.simplefilter("always")
    with pytest.raises(pictures.PictureTooLarge):
        pictures.made_anew(images.a_png_that_says(10_000, 10_000))


HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
NO_PICTURES = {
    "nothing": b"",
    "html": HTML,
    "svg": SVG,
    "pdf": b"%PDF-1.7\n",
    "a jpeg's first bytes and then html": b"\xff\xd8\xff\xe0" + HTML,
    "cut off": images.a_photo((600, 600))[:900],
    "png without pixels": images.a_png_that_says(100, 100),
    "comment that unpacks to 80 MB": images.text_bomb(),
    "gif": images.a_photo(format="GIF"),
    "webp": images.a_photo(format="WEBP"),
    "tiff": images.a_photo(format="TIFF"),
}


@pytest.mark.parametrize("data", NO_PICTURES.values(), ids=NO_PICTURES)
@pytest.mark.parametrize("is_lenient", [False, True], ids=["", "after a PDF was made"])
def test_what_is_no_picture_by_its_content_is_refused(data, is_lenient, monkeypatch):
    """Also in a process in which WeasyPrint has told Pillow to take what is cut off."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", is_lenient)
    with pytest.raises(pictures.NoPicture):
        pictures.made_anew(data)


def test_script_behind_a_picture_does_not_survive():
    kept = pictures.made_anew(images.a_photo() + HTML)
    assert b"script" not in kept.jpeg


def test_too_many_bytes_are_not_even_opened(monkeypatch):
    monkeypatch.setattr(Image, "open", None)
    with pytest.raises(pictures.PictureTooLarge):
        pictures.made_anew(b"x" * (pictures.MAX_BYTES + 1))
