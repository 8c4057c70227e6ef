"""A table as text: the same whether it came from a CSV file or from a workbook."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hospitals.sort_keys import fold

from .limits import most_rows

MOST_COLUMNS = 200


class Unreadable(Exception):
    """A file that cannot be read as a list at all; the message is for the person who made it."""


@dataclass(frozen=True)
class Row:
    line: int
    cells: list[str]

    @property
    def is_empty(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True)
class Sheet:
    """One table. ``source`` names the file (and sheet), ``heading_line`` where the headings are."""

    name: str
    source: str
    heading_line: int
    headings: list[str]
    rows: list[Row]


def word(text: str) -> str:
    """Return a heading, table name or listed value as it is compared: "E-mail " as "e_mail"."""
    return re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")


def clean(text: str) -> str:
    """Return the text of a cell without stray spaces; line breaks inside it stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in lines).strip()


def sheet_of(name: str, source: str, lines) -> Sheet | None:
    """Return the table in ``lines`` (lists of text), or ``None`` when there is nothing in it.

    Raises ``Unreadable`` for more rows or columns than the register takes in one go.
    """
    rows = []
    for line, cells in enumerate(lines, start=1):
        check_size(source, line, len(cells))
        row = Row(line, [clean(cell) for cell in cells])
        if not row.is_empty:
            rows.append(row)
    if not rows:
        return None
    heading, *rest = rows
    return Sheet(word(name), source, heading.line, heading.cells, rest)


def check_size(source: str, lines: int, columns: int) -> None:
    if lines > most_rows():
        raise Unreadable(
            _("%(source)s has more than %(number)s rows. Split it, or remove the empty rows below.")
            % {"source": source, "number": most_rows()}
        )
    if columns > MOST_COLUMNS:
        raise Unreadable(
            _("%(source)s has more than %(number)s columns.")
            % {"source": source, "number": MOST_COLUMNS}
        )
