"""CSV as people's programs write it: UTF-8 or Windows-1252; commas, semicolons or tabs."""

import csv
import io
import re

from django.utils.translation import gettext as _

from .sheets import Sheet, Unreadable, sheet_of

DELIMITERS = ",;\t"
_EXCEL_HINT = re.compile(r"^sep=([,;\t])\n")
_FORMULA = re.compile(r"'*[=+@\t\r-]")
"""How a text begins that a spreadsheet takes for a formula, or that was made harmless before."""
_QUOTED = re.compile(r'"[^"]*"')


def read_csv(name: str, source: str, content: bytes) -> Sheet | None:
    """Return the table in ``content``. Raises ``Unreadable`` when it is no CSV."""
    text = decoded(source, content)
    hint = _EXCEL_HINT.match(text)
    if hint:  # the line stays as an empty one, so that the lines keep their numbers
        text = "\n" + text[hint.end() :]
    delimiter = hint.group(1) if hint else delimiter_of(text)
    return sheet_of(name, source, parsed(source, text, delimiter))


def decoded(source: str, content: bytes) -> str:
    if b"\x00" in content:
        raise Unreadable(
            _("%(source)s is not a text file. Save the list as CSV UTF-8 or as .xlsx.")
            % {"source": source}
        )
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise Unreadable(
        _("%(source)s has characters that cannot be read. Save the list as CSV UTF-8.")
        % {"source": source}
    )


def harmless(cell: str) -> str:
    """Return ``cell`` for a CSV so that a spreadsheet takes it for text, never for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def without_apostrophe(cell: str) -> str:
    """Return the text that ``harmless`` made ``cell`` from."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def delimiter_of(text: str) -> str:
    """Return what separates the headings in the first line that has any."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    heading = _QUOTED.sub("", first)
    return max(DELIMITERS, key=heading.count)


def parsed(source: str, text: str, delimiter: str):
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield [without_apostrophe(cell) for cell in cells]
    except csv.Error as error:
        raise Unreadable(
            _("%(source)s, line %(line)s: the quotation marks are not in pairs, or a cell is huge.")
            % {"source": source, "line": reader.line_num}
        ) from error
