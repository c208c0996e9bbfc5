"""Papers: rendered once, stored as issued, served as stored.

WeasyPrint is imported where the PDF is made: without pango the page says so and the print-styled HTML remains.
"""

import hashlib
import mimetypes
from collections.abc import Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from .models import Letter, LetterEvent

OWN = "http://own.invalid"  # the base of every address in a letter; no such host exists, and nothing is fetched


class PdfUnavailable(Exception):
    """This computer cannot make PDFs: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0."""


def issue(paper, *, by, on, at, is_printed: bool = True) -> Letter:
    """Render and store a paper (a frozen dataclass with `template`). Immutable from here on.

    The HTML is always stored. Without pango the PDF is null; it can be printed from the browser instead. What is not
    printed at all, such as a text message, has none either.
    """
    html = render_to_string(f"letters/{paper.template}.html", asdict(paper))
    try:
        pdf = to_pdf(html) if is_printed else None
    except PdfUnavailable:
        pdf = None
    return _store(paper.template, html, pdf, by=by, on=on, at=at)


def bind(letters: Sequence[Letter], *, template: str, by, on, at) -> Letter:
    """All the letters in one, as they were issued, for the printer: the same pages, each letter on pages of its own.

    Its PDF is null when one of theirs is; then the HTML has them all.
    """
    head, _main, _tail = letters[0].html.partition("<main>")
    mains = [letter.html.partition("<main>")[2].partition("</main>")[0] for letter in letters]
    body = "\n".join(f"<main>{main}</main>" for main in mains)
    pdfs = [letter.pdf for letter in letters]
    pdf = None if None in pdfs else _bound([bytes(one) for one in pdfs])
    return _store(template, f"{head}{body}\n</body>\n</html>\n", pdf, by=by, on=on, at=at)


def _bound(pdfs: Sequence[bytes]) -> bytes:
    from pypdf import PdfWriter

    writer, bound = PdfWriter(), BytesIO()
    for pdf in pdfs:
        writer.append(BytesIO(pdf), import_outline=False)
    writer.compress_identical_objects()  # the fonts, once
    writer.write(bound)
    return bound.getvalue()


def _store(template: str, html: str, pdf: bytes | None, *, by, on, at) -> Letter:
    return Letter.objects.create(
        template=template,
        html=html,
        pdf=pdf,
        sha256=hashlib.sha256(pdf or html.encode()).hexdigest(),
        issued_on=on,
        issued_at=at,
        issued_by_id=by.pk,
    )


def record_event(letter: Letter, *, kind: str, by, at) -> LetterEvent:
    """Append what happened to the paper: printed, left, sent."""
    return LetterEvent.objects.create(letter=letter, kind=kind, by_id=by.pk, at=at)


def to_pdf(html: str) -> bytes:
    """PDF/UA of the HTML. It makes no request and reads nothing but our own static files. Raises PdfUnavailable."""
    try:
        from weasyprint import HTML
    except OSError as error:
        raise PdfUnavailable(PdfUnavailable.__doc__) from error
    document = HTML(string=html, base_url=OWN, url_fetcher=_own_fetcher())
    return document.write_pdf(pdf_variant="pdf/ua-1")


def _own_fetcher():
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnAssets(URLFetcher):
        """Serves our static files, by the address that the browser would use, and refuses everything else."""

        def fetch(self, url, headers=None):
            path = _static_path(url)
            if path is None:
                raise ValueError(f"not one of our own files: {url[:80]}")
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return OwnAssets(allowed_protocols=("http",))


def _static_path(url: str) -> Path | None:
    prefix = f"{OWN}{settings.STATIC_URL}"
    name = unquote(url.removeprefix(prefix)).lstrip("/")
    if not url.startswith(prefix) or ".." in name:
        return None
    found = finders.find(name) or _collected(name)
    return Path(found) if found and Path(found).is_file() else None


def _collected(name):
    root = Path(settings.STATIC_ROOT).resolve()
    path = (root / name).resolve()
    return path if path.is_relative_to(root) else None
