"""When the rounds of an example are, and what they are called."""

import datetime
from typing import NamedTuple

from django.db.models import Max

from centres.example.days import days_after
from centres.models import PublishedRound

from .. import rounds
from ..models import AssessmentRound
from .world import WHY, World, act

CAPACITY = 30


class Days(NamedTuple):
    """The days of a round, in their order."""

    opens_on: datetime.date
    closes_on: datetime.date
    meets_on: datetime.date
    planned_release_on: datetime.date

    @classmethod
    def around(cls, day: datetime.date, *, opens: int, closes: int, meets: int, release: int):
        """Return the days that lie so many days after ``day`` (before it, below 0)."""
        return cls(*(days_after(day, each) for each in (opens, closes, meets, release)))


def plan(world: World, days: Days) -> AssessmentRound:
    """Plan a round under the next free number of the year of its release."""
    year = days.planned_release_on.year
    return rounds.plan(
        year=year,
        number=free_number(year),
        edition=world.edition,
        capacity=CAPACITY,
        by=world.people.recorder,
        why=WHY,
        **days._asdict(),
    )


def plan_and_open(world: World, days: Days) -> AssessmentRound:
    """Plan a round and open it on its first day."""
    with world.past.on(days_after(days.opens_on, -30)):
        round = plan(world, days)
    with world.past.on(days.opens_on):
        act(rounds.open_round, round, on=days.opens_on, by=world.people.recorder)
    return round


def close(world: World, round: AssessmentRound) -> datetime.date:
    """Close a round on the day after its last day; return that day."""
    on = days_after(round.closes_on, 1)
    act(rounds.close_round, round, on=on, by=world.people.recorder)
    return on


def free_number(year: int) -> int:
    taken = [
        model.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
        for model in (AssessmentRound, PublishedRound)
    ]
    return max(taken) + 1
