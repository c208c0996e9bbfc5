"""The geometry of charts."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bolots import charts
from bolots.charts import Chart, Event, Goal, Series


def chart(*series, labels=None, **more):
    series = series or (Series("försök", [9, 14, 12, 17]),)
    labels = labels or [f"v. {n}" for n in range(len(series[0].values))]
    return Chart(key="c", title="T", summary="S", head="Vecka", labels=labels, series=series, **more)


@pytest.mark.parametrize(
    ("top", "least", "marks"),
    [
        (0, 1, [0, 1]),
        (1, 1, [0, 1]),
        (3, 1, [0, 1, 2, 3]),
        (17, 1, [0, 5, 10, 15, 20]),
        (19, 1, [0, 5, 10, 15, 20]),
        (98_640_000, 100_000, [0, 25_000_000, 50_000_000, 75_000_000, 100_000_000]),
        (120_000, 100_000, [0, 100_000, 200_000]),
        (Decimal("2.5"), 1, [0, 1, 2, 3]),
    ],
)
def test_the_axis_has_round_numbers(top, least, marks):
    assert charts.ticks(top, least) == marks


@given(top=st.integers(0, 10**12), least=st.sampled_from([1, 5, 100, 100_000]))
def test_the_axis_reaches_the_top_in_at_most_four_steps_of_the_least(top, least):
    marks = charts.ticks(top, least)
    assert marks[0] == 0
    assert marks[-1] >= top
    assert len(marks) <= 5
    assert all(mark % least == 0 for mark in marks)
    assert len({b - a for a, b in pairwise(marks)}) == 1


def test_columns_stand_on_the_axis_and_reach_their_value():
    drawn = charts.bars(chart(height=230))
    assert drawn["axis_y"] == "200.0"
    first = drawn["columns"][0]
    assert (first["x"], first["middle"], first["width"]) == ("3.500%", "12.500%", "18.000%")
    box = first["boxes"][0]
    assert float(box["y"]) == pytest.approx(200 - 176 * 9 / 20, abs=0.1)
    assert float(box["y"]) + float(box["height"]) == pytest.approx(199, abs=0.1)
    assert [column["value"] for column in drawn["columns"]] == ["9", "14", "12", "17"]


def test_bands_are_stacked_without_overlap_and_empty_ones_are_left_out():
    drawn = charts.bars(chart(Series("gammal", [50, 0]), Series("ung", [30, 20])))
    lower, upper = drawn["columns"][0]["boxes"]
    assert (lower["css"], upper["css"]) == ("b3", "b2")
    assert float(upper["y"]) + float(upper["height"]) <= float(lower["y"])
    assert [box["css"] for box in drawn["columns"][1]["boxes"]] == ["b2"]


def test_marks_float_above_their_column_and_keep_their_number():
    drawn = charts.bars(chart(marks=Series("avhysning", [0, 2, None, 1])))
    assert [column["marks"] for column in drawn["columns"]] == [0, 2, 0, 1]
    marked = drawn["columns"][1]
    assert float(marked["mark_y"]) < float(marked["boxes"][0]["y"])
    assert marked["value"] == ""


def test_a_goal_above_all_values_is_inside_the_picture():
    drawn = charts.bars(chart(goal=Goal("mål", 60)))
    assert 0 < float(drawn["goal_y"]) < float(drawn["axis_y"])
    assert drawn["ticks"][-1]["text"] == "60"


def test_an_event_stands_before_its_label_and_turns_its_words_inwards_when_late():
    assert charts.bars(chart(event=Event("start", 1)))["event_x"] == "25.000%"
    assert charts.bars(chart(event=Event("start", 1)))["event_is_late"] is False
    assert charts.bars(chart(event=Event("start", 3)))["event_is_late"] is True


@pytest.mark.parametrize(("number", "shown"), [(1, 1), (5, 5), (8, 8), (24, 8), (120, 8)])
def test_at_most_eight_labels_are_written(number, shown):
    classes = charts.label_classes(number)
    assert len(classes) == number
    assert sum(css is not None for css in classes) == shown
    assert classes[0] == ""


def test_every_second_label_gives_way_on_a_small_screen():
    assert charts.label_classes(8) == ["", "wide"] * 4
    assert charts.label_classes(5) == [""] * 5


def test_a_missing_value_breaks_the_line():
    drawn = charts.lines(chart(Series("försök", [11, 6, None, 3, 2])))
    (line,) = drawn["lines"]
    assert [point["text"] for point in line["points"]] == ["11", "6", "3", "2"]
    assert [(s["x1"], s["x2"]) for s in line["segments"]] == [("10.000%", "30.000%"), ("70.000%", "90.000%")]
    assert not drawn["is_empty"]


def test_a_chart_of_nothing_has_an_axis_and_no_points():
    drawn = charts.lines(chart(Series("försök", [None, None])))
    assert drawn["is_empty"]
    assert [tick["text"] for tick in drawn["ticks"]] == ["0", "1"]
    assert charts.bars(chart(Series("försök", [0, 0])))["columns"][0]["boxes"] == []


def test_the_number_of_the_lower_point_steps_aside_when_two_lines_meet():
    drawn = charts.lines(chart(Series("försök", [2, 2]), Series("kontakt", [19, 3])))
    attempts, contacts = drawn["lines"]
    assert [point["anchor"] for point in attempts["points"]] == ["middle", "start"]
    assert [point["anchor"] for point in contacts["points"]] == ["middle", "middle"]


def test_the_table_holds_the_same_figures_and_links_the_sum():
    drawn = charts.bars(
        chart(
            Series("gammal", [50, 0]),
            Series("ung", [30, 20]),
            sum_name="Summa",
            links=["/a/", "/b/"],
            rows=["november", "december"],
            marks=Series("avhysta", [1, None]),
        )
    )
    assert drawn["table"]["heads"] == ["gammal", "ung", "Summa", "avhysta"]
    first, second = drawn["table"]["rows"]
    assert first["label"] == "november"
    assert [cell["text"] for cell in first["cells"]] == ["50", "30", "80", "1"]
    assert [cell["url"] for cell in first["cells"]] == ["", "", "/a/", ""]
    assert [cell["text"] for cell in second["cells"]] == ["0", "20", "20", "–"]


def test_the_table_of_one_series_links_its_number():
    drawn = charts.lines(chart(Series("dagar", [Decimal("2.5")]), links=["/x/"], also=[Series("ärenden", [9])]))
    assert drawn["table"]["rows"][0]["cells"] == [{"text": "2.5", "url": "/x/"}, {"text": "9", "url": ""}]


def test_coordinates_are_strings_with_a_decimal_point():
    drawn = charts.bars(chart())
    coordinates = [drawn["axis_y"], *(v for column in drawn["columns"] for v in (column["x"], column["mark_y"]))]
    assert all(isinstance(value, str) and "," not in value for value in coordinates)
