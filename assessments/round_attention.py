"""Which rounds need the attention of staff on a day: by their dates only, so nothing leaks."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.attention import Attention

from .models import AssessmentRound
from .states import RoundState

CLOSING_SOON = datetime.timedelta(days=14)


def closing_soon(day: datetime.date) -> models.QuerySet:
    """Open rounds whose last day for applications is within two weeks."""
    return AssessmentRound.objects.filter(
        state=RoundState.OPEN, closes_on__range=(day, day + CLOSING_SOON)
    )


def to_close(day: datetime.date) -> models.QuerySet:
    """Rounds that are still open although their closing day is past."""
    return AssessmentRound.objects.filter(state=RoundState.OPEN, closes_on__lt=day)


def release_overdue(day: datetime.date) -> models.QuerySet:
    """Rounds that are not released although the planned day is past."""
    states = (RoundState.PLANNED, RoundState.OPEN, RoundState.ASSESSING)
    return AssessmentRound.objects.filter(state__in=states, planned_release_on__lt=day)


ATTENTION = (
    Attention("closing-soon", _("Round closes within two weeks"), closing_soon),
    Attention("to-close", _("Closing day is past, round still open"), to_close),
    Attention("release-overdue", _("Planned release is past, not released"), release_overdue),
)
"""The worklists of rounds, in the order of the start page."""
