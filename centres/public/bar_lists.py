"""Lists with a bar in each row: a table that is its own drawing. No database in here.

``bar_list`` takes rows with two numbers, a part and the whole; ``includes/_bar_list.html`` prints
them in the order given. A bar is the whole, filled as far as the part, on the scale of the longest
row of its list. ``static/register/chart.css`` gives it its colours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 240, 20
"""Of the drawing of the longest row, in its own units."""


@dataclass(frozen=True)
class Row:
    """What a row is about, how many are recognised of how many, and where the lists of these are.

    Without addresses the numbers are not linked: no list holds just these centres.
    """

    label: str
    part: int
    whole: int
    part_url: str = ""
    whole_url: str = ""


@dataclass(frozen=True)
class DrawnRow:
    """A row with the length of its bar and of the filled part, in units of the drawing."""

    row: Row
    filled: int
    length: int


@dataclass(frozen=True)
class BarList:
    """Everything that ``includes/_bar_list.html`` prints; made by ``bar_list``.

    Attributes:
        name: distinguishes the list from others on the page; letters and hyphens.
        title: says what is counted.
        heading: of the first column: what each row is.
        definition: says under what a centre counts, in whole sentences.
    """

    name: str
    title: str
    heading: str
    definition: str
    rows: tuple[DrawnRow, ...]

    width: int = WIDTH
    height: int = HEIGHT


def bar_list(
    *, name: str, title: str, heading: str, definition: str, rows: Sequence[Row]
) -> BarList:
    """Return the list of ``rows``, with a bar for each."""
    longest = max((row.whole for row in rows), default=0)
    drawn = tuple(
        DrawnRow(row, length_of(row.part, longest), length_of(row.whole, longest)) for row in rows
    )
    return BarList(name, title, heading, definition, drawn)


def length_of(number: int, longest: int) -> int:
    """Return how long the bar of ``number`` is when that of ``longest`` fills the drawing."""
    return round(WIDTH * number / longest) if longest else 0
