"""When what a page shows last changed: the truth behind ``lastmod`` in the sitemap.

A page changes when its record or what belongs to it changes, which the history remembers; and on
the day on which a status turns, though nobody touched it then.
"""

import datetime
from collections.abc import Iterable
from itertools import chain

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from hospitals.models import FormerName, Hospital, Location, Membership

from ..models import (
    Centre,
    CentreName,
    Condition,
    ConditionCode,
    ConditionName,
    Partner,
    PublishedRound,
    Recognition,
    Suspension,
    YearlyFigure,
)
from ..remembered import remembered

ONE_DAY = datetime.timedelta(days=1)
Days = dict[int, datetime.date]
"""The key of a record with the last day on which its page changed."""


@remembered(size=2)
def centres_changed(version_number: int, day: datetime.date) -> Days:
    """Return for each centre on which day its page last changed, up to ``day``."""
    changes = chain(
        _changes(Centre, "id"),
        *(_changes(kind, "centre_id") for kind in (Recognition, CentreName, Partner, YearlyFigure)),
        _changes_of_suspensions(),
        _turns(Recognition.objects.all(), F("centre_id"), day),
        _turns_of_suspensions(day),
    )
    return _latest(changes)


@remembered(size=2)
def hospitals_changed(version_number: int, day: datetime.date) -> Days:
    """Return the same for each hospital: of itself, or of a centre of it."""
    centres = centres_changed(version_number, day)
    rows = Centre.objects.values_list("hospital_id", "pk")
    return _latest(
        chain(
            _changes(Hospital, "id"),
            *(_changes(kind, "hospital_id") for kind in (Location, Membership, FormerName)),
            ((hospital, centres[centre]) for hospital, centre in rows if centre in centres),
        )
    )


@remembered(size=2)
def conditions_changed(version_number: int, day: datetime.date) -> Days:
    """Return the same for each condition: of itself, or of a centre for it."""
    centres = centres_changed(version_number, day)
    rows = Centre.conditions.through.objects.values_list("condition_id", "centre_id")
    return _latest(
        chain(
            _changes(Condition, "id"),
            *(_changes(kind, "condition_id") for kind in (ConditionName, ConditionCode)),
            ((condition, centres[centre]) for condition, centre in rows if centre in centres),
        )
    )


@remembered(size=2)
def rounds_changed(version_number: int, day: datetime.date) -> Days:
    """Return the same for each round that was released."""
    return _latest(_changes(PublishedRound, "id"))


def _changes(kind, owner: str) -> Iterable[tuple[int, datetime.date]]:
    """Yield the owners of records of a kind, with the day of the last change of one of them."""
    rows = kind.history.order_by().values_list(owner).annotate(last=Max("history_date"))
    return ((key, timezone.localtime(last).date()) for key, last in rows if key is not None)


def _changes_of_suspensions() -> Iterable[tuple[int, datetime.date]]:
    centre_of = dict(Recognition.objects.values_list("pk", "centre_id"))
    changes = _changes(Suspension, "recognition_id")
    return ((centre_of[key], last) for key, last in changes if key in centre_of)


def _turns(rows: QuerySet, owner: F, day: datetime.date) -> Iterable[tuple[int, datetime.date]]:
    """Yield the owners of recognitions with the days, up to ``day``, on which a status turned."""
    known = rows.annotate(owner=owner, ends=Recognition.last_day_expression())
    for key, first, last in known.values_list("owner", "valid_from", "ends"):
        turns = (first, last and last + ONE_DAY)
        yield from ((key, turn) for turn in turns if turn is not None and turn <= day)


def _turns_of_suspensions(day: datetime.date) -> Iterable[tuple[int, datetime.date]]:
    rows = Suspension.objects.filter(Q(suspended_from__lte=day))
    for key, first, last in rows.values_list(
        "recognition__centre_id", "suspended_from", "suspended_through"
    ):
        turns = (first, last and last + ONE_DAY)
        yield from ((key, turn) for turn in turns if turn is not None and turn <= day)


def _latest(changes: Iterable[tuple[int, datetime.date]]) -> Days:
    latest: Days = {}
    for key, day in changes:
        if key not in latest or latest[key] < day:
            latest[key] = day
    return latest
