"""The states of rounds and applications, and the one table of the moves between them.

No verb writes a state that is not in these tables, and none is reached in another way. The drawing
in ``docs/assessment.md`` shows the same moves; a test compares them.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundState(models.TextChoices):
    PLANNED = "planned", _("planned")
    OPEN = "open", _("open for applications")
    ASSESSING = "assessing", _("being assessed")
    RELEASED = "released", _("released")
    CANCELLED = "cancelled", _("cancelled")


class ApplicationState(models.TextChoices):
    DRAFT = "draft", _("draft, not submitted")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned for completion")
    IN_ASSESSMENT = "in_assessment", _("in assessment")
    DECIDED = "decided", _("decided, not released")
    RELEASED = "released", _("released")
    WITHDRAWN = "withdrawn", _("withdrawn")


ROUND_MOVES = {
    (RoundState.PLANNED, "open"): RoundState.OPEN,
    (RoundState.PLANNED, "cancel"): RoundState.CANCELLED,
    (RoundState.OPEN, "cancel"): RoundState.CANCELLED,
    (RoundState.OPEN, "close"): RoundState.ASSESSING,
    (RoundState.ASSESSING, "release"): RoundState.RELEASED,
}

APPLICATION_MOVES = {
    (ApplicationState.DRAFT, "submit"): ApplicationState.SUBMITTED,
    (ApplicationState.SUBMITTED, "return"): ApplicationState.RETURNED,
    (ApplicationState.RETURNED, "submit"): ApplicationState.SUBMITTED,
    (ApplicationState.SUBMITTED, "accept"): ApplicationState.IN_ASSESSMENT,
    (ApplicationState.IN_ASSESSMENT, "decide"): ApplicationState.DECIDED,
    (ApplicationState.DECIDED, "reconsider"): ApplicationState.IN_ASSESSMENT,
    (ApplicationState.DECIDED, "release"): ApplicationState.RELEASED,
    (ApplicationState.DRAFT, "withdraw"): ApplicationState.WITHDRAWN,
    (ApplicationState.SUBMITTED, "withdraw"): ApplicationState.WITHDRAWN,
    (ApplicationState.RETURNED, "withdraw"): ApplicationState.WITHDRAWN,
    (ApplicationState.IN_ASSESSMENT, "withdraw"): ApplicationState.WITHDRAWN,
    (ApplicationState.DECIDED, "withdraw"): ApplicationState.WITHDRAWN,
}

MOVES = {RoundState: ROUND_MOVES, ApplicationState: APPLICATION_MOVES}


def may(verb: str, state: RoundState | ApplicationState) -> bool:
    """Return whether ``verb`` is a move from ``state``."""
    return (state, verb) in MOVES[type(state)]


def after(verb: str, state: RoundState | ApplicationState) -> RoundState | ApplicationState:
    """Return the state that ``verb`` leads to. Raises ``ValidationError`` when it leads nowhere."""
    if not may(verb, state):
        raise no_such_move(state)
    return MOVES[type(state)][state, verb]


def no_such_move(state: RoundState | ApplicationState) -> ValidationError:
    """Return the refusal of what is not possible in ``state``."""
    return ValidationError(
        _("This is not possible any more, or not yet: it is “%(state)s”."),
        code="no_such_move",
        params={"state": state.label},
    )
