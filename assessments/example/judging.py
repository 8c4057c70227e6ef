"""The committee of an example at work: who assesses what, what they find, what is decided."""

import datetime
from collections.abc import Iterable, Sequence

from centres.example.chance import Chance

from .. import committee, decisions, findings, letters
from ..models import (
    Application,
    Assignment,
    Consensus,
    Decision,
    DecisionOutcome,
    Finding,
    Verdict,
)
from .world import World, act, write

REASON = "Voorbeeldreden: dit is nog niet overal uitgewerkt."
REASONS = {
    DecisionOutcome.RECOGNISED: "Voorbeeldbesluit: het centrum voldoet aan alle criteria.",
    DecisionOutcome.WITH_REQUIREMENTS: "Voorbeeldbesluit: het centrum voldoet grotendeels.",
    DecisionOutcome.NOT_RECOGNISED: "Voorbeeldbesluit: het centrum voldoet niet genoeg.",
    DecisionOutcome.DEFERRED: "Voorbeeldbesluit: er is meer informatie nodig.",
}


def confirm(assignments: Iterable[Assignment], *, on: datetime.date, by) -> None:
    """Confirm assessors, who all declare to have no interest."""
    for assignment in assignments:
        act(committee.confirm, assignment, on=on, by=by)
        committee.declare(
            assignment.member,
            assignment.application,
            has_conflict=False,
            reason="",
            on=on,
            by=assignment.member.user,
        )


def find(
    world: World,
    assignment: Assignment,
    *,
    on: datetime.date,
    strict: bool = False,
    most: int = 99,
) -> None:
    """Write findings on the first ``most`` criteria; a strict assessor finds less that meets."""
    chance = Chance.of(world.seed, "finding", assignment.application.reference, strict)
    verdicts = [chance.choice(_choices(strict)) for _ in world.criteria]
    made = [
        Finding(
            assignment=assignment,
            criterion=criterion,
            verdict=verdict,
            reason="" if verdict == Verdict.MEETS else REASON,
        )
        for criterion, verdict in list(zip(world.criteria, verdicts, strict=True))[:most]
    ]
    write(made, by=assignment.member.user, on=on)


def _choices(strict: bool) -> Sequence[Verdict]:
    if strict:
        return [Verdict.MEETS] * 3 + [Verdict.PARTLY, Verdict.NOT, Verdict.CANNOT_JUDGE]
    return [Verdict.MEETS] * 9 + [Verdict.PARTLY]


def submit_findings(assignment: Assignment, *, on: datetime.date) -> None:
    assignment.refresh_from_db()
    findings.submit_findings(
        assignment, version=assignment.version, on=on, by=assignment.member.user
    )


def agree(world: World, application: Application, *, on: datetime.date, most: int = 99) -> None:
    """Write what the committee finds together on the first ``most`` criteria."""
    chair = world.people.chair.user
    chance = Chance.of(world.seed, "consensus", application.reference)
    made = []
    for criterion in world.criteria[:most]:
        verdict = chance.choice(_choices(strict=False))
        reason = "" if verdict == Verdict.MEETS else REASON
        made.append(
            Consensus(
                application=application,
                criterion=criterion,
                verdict=verdict,
                reason=reason,
                recorded_by=chair,
            )
        )
    write(made, by=chair, on=on)


def assess(world: World, assignments: Sequence[Assignment], *, on: datetime.date) -> None:
    """Let all assessors write and submit their findings; the second of two is the strict one."""
    for number, assignment in enumerate(assignments):
        find(world, assignment, on=on, strict=number % 2 == 1)
        submit_findings(assignment, on=on)


def decide(
    world: World, application: Application, outcome: DecisionOutcome, *, on, **over
) -> Decision:
    """Record what the committee decides, with reasons that say that it is an example."""
    return act(
        decisions.decide,
        application,
        outcome=outcome,
        reasons=REASONS[outcome],
        decided_on=on,
        decided_by="de commissie TEC (voorbeeld)",
        by=world.people.recorder,
        **over,
    )


def approve_letter(world: World, decision: Decision, *, released_on: datetime.date, at) -> None:
    """Approve the letter as it goes out on a day."""
    letters.approve_letter(
        decision,
        released_on=released_on,
        sha256=letters.hash_of(*letters.text_of(decision, released_on=released_on)),
        at=at,
        by=world.people.recorder,
    )
