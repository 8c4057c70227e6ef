"""The release: one verb, one transaction, one moment in which a round becomes public.

Until then nothing of the outcomes is in a table that public code can reach. Within the transaction:
the published round, a recognition for each centre that is recognised (and the centre itself when it
was proposed), the end of extensions that made room, the letters in the outbox, and the decisions,
applications and the round marked as released, after which the database refuses to change them.
"""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres.announcements import publish_round
from centres.entries import enter_centre
from centres.models import Centre, PublishedRound, Recognition
from centres.recognitions import cut_extension, record
from centres.status import Origin, Outcome
from hospitals.changes import changing
from hospitals.partial_dates import PartialDate, Precision

from .completeness import applications_to_release, current_decision, refuse_incomplete
from .conflicts import refuse_conflict_in_round
from .extensions import drop_extension
from .letters import post_letter
from .models import Application, AssessmentRound, Decision, DecisionOutcome
from .moves import moving, refuse_released
from .periods import ONE_DAY, centre_of, first_day, last_day, running_recognition
from .states import RoundState, after, no_such_move

OUTCOMES = {
    DecisionOutcome.RECOGNISED: Outcome.FULL,
    DecisionOutcome.WITH_REQUIREMENTS: Outcome.WITH_REQUIREMENTS,
}
"""What the public reads of a decision that recognises."""


def release(
    round: AssessmentRound, *, version: int, at: datetime.datetime, by, why: str
) -> PublishedRound:
    """Release ``round`` at the moment ``at``: all of it, or nothing.

    Raises ``ValidationError`` with everything that is in the way (``assessments.completeness``),
    and ``ChangedMeanwhile``.
    """
    on = timezone.localtime(at).date()
    with moving(round, "release", version=version, by=by, why=why):
        round.state = RoundState.ASSESSING  # as it is judged; it becomes released at the end
        refuse_incomplete(round, on=on, by=by)
        applications = list(applications_to_release(round))
        published = publish_round(
            year=round.year,
            number=round.number,
            edition=round.edition,
            released_on=on,
            handled=len(applications),
            by=by,
            why=why,
        )
        for application in applications:
            decision = current_decision(application)
            release_application(application, decision, published, at=at, by=by, why=why)
        round.state = RoundState.RELEASED
        round.released_at, round.released_by, round.published = at, by, published
    return published


def release_application(
    application: Application,
    decision: Decision,
    published: PublishedRound,
    *,
    at: datetime.datetime,
    by,
    why: str,
) -> None:
    """Give one decided application its effect, inside the transaction of the release."""
    on = timezone.localtime(at).date()
    recognition = None
    if decision.recognises:
        recognition = recognise(decision, published, on=on, by=by, why=why)
    elif decision.outcome == DecisionOutcome.NOT_RECOGNISED:
        drop_extension(application, through=on, on=on, by=by, why=why)
    post_letter(decision.letter, by=by, why=why)
    mark_released(decision, recognition, at=at, by=by, why=why)
    with changing(application, version=application.version, by=by, why=why):
        application.state = after("release", application.status)
        application.released_at = at


def recognise(
    decision: Decision, published: PublishedRound, *, on: datetime.date, by, why: str
) -> Recognition:
    """Record the recognition that ``decision`` gives when it is released on the day ``on``."""
    application = decision.application
    first = first_day(decision, released_on=on)
    last = last_day(decision, released_on=on)
    make_room(decision, first, on=on, by=by, why=why)
    return record(
        centre=centre_of(application) or enter_proposed(application, by=by, why=why),
        outcome=OUTCOMES[DecisionOutcome(decision.outcome)],
        origin=Origin.DECISION,
        valid_from=PartialDate(first, Precision.DAY),
        valid_through=PartialDate(last, Precision.DAY),
        round=published,
        is_reassessment=application.is_reassessment,
        by=by,
        why=why,
    )


def make_room(decision: Decision, first: datetime.date, *, on: datetime.date, by, why: str) -> None:
    """End extensions on the day before the new recognition begins."""
    application, through = decision.application, first - ONE_DAY
    drop_extension(application, through=through, on=on, by=by, why=why)
    running = running_recognition(decision, on=first)
    if running is not None:
        running.refresh_from_db()
    if running is not None and running.last_day is None and running.runs_through > through:
        cut_extension(running, version=running.version, through=through, by=by, why=why)


def enter_proposed(application: Application, *, by, why: str) -> Centre:
    """Enter the centre that ``application`` proposed, at the hospital as it goes on today."""
    return enter_centre(
        hospital=application.hospital.merged_into or application.hospital,
        name=application.proposed_name,
        name_en=application.proposed_name_en,
        plain_name=application.proposed_plain_name,
        plain_name_en=application.proposed_plain_name_en,
        kind=application.proposed_kind,
        for_whom=application.proposed_for_whom,
        conditions=application.proposed_conditions.all(),
        specialties=application.proposed_specialties.all(),
        partners=application.proposed_partners.all(),
        by=by,
        why=why,
    )


def mark_released(
    decision: Decision, recognition: Recognition | None, *, at: datetime.datetime, by, why: str
) -> None:
    """Mark a decision as released by a second person; it does not change any more."""
    with changing(decision, version=decision.version, by=by, why=why):
        if decision.recorded_by_id == by.pk:
            raise ValidationError(
                _("You recorded this decision; a second person releases it."), code="second_person"
            )
        decision.recognition = recognition
        decision.released_at, decision.released_by = at, by


def schedule(
    round: AssessmentRound,
    *,
    version: int,
    release_at: datetime.datetime,
    at: datetime.datetime,
    by,
    why: str,
) -> None:
    """Let the release happen by itself at ``release_at``, in the name of ``by``.

    What is in the way then is judged then; the page of the round says it all the time.
    """
    refuse_conflict_in_round(round, by)
    refuse_released(round, version=version)
    with changing(round, version=version, by=by, why=why):
        if round.status != RoundState.ASSESSING:
            raise ValidationError(
                _("Only a round that is being assessed is scheduled."), code="not_assessing"
            )
        if release_at <= at:
            raise ValidationError(
                {"release_at": ValidationError(_("This moment is past."), code="is_past")}
            )
        round.release_at, round.scheduled_by = release_at, by


def unschedule(round: AssessmentRound, *, version: int, by, why: str) -> None:
    """Take back the scheduled moment."""
    refuse_conflict_in_round(round, by)
    refuse_released(round, version=version)
    with changing(round, version=version, by=by, why=why):
        if round.status != RoundState.ASSESSING:
            raise no_such_move(round.status)
        round.release_at, round.scheduled_by = None, None
