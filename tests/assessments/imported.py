"""Lists of a round for the tests of its importer, written as text."""

import datetime

from assessments.imports.views import TABLES
from centres.imports.reports import Report
from tests.centres import imported

ON = datetime.date(2026, 2, 20)
"""The day of the load: while the round of the builders is open."""

CONTACT = "contact_name,contact_email"
KIM = "Kim de Vries,kim@ziekenhuis.example"


def load_round(*, by=None, on=ON, **options) -> Report:
    """Load tables given as ``name=text``; further arguments as ``load`` takes them."""
    return imported.load_tables(by=by, tables=TABLES, on=on, **options)
