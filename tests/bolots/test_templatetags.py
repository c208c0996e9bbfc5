"""Filters and tags, as templates use them."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

TODAY = date(2025, 11, 25)


def render(source, **context):
    return Template(source).render(Context(context))


def words(html: str) -> str:
    return html.replace("\u00a0", " ")


def test_filters_take_today_or_ask_the_clock(monkeypatch):
    monkeypatch.setenv("BOLOTS_TODAY", "2025-11-27")
    source = "{{ day|nar:today }} / {{ day|nar }} / {{ day|dag }} / {{ ore|kr }} / {{ n|tal }} / {{ day|manad }}"
    html = render(source, day=date(2025, 11, 28), today=TODAY, ore=543_000, n=12_500)
    assert words(html) == "om 3 dagar, fre 28 nov / i morgon / fre 28 nov / 5 430 kr / 12 500 / november 2025"


def test_instants_are_written_with_their_time():
    instant = datetime(2025, 10, 14, 13, 40, tzinfo=UTC)
    html = render("{{ at|stund:today }}, {{ at|klockslag }}", at=instant, today=TODAY)
    assert words(html) == "tis 14 okt 15.40, 15.40"


@pytest.mark.parametrize("name", ["kr", "dag", "nar", "stund", "tal", "klockslag", "manad"])
def test_nothing_is_written_for_none(name):
    assert render(f"[{{{{ value|{name} }}}}]", value=None) == "[]"


def test_an_icon_is_hidden_from_screen_readers_and_an_unknown_one_is_an_error():
    html = render('{% icon "done" "big" %}')
    assert html.startswith('<svg class="icon big" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><circle')
    with pytest.raises(KeyError):
        render('{% icon "unknown" %}')


@pytest.mark.parametrize(
    ("kind", "color"),
    [("done", "success"), ("late", "warning"), ("risk", "danger"), ("going", "info"), ("waiting", "neutral")],
)
def test_a_status_is_a_word_a_shape_and_a_colour(kind, color):
    html = render("{% status kind word %}", kind=kind, word="Ord & mer")
    assert f'data-color="{color}"' in html
    assert "<svg" in html
    assert "Ord &amp; mer" in html


def test_what_a_component_is_given_is_escaped_and_its_content_is_not():
    html = render('{% message "late" title %}<p>{{ text }}</p>{% endmessage %}', title="<b>", text="<i>")
    assert "<h2>&lt;b&gt;</h2>" in html
    assert "<p>&lt;i&gt;</p>" in html


class Answer(forms.Form):
    amount = forms.CharField(label="Belopp", help_text="I kronor.")
    way = forms.ChoiceField(label="Hur", choices=[("sms", "Sms"), ("call", "Telefon")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Jag förstår")
    note = forms.CharField(label="Anteckning", required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        if self.data.get("amount") == "0":
            self.add_error(None, "Inget att spara")


def test_a_field_ties_its_description_and_its_error_to_the_input():
    html = render("{% field form.amount %}", form=Answer({}))
    assert '<label class="ds-label" for="id_amount">Belopp' in html
    assert 'aria-describedby="id_amount_helptext id_amount_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_amount_helptext">I kronor.<' in html
    assert 'id="id_amount_error"><p class="ds-validation-message">' in html
    assert 'class="ds-input"' in html


def test_a_field_keeps_what_was_typed():
    assert 'value="artonhundra"' in render("{% field form.amount %}", form=Answer({"amount": "artonhundra"}))


def test_a_choice_is_a_group_with_a_legend():
    html = render("{% field form.way %}", form=Answer())
    assert "<fieldset" in html
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert '<label class="ds-label" data-weight="regular" for="id_way_1">Telefon</label>' in html


def test_only_what_may_be_left_out_is_called_optional():
    form = Answer()
    assert "valfritt" in render("{% field form.note %}", form=form)
    assert "valfritt" not in render("{% field form.note say_optional=False %}", form=form)
    assert "valfritt" not in render("{% field form.amount %}{% field form.agree %}", form=form)


def test_a_hidden_field_is_only_its_input():
    assert render("{% field form.key %}", form=Answer()).strip().startswith('<input type="hidden" name="key"')


def test_the_error_summary_links_to_each_field_that_is_wrong():
    html = render("{% error_summary form %}", form=Answer({"amount": "0"}))
    assert "3 saker att rätta" in html
    assert "<li>Inget att spara</li>" in html
    assert 'href="#id_way_0"' in html
    assert 'href="#id_agree"' in html
    assert "Jag förstår: " in html


def test_the_error_summary_says_nothing_when_nothing_is_wrong():
    assert render("{% error_summary form %}", form=Answer()).strip() == ""


def test_tiles_tell_which_answer_opens_the_second_question():
    html = render(
        '{% tiles form.way step=1 icons=icons opens="call" css="if-open" %}', form=Answer(), icons={"sms": "phone"}
    )
    assert html.count("<label") == 2
    assert html.count("data-opens") == 1
    assert 'class="tiles if-open"' in html
    assert '<span class="step" aria-hidden="true">1</span>Hur' in html


def test_pages_of_a_list_keep_the_rest_of_the_query():
    request = RequestFactory().get("/", {"q": "ban", "page": "2"})
    page = Paginator(range(60), 20).get_page(2)
    html = render("{% pagination page %}", page=page, request=request)
    assert 'href="?q=ban&amp;page=1"' in html
    assert 'aria-current="true" aria-label="Sida 2"' in html
    assert html.count('aria-hidden="true"') == 0


def test_the_first_page_has_no_way_back_and_a_single_page_no_links():
    request = RequestFactory().get("/")
    first = render("{% pagination page %}", page=Paginator(range(60), 20).get_page(1), request=request)
    assert '<span class="ds-button" data-variant="tertiary" aria-hidden="true">Förra</span>' in first
    assert render("{% pagination page %}", page=Paginator(range(5), 20).get_page(1), request=request).strip() == ""


def test_lists_paged_by_key_have_two_links():
    html = render('{% pager older="?efter=9" %}')
    assert 'rel="next" href="?efter=9"' in html
    assert 'rel="prev"' not in html
    assert render("{% pager %}").strip() == ""
    assert "Nästa" in render('{% pager older="?efter=9" by_time=False %}')


@pytest.mark.parametrize(("cookie", "scheme"), [("dark", "dark"), ("light", "light"), ('"><script>', "auto")])
def test_the_colour_scheme_is_what_the_reader_chose(cookie, scheme):
    request = RequestFactory().get("/")
    request.COOKIES["color_scheme"] = cookie
    assert render("{% color_scheme %}", request=request) == scheme
    assert render("{% color_scheme %}") == "auto"
