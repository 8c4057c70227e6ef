"""Dates known to the day, the month or the year only, or not at all.

Public sources often say no more than "2018" or "October 2023". What is known is stored with how
precisely it is known; a day is never invented. One date column and one precision column hold it,
and the date is the bound that is *certain*:

* the start of a period is stored as the **last** day it may be ("2018" as 2018-12-31): from that
  day on the period has certainly begun;
* the end of a period is stored as the **first** day it may be ("2027" as 2027-01-01): before that
  day it has certainly not ended.

So a comparison with the stored date errs on the side of "not certain", in SQL as in Python.
"""

import calendar
import datetime
import re
from dataclasses import dataclass

from django.db import models
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    DAY = "day", _("known to the day")
    MONTH = "month", _("known to the month")
    YEAR = "year", _("known to the year")
    UNKNOWN = "unknown", _("unknown")


def first_day_of(precision: str, day: datetime.date) -> datetime.date:
    """Return the first day of the year or month that ``day`` lies in (or the day itself)."""
    if precision == Precision.YEAR:
        return day.replace(month=1, day=1)
    if precision == Precision.MONTH:
        return day.replace(day=1)
    return day


def last_day_of(precision: str, day: datetime.date) -> datetime.date:
    """Return the last day of the year or month that ``day`` lies in (or the day itself)."""
    if precision == Precision.YEAR:
        return day.replace(month=12, day=31)
    if precision == Precision.MONTH:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


@dataclass(frozen=True)
class PartialDate:
    """A date as far as it is known. ``day`` is some day within the known year or month."""

    day: datetime.date | None
    precision: str

    _WRITTEN = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
    _WRITTEN_DUTCH = re.compile(r"^(?:(?:(\d{1,2})-)?(\d{1,2})-)?(\d{4})$")

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read ``2018``, ``2023-10``, ``2023-06-24`` or as Dutch Excel writes it: ``24-6-2023``.

        Empty text is an unknown date. Raises ``ValueError`` for anything else.
        """
        text = text.strip()
        if not text:
            return UNKNOWN_DATE
        if match := cls._WRITTEN.match(text):
            year, month, day = match.groups()
        elif match := cls._WRITTEN_DUTCH.match(text):
            day, month, year = match.groups()
        else:
            raise ValueError(text)
        date = datetime.date(int(year), int(month or 1), int(day or 1))
        if day:
            return cls(date, Precision.DAY)
        return cls(date, Precision.MONTH if month else Precision.YEAR)

    @property
    def is_exact(self) -> bool:
        """Whether the date is known to the day."""
        return self.precision == Precision.DAY

    def as_start(self) -> datetime.date | None:
        """Return the day to store when this date begins a period; see the module's description."""
        return self.day and last_day_of(self.precision, self.day)

    def as_end(self) -> datetime.date | None:
        """Return the day to store when this date ends a period; see the module's description."""
        return self.day and first_day_of(self.precision, self.day)

    def isoformat(self) -> str:
        """Return ``2018``, ``2023-10``, ``2023-06-24`` or nothing: what ``parse`` reads."""
        if self.day is None:
            return ""
        length = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[self.precision]
        return self.day.isoformat()[:length]

    def __str__(self) -> str:
        """Return the date in words of the reader's language: "24 juni 2023", "oktober 2023"."""
        if self.day is None:
            return str(_("unknown"))
        if self.precision == Precision.YEAR:
            return str(self.day.year)
        if self.precision == Precision.MONTH:
            return f"{MONTHS[self.day.month]} {self.day.year}"
        return date_format(self.day, "DATE_FORMAT")


UNKNOWN_DATE = PartialDate(None, Precision.UNKNOWN)


def precision_field(verbose_name, *, default=Precision.DAY) -> models.CharField:
    """Return the column that says how precisely the date column beside it is known."""
    return models.CharField(verbose_name, max_length=7, choices=Precision.choices, default=default)


def precision_fits(date_field: str, *, name: str, message) -> models.CheckConstraint:
    """Return the constraint that ``<date_field>_precision`` says unknown just when it is empty."""
    is_unknown = models.Q(**{f"{date_field}_precision": Precision.UNKNOWN})
    is_empty = models.Q(**{f"{date_field}__isnull": True})
    return models.CheckConstraint(
        condition=(is_unknown & is_empty) | (~is_unknown & ~is_empty),
        name=name,
        violation_error_message=message,
    )
