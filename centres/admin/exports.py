"""Export of the records chosen in a list, as CSV or as an Excel workbook.

Two list actions instead of django-import-export's pages, which need inline scripts and strip no
more than one "=" from a cell. Here no cell becomes a formula, and no text is lost.
"""

import csv
import io
from collections.abc import Callable, Iterable

from django.contrib import admin
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

UTF8_MARK = "\ufeff"
"""Tells Excel that a CSV file is UTF-8."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""With one of these a spreadsheet takes the text of a CSV cell for a formula."""

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Column = tuple[str, Callable]
"""The heading of a column, and what a record has in it."""


class ExportActions:
    """For a ``ModelAdmin``: the actions "Export as CSV" and "Export as Excel workbook".

    Attributes:
        export_columns: what stands in the file, in order.
    """

    export_columns: tuple[Column, ...] = ()
    actions = ("export_csv", "export_xlsx")

    @admin.action(description=_("Export as CSV"), permissions=["view"])
    def export_csv(self, request, queryset):
        return self._attachment(csv_file(self._table(queryset)), "text/csv; charset=utf-8", "csv")

    @admin.action(description=_("Export as Excel workbook"), permissions=["view"])
    def export_xlsx(self, request, queryset):
        return self._attachment(xlsx_file(self._table(queryset)), XLSX_TYPE, "xlsx")

    def _table(self, queryset) -> Iterable[list[str]]:
        yield [heading for heading, _value in self.export_columns]
        for record in queryset:
            yield [as_text(value(record)) for _heading, value in self.export_columns]

    def _attachment(self, content: bytes, content_type: str, extension: str) -> HttpResponse:
        name = f"{self.opts.model_name}-{timezone.localdate().isoformat()}.{extension}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=content_type, headers=headers)


def as_text(value) -> str:
    """Return ``value`` as the importer reads it: days as 2024-05-01, several names by "; "."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(str(each) for each in value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def csv_file(rows: Iterable[list[str]]) -> bytes:
    """Return ``rows`` as CSV that Dutch Excel opens with a double click: semicolons, UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return (UTF8_MARK + text.getvalue()).encode()


def harmless(cell: str) -> str:
    """Return ``cell`` so that a spreadsheet takes it for text."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def xlsx_file(rows: Iterable[list[str]]) -> bytes:
    """Return ``rows`` as a workbook in which every cell is of the type text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([_text_cell(sheet, text) for text in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _text_cell(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text))
    cell.data_type = "s"
    return cell
