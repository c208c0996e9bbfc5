"""The components in one place, to look at and to run axe on. Only in development and in tests."""

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from .. import formats
from ..access import public
from ..charts import Chart, Event, Goal, Series
from ..forms import DayField, KronorField

TODAY = date(2025, 11, 25)


class ExampleForm(forms.Form):
    amount = KronorField(label="Belopp per del", help_text="I kronor.")
    start = DayField(label="Första delen betalas")
    payer = forms.ChoiceField(label="Vem betalar", choices=[("self", "Hyresgästen själv"), ("trustee", "God man")])
    remind = forms.BooleanField(label="Skicka påminnelse dagen före", required=False)
    way = forms.ChoiceField(
        label="Hur vill du bli nådd", choices=[("sms", "Sms"), ("call", "Telefon")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Anteckning", required=False, widget=forms.Textarea({"rows": 3}))


class ExampleReport(forms.Form):
    outcome = forms.ChoiceField(
        label="Vid dörren",
        choices=[
            ("met", "Öppnade"),
            ("nobody", "Öppnade inte"),
            ("other", "Någon annan öppnade"),
            ("declined", "Ville inte prata"),
        ],
        widget=forms.RadioSelect,
    )
    note_left = forms.ChoiceField(
        label="Lapp i brevlådan",
        choices=[("left", "Lapp lagd"), ("none", "Ingen lapp"), ("full", "Brevlådan är full")],
        widget=forms.RadioSelect,
        required=False,
    )
    agreed = forms.ChoiceField(
        label="Vad kom ni överens om?",
        choices=[
            ("pay", "Betala en viss dag"),
            ("meet", "Möte"),
            ("help", "Vill ha hjälp"),
            ("none", "Inget än"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )


class ExampleFilter(forms.Form):
    street = forms.CharField(label="Gata eller lägenhet", required=False, widget=forms.TextInput({"type": "search"}))
    owner = forms.ChoiceField(label="Ansvarig", required=False, choices=[("", "Alla"), ("a", "Alma"), ("b", "Bosse")])


def _debt_chart() -> Chart:
    """Two years of debt by age, in öre."""
    months = [date(2023 + (11 + n) // 12, (11 + n) % 12 + 1, 1) for n in range(24)]
    whole = [
        870,
        884,
        902,
        915,
        923,
        934,
        948,
        957,
        969,
        986,
        961,
        938,
        902,
        869,
        846,
        811,
        779,
        742,
        705,
        668,
        611,
    ]
    ore = [n * 100_000 for n in [*whole, 553, 471, 402]]
    young, middle = [n // 10 for n in ore], [n // 6 for n in ore]
    old = [n - a - b for n, a, b in zip(ore, young, middle, strict=True)]
    evictions = [1 if n in (2, 5, 6, 16) else 2 if n == 9 else 0 for n in range(24)]
    return Chart(
        key="debt",
        title="Hyresskuld per månad",
        summary="Skulden steg till 986 000 kr i september 2024 och föll till 402 000 kr i november 2025.",
        head="Månad",
        labels=[formats.manad_kort(month) for month in months],
        rows=[formats.manad(month) for month in months],
        series=[Series("äldre än 90 dagar", old), Series("31–90 dagar", middle), Series("0–30 dagar", young)],
        cell=formats.kr,
        axis=formats.tkr,
        least=100_000,
        unit="tkr",
        sum_name="Summa",
        links=["#debt"] * 24,
        marks=Series("avhysning", evictions),
        event=Event("Bolotsarna börjar", 10),
    )


def _weeks_chart() -> Chart:
    return Chart(
        key="weeks",
        title="Kontaktförsök per vecka",
        summary="Vecka 44: 9, 45: 14, 46: 12, 47: 17.",
        head="Vecka",
        labels=["v. 44", "v. 45", "v. 46", "v. 47"],
        series=[Series("Försök", [9, 14, 12, 17])],
        goal=Goal("mål, 10 i veckan", 10),
        height=230,
    )


def _days_chart() -> Chart:
    return Chart(
        key="days",
        title="Dagar till första försök och första kontakt, median per kvartal",
        summary="Försök: från 11 till 2 dagar. Kontakt: från 19 till 5 dagar.",
        head="Kvartal",
        labels=["kv 4 ’24", "kv 1 ’25", "kv 2", "kv 3", "kv 4"],
        series=[Series("första försök", [11, 6, None, 3, 2]), Series("första kontakt", [19, 14, 9, 7, 5])],
        also=[Series("Ärenden", [9, 15, 13, 16, 12])],
        goal=Goal("mål för försök, 2 dagar", 2),
        height=230,
    )


@require_GET
@public
def gallery(request):
    """Every component once."""
    paginator = Paginator(range(200), 20)
    context = {
        "today": TODAY,
        "soon": date(2025, 11, 28),
        "form": ExampleForm({"amount": "artonhundra", "start": "", "payer": "self", "remind": "on"}),
        "conflict": {"both": [("Hyra", "6 840", "6 900"), ("Portkod", "4719", "–")], "changed_by": "Miriam"},
        "undo": {"url": "#", "seen": "1", "back": "/"},
        "report": ExampleReport(),
        "filter": ExampleFilter(),
        "icons": {"met": "done", "nobody": "waiting", "other": "people", "declined": "no", "left": "mail"},
        "hints": {"left": "svenska + arabiska"},
        "chips": [
            {"label": "Alla 12", "url": "?", "current": True},
            {"label": "Ny 3", "url": "?lage=ny", "current": False},
        ],
        "reasons": [
            (
                "risk",
                "Septemberhyran, 6 840 kr, var obetald 4 bankdagar efter förfallodagen.",
                "#",
                "Riktlinje 3",
            ),
            ("done", "Betalningarna var lästa till och med dagen före."),
        ],
        "steps": [
            ("done", "Hyran förföll", "fre 29 aug", "september, 6 840 kr"),
            ("done", "Delgiven", "ons 12 nov"),
            ("now", "Frist att betala", "till fre 5 dec", "10 dagar kvar"),
            ("next", "Ansökan", "efter fre 5 dec"),
            ("next", "Avhysning", "ingen tid satt"),
        ],
        "page": paginator.get_page(request.GET.get("page", 3)),
        "debt": _debt_chart(),
        "weeks": _weeks_chart(),
        "days": _days_chart(),
    }
    return render(request, "bolots/gallery.html", context)
