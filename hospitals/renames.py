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
    on: datetime.date,
    by,
    why: str,
) -> FormerName:
    """Give ``hospital`` another name and remember the old one, with the last day it was used.

    A hospital may take back a name that it had before. That former name stays with its last day;
    without one it goes, because it would say no more than the name that the hospital has.

    Arguments:
        on: the day of the rename, on which the new name holds: the old one ended before.

    Raises ``ValidationError`` when the name is the same or taken, or when the last day does not
    fit, and ``ChangedMeanwhile``.
    """
    with changing(hospital, version=version, by=by, why=why):
        if name == hospital.name:
            raise ValidationError(_("The hospital has this name already."), code="same_name")
        refuse_last_day(hospital, last_day_of_old_name, on=on)
        for undated in hospital.former_names.filter(name=name, used_through__isnull=True):
            undated._history_user, undated._change_reason = by, why
            undated.delete()
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


def refuse_last_day(hospital: Hospital, last_day: datetime.date, *, on: datetime.date) -> None:
    """Raise ``ValidationError`` unless ``last_day`` lies before ``on`` and after earlier names."""
    if last_day >= on:
        raise ValidationError(
            {
                "last_day_of_old_name": ValidationError(
                    _("A new name holds at once: the last day of the old name lies before today."),
                    code="name_still_used",
                )
            }
        )
    later = hospital.former_names.filter(used_through__gte=last_day).first()
    if later is not None:
        raise ValidationError(
            {
                "last_day_of_old_name": ValidationError(
                    _("The hospital was called “%(name)s” through %(day)s, so this name ended"
                      " later."),
                    code="earlier_name_ended_later",
                    params={"name": later.name, "day": later.last_day},
                )
            }
        )  # fmt: skip
