"""What the pages of a round say before a release: what is in the way, and what would happen."""

from collections.abc import Iterable

from ..completeness import Block
from ..conflicts import hidden_applications
from ..models import RECOGNISING, Application, AssessmentRound
from ..progress import outcomes_in


def grouped(blocks: Iterable[Block]) -> list[tuple[Application | None, list[str]]]:
    """Return the sentences per application, those about the round itself first."""
    groups: dict[int | None, tuple[Application | None, list[str]]] = {}
    for block in blocks:
        key = block.application and block.application.pk
        groups.setdefault(key, (block.application, []))[1].append(block.sentence)
    return list(groups.values())


def what_happens(round: AssessmentRound, user) -> dict | None:
    """Return the numbers of what a release would do, or ``None`` for who has a conflict in it."""
    if hidden_applications(user).filter(round=round).exists():
        return None
    outcomes = outcomes_in(round)
    return {
        "outcomes": [(outcome.label, number) for outcome, number in outcomes.items() if number],
        "recognitions": sum(outcomes[each] for each in RECOGNISING),
        "letters": sum(outcomes.values()),
    }
