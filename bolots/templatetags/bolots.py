"""Filters and components for templates, built in everywhere. `docs/components.md` shows how to use each."""

from django import forms, template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from bolots import calendar, charts, formats
from bolots.access import Permission
from bolots.icons import ICONS

register = template.Library()

# the kind of a state → its colour; its shape is the icon of the same name
KINDS = {
    "done": "success",
    "late": "warning",
    "risk": "danger",
    "going": "info",
    "waiting": "neutral",
    "info": "info",
    "no": "neutral",
}
LEVELS = {"success": "done", "warning": "late", "error": "risk"}  # of Django's messages
SCHEMES = ("auto", "light", "dark")


# --- filters: `today` may be given, otherwise the clock is asked (a template is the edge) ---


def _dated(name):
    """Register formats.<name>(value, today) as a filter that shows nothing for None."""
    write = getattr(formats, name)

    def dated(value, today=None):
        return "" if value is None else write(value, today or calendar.today())

    register.filter(name, dated)


def _plain(name):
    write = getattr(formats, name)
    register.filter(name, lambda value: "" if value is None else write(value))


for _name in ("dag", "nar", "stund"):
    _dated(_name)
for _name in ("kr", "tal", "procent", "klockslag", "manad"):
    _plain(_name)


@register.filter
def may(user, permission: str) -> bool:
    """Whether the reader has a permission, by its name: `{% if request.user|may:"see_social" %}`."""
    return user.may(Permission(permission))


# --- small parts ---


@register.simple_tag
def icon(name: str, css: str = ""):
    """An icon beside a word; hidden from screen readers."""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        f" {css}" if css else "",
        mark_safe(ICONS[name]),  # our own drawings
    )


@register.inclusion_tag("components/status.html")
def status(kind: str, word: str):
    return {"icon": kind, "color": KINDS[kind], "word": word}


@register.inclusion_tag("components/tag.html")
def tag(kind: str, word: str, icon: str = ""):
    return {"icon": icon, "color": KINDS[kind], "word": word}


@register.inclusion_tag("components/strip.html")
def strip(color: str, text: str, link: str = "", url: str = ""):
    """The line under the header: alarms and the health of the jobs."""
    kind = next(kind for kind, its_color in KINDS.items() if its_color == color)
    return {"color": color, "icon": kind, "text": text, "link": link, "url": url}


@register.simple_block_tag
def message(content, kind: str, title: str = "", level: int = 2, icon: str = "", role: str = ""):
    context = {"icon": icon or kind, "color": KINDS[kind], "title": title, "level": level, "role": role}
    return render_to_string("components/message.html", {**context, "content": content})


@register.filter
def kind(notice) -> str:
    """The kind of one of Django's messages."""
    return LEVELS.get(notice.level_tag, "info")


@register.inclusion_tag("components/empty.html")
def empty_state(title: str, text: str = "", icon: str = "home", url: str = "", link: str = ""):
    return {"title": title, "text": text, "icon": icon, "url": url, "link": link}


@register.inclusion_tag("components/figure.html")
def figure(label: str, value, url: str = "", note: str = "", kind: str = "", goal: str = ""):
    return {"label": label, "value": value, "url": url, "note": note, "kind": kind, "goal": goal}


@register.inclusion_tag("components/progress.html")
def progress(value: int, maximum: int, label: str, note: str = ""):
    return {"value": value, "maximum": maximum, "label": label, "note": note}


@register.inclusion_tag("components/reasons.html")
def reasons(items):
    """(kind, text) or (kind, text, url, link) of each reason."""
    rows = [(*item, "", "")[:4] for item in items]
    return {"items": [{"color": KINDS[k], "icon": k, "text": t, "url": u, "link": w} for k, t, u, w in rows]}


@register.inclusion_tag("components/clock.html")
def clock(steps):
    """(state, what, when) or (state, what, when, note) of each step; state: done, now or next."""
    icons = {"done": "done", "now": "risk", "next": "waiting"}
    rows = [(*step, "")[:4] for step in steps]
    return {"steps": [{"state": s, "icon": icons[s], "what": a, "when": b, "note": n} for s, a, b, n in rows]}


