"""Which column of a table stands where in a sheet, and what is wrong with the headings."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .columns import Column
from .reports import Mistake
from .sheets import Row, Sheet, word
from .tables import Table


@dataclass(frozen=True)
class Heading:
    """A column as it stands in a file, under the heading that its maker wrote."""

    column: Column
    position: int
    written: str

    def text_in(self, row: Row) -> str:
        return row.cells[self.position] if self.position < len(row.cells) else ""


def headings_of(sheet: Sheet, table: Table) -> list[Heading]:
    """Return the headings that the table knows, in the order in which its columns are read."""
    found = [
        Heading(table.by_word[word(written)], position, written)
        for position, written in enumerate(sheet.headings)
        if word(written) in table.by_word
    ]
    return sorted(found, key=lambda heading: table.columns.index(heading.column))


def heading_mistakes(sheet: Sheet, table: Table) -> Iterator[Mistake]:
    """Yield what is wrong with the headings: unknown, written twice, or missing."""

    def mistake(heading: str, reason: str) -> Mistake:
        return Mistake(sheet.source, sheet.heading_line, heading, reason)

    allowed = ", ".join(column.label for column in table.columns)
    for written in filter(None, sheet.headings):
        if word(written) not in table.by_word:
            yield mistake(
                written,
                _("There is no such column in the table “%(table)s”. Its columns are: %(columns)s.")
                % {"table": table.label, "columns": allowed},
            )
    columns = [heading.column for heading in headings_of(sheet, table)]
    for column in table.columns:
        if columns.count(column) > 1:
            yield mistake(column.label, _("This column stands in the file twice."))
        if column.required and column not in columns:
            yield mistake(column.label, _("This column is missing."))
