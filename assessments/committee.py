"""The committee at work: who declares which interest, and who assesses what."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hospitals.changes import changing, save_checked
from hospitals.models import RegisterVersion

from .conflicts import employments_of, has_conflict, has_employment_conflict, refuse_conflict
from .dossiers import remove
from .models import (
    Application,
    AssessmentRound,
    Assignment,
    CommitteeMember,
    ConflictDeclaration,
)
from .moves import refuse_conflicted, refuse_released
from .notices import tell_assessor
from .states import ApplicationState, no_such_move

ASSESSABLE = (ApplicationState.SUBMITTED, ApplicationState.IN_ASSESSMENT)
"""The states in which an application gets its assessors."""


def declare(
    member: CommitteeMember,
    application: Application,
    *,
    has_conflict: bool,
    reason: str,
    on: datetime.date,
    by,
) -> ConflictDeclaration:
    """Record what ``member`` answers about an interest in ``application``.

    "No" may become "yes" later, and never the other way round. With a "yes" an assignment whose
    findings were not submitted ends; once the application is released its records stay.
    """
    why = reason or str(_("Declared to have no interest"))
    with transaction.atomic():
        RegisterVersion.lock()
        application.refresh_from_db()
        standing = ConflictDeclaration.objects.filter(
            member=member, application=application
        ).first()
        if standing is None:
            standing = ConflictDeclaration(
                member=member,
                application=application,
                has_conflict=has_conflict,
                reason=reason,
                declared_on=on,
            )
            save_checked(standing, by=by, why=why)
        elif standing.has_conflict:
            raise ValidationError(_("A declared interest stays as it is."), code="conflict_stays")
        elif has_conflict:
            with changing(standing, version=standing.version, by=by, why=why):
                standing.has_conflict, standing.reason = True, reason
                standing.declared_on = on
        if has_conflict and not application.is_released:
            for assignment in open_assignments(application, member):
                end_assignment(assignment, by=by, why=why)
    return standing


def has_declared(member: CommitteeMember, application: Application) -> bool:
    """Return whether ``member`` answered that there is no interest, so that the dossier opens."""
    return member.declarations.filter(application=application, has_conflict=False).exists()


def open_assignments(application: Application, member: CommitteeMember) -> list[Assignment]:
    return list(application.assignments.filter(member=member, submitted_on__isnull=True))


def end_assignment(assignment: Assignment, *, by, why: str) -> None:
    """Remove an assignment with the drafts that hang on it; the history keeps both."""
    for finding in assignment.findings.all():
        remove(finding, by=by, why=why)
    remove(assignment, by=by, why=why)


def propose_assignments(
    round: AssessmentRound, *, on: datetime.date, by, why: str
) -> list[Assignment]:
    """Propose assessors for every application of ``round`` that lacks them.

    ``ASSESSORS_PER_APPLICATION`` each: members on the day ``on`` without a conflict, those with
    the fewest applications in this round first. The applications that fewest members may assess
    choose first. What was proposed or confirmed already stays.

    Raises ``ValidationError`` when too few members are left for an application.
    """
    refuse_conflicted(round, by)
    with transaction.atomic():
        RegisterVersion.lock()
        applications = list(
            Application.objects.filter(round=round, state__in=ASSESSABLE)
            .select_related("round", "centre")
            .prefetch_related("assignments", "centre__partners", "proposed_partners")
        )
        free = free_members(applications, on=on)
        load = Counter(
            Assignment.objects.filter(application__round=round).values_list("member", flat=True)
        )
        made = []
        for application in sorted(applications, key=lambda each: (len(free[each.pk]), each.pk)):
            for member in chosen(application, free[application.pk], load):
                assignment = Assignment(application=application, member=member)
                save_checked(assignment, by=by, why=why)
                load[member.pk] += 1
                made.append(assignment)
    return made


def free_members(
    applications: Iterable[Application], *, on: datetime.date
) -> dict[int, list[CommitteeMember]]:
    """Return per application (by id) the members who have no conflict with it."""
    open_accounts = CommitteeMember.objects.on(on).filter(user__is_active=True)
    members = list(open_accounts.select_related("user"))
    employments = {member.pk: employments_of(member.user) for member in members}
    declared = set(
        ConflictDeclaration.objects.filter(has_conflict=True).values_list("member", "application")
    )
    return {
        application.pk: [
            member
            for member in members
            if (member.pk, application.pk) not in declared
            and not has_employment_conflict(employments[member.pk], application)
        ]
        for application in applications
    }


def chosen(
    application: Application, free: list[CommitteeMember], load: Counter
) -> list[CommitteeMember]:
    """Return whom to add to ``application``: of the members that are free, the least loaded."""
    assignments = application.assignments.all()
    there = {assignment.member_id for assignment in assignments}
    counting = [assignment for assignment in assignments if assignment.set_aside_on is None]
    wanted = settings.ASSESSORS_PER_APPLICATION - len(counting)
    candidates = [member for member in free if member.pk not in there]
    if wanted > len(candidates):
        raise ValidationError(
            _("Too few members without a conflict are left for %(application)s."),
            code="too_few_members",
            params={"application": application},
        )
    candidates.sort(key=lambda member: (load[member.pk], member.pk))
    return candidates[: max(wanted, 0)]


def assign(
    application: Application, *, member: CommitteeMember, on: datetime.date, by, why: str
) -> Assignment:
    """Let ``member`` assess ``application``: staff choose, and so confirm at once."""
    refuse_conflict(application, by)
    with transaction.atomic():
        RegisterVersion.lock()
        application.refresh_from_db()
        refuse_unassessable(application)
        refuse_unfit(application, member, on=on)
        assignment = Assignment(
            application=application, member=member, confirmed_on=on, confirmed_by=by
        )
        save_checked(assignment, by=by, why=why)
        tell_assessor(assignment)
    return assignment


def confirm(assignment: Assignment, *, version: int, on: datetime.date, by, why: str) -> None:
    """Confirm a proposed assessor, who hears of it by mail."""
    with changing_assignment(assignment, version=version, by=by, why=why):
        if assignment.confirmed_on is not None:
            raise ValidationError(_("This assessor was confirmed already."), code="confirmed")
        refuse_unassessable(assignment.application)
        refuse_unfit(assignment.application, assignment.member, on=on)
        assignment.confirmed_on, assignment.confirmed_by = on, by
        tell_assessor(assignment)


def unassign(assignment: Assignment, *, version: int, by, why: str) -> None:
    """Take an assessor off an application, unless the findings were submitted."""
    refuse_conflict(assignment.application, by)
    with transaction.atomic():
        RegisterVersion.lock()
        refuse_released_application(assignment)
        assignment.claim(version=version)
        assignment.refresh_from_db()
        if assignment.is_submitted:
            raise ValidationError(
                _("These findings were submitted and do not change any more."), code="submitted"
            )
        end_assignment(assignment, by=by, why=why)


def set_aside(assignment: Assignment, *, version: int, on: datetime.date, by, why: str) -> None:
    """Set submitted findings aside because a conflict of interest came to light.

    They are kept and count no more. Another member may be assigned in the place of this one. The
    conflict is recorded when nothing in the register tells of it, so that the dossier closes.
    """
    with changing_assignment(assignment, version=version, by=by, why=why):
        if not assignment.is_submitted or assignment.set_aside_on is not None:
            raise ValidationError(
                _("Only findings that were submitted are set aside."), code="not_submitted"
            )
        assignment.set_aside_on = on
        member, application = assignment.member, assignment.application
        if not has_conflict(member.user, application):
            declare(member, application, has_conflict=True, reason=why, on=on, by=by)


@contextmanager
def changing_assignment(assignment: Assignment, *, version: int, by, why: str) -> Iterator[None]:
    """Let the block change ``assignment``, unless its application is released."""
    refuse_conflict(assignment.application, by)
    with transaction.atomic():
        RegisterVersion.lock()
        refuse_released_application(assignment)
        with changing(assignment, version=version, by=by, why=why):
            yield


def refuse_released_application(assignment: Assignment) -> None:
    """Raise ``ValidationError`` when the application is released: who assessed it stays."""
    application = Application.objects.get(pk=assignment.application_id)
    refuse_released(application, version=application.version)


def refuse_unassessable(application: Application) -> None:
    """Raise ``ValidationError`` unless the application waits for or is in assessment."""
    if application.status not in ASSESSABLE:
        raise no_such_move(application.status)


def refuse_unfit(application: Application, member: CommitteeMember, *, on: datetime.date) -> None:
    """Raise ``ValidationError`` when ``member`` is not there on ``on``, or has a conflict."""
    if not member.is_member_on(on):
        raise ValidationError(_("This person is not in the committee now."), code="no_member")
    if not member.user.is_active:
        raise ValidationError(_("The account of this person is closed."), code="closed_account")
    if has_conflict(member.user, application):
        raise ValidationError(
            _("This member has a conflict of interest in this application."),
            code="conflict_of_interest",
        )
