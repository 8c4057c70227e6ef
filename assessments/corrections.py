"""A correction after the release takes effect: a new decision, released by a second person.

What it does to the public record depends on the outcome before and after:

=====================  =====================  ==============================================
before                 after                  the recognition
=====================  =====================  ==============================================
recognised (either)    recognised (either)    gets the other outcome, its dates stay
recognised (either)    not, or deferred       is withdrawn with the day of the correction
not, or deferred       recognised (either)    is made, as in a release
not, or deferred       not, or deferred       none; the hospital gets a letter
=====================  =====================  ==============================================
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.models import Recognition
from centres.recognitions import decide_again, withdraw
from hospitals.models import RegisterVersion
from hospitals.records import ChangedMeanwhile

from .conflicts import refuse_conflict
from .dossiers import remove
from .extensions import drop_extension
from .letters import is_approved, post_letter
from .models import Decision, DecisionOutcome, Letter, Objection
from .periods import corrected_recognition
from .releases import OUTCOMES, mark_released, recognise


def release_correction(
    decision: Decision, *, version: int, at: datetime.datetime, by, why: str
) -> None:
    """Release a correction that somebody else recorded: one transaction, all or nothing.

    Raises ``ValidationError`` when ``by`` recorded it, when its letter is not approved, or when the
    recognition that it takes away has not begun.
    """
    on = timezone.localtime(at).date()
    refuse_conflict(decision.application, by)
    with transaction.atomic():
        RegisterVersion.lock()
        decision.refresh_from_db()
        if decision.version != version:
            raise ChangedMeanwhile(decision)
        refuse_unreleasable(decision, on=on)
        recognition = correct_recognition(decision, on=on, by=by, why=why)
        if decision.outcome == DecisionOutcome.NOT_RECOGNISED:
            drop_extension(decision.application, through=on, on=on, by=by, why=why)
        post_letter(decision.letter, by=by, why=why)
        mark_released(decision, recognition, at=at, by=by, why=why)


def drop_correction(decision: Decision, *, version: int, by, why: str) -> None:
    """Take back a correction that was not released: its history stays, and another may be recorded.

    Raises ``ValidationError`` when it was released, or when an objection names it.
    """
    refuse_conflict(decision.application, by)
    with transaction.atomic():
        RegisterVersion.lock()
        if not Decision.objects.filter(pk=decision.pk, version=version).exists():
            raise ChangedMeanwhile(decision)
        refuse_no_correction(decision)
        if Objection.objects.filter(new_decision=decision).exists():
            raise ValidationError(_("An objection led to this correction."), code="has_objection")
        for part in (*Letter.objects.filter(decision=decision), *decision.requirements.all()):
            remove(part, by=by, why=why)
        remove(decision, by=by, why=why)


def refuse_no_correction(decision: Decision) -> None:
    """Raise ``ValidationError`` unless ``decision`` waits to take the place of a released one."""
    if decision.released_at is not None:
        raise ValidationError(_("It was released already."), code="released_already")
    if decision.replaces is None or decision.replaces.released_at is None:
        raise ValidationError(
            _("This decision becomes public with its round."), code="no_correction"
        )


def refuse_unreleasable(decision: Decision, *, on: datetime.date) -> None:
    """Raise ``ValidationError`` unless ``decision`` corrects a released one and has its letter."""
    refuse_no_correction(decision)
    if not is_approved(decision, released_on=on):
        raise ValidationError(
            _("The letter is not approved as it would go out on that day."), code="letter"
        )


def correct_recognition(
    decision: Decision, *, on: datetime.date, by, why: str
) -> Recognition | None:
    """Bring the public recognition in line with ``decision``; return the one that it gives."""
    before = corrected_recognition(decision)
    if before is None:
        if not decision.recognises:
            return None
        published = decision.application.round.published
        return recognise(decision, published, on=on, by=by, why=why)
    if decision.recognises:
        if decision.valid_from not in (None, before.valid_from):
            raise ValidationError(
                _("The first day of a recognition is not corrected; it is public."),
                code="first_day_stays",
            )
        outcome = OUTCOMES[DecisionOutcome(decision.outcome)]
        decide_again(before, version=before.version, outcome=outcome, by=by, why=why)
        return before
    if before.valid_from > on:
        raise ValidationError(
            _("The recognition has not begun yet. Correct this on its first day or later."),
            code="not_begun",
        )
    withdraw(before, version=before.version, last_day=on, reason=decision.correction_reason, by=by)
    return None
