"""The courses that the recognition of an invented centre can take.

Each is a function that returns the recognitions and the suspensions of one centre, so that the
centre has a certain status on the reference day.
"""

import datetime
from collections.abc import Callable, Sequence
from typing import NamedTuple

from centres.models import Centre, PublishedRound, Recognition, Suspension
from centres.status import EndedHow, Origin, Outcome
from hospitals.partial_dates import UNKNOWN_DATE, PartialDate, Precision

from .chance import Chance
from .days import TERM_YEARS, days_after, first_of_next_month, last_day_of_term, years_after
from .words import EXAMPLE, EXAMPLE_URL

ROUND_TO_COME = -1
"""The last round: what it recognised may still have to begin. All before it have begun."""


class Life(NamedTuple):
    """What happened to the recognition of one centre."""

    recognitions: list[Recognition]
    suspensions: Sequence[Suspension] = ()


class Circumstances(NamedTuple):
    """What a course depends on: the centre, the reference day, the rounds and chance."""

    centre: Centre
    day: datetime.date
    rounds: list[PublishedRound]
    chance: Chance

    def days_before_term(self, least: int, most: int) -> datetime.date:
        """Return a first day of which the term ended that many days ago, or a day more."""
        return years_after(self.days_ago(least, most), -TERM_YEARS)

    def days_ago(self, least: int, most: int) -> datetime.date:
        return days_after(self.day, -self.chance.randint(least, most))

    def days_ahead(self, least: int, most: int) -> datetime.date:
        return days_after(self.day, self.chance.randint(least, most))


# The courses --------------------------------------------------------------------------------------


def recognised(given: Circumstances) -> Life:
    return Life(_decided(given))


def recognised_with_requirements(given: Circumstances) -> Life:
    return Life(_decided(given, outcome=Outcome.WITH_REQUIREMENTS))


def recognised_again_soon(given: Circumstances) -> Life:
    """The next recognition is decided already and follows on the one that runs."""
    next_first = given.days_ahead(10, 90)
    earlier = _taken_over(given, years_after(next_first, -TERM_YEARS))
    return Life([earlier, _of_last_round(given, next_first, is_reassessment=True)])


def recognised_by_a_source(given: Circumstances) -> Life:
    """A public source says since which month and through which year; not how it was decided."""
    first = PartialDate(given.days_ago(100, 900), Precision.MONTH)
    last = PartialDate(years_after(given.day, 2), Precision.YEAR)
    return Life([_found(given, first, last)])


def was_suspended(given: Circumstances) -> Life:
    suspended = _suspension(given, through=None)
    suspended.suspended_through = days_after(suspended.suspended_from, 3)
    return _with_suspension(given, suspended)


def to_be_returned(given: Circumstances) -> Life:
    return Life(_ended(given, EndedHow.RETURNED, given.days_ahead(1, 14)))


def renewing(given: Circumstances) -> Life:
    recognition = _taken_over(given, given.days_before_term(30, 150))
    recognition.extended_through = given.days_ahead(30, 200)
    recognition.extension_reason = "Voorbeeld: de herbeoordeling loopt nog."
    return Life([recognition])


def suspended(given: Circumstances) -> Life:
    through = None if given.chance.one_in(2) else given.days_ahead(1, 90)
    return _with_suspension(given, _suspension(given, through=through))


def upcoming(given: Circumstances) -> Life:
    return Life([_of_last_round(given, given.days_ahead(1, 90), is_reassessment=False)])


def expired(given: Circumstances) -> Life:
    return Life([_taken_over(given, given.days_before_term(200, 900))])


def returned(given: Circumstances) -> Life:
    return Life(_ended(given, EndedHow.RETURNED, given.days_ago(1, 100)))


def withdrawn(given: Circumstances) -> Life:
    return Life(_ended(given, EndedHow.WITHDRAWN, given.days_ago(1, 100)))


def unconfirmed_since_year(given: Circumstances) -> Life:
    return Life([_found(given, PartialDate(years_after(given.day, -6), Precision.YEAR))])


def unconfirmed_since_month(given: Circumstances) -> Life:
    return Life([_found(given, PartialDate(given.days_ago(1000, 2500), Precision.MONTH))])


