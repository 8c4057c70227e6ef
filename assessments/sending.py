"""The outbox is sent: each mail at most once, and what went wrong is there for people to see.

A mail is claimed before it is handed over and marked as sent after it; both are committed at once.
So whatever happens in between, a second sender leaves it alone, and a mail of which nobody knows
whether it went out is never sent again by itself. A mail that was certainly refused is tried again,
each time after twice as long, and given up after ``settings.OUTBOX_ATTEMPTS``.

``postmen`` says how a mail leaves the register.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.changes import changing
from hospitals.records import ChangedMeanwhile

from .correspondence import refuse_hidden
from .models import OutboxMessage
from .outbox import hash_of
from .postmen import Refused, postman
from .reminder_mails import bring_up_to_date

SENDING_TAKES = datetime.timedelta(minutes=15)
"""How long a sender may be at one mail; only after it people decide what became of the mail."""


class MailState(models.TextChoices):
    WAITING = "waiting", _("waits")
    BEGUN = "begun", _("may have gone out")
    SENT = "sent", _("sent")
    GIVEN_UP = "given-up", _("given up")


def state_of(message: OutboxMessage) -> MailState:
    """Return what became of ``message`` so far; ``IN_STATE`` holds the SQL form."""
    if message.sent_at is not None:
        return MailState.SENT
    if message.gave_up_at is not None:
        return MailState.GIVEN_UP
    return MailState.WAITING if message.sending_since is None else MailState.BEGUN


NOT_OVER = Q(sent_at__isnull=True, gave_up_at__isnull=True)
IN_STATE = {
    MailState.WAITING: NOT_OVER & Q(sending_since__isnull=True),
    MailState.BEGUN: NOT_OVER & Q(sending_since__isnull=False),
    MailState.SENT: Q(sent_at__isnull=False),
    MailState.GIVEN_UP: Q(gave_up_at__isnull=False),
}
NOT_DEALT_WITH = IN_STATE[MailState.GIVEN_UP] & ~Q(last_error="")
"""Given up by the program, and nobody decided on it yet."""


def is_dealt_with(message: OutboxMessage) -> bool:
    """Return whether a person gave ``message`` up: that clears the error of the program."""
    return message.gave_up_at is not None and not message.last_error


def may_be_tried_again(message: OutboxMessage) -> bool:
    return state_of(message) in (MailState.BEGUN, MailState.GIVEN_UP)


def may_be_given_up(message: OutboxMessage) -> bool:
    return state_of(message) != MailState.SENT and not is_dealt_with(message)


@dataclass
class Report:
    """What became of the mails of one run. ``troubles`` are sentences without personal data."""

    counts: Counter = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)

    def add(self, what: str, trouble: str = "") -> None:
        self.counts[what] += 1
        if trouble:
            self.troubles.append(trouble)


def due_at(at: datetime.datetime) -> QuerySet[OutboxMessage]:
    """Return the mails that wait and may be tried at the moment ``at``, oldest first."""
    waiting = OutboxMessage.objects.filter(IN_STATE[MailState.WAITING])
    return waiting.filter(next_attempt_at__lte=at).order_by("next_attempt_at", "pk")


def send_due(clock: Callable[[], datetime.datetime]) -> Report:
    """Send what is due now. ``clock`` returns the moment.

    Several may do this at the same time: each mail is sent by one of them.
    """
    report, post = Report(), postman()
    for message in list(due_at(clock())):
        try:
            if not claim(message, at=clock()):
                continue
            if message.gave_up_at is None:
                send(message, post, clock, report)
            else:
                report.add("not needed")
        except ValidationError:
            report.add("unknown", f"Mail {message.pk} cannot be kept up to date: look at it.")
    return report


def claim(message: OutboxMessage, *, at: datetime.datetime) -> bool:
    """Mark ``message`` as being sent, and commit that. Returns whether it is ours to send.

    A reminder of what is done meanwhile is given up at this point: it is not sent.
    """
    try:
        with (
            transaction.atomic(durable=True),
            changing(message, version=message.version, by=None, why=_("Sending begins")),
        ):
            if state_of(message) != MailState.WAITING:
                raise ChangedMeanwhile(message)
            if is_overtaken(message, at=at):
                message.gave_up_at, message.last_error = at, ""
            else:
                message.sending_since = at
                message.attempts += 1
    except ChangedMeanwhile:  # another sender, or somebody who gave it up
        return False
    return True


def is_overtaken(message: OutboxMessage, *, at: datetime.datetime) -> bool:
    """Return whether ``message`` reminds of nothing but what is done, once it is up to date.

    A mail whose text is not the one that was written is left as it is: sending refuses it.
    """
    if message.kind != OutboxMessage.Kind.REMINDER or hash_of(message) != message.sha256:
        return False
    return not bring_up_to_date(message, on=timezone.localtime(at).date())


def send(message: OutboxMessage, post: Callable, clock: Callable, report: Report) -> None:
    """Hand a claimed message over, and record what became of it."""
    if hash_of(message) != message.sha256:
        give_back(message, str(_("The text is not the one that was put in the outbox.")),
                  at=clock(), is_hopeless=True)  # fmt: skip
        report.add("given up", f"Mail {message.pk} does not match its hash.")
        return
    try:
        post(message)
    except Refused as refusal:
        give_back(message, str(refusal), at=clock())
        what = "refused" if message.gave_up_at is None else "given up"
        report.add(what, f"Mail {message.pk} was {what} at attempt {message.attempts}.")
    except Exception as error:
        keep_error(message, f"{type(error).__name__}: {error}")
        report.add("unknown", f"Mail {message.pk} may have gone out: {type(error).__name__}.")
    else:
        with changing(message, version=message.version, by=None, why=_("Sent")):
            message.sent_at, message.last_error = clock(), ""
        report.add("sent")


def give_back(
    message: OutboxMessage, error: str, *, at: datetime.datetime, is_hopeless: bool = False
) -> None:
    """Let a message that was certainly not delivered be tried later, or give it up."""
    with changing(message, version=message.version, by=None, why=_("Not delivered")):
        message.last_error, message.sending_since = error, None
        if is_hopeless or message.attempts >= settings.OUTBOX_ATTEMPTS:
            message.gave_up_at = at
        else:
            message.next_attempt_at = at + delay_after(message.attempts)


def delay_after(attempts: int) -> datetime.timedelta:
    """Return how long a message waits after so many refusals."""
    return settings.OUTBOX_FIRST_DELAY * 2 ** (attempts - 1)


def keep_error(message: OutboxMessage, error: str) -> None:
    with changing(message, version=message.version, by=None, why=_("May have gone out")):
        message.last_error = error


# What people do about a mail that did not go out, or of which nobody knows ------------------------


def try_again(message: OutboxMessage, *, version: int, at: datetime.datetime, by, why: str) -> None:
    """Let a message that was given up, or that may have gone out, be sent anew.

    This and the next two raise ``ValidationError`` when it is not possible in its state, or while
    it may be being sent.
    """
    with deciding_on(message, may_be_tried_again, version=version, at=at, by=by, why=why):
        message.sending_since = message.gave_up_at = None
        message.attempts, message.next_attempt_at, message.last_error = 0, at, ""


def mark_as_gone_out(
    message: OutboxMessage, *, version: int, at: datetime.datetime, by, why: str
) -> None:
    """Record that a message did go out, as the mail server or the receiver says."""
    with deciding_on(message, may_be_tried_again, version=version, at=at, by=by, why=why):
        message.gave_up_at, message.sent_at, message.last_error = None, at, ""


def give_up(message: OutboxMessage, *, version: int, at: datetime.datetime, by, why: str) -> None:
    """Decide that a message does not go out any more, or not again. It stays in the outbox."""
    with deciding_on(message, may_be_given_up, version=version, at=at, by=by, why=why):
        message.gave_up_at, message.last_error = at, ""


@contextmanager
def deciding_on(
    message: OutboxMessage, is_possible: Callable, *, version: int, at, by, why: str
) -> Iterator[None]:
    """Let the block decide what becomes of ``message``, when that is up to people now."""
    refuse_hidden(message, by)
    with changing(message, version=version, by=by, why=why):
        if not is_possible(message):
            state = state_of(message).label
            raise ValidationError(
                _("This is not possible any more, or not yet: it is “%(state)s”."),
                code="no_such_move",
                params={"state": state},
            )
        begun = state_of(message) == MailState.BEGUN
        if begun and at - message.sending_since < SENDING_TAKES:
            raise ValidationError(
                _("It may be going out at this moment. Look again in a quarter of an hour."),
                code="being_sent",
            )
        yield
