"""What a person says of a spreadsheet: which file, and what its columns are."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import columns, reading

SAMPLES = 3  # values of a column that help to recognise it
SAMPLE_LETTERS = 24
MEGABYTE = 1024 * 1024


class UploadForm(forms.Form):
    """A spreadsheet of at most 5 MB. Its name and what the browser says of its type are not looked at."""

    sheet = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy("Excel (.xlsx) or CSV, at most 5 MB and 5 000 rows."),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )

    def clean_sheet(self):
        file = self.cleaned_data["sheet"]
        if file.size > reading.MAX_BYTES:
            sentence = _("The file is larger than %(most)s MB. A register is smaller.")
            raise forms.ValidationError(sentence % {"most": reading.MAX_BYTES // MEGABYTE})
        return file


class ColumnsForm(forms.Form):
    """One choice for each column of the file, named by its heading."""

    def __init__(self, *args, table, chosen, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = len(table.headers)
        choices = [("", _("– left out –")), *self._choices()]
        for index, header in enumerate(table.headers):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=header or _("Column %(n)s, without a heading") % {"n": index + 1},
                help_text=_samples(table, index),
                choices=choices,
                required=False,
                initial=chosen[index] if index < len(chosen) else "",
            )

    @staticmethod
    def _choices():
        return [(part.label, [(column.key, str(column.label)) for column in part.columns]) for part in columns.parts()]

    def clean(self):
        data, seen = super().clean(), set()
        for name, key in list(data.items()):
            if key and key in seen:
                self.add_error(name, _("Another column is chosen to be the same. Leave one of them out."))
            seen.add(key)
        for column in columns.all_columns().values():
            if column.is_needed and column.key not in seen:
                self.add_error(None, _("Say which column is “%(label)s”.") % {"label": column.label})
        return data

    @property
    def chosen(self) -> list[str]:
        return [self.cleaned_data[f"column_{index}"] for index in range(self.count)]


def _samples(table, index) -> str:
    found = [cells[index][:SAMPLE_LETTERS] for _number, cells in table.rows if cells[index]]
    return " · ".join(dict.fromkeys(found[: SAMPLES * 3][:SAMPLES])) or _("empty")
