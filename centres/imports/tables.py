"""A table of the format: its columns, and how a row is matched with a record of the register."""

import datetime
from collections import defaultdict
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from hospitals.sort_keys import fold

from .cells import in_reader_words
from .columns import Column
from .register import Register, Target
from .sheets import word


class Table:
    """One table: declared as a class, never made more than once.

    ``keys`` are the ways in which a row names its record, tried in order; a way counts when all
    its columns are filled.
    """

    name: str
    dutch: str
    model: type[models.Model]
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...]
    owner = ""
    """The column with the record that the rows belong to, for ``nearest``."""

    along: tuple[str, ...] = ()
    """Relations that are read along, so that comparing asks the database nothing."""

    loader: type | None = None
    """Who loads the rows: a ``rows.RowLoader``, or ``None`` for ``rows.TableLoader``."""

    def __init__(self):
        self.by_word = {word: column for column in self.columns for word in column.words}
        self.by_heading = {column.heading: column for column in self.columns}
        self.words = {word(self.name), word(self.dutch)}

    @property
    def label(self) -> str:
        return in_reader_words(self.name, self.dutch)

    @property
    def makes(self) -> set[type[models.Model]]:
        """The models of which loading the table makes and changes records."""
        return {self.model}.union(*(column.makes(self.model) for column in self.columns))

    def column_of(self, field: str) -> Column | None:
        """Return the column that fills ``field`` of the model."""
        return next((column for column in self.columns if field in column.fields), None)

    def pick(self, values: dict, found: list[models.Model]) -> models.Model:
        """Return which of the records with the same key is meant."""
        return found[0]

    def nearest(self, values: dict, candidates: list[models.Model]) -> models.Model | None:
        """Return which of its owner's records a row means that no key matched, if any."""
        return None

    def judge(self, record: models.Model, values: dict) -> None:
        """Raise ``ValidationError`` when the row may not change the record that exists."""

    def check(self, record: models.Model, *, on: datetime.date) -> None:
        """Raise ``ValidationError`` when the record may not be as the row makes it on that day."""

    def prepare(self, record: models.Model, register: Register, *, by, why: str) -> None:
        """Complete a new record before it is saved, such as with its name in the address."""

    def finish(self, *, by, why: str, on: datetime.date) -> Iterator[tuple[str, str]]:
        """Do what follows from the rows once all tables are loaded without a mistake.

        Yields what is wrong: a heading, or what it is about, and the reason.
        """
        return iter(())


class Matcher:
    """Finds the record that a row means, among those of the register and of earlier rows."""

    def __init__(self, table: Table, register: Register):
        self._table = table
        self._by_key = {key: defaultdict(list) for key in table.keys}
        self._by_owner = defaultdict(list)
        for record in register.records(table.model):
            self.add(record)

    def add(self, record: models.Model) -> None:
        columns = self._table.by_heading
        for key, index in self._by_key.items():
            index[tuple(normal(columns[name].current(record)) for name in key)].append(record)
        if self._table.owner:
            self._by_owner[normal(columns[self._table.owner].current(record))].append(record)

    def find(self, values: dict) -> models.Model | None:
        """Return the record that a row means. ``values``: of every column, missing ones empty."""
        for key, index in self._by_key.items():
            named = tuple(normal(values[name]) for name in key)
            if any(part in ("", None) for part in named):
                continue
            if found := index.get(named):
                return self._table.pick(values, found)
        if self._table.owner:
            candidates = self._by_owner.get(normal(values[self._table.owner]), [])
            return self._table.nearest(values, candidates)
        return None


def normal(value: object) -> object:
    """Return a value as it is compared in a key."""
    if isinstance(value, str):
        return fold(value)
    return value.pk if isinstance(value, models.Model) else value


def free_slug(text: str, model: type[models.Model], register: Register) -> str:
    """Return a name in the address made from ``text`` that no record of ``model`` has."""
    length = model._meta.get_field("slug").max_length
    wanted = slugify(text)[: length - 4].strip("-") or model._meta.model_name
    by_slug = Target(model, ("slug",))
    endings = ("", *(f"-{number}" for number in range(2, 1000)))
    return next(
        wanted + ending for ending in endings if not register.named(by_slug, wanted + ending)
    )


def refuse_other(column: Column, current: object, value: object) -> None:
    """Raise ``ValidationError`` when a value that never changes would."""
    if value and value != current:
        raise ValidationError(
            _("This never changes: the register has “%(current)s”. Write the same."),
            code="fixed",
            params={"current": column.show(current)},
        )
