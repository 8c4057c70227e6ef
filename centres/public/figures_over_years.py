"""How many centres were recognised at the end of each year, as far as is known.

Two numbers that are kept apart: what is certain, and what a public source says without it being
known whether it held on the day. What has no known beginning is in neither, and is counted aside.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from ..models import Recognition
from ..remembered import remembered
from ..status import IN_FORCE, Status, speaking_recognition, status_on
from .charts import Bar, BarChart, Look, Series, bar_chart
from .list_addresses import IS_RECOGNISED, list_address

MOST_YEARS = 30
"""Of a day far ahead only the latest years are shown: more do not fit."""


@dataclass(frozen=True)
class Moment:
    """How many centres were recognised on ``day``: for certain, and perhaps."""

    day: datetime.date
    recognised: int
    unconfirmed: int


@dataclass(frozen=True)
class OverTheYears:
    """The moments from the first known beginning on, oldest first; the last is the day itself.

    ``without_start`` counts the centres of which no beginning is known: no moment has them.
    """

    moments: tuple[Moment, ...]
    without_start: int


@remembered()
def over_the_years(version_number: int, day: datetime.date) -> OverTheYears:
    """Return the moments up to ``day``, by what is known now (two queries)."""
    of_centres = _recognitions_per_centre()
    starts = [each.valid_from for own in of_centres for each in own if each.valid_from]
    days = _days(min(starts), day) if starts else []
    return OverTheYears(
        tuple(_moment(of_centres, each) for each in days),
        sum(all(each.valid_from is None for each in own) for own in of_centres),
    )


def _days(first: datetime.date, day: datetime.date) -> list[datetime.date]:
    """Return the last days of the years from ``first`` on, and ``day`` itself."""
    years = range(first.year, day.year)[-(MOST_YEARS - 1) :]
    return [*(datetime.date(year, 12, 31) for year in years), day]


def _recognitions_per_centre() -> list[list[Recognition]]:
    rows = Recognition.objects.filter(centre__merged_into=None).order_by("centre_id")
    rows = rows.prefetch_related("suspensions").only(
        "centre", "outcome", "origin", "valid_from", "valid_from_precision", "valid_through",
        "valid_through_precision", "extended_through", "ended_how", "last_day",
    )  # fmt: skip
    return [list(own) for _centre, own in groupby(rows, key=lambda each: each.centre_id)]


def _moment(of_centres: Iterable[list[Recognition]], day: datetime.date) -> Moment:
    found = Counter(status_by(recognitions, day) for recognitions in of_centres)
    recognised = sum(found[status] for status in IN_FORCE)
    return Moment(day, recognised, found[Status.UNCONFIRMED])


def status_by(recognitions: Iterable[Recognition], day: datetime.date) -> Status | None:
    """Return the status on ``day`` by what had begun by then; ``None`` when nothing is known to.

    What begins later says nothing about ``day``, so unlike in the list it does not speak here. A
    recognition that began on an unknown day is left out: nobody knows whether that was earlier.
    """
    begun = [
        each
        for each in recognitions
        if each.valid_from is not None and status_on(each, day) != Status.UPCOMING
    ]
    speaking = speaking_recognition(begun, day)
    return speaking and status_on(speaking, day)


def chart_of_years(found: OverTheYears) -> BarChart:
    """Return the drawing: a bar per year, and one for the day. Each row links to its list."""
    return bar_chart(
        name="years",
        title=_("Recognised centres at the end of each year"),
        heading=_("Year"),
        series=[
            Series(_("recognised for certain"), Look.SOLID),
            Series(_("not confirmed on that day"), Look.DOTTED),
        ],
        bars=[_bar(each, is_last=each is found.moments[-1]) for each in found.moments],
        with_totals=False,
    )


def _bar(moment: Moment, *, is_last: bool) -> Bar:
    return Bar(
        label=str(moment.day.year),
        values=(moment.recognised, moment.unconfirmed),
        note=_("on this day") if is_last else "",
        url=list_address(moment.day, status=IS_RECOGNISED),
    )
