"""The geometry of charts, pure: numbers in, strings for SVG attributes out.

Across is percent and down is pixels, without a viewBox, so that text keeps its size at every width.
Coordinates leave here as strings, because a template would write a decimal comma into them in Swedish.
Values are ≥ 0.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import ceil

Number = int | Decimal
BOTTOM = 30  # pixels under the axis, for the labels
MOST_LABELS = 8
MOST_VALUES = 8  # columns that have room for their value above them


@dataclass(frozen=True)
class Series:
    """One colour of a chart: its name, and a value for each label (None: nothing to show there)."""

    name: str
    values: Sequence[Number | None]


@dataclass(frozen=True)
class Goal:
    name: str
    value: Number


@dataclass(frozen=True)
class Event:
    """A dotted line just before the label with the index `before`."""

    name: str
    before: int


@dataclass(frozen=True)
class Chart:
    """What a chart shows: `{% chart_bars %}` stacks the series, the first at the bottom; `{% chart_line %}`.

    `key` is unique on its page; `summary` says the same as the picture, in a sentence; `head` heads the
    labels' column in the table. `cell` writes a number in the table, `axis` on the axis, where steps are
    multiples of `least`. `rows`, `links`: labels and links of the table's rows; `sum_name` adds a column with
    the sum. `marks`: counted things above the columns (evictions). `also`: columns of the table only.
    """

    key: str
    title: str
    summary: str
    head: str
    labels: Sequence[str]
    series: Sequence[Series]
    cell: Callable[[Number], str] = str
    axis: Callable[[int], str] = str
    least: int = 1
    unit: str = ""
    rows: Sequence[str] = ()
    links: Sequence[str] = ()
    sum_name: str = ""
    marks: Series | None = None
    also: Sequence[Series] = ()
    goal: Goal | None = None
    event: Event | None = None
    height: int = 300


def percent(part: float, whole: float = 1) -> str:
    return f"{100 * part / whole:.3f}%" if whole else "0%"


def pixels(y: float) -> str:
    return f"{y:.1f}"


def ticks(top: Number, least: int = 1) -> list[int]:
    """At most five round numbers from 0 to `top` or just above, in steps that are multiples of `least`."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power // 2, 5 * power):
            if step % least == 0 and step * 4 >= top:
                return [n * step for n in range(max(1, ceil(top / step)) + 1)]
        power *= 10


