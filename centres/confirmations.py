"""When a hospital confirmed what the register says of its centre."""

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def refuse_confirmation_ahead(confirmed_on: datetime.date | None, *, day: datetime.date) -> None:
    """Raise ``ValidationError`` when a centre was confirmed after ``day``, which is today."""
    if confirmed_on is not None and confirmed_on > day:
        raise ValidationError(
            _("A hospital cannot have confirmed this on a day that is still to come."),
            code="confirmed_ahead",
        )
