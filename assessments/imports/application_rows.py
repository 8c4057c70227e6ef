"""A row of the table of applications: entered, changed while it is a draft, submitted."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centres.imports.columns import Column
from centres.imports.reports import Difference
from centres.imports.rows import RowMistakes, TableLoader, changes_of
from centres.imports.sheets import Row

from ..applications import enter, kind_of, submit
from ..dossiers import approve, refuse_closed
from ..models import Application, Approval
from ..moves import working_on
from ..states import ApplicationState
from .columns import approval_of, refuse_ahead
from .interests import Interests

LINKS = ("conditions", "specialties", "partners")
NAMED_BY = ("reference", "round", "hospital", "centre", "proposed_name")


class ApplicationLoader(TableLoader):
    """Enters the applications that are not there, and completes those that are.

    Submitting waits until the answers are loaded: only then can be said what is missing.
    """

    def __init__(self, table, sheet, register, **options):
        super().__init__(table, sheet, register, **options)
        self.interests = Interests(self.by)
        self.rounds = set()
        self.to_submit: list[tuple[Row, Application, object]] = []

    def load_row(self, row):
        values = self.values_of(row)
        complete = self.complete(values)
        application = self.matcher.find(complete)
        self.rounds.add(complete["round"].pk)
        try:
            self.interests.refuse(
                application,
                **{name: complete[name] for name in ("round", "hospital", "centre", "partners")},
            )
            self._refuse_other_kind(application, complete)
            if application is not None:
                self.refuse_second(application, row)
            with transaction.atomic():
                if application is None:
                    self.make(row, values)
                else:
                    self.change(row, application, values)
        except (ValidationError, IntegrityError) as error:
            raise RowMistakes(self.pairs_of(error)) from error

    def not_in_the_list(self):
        """Return the applications of the same rounds that no row is about, conflicts left out."""
        return [
            application
            for application in super().not_in_the_list()
            if application.round_id in self.rounds and not self.interests.hide(application)
        ]

    def names_in(self, row):
        return [named_by(self, row)]

    def make(self, row, values):
        given = self.columns_of(self.complete(values))
        links = {name: value for column, value in given if (name := column.heading) in LINKS}
        own = {column.field: value for column, value in given if not column.after_save}
        application = enter(by=self.by, why=self.why, **own, **links)
        self._approve(application, values)
        self._submit_later(row, application, values)
        self.note_new(row, application, given, title=title_of(application))

    def change(self, row, application, values):
        differing = self.differing(application, values)
        if not differing:
            self.report.unchanged += 1
            return
        changes, title = changes_of(differing), title_of(application)
        self._change_own(application, [(column, new) for column, _old, new in differing])
        self._approve(application, values)
        self._submit_later(row, application, values)
        self.report.changed.append(Difference(row.line, title, changes))

    def finish(self) -> Iterator:
        for row, application, day in self.to_submit:
            try:
                submit(application, version=application.version, on=day, by=self.by, why=self.why)
            except ValidationError as error:
                heading = self.written[self.table.by_heading["submitted_on"]]
                yield from self.mistakes(row.line, [(heading, text) for text in error.messages])

    def _refuse_other_kind(self, application: Application | None, values: dict) -> None:
        """Raise ``ValidationError`` when the kind in the row contradicts the record."""
        if not values["kind"]:
            return
        centre = values["centre"]
        kind = kind_of(centre)
        if application is not None:
            is_draft = application.status == ApplicationState.DRAFT
            kind = kind_of(application.centre) if is_draft else application.kind
        if values["kind"] != kind:
            message = _("By the record this is “%(kind)s”. Write that, or leave the cell empty.")
            shown = self.table.by_heading["kind"].called(kind)
            raise ValidationError(
                {"kind": ValidationError(message, code="other_kind", params={"kind": shown})}
            )

    def _change_own(self, application: Application, changes: list[tuple[Column, object]]) -> None:
        own = [
            (column, value)
            for column, value in changes
            if not column.after_save or column.heading in LINKS
        ]
        if not own:
            return
        try:
            refuse_closed(application, None)
        except ValidationError as error:
            raise ValidationError(
                {column.field: error.messages for column, _value in own}
            ) from error
        with working_on(application, version=application.version, by=self.by, why=self.why):
            refuse_closed(application, None)
            for column, value in own:
                column.write(application, value, by=self.by, why=self.why)

    def _approve(self, application: Application, values: dict) -> None:
        for body in Approval.Body:
            name, day = (
                self.table.by_heading[heading]
                for heading in (f"{body}_name", f"{body}_approved_on")
            )
            self._approve_by(application, body, (name, values), (day, values))

    def _approve_by(self, application: Application, body, *parts) -> None:
        """Record what ``body`` approved; each of ``parts``: its column with the row's values."""
        (name, values), (day, _values) = parts
        there = approval_of(application, body)
        signed = values.get(name.heading) or (there and there.name)
        approved_on = values.get(day.heading) or (there and there.approved_on)
        if not signed and not approved_on:
            return
        if there and (signed, approved_on) == (there.name, there.approved_on):
            return
        for column, value in ((name, signed), (day, approved_on)):
            if not value:
                message = _("An approval has a name and a day.")
                raise ValidationError({column.field: ValidationError(message, code="half")})
        refuse_ahead(approved_on, day, on=self.on)
        try:
            approve(
                application, version=application.version, body=body, name=signed,
                approved_on=approved_on, on=self.on, by=self.by, why=self.why,
            )  # fmt: skip
        except ValidationError as error:
            raise ValidationError({name.field: error.messages}) from error

    def _submit_later(self, row: Row, application: Application, values: dict) -> None:
        column, day = self.table.by_heading["submitted_on"], values.get("submitted_on")
        if not day or day == application.submitted_on:
            return
        if application.submitted_on is not None:
            shown = date_format(application.submitted_on, "DATE_FORMAT")
            message = _("It was submitted on %(day)s already.") % {"day": shown}
            raise ValidationError({column.field: ValidationError(message, code="submitted")})
        refuse_ahead(day, column, on=self.on)
        self.to_submit.append((row, application, day))


def title_of(application: Application) -> str:
    """Return what a report calls an application: one that is new has no reference to look for."""
    return f"{application.hospital.short_name}: {application.title}"


def named_by(loader, row: Row) -> str:
    """Return how ``row`` names its application, as it is written."""
    written = {heading.column.heading: heading.text_in(row) for heading in loader.headings}
    return " / ".join(written.get(name, "") for name in NAMED_BY)
