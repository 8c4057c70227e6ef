"""The status of a recognition on a day: one rule, in SQL and in Python side by side.

Status is never stored; both forms compute it from the dates. One table of boundary days in
``tests/centres/test_status.py`` holds them to each other. Source of the rule: the design of the
register, section 4 (``docs/decisions/0004-status-is-computed.md``).
"""

import datetime

from django.db import models
from django.db.models import Case, Exists, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from hospitals.partial_dates import Precision, first_day_of, last_day_of


class Status(models.TextChoices):
    """What the register says about a recognition on a day: a closed list."""

    RECOGNISED = "recognised", _("recognised")
    WITH_REQUIREMENTS = "recognised_with_requirements", _("recognised with requirements")
    RENEWING = "renewing", _("being reassessed, recognition continues")
    SUSPENDED = "suspended", _("suspended")
    UPCOMING = "upcoming", _("recognised from a later day")
    EXPIRED = "expired", _("expired")
    RETURNED = "returned", _("returned")
    WITHDRAWN = "withdrawn", _("withdrawn")
    UNCONFIRMED = "unconfirmed", _("not confirmed")


IN_FORCE = (Status.RECOGNISED, Status.WITH_REQUIREMENTS, Status.RENEWING)
"""The statuses in which a centre is recognised on the day itself."""

RUNNING = (*IN_FORCE, Status.SUSPENDED)
"""The statuses of a recognition whose period covers the day."""


class Outcome(models.TextChoices):
    FULL = "full", _("full")
    WITH_REQUIREMENTS = "with_requirements", _("with requirements")
    NOT_STATED = "not_stated", _("not stated by the source")


class Origin(models.TextChoices):
    DECISION = "decision", _("decided in this register")
    REGISTER = "register", _("taken over from STZ's records")
    PUBLIC_SOURCE = "public_source", _("found in a public source")


class EndedHow(models.TextChoices):
    RETURNED = "returned", _("returned by the hospital")
    WITHDRAWN = "withdrawn", _("withdrawn by STZ")


def runs_on(day: datetime.date) -> Q:
    """Return the condition that a recognition's period certainly covers ``day``.

    A last day known to the month or the year only is uncertain from that month or year on.
    """
    not_ended_early = Q(last_day__isnull=True) | Q(last_day__gte=day)
    by_term = Q(valid_through__gt=day) | Q(valid_through=day, valid_through_precision=Precision.DAY)
    return Q(valid_from__lte=day) & not_ended_early & (by_term | Q(extended_through__gte=day))


def may_have_begun_on(day: datetime.date) -> Q:
    """Return the condition that ``day`` lies in the month or year in which a period began."""
    in_year = Q(valid_from=last_day_of(Precision.YEAR, day), valid_from_precision=Precision.YEAR)
    in_month = Q(valid_from=last_day_of(Precision.MONTH, day), valid_from_precision=Precision.MONTH)
    return in_year | in_month


def is_upcoming_on(day: datetime.date) -> Q:
    """Return the condition that a recognition has certainly not begun on ``day``, but will."""
    not_ended_early = Q(last_day__isnull=True) | Q(last_day__gte=day)
    return Q(valid_from__gt=day) & ~may_have_begun_on(day) & not_ended_early


def status_expression(day: datetime.date, suspended: Exists) -> Case:
    """Return the SQL form: the status on ``day`` as an expression over a recognition's row.

    Arguments:
        suspended: whether a suspension of the row covers ``day``.
    """
    dates_unknown = Q(valid_from__isnull=True) | Q(valid_through__isnull=True)
    with_requirements = Q(outcome=Outcome.WITH_REQUIREMENTS)
    within_term = Q(valid_through__gte=day)
    return Case(
        When(last_day__lt=day, then=F("ended_how")),
        When(is_upcoming_on(day), then=Value(Status.UPCOMING)),
        When(Q(valid_from__gt=day) | dates_unknown, then=Value(Status.UNCONFIRMED)),
        When(runs_on(day) & Q(suspended), then=Value(Status.SUSPENDED)),
        When(runs_on(day) & within_term & with_requirements, then=Value(Status.WITH_REQUIREMENTS)),
        When(runs_on(day) & within_term, then=Value(Status.RECOGNISED)),
        When(runs_on(day), then=Value(Status.RENEWING)),
        When(origin=Origin.PUBLIC_SOURCE, then=Value(Status.UNCONFIRMED)),
        default=Value(Status.EXPIRED),
        output_field=models.CharField(),
    )


def status_on(recognition, day: datetime.date) -> Status:
    """Return the Python form: the status of ``recognition`` on ``day``."""
    if recognition.last_day is not None and recognition.last_day < day:
        return Status(recognition.ended_how)
    first, last = recognition.valid_from, recognition.valid_through
    if first is not None and first > day:
        may_have_begun = first_day_of(recognition.valid_from_precision, first) <= day
        return Status.UNCONFIRMED if may_have_begun else Status.UPCOMING
    if first is None or last is None:
        return Status.UNCONFIRMED
    within_term = last > day or (
        last == day and recognition.valid_through_precision == Precision.DAY
    )
    extended = recognition.extended_through is not None and recognition.extended_through >= day
    if not within_term and not extended:
        from_public_source = recognition.origin == Origin.PUBLIC_SOURCE
        return Status.UNCONFIRMED if from_public_source else Status.EXPIRED
    if any(suspension.covers(day) for suspension in recognition.suspensions.all()):
        return Status.SUSPENDED
    if not within_term:
        return Status.RENEWING
    if recognition.outcome == Outcome.WITH_REQUIREMENTS:
        return Status.WITH_REQUIREMENTS
    return Status.RECOGNISED


RUNNING_FIRST, UPCOMING_NEXT, OTHERS_LAST = 0, 1, 2


def rank_expression(day: datetime.date) -> Case:
    """Return the SQL form of ``rank``: on the dates alone, because it is computed for every row."""
    return Case(
        When(runs_on(day), then=Value(RUNNING_FIRST)),
        When(is_upcoming_on(day), then=Value(UPCOMING_NEXT)),
        default=Value(OTHERS_LAST),
        output_field=models.IntegerField(),
    )


def rank(status: Status) -> int:
    """Return how strongly a recognition with ``status`` speaks for its centre; lowest first."""
    if status in RUNNING:
        return RUNNING_FIRST
    return UPCOMING_NEXT if status == Status.UPCOMING else OTHERS_LAST


def speaking_recognition(recognitions, day: datetime.date):
    """Return the recognition that says what a centre's status is on ``day``, or ``None``.

    The one that runs on that day (they do not overlap, so there is at most one); else the first
    that is to begin; else the latest that there was. The SQL form is
    ``RecognitionQuerySet.speaking_first_on``.
    """

    def order(recognition):
        level = rank(status_on(recognition, day))
        first = recognition.valid_from or datetime.date.min
        since = first.toordinal() if level == UPCOMING_NEXT else -first.toordinal()
        return level, since, -recognition.pk

    return min(recognitions, key=order, default=None)
