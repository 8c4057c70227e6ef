"""How a verb changes a record: claimed, read anew, judged, checked, and saved with its history."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .models import RegisterVersion
from .records import Record


@contextmanager
def changing(record: Record, *, version: int, by, why: str) -> Iterator[None]:
    """Let the block judge and change ``record`` as the database holds it, then check and save it.

    All or nothing: when anything is refused, ``record`` in memory is as it was too.

    Arguments:
        version: the version of the record that the change was decided on.
        by: the user who changes it, or ``None`` for the program itself.
        why: the reason, which the history keeps; it may not be empty.

    Raises ``ChangedMeanwhile`` when the record is at another version, and ``ValidationError``
    when it is not correct after the change.
    """
    before, linked_before = dict(record.__dict__), dict(record._state.fields_cache)
    try:
        with transaction.atomic():
            RegisterVersion.lock()
            record.claim(version=version)
            record.refresh_from_db()
            yield
            save_checked(record, by=by, why=why)
    except BaseException:
        record.__dict__.clear()
        record.__dict__.update(before)
        record._state.fields_cache = linked_before
        raise


def save_checked(record: Record, *, by, why: str) -> None:
    """Save ``record`` with its history, or raise ``ValidationError`` with messages for people."""
    if not why.strip():
        raise ValidationError(_("Say why."), code="why_is_missing")
    record.full_clean()
    record.save_with_history(by=by, why=why)
