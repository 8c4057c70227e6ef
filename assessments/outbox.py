"""The outbox: a mail is written in the transaction of the act it tells of, and sent later.

So a mail goes out when, and only when, the act came to its end. ``assessments.sending`` sends.
"""

import hashlib

from hospitals.changes import save_checked

from .models import Application, OutboxMessage

SITE = "register.stz"
"""What stands behind the @ of a message id; it names no host."""


def write_mail(
    *,
    kind: OutboxMessage.Kind,
    key: str,
    to_name: str,
    to_email: str,
    subject: str,
    body: str,
    application: Application | None = None,
    by,
    why: str,
) -> OutboxMessage:
    """Put a mail in the outbox, once per ``key``: a second call returns the first mail.

    Arguments:
        key: what the mail is about, such as ``letter-12``; the message id is made from it, so a
            mail server that gets it twice can tell.
        application: the one that the mail is about, so that who has a conflict does not see it.
    """
    there = OutboxMessage.objects.filter(key=key).first()
    if there is not None:
        return there
    digest = hashlib.sha256(key.encode()).hexdigest()
    message = OutboxMessage(
        kind=kind,
        key=key,
        application=application,
        to_name=to_name,
        to_email=to_email,
        subject=" ".join(subject.split()),
        body=body,
        message_id=f"<{digest[:32]}@{SITE}>",
    )
    message.sha256 = hash_of(message)
    save_checked(message, by=by, why=why)
    return message


def hash_of(message: OutboxMessage) -> str:
    """Return the SHA-256 over all that the receiver gets: address, subject, id and text."""
    parts = (message.to_email, message.subject, message.message_id, "", message.body)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
