"""The one transaction in which a list is loaded, whole or not at all."""

import datetime
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hospitals.models import RegisterVersion

from ..editions import put_in_use
from ..models import CriteriaEdition, PublishedRound
from .centre_tables import Centres, Recognitions, YearlyFigures
from .condition_tables import Conditions, PatientOrganisations, Specialties
from .headings import heading_mistakes
from .hospital_tables import HospitalNames, Hospitals, Locations, Memberships
from .register import Register
from .reports import Mistake, Report
from .round_tables import Criteria, ReportedTotals, Rounds
from .rows import TableLoader
from .sheets import Sheet
from .tables import Table

TABLES: tuple[Table, ...] = (
    Specialties(),
    Conditions(),
    PatientOrganisations(),
    Hospitals(),
    HospitalNames(),
    Locations(),
    Memberships(),
    Criteria(),
    Rounds(),
    ReportedTotals(),
    Centres(),
    Recognitions(),
    YearlyFigures(),
)
"""All tables, in the order in which they are loaded: what is pointed at comes first."""


class ChangedSincePreview(Exception):
    """The register is no longer at the version that somebody looked at before confirming."""


def load(
    sheets: list[Sheet],
    *,
    by,
    why: str,
    on: datetime.date,
    dry_run: bool = False,
    expected_version: int | None = None,
) -> Report:
    """Load the tables in ``sheets``, all of it or, when anything is wrong, nothing.

    Arguments:
        by: the user who loads, or ``None`` for the program itself.
        why: what the history of every record says.
        on: the day of the load; from then on an edition that a round uses is in use.
        dry_run: go through all of it, and then undo it.
        expected_version: the version of the register to which the load was agreed.

    Returns what was done, or would be; with ``mistakes`` in it nothing was done. Raises
    ``ChangedSincePreview`` when the register is no longer at ``expected_version``.
    """
    report = Report()
    with transaction.atomic():
        report.version = RegisterVersion.lock().number
        if expected_version not in (None, report.version):
            raise ChangedSincePreview
        for mistake in found_mistakes(sheets, report, by=by, why=why, on=on):
            report.mistakes.append(mistake)
        if dry_run or report.mistakes:
            transaction.set_rollback(True)
    return report


def found_mistakes(
    sheets: list[Sheet], report: Report, *, by, why: str, on: datetime.date
) -> Iterator[Mistake]:
    """Load the tables; yield what is wrong. Rows are looked at once all headings are right."""
    found = matched(sheets)
    wrong = [*table_mistakes(sheets), *heading_mistakes_in(found)]
    yield from wrong
    if wrong:
        return
    register = Register({table.model: table.along for table in TABLES})
    for table, sheet in found:
        loader = TableLoader(table, sheet, register, by=by, why=why, on=on)
        yield from loader.load()
        report.tables.append(loader.report)
    for table, sheet in found:
        if table.model is PublishedRound and not report.mistakes:
            yield from edition_mistakes(sheet, by=by, why=why, on=on)


def matched(sheets: list[Sheet]) -> list[tuple[Table, Sheet]]:
    """Return each known table with its sheet, in the order in which they are loaded."""
    return [(table, sheet) for table in TABLES for sheet in sheets if sheet.name in table.words]


def table_mistakes(sheets: list[Sheet]) -> Iterator[Mistake]:
    """Yield the sheets that are no known table, and those that hold a table a second time."""
    known = {word: table for table in TABLES for word in table.words}
    seen = set()
    for sheet in sheets:
        table = known.get(sheet.name)
        if table is None:
            names = ", ".join(table.label for table in TABLES)
            reason = _("There is no table with this name. The tables are: %(names)s.")
            yield Mistake(sheet.source, 0, "", reason % {"names": names})
        elif table in seen:
            yield Mistake(sheet.source, 0, "", _("This table stands in the file twice."))
        seen.add(table)


def heading_mistakes_in(found: list[tuple[Table, Sheet]]) -> Iterator[Mistake]:
    for table, sheet in found:
        yield from heading_mistakes(sheet, table)


def edition_mistakes(sheet: Sheet, *, by, why: str, on: datetime.date) -> Iterator[Mistake]:
    """Put the editions in use by which a round judged, so that nobody edits them any more."""
    used = CriteriaEdition.objects.filter(rounds__isnull=False, in_use_since__isnull=True)
    for edition in used.distinct():
        try:
            put_in_use(edition, version=edition.version, on=on, by=by, why=why)
        except ValidationError as error:
            yield Mistake(sheet.source, 0, edition.name, " ".join(error.messages))
