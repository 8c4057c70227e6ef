"""Assessors write what they find; once submitted it stays. Then the committee agrees."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from centres.models import Criterion
from hospitals.changes import changing, save_checked
from hospitals.models import RegisterVersion

from .committee import changing_assignment, has_declared
from .conflicts import refuse_conflict
from .models import Application, Assignment, Consensus, Finding, Verdict
from .models.dossiers import refuse_criterion_elsewhere
from .states import ApplicationState, no_such_move


def save_finding(
    assignment: Assignment, *, criterion: Criterion, version: int, verdict: str, reason: str, by
) -> Finding:
    """Save a draft of one finding; it may be incomplete.

    Arguments:
        version: that of the finding that was seen; 0 when there was none.
    """
    why = str(_("Draft finding"))
    with transaction.atomic():
        RegisterVersion.lock()
        assignment.refresh_from_db()
        refuse_closed_to(assignment, by)
        refuse_criterion_elsewhere(assignment.application, criterion)
        finding = assignment.findings.filter(criterion=criterion).first()
        if finding is None:
            finding = Finding(
                assignment=assignment, criterion=criterion, verdict=verdict, reason=reason
            )
            save_checked(finding, by=by, why=why)
            return finding
        with changing(finding, version=version, by=by, why=why):
            finding.verdict, finding.reason = verdict, reason
    return finding


def submit_findings(assignment: Assignment, *, version: int, on: datetime.date, by) -> None:
    """Submit the findings on every criterion. They do not change any more.

    Raises ``ValidationError`` naming the criteria without a verdict or without the reason for it.
    """
    refuse_closed_to(Assignment.objects.get(pk=assignment.pk), by)
    why = str(_("Findings submitted"))
    with changing_assignment(assignment, version=version, by=by, why=why):
        refuse_unless_in_assessment(assignment.application)
        if open_numbers := incomplete_criteria(assignment):
            raise ValidationError(
                _(
                    "Not complete yet: criteria %(numbers)s. Each has a verdict, and a reason"
                    " unless it is met."
                ),
                code="findings_incomplete",
                params={"numbers": ", ".join(map(str, open_numbers))},
            )
        assignment.submitted_on = on


def incomplete_criteria(assignment: Assignment) -> list[int]:
    """Return the numbers of the criteria on which the finding is not complete."""
    findings = {each.criterion_id: each for each in assignment.findings.all()}
    criteria = assignment.application.round.edition.criteria.all()
    return [
        criterion.number
        for criterion in criteria
        if criterion.pk not in findings or not findings[criterion.pk].is_complete
    ]


def record_consensus(
    application: Application,
    *,
    criterion: Criterion,
    version: int,
    verdict: Verdict,
    reason: str,
    by,
) -> Consensus:
    """Record what the committee finds together on one criterion, or change it before the decision.

    Possible once all assessors have submitted.

    Arguments:
        version: that of the consensus that was seen; 0 when there was none.
    """
    refuse_conflict(application, by)
    why = reason or str(_("Consensus of the committee"))
    with transaction.atomic():
        RegisterVersion.lock()
        application.refresh_from_db()
        refuse_unless_in_assessment(application)
        refuse_criterion_elsewhere(application, criterion)
        refuse_open_findings(application)
        consensus = application.consensus.filter(criterion=criterion).first()
        if consensus is None:
            consensus = Consensus(
                application=application,
                criterion=criterion,
                verdict=verdict,
                reason=reason,
                recorded_by=by,
            )
            save_checked(consensus, by=by, why=why)
            return consensus
        with changing(consensus, version=version, by=by, why=why):
            consensus.verdict, consensus.reason, consensus.recorded_by = verdict, reason, by
    return consensus


def refuse_open_findings(application: Application) -> None:
    """Raise ``ValidationError`` unless there are assessors and all of them submitted."""
    confirmed = application.assignments.filter(
        confirmed_on__isnull=False, set_aside_on__isnull=True
    )
    if not confirmed.exists() or confirmed.filter(submitted_on__isnull=True).exists():
        raise ValidationError(
            _("First every assessor submits their findings."), code="findings_are_open"
        )


def refuse_unless_in_assessment(application: Application) -> None:
    """Raise ``ValidationError`` unless the application is in assessment."""
    if application.status != ApplicationState.IN_ASSESSMENT:
        raise no_such_move(application.status)


def refuse_closed_to(assignment: Assignment, by) -> None:
    """Raise ``ValidationError`` unless ``by`` may write findings in ``assignment`` now."""
    application = assignment.application
    refuse_conflict(application, by)
    refuse_unless_in_assessment(application)
    if assignment.member.user_id != by.pk or assignment.confirmed_on is None:
        raise ValidationError(
            _("These are the findings of another assessor."), code="other_assessor"
        )
    if not has_declared(assignment.member, application):
        raise ValidationError(
            _("First say whether you have an interest in this application."), code="not_declared"
        )
    if assignment.is_submitted:
        raise ValidationError(
            _("These findings were submitted and do not change any more."), code="submitted"
        )
