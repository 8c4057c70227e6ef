"""Which periods a recognition and its suspensions may have: none that is surely a mistake.

The database keeps what is certain (``Recognition.Meta.constraints``). The rules here look further:
at dates known to the year or the month only, and at lengths that STZ decides. Dates are compared
as ``hospitals.partial_dates`` stores them, so that only what is certain is refused.
"""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from hospitals.partial_dates import PartialDate, Precision, first_day_of, last_day_of
from hospitals.terms import last_day_of_term, months_later

from .status import RUNNING

MONTHS_PER_YEAR = 12


def refuse_collision(recognition, others) -> None:
    """Raise ``ValidationError`` when ``recognition`` cannot be true beside one of ``others``.

    Arguments:
        others: the other recognitions of the same centre.
    """
    for other in others:
        if collide(recognition, other):
            raise ValidationError(
                _("It does not go together with this centre's recognition %(period)s."),
                code="collides",
                params={"period": in_words(other)},
            )


def collide(one, other) -> bool:
    """Return whether two recognitions of one centre certainly cover the same time.

    They do when they begin on the same (partly known) date, when one certainly begins while the
    other runs, and when they certainly share a day.
    """
    if one.valid_from is None or other.valid_from is None:
        return False
    return (
        one.first_known == other.first_known
        or begins_within(one, other)
        or begins_within(other, one)
        or share_a_day(one, other)
    )


def begins_within(one, other) -> bool:
    """Return whether ``one`` certainly begins on a day on which ``other`` certainly runs."""
    earliest = first_day_of(one.valid_from_precision, one.valid_from)
    through = other.runs_through
    return through is not None and other.valid_from <= earliest <= one.valid_from <= through


def share_a_day(one, other) -> bool:
    """Return whether there is a day on which both certainly run."""
    if one.runs_through is None or other.runs_through is None:
        return False
    first = max(one.valid_from, other.valid_from)
    return first <= one.runs_through and first <= other.runs_through


def in_words(recognition) -> str:
    """Return the period of ``recognition`` for a message: "2019 – 31 December 2023"."""
    exact = recognition.last_day or recognition.extended_through
    last = PartialDate(exact, Precision.DAY) if exact else recognition.last_known
    return f"{recognition.first_known} – {last}"


def refuse_endless_term(recognition) -> None:
    """Raise ``ValidationError`` when the term certainly lasts more than two terms of STZ."""
    first, last = recognition.valid_from, recognition.valid_through
    years = 2 * settings.RECOGNITION_TERM_YEARS
    if first is None or last is None or first.year + years > datetime.MAXYEAR:
        return
    if last > last_day_of_term(first, years):
        raise ValidationError(
            _("A recognition lasts at most %(years)s years."),
            code="term_too_long",
            params={"years": years},
        )


def refuse_endless_extension(recognition) -> None:
    """Raise ``ValidationError`` when an extension is longer than a term of STZ."""
    term_ends, through = recognition.valid_through, recognition.extended_through
    years = settings.RECOGNITION_TERM_YEARS
    if term_ends is None or through is None or term_ends.year + years > datetime.MAXYEAR:
        return
    latest = months_later(term_ends, years * MONTHS_PER_YEAR)
    if through > latest:
        raise ValidationError(
            _("An extension of this recognition runs through %(latest)s at most."),
            code="extension_too_long",
            params={"latest": date_format(latest, "DATE_FORMAT")},
        )


def refuse_suspension_elsewhere(suspension) -> None:
    """Raise ``ValidationError`` unless a suspension begins while its recognition runs."""
    if suspension.recognition.status_on(suspension.suspended_from) not in RUNNING:
        raise ValidationError(
            _("The recognition is not in force on that day."), code="not_in_force"
        )


def refuse_endless_suspension(suspension) -> None:
    """Raise ``ValidationError`` when a suspension ends after its recognition certainly has."""
    latest, through = may_run_through(suspension.recognition), suspension.suspended_through
    if latest is not None and through is not None and through > latest:
        raise ValidationError(
            _("The recognition runs through %(latest)s; a suspension does not last longer."),
            code="suspended_too_long",
            params={"latest": date_format(latest, "DATE_FORMAT")},
        )


def may_run_through(recognition) -> datetime.date | None:
    """Return the last day on which ``recognition`` may run; ``None`` when nothing says so."""
    exact = recognition.last_day or recognition.extended_through
    if exact or recognition.valid_through is None:
        return exact
    return last_day_of(recognition.valid_through_precision, recognition.valid_through)
