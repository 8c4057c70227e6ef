"""Where a round stands: each application with the steps it has taken, and each assessor's share.

All of it is over the applications that the person who asks may see. Of the others there is no
more than the reference and the hospital (``hidden_in``), and they are in no count.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone

from .completeness import current_decision
from .conflicts import hidden_applications, visible_applications
from .letters import is_approved
from .models import (
    Application,
    AssessmentRound,
    Assignment,
    CommitteeMember,
    Decision,
    DecisionOutcome,
)
from .states import ApplicationState, RoundState


def expected_release(round: AssessmentRound, *, on: datetime.date) -> datetime.date:
    """Return the day on which ``round`` is to be released, as seen on ``on``.

    The day that was scheduled; else the planned day, or ``on`` once that is past. It is the day
    that the letters are written for.
    """
    moment = round.released_at or round.release_at
    if moment is not None:
        return timezone.localtime(moment).date()
    return max(round.planned_release_on, on)


@dataclass(frozen=True)
class AssessorSteps:
    """How far one assessor is with one application: ``complete`` findings of so many criteria."""

    assignment: Assignment
    complete: int

    @property
    def is_open(self) -> bool:
        """Whether the findings are asked for and not submitted yet."""
        return self.assignment.confirmed_on is not None and not self.assignment.is_submitted


@dataclass(frozen=True)
class Steps:
    """How far one application is. ``criteria``: how many there are to judge."""

    application: Application
    assessors: tuple[AssessorSteps, ...]
    criteria: int
    consensus: int
    decision: Decision | None
    letter_is_approved: bool

    @property
    def is_standing(self) -> bool:
        return self.application.state != ApplicationState.WITHDRAWN

    @property
    def confirmed(self) -> int:
        """How many assessors are confirmed whose findings count."""
        return len(self._counting)

    @property
    def proposed(self) -> list[Assignment]:
        """The assessors that are proposed and not confirmed yet."""
        every = [each.assignment for each in self.assessors]
        return [assignment for assignment in every if assignment.confirmed_on is None]

    @property
    def has_assessors(self) -> bool:
        return self.confirmed >= settings.ASSESSORS_PER_APPLICATION

    @property
    def has_findings(self) -> bool:
        return self.has_assessors and not any(each.is_open for each in self._counting)

    @property
    def has_consensus(self) -> bool:
        return 0 < self.criteria <= self.consensus

    @property
    def _counting(self) -> list[AssessorSteps]:
        return [
            each
            for each in self.assessors
            if each.assignment.confirmed_on is not None and each.assignment.set_aside_on is None
        ]


def steps_in(round: AssessmentRound, user, *, released_on: datetime.date) -> list[Steps]:
    """Return the steps of every application in ``round`` that ``user`` may see.

    Arguments:
        released_on: the day of release that the letters are to be approved for.
    """
    criteria = round.edition.criteria.count()
    applications = with_steps(visible_applications(user).filter(round=round))
    return [_steps(each, criteria, released_on=released_on) for each in applications]


def with_steps(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Return ``applications`` with all that their steps are read from."""
    decisions = Decision.objects.current().select_related("letter", "replaces")
    return (
        applications.select_related("round__edition", "hospital", "centre")
        .annotate(consensus_count=Count("consensus"))
        .prefetch_related(
            "centre__recognitions",
            Prefetch(
                "assignments",
                Assignment.objects.select_related("member__user").prefetch_related("findings"),
                to_attr="assessors",
            ),
            Prefetch("decisions", decisions, to_attr="current_decisions"),
            "current_decisions__requirements",
        )
        .order_by("hospital__sort_key", "reference")
    )


def hidden_in(round: AssessmentRound, user) -> list[tuple[str, str]]:
    """Return what ``user`` may know of the applications with a conflict: reference and hospital."""
    hidden = hidden_applications(user).filter(round=round)
    in_order = hidden.order_by("hospital__sort_key", "reference")
    return list(in_order.values_list("reference", "hospital__name"))


def _steps(application: Application, criteria: int, *, released_on: datetime.date) -> Steps:
    decision = current_decision(application)
    if application.status not in (ApplicationState.DECIDED, ApplicationState.RELEASED):
        decision = None  # it is being reconsidered, or was withdrawn
    return Steps(
        application=application,
        assessors=tuple(
            AssessorSteps(each, sum(finding.is_complete for finding in each.findings.all()))
            for each in application.assessors
        ),
        criteria=criteria,
        consensus=application.consensus_count,
        decision=decision,
        letter_is_approved=decision is not None and _is_ready(decision, released_on=released_on),
    )


def _is_ready(decision: Decision, *, released_on: datetime.date) -> bool:
    """Return whether the letter went out or is approved as it would."""
    return decision.released_at is not None or is_approved(decision, released_on=released_on)


@dataclass(frozen=True)
class MemberProgress:
    """What a member of the committee has to assess in a round, and how much of it is done."""

    member: CommitteeMember
    assigned: int
    submitted: int
    is_late: bool

    @property
    def open(self) -> int:
        return self.assigned - self.submitted

    @property
    def overdue(self) -> int:
        """How many are still open although the committee meets."""
        return self.open if self.is_late else 0


def members_in(
    round: AssessmentRound, steps: Iterable[Steps], *, on: datetime.date
) -> list[MemberProgress]:
    """Return the progress of each member who has something to assess in ``steps``.

    Findings are to be submitted before the day of the meeting. What was set aside, and what
    belongs to an application that was withdrawn, counts no more.
    """
    members, assigned, submitted = {}, Counter(), Counter()
    for each in steps:
        for assignment in (part.assignment for part in each.assessors if each.is_standing):
            if assignment.confirmed_on is None or assignment.set_aside_on is not None:
                continue
            members[assignment.member_id] = assignment.member
            assigned[assignment.member_id] += 1
            submitted[assignment.member_id] += assignment.is_submitted
    is_late = on >= round.meets_on and round.status == RoundState.ASSESSING
    progress = [
        MemberProgress(member, assigned[key], submitted[key], is_late)
        for key, member in members.items()
    ]
    return sorted(progress, key=lambda each: (-each.open, str(each.member)))


def outcomes_in(round: AssessmentRound) -> dict[DecisionOutcome, int]:
    """Return how many applications of ``round`` have each outcome, for who has no conflict in it.

    Only of those that are decided: what the release would make of them.
    """
    decided = Decision.objects.current().filter(
        application__round=round, application__state=ApplicationState.DECIDED
    )
    counts = Counter(decided.values_list("outcome", flat=True))
    return {outcome: counts[outcome] for outcome in DecisionOutcome}
