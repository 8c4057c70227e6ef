"""Bar charts: from numbers to rectangles. No request, no database and no colour in here.

``bar_chart`` takes a title, the series (each with a label and a look), and the bars (each with a
label and a value per series, stacked from the baseline up). It returns all that the template
``includes/_bar_chart.html`` draws, as whole units of the drawing; that template also prints the
table with the same numbers, so the two never differ. ``static/register/chart.css`` gives the looks
their colours, on the public pages and in the admin alike: a page that draws a chart links it.

It serves few bars (the rounds) as well as many (the months of five years). Bars become narrower as
there are more, and what no longer fits is left out of the drawing, never out of the table: the
numbers within the bars, the totals above them, the notes, some of the marks below. Up to
``ROOMY_BARS`` everything fits. A bar may bring its own mark, such as the year at each January.

A value of ``None`` is not known: it is drawn as a dashed box with a question mark, never as zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from django.utils.translation import gettext as _

ROOMY_BARS, MANY_BARS = 12, 30
ROOMY, NARROW, NARROWEST = 60, 28, 14
"""How far apart the bars stand: up to ``ROOMY_BARS``, up to ``MANY_BARS``, and beyond."""

LEFT, RIGHT, ABOVE, BELOW = 44, 12, 26, 46
"""Room around the bars: for the scale, the last mark, the totals, and marks with a note."""

HEIGHT = 220
LEAST_WIDTH = 280
SCALE_LINES = 5
LEAST_FOR_NUMBER = 16
"""How high a part is at least when its number stands within it."""

UNKNOWN_HEIGHT = 24
"""How high the box is of which not even the total is known."""

UNITS_PER_EM = 16


class Look(StrEnum):
    """How the parts of a series look. They differ without colour too, on paper as on screen."""

    SOLID = "solid"
    STRIPED = "striped"
    DOTTED = "dotted"
    HOLLOW = "hollow"

    @property
    def is_pattern(self) -> bool:
        return self in (Look.STRIPED, Look.DOTTED)


@dataclass(frozen=True)
class Series:
    """What one kind of part stands for: its label in the legend and the table, and its look."""

    label: str
    look: Look


@dataclass(frozen=True)
class Bar:
    """One bar, and one row of the table.

    Attributes:
        label: what it is about; the heading of its row.
        values: a number per series, in their order; ``None`` is not known.
        total: for when it is known although a value is not, or is not their sum.
        mark: what stands below the bar; ``None`` is the label, on as many bars as there is room.
        note: a word below the mark and behind the label in the table, such as "reported".
        url: where the label in the table leads.
    """

    label: str
    values: tuple[int | None, ...]
    total: int | None = None
    mark: str | None = None
    note: str = ""
    url: str = ""

    @property
    def whole(self) -> int | None:
        """The total: as it was given, or the sum; ``None`` when a value is not known."""
        if self.total is not None or None in self.values:
            return self.total
        return sum(self.values)

    @property
    def known(self) -> int:
        """How much of the bar is known."""
        return sum(value or 0 for value in self.values)

    @property
    def has_unknown_part(self) -> bool:
        return self.whole is None or self.whole > self.known


@dataclass(frozen=True)
class Line:
    """A horizontal line across the bars, such as a capacity."""

    label: str
    value: int


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing. ``number`` stands within it, if it is not empty."""

    x: int
    y: int
    width: int
    height: int
    look: Look | None = None
    number: str = ""

    @property
    def number_y(self) -> int:
        """Where the baseline of the number is."""
        return self.y + self.height // 2 + 5


@dataclass(frozen=True)
class Column:
    """A bar as it is drawn, and its row of the table."""

    bar: Bar
    middle: int
    parts: tuple[Box, ...]
    unknown: Box | None
    mark: str
    note: str
    total: str
    total_y: int
    cells: tuple[str, ...]
    summary: str


@dataclass(frozen=True)
class ScaleLine:
    """A line of the scale: its number, and how low it is drawn."""

    value: int
    y: int


@dataclass(frozen=True)
class BarChart:
    """Everything that ``includes/_bar_chart.html`` prints; made by ``bar_chart``."""

    name: str
    title: str
    heading: str
    total_label: str
    series: tuple[Series, ...]
    columns: tuple[Column, ...]
    scale: tuple[ScaleLine, ...]
    line: Line | None
    line_y: int
    width: int
    height: int

    left: int = LEFT
    scale_x: int = LEFT - 8
    baseline: int = ABOVE + HEIGHT
    mark_y: int = ABOVE + HEIGHT + 18
    note_y: int = ABOVE + HEIGHT + 35

    @property
    def right(self) -> int:
        return self.width - RIGHT

    @property
    def has_unknown(self) -> bool:
        return any(column.unknown for column in self.columns)

    @property
    def em_width(self) -> str:
        """The width in letters, so that the drawing grows with the text of the page."""
        return f"{self.width / UNITS_PER_EM}em"

    @property
    def em_height(self) -> str:
        return f"{self.height / UNITS_PER_EM}em"


