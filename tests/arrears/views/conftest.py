"""The finance officer's screens: receivers of the test files, and a reader of pages."""

import re
from html import unescape

import pytest

from tests.arrears import book


@pytest.fixture(autouse=True)
def receivers(settings):
    settings.BANK_RECEIVERS = frozenset({book.BANKGIRO, book.IBAN})


@pytest.fixture
def finn(sign_in):
    return sign_in("finn")


def text(response) -> str:
    """What a person reads on the page: no tags, one blank between words, ordinary blanks."""
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    plain = unescape(re.sub(r"<[^>]+>", " ", body)).replace("\u00a0", " ")
    return re.sub(r"\s+([.,])", r"\1", re.sub(r"\s+", " ", plain))
