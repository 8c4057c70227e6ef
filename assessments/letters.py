"""The letter about a decision: written from the record, approved as text, archived as it was sent.

There is a template per outcome, in Dutch. What was approved is what goes out: when the record or
the day of the release changes after the approval, the text would be another one, and the release
asks for a new approval.
"""

import datetime
import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from hospitals.changes import changing, save_checked
from hospitals.models import RegisterVersion

from .conflicts import refuse_conflict
from .decisions import term_for_objecting
from .models import Application, Decision, Letter, OutboxMessage
from .outbox import write_mail
from .periods import corrected_recognition, first_day, last_day
from .states import ApplicationState, no_such_move

LANGUAGE = "nl"


def text_of(decision: Decision, *, released_on: datetime.date) -> tuple[str, str]:
    """Return the subject and the text of the letter about ``decision``, for a day of release."""
    application = decision.application
    context = {
        "decision": decision,
        "application": application,
        "round": application.round,
        "requirements": list(decision.requirements.all()),
        "released_on": released_on,
        "objection_through": term_for_objecting(released_on),
        "corrected": corrected_recognition(decision),
    }
    if decision.recognises:
        context["first_day"] = first_day(decision, released_on=released_on)
        context["last_day"] = last_day(decision, released_on=released_on)
    with override(LANGUAGE):
        body = render_to_string(f"assessments/letters/{decision.outcome}.txt", context)
        if decision.replaces and decision.replaces.released_at:
            subject = _("Corrected decision on application %(reference)s: %(title)s")
        else:
            subject = _("Decision on application %(reference)s: %(title)s")
    names = {"reference": application.reference, "title": application.title}
    return subject % names, body.strip() + "\n"


def approve_letter(
    decision: Decision, *, released_on: datetime.date, sha256: str, at: datetime.datetime, by
) -> Letter:
    """Approve the letter about ``decision`` for a release on ``released_on``.

    Arguments:
        sha256: ``hash_of`` the text that the person read: another one is not approved.
        at: the moment of the approval.

    Raises ``ValidationError`` when the text has changed meanwhile, the letter went out, or the
    application is not decided: withdrawn, or being assessed again.
    """
    refuse_conflict(decision.application, by)
    why = _("Letter approved")
    with transaction.atomic():
        RegisterVersion.lock()
        refuse_undecided(decision)
        subject, body = text_of(decision, released_on=released_on)
        if hash_of(subject, body) != sha256:
            raise ValidationError(
                _("The text has changed meanwhile. Read it again."), code="text_has_changed"
            )
        letter = Letter.objects.filter(decision=decision).first()
        if letter is None:
            letter = Letter(
                decision=decision,
                subject=subject,
                body=body,
                sha256=sha256,
                written_for=released_on,
                approved_by=by,
                approved_at=at,
            )
            save_checked(letter, by=by, why=why)
            return letter
        if letter.message_id is not None:
            raise ValidationError(_("This letter went out."), code="letter_went_out")
    with changing(letter, version=letter.version, by=by, why=why):
        letter.subject, letter.body, letter.sha256 = subject, body, sha256
        letter.written_for, letter.approved_by, letter.approved_at = released_on, by, at
    return letter


def refuse_undecided(decision: Decision) -> None:
    """Raise ``ValidationError`` unless the application is decided, or released and corrected."""
    status = Application.objects.get(pk=decision.application_id).status
    if status not in (ApplicationState.DECIDED, ApplicationState.RELEASED):
        raise no_such_move(status)


def is_approved(decision: Decision, *, released_on: datetime.date) -> bool:
    """Return whether the letter is approved as it would go out on ``released_on``."""
    letter = getattr(decision, "letter", None)
    return letter is not None and letter.sha256 == hash_of(
        *text_of(decision, released_on=released_on)
    )


def post_letter(letter: Letter, *, by, why: str) -> None:
    """Put an approved letter in the outbox, in the transaction of the release."""
    application = letter.decision.application
    with changing(letter, version=letter.version, by=by, why=why):
        letter.message = write_mail(
            kind=OutboxMessage.Kind.LETTER,
            key=f"letter-{letter.decision_id}",
            application=application,
            to_name=application.contact_name,
            to_email=application.contact_email,
            subject=letter.subject,
            body=letter.body,
            by=by,
            why=why,
        )


def hash_of(subject: str, body: str) -> str:
    """Return the SHA-256 over subject and text: what an approval is about."""
    return hashlib.sha256(f"{subject}\n\n{body}".encode()).hexdigest()
