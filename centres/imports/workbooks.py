"""Workbooks (.xlsx): one table per sheet, every cell as the text that a CSV would hold."""

import datetime
import io
import re
import warnings
import zipfile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.cell import ERROR_CODES

from .limits import most_bytes
from .sheets import Sheet, Unreadable, sheet_of

MOST_TIMES_PACKED = 20
"""How much larger than the largest upload a workbook may be once it is unpacked."""

_NOT_IN_FORMAT = re.compile(r'"[^"]*"|\[[^]]*\]|\\.')


def read_workbook(source: str, content: bytes) -> list[Sheet]:
    """Return the sheets that hold anything. Raises ``Unreadable`` when it is no workbook."""
    refuse_bomb(source, content)
    # What a broken workbook may raise is as wide as the XML, zip and cell readers beneath.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on styles are of no use here
            return list(sheets_of(source, content))
    except Unreadable:
        raise
    except Exception as error:
        raise no_workbook(source) from error


def sheets_of(source: str, content: bytes):
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for worksheet in workbook.worksheets:
        worksheet.reset_dimensions()  # some programs state fewer rows than there are
        place = f"{source}, {worksheet.title}"
        lines = ([text_of(place, cell) for cell in cells] for cells in worksheet.iter_rows())
        sheet = sheet_of(worksheet.title, place, (without_tail(line) for line in lines))
        if sheet:
            yield sheet


def refuse_bomb(source: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise no_workbook(source) from error
    if size > most_bytes() * MOST_TIMES_PACKED:
        raise Unreadable(_("%(source)s is too large once unpacked.") % {"source": source})


def no_workbook(source: str) -> Unreadable:
    return Unreadable(
        _("%(source)s is not an Excel workbook that can be read. Save it again as .xlsx.")
        % {"source": source}
    )


def without_tail(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def text_of(place: str, cell) -> str:
    """Return a cell's value as text, a date as precisely as the cell shows it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        return date_text(value, cell.number_format)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if value in ERROR_CODES:
        raise Unreadable(
            _("%(place)s: cell %(cell)s holds the error %(error)s. Mend the formula first.")
            % {"place": place, "cell": cell.coordinate, "error": value}
        )
    return str(value).replace("\x00", "")


def date_text(value: datetime.date, number_format: str) -> str:
    """Return 2024-03-01, or 2024-03 or 2024 when the cell's format shows no more.

    Excel turns "03-2024" into the first day of that month and shows the month only; the day is
    Excel's invention.
    """
    shown = _NOT_IN_FORMAT.sub("", number_format.lower())
    length = 10 if "d" in shown else 7 if "m" in shown else 4 if "y" in shown else 10
    return value.isoformat()[:length]
