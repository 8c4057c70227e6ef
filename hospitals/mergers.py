"""A record goes on in another one. Both keep their permanent id; the old address leads on.

The rule is the same for hospitals and centres, and stands here once. What hangs on a hospital
above this app is moved by the merger there: ``centres.mergers.merge_hospitals``.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .changes import changing
from .records import Record


@contextmanager
def merging(record: Record, *, into: Record, version: int, by, why: str) -> Iterator[Record]:
    """Merge ``record`` into ``into``, and let the block move along what hangs on it.

    Yields ``into``, locked and read anew. All or nothing, the block included. What merged into
    ``record`` before follows it, so that every old address leads to the record that is there
    today in one step.

    Raises ``ValidationError`` when either of them has merged already or they are the same, and
    ``ChangedMeanwhile``.
    """
    with changing(record, version=version, by=by, why=why):
        # Locked, so that it cannot merge into yet another one meanwhile.
        into = type(record).objects.select_for_update().get(pk=into.pk)
        refuse_merged(record, into)
        record.merged_into = into
        record.full_clean()  # before the block: a record is not merged into itself
        for earlier in record.predecessors.all():
            with changing(earlier, version=earlier.version, by=by, why=why):
                earlier.merged_into = into
        yield into


def merge(record: Record, *, into: Record, version: int, by, why: str) -> None:
    """Merge ``record``, on which nothing else hangs, into ``into``; see ``merging``."""
    with merging(record, into=into, version=version, by=by, why=why):
        pass


def refuse_merged(*records: Record) -> None:
    for record in records:
        if record.merged_into_id is not None:
            raise ValidationError(
                _("“%(record)s” has merged already."),
                code="merged_already",
                params={"record": record},
            )
