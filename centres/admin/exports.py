"""Export of the records chosen in a list, as CSV or as an Excel workbook.

The file is written from the declarations that the importer reads by (``centres.imports``): loaded
again it changes nothing. No cell becomes a formula.
"""

import csv
import io
from collections.abc import Iterable

from django.contrib import admin
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from ..imports.csv_files import harmless
from ..imports.register import read_along
from ..imports.tables import Table

UTF8_MARK = "\ufeff"
"""Tells Excel that a CSV file is UTF-8."""

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportActions:
    """For a ``ModelAdmin``: the actions "Export as CSV" and "Export as Excel workbook".

    Attributes:
        export_table: the importer's table, whose columns stand in the file.
    """

    export_table: Table
    actions = ("export_csv", "export_xlsx")

    @admin.action(description=_("Export as CSV"), permissions=["view"])
    def export_csv(self, request, queryset):
        return self._attachment(csv_file(self._rows(queryset)), "text/csv; charset=utf-8", "csv")

    @admin.action(description=_("Export as Excel workbook"), permissions=["view"])
    def export_xlsx(self, request, queryset):
        content = xlsx_file(self.export_table.name, self._rows(queryset))
        return self._attachment(content, XLSX_TYPE, "xlsx")

    def _rows(self, queryset) -> Iterable[list[str]]:
        columns = self.export_table.columns
        yield [column.heading for column in columns]
        for record in read_along(queryset, self.export_table.along):
            yield [column.text(record) for column in columns]

    def _attachment(self, content: bytes, content_type: str, extension: str) -> HttpResponse:
        name = f"{self.export_table.name}-{timezone.localdate().isoformat()}.{extension}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=content_type, headers=headers)


def csv_file(rows: Iterable[list[str]]) -> bytes:
    """Return ``rows`` as CSV that Dutch Excel opens with a double click: semicolons, UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return (UTF8_MARK + text.getvalue()).encode()


def xlsx_file(title: str, rows: Iterable[list[str]]) -> bytes:
    """Return ``rows`` as a workbook with one sheet in which every cell is of the type text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([_text_cell(sheet, text) for text in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _text_cell(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text))
    cell.data_type = "s"
    return cell
