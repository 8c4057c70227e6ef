"""The life of a centre as a drawing: its periods on a line of years.

Where a day is not known, the drawing says so: what is certain is drawn whole, what may be is drawn
dashed, and what is not known is not drawn at all. Places are percentages of the width, so that the
drawing is as wide as the page and its letters stay as large as the rest.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from hospitals.partial_dates import first_day_of, last_day_of

from ..models import Recognition
from ..status import IN_FORCE

MOST_TICKS = 6
ONE_DAY = datetime.timedelta(days=1)


class Look(StrEnum):
    """How a piece of a period looks; ``label`` says in the legend what it stands for."""

    RUNNING = "term--running"
    TERM = "term"
    MORE = "more"
    MAYBE = "maybe"
    PAUSE = "pause"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Look.RUNNING: _("recognised now"),
    Look.TERM: _("another period"),
    Look.MORE: _("extended"),
    Look.MAYBE: _("begin or end not known precisely"),
    Look.PAUSE: _("suspended"),
}


class Span(NamedTuple):
    """Days that look the same, the first and the last included."""

    look: Look
    first: datetime.date
    last: datetime.date


@dataclass(frozen=True)
class Piece:
    """A span as it is drawn; ``x`` and ``width`` are percentages of the drawing."""

    look: Look
    x: str
    width: str


@dataclass(frozen=True)
class Life:
    """What ``includes/_life.html`` draws. ``ticks`` are pairs of a place and a year."""

    pieces: tuple[Piece, ...]
    ticks: tuple[tuple[str, int], ...]
    today_x: str
    today_anchor: str
    looks: tuple[Look, ...]


def life_of(periods: Iterable[Recognition], day: datetime.date) -> Life | None:
    """Return the drawing of ``periods`` as they stood on ``day``; ``None`` without a known day."""
    spans = [span for period in periods for span in _spans(period, day)]
    if not spans:
        return None
    first = min([day, *(span.first for span in spans)]).replace(month=1, day=1)
    last = max([day, *(span.last for span in spans)])
    years = last.year - first.year + 1
    end = first.replace(year=first.year + years)

    def place(when: datetime.date) -> float:
        return 100 * ((when - first) / (end - first))

    step = ceil(years / MOST_TICKS)
    return Life(
        pieces=tuple(
            Piece(span.look, _percent(place(span.first)),
                  _percent(place(span.last + ONE_DAY) - place(span.first)))
            for span in spans
        ),
        ticks=tuple(
            (_percent(place(first.replace(year=year))), year)
            for year in range(first.year, first.year + years + 1, step)
        ),
        today_x=_percent(place(day)),
        today_anchor=_anchor(place(day)),
        looks=tuple(look for look in Look if look in {span.look for span in spans}),
    )  # fmt: skip


def _spans(period: Recognition, day: datetime.date) -> Iterator[Span]:
    """Yield what is known of one period, the uncertain ends apart, suspensions on top."""
    start, end = period.valid_from, period.last_day or period.valid_through
    if start is not None:
        maybe_from = first_day_of(period.valid_from_precision, start)
        if maybe_from < start:
            yield Span(Look.MAYBE, maybe_from, start)
        if end is None and maybe_from == start:
            yield Span(Look.MAYBE, start, start)
    if end is None:
        return
    certain_start = start or end
    if start is not None and start <= end:
        runs = period.status_on(day) in IN_FORCE
        yield Span(Look.RUNNING if runs else Look.TERM, start, end)
    if period.last_day is None:
        maybe_through = last_day_of(period.valid_through_precision, end)
        if maybe_through > end:
            yield Span(Look.MAYBE, end, maybe_through)
        if period.extended_through is not None:
            yield Span(Look.MORE, end + ONE_DAY, period.extended_through)
    through = period.runs_through or end
    for pause in period.suspensions.all():
        last = min(pause.suspended_through or through, through)
        if certain_start <= pause.suspended_from <= last:
            yield Span(Look.PAUSE, pause.suspended_from, last)


def _anchor(place: float) -> str:
    """Return which end of a text stands at ``place``, so that it stays within the drawing."""
    return "start" if place < 15 else "end" if place > 85 else "middle"


def _percent(number: float) -> str:
    """Write a percentage as SVG reads it, whatever the language of the page."""
    return f"{number:.2f}%"
