"""The reminders of a day are written into the outbox: at most one per kind, person and day."""

import datetime
import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hospitals.models import RegisterVersion

from .models import OutboxMessage, SentReminder
from .notices import LANGUAGE
from .outbox import hash_of, write_mail
from .reminders import Reminder, dues_on, planned_on


def remind(*, on: datetime.date) -> tuple[list[OutboxMessage], list[str]]:
    """Write the reminders of the day ``on`` that were not written yet.

    Returns the mails, and for each that could not be written why not.
    """
    written, troubles = [], []
    if not planned_on(on):  # asked every minute: it locks nothing when nothing is to be done
        return written, troubles
    with transaction.atomic():
        RegisterVersion.lock()
        for reminder in planned_on(on):
            try:
                with transaction.atomic():
                    written.append(write(reminder, on=on))
            except ValidationError as refusal:
                things = ", ".join(due.key for due in reminder.dues)
                troubles.append(f"{reminder.kind} ({things}): {' '.join(refusal.messages)}")
    return written, troubles


def write(reminder: Reminder, *, on: datetime.date) -> OutboxMessage:
    """Write one mail, and remember each thing that it is about."""
    person = reminder.person
    digest = hashlib.sha256(person.key.encode()).hexdigest()[:32]
    with override(LANGUAGE):
        message = write_mail(
            kind=OutboxMessage.Kind.REMINDER,
            key=f"reminder-{reminder.kind}-{on}-{digest}",
            application=only_application(reminder),
            to_name=person.name,
            to_email=person.email,
            subject=str(reminder.kind.label),
            body=body_of(reminder),
            by=None,
            why=str(_("Reminder")),
        )
    SentReminder.objects.bulk_create(
        SentReminder(
            kind=due.kind,
            step=due.step,
            about=due.key,
            email=person.key,
            day=on,
            application=due.application,
            centre=due.centre,
            message=message,
        )
        for due in reminder.dues
    )
    return message


def bring_up_to_date(message: OutboxMessage, *, on: datetime.date) -> bool:
    """Take out of a reminder that waits what is done meanwhile; return whether anything is left.

    A mail may wait for hours when the mail server is away, and nobody hears of what is done.
    """
    rows = SentReminder.objects.filter(message=message)
    about = set(rows.values_list("about", "kind", "email"))
    dues = {
        due.key: due for due in dues_on(on) if (due.key, due.kind.value, due.person.key) in about
    }
    if 0 < len(dues) < len(about):
        first, *_others = dues.values()
        message.body = body_of(Reminder(first.kind, first.person, tuple(dues.values())))
        message.sha256 = hash_of(message)
    return bool(dues)


def body_of(reminder: Reminder) -> str:
    """Return the text of the mail, in Dutch."""
    context = {"person": reminder.person, "dues": reminder.dues, "first": reminder.dues[0]}
    with override(LANGUAGE):
        body = render_to_string(f"assessments/mail/{reminder.kind}.txt", context)
    return body.strip() + "\n"


def only_application(reminder: Reminder):
    """Return the application that the mail is about, when it is about one."""
    applications = {due.application for due in reminder.dues}
    return applications.pop() if len(applications) == 1 else None
