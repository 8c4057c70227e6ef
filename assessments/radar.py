"""When the terms of recognitions end, and in which round each of those centres is assessed again.

Everything is computed from what is public (``centres``) and from the dates of the rounds; no
application is looked at, so nothing here depends on a confidential file.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from centres.models import Recognition
from centres.status import is_upcoming_on, runs_on
from hospitals.partial_dates import Precision
from hospitals.terms import months_later

from .models import AssessmentRound
from .states import RoundState

MONTHS_AHEAD = 60
MONTHS_BEFORE = 12
"""How long before the end of a term a centre may be assessed again at the earliest."""


@dataclass(frozen=True)
class MonthLoad:
    """How many terms end in the month that begins on ``first_day``."""

    first_day: datetime.date
    in_round: int
    without_round: int

    @property
    def count(self) -> int:
        return self.in_round + self.without_round


@dataclass(frozen=True)
class RoundLoad:
    """How many terms fall in a round."""

    round: AssessmentRound
    load: int

    @property
    def excess(self) -> int:
        """How many more there are than the committee can assess; 0 when nobody said how many."""
        capacity = self.round.capacity
        return 0 if capacity is None else max(0, self.load - capacity)


@dataclass(frozen=True)
class Radar:
    """The terms that end: per month for five years, per round, and those in neither.

    Attributes:
        earlier: terms that are over, of recognitions that were extended.
        later: terms that end after the last month.
        month_unknown: terms of which only the year is known.
        without_round: terms of any kind for which no round is planned in time.
    """

    months: tuple[MonthLoad, ...]
    rounds: tuple[RoundLoad, ...]
    earlier: int
    later: int
    month_unknown: int
    without_round: int

    @property
    def in_months(self) -> int:
        return sum(month.count for month in self.months)

    @property
    def total(self) -> int:
        return self.in_months + self.earlier + self.later + self.month_unknown


def terms_on(day: datetime.date) -> QuerySet[Recognition]:
    """Return the recognitions whose term is the last one of their centre, as seen on ``day``.

    Those that run or will begin, suspended ones included: they are assessed again as well. Not
    those that end early, and not those that another recognition of the centre follows already.
    """
    following = Recognition.objects.filter(
        centre=OuterRef("centre"), valid_from__gt=OuterRef("valid_from")
    )
    return Recognition.objects.filter(
        runs_on(day) | is_upcoming_on(day), ~Exists(following), last_day__isnull=True
    )


def rounds_ahead() -> QuerySet[AssessmentRound]:
    """Return the rounds in which a term can fall: planned, open or being assessed."""
    ahead = (RoundState.PLANNED, RoundState.OPEN, RoundState.ASSESSING)
    return AssessmentRound.objects.filter(state__in=ahead).order_by("planned_release_on", "pk")


def round_of(last_day: datetime.date, rounds: Sequence[AssessmentRound]) -> AssessmentRound | None:
    """Return the round that a term through ``last_day`` falls in, or ``None``.

    The latest one whose planned release is on or before that day, and at most ``MONTHS_BEFORE``
    before it: then the new recognition follows the old one without a gap.
    """
    earliest = months_later(last_day, -MONTHS_BEFORE)
    in_time = [each for each in rounds if earliest <= each.planned_release_on <= last_day]
    return max(in_time, key=lambda each: (each.planned_release_on, each.pk), default=None)


def radar_on(day: datetime.date) -> Radar:
    """Return the radar as seen on ``day``: its month is the first one."""
    rounds = list(rounds_ahead())
    terms = list(terms_on(day).values_list("valid_through", "valid_through_precision"))
    fallen = [(last, precision, round_of(last, rounds)) for last, precision in terms]
    per_round = Counter(round.pk for _last, _precision, round in fallen if round is not None)
    places = Counter(
        (_place(last, precision, day), round is not None) for last, precision, round in fallen
    )
    return Radar(
        months=tuple(
            MonthLoad(month, places[month, True], places[month, False]) for month in _months(day)
        ),
        rounds=tuple(RoundLoad(each, per_round[each.pk]) for each in rounds),
        earlier=places["earlier", True] + places["earlier", False],
        later=places["later", True] + places["later", False],
        month_unknown=places["month unknown", True] + places["month unknown", False],
        without_round=sum(round is None for _last, _precision, round in fallen),
    )


def _months(day: datetime.date) -> Iterable[datetime.date]:
    first = day.replace(day=1)
    return (months_later(first, number) for number in range(MONTHS_AHEAD))


def _place(last: datetime.date, precision: str, day: datetime.date) -> datetime.date | str:
    """Return the first day of the month in which a term ends, or in which other count it is."""
    if last < day:
        return "earlier"
    if last >= months_later(day.replace(day=1), MONTHS_AHEAD):
        return "later"
    return "month unknown" if precision == Precision.YEAR else last.replace(day=1)
