"""The empty spreadsheet to fill in: headings, one example that is skipped, and what each column means."""

from django.utils.translation import gettext as _

from . import columns
from .writing import Sheet, as_xlsx


def template() -> bytes:
    """As .xlsx, in the reader's language. Both languages' headings are recognised."""
    every = list(columns.all_columns().values())
    heading = [str(column.label) for column in every]
    example = [_("Example: %s") % column.example if column.key == "number" else column.example for column in every]
    needed = {True: _("yes"), False: ""}
    meaning = [[str(c.label), str(c.about), needed[c.is_needed], c.example] for c in every]
    explained = Sheet(_("Columns"), [_("Column"), _("Meaning"), _("Must be filled in"), _("Example")], meaning)
    return as_xlsx(Sheet(_("The register"), heading, [example]), explained)
