"""docs/data-dictionary.md from the models themselves, so that it cannot be out of date."""

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from bolots.privileges import is_append_only, is_tracked, kept_columns

OURS = ("bolots", "tenancies", "arrears", "outreach", "evaluation")
HEAD = """# Data dictionary

Made by `./dev manage data_dictionary` from the models; do not edit. Every app's tables, what a row is, and its fields.
*Append-only*: rows are never deleted and never changed, but for the columns named. *Tracked*: every change is kept in
a history table with who, what and why. Money is integer öre. Periods include their start and exclude their end.
"""


class Command(BaseCommand):
    help = "Write docs/data-dictionary.md. --check fails when it is out of date."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check, **options):
        path = settings.BASE_DIR / "docs" / "data-dictionary.md"
        with translation.override("en"):
            text = HEAD + "".join(_app(label) for label in OURS)
        if check and (not path.exists() or path.read_text() != text):
            raise CommandError("docs/data-dictionary.md is out of date: run `./dev manage data_dictionary`")
        if not check:
            path.write_text(text)


def _app(label):
    models = [m for m in apps.get_app_config(label).get_models() if not hasattr(m, "pgh_tracked_model")]
    return f"\n## {label}\n" + "".join(map(_model, models)) if models else ""


def _model(model):
    fields = [field for field in model._meta.get_fields() if field.concrete and field.name != "id"]
    rows = "".join(f"| `{f.column}` | {_type(f)} | {f.help_text} |\n" for f in fields)
    about = " ".join(model.__doc__.split())
    head = f"\n### {model.__name__}\n\n{about} {_kind(model)}\n\n"
    return head + f"| column | type | note |\n|---|---|---|\n{rows}"


def _kind(model):
    if is_append_only(model):
        kept = ", ".join(f"`{column}`" for column in kept_columns(model))
        return f"*Append-only{'; kept beside: ' + kept if kept else ''}.*"
    return "*Tracked.*" if is_tracked(model) else "*Neither: a working table.*"


def _type(field):
    name = field.get_internal_type().removesuffix("Field")
    target = f" → {field.related_model.__name__}" if field.related_model else ""
    return f"{name}{target}{', null' if field.null else ''}"
