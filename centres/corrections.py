"""What was written of a recognition by mistake is put right; the history keeps what stood there.

The verbs of ``centres.recognitions`` say what happened. These say that it was written down wrongly:
an extension to the year 3027, a last day that is a day off, a public reason that names a person.
They are possible for every origin, because they put right what staff typed after the decision. The
term and the outcome of a recognition decided in this register are corrected by a new decision only.

Each verb takes the version of the record that was seen and raises ``ChangedMeanwhile`` when
somebody came first, and ``ValidationError`` with a message for people when it is not possible.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hospitals.changes import changing
from hospitals.models import RegisterVersion
from hospitals.records import Record

from .models import Recognition, Suspension
from .periods import (
    refuse_endless_extension,
    refuse_endless_suspension,
    refuse_suspension_elsewhere,
)
from .status import Origin


def correct(
    recognition: Recognition,
    *,
    version: int,
    extended_through: datetime.date | None,
    extension_reason: str,
    ended_how: str,
    last_day: datetime.date | None,
    end_reason: str,
    by,
    why: str,
) -> None:
    """Put right the extension and the early end of ``recognition``.

    What is given takes the place of what stood; ``None`` and empty text take it away.
    """
    with changing(recognition, version=version, by=by, why=why):
        recognition.extended_through = extended_through
        recognition.extension_reason = extension_reason
        recognition.ended_how = ended_how
        recognition.last_day = last_day
        recognition.end_reason = end_reason
        refuse_endless_extension(recognition)


def correct_suspension(
    suspension: Suspension,
    *,
    version: int,
    suspended_from: datetime.date,
    suspended_through: datetime.date | None,
    reason: str,
    by,
    why: str,
) -> None:
    """Put right the days and the public reason; no last day means until further notice.

    ``version`` is that of the suspension.
    """
    with changing(suspension, version=version, by=by, why=why):
        suspension.suspended_from = suspended_from
        suspension.suspended_through = suspended_through
        suspension.reason = reason
        refuse_suspension_elsewhere(suspension)
        refuse_endless_suspension(suspension)


def remove(recognition: Recognition, *, version: int, by, why: str) -> None:
    """Remove a recognition that never was: at the wrong centre, or there twice.

    No other fact that held for a time is deleted, because it stays true of that time. A recognition
    that never was is the exception: no date makes it true, and as long as the row is there the
    public reads it. The history keeps the row and its suspensions, with who and why.

    Raises ``ValidationError`` for one that was decided in this register: the decision did happen,
    and only a new one corrects it.
    """
    if recognition.origin == Origin.DECISION:
        raise ValidationError(
            _("This recognition was decided in the register; only a decision corrects it."),
            code="decided_here",
        )
    with transaction.atomic():
        claim_to_remove(recognition, version=version, why=why)
        for suspension in recognition.suspensions.all():
            delete(suspension, by=by, why=why)
        delete(recognition, by=by, why=why)


def remove_suspension(suspension: Suspension, *, version: int, by, why: str) -> None:
    """Remove a suspension that never was; see ``remove``. ``version`` is that of the suspension."""
    with transaction.atomic():
        claim_to_remove(suspension, version=version, why=why)
        delete(suspension, by=by, why=why)


def claim_to_remove(record: Record, *, version: int, why: str) -> None:
    """Claim ``record`` at ``version``, as ``hospitals.changes.changing`` does, and read it anew."""
    if not why.strip():
        raise ValidationError(_("Say why."), code="why_is_missing")
    RegisterVersion.lock()
    record.claim(version=version)
    record.refresh_from_db()


def delete(record: Record, *, by, why: str) -> None:
    """Delete the row; its history remembers who did it and why."""
    record._history_user, record._change_reason = by, why
    record.delete()
