"""Shapes of rules that several tables share, and the sentences that go with them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

RELEASED_MESSAGE = _(
    "This was released and does not change any more. A correction is a new decision."
)


def complete_or_absent(*fields: str, name: str, message) -> models.CheckConstraint:
    """Return the constraint that ``fields`` are all filled or all empty."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    every = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(
        condition=none | every, name=name, violation_error_message=message
    )


def two_people(first: str, second: str, *, name: str) -> models.CheckConstraint:
    """Return the constraint that ``second`` is another person than ``first``, or nobody yet."""
    return models.CheckConstraint(
        condition=Q(**{f"{second}__isnull": True}) | ~Q(**{second: F(first)}),
        name=name,
        violation_error_message=_("A second person does this: not the one who did the first step."),
    )
