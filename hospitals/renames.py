"""A hospital takes another name. Its permanent id and its address stay."""

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .changes import changing, save_checked
from .models import FormerName, Hospital
from .partial_dates import Precision


def rename(
    hospital: Hospital,
    *,
    version: int,
    name: str,
    short_name: str,
    last_day_of_old_name: datetime.date,
    by,
    why: str,
) -> FormerName:
    """Give ``hospital`` another name and remember the old one, with the last day it was used.

    Raises ``ValidationError`` when the name is the same or taken, and ``ChangedMeanwhile``.
    """
    with changing(hospital, version=version, by=by, why=why):
        if name == hospital.name:
            raise ValidationError(_("The hospital has this name already."), code="same_name")
        former = FormerName(
            hospital=hospital,
            name=hospital.name,
            short_name=hospital.short_name,
            used_through=last_day_of_old_name,
            used_through_precision=Precision.DAY,
        )
        save_checked(former, by=by, why=why)
        hospital.name, hospital.short_name = name, short_name
    return former
