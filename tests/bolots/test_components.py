"""Every component renders; pages that must not need the database do not ask it (pytest-django refuses it here)."""

import re

import pytest
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from bolots.icons import ICONS

TEMPLATES = settings.BASE_DIR / "templates"
STATIC = settings.BASE_DIR / "static" / "bolots"
ERRORS = ["400", "403", "403_csrf", "404", "500", "503"]


@pytest.fixture
def gallery(db):
    return Client().get("/komponenter/").content.decode()


def test_the_gallery_shows_every_component(gallery):
    shown = {
        "status": 'class="status"',
        "tag": 'class="tag"',
        "strip": 'class="strip"',
        "message": 'class="msg"',
        "field": 'class="ds-field"',
        "errors": 'class="ds-error-summary"',
        "tiles": 'class="tiles',
        "filter": 'class="filter"',
        "chips": 'class="chips"',
        "table": 'class="table-wrap"',
        "figure": 'class="fig"',
        "entry": 'class="timeline"',
        "clock": 'class="clock"',
        "reasons": 'class="reasons"',
        "empty": 'class="empty"',
        "progress": "<progress",
        "pagination": 'class="ds-pagination"',
        "more": 'class="more"',
        "dialog": "<dialog",
        "chart_bars": 'class="b3"',
        "chart_line": 'class="l1"',
    }
    assert [name for name, mark in shown.items() if mark not in gallery] == []


def test_no_page_has_inline_styles_or_scripts(gallery):
    assert re.findall(r"\sstyle=|\son[a-z]+=|<style|<script(?! src=)", gallery) == []
    for path in TEMPLATES.rglob("*.html"):
        if path.parts[len(TEMPLATES.parts)] == "letters":
            continue  # papers, rendered without a browser
        assert re.findall(r"\sstyle=\"|\son(?:click|change|submit)=", path.read_text()) == [], path


def test_ids_are_unique(gallery):
    ids = re.findall(r'\sid="([^"]+)"', gallery)
    assert sorted(set(ids)) == sorted(ids)


def test_every_reference_to_an_id_has_its_target(gallery):
    ids = set(re.findall(r'\sid="([^"]+)"', gallery))
    named = re.findall(r'(?:aria-labelledby|aria-describedby|for|commandfor|popovertarget)="([^"]+)"', gallery)
    assert {name for names in named for name in names.split()} - ids == set()


def test_every_icon_that_a_template_names_exists():
    for path in TEMPLATES.rglob("*.html"):
        assert set(re.findall(r'{% icon "([^"]+)"', path.read_text())) <= set(ICONS), path


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_neither_request_nor_database(name):
    html = render_to_string(f"{name}.html", {"incident_id": "3fa9c1d2"})
    assert "3fa9c1d2" in html
    assert html.count("<h1>") == 1
    assert 'lang="sv"' in html


def test_the_locked_door_says_how_long():
    html = render_to_string("registration/locked_out.html", {})
    assert "15 minuter" in html


def test_strangers_see_the_door_and_nothing_else(db):
    html = Client().get("/logga-in/").content.decode()
    assert 'name="username"' in html
    assert "<nav" not in html
    assert 'class="top-btn' not in html


def test_the_language_and_the_scheme_can_be_chosen_without_javascript(db):
    client = Client()
    client.post("/utseende/", {"scheme": "dark", "next": "/logga-in/"})
    client.post("/sprak/", {"language": "en", "next": "/logga-in/"})
    html = client.get("/logga-in/").content.decode()
    assert '<html lang="en" data-color-scheme="dark"' in html
    assert "Log in" in html


class Person:
    is_authenticated = True
    first_name, last_name = "Alma", "Andersson"

    def get_role_display(self):
        return "handläggare"


def test_the_frame_says_who_one_is_and_where():
    request = RequestFactory().get("/arenden/")
    request.user = Person()
    context = {
        "request": request,
        "navigation": [{"label": "Ärenden", "url": "/arenden/", "current": True}],
        "messages": [Message(constants.ERROR, "Inget är bokfört.")],
        "csrf_token": "x",
    }
    html = render_to_string("base.html", context)
    assert '<a href="/arenden/" aria-current="page">Ärenden</a>' in html
    assert "Alma" in html
    assert "handläggare" in html
    assert "Andersson" not in re.search(r"<title>.*</title>", html).group()
    assert 'data-color="danger" role="status"' in html


@pytest.mark.parametrize(
    ("color", "words"), [("success", "Klart"), ("warning", "Sent"), ("danger", "Fel"), ("info", "Ny")]
)
def test_the_strip_has_a_shape_for_each_colour(color, words):
    html = Template("{% strip color words %}").render(Context({"color": color, "words": words}))
    assert f'data-color="{color}"' in html
    assert "<svg" in html
    assert words in html


def test_every_style_sheet_and_font_that_is_named_exists():
    named = re.findall(r'{% static "bolots/([^"]+)"', "".join(p.read_text() for p in TEMPLATES.rglob("*.html")))
    assert named
    for name in named:
        assert (STATIC / name).is_file(), name
    for sheet in (STATIC / "css").glob("*.css"):
        for url in re.findall(r'url\("([^"]+)"\)', sheet.read_text()):
            assert (sheet.parent / url).is_file(), url


def test_what_is_vendored_has_its_licence_and_version():
    versions = (STATIC / "vendor" / "VERSIONS.txt").read_text()
    for folder in (STATIC / "vendor").iterdir():
        if folder.is_dir():
            assert (folder / "LICENSE").is_file()
            assert folder.name in versions
