"""Columns that point at records of another table."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..own_locations import refuse_strangers
from . import cells
from .columns import Column, RowContext
from .register import Target


class Reference(Column):
    """A record of another table, by its id or an unambiguous name.

    Arguments:
        within: columns of the row, filled before, whose value the record must share.
    """

    accepts = _("a permanent id or an unambiguous name")
    nothing = None

    def accept(self, to: Target, within: tuple[str, ...] = ()):
        self.target, self.within = to, within

    def read(self, text, row):
        return self.find(text, row)

    def text(self, record):
        value = self.current(record)
        return self.target.called(value) if value else ""

    def find(self, text: str, row: RowContext) -> models.Model:
        shared = {name: row.values[name] for name in self.within if row.values.get(name)}
        return row.register.find(self.target, text, **shared)


class Narrowing(Reference):
    """A reference that only helps another column find its record; it fills nothing.

    Arguments:
        of: the field with that other record, which has the one referred to.
    """

    stored = False

    def accept(self, to, of: str):
        super().accept(to)
        self.of = of

    def current(self, record):
        return getattr(getattr(record, self.of), self.field)


class Links(Reference):
    """Several records of another table."""

    accepts = _("a list of ids or names, with | between them")
    nothing = ()
    after_save = True

    def read(self, text, row):
        return tuple(self.find(item, row) for item in cells.items(text))

    def current(self, record):
        return tuple(getattr(record, self.field).all()) if record.pk else ()

    def text(self, record):
        return " | ".join(sorted(map(self.target.called, self.current(record))))

    def same(self, one, other):
        return set(one) == set(other)

    def write(self, record, value, *, by, why):
        record.skip_history_when_saving = True  # the record's own save remembers them all at once
        getattr(record, self.field).set(value)
        del record.skip_history_when_saving

    def show(self, value):
        return " | ".join(sorted(map(str, value)))


class OwnLocations(Links):
    """Locations of the hospital of the row."""

    def accept(self, to):
        super().accept(to, within=("hospital",))

    def find(self, text, row):
        try:
            return super().find(text, row)
        except ValidationError:
            elsewhere = row.register.named(self.target, text)
            refuse_strangers(row.values.get("hospital"), elsewhere)
            raise
