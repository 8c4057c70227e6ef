"""Readers report that something is not right; staff look into it and answer.

``docs/decisions/0021-reports-without-an-account.md`` says what is kept of the reader and for how
long.
"""

import datetime
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hospitals.changes import changing
from hospitals.identifiers import ALPHABET
from hospitals.models import Hospital

from .models import Centre, Condition, ErrorReport

State = ErrorReport.State
MOVES = {
    State.RECEIVED: {State.TAKEN_UP, State.SETTLED},
    State.TAKEN_UP: {State.SETTLED},
    State.SETTLED: {State.TAKEN_UP},
}
"""From each state, the states that may follow."""

FIELDS = {Centre: "centre", Hospital: "hospital", Condition: "condition", str: "round_code"}
About = Centre | Hospital | Condition | str | None


def new_reference() -> str:
    """Return a new reference such as ``M-7K3Q-XM42``: nobody guesses that of somebody else."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"M-{letters[:4]}-{letters[4:]}"


def receive(
    *, about: About, message: str, email: str, language: str, at: datetime.datetime
) -> ErrorReport:
    """Keep a report, and return it with the reference that the reader gets.

    Arguments:
        about: a public record; the code of a round; ``None`` for the register as a whole.
        email: where the reader wants the answer, or empty.

    Raises ``ValidationError`` when the message is empty or too long, or the address is none.
    """
    field = {FIELDS[type(about)]: about} if about is not None else {}
    report = ErrorReport(
        reference=new_reference(), message=message, email=email, language=language,
        received_at=at, **field,
    )  # fmt: skip
    report.full_clean()
    # In bulk, so without a history: that would ask who is logged in, and begin a session.
    ErrorReport.objects.bulk_create([report])
    return report


def take_up(report: ErrorReport, *, version: int, by, why: str) -> None:
    """Say that somebody looks into it."""
    with changing(report, version=version, by=by, why=why):
        _move(report, State.TAKEN_UP)


def settle(
    report: ErrorReport, *, version: int, answer: str, at: datetime.datetime, by, why: str
) -> None:
    """Answer the report: ``answer`` can be read by whoever has its reference."""
    with changing(report, version=version, by=by, why=why):
        _move(report, State.SETTLED)
        report.answer, report.settled_at = answer, at


def reopen(report: ErrorReport, *, version: int, by, why: str) -> None:
    """Take up a settled report again; its answer stays in the history."""
    with changing(report, version=version, by=by, why=why):
        _move(report, State.TAKEN_UP)
        report.answer, report.settled_at = "", None


def _move(report: ErrorReport, state: State) -> None:
    if state not in MOVES[State(report.state)]:
        raise ValidationError(
            _("This report is %(state)s."),
            code="no_such_move",
            params={"state": report.get_state_display()},
        )
    report.state = state


def forget_addresses(*, settled_before: datetime.datetime) -> int:
    """Remove the e-mail addresses of reports settled before a moment, in their history too.

    Returns how many reports had one.
    """
    with transaction.atomic():
        old = ErrorReport.objects.filter(state=State.SETTLED, settled_at__lt=settled_before)
        keys = list(old.exclude(email="").values_list("pk", flat=True))
        ErrorReport.objects.filter(pk__in=keys).update(email="")
        ErrorReport.history.filter(id__in=keys).update(email="")
    return len(keys)
