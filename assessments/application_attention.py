"""Which applications need the attention of staff on a day.

The start page shows these to each person without those that they have a conflict with.
"""

import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from hospitals.attention import Attention

from .models import Application, CompletionRequest, Decision, Objection, Requirement
from .states import ApplicationState

SOON = datetime.timedelta(days=60)
"""How long before its day a requirement asks for attention."""


def requirement_due(day: datetime.date) -> QuerySet[Application]:
    """Applications with a requirement that is due within 60 days, or overdue, and not met."""
    standing = Decision.objects.filter(released_at__isnull=False).exclude(
        replaced_by__released_at__isnull=False
    )
    due = Requirement.objects.filter(
        decision__application=OuterRef("pk"), decision__in=standing, due_on__lte=day + SOON
    ).exclude(check_result__is_met=True)
    return Application.objects.filter(Exists(due))


def with_open_objection(day: datetime.date) -> QuerySet[Application]:
    """Applications with an objection that was not decided on."""
    open_ones = Objection.objects.filter(decision__application=OuterRef("pk"), outcome="")
    return Application.objects.filter(Exists(open_ones))


def not_completed_in_time(day: datetime.date) -> QuerySet[Application]:
    """Applications that were returned for completion and whose last day is past."""
    overdue = CompletionRequest.objects.filter(
        application=OuterRef("pk"), answered_on__isnull=True, due_on__lt=day
    )
    return Application.objects.filter(Exists(overdue), state=ApplicationState.RETURNED)


ATTENTION = (
    Attention("requirement-due", _("Requirement due within 60 days or overdue"), requirement_due),
    Attention("open-objection", _("Open objection"), with_open_objection),
    Attention("not-completed", _("Not completed by the last day"), not_completed_in_time),
)
"""The worklists of applications, in the order of the start page."""
