"""The search. What was searched for is sent as a form and never stands in an address: it is a name."""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bolots import access_log, calendar
from bolots.access import Permission, require

from .. import finding

LEAST = 2  # letters: one letter is a list of everybody


class SearchForm(forms.Form):
    """A name, a number or an address. One figure may be the number of an apartment."""

    text = forms.CharField(
        label=_("Name, personal number, case number or address"),
        max_length=access_log.SEARCHED,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
        error_messages={"required": _("Write whom or what you look for.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["autofocus"] = not self.is_bound  # afterwards one reads what was found

    def clean_text(self):
        text = self.cleaned_data["text"]
        if sum(sign.isalnum() for sign in text) < LEAST and not any(sign.isdecimal() for sign in text):
            raise forms.ValidationError(_("Write at least two letters."))
        return text


@require_http_methods(["GET", "POST"])
@require(Permission.SEE_REGISTER)
def search(request):
    """Find a stay. Every search goes on record, with the words and with whoever is shown."""
    form = SearchForm(request.POST) if request.method == "POST" else SearchForm()
    found = None
    if form.is_valid():
        text = form.cleaned_data["text"]
        found = finding.search(text, request.user, calendar.today())
        people = {hit.person_id for hits in found for hit in hits.rows}
        access_log.record_search(request, text, people)
    return render(request, "tenancies/search.html", {"form": form, "found": found})
