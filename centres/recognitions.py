"""What happens to a recognition: recorded, extended, suspended, resumed, given back, withdrawn.

Nothing else writes its state, but ``centres.corrections``, which puts right what was written by
mistake. Each verb takes the version of the record on which the act was
decided and raises ``ChangedMeanwhile`` when somebody came first, and ``ValidationError`` with a
message for people when the act is not possible. The moves, by status on the day of the act:

=============  ==========================================  ==========================
act            possible while the recognition is           makes it
=============  ==========================================  ==========================
``extend``     not ended early, its term known to the day  ``renewing`` after its term
``suspend``    in force                                    ``suspended``
``resume``     suspended until further notice              what it was before
``give_back``  not ended early                             ``returned``
``withdraw``   not ended early                             ``withdrawn``
=============  ==========================================  ==========================

Two acts follow from a decision that was made in this register: ``cut_extension`` ends an extension
that is no longer needed, and ``decide_again`` gives the recognition the outcome of a later one.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hospitals.changes import changing, save_checked
from hospitals.models import RegisterVersion
from hospitals.partial_dates import PartialDate

from .models import Centre, PublishedRound, Recognition, Suspension
from .periods import refuse_endless_extension, refuse_endless_suspension
from .status import IN_FORCE, EndedHow, Origin, Outcome


def record(
    *,
    centre: Centre,
    outcome: Outcome,
    origin: Origin,
    valid_from: PartialDate,
    valid_through: PartialDate,
    by,
    why: str,
    round: PublishedRound | None = None,
    is_reassessment: bool | None = None,
    **source,
) -> Recognition:
    """Record that ``centre`` is recognised from ``valid_from`` through ``valid_through``.

    Arguments:
        is_reassessment: whether it follows an earlier recognition; ``None`` when not known.
        source: ``source_name``, ``source_url``, ``source_date`` with its precision, ``note`` and
            ``term_source_url``: where the fact and the term were found.
    """
    recognition = Recognition(
        centre=centre,
        outcome=outcome,
        origin=origin,
        valid_from=valid_from.as_start(),
        valid_from_precision=valid_from.precision,
        valid_through=valid_through.as_end(),
        valid_through_precision=valid_through.precision,
        round=round,
        is_reassessment=is_reassessment,
        **source,
    )
    with transaction.atomic():
        RegisterVersion.lock()
        save_checked(recognition, by=by, why=why)
    return recognition


def extend(
    recognition: Recognition, *, version: int, through: datetime.date, reason: str, by
) -> None:
    """Let the recognition run on after its term through the day ``through``.

    No longer than one more term: ``settings.RECOGNITION_TERM_YEARS`` after its own.
    """
    with changing(recognition, version=version, by=by, why=reason):
        refuse_when_ended(recognition)
        if recognition.runs_through is not None and through <= recognition.runs_through:
            raise ValidationError(
                _("The recognition runs at least as long already."), code="extends_nothing"
            )
        recognition.extended_through = through
        recognition.extension_reason = reason
        refuse_endless_extension(recognition)


def cut_extension(
    recognition: Recognition, *, version: int, through: datetime.date, by, why: str
) -> None:
    """Let the extension of the recognition end with the day ``through``, earlier than it would.

    When that day lies within the term there is no extension any more: the term ends it.
    """
    with changing(recognition, version=version, by=by, why=why):
        refuse_when_ended(recognition)
        if recognition.extended_through is None or recognition.extended_through <= through:
            return
        if through <= recognition.valid_through:
            recognition.extended_through, recognition.extension_reason = None, ""
        else:
            recognition.extended_through = through


def decide_again(recognition: Recognition, *, version: int, outcome: Outcome, by, why: str) -> None:
    """Give a recognition that was decided in this register the outcome of a later decision.

    Raises ``ValidationError`` for one that comes from elsewhere, or that has ended early.
    """
    with changing(recognition, version=version, by=by, why=why):
        if recognition.origin != Origin.DECISION:
            raise ValidationError(
                _("This recognition was not decided in the register."), code="not_decided_here"
            )
        refuse_when_ended(recognition)
        recognition.outcome = outcome


def suspend(
    recognition: Recognition, *, version: int, first_day: datetime.date, reason: str, by
) -> Suspension:
    """Suspend the recognition from ``first_day`` until further notice; see ``resume``."""
    with changing(recognition, version=version, by=by, why=reason):
        if recognition.status_on(first_day) not in IN_FORCE:
            raise ValidationError(
                _("The recognition is not in force on that day."), code="not_in_force"
            )
        suspension = Suspension(recognition=recognition, suspended_from=first_day, reason=reason)
        save_checked(suspension, by=by, why=reason)
    return suspension


def resume(
    recognition: Recognition, *, version: int, last_suspended_day: datetime.date, why: str, by
) -> Suspension:
    """End the running suspension of the recognition with ``last_suspended_day``."""
    with changing(recognition, version=version, by=by, why=why):
        suspension = recognition.suspensions.filter(suspended_through__isnull=True).first()
        if suspension is None:
            raise ValidationError(_("The recognition is not suspended."), code="not_suspended")
        with changing(suspension, version=suspension.version, by=by, why=why):
            suspension.suspended_through = last_suspended_day
            refuse_endless_suspension(suspension)
    return suspension


def give_back(
    recognition: Recognition, *, version: int, last_day: datetime.date, reason: str, by
) -> None:
    """End the recognition early because the hospital gives it back; ``last_day`` counts."""
    end_early(recognition, EndedHow.RETURNED, version=version, last_day=last_day, why=reason, by=by)


def withdraw(
    recognition: Recognition, *, version: int, last_day: datetime.date, reason: str, by
) -> None:
    """End the recognition early because STZ withdraws it; ``last_day`` still counts."""
    end_early(
        recognition, EndedHow.WITHDRAWN, version=version, last_day=last_day, why=reason, by=by
    )


def end_early(
    recognition: Recognition,
    how: EndedHow,
    *,
    version: int,
    last_day: datetime.date,
    why: str,
    by,
) -> None:
    """End the recognition with ``last_day``, which lies within its period."""
    with changing(recognition, version=version, by=by, why=why):
        refuse_when_ended(recognition)
        recognition.ended_how = how
        recognition.last_day = last_day
        recognition.end_reason = why


def refuse_when_ended(recognition: Recognition) -> None:
    """Raise ``ValidationError`` when the recognition has ended early."""
    if recognition.last_day is not None:
        raise ValidationError(_("The recognition has ended early already."), code="ended_already")
