"""Papers: stored as issued, and made without asking the network or reading any file but our own static ones."""

import builtins
import hashlib
import os
import socket
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.template.loader import render_to_string
from pypdf import PdfReader

from bolots import calendar, letters
from bolots.models import Letter, LetterEvent

SECRET = "kanariefagel-4711"
URL = "http://127.0.0.1:9/x"


@dataclass(frozen=True)
class Paper:
    template = "mailbox_note"
    called: str = "Samira"
    visitor: str = "Bosse"
    phone: str = "070-174 06 12"
    back_on: str = "torsdag 12 mars"
    back_from: int = 12
    back_to: int = 16
    second: str = "sv"
    back_on_second: str = "torsdag 12 mars"


PAYLOADS = [
    '<img src="{url}">',
    "<style>@import url({url});</style>",
    '<link rel="stylesheet" href="{url}">',
    '<div style="background:url({url})">x</div>',
    "<style>@font-face{{font-family:x;src:url({url})}} p{{font-family:x}}</style><p>x</p>",
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}"/></svg>',
    '<object data="{url}"></object>',
    '<embed src="{url}">',
    '<img src="/redirect" srcset="{url} 2x">',
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{url}'/></svg>\">",
    "<style>p::before{{content:url({url})}}</style><p>x</p>",
    '<link rel="attachment" href="{url}">',
    '<a rel="attachment" href="{url}">x</a>',
    '<ul style="list-style-image:url({url})"><li>x</ul>',
    '<base href="{url}"><img src="passwd"><link rel="attachment" href="passwd">',
]


@pytest.fixture
def now_at(today):
    return calendar.now()


@pytest.fixture
def canary(tmp_path):
    path = tmp_path / "hemligt.txt"
    path.write_text(SECRET)
    return path


@pytest.fixture
def no_network(monkeypatch):
    """Every attempt to connect or to look up a name is written down and refused."""
    tried = []

    def refuse(*args, **kwargs):
        tried.append(args)
        raise OSError("no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return tried


@pytest.mark.parametrize("payload", PAYLOADS)
def test_pdf_makes_no_request_and_reads_no_file(payload, canary, no_network, monkeypatch):
    read, really_read = [], Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read.append(path) or really_read(path))
    addresses = (URL, canary.as_uri(), f"{letters.OWN}/static/../../../..{canary}", f"{letters.OWN}/static/{canary}")
    for address in addresses:
        pdf = letters.to_pdf(f"<html lang=sv><title>x</title>{payload.format(url=address)}<p>slut</p></html>")
        reader = PdfReader(BytesIO(pdf))
        assert SECRET.encode() not in pdf
        assert not reader.attachments
        assert "slut" in reader.pages[0].extract_text()
    assert no_network == []
    assert canary not in read


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_in_a_field_is_text(payload, no_network):
    html = render_to_string("letters/mailbox_note.html", vars(Paper(called=payload.format(url=URL))))
    assert payload.format(url=URL) not in html
    text = PdfReader(BytesIO(letters.to_pdf(html))).pages[0].extract_text()
    assert "127.0.0.1" in text
    assert no_network == []


def test_our_own_fonts_are_in_the_pdf():
    pdf = letters.to_pdf(render_to_string("letters/mailbox_note.html", vars(Paper())))
    fonts = [font for page in PdfReader(BytesIO(pdf)).pages for font in page["/Resources"]["/Font"].values()]
    assert any("Source-Sans" in font.get_object()["/BaseFont"] for font in fonts)


@pytest.mark.parametrize(
    ("address", "is_found"),
    [
        ("/static/bolots/css/letter.css", True),
        ("/static/bolots/css/nothing.css", False),
        ("/static/", False),
        ("/static//etc/passwd", False),
        ("/static/..%2f..%2fbolots/settings.py", False),
        ("/manage.py", False),
    ],
)
def test_only_static_files_are_served(address, is_found):
    assert (letters._static_path(letters.OWN + address) is not None) == is_found


def test_collected_static_files_are_served_too(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "only-collected.css").write_text("p{}")
    os.symlink("/etc/passwd", tmp_path / "link.css")
    assert letters._static_path(f"{letters.OWN}/static/only-collected.css") == tmp_path / "only-collected.css"
    assert letters._static_path(f"{letters.OWN}/static/link.css") is None


def test_missing_library_is_said_in_one_line(monkeypatch):
    """WeasyPrint raises OSError when it is imported without pango."""

    def without_pango(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return really_import(name, *args, **kwargs)

    really_import = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(letters.PdfUnavailable, match="apt install"):
        letters.to_pdf("<p>x</p>")


@pytest.mark.django_db
def test_letter_is_stored_as_issued(cast, now_at, today):
    letter = letters.issue(Paper(), by=cast.bosse, on=today, at=now_at)
    stored = Letter.objects.get()
    assert bytes(stored.pdf) == letter.pdf
    assert stored.sha256 == hashlib.sha256(letter.pdf).hexdigest()
    assert "Hej Samira!" in stored.html
    assert (stored.template, stored.issued_on, stored.issued_at) == ("mailbox_note", today, now_at)
    assert stored.issued_by_id == cast.bosse.pk


@pytest.mark.django_db
def test_letter_without_pdf_is_known_by_its_text(cast, now_at, today, monkeypatch):
    def unavailable(html):
        raise letters.PdfUnavailable

    monkeypatch.setattr(letters, "to_pdf", unavailable)
    letter = letters.issue(Paper(), by=cast.bosse, on=today, at=now_at)
    assert letter.pdf is None
    assert letter.sha256 == hashlib.sha256(letter.html.encode()).hexdigest()


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE bolots_letter SET html = ''", "DELETE FROM bolots_letter"])
def test_issued_letter_can_neither_be_changed_nor_deleted(cast, now_at, today, statement):
    letters.issue(Paper(), by=cast.bosse, on=today, at=now_at)
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_what_happened_to_a_letter_is_appended(cast, now_at, today):
    letter = letters.issue(Paper(), by=cast.bosse, on=today, at=now_at)
    for kind in ("printed", "left"):
        letters.record_event(letter, kind=kind, by=cast.bosse, at=now_at)
    assert list(LetterEvent.objects.order_by("pk").values_list("kind", "by_id")) == [
        ("printed", cast.bosse.pk),
        ("left", cast.bosse.pk),
    ]