def label_classes(number: int) -> list[str | None]:
    """For each label: None when it is left out, `wide` when only a wide screen shows it, otherwise empty."""
    step = max(1, -(-number // MOST_LABELS))
    thin = number > 5
    return [("wide" if thin and (i // step) % 2 else "") if i % step == 0 else None for i in range(number)]


class Scale:
    """From a value to its height on the picture."""

    def __init__(self, chart: Chart, top: Number):
        self.marks = ticks(max(top, chart.goal.value if chart.goal else 0), chart.least)
        self.top = 44 if chart.marks or chart.event else 24
        self.bottom = chart.height - BOTTOM
        self.span = self.bottom - self.top

    def y(self, value: Number) -> float:
        return self.bottom - self.span * float(value) / self.marks[-1]


def frame(chart: Chart, scale: Scale) -> dict:
    """What both kinds of chart have: axis, grid, labels, goal, event and the table."""
    number = len(chart.labels)
    classes = label_classes(number)
    return {
        "chart": chart,
        "ticks": [
            {"y": pixels(scale.y(n)), "text_y": pixels(scale.y(n) + 4), "text": chart.axis(n)} for n in scale.marks
        ],
        "axis_y": pixels(scale.bottom),
        "label_y": pixels(chart.height - 9),
        "labels": [
            {"x": percent(i + 0.5, number), "text": text, "css": css}
            for i, (text, css) in enumerate(zip(chart.labels, classes, strict=True))
            if css is not None
        ],
        "goal_y": pixels(scale.y(chart.goal.value)) if chart.goal else "",
        "event_x": percent(chart.event.before, number) if chart.event else "",
        "event_is_late": bool(chart.event and chart.event.before * 2 > number),
        "table": table(chart),
    }


def bars(chart: Chart) -> dict:
    """Stacked columns, with marks above them."""
    number = len(chart.labels)
    totals = [sum(s.values[i] or 0 for s in chart.series) for i in range(number)]
    scale = Scale(chart, max(totals, default=0))
    with_values = number <= MOST_VALUES and not chart.marks
    return {
        **frame(chart, scale),
        "columns": [_column(chart, scale, i, total, with_values) for i, total in enumerate(totals)],
    }


def _column(chart: Chart, scale: Scale, i: int, total: Number, with_values: bool) -> dict:
    number, below = len(chart.labels), 0
    boxes = []
    for css, series in zip(bands(chart), chart.series, strict=True):
        value = series.values[i] or 0
        height = scale.y(below) - scale.y(below + value) - 1  # a hair of air between the bands
        if height > 0:
            boxes.append({"css": css, "y": pixels(scale.y(below + value)), "height": pixels(height)})
        below += value
    marks = (chart.marks.values[i] or 0) if chart.marks else 0
    return {
        "x": percent(i + 0.14, number),
        "middle": percent(i + 0.5, number),
        "width": percent(0.72, number),
        "title": f"{row_label(chart, i)}: {chart.cell(total)}",
        "boxes": boxes,
        "value": chart.cell(total) if with_values else "",
        "value_y": pixels(scale.y(total) - 7),
        "marks": marks,
        "mark_y": pixels(scale.y(total) - 14),
    }


def bands(chart: Chart) -> list[str]:
    """The colours of the series, the darkest first: b3, b2, b1."""
    return ["b3", "b2", "b1"][: len(chart.series)]


def lines(chart: Chart) -> dict:
    """Lines with a point and its number at each label; a missing value breaks the line."""
    known = [v for s in chart.series for v in s.values if v is not None]
    scale = Scale(chart, max(known, default=0))
    return {
        **frame(chart, scale),
        "lines": [_line(chart, scale, nth, series) for nth, series in enumerate(chart.series)],
        "is_empty": not known,
    }


def _line(chart: Chart, scale: Scale, nth: int, series: Series) -> dict:
    number = len(chart.labels)
    xs = [percent(i + 0.5, number) for i in range(number)]
    ys = [None if v is None else pixels(scale.y(v)) for v in series.values]
    steps = pairwise(range(number))
    return {
        "nth": nth + 1,
        "name": series.name,
        "segments": [
            {"x1": xs[a], "y1": ys[a], "x2": xs[b], "y2": ys[b]}
            for a, b in steps
            if ys[a] is not None and ys[b] is not None
        ],
        "points": [
            {"x": xs[i], "y": y, "text": chart.cell(value), **_beside(chart, scale, nth, i)}
            for i, (y, value) in enumerate(zip(ys, series.values, strict=True))
            if y is not None and value is not None
        ],
    }


def _beside(chart: Chart, scale: Scale, nth: int, i: int) -> dict:
    """Where a point's number stands: above it; to its right when another line passes just there."""
    mine = chart.series[nth].values[i]
    others = [s.values[i] for k, s in enumerate(chart.series) if k != nth and s.values[i] is not None]
    is_crowded = any(0 <= scale.y(mine) - scale.y(v) < 30 for v in others)
    if is_crowded and mine != max(others):
        return {"dx": "10", "dy": "5", "anchor": "start"}
    return {"dx": "0", "dy": "-11", "anchor": "middle"}


def row_label(chart: Chart, i: int) -> str:
    return (chart.rows or chart.labels)[i]


def table(chart: Chart) -> dict:
    """The same figures in rows. The link to the rows behind stands on the sum, or on the first number."""
    extra = [*([chart.marks] if chart.marks else []), *chart.also]
    heads = [s.name for s in chart.series] + ([chart.sum_name] if chart.sum_name else []) + [s.name for s in extra]
    linked = len(chart.series) if chart.sum_name else 0
    rows = []
    for i in range(len(chart.labels)):
        texts = [_said(s.values[i], chart.cell) for s in chart.series]
        if chart.sum_name:
            texts.append(chart.cell(sum(s.values[i] or 0 for s in chart.series)))
        texts += [_said(s.values[i], str) for s in extra]
        url = chart.links[i] if chart.links else ""
        cells = [{"text": text, "url": url if n == linked else ""} for n, text in enumerate(texts)]
        rows.append({"label": row_label(chart, i), "cells": cells})
    return {"heads": heads, "rows": rows}


def _said(value: Number | None, write: Callable[[Number], str]) -> str:
    return "–" if value is None else write(value)
