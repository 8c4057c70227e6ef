"""What a committee member has to do: the applications of each round, and the next step in each."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Prefetch
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from .access import committee_applications
from .conflicts import hidden_applications
from .models import Application, AssessmentRound, Assignment, CommitteeMember, ConflictDeclaration
from .states import ApplicationState, RoundState

RUNNING = (RoundState.OPEN, RoundState.ASSESSING)


@dataclass(frozen=True)
class Entry:
    """An application on the list of a member, who assesses it when there is an ``assignment``.

    ``is_open``: whether the member has declared to have no interest, so that the dossier is open.
    """

    application: Application
    is_open: bool
    assignment: Assignment | None = None

    @property
    def done(self) -> int:
        """How many of the findings are complete."""
        return sum(each.is_complete for each in self.assignment.findings.all())

    @property
    def is_to_assess(self) -> bool:
        """Whether findings can be written now."""
        in_assessment = self.application.status == ApplicationState.IN_ASSESSMENT
        return self.is_open and in_assessment and not self.assignment.is_submitted

    @property
    def next_step(self) -> str:
        """What the member does next, in a sentence."""
        if not self.is_open:
            return _("Say whether you have an interest in this application.")
        if self.assignment.is_submitted:
            return _("Nothing: you have submitted your findings.")
        if self.is_to_assess:
            return _("Read the dossier, write your findings and submit them.")
        if self.application.status in (ApplicationState.SUBMITTED, ApplicationState.RETURNED):
            return _("Read the dossier. You can write findings once STZ has accepted it.")
        return _("Nothing: this application is no longer being assessed.")


@dataclass
class RoundWork:
    """A round with what the member assesses in it, and what else the committee assesses."""

    round: AssessmentRound
    mine: list[Entry] = field(default_factory=list)
    others: list[Entry] = field(default_factory=list)

    @property
    def is_running(self) -> bool:
        return self.round.status in RUNNING


def opened_by(member: CommitteeMember):
    """Return the condition on an application that ``member`` declared to have no interest."""
    return Exists(
        ConflictDeclaration.objects.filter(
            member=member, application=OuterRef("pk"), has_conflict=False
        )
    )


def rounds_with_criteria():
    """Return the rounds, each with the number of its criteria as ``number_of_criteria``."""
    return AssessmentRound.objects.select_related("edition").annotate(
        number_of_criteria=Coalesce(Count("edition__criteria"), 0)
    )


def work_of(member: CommitteeMember) -> list[RoundWork]:
    """Return the work of ``member`` by round: every running round, and released ones with work."""
    shown = rounds_with_criteria().filter(state__in=[*RUNNING, RoundState.RELEASED])
    work = {each.pk: RoundWork(each) for each in shown.order_by("-year", "-number")}
    for entry in _entries(member, work):
        of_round = work[entry.application.round_id]
        if entry.assignment is not None:
            of_round.mine.append(entry)
        elif of_round.is_running:
            of_round.others.append(entry)
    return [each for each in work.values() if each.is_running or each.mine]


def _entries(member: CommitteeMember, rounds: Iterable[int]) -> list[Entry]:
    mine = Assignment.objects.filter(member=member, confirmed_on__isnull=False)
    applications = (
        committee_applications(member.user)
        .filter(round__in=list(rounds))
        .select_related("round", "hospital", "centre")
        .annotate(is_open=opened_by(member))
        .prefetch_related(Prefetch("assignments", mine, to_attr="mine"), "mine__findings")
        .order_by("hospital__sort_key", "reference")
    )
    return [
        Entry(each, is_open=each.is_open, assignment=next(iter(each.mine), None))
        for each in applications
    ]


def conflicts_of(member: CommitteeMember) -> list[Application]:
    """Return the applications in running rounds that ``member`` has a conflict with.

    In whatever state they are, so that being on this list tells nothing; a page shows the reference
    and the hospital of each, and not how many there are.
    """
    hidden = hidden_applications(member.user).filter(round__state__in=RUNNING)
    return list(
        hidden.select_related("hospital")
        .only("reference", "hospital")
        .order_by("hospital__sort_key", "reference")
    )
