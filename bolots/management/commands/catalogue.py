"""Translations without gettext's binaries: Babel extracts, merges and compiles (decision 32)."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    "npgettext": ((1, "c"), 2, 3),
}
SHARED_TEMPLATES = ("components", "registration")  # belong to the foundation, like the templates at the top


class Command(BaseCommand):
    help = "Extract every word into each app's Swedish catalogue and compile it. --check changes nothing and fails."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="fail on missing, fuzzy or outdated entries")
        parser.add_argument("--compile", action="store_true", help="only compile")

    def handle(self, *, check, **options):
        faults = []
        for locale in map(Path, settings.LOCALE_PATHS):
            path = locale / "sv" / "LC_MESSAGES" / "django.po"
            catalog = self._read(path)
            if not options["compile"]:
                catalog.update(_extract(locale.parent), no_fuzzy_matching=True)
                faults += [f"{path.relative_to(settings.BASE_DIR)}: {fault}" for fault in _faults(catalog)]
            if check:
                faults += _outdated(path, catalog)
            else:
                self._write(path, catalog, compile_only=options["compile"])
        if check and faults:
            raise CommandError("\n".join(faults))
        for fault in faults:
            self.stdout.write(fault)

    def _read(self, path):
        if not path.exists():
            return Catalog(locale="sv", project="Bolots")
        with path.open("rb") as file:
            return read_po(file, locale="sv")

    def _write(self, path, catalog, *, compile_only):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not compile_only:
            path.write_bytes(_po(catalog))
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


def _extract(app: Path) -> Catalog:
    catalog = Catalog(project="Bolots")
    for path in sorted(_sources(app)):
        name = str(path.relative_to(settings.BASE_DIR))
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            text = "\n".join(line.strip() for line in templatize(text, origin=name).splitlines())
        options = {"encoding": "utf-8"}
        for _line, function, found, _comments in extract_python(BytesIO(text.encode()), KEYWORDS.keys(), [], options):
            _add(catalog, function, found, name)
    return catalog


def _add(catalog, function, found, name):
    if found is None:
        return  # a variable, not words
    texts = [found] if isinstance(found, str) else [text for text in found if text]
    context = texts.pop(0) if "pgettext" in function and len(texts) > 1 else None
    if not texts:
        return
    plural = function in ("ngettext", "ngettext_lazy", "npgettext")
    catalog.add(tuple(texts[:2]) if plural else texts[0], context=context, locations=[(name, 0)])


def _sources(app: Path):
    yield from (path for path in app.rglob("*.py") if "migrations" not in path.parts)
    templates = settings.BASE_DIR / "templates"
    yield from (templates / app.name).rglob("*.*")
    if app.name == "bolots":
        yield from templates.glob("*.html")
        for folder in SHARED_TEMPLATES:
            yield from (templates / folder).rglob("*.*")


def _faults(catalog):
    for message in catalog:
        if not message.id:
            continue
        words = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.fuzzy or not all(words):
            yield f"no translation of {message.id!r}"
        elif list(message.check(catalog)):
            yield f"placeholders differ in {message.id!r}"


def _outdated(path, catalog):
    if not path.exists():
        return [f"{path} is missing"]
    with path.open("rb") as file:
        stored = {(m.context, m.id) for m in read_po(file, locale="sv") if m.id}
    now = {(m.context, m.id) for m in catalog if m.id}
    return [f"{path}: run `./dev manage catalogue`; differs: {item[1]!r}" for item in sorted(stored ^ now, key=str)]


def _po(catalog) -> bytes:
    catalog.header_comment = "# Swedish translation of Bolots."
    buffer = BytesIO()
    write_po(
        buffer,
        catalog,
        width=110,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
        omit_header=False,
    )
    dates = (
        b'"POT-Creation-Date',
        b'"PO-Revision-Date',
        b'"Generated-By',
        b'"Last-Translator',
        b'"Language-Team',
    )
    return b"\n".join(line for line in buffer.getvalue().split(b"\n") if not line.startswith(dates))
