"""One table's rows, each compared with the register and written where it differs."""

import datetime
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from hospitals.changes import changing

from .columns import Column, RowContext
from .headings import headings_of
from .mistakes import explained, reasons_to_show
from .register import Register
from .reports import Change, Difference, Mistake, TableReport
from .sheets import Row, Sheet
from .tables import Matcher, Table, refuse_other


class RowMistakes(Exception):
    """What is wrong with a row: pairs of a heading and a reason."""

    def __init__(self, pairs):
        self.pairs = list(pairs)


class RowLoader:
    """Loads one sheet, row by row. Call it inside the transaction that makes it whole or nothing.

    What a row does, a subclass says in ``load_row``.

    Arguments:
        by: the user who loads, or ``None`` for the program itself.
        why: what the history of each record says.
        on: the day of the load.
    """

    def __init__(
        self, table: Table, sheet: Sheet, register: Register, *, by, why: str, on: datetime.date
    ):
        self.table, self.sheet, self.register = table, sheet, register
        self.by, self.why, self.on = by, why, on
        self.headings = headings_of(sheet, table)
        self.written = {heading.column: heading.written for heading in self.headings}
        self.report = TableReport(table.label, sheet.source)

    def load(self) -> Iterator[Mistake]:
        """Write what differs; yield what is wrong."""
        for row in self.sheet.rows:
            try:
                self.load_row(row)
            except RowMistakes as wrong:
                self.register.note_wrong(self.table.model, self.names_in(row))
                yield from self.mistakes(row.line, wrong.pairs)

    def load_row(self, row: Row) -> None:
        """Write what the row says. Raises ``RowMistakes``."""
        raise NotImplementedError

    def finish(self) -> Iterator[Mistake]:
        """Do what waits until all tables are loaded without a mistake; yield what is wrong."""
        for heading, reason in self.table.finish(by=self.by, why=self.why, on=self.on):
            yield Mistake(self.sheet.source, 0, heading, reason)

    def mistakes(self, line: int, pairs: Iterable[tuple[str, str]]) -> Iterator[Mistake]:
        for heading, reason in pairs:
            yield Mistake(self.sheet.source, line, heading, reason)

    def values_of(self, row: Row) -> dict[str, object]:
        """Return the values of the row's cells by English heading, or raise ``RowMistakes``."""
        values, pairs = {}, []
        context = RowContext(values, self.register)
        for heading in self.headings:
            column = heading.column
            try:
                values[column.heading] = column.value(heading.text_in(row), context)
            except ValidationError as error:
                pairs += [(heading.written, reason) for reason in reasons_to_show(error)]
        pairs += self._cells_without_heading(row)
        if pairs or len(values) < len(self.headings):
            raise RowMistakes(pairs)
        return values

    def _cells_without_heading(self, row: Row) -> list[tuple[str, str]]:
        known = len(self.sheet.headings)
        return [
            ("", _("“%(text)s” stands in a column without a heading.") % {"text": text})
            for position, text in enumerate(row.cells)
            if text and (position >= known or not self.sheet.headings[position])
        ]

    def complete(self, values: dict) -> dict[str, object]:
        return {column.heading: column.empty for column in self.table.columns} | values

    def differing(self, record: models.Model, values: dict) -> list[tuple[Column, object, object]]:
        """Return the columns in which ``values`` differ from ``record``, with old and new.

        Raises ``ValidationError`` when one of them never changes.
        """
        differing = []
        for column, value in self.columns_of(values):
            current = column.current(record)
            if column.fixed:
                self._refuse_other(column, current, value)
            elif not column.same(current, value):
                differing.append((column, current, value))
        return differing

    def columns_of(self, values: dict) -> list[tuple[Column, object]]:
        return [
            (column, values[column.heading])
            for column in self.table.columns
            if column.stored and column.heading in values
        ]

    def pairs_of(self, error: ValidationError | IntegrityError) -> Iterator[tuple[str, str]]:
        for column, reason in explained(error, self.table):
            yield (self.written.get(column) or column.label) if column else "", reason

    def names_in(self, row: Row) -> list[str]:
        naming = ("public_id", "slug", "name", "short_name")
        return [heading.text_in(row) for heading in self.headings if heading.column.field in naming]

    def _refuse_other(self, column: Column, current, value) -> None:
        try:
            refuse_other(column, current, value)
        except ValidationError as error:
            raise ValidationError({column.field: error.messages}) from error


