"""A record goes on in another one. Both keep their permanent id; the old address leads on.

The rule is the same for hospitals and centres, and stands here once.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .changes import changing
from .records import Record


def merge(record: Record, *, into: Record, version: int, by, why: str) -> None:
    """Note that ``record`` has merged into ``into``, a record of the same kind.

    What merged into ``record`` before follows it, so that every old address leads to the record
    that is there today in one step.

    Raises ``ValidationError`` when either of them has merged already or they are the same, and
    ``ChangedMeanwhile``.
    """
    with changing(record, version=version, by=by, why=why):
        # Locked, so that it cannot merge into yet another one meanwhile.
        into = type(record).objects.select_for_update().get(pk=into.pk)
        for each in (record, into):
            if each.merged_into_id is not None:
                raise ValidationError(
                    _("“%(record)s” has merged already."),
                    code="merged_already",
                    params={"record": each},
                )
        record.merged_into = into
        for earlier in record.predecessors.all():
            with changing(earlier, version=earlier.version, by=by, why=why):
                earlier.merged_into = into
