"""From when through when a decision recognises a centre."""

import datetime

from centres.models import Centre, Recognition
from hospitals.terms import last_day_of_term

from .models import Application, Decision

ONE_DAY = datetime.timedelta(days=1)


def first_day(decision: Decision, *, released_on: datetime.date) -> datetime.date:
    """Return the first day of the recognition that ``decision`` gives when released on a day.

    A correction of a recognition keeps its day. Else the day that the decision names; else the day
    after the term that still runs; else the day of the release. An extension is no term: it makes
    room for the new recognition.
    """
    if (corrected := corrected_recognition(decision)) is not None:
        return corrected.valid_from
    if decision.valid_from is not None:
        return decision.valid_from
    running = running_recognition(decision, on=released_on)
    if running is None:
        return released_on
    return max(released_on, (running.last_day or running.valid_through) + ONE_DAY)


def last_day(decision: Decision, *, released_on: datetime.date) -> datetime.date:
    """Return the last day of the recognition: its term is that of the round."""
    if (corrected := corrected_recognition(decision)) is not None:
        return corrected.valid_through
    first = first_day(decision, released_on=released_on)
    return last_day_of_term(first, decision.application.round.term_years)


def corrected_recognition(decision: Decision) -> Recognition | None:
    """Return the recognition that stands and that ``decision`` corrects, or ``None``."""
    if decision.replaces is None or decision.replaces.recognition is None:
        return None
    before = decision.replaces.recognition
    return before if before.last_day is None else None


def centre_of(application: Application) -> Centre | None:
    """Return the centre that ``application`` is about: one that it proposed once it was entered."""
    if application.centre_id is not None:
        return application.centre
    if application.released_at is None:  # nothing is entered before the release
        return None
    giving = application.decisions.filter(recognition__isnull=False)
    decision = giving.select_related("recognition__centre").first()
    return decision and decision.recognition.centre


def running_recognition(decision: Decision, *, on: datetime.date) -> Recognition | None:
    """Return the recognition of the centre whose days reach ``on``, or ``None``."""
    centre = centre_of(decision.application)
    if centre is None:
        return None
    reaching = [
        recognition
        for recognition in centre.recognitions.all()
        if recognition.valid_from is not None
        and recognition.runs_through is not None
        and recognition.valid_from <= recognition.runs_through
        and recognition.runs_through >= on
    ]
    return max(reaching, key=lambda recognition: recognition.runs_through, default=None)
