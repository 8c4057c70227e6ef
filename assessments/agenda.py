"""The agenda of the meeting: where assessors differ, most disagreement first.

Computed from the findings that a reader may see (``Finding.objects.visible_to``) and from nothing
else: an application of which the findings are not visible has a place on the agenda that says so
and depends on nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from centres.models import Criterion

from .models import Application, Assignment, Consensus, Finding, Verdict
from .states import ApplicationState

WEIGHT = {Verdict.MEETS: 0, Verdict.PARTLY: 1, Verdict.CANNOT_JUDGE: 1, Verdict.NOT: 2}
"""How far verdicts lie apart: only to put the largest difference first."""


@dataclass(frozen=True)
class Line:
    """One criterion: what each assessor found (``None``: nothing yet), and the consensus."""

    criterion: Criterion
    findings: list[Finding | None]
    consensus: Consensus | None = None

    @property
    def verdicts(self) -> list[Verdict]:
        return [Verdict(each.verdict) for each in self.findings if each is not None]

    @property
    def differs(self) -> bool:
        return len(set(self.verdicts)) > 1

    @property
    def distance(self) -> int:
        weights = [WEIGHT[verdict] for verdict in self.verdicts]
        return max(weights, default=0) - min(weights, default=0)


@dataclass(frozen=True)
class Sheet:
    """An application on the agenda. Without ``lines`` its findings are not visible to the reader.

    Attributes:
        is_open: whether the reader has declared to have no interest.
        own_is_open: whether the reader still has findings to submit.
        may_agree: whether every assessor has submitted and nothing is decided yet, so that a
            consensus can be recorded.
    """

    application: Application
    is_open: bool
    own_is_open: bool = False
    assessors: list[Assignment] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def may_agree(self) -> bool:
        in_assessment = self.application.status == ApplicationState.IN_ASSESSMENT
        is_submitted = bool(self.assessors) and all(each.is_submitted for each in self.assessors)
        return in_assessment and is_submitted

    @property
    def differing(self) -> int:
        """On how many criteria the assessors differ."""
        return sum(line.differs for line in self.lines)

    @property
    def order(self) -> tuple:
        """Most criteria that differ first, then the largest difference; not visible comes last."""
        distance = sum(line.distance for line in self.lines)
        return (not self.lines, -self.differing, -distance, self.application.reference)


def with_assessors(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Add what a sheet needs: the assessors that count, and the consensus."""
    counting = Assignment.objects.filter(confirmed_on__isnull=False, set_aside_on__isnull=True)
    return applications.select_related("round", "hospital", "centre").prefetch_related(
        Prefetch("assignments", counting.select_related("member__user"), to_attr="assessors"),
        "consensus",
    )


def agenda(
    applications: Iterable[Application],
    criteria: Iterable[Criterion],
    *,
    opened: set[int],
    user,
) -> list[Sheet]:
    """Return a sheet for each application, from ``with_assessors``, in the order of the meeting.

    Arguments:
        opened: the ids of the applications in which ``user`` declared to have no interest.
    """
    applications, criteria = list(applications), list(criteria)
    readable = [each.pk for each in applications if each.pk in opened]
    found: dict[int, dict[tuple[int, int], Finding]] = {}
    visible = Finding.objects.visible_to(user).submitted()
    for finding in visible.filter(assignment__application__in=readable).select_related(
        "assignment"
    ):
        of_application = found.setdefault(finding.assignment.application_id, {})
        of_application[finding.assignment_id, finding.criterion_id] = finding
    sheets = [
        sheet_of(each, criteria, found.get(each.pk, {}), is_open=each.pk in opened, user=user)
        for each in applications
    ]
    return sorted(sheets, key=lambda sheet: sheet.order)


def sheet_of(
    application: Application,
    criteria: list[Criterion],
    found: dict[tuple[int, int], Finding],
    *,
    is_open: bool,
    user,
) -> Sheet:
    """Return the sheet of one application. ``found``: by assignment and criterion."""
    own = [each for each in application.assessors if each.member.user_id == user.pk]
    if not found:
        own_is_open = any(not each.is_submitted for each in own)
        return Sheet(application, is_open=is_open, own_is_open=own_is_open)
    others = [each for each in application.assessors if each not in own]
    consensus = {each.criterion_id: each for each in application.consensus.all()}
    assessors = [*own, *others]
    lines = [
        Line(
            criterion,
            [found.get((each.pk, criterion.pk)) for each in assessors],
            consensus.get(criterion.pk),
        )
        for criterion in criteria
    ]
    return Sheet(application, is_open=is_open, assessors=assessors, lines=lines)
