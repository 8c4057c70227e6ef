"""Which file or sheet holds which table."""

import re
from pathlib import Path

from django.utils.translation import gettext as _

from .csv_files import read_csv
from .limits import most_bytes
from .sheets import Sheet, Unreadable
from .workbooks import read_workbook

_ENDING = re.compile(r"(-\d{4}-\d{2}-\d{2})?\s*(\(\d+\)|- kopie|- copy)?$", re.IGNORECASE)
"""What follows the name of the table: the day of an export, the number of a copy."""


def read_path(path: Path) -> list[Sheet]:
    """Return the tables in a workbook, a CSV file, or a directory of CSV files.

    Raises ``Unreadable`` with a message for people when there is nothing to read.
    """
    if path.is_dir():
        files = sorted(path.glob("*.csv"))
        if not files:
            raise Unreadable(_("There is no CSV file in %(path)s.") % {"path": path})
    else:
        files = [path]
    return [sheet for file in files for sheet in read_upload(file.name, content_of(file))]


def content_of(file: Path) -> bytes:
    try:
        check_size(file.name, file.stat().st_size)
        return file.read_bytes()
    except OSError as error:
        raise Unreadable(
            _("%(path)s cannot be opened: %(reason)s.") % {"path": file, "reason": error.strerror}
        ) from error


def read_upload(name: str, content: bytes) -> list[Sheet]:
    """Return the tables in one file. ``name`` says which kind it is and, for CSV, which table.

    Raises ``Unreadable`` with a message for people.
    """
    check_size(name, len(content))
    kind = Path(name).suffix.lower()
    if kind == ".xlsx":
        sheets = read_workbook(name, content)
    elif kind == ".csv":
        sheet = read_csv(_ENDING.sub("", Path(name).stem, count=1), name, content)
        sheets = [sheet] if sheet else []
    else:
        raise Unreadable(
            _("%(name)s is neither .xlsx nor .csv. Save the list as one of these.") % {"name": name}
        )
    if not sheets:
        raise Unreadable(_("%(name)s is empty.") % {"name": name})
    return sheets


def check_size(name: str, size: int) -> None:
    if size > most_bytes():
        raise Unreadable(
            _("%(name)s is larger than %(number)s MB.")
            % {"name": name, "number": most_bytes() // 2**20}
        )
