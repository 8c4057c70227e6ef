"""Errors of models, constraints and databases as sentences with the column they are about."""

from collections.abc import Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from .tables import Table


def explained(error: ValidationError | IntegrityError, table: Table) -> Iterator[tuple]:
    """Yield the column that each part of ``error`` is about (or ``None``) and the reason."""
    if isinstance(error, IntegrityError):
        yield None, constraint_message(error, table)
    elif hasattr(error, "error_dict"):
        for field, reasons in error.message_dict.items():
            column = None if field == NON_FIELD_ERRORS else table.column_of(field)
            for reason in reasons:
                yield column, reason
    else:
        for reason in error.messages:
            yield None, reason


def constraint_message(error: IntegrityError, table: Table) -> str:
    """Return the message of the constraint that the database names in ``error``."""
    for constraint in table.model._meta.constraints:
        if constraint.name in str(error):
            return str(constraint.get_violation_error_message())
    return _("The database refuses this row: it clashes with another record.")


def reasons_to_show(error: ValidationError) -> list[str]:
    """Leave out that a row points at another row that is wrong: mending that one mends both."""
    return [] if error.code == "named_row_is_wrong" else error.messages
