"""Decisions: recorded, reconsidered, corrected after the release, and objected to.

Recorder and releaser are different people. Nothing is overwritten: a decision that takes the place
of another names it, and says why.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.changes import changing, save_checked
from hospitals.models import RegisterVersion

from .applications import kind_of
from .conflicts import refuse_conflict
from .models import (
    Application,
    Decision,
    DecisionOutcome,
    Objection,
    Requirement,
    RequirementCheck,
)
from .moves import moving


@dataclass(frozen=True)
class Asked:
    """A requirement as it is recorded with a decision."""

    text: str
    evidence: str
    due_on: datetime.date


def decide(
    application: Application,
    *,
    version: int,
    outcome: DecisionOutcome,
    reasons: str,
    decided_on: datetime.date,
    decided_by: str,
    requirements: Sequence[Asked] = (),
    valid_from: datetime.date | None = None,
    by,
    why: str = "",
) -> Decision:
    """Record the outcome of an application in assessment.

    A decision that stood before it (it was reconsidered) is named by the new one; ``why`` then
    says why it is another.

    Raises ``ValidationError`` when the requirements do not fit the outcome.
    """
    standing = application.decisions.current().first()
    with moving(application, "decide", version=version, by=by, why=why or reasons):
        application.kind = kind_of(application.centre)
        return _record(
            application,
            outcome=outcome,
            reasons=reasons,
            decided_on=decided_on,
            decided_by=decided_by,
            requirements=requirements,
            valid_from=valid_from,
            replaces=standing,
            correction_reason=(why or reasons) if standing else "",
            by=by,
        )


def reconsider(application: Application, *, version: int, by, why: str) -> None:
    """Take a decided application back into assessment, before the release.

    The decision stands in the record; the one that follows names it.
    """
    with moving(application, "reconsider", version=version, by=by, why=why):
        pass


def record_correction(
    decision: Decision,
    *,
    version: int,
    outcome: DecisionOutcome,
    reasons: str,
    decided_on: datetime.date,
    decided_by: str,
    requirements: Sequence[Asked] = (),
    valid_from: datetime.date | None = None,
    by,
    why: str,
) -> Decision:
    """Record a new decision in the place of one that was released.

    It takes effect once a second person releases it (``assessments.corrections``).

    Arguments:
        version: that of the released decision, which does not change.
    """
    application = decision.application
    refuse_conflict(application, by)
    with transaction.atomic():
        RegisterVersion.lock()
        decision.refresh_from_db()
        if decision.released_at is None:
            raise ValidationError(
                _("This decision was not released. Reconsider it instead."), code="not_released"
            )
        if decision.version != version or Decision.objects.filter(replaces=decision).exists():
            raise ValidationError(_("There is a later decision already."), code="replaced_already")
        return _record(
            application,
            outcome=outcome,
            reasons=reasons,
            decided_on=decided_on,
            decided_by=decided_by,
            requirements=requirements,
            valid_from=valid_from,
            replaces=decision,
            correction_reason=why,
            by=by,
        )


def judge_requirement(
    requirement: Requirement,
    *,
    version: int,
    is_met: bool,
    explanation: str,
    on: datetime.date,
    by,
) -> RequirementCheck:
    """Record whether a requirement of a released decision is met.

    Arguments:
        version: that of the judgement that was seen; 0 when there was none.
    """
    refuse_conflict(requirement.decision.application, by)
    if requirement.decision.released_at is None:
        raise ValidationError(_("This decision was not released."), code="not_released")
    with transaction.atomic():
        RegisterVersion.lock()
        check = RequirementCheck.objects.filter(requirement=requirement).first()
        if check is None:
            check = RequirementCheck(
                requirement=requirement,
                is_met=is_met,
                judged_on=on,
                judged_by=by,
                explanation=explanation,
            )
            save_checked(check, by=by, why=explanation)
            return check
        with changing(check, version=version, by=by, why=explanation):
            check.is_met, check.judged_on, check.judged_by = is_met, on, by
            check.explanation = explanation
    return check


def object_to(
    decision: Decision, *, received_on: datetime.date, grounds: str, on: datetime.date, by
) -> Objection:
    """Record that the hospital objects to a released decision.

    The term is ``settings.OBJECTION_TERM_WEEKS`` from the release; an objection after it is
    recorded too, and is shown as late.
    """
    refuse_conflict(decision.application, by)
    if decision.released_at is None:
        raise ValidationError(_("This decision was not released."), code="not_released")
    if received_on > on:
        raise ValidationError(
            {"received_on": ValidationError(_("This day lies ahead."), code="lies_ahead")}
        )
    objection = Objection(
        decision=decision,
        received_on=received_on,
        term_through=objection_term_through(decision),
        grounds=grounds,
    )
    with transaction.atomic():
        RegisterVersion.lock()
        save_checked(objection, by=by, why=grounds)
    return objection


def objection_term_through(decision: Decision) -> datetime.date:
    """Return the last day on which the hospital may object to a released decision."""
    return term_for_objecting(timezone.localtime(decision.released_at).date())


def term_for_objecting(released_on: datetime.date) -> datetime.date:
    """Return the last day of the term for objecting to what was released on a day."""
    return released_on + datetime.timedelta(weeks=settings.OBJECTION_TERM_WEEKS)


def decide_objection(
    objection: Objection,
    *,
    version: int,
    outcome: Objection.Outcome,
    effect: str,
    on: datetime.date,
    by,
    new_decision: Decision | None = None,
) -> None:
    """Record the outcome of an objection and what it does.

    Arguments:
        new_decision: the correction that follows from it, if one does.
    """
    refuse_conflict(objection.decision.application, by)
    with changing(objection, version=version, by=by, why=effect):
        if objection.outcome:
            raise ValidationError(_("It was decided already."), code="decided_already")
        if new_decision is not None and (
            new_decision.application_id != objection.decision.application_id
        ):
            raise ValidationError(
                _("That decision is about another application."), code="other_application"
            )
        objection.outcome, objection.effect, objection.decided_on = outcome, effect, on
        objection.new_decision = new_decision


def _record(application: Application, *, requirements: Sequence[Asked], by, **fields) -> Decision:
    refuse_unfitting(fields["outcome"], requirements, fields["decided_on"])
    decision = Decision(application=application, recorded_by=by, **fields)
    why = fields["correction_reason"] or fields["reasons"]
    save_checked(decision, by=by, why=why)
    for asked in requirements:
        requirement = Requirement(
            decision=decision, text=asked.text, evidence=asked.evidence, due_on=asked.due_on
        )
        save_checked(requirement, by=by, why=why)
    return decision


def refuse_unfitting(
    outcome: DecisionOutcome, requirements: Sequence[Asked], decided_on: datetime.date
) -> None:
    """Raise ``ValidationError`` unless just a conditional decision has requirements, due later."""
    conditional = outcome == DecisionOutcome.WITH_REQUIREMENTS
    if conditional and not requirements:
        raise ValidationError(
            _("Recognised with requirements: say what is required."), code="no_requirements"
        )
    if requirements and not conditional:
        raise ValidationError(
            _("Only “recognised with requirements” has requirements."),
            code="requirements_do_not_fit",
        )
    if any(asked.due_on <= decided_on for asked in requirements):
        raise ValidationError(
            _("A requirement is due on a day after the decision."), code="due_too_early"
        )
