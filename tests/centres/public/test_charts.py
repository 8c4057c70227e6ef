"""The geometry of bar charts, and what their template prints."""

import html5lib
import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from centres.public.charts import (
    ABOVE,
    BELOW,
    HEIGHT,
    LEAST_WIDTH,
    LEFT,
    NARROW,
    NARROWEST,
    RIGHT,
    ROOMY,
    UNKNOWN_HEIGHT,
    Bar,
    BarChart,
    Line,
    Look,
    Series,
    bar_chart,
    scale_step,
)
from tests.pages import text_of

BASELINE = ABOVE + HEIGHT
TWO = [Series("new", Look.SOLID), Series("again", Look.STRIPED)]


def chart_of(*bars: Bar, **over) -> BarChart:
    named = {"name": "proef", "title": "Per ronde", "heading": "Ronde", "series": TWO}
    return bar_chart(**named | over, bars=bars)


def box(part) -> tuple:
    return part.y, part.height, part.look, part.number


@pytest.mark.parametrize(
    ("highest", "step"),
    [(0, 1), (1, 1), (5, 1), (6, 2), (10, 2), (11, 5), (25, 5), (26, 10), (54, 20), (501, 200)],
)
def test_scale_has_at_most_five_steps(highest, step):
    assert scale_step(highest) == step


def test_scale_runs_from_zero_to_past_the_highest_bar():
    chart = chart_of(Bar("a", (50, 4)))
    assert [(each.value, each.y) for each in chart.scale] == [
        (0, BASELINE), (20, ABOVE + 147), (40, ABOVE + 73), (60, ABOVE),
    ]  # fmt: skip