def unconfirmed_period_over(given: Circumstances) -> Life:
    first = given.days_ago(1600, 2500)
    last = PartialDate(last_day_of_term(first), Precision.DAY)
    return Life([_found(given, PartialDate(first, Precision.DAY), last)])


def unconfirmed_and_undated(given: Circumstances) -> Life:
    return Life([_found(given)])


Course = Callable[[Circumstances], Life]

WEIGHTS: dict[Course, int] = {
    recognised: 400,
    recognised_with_requirements: 80,
    suspended: 15,
    renewing: 50,
    upcoming: 30,
    expired: 60,
    returned: 30,
    withdrawn: 15,
    unconfirmed_since_year: 60,
    unconfirmed_since_month: 40,
    unconfirmed_and_undated: 30,
    recognised_by_a_source: 60,
    recognised_again_soon: 30,
    unconfirmed_period_over: 40,
    was_suspended: 20,
    to_be_returned: 20,
}
"""Every course with how often it occurs. The first centres take them in this order, so that even
the smallest register has every status."""


def course_of(number: int, chance: Chance) -> Course:
    """Return the course for the centre with this ``number``, counted from 0."""
    courses = list(WEIGHTS)
    if number < len(courses):
        return courses[number]
    return chance.choices(courses, WEIGHTS.values())[0]


# What they are made of ----------------------------------------------------------------------------


def _decided(given: Circumstances, **over) -> list[Recognition]:
    """Return a recognition of a round that has begun, and mostly the one that it followed."""
    round = given.rounds[given.chance.randrange(len(given.rounds) - 1)]
    first = first_of_next_month(round.released_on)
    is_reassessment = not given.chance.one_in(3)
    decided = Recognition(
        round=round,
        is_reassessment=is_reassessment,
        **_period(given, first) | {"origin": Origin.DECISION} | over,
    )
    return (
        [_taken_over(given, years_after(first, -TERM_YEARS)), decided]
        if is_reassessment
        else [decided]
    )


def _of_last_round(given: Circumstances, first: datetime.date, **over) -> Recognition:
    own = {"origin": Origin.DECISION, "round": given.rounds[ROUND_TO_COME]}
    return Recognition(**_period(given, first) | own | over)


def _taken_over(given: Circumstances, first: datetime.date) -> Recognition:
    return Recognition(**_period(given, first))


def _period(given: Circumstances, first: datetime.date) -> dict:
    return {
        "centre": given.centre,
        "outcome": Outcome.FULL,
        "origin": Origin.REGISTER,
        "valid_from": first,
        "valid_through": last_day_of_term(first),
        "source_name": EXAMPLE,
    }


def _found(given: Circumstances, first=UNKNOWN_DATE, last=UNKNOWN_DATE) -> Recognition:
    """Return a recognition as a public source tells it."""
    return Recognition(
        centre=given.centre,
        outcome=Outcome.NOT_STATED,
        origin=Origin.PUBLIC_SOURCE,
        valid_from=first.as_start(),
        valid_from_precision=first.precision,
        valid_through=last.as_end(),
        valid_through_precision=last.precision,
        source_name=EXAMPLE,
        source_url=EXAMPLE_URL,
        source_date=given.day.replace(month=1, day=1),
        source_date_precision=Precision.YEAR,
    )


def _ended(given: Circumstances, how: EndedHow, last_day: datetime.date) -> list[Recognition]:
    *earlier, decided = _decided(given)
    decided.ended_how, decided.last_day = how, last_day
    decided.end_reason = "Voorbeeld van een reden waarom een erkenning eindigt."
    return [*earlier, decided]


def _suspension(given: Circumstances, *, through: datetime.date | None) -> Suspension:
    return Suspension(
        suspended_from=given.days_ago(5, 100),
        suspended_through=through,
        reason="Voorbeeld van een reden van opschorting.",
    )


def _with_suspension(given: Circumstances, suspension: Suspension) -> Life:
    recognitions = _decided(given)
    suspension.recognition = recognitions[-1]
    return Life(recognitions, [suspension])
