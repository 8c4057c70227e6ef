"""Rounds are planned, opened, moved to other dates, closed and cancelled; see ``states``.

Opening a round makes its dates public; nothing else in this module touches a public table. The
release is in ``assessments.releases``.
"""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from centres.announcements import announce, take_back
from centres.editions import put_in_use
from centres.models import Centre
from hospitals.changes import changing, save_checked
from hospitals.models import Hospital, RegisterVersion

from .late_exceptions import refuse_conflict_in_exception
from .models import Application, AssessmentRound, LateException
from .moves import moving, refuse_released
from .states import RoundState

DATES = ("opens_on", "closes_on", "meets_on", "planned_release_on")


def plan(*, by, why: str, **fields) -> AssessmentRound:
    """Plan a round. ``fields`` are those of ``AssessmentRound``: dates, edition, term, capacity."""
    round = AssessmentRound(**fields)
    with transaction.atomic():
        RegisterVersion.lock()
        save_checked(round, by=by, why=why)
    return round


def open_round(round: AssessmentRound, *, version: int, on: datetime.date, by, why: str) -> None:
    """Open the round for applications: its dates become public, its edition is in use.

    An edition that is not in use yet is put in use, because an application answers to it.
    """
    with moving(round, "open", version=version, by=by, why=why):
        if on > round.closes_on:
            raise ValidationError(
                _("The closing day is past. Change the dates first."), code="closed_already"
            )
        edition = round.edition
        if edition.in_use_since is None:
            put_in_use(edition, version=edition.version, on=on, by=by, why=why)
        _announce(round, by=by, why=why)


def reschedule(
    round: AssessmentRound,
    *,
    version: int,
    opens_on: datetime.date,
    closes_on: datetime.date,
    meets_on: datetime.date,
    planned_release_on: datetime.date,
    by,
    why: str,
) -> None:
    """Give the round other dates. What is public follows in the same transaction.

    The opening day stays once the round is open, because conflicts of interest hang on it; the
    closing day once it is closed, because that says what was in time.
    """
    refuse_released(round, version=version)
    with changing(round, version=version, by=by, why=why):
        if round.status not in (RoundState.PLANNED, RoundState.OPEN, RoundState.ASSESSING):
            raise ValidationError(
                _("The dates of this round do not change any more."), code="round_is_over"
            )
        dates = (opens_on, closes_on, meets_on, planned_release_on)
        if round.status == RoundState.OPEN and opens_on != round.opens_on:
            raise ValidationError(
                _("The round is open: its opening day does not change any more."),
                code="open_already",
            )
        if round.status == RoundState.ASSESSING and dates[:2] != (round.opens_on, round.closes_on):
            raise ValidationError(
                _("The round was closed: its opening and closing day do not change any more."),
                code="closed_already",
            )
        if Application.objects.filter(round=round, submitted_on__gt=closes_on).exists() and (
            closes_on < round.closes_on
        ):
            raise ValidationError(
                _("An application was submitted after that day; it would be late after all."),
                code="would_be_late",
            )
        for name, day in zip(DATES, dates, strict=True):
            setattr(round, name, day)
        round.full_clean()
        if round.status != RoundState.PLANNED:
            _announce(round, by=by, why=why)


def close_round(round: AssessmentRound, *, version: int, on: datetime.date, by, why: str) -> None:
    """Close the round on the day after its last day or later: the assessment begins.

    Applications that were not submitted stay drafts, and only a granted exception lets one in.
    """
    with moving(round, "close", version=version, by=by, why=why):
        if on <= round.closes_on:
            raise ValidationError(
                _("Applications are in time through the closing day. Close it after that."),
                code="still_open",
            )
        _announce(round, by=by, why=why)


def cancel(round: AssessmentRound, *, version: int, by, why: str) -> None:
    """Cancel a round that nobody applied in. Its dates are public no longer."""
    with moving(round, "cancel", version=version, by=by, why=why):
        if Application.objects.standing().filter(round=round).exists():
            raise ValidationError(
                _("There are applications in this round. It cannot be cancelled."),
                code="has_applications",
            )
        take_back(year=round.year, number=round.number, by=by, why=why)


def ask_exception(
    *,
    round: AssessmentRound,
    hospital: Hospital,
    centre: Centre | None,
    last_day: datetime.date,
    reason: str,
    by,
) -> LateException:
    """Ask that one application may be submitted after the closing day, through ``last_day``.

    It holds once a second person has granted it.
    """
    if last_day <= round.closes_on:
        raise ValidationError(
            {"last_day": ValidationError(
                _("Through that day no exception is needed."), code="no_exception_needed")}
        )  # fmt: skip
    if last_day >= round.meets_on:
        raise ValidationError(
            {"last_day": ValidationError(
                _("An exception ends before the committee meets."), code="after_the_meeting")}
        )  # fmt: skip
    exception = LateException(
        round=round,
        hospital=hospital,
        centre=centre,
        last_day=last_day,
        reason=reason,
        asked_by=by,
    )
    refuse_conflict_in_exception(exception, by)
    with transaction.atomic():
        RegisterVersion.lock()
        save_checked(exception, by=by, why=reason)
    return exception


def grant_exception(exception: LateException, *, version: int, by, why: str) -> None:
    """Grant an exception that somebody else asked for."""
    refuse_conflict_in_exception(exception, by)
    with changing(exception, version=version, by=by, why=why):
        if exception.granted_by_id is not None:
            raise ValidationError(_("It was granted already."), code="granted_already")
        exception.granted_by = by


def _announce(round: AssessmentRound, *, by, why: str) -> None:
    announce(
        year=round.year,
        number=round.number,
        edition=round.edition,
        applications=number_to_show(round),
        by=by,
        why=why,
        **{name: getattr(round, name) for name in DATES},
    )


def number_to_show(round: AssessmentRound) -> int | None:
    """Return how many applications the public sees, once the round is closed and if STZ says so."""
    if not settings.SHOW_NUMBER_OF_APPLICATIONS or round.status == RoundState.OPEN:
        return None
    return Application.objects.handled().filter(round=round).count()