def test_parts_are_stacked_from_the_baseline_without_a_gap():
    (column,) = chart_of(Bar("2024-1", (10, 10))).columns
    assert [box(part) for part in column.parts] == [
        (BASELINE - HEIGHT // 2, HEIGHT // 2, Look.SOLID, "10"),
        (ABOVE, HEIGHT // 2, Look.STRIPED, "10"),
    ]
    assert (column.total, column.total_y, column.unknown) == ("20", ABOVE - 7, None)
    assert column.summary == "2024-1: new: 10; again: 10"


def test_totals_are_left_out_where_adding_up_says_nothing():
    chart = chart_of(Bar("a", (2, 1)), Bar("b", (0, 0)), with_totals=False)
    assert [each.total for each in chart.columns] == ["", ""]


def test_zero_has_no_part_and_still_a_total():
    (column,) = chart_of(Bar("a", (0, 0))).columns
    assert (column.parts, column.unknown) == ((), None)
    assert (column.total, column.total_y, column.cells) == ("0", BASELINE - 7, ("0", "0"))


def test_number_stands_in_a_part_that_is_high_enough():
    (column,) = chart_of(Bar("a", (1, 99))).columns
    assert [part.number for part in column.parts] == ["", "99"]


def test_unknown_bar_is_a_box_and_not_zero():
    unknown, _known = chart_of(Bar("a", (None, None)), Bar("b", (3, 2))).columns
    assert (unknown.parts, unknown.total) == ((), "")
    assert (unknown.unknown.y, unknown.unknown.height) == (
        BASELINE - UNKNOWN_HEIGHT, UNKNOWN_HEIGHT,
    )  # fmt: skip
    assert unknown.cells == ("onbekend", "onbekend")


def test_unknown_part_of_a_known_total_fills_the_bar():
    (column,) = chart_of(Bar("a", (5, None), total=10)).columns
    assert [box(part) for part in column.parts] == [
        (BASELINE - HEIGHT // 2, HEIGHT // 2, Look.SOLID, "5")
    ]
    assert (column.unknown.y, column.unknown.height) == (ABOVE, HEIGHT // 2)
    assert column.total == "10"


def test_unknown_value_beside_a_total_that_is_reached_leaves_no_box():
    (column,) = chart_of(Bar("a", (10, None), total=10)).columns
    assert (column.unknown, column.total, column.cells) == (None, "10", ("10", "onbekend"))


def test_line_higher_than_the_bars_is_within_the_scale():
    chart = chart_of(Bar("a", (1, 1)), line=Line("Capacity", 40))
    assert (chart.scale[-1].value, chart.line_y) == (40, ABOVE)
    assert chart_of(Bar("a", (1, 1))).line is None


@pytest.mark.parametrize(
    ("bars", "width", "marks", "notes", "totals"),
    [
        (1, LEAST_WIDTH, 1, 1, 1),
        (12, LEFT + 12 * ROOMY + RIGHT, 12, 12, 12),
        (13, LEFT + 13 * NARROW + RIGHT, 5, 0, 13),
        (30, LEFT + 30 * NARROW + RIGHT, 10, 0, 30),
        (31, LEFT + 31 * NARROWEST + RIGHT, 7, 0, 0),
        (60, LEFT + 60 * NARROWEST + RIGHT, 12, 0, 0),
    ],
)
def test_many_bars_leave_out_what_no_longer_fits(bars, width, marks, notes, totals):
    chart = chart_of(*(Bar(f"{n}", (n, 1), note="reported") for n in range(bars)))
    assert (chart.width, chart.height) == (width, ABOVE + HEIGHT + BELOW)
    shown = [(bool(each.mark), bool(each.note), bool(each.total)) for each in chart.columns]
    assert tuple(map(sum, zip(*shown, strict=True))) == (marks, notes, totals)
    boxes = [(part.x, part.x + part.width) for each in chart.columns for part in each.parts]
    assert (min(boxes)[0] >= LEFT, max(boxes)[1] <= chart.right) == (True, True)


def test_bar_with_a_mark_of_its_own_keeps_it():
    months = [Bar(f"{n}", (1, 1), mark="2027" if n == 5 else "") for n in range(60)]
    assert [each.mark for each in chart_of(*months).columns if each.mark] == ["2027"]


def test_bars_stand_apart_from_left_to_right():
    first, second = chart_of(Bar("a", (1, 1)), Bar("b", (1, 1))).columns
    assert (first.middle, second.middle) == (LEFT + ROOMY // 2, LEFT + ROOMY * 3 // 2)
    assert first.parts[0].x + first.parts[0].width < second.parts[0].x


def test_bar_with_another_number_of_values_is_refused():
    with pytest.raises(ValueError, match="one value for each series"):
        chart_of(Bar("a", (1,)))


def rendered(chart: BarChart):
    html = render_to_string("includes/_bar_chart.html", {"chart": chart})
    return html5lib.parseFragment(html, namespaceHTMLElements=False)


def found(root, tag: str) -> list:
    return [each for each in root.iter() if str(each.tag).rpartition("}")[2] == tag]


def test_table_has_the_numbers_of_the_drawing():
    chart = chart_of(
        Bar("2023-1", (None, 2), note="reported"),
        Bar("2024-1", (5, 23), url="/rondes/2024-1/"),
        total_label="handled",
        line=Line("Capacity", 60),
    )
    with override("en"):
        root = rendered(chart)
    rows = [[text_of(cell) for cell in row] for row in found(root, "tr")]
    assert rows == [
        ["Ronde", "new", "again", "handled"],
        ["2023-1 (reported)", "onbekend", "2", "unknown"],
        ["2024-1", "5", "23", "28"],
    ]
    assert [text_of(each) for each in found(root, "caption")] == [
        "The numbers of the drawing: Per ronde"
    ]
    assert [text_of(each) for each in found(root, "li")] == [
        "new", "again", "? unknown", "Capacity: 60",
    ]  # fmt: skip
    assert [link.get("href") for link in found(root, "a")] == ["/rondes/2024-1/"]


def test_drawing_has_a_name_and_patterns_of_its_own():
    with override("en"):
        root = rendered(chart_of(Bar("a", (1, 2))))
    (drawing,) = [each for each in found(root, "svg") if each.get("role") == "img"]
    assert drawing.get("aria-label") == "Per ronde. The table below has the same numbers."
    assert (drawing.get("width"), drawing.get("viewBox")) == ("17.5em", "0 0 280 292")
    patterns = [each.get("id") for each in found(root, "pattern")]
    assert patterns == ["proef-striped", "proef-dotted"]
    used = {each.get("fill") for each in found(root, "rect")} - {None}
    assert used == {"url(#proef-striped)"}
    regions = [each.get("aria-label") for each in found(root, "div")]
    assert regions == ["Per ronde: drawing", "Per ronde: table"]
