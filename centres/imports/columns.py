"""The columns of a table: how each reads its cell, compares it with the record, and writes it.

An export is written from the same declarations, so that it can be loaded again.

A heading is accepted in English (the canonical one) and in Dutch. A column that is missing from a
file is not touched; an empty cell empties the field.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from . import cells
from .register import Register
from .sheets import clean, word


@dataclass(frozen=True)
class RowContext:
    """What the cells of a row are read against: the values read before, and the register."""

    values: dict[str, object]
    register: Register


class Column:
    """A column that fills one field with text.

    Arguments:
        heading: the English heading; also the model's field unless ``field`` names it.
        dutch: the Dutch heading; ``aliases`` are further headings that are accepted.
        required: the column must be there and no cell in it may be empty.
        fixed: the value is given when the record is made and never changes; empty means: choose.
        empty: the value of an empty cell.
    """

    accepts = _("text")
    example = ""
    after_save = False
    """Whether the value lies outside the record's own row, so that the record comes first."""

    in_own_history = True
    """Whether the record's own history remembers the value."""

    stored = True
    """Whether the column fills anything."""

    def __init__(
        self, heading, dutch, *, field="", aliases=(), required=False, fixed=False, **options
    ):
        self.heading, self.dutch, self.aliases = heading, dutch, aliases
        self.field = field or heading
        self.required, self.fixed = required, fixed
        self.empty = options.pop("empty", self.nothing)
        self.example = options.pop("example", self.example)
        self.accept(**options)

    nothing: object = ""

    def accept(self) -> None:
        """Take the arguments that only this kind of column has."""

    @cached_property
    def words(self) -> set[str]:
        return {word(heading) for heading in (self.heading, self.dutch, *self.aliases)}

    @property
    def label(self) -> str:
        return cells.in_reader_words(self.heading, self.dutch)

    @property
    def accepted(self) -> str:
        """What may stand in a cell, in the reader's language."""
        return str(self.accepts)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the model whose errors belong to this column."""
        return (self.field,)

    def makes(self, owner: type[models.Model]) -> set[type[models.Model]]:
        """Return the models of which the column makes records besides ``owner``'s own."""
        return set()

    def value(self, text: str, row: RowContext) -> object:
        """Return what ``text`` means. Raises ``ValidationError`` with a message for people."""
        if text:
            return self.read(text, row)
        if self.required:
            raise ValidationError(_("This cell may not be empty."), code="required")
        return self.empty

    def read(self, text: str, row: RowContext) -> object:
        return text

    def current(self, record: models.Model) -> object:
        return getattr(record, self.field)

    def text(self, record: models.Model) -> str:
        """Return the cell of an export about ``record``; read again, it changes nothing."""
        return self.show(self.current(record))

    def same(self, one, other) -> bool:
        return as_read(one) == as_read(other)

    def write(self, record: models.Model, value, *, by, why: str) -> None:
        setattr(record, self.field, value)

    def show(self, value) -> str:
        return "" if value is None else str(value)


def as_read(value: object) -> object:
    """Return a value as a cell can hold it: text without stray spaces and foreign line ends."""
    return clean(value) if isinstance(value, str) else value


class Computed(Column):
    """What an export tells besides; an import passes over it.

    Arguments:
        shows: what there is to tell about a record.
    """

    accepts = _("only in an export; an import passes over it")
    stored = False

    def accept(self, shows: Callable[[models.Model], object]):
        self.current = shows


class Lines(Column):
    """A list that the model keeps as text, one item per line."""

    accepts = _("a list, with | between the items")

    def read(self, text, row):
        return "\n".join(cells.items(text))

    def show(self, value):
        return " | ".join(value.split("\n"))


class Number(Column):
    accepts = _("a whole number")
    nothing = None

    def read(self, text, row):
        return cells.whole_number(text)


class Coordinate(Column):
    accepts = _("a number; a decimal comma is fine")
    nothing = None

    def read(self, text, row):
        return cells.decimal_number(text, places=5)


class Choice(Column):
    """One of a closed list. ``words``: per code the words for it, the last one Dutch."""

    def accept(self, words):
        self.choices = {code: (str(code), *accepted) for code, accepted in words.items()}

    @property
    def accepted(self):
        return ", ".join(
            cells.in_reader_words(known[0], known[-1]) for known in self.choices.values()
        )

    def read(self, text, row):
        return cells.choice(text, self.choices)


class YesNo(Choice):
    nothing = False

    def accept(self, words=cells.YES_AND_NO):
        self.choices = words

    def show(self, value):
        return "" if value is None else cells.YES_AND_NO[value][0]
