"""What stands in the way of a release, in sentences for people.

Asked by the page of the round, by the release itself and by the scheduled release, so that what
the page says is what the verb does.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from centres.models import Centre, PublishedRound, Recognition
from centres.periods import collide

from .applications import kind_of
from .conflicts import employments_of, has_employment_conflict, hidden_applications
from .letters import is_approved
from .models import Application, AssessmentRound, Assignment, ConflictDeclaration, Decision
from .periods import first_day, last_day
from .states import ApplicationState, RoundState


@dataclass(frozen=True)
class Block:
    """One thing in the way; ``application`` is ``None`` when it concerns the round."""

    sentence: str
    application: Application | None = None


def applications_to_release(round: AssessmentRound) -> QuerySet[Application]:
    """Return the applications that ``round`` decides on, with what judging them needs."""
    return (
        Application.objects.handled()
        .filter(round=round)
        .select_related("round__edition", "hospital", "centre")
        .prefetch_related(
            "centre__recognitions__suspensions",
            "centre__partners",
            "proposed_partners",
            Prefetch(
                "decisions",
                Decision.objects.current().select_related("letter", "replaces"),
                to_attr="current_decisions",
            ),
            "current_decisions__requirements",
            Prefetch(
                "assignments",
                Assignment.objects.select_related("member__user"),
                to_attr="assessors",
            ),
        )
    )


def current_decision(application: Application) -> Decision | None:
    """Return the decision that holds, of an application from ``applications_to_release``."""
    decision = next(iter(application.current_decisions), None)
    if decision is not None:
        decision.application = application
    return decision


def blocks(round: AssessmentRound, *, on: datetime.date, by) -> list[Block]:
    """Return everything that keeps ``by`` from releasing ``round`` on the day ``on``.

    Who has a conflict in the round learns that, and nothing else.
    """
    if by is not None and hidden_applications(by).filter(round=round).exists():
        return [Block(_("You have a conflict of interest in this round; a colleague does this."))]
    return [*_blocks_of_round(round), *_blocks_of_applications(round, on=on, by=by)]


def refuse_incomplete(round: AssessmentRound, *, on: datetime.date, by) -> None:
    """Raise ``ValidationError`` with every sentence of ``blocks``."""
    found = blocks(round, on=on, by=by)
    if found:
        raise ValidationError(
            [
                ValidationError(
                    "%(application)s: %(sentence)s" if block.application else "%(sentence)s",
                    code="release_is_blocked",
                    params={"application": block.application, "sentence": block.sentence},
                )
                for block in found
            ]
        )


def _blocks_of_round(round: AssessmentRound) -> Iterator[Block]:
    if round.status != RoundState.ASSESSING:
        yield Block(_("The round is “%(state)s”.") % {"state": round.status.label})
    if not Application.objects.handled().filter(round=round).exists():
        yield Block(_("There is no application in this round."))
    if PublishedRound.objects.filter(year=round.year, number=round.number).exists():
        yield Block(_("A round with this year and number is public already."))


def _blocks_of_applications(round: AssessmentRound, *, on: datetime.date, by) -> Iterator[Block]:
    context = _Context(round)
    for application in applications_to_release(round):
        decision = current_decision(application)
        for sentence in _sentences(application, decision, context, on=on, by=by):
            yield Block(sentence, application)


def _sentences(
    application: Application, decision: Decision | None, context, *, on: datetime.date, by
) -> Iterator[str]:
    if application.state != ApplicationState.DECIDED or decision is None:
        yield _("There is no outcome yet; it is “%(state)s”.") % {"state": application.status.label}
        return
    if by is not None and decision.recorded_by_id == by.pk:
        yield _("You recorded this decision; a second person releases it.")
    for assessor in application.assessors:
        counts = assessor.is_submitted and assessor.set_aside_on is None
        if counts and context.is_conflict(assessor, application):
            yield _("Assessor %(member)s has a conflict of interest.") % {"member": assessor.member}
    if application.kind != kind_of(application.centre):
        yield _("Whether it is new or a reassessment contradicts the record.")
    yield from _sentences_of_outcome(application, decision, context, on=on)


def _sentences_of_outcome(
    application: Application, decision: Decision, context, *, on: datetime.date
) -> Iterator[str]:
    if decision.recognises:
        if application.centre is not None and application.centre.merged_into_id is not None:
            yield _("The centre has merged into another one meanwhile.")
        elif application.centre is None and context.is_taken(application):
            yield _("This hospital has a centre with this name already.")
        elif _collides(decision, on=on):
            yield _("The centre has another recognition in this period.")
    if any(requirement.due_on <= on for requirement in decision.requirements.all()):
        yield _("A requirement is due before the hospital hears of it.")
    if not is_approved(decision, released_on=on):
        yield _("The letter is not approved as it would go out on that day.")


def _collides(decision: Decision, *, on: datetime.date) -> bool:
    """Return whether the recognition would meet another one; an extension makes room for it."""
    centre = decision.application.centre
    if centre is None:
        return False
    first = first_day(decision, released_on=on)
    new = Recognition(valid_from=first, valid_through=last_day(decision, released_on=on))
    return any(collide(new, _without_extension(other)) for other in centre.recognitions.all())


def _without_extension(recognition: Recognition) -> Recognition:
    return Recognition(
        valid_from=recognition.valid_from,
        valid_from_precision=recognition.valid_from_precision,
        valid_through=recognition.valid_through,
        valid_through_precision=recognition.valid_through_precision,
        last_day=recognition.last_day,
    )


class _Context:
    """What judging the applications of a round needs, read once for all of them."""

    def __init__(self, round: AssessmentRound):
        proposing = Application.objects.filter(round=round, centre__isnull=True)
        hospitals = proposing.values(pk_today=Coalesce("hospital__merged_into", "hospital"))
        self._names = set(
            Centre.objects.filter(hospital__in=hospitals).values_list("hospital", "name")
        )
        self._declared = set(
            ConflictDeclaration.objects.filter(has_conflict=True).values_list(
                "member", "application"
            )
        )
        self._employments = {}

    def is_taken(self, application: Application) -> bool:
        """Return whether the hospital has a centre of the name that is proposed."""
        hospital = application.hospital
        return (hospital.merged_into_id or hospital.pk, application.proposed_name) in self._names

    def is_conflict(self, assessor: Assignment, application: Application) -> bool:
        user = assessor.member.user
        if user.pk not in self._employments:
            self._employments[user.pk] = employments_of(user)
        return (assessor.member_id, application.pk) in self._declared or has_employment_conflict(
            self._employments[user.pk], application
        )
