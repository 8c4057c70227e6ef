"""A row of the table of answers; all those of one application are written at once."""

from collections import defaultdict
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from centres.imports.columns import as_read
from centres.imports.reports import Change, Difference, Mistake
from centres.imports.rows import RowLoader, RowMistakes
from centres.imports.sheets import Row
from centres.imports.tables import Matcher
from centres.models import Criterion

from ..dossiers import answer, open_criteria, refuse_closed
from ..models import Application
from .application_rows import named_by, title_of
from .interests import Interests


class Dossier:
    """The answers of one application: those that stand, and those that the list gives it."""

    def __init__(self, application: Application):
        self.application = application
        self.standing = dict(application.answers.values_list("criterion", "text"))
        self.open = open_criteria(application)
        self.lines: dict[int, int] = {}  # by the id of the criterion
        self.given: dict[Criterion, str] = {}


class AnswerLoader(RowLoader):
    """Compares each row with the answer that stands, and writes those that differ."""

    def __init__(self, table, sheet, register, **options):
        super().__init__(table, sheet, register, **options)
        self.matcher = Matcher(table.applications, register)
        self.interests = Interests(self.by)
        self.dossiers: dict[int, Dossier] = {}
        self.criteria: dict[int, dict[int, Criterion]] = defaultdict(dict)

    def load(self):
        yield from super().load()
        for dossier in self.dossiers.values():
            yield from self._write(dossier)

    def load_row(self, row):
        values = self.complete(self.values_of(row))
        try:
            application = self._application(row, values)
            criterion = self._criterion(application, values["criterion"])
        except ValidationError as error:
            raise RowMistakes(self.pairs_of(error)) from error
        if application.pk not in self.dossiers:
            self.dossiers[application.pk] = Dossier(application)
        self._compare(row, self.dossiers[application.pk], criterion, values["text"])

    def _application(self, row: Row, values: dict) -> Application:
        """Return the application that the row names, or raise ``ValidationError``.

        A row whose application stands in a row with a mistake is not told of a second time.
        """
        if self.register.is_wrong(Application, named_by(self, row)):
            raise RowMistakes([])
        application = self.matcher.find(values)
        named = application or Application(**{name: values[name] for name in ("round", "hospital")})
        if named.round_id and named.hospital_id:
            self.interests.refuse(
                application,
                round=named.round,
                hospital=named.hospital,
                centre=application.centre if application else values["centre"],
            )
        if application is None:
            raise ValidationError(
                _("There is no application for this. Name it by its reference, or by its round,"
                  " hospital, and centre or proposed name."),
                code="no_application",
            )  # fmt: skip
        return application

    def _criterion(self, application: Application, number: int) -> Criterion:
        edition = application.round.edition
        known = self.criteria[edition.pk]
        if not known:
            known |= {criterion.number: criterion for criterion in edition.criteria.all()}
        if number not in known:
            message = _("There is no criterion %(number)s in the edition of this round.")
            params = {"number": number}
            raise ValidationError(
                {"criterion": ValidationError(message, code="no_criterion", params=params)}
            )
        return known[number]

    def _compare(self, row: Row, dossier: Dossier, criterion: Criterion, text: str) -> None:
        if criterion.pk in dossier.lines:
            line = dossier.lines[criterion.pk]
            raise RowMistakes([("", _("Line %(line)s is about the same record.") % {"line": line})])
        dossier.lines[criterion.pk] = row.line
        standing = dossier.standing.get(criterion.pk, "")
        if as_read(standing) == text:
            self.report.unchanged += 1
            return
        column = self.table.by_heading["text"]
        if criterion.pk not in dossier.open:
            self._refuse_closed(dossier.application, criterion, column)
        dossier.given[criterion] = text
        name = _("%(application)s, criterion %(number)s") % {
            "application": title_of(dossier.application),
            "number": criterion.number,
        }
        difference = Difference(row.line, name, [Change(column.label, standing, text)])
        (self.report.changed if standing else self.report.new).append(difference)

    def _refuse_closed(self, application: Application, criterion: Criterion, column) -> None:
        try:
            refuse_closed(application, criterion)
        except ValidationError as error:
            pairs = [(self.written[column], reason) for reason in error.messages]
            raise RowMistakes(pairs) from error

    def _write(self, dossier: Dossier) -> Iterator[Mistake]:
        if not dossier.given:
            return
        application = dossier.application
        try:
            answer(
                application,
                version=application.version,
                answers=dossier.given,
                by=self.by,
                why=self.why,
            )
        except ValidationError as error:
            line = dossier.lines[next(iter(dossier.given)).pk]
            yield from self.mistakes(line, self.pairs_of(error))
