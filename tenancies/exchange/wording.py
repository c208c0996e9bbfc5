"""What is wrong with a file or a cell, in words that say what to write instead."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bolots import formats

from .cells import BadCell
from .workbook import Unreadable

FILE = {
    "empty": gettext_lazy("The file holds no rows below its heading."),
    "broken": gettext_lazy("The file is damaged. Save it once more as .xlsx and try again."),
    "old_excel": gettext_lazy("The file is of the old kind or has a password. Save it as .xlsx without a password."),
    "not_a_sheet": gettext_lazy("That is no spreadsheet. Choose an .xlsx file or a CSV file."),
    "not_a_workbook": gettext_lazy("That is no Excel workbook. Save the spreadsheet as .xlsx or CSV."),
    "too_large_inside": gettext_lazy("The file is much larger inside than a register is. It is not read."),
    "too_many_rows": gettext_lazy("The sheet reaches below row %(most)s. Split it, or delete what stands far down."),
    "too_many_columns": gettext_lazy("The sheet is wider than %(most)s columns. Delete what stands far to the right."),
}
CELL = {
    "error": gettext_lazy("“%(text)s” is an error of the spreadsheet's own formula."),
    "too_long": gettext_lazy("“%(text)s” is too long. Write at most %(most)s letters."),
    "not_text": gettext_lazy("“%(text)s” holds signs that cannot be shown."),
    "number": gettext_lazy("“%(text)s” is no whole number from %(least)s to %(most)s."),
    "kronor": gettext_lazy("“%(text)s” is no amount. Write for example 5 430."),
    "day": gettext_lazy("“%(text)s” is no day. Write it like 2026-03-10, 10/3 2026 or 10 mars 2026."),
    "month": gettext_lazy("“%(text)s” is no month. Write it like 2026-03."),
    "choice": gettext_lazy("“%(text)s” is not known here. Write one of: %(choices)s."),
    "yes_no": gettext_lazy("“%(text)s” is neither yes nor no. Write ja or nej."),
    "personal_number": gettext_lazy("“%(text)s” is no personal number. Write it like 19121212-1212."),
    "postcode": gettext_lazy("“%(text)s” is no postcode. Write five digits, like 186 30."),
    "needed": gettext_lazy("This must be filled in."),
    "no_worker": gettext_lazy("“%(text)s” is nobody who works with cases. Write the user name."),
    "many_workers": gettext_lazy("Several case workers are called “%(text)s”. Write the user name."),
    "no_tenant": gettext_lazy("Write the tenant's name: the row tells of a tenancy."),
    "no_stay": gettext_lazy("Fill in tenant and tenancy: a balance belongs to a tenancy."),
    "other_tenant": gettext_lazy("Somebody else has the apartment from that day."),
}
SHOWN = 40  # letters of a cell that are repeated


def of_file(error: Unreadable) -> str:
    params = {key: formats.tal(value) for key, value in error.params.items()}
    return str(FILE[error.code]) % params


def of_cell(error: BadCell, text: str) -> str:
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return str(CELL[error.code]) % (error.params | {"text": shown})


def of_value(value) -> str:
    """A value of the register or the file, to be compared."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
