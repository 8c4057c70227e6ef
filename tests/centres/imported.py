"""Lists for the tests of the importer, written as text."""

import datetime
import io

from openpyxl import Workbook

from centres.imports.csv_files import read_csv
from centres.imports.loading import load
from centres.imports.reports import Report

TODAY = datetime.date(2026, 3, 2)
WHY = "Imported from list.xlsx"
HOSPITAL = "name,short_name\nZiekenhuis Oost,ZO\n"
CENTRE = "hospital;name;kind;conditions\nZO;Longkanker;aandoening;\n"


def load_tables(by=None, why=WHY, **options) -> Report:
    """Load tables given as ``name=text``; further arguments as ``load`` takes them."""
    passed = {
        key: options.pop(key) for key in ("dry_run", "agreed", "tables", "on") if key in options
    }
    sheets = [read_csv(name, f"{name}.csv", text.encode()) for name, text in options.items()]
    return load(sheets, by=by, why=why, **{"on": TODAY} | passed)


def mistakes(report: Report) -> list[tuple]:
    return [(one.source, one.line, one.heading, one.reason) for one in report.mistakes]


def counts(report: Report) -> dict[str, tuple[int, int, int]]:
    """Return new, changed and unchanged per table."""
    return {
        table.source.removesuffix(".csv"): (len(table.new), len(table.changed), table.unchanged)
        for table in report.tables
    }


def workbook(**sheets) -> bytes:
    """Return a workbook with these sheets, each a list of rows."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
