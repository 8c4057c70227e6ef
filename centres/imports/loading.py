"""The one transaction in which a list is loaded, whole or not at all."""

import datetime
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from hospitals.models import RegisterVersion

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
    """A load would no longer do what somebody looked at before confirming."""


def load(
    sheets: list[Sheet],
    *,
    tables: tuple[Table, ...] = TABLES,
    by,
    why: str,
    on: datetime.date,
    dry_run: bool = False,
    agreed: str = "",
) -> Report:
    """Load the tables in ``sheets``, all of it or, when anything is wrong, nothing.

    Arguments:
        tables: the tables that may be in ``sheets``, in the order in which they are loaded.
        by: the user who loads, or ``None`` for the program itself.
        why: what the history of every record says.
        on: the day of the load; from then on an edition that a round uses is in use.
        dry_run: go through all of it, and then undo it.
        agreed: the fingerprint of the report to which the load was agreed.

    Returns what was done, or would be; with ``mistakes`` in it nothing was done. Raises
    ``ChangedSincePreview`` when the report is no longer the one that was agreed to.
    """
    report = Report()
    with transaction.atomic():
        report.version = RegisterVersion.lock().number
        for mistake in found_mistakes(sheets, tables, report, by=by, why=why, on=on):
            report.mistakes.append(mistake)
        if agreed and agreed != report.fingerprint:
            raise ChangedSincePreview
        if dry_run or report.mistakes:
            transaction.set_rollback(True)
    return report


def found_mistakes(
    sheets: list[Sheet],
    tables: tuple[Table, ...],
    report: Report,
    *,
    by,
    why: str,
    on: datetime.date,
) -> Iterator[Mistake]:
    """Load the tables; yield what is wrong. Rows are looked at once all headings are right."""
    found = matched(sheets, tables)
    wrong = [*table_mistakes(sheets, tables), *heading_mistakes_in(found)]
    yield from wrong
    if wrong:
        return
    register = Register({table.model: table.along for table in tables})
    loaders = []
    for table, sheet in found:
        loader = (table.loader or TableLoader)(table, sheet, register, by=by, why=why, on=on)
        yield from loader.load()
        report.tables.append(loader.report)
        loaders.append(loader)
    for loader in loaders:
        if not report.mistakes:
            yield from loader.finish()


def matched(sheets: list[Sheet], tables: tuple[Table, ...]) -> list[tuple[Table, Sheet]]:
    """Return each known table with its sheet, in the order in which they are loaded."""
    return [(table, sheet) for table in tables for sheet in sheets if sheet.name in table.words]


def table_mistakes(sheets: list[Sheet], tables: tuple[Table, ...]) -> Iterator[Mistake]:
    """Yield the sheets that are no known table, and those that hold a table a second time."""
    known = {word: table for table in tables for word in table.words}
    seen = set()
    for sheet in sheets:
        table = known.get(sheet.name)
        if table is None:
            names = ", ".join(table.label for table in tables)
            reason = _("There is no table with this name. The tables are: %(names)s.")
            yield Mistake(sheet.source, 0, "", reason % {"names": names})
        elif table in seen:
            yield Mistake(sheet.source, 0, "", _("This table stands in the file twice."))
        seen.add(table)


def heading_mistakes_in(found: list[tuple[Table, Sheet]]) -> Iterator[Mistake]:
    for table, sheet in found:
        yield from heading_mistakes(sheet, table)
