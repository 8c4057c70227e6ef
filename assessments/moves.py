"""How a verb moves a round or an application: judged, changed and saved in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from hospitals.changes import changing

from .conflicts import refuse_conflict, refuse_conflict_in_round
from .models import Application, AssessmentRound
from .states import after, no_such_move


@contextmanager
def moving(
    record: AssessmentRound | Application, verb: str, *, version: int, by, why: str
) -> Iterator[None]:
    """Let the block complete what ``verb`` does to ``record``, whose state moves along.

    Raises ``ValidationError`` when the state does not allow the verb or ``by`` has a conflict of
    interest, and ``ChangedMeanwhile`` when somebody came first.
    """
    refuse_conflicted(record, by)
    refuse_released(record, version=version)
    with changing(record, version=version, by=by, why=why):
        record.state = after(verb, record.status)
        yield


@contextmanager
def working_on(application: Application, *, version: int, by, why: str) -> Iterator[None]:
    """Let the block change ``application`` without moving it; see ``moving``."""
    refuse_conflict(application, by)
    refuse_released(application, version=version)
    with changing(application, version=version, by=by, why=why):
        yield


def refuse_released(record: AssessmentRound | Application, *, version: int) -> None:
    """Raise ``ValidationError`` when ``record`` is released, at the ``version`` that was seen.

    The database does not let even the version change then. At another version somebody came first,
    and claiming the record tells who.
    """
    if record.released_at is not None and record.version == version:
        raise no_such_move(record.status)


def refuse_conflicted(record: AssessmentRound | Application, by) -> None:
    """Raise ``ValidationError`` when ``by`` has a conflict with ``record``."""
    if isinstance(record, Application):
        refuse_conflict(record, by)
    else:
        refuse_conflict_in_round(record, by)
