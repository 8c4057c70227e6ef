"""What an import did, or would do."""

import hashlib
from dataclasses import dataclass, field
from itertools import islice

MOST_SHOWN = 200
"""How many mistakes, and differences per table, are shown; the rest is counted."""


class Shown(list):
    """A list of which the first ``MOST_SHOWN`` are shown."""

    @property
    def first(self) -> list:
        return list(islice(self, MOST_SHOWN))

    @property
    def number_hidden(self) -> int:
        return max(0, len(self) - MOST_SHOWN)


@dataclass(frozen=True)
class Mistake:
    """Why a file cannot be loaded. ``line`` is 0 and ``heading`` empty where it is about more."""

    source: str
    line: int
    heading: str
    reason: str


@dataclass(frozen=True)
class Change:
    heading: str
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """A row that makes a record or changes it."""

    line: int
    record: str
    changes: list[Change]


@dataclass
class TableReport:
    label: str
    source: str
    new: Shown = field(default_factory=Shown)
    changed: Shown = field(default_factory=Shown)
    unchanged: int = 0
    only_in_register: Shown = field(default_factory=Shown)


@dataclass
class Report:
    """``version`` is the version of the register that the differences were taken from."""

    version: int = 0
    tables: list[TableReport] = field(default_factory=list)
    mistakes: Shown = field(default_factory=Shown)

    @property
    def changes_anything(self) -> bool:
        return any(table.new or table.changed for table in self.tables)

    @property
    def fingerprint(self) -> str:
        """What tells this report from another one: the version and every difference.

        Not every table of the register raises its version; the differences tell the rest.
        """
        return hashlib.sha256(repr(self).encode()).hexdigest()
