"""Mails to people in the committee and at STZ: they name no more than a reference and a hospital.

A mail leaves the register, so it holds nothing of a dossier.
"""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from .models import Assignment, OutboxMessage
from .outbox import write_mail

LANGUAGE = "nl"
"""Mail goes out in Dutch: the register does not know which language a person reads."""


def tell_assessor(assignment: Assignment) -> OutboxMessage | None:
    """Tell an assessor of a confirmed assignment; who has no address sees it in the workplace."""
    application, user = assignment.application, assignment.member.user
    if not user.email:
        return None
    with override(LANGUAGE):
        return write_mail(
            kind=OutboxMessage.Kind.ASSIGNMENT,
            key=f"assignment-{assignment.pk}",
            application=application,
            to_name=str(assignment.member),
            to_email=user.email,
            subject=_("You assess application %(reference)s")
            % {"reference": application.reference},
            body=render_to_string(
                "assessments/mail/assignment.txt",
                {"assignment": assignment, "application": application},
            ),
            by=assignment.confirmed_by,
            why=_("Assessor assigned"),
        )
