"""What a person types on bank day: the columns of a CSV file, the shares of a payment. Forms validate, never save."""

from django import forms
from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from bolots.forms import KronorField, WhyField
from tenancies.models import Tenancy

from .. import charge_files, search
from ..actions import Share
from ..bankfiles import csv_payments
from ..bankfiles.model import BankFileRejected
from ..bankfiles.wording import COLUMNS
from ..models import Charge, ColumnMapping
from ..versions import newest_named
from .payments import UploadForm

FEWEST, SHARES, CHOICES = 2, 6, 20
DELIMITERS = [(";", _("semicolon ;")), (",", _("comma ,")), ("\t", _("tab"))]
ENCODINGS = [("utf-8-sig", "UTF-8"), ("cp1252", _("Windows (ISO 8859-1)"))]
WORDS = COLUMNS | {
    "tenancy": _("tenancy, by number"),
    "apartment": _("apartment, by number"),
    "month": _("month"),
    "issued": _("day of the notice"),
}
NEEDED = {
    ColumnMapping.Purpose.PAYMENTS: csv_payments.NEEDED,
    ColumnMapping.Purpose.CHARGES: ("month", "amount", "ocr"),
}
FIELDS = {
    ColumnMapping.Purpose.PAYMENTS: csv_payments.FIELDS,
    ColumnMapping.Purpose.CHARGES: charge_files.FIELDS,
}


class CsvForm(UploadForm):
    """A CSV file, and the columns that were saved for files like it."""

    mapping = forms.ModelChoiceField(
        ColumnMapping.objects.none(),
        label=_("Columns"),
        required=False,
        empty_label=_("new: I choose the columns next"),
    )

    def __init__(self, *args, purpose, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bank_file"].label = _("CSV file")
        self.fields["mapping"].queryset = ColumnMapping.objects.filter(purpose=purpose).order_by("name")


class ColumnsForm(forms.Form):
    """Which heading of the file means what. The headings are those that the chosen delimiter and encoding give."""

    name = forms.CharField(label=_("Name of these columns"), max_length=60)
    delimiter = forms.ChoiceField(label=_("Delimiter"), choices=DELIMITERS)
    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS)
    account = forms.ChoiceField(label=_("Account"), help_text=_("Whose money the file lists."))

    def __init__(self, *args, pending, **kwargs):
        super().__init__(*args, **kwargs)
        self.purpose = ColumnMapping.Purpose(pending.purpose)
        if self.purpose == ColumnMapping.Purpose.CHARGES:
            del self.fields["account"]
        else:
            self.fields["account"].choices = [(number, number) for number in sorted(settings.BANK_RECEIVERS)]
        said = {field: self[field].value() or "" for field in ("delimiter", "encoding")}
        self.headings = headings_of(bytes(pending.data), **said)
        choices = [("", _("not in the file")), *((heading, heading) for heading in self.headings)]
        for field in FIELDS[self.purpose]:
            is_needed = field in NEEDED[self.purpose]
            self.fields[f"column_{field}"] = forms.ChoiceField(label=WORDS[field], choices=choices, required=is_needed)

    @property
    def facts(self) -> dict:
        """What is saved of valid columns."""
        columns = {name.removeprefix("column_"): said for name, said in self.cleaned_data.items() if "column_" in name}
        plain = {name: said for name, said in self.cleaned_data.items() if "column_" not in name}
        return {"account": "", **plain, "columns": {field: heading for field, heading in columns.items() if heading}}


def headings_of(data: bytes, delimiter: str, encoding: str) -> list[str]:
    """The headings of the first line, each once; none when the file cannot be read so."""
    if delimiter not in dict(DELIMITERS) or encoding not in dict(ENCODINGS):
        return []
    try:
        lines = csv_payments.lines_of(data, csv_payments.Layout(delimiter, encoding, {}))
    except BankFileRejected:
        return []
    cells = lines[0][1] if lines else []
    return [cell for cell in dict.fromkeys(cells) if cell and len(cell) <= 100][:100]


def guessed(data: bytes) -> dict[str, str]:
    """The delimiter and the encoding that the file most likely has."""
    try:
        data.decode("utf-8-sig")
        encoding = "utf-8-sig"
    except UnicodeDecodeError:
        encoding = "cp1252"
    first = data.decode(encoding, "replace").partition("\n")[0]
    return {"delimiter": max(dict(DELIMITERS), key=first.count), "encoding": encoding}


class SplitForm(forms.Form):
    """The shares of a payment: each an amount, and the OCR of a rent or the home that gets it to its good."""

    why = WhyField()

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        for nth in range(SHARES):
            facts = {"required": nth < FEWEST}
            self.fields[f"where_{nth}"] = forms.CharField(label=_("OCR, or street and door"), max_length=60, **facts)
            self.fields[f"amount_{nth}"] = KronorField(label=_("Amount"), **facts)
        self.order_fields([name for name in self.fields if name != "why"])

    @property
    def pairs(self) -> list[tuple]:
        return [(self[f"where_{nth}"], self[f"amount_{nth}"]) for nth in range(SHARES)]

    def clean(self):
        data, self.shares = super().clean(), []
        for nth in range(SHARES):
            where, ore = data.get(f"where_{nth}", ""), data.get(f"amount_{nth}")
            if where and ore:
                self._share(nth, where, ore)
            elif (where or ore) and nth >= FEWEST:
                self.add_error(f"amount_{nth}" if where else f"where_{nth}", _("Write both, or neither."))
        return data

    def _share(self, nth: int, where: str, ore: int) -> None:
        ocr = "".join(where.split())
        charge = newest_named([ocr], Charge.objects.visible_to(self.user)).get(ocr)
        if charge and charge.open_ore:
            self.shares.append(Share(charge.tenancy_id, ore, charge))
            return
        homes = search.tenancies_matching(Tenancy.objects.visible_to(self.user), where, self.user)
        found = list(homes.order_by(F("ends_on").desc(nulls_first=True), "-pk")[:CHOICES])
        if len({home.apartment_id for home in found}) == 1:
            self.shares.append(Share(found[0].pk, ore))  # who lives there now, or did last
        elif found:
            self.add_error(f"where_{nth}", _("Several homes fit. Write street and door, or the OCR of a rent."))
        else:
            self.add_error(f"where_{nth}", _("No open rent has that OCR, and no home that street and door."))