class TableLoader(RowLoader):
    """Compares each row with the record that it means, and writes it where it differs."""

    def __init__(self, table, sheet, register, **options):
        super().__init__(table, sheet, register, **options)
        self.matcher = Matcher(table, register)
        self.lines: dict[int, int] = {}

    def load(self):
        yield from super().load()
        self.report.only_in_register.extend(map(str, self.not_in_the_list()))

    def not_in_the_list(self) -> list[models.Model]:
        """Return the records that no row is about."""
        records = self.register.records(self.table.model)
        return [record for record in records if record.pk not in self.lines]

    def load_row(self, row: Row) -> None:
        values = self.values_of(row)
        record = self.matcher.find(self.complete(values))
        if record is not None:
            self.refuse_second(record, row)
        try:
            if record is None:
                self.make(row, values)
            else:
                self.change(row, record, values)
        except (ValidationError, IntegrityError) as error:
            raise RowMistakes(self.pairs_of(error)) from error

    def refuse_second(self, record: models.Model, row: Row) -> None:
        """Raise ``RowMistakes`` when an earlier row is about ``record``; remember this one."""
        if record.pk in self.lines:
            line = self.lines[record.pk]
            raise RowMistakes([("", _("Line %(line)s is about the same record.") % {"line": line})])
        self.lines[record.pk] = row.line

    def make(self, row: Row, values: dict) -> None:
        """Make the record that no row before this one made."""
        record = self.table.model()
        given = self.columns_of(self.complete(values))
        filled = [(column, value) for column, value in given if value or not column.fixed]
        for column, value in filled:
            if not column.after_save:
                column.write(record, value, by=self.by, why=self.why)
        linked = [(column, value) for column, value in filled if column.after_save and value]
        self.table.prepare(record, self.register, by=self.by, why=self.why)
        self.table.check(record, on=self.on)
        with transaction.atomic():
            self._save_new(record)
            self._write_after(record, linked)
            if any(column.in_own_history for column, _value in linked):
                record.save_with_history(by=self.by, why=self.why)
        self.note_new(row, record, filled, title=str(record))

    def note_new(self, row: Row, record: models.Model, filled: list, *, title: str) -> None:
        """Let later rows find ``record``, and the report tell of it."""
        self.register.add(record)
        self.matcher.add(record)
        self.lines[record.pk] = row.line
        shown = [(column, column.show(value)) for column, value in filled]
        changes = [Change(column.label, "", text) for column, text in shown if text]
        self.report.new.append(Difference(row.line, title, changes))

    def _save_new(self, record: models.Model) -> None:
        """Save; only when the database refuses, ask the model for the reason in words.

        A full check of each row asks the database for every rule that it keeps itself anyway:
        half of the time of a load.
        """
        pointing = [field.name for field in record._meta.fields if field.is_relation]
        record.clean_fields(exclude=[name for name in pointing if getattr(record, name)])
        record.clean()
        try:
            with transaction.atomic():
                record.save_with_history(by=self.by, why=self.why)
        except IntegrityError:
            record.full_clean()
            raise

    def change(self, row: Row, record: models.Model, values: dict) -> None:
        """Change the record where the row differs from it."""
        differing = self.differing(record, values)
        if not differing:
            self.report.unchanged += 1
            return
        self.table.judge(record, self.complete(values))
        changes, title = changes_of(differing), str(record)
        with transaction.atomic():
            self._write(record, [(column, new) for column, _old, new in differing])
        self.report.changed.append(Difference(row.line, title, changes))

    def _write(self, record: models.Model, changes: list[tuple[Column, object]]) -> None:
        own = [(column, value) for column, value in changes if column.in_own_history]
        apart = [(column, value) for column, value in changes if not column.in_own_history]
        if not own:
            record.claim(version=record.version)
        else:
            with changing(record, version=record.version, by=self.by, why=self.why):
                for column, value in own:
                    column.write(record, value, by=self.by, why=self.why)
                self.table.check(record, on=self.on)
        self._write_after(record, apart)

    def _write_after(self, record, changes: list[tuple[Column, object]]) -> None:
        for column, value in changes:
            try:
                column.write(record, value, by=self.by, why=self.why)
            except ValidationError as error:
                raise ValidationError({column.field: error.messages}) from error


def changes_of(differing: list[tuple[Column, object, object]]) -> list[Change]:
    """Return what a report says of columns that differ, given with old and new."""
    return [
        Change(column.label, column.show(old), column.show(new)) for column, old, new in differing
    ]