@register.simple_block_tag
def entry(content, kind: str, when: str, what: str, icon: str = "", css: str = ""):
    """One <li> of a timeline."""
    context = {"icon": icon or kind, "color": KINDS[kind], "when": when, "what": what, "css": css}
    return render_to_string("components/entry.html", {**context, "content": content})


@register.simple_block_tag
def table(content, label: str, fold: bool = True):
    return render_to_string("components/table.html", {"content": content, "label": label, "fold": fold})


@register.simple_block_tag
def more(content, summary: str, is_open: bool = False):
    return render_to_string("components/more.html", {"content": content, "summary": summary, "is_open": is_open})


@register.simple_block_tag
def dialog(content, id: str, title: str):
    return render_to_string("components/dialog.html", {"content": content, "id": id, "title": title})


# --- forms ---


@register.inclusion_tag("components/field.html")
def field(bound, say_optional: bool = True):
    """One field of a form: label, description, input, what is wrong."""
    widget = bound.field.widget
    widget.attrs["class"] = f"ds-input {widget.attrs.get('class', '')}".strip()
    is_check = isinstance(widget, forms.CheckboxInput)
    return {
        "field": bound,
        "is_check": is_check,
        "is_group": isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)),
        "is_optional": say_optional and not bound.field.required and not is_check,
    }


@register.inclusion_tag("components/errors.html")
def error_summary(form):
    """What is wrong, on top of a form, with links to the fields. Nothing when nothing is wrong."""
    items = [{"text": text, "url": ""} for text in form.non_field_errors()]
    for bound in form.visible_fields():
        first = f"{bound.auto_id}_0" if bound.field.widget.use_fieldset else bound.id_for_label
        items += [{"text": f"{bound.label}: {text}", "url": f"#{first}"} for text in bound.errors]
    return {"items": items}


@register.inclusion_tag("components/tiles.html")
def tiles(bound, step: int | None = None, icons=None, hints=None, opens: str = "", ends: str = "", css: str = ""):
    """A choice as big buttons; `opens` is the value that shows `.if-open` and hides `.if-shut`, `ends` hides both."""
    radios = [radio for radio in bound.subwidgets if str(radio.data["value"])]
    return {
        "field": bound,
        "options": [_tile(radio, icons or {}, hints or {}, opens, ends) for radio in radios],
        "step": step,
        "css": css,
        "count": {4: "four", 5: "five"}.get(len(radios), ""),
    }


def _tile(radio, icons, hints, opens: str, ends: str) -> dict:
    value = str(radio.data["value"])
    if value == opens:
        radio.data["attrs"]["data-opens"] = True
    if value == ends:
        radio.data["attrs"]["data-ends"] = True
    return {
        "input": radio.tag(),
        "id": radio.id_for_label,
        "label": radio.choice_label,
        "icon": icons.get(value, "waiting"),
        "hint": hints.get(value, ""),
    }


@register.inclusion_tag("components/filter.html")
def filter_form(form, label: str, button: str = ""):
    return {"form": form, "label": label, "button": button}


@register.inclusion_tag("components/chips.html")
def chips(label: str, items):
    """A row of links that narrow a list: dicts of label, url, current."""
    return {"label": label, "items": items}


# --- pages and charts ---


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page):
    """Links to the pages of a list; keeps the rest of the query string. Nothing for a single page."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "request": context["request"],
        "page": page,
        "numbers": list(numbers),
        "gap": page.paginator.ELLIPSIS,
    }


@register.inclusion_tag("components/pager.html")
def pager(newer: str = "", older: str = "", by_time: bool = True):
    """Two links, for lists that are paged by key; a list in another order than time has a previous and a next page."""
    return {"newer": newer, "older": older, "by_time": by_time}


@register.inclusion_tag("components/chart_bars.html")
def chart_bars(chart):
    bands = list(zip(charts.bands(chart), chart.series, strict=True))
    return charts.bars(chart) | {"bands": bands, "summary": _("The same figures as a table")}


@register.inclusion_tag("components/chart_line.html")
def chart_line(chart):
    return charts.lines(chart) | {"summary": _("The same figures as a table")}


@register.simple_tag(takes_context=True)
def color_scheme(context) -> str:
    """What the reader chose: auto, light or dark. Pages without a request are auto."""
    request = context.get("request")
    chosen = request.COOKIES.get("color_scheme", "auto") if request else "auto"
    return chosen if chosen in SCHEMES else "auto"
