"""One act on several applications: the same verbs, all of them or none.

Each function takes what was seen of each application, and raises ``ValidationError`` with a
sentence per application that was refused; then nothing has happened.
"""

import datetime
from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from hospitals.models import RegisterVersion

from .applications import accept
from .committee import confirm
from .letters import approve_letter
from .models import Application, Assignment, Decision


def accept_all(seen: Iterable[tuple[Application, int]], *, on: datetime.date, by, why: str) -> None:
    """Accept each application at the version that was seen."""

    def act(application: Application, version: int) -> None:
        accept(application, version=version, on=on, by=by, why=why)

    _all_or_none(act, seen, lambda application: application)


def confirm_all(seen: Iterable[tuple[Assignment, int]], *, on: datetime.date, by, why: str) -> None:
    """Confirm each proposed assessor at the version that was seen."""

    def act(assignment: Assignment, version: int) -> None:
        confirm(assignment, version=version, on=on, by=by, why=why)

    _all_or_none(act, seen, lambda assignment: assignment.application)


def approve_letters(
    seen: Iterable[tuple[Decision, str]], *, released_on: datetime.date, at: datetime.datetime, by
) -> None:
    """Approve each letter whose text had the hash that was seen, for a release on a day."""

    def act(decision: Decision, sha256: str) -> None:
        approve_letter(decision, released_on=released_on, sha256=sha256, at=at, by=by)

    _all_or_none(act, seen, lambda decision: decision.application)


def _all_or_none(act: Callable, seen: Iterable[tuple], application_of: Callable) -> None:
    refusals = []
    with transaction.atomic():
        RegisterVersion.lock()
        for record, mark in seen:
            try:
                act(record, mark)
            except ValidationError as refusal:
                refusals += _named(application_of(record), refusal)
        if refusals:
            raise ValidationError(refusals)


def _named(application: Application, refusal: ValidationError) -> list[ValidationError]:
    return [
        ValidationError(
            "%(reference)s: %(sentence)s",
            code="refused",
            params={"reference": application.reference, "sentence": sentence},
        )
        for sentence in refusal.messages
    ]
