"""How a mail leaves the register: by SMTP, or as a file in a folder.

Each postman is a function that takes a message and returns when it was handed over. It raises
``Refused`` when the mail certainly did not go out, so that it can be tried again. Whatever else it
raises means that nobody knows.
"""

import os
import smtplib
from collections.abc import Callable
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection

from .models import OutboxMessage

BY_SMTP = "django.core.mail.backends.smtp.EmailBackend"
NOT_DELIVERED = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
)
"""Answers of a mail server that say that it did not take the mail."""

TYPE_OF_BODY = {"subtype": "plain", "charset": "utf-8", "cte": "quoted-printable"}
"""Every server takes it, whatever the letters and however long a line."""


class Refused(Exception):
    """The mail certainly did not go out."""


def postman() -> Callable[[OutboxMessage], None]:
    """Return how mail goes out: SMTP when ``EMAIL_URL`` names a server, else the folder."""
    return post_by_smtp if settings.EMAIL_BACKEND == BY_SMTP else put_in_folder


def as_mail(message: OutboxMessage) -> EmailMessage:
    """Return ``message`` as it goes out: the same at every attempt, to the letter.

    Raises ``Refused`` when no mail can be made of it, such as with a broken address.
    """
    try:
        return _as_mail(message)
    except (ValueError, MessageError) as error:
        raise Refused(f"no mail can be made of it: {error}") from error


def _as_mail(message: OutboxMessage) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    user, _at, domain = message.to_email.rpartition("@")
    name = " ".join(message.to_name.split())
    mail["Subject"] = message.subject
    mail["From"] = settings.DEFAULT_FROM_EMAIL
    host = domain.encode("idna").decode("ascii")
    mail["To"] = Address(display_name=name, username=user, domain=host)
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"  # no out-of-office answers
    mail.set_content(message.body, **TYPE_OF_BODY)
    return mail


def post_by_smtp(message: OutboxMessage) -> None:
    """Hand ``message`` to the mail server, over a connection of its own."""
    backend, mail = get_connection(BY_SMTP), as_mail(message)
    try:
        backend.open()
    except (OSError, smtplib.SMTPException) as error:
        raise Refused(f"no connection: {error}") from error
    server = backend.connection
    try:
        server.send_message(mail)
    except NOT_DELIVERED as error:
        server.close()
        raise Refused(str(error)) from error
    except BaseException:
        server.close()
        raise
    say_goodbye(server)


def say_goodbye(server: smtplib.SMTP) -> None:
    """End the connection; the mail was taken, so nothing that happens now changes that."""
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def for_its_owner(path, flags: int) -> int:
    """Open a file that nobody else on the machine can read."""
    return os.open(path, flags, 0o600)


def put_in_folder(message: OutboxMessage) -> None:
    """Write ``message`` to a file named after its id: wholly or not, and the same each time."""
    folder: Path = settings.OUTBOX_FOLDER
    target = folder / f"{message.message_id.strip('<>')}.eml"
    half, content = folder / f".{target.name}.{os.getpid()}", bytes(as_mail(message))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(half, "wb", opener=for_its_owner) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
    except OSError as error:
        raise Refused(f"not written: {error.strerror}") from error
