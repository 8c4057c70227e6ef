"""No lapse while an in-time reassessment runs: recorded on acceptance, public when it is needed.

A policy of STZ (``EXTEND_DURING_REASSESSMENT``). The extension is recorded here when the
application is accepted. It is written into the public recognition on the first day after the term,
by ``apply_due_extensions``: before that day it would tell of the application, and nobody needs it.
The wiring calls that at the first request of a day and in ``manage.py apply_extensions``.
"""

import copy
import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from centres.models import Recognition
from centres.periods import collide, refuse_endless_extension
from centres.recognitions import cut_extension, extend
from centres.status import RUNNING
from hospitals.changes import changing, save_checked
from hospitals.records import ChangedMeanwhile
from hospitals.terms import months_later

from .models import Application, Extension

ONE_DAY = datetime.timedelta(days=1)


def record_extension(application: Application, *, on: datetime.date, by, why: str) -> None:
    """Record the extension that an accepted, in-time reassessment gives, if it gives one.

    In time is: submitted by the closing day of the round, while the recognition ran. An exception
    to the closing day keeps nothing in force.
    """
    recognition = recognition_to_extend(application)
    if recognition is None:
        return
    through = months_later(
        application.round.planned_release_on, settings.EXTENSION_MONTHS_AFTER_RELEASE
    )
    if through <= recognition.runs_through:
        return
    longest = months_later(recognition.valid_through, 12 * settings.RECOGNITION_TERM_YEARS)
    with override("nl"):  # the public reads it: Dutch comes first
        reason = str(
            _("The reassessment was asked for in time; the recognition continues meanwhile.")
        )
    extension = Extension(
        application=application,
        recognition=recognition,
        through=min(through, longest),
        reason=reason,
    )
    save_checked(extension, by=by, why=why)
    if on > recognition.runs_through:
        apply(extension, on=on, by=by)


def recognition_to_extend(application: Application) -> Recognition | None:
    """Return the recognition that runs on while ``application`` is assessed, or ``None``."""
    if not settings.EXTEND_DURING_REASSESSMENT or application.centre_id is None:
        return None
    submitted = application.submitted_on
    if submitted is None or submitted > application.round.closes_on:
        return None
    recognition = application.centre.recognition_on(submitted)
    if recognition is None or recognition.status_on(submitted) not in RUNNING:
        return None
    if not recognition.is_known_to_the_day or recognition.last_day is not None:
        return None
    return recognition


def apply_due_extensions(*, on: datetime.date, by=None) -> int:
    """Write into the public recognitions every extension whose term is over on ``on``.

    Returns how many. What can no longer be extended (the recognition was ended, extended by hand or
    followed by another one) is dropped; what somebody else writes at this moment is theirs.
    """
    due = Extension.objects.filter(
        applied_on__isnull=True, dropped_on__isnull=True, recognition__valid_through__lt=on
    )
    return sum(
        _apply_unless_done(extension, on=on, by=by)
        for extension in due.select_related("recognition")
    )


def _apply_unless_done(extension: Extension, *, on: datetime.date, by) -> bool:
    try:
        return apply(extension, on=on, by=by)
    except ChangedMeanwhile:
        return False


def apply(extension: Extension, *, on: datetime.date, by) -> bool:
    """Write ``extension`` into its recognition. Returns whether that was still possible."""
    recognition = extension.recognition
    with changing(extension, version=extension.version, by=by, why=extension.reason):
        if extension.applied_on or extension.dropped_on:
            return False
        recognition.refresh_from_db()
        if not can_be_extended(recognition, extension.through):
            extension.dropped_on = on
            return False
        extension.applied_on = on
        extend(
            recognition,
            version=recognition.version,
            through=extension.through,
            reason=extension.reason,
            by=by,
        )
    return True


def can_be_extended(recognition: Recognition, through: datetime.date) -> bool:
    """Return whether ``recognition`` can run on through ``through`` and does not do so already."""
    if recognition.last_day is not None or recognition.runs_through >= through:
        return False
    others = recognition.centre.recognitions.exclude(pk=recognition.pk)
    longer = copy.copy(recognition)
    longer.extended_through = through
    try:
        refuse_endless_extension(longer)
    except ValidationError:  # its term was put right meanwhile
        return False
    return not any(collide(longer, other) for other in others)


def drop_extension(
    application: Application, *, through: datetime.date, on: datetime.date, by, why: str
) -> None:
    """End the extension of ``application`` on the day ``on``.

    One that the public sees already, or should see because the term is over, runs through
    ``through`` and no longer; one that it does not see never becomes public.
    """
    extension = Extension.objects.filter(application=application, dropped_on__isnull=True).first()
    if extension is None:
        return
    if extension.applied_on is None and extension.recognition.valid_through < on:
        apply(extension, on=on, by=by)
        if extension.dropped_on is not None:
            return
    with changing(extension, version=extension.version, by=by, why=why):
        extension.dropped_on = on
        if extension.applied_on is not None:
            recognition = extension.recognition
            recognition.refresh_from_db()
            if recognition.extended_through is not None and recognition.last_day is None:
                cut_extension(
                    recognition, version=recognition.version, through=through, by=by, why=why
                )
