"""Columns with a date: a whole one, or one as far as it is known."""

from django.utils.translation import gettext_lazy as _

from hospitals.partial_dates import UNKNOWN_DATE, PartialDate

from . import cells
from .columns import Column


class Day(Column):
    accepts = _("a whole date")
    example = "1-3-2024"
    nothing = None

    def read(self, text, row):
        return cells.whole_date(text)


class PartialDay(Column):
    """A date as far as it is known, in a field and its ``<field>_precision``.

    Arguments:
        bound: which certain day is stored; see ``hospitals.partial_dates``.
    """

    accepts = _("a date, a month, or a year, as far as it is known")
    example = "03-2024"
    nothing = UNKNOWN_DATE

    def accept(self, bound=PartialDate.as_start):
        self.bound = bound

    @property
    def fields(self):
        return (self.field, f"{self.field}_precision")

    def read(self, text, row):
        return self._stored(cells.partial_date(text))

    def current(self, record):
        day, precision = (getattr(record, field) for field in self.fields)
        return self._stored(PartialDate(day, precision))

    def write(self, record, value, *, by, why):
        for field, part in zip(self.fields, (value.day, value.precision), strict=True):
            setattr(record, field, part)

    def show(self, value):
        return value.isoformat()

    def _stored(self, date: PartialDate) -> PartialDate:
        return PartialDate(self.bound(date), date.precision)