def bar_chart(
    *,
    name: str,
    title: str,
    heading: str,
    series: Sequence[Series],
    bars: Sequence[Bar],
    total_label: str = "",
    line: Line | None = None,
    with_totals: bool = True,
) -> BarChart:
    """Return the drawing of ``bars``, from left to right.

    Arguments:
        name: distinguishes the chart from others on the page; letters and hyphens.
        title: says what is drawn; the name of the drawing and of the table.
        heading: of the first column of the table: what each bar is.
        total_label: of the column with the totals; empty leaves that column out.
        with_totals: whether the total stands above each bar; not where adding up says nothing.

    Raises ``ValueError`` when a bar has another number of values than there are series.
    """
    if any(len(bar.values) != len(series) for bar in bars):
        raise ValueError("a bar has one value for each series")
    apart = distance_between(len(bars))
    highest = max([line.value if line else 0, *(max(bar.whole or 0, bar.known) for bar in bars)])
    step = scale_step(highest)
    top = max(1, ceil(highest / step)) * step
    return BarChart(
        name=name,
        title=title,
        heading=heading,
        total_label=total_label,
        series=tuple(series),
        columns=tuple(
            _column(index, bar, series, apart=apart, top=top, with_total=with_totals)
            for index, bar in enumerate(bars)
        ),
        scale=tuple(ScaleLine(value, y_of(value, top)) for value in range(0, top + 1, step)),
        line=line,
        line_y=y_of(line.value, top) if line else 0,
        width=max(LEAST_WIDTH, LEFT + len(bars) * apart + RIGHT),
        height=ABOVE + HEIGHT + BELOW,
    )


def distance_between(bars: int) -> int:
    """Return how far apart that many bars stand."""
    return ROOMY if bars <= ROOMY_BARS else NARROW if bars <= MANY_BARS else NARROWEST


def scale_step(highest: int) -> int:
    """Return the step of the scale: 1, 2 or 5 times a power of ten, at most ``SCALE_LINES``."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if highest <= step * SCALE_LINES:
                return step
        power *= 10


def y_of(value: int, top: int) -> int:
    """Return how low ``value`` is drawn when the scale ends at ``top``."""
    return ABOVE + round(HEIGHT * (1 - value / top))


def _column(
    index: int, bar: Bar, series: Sequence[Series], *, apart: int, top: int, with_total: bool
) -> Column:
    is_roomy = apart == ROOMY
    width = apart * 2 // 3
    x = LEFT + index * apart + (apart - width) // 2
    parts = tuple(_parts(bar, series, x=x, width=width, top=top, with_numbers=is_roomy))
    unknown = _unknown(bar, x=x, width=width, top=top)
    cells = tuple(_("unknown") if value is None else str(value) for value in bar.values)
    highest = unknown or (parts[-1] if parts else None)
    said = (f"{each.label}: {cell}" for each, cell in zip(series, cells, strict=True))
    return Column(
        bar=bar,
        middle=x + width // 2,
        parts=parts,
        unknown=unknown,
        mark=_mark(index, bar, apart),
        note=bar.note if is_roomy else "",
        total=str(bar.whole) if with_total and bar.whole is not None and apart != NARROWEST else "",
        total_y=(highest.y if highest else y_of(0, top)) - 7,
        cells=cells,
        summary=f"{bar.label}: {'; '.join(said)}",
    )


def _parts(bar: Bar, series: Sequence[Series], *, x: int, width: int, top: int, with_numbers: bool):
    reached = 0
    for each, value in zip(series, bar.values, strict=True):
        if not value:
            continue
        lower, reached = reached, reached + value
        y = y_of(reached, top)
        height = y_of(lower, top) - y
        shown = with_numbers and height >= LEAST_FOR_NUMBER
        yield Box(x, y, width, height, each.look, str(value) if shown else "")


def _unknown(bar: Bar, *, x: int, width: int, top: int) -> Box | None:
    if not bar.has_unknown_part:
        return None
    lower = y_of(bar.known, top)
    upper = lower - UNKNOWN_HEIGHT if bar.whole is None else y_of(bar.whole, top)
    return Box(x, upper, width, lower - upper, number="?")


def _mark(index: int, bar: Bar, apart: int) -> str:
    if bar.mark is not None:
        return bar.mark
    return "" if index % ceil(ROOMY / apart) else bar.label
