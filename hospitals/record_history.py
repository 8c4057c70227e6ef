"""What changed in a record: who, when, before, after and why, its rows and links included.

A save writes several rows of history: one for the record, one for each of its links, one for each
row saved along with it. Rows that one person wrote within a few seconds for one reason are one
change to the reader.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from simple_history.utils import get_m2m_reverse_field_name

from .partial_dates import PartialDate
from .sort_keys import SortKeyField

ONE_SAVE = datetime.timedelta(seconds=5)
ADDED, REMOVED = "+", "-"
PRECISION = "_precision"


@dataclass
class FieldChange:
    """One field of a record: its name and its value before and after, as words for people."""

    name: str
    before: str
    after: str


@dataclass
class RecordChange:
    """What one change did to one record. ``row`` is its last row of history in that change."""

    row: models.Model
    kind: str
    fields: list[FieldChange] = field(default_factory=list)

    @property
    def model(self) -> type[models.Model]:
        return self.row.instance_type

    @property
    def name(self) -> str:
        record = self.row.instance
        for column in self.row.tracked_fields:
            if column.is_relation and getattr(self.row, column.attname) is not None:
                setattr(record, column.name, _related(self.row, column))
        return str(record)

    @property
    def title(self) -> str:
        kind_of_record = capfirst(self.model._meta.verbose_name)
        if self.kind == ADDED:
            return _("%(kind)s “%(name)s” added") % {"kind": kind_of_record, "name": self.name}
        if self.kind == REMOVED:
            return _("%(kind)s “%(name)s” removed") % {"kind": kind_of_record, "name": self.name}
        return _("%(kind)s “%(name)s” changed") % {"kind": kind_of_record, "name": self.name}


@dataclass
class Change:
    """What one person did at one moment for one reason. ``rows``: its history, oldest first."""

    rows: list

    @property
    def moment(self) -> datetime.datetime:
        return timezone.localtime(self.rows[-1].history_date)

    @property
    def who(self) -> str:
        user = self.rows[-1].history_user
        return (user.get_full_name() or user.get_username()) if user else _("the register itself")

    @property
    def why(self) -> str:
        return self.rows[-1].history_change_reason

    def takes_in(self, row) -> bool:
        """Return whether ``row``, the next in time, belongs to this change."""
        last = self.rows[-1]
        same = attrgetter("history_user_id", "history_change_reason")
        return same(last) == same(row) and row.history_date - last.history_date <= ONE_SAVE


def changes_of(record: models.Model, children: Iterable[tuple[type[models.Model], str]] = ()):
    """Return all changes of ``record``, newest first, as pairs of ``Change`` and its details.

    Arguments:
        children: the models whose rows belong to it, each with the name of its foreign key.
    """
    rows = list(_history(type(record)).filter(id=record.pk))
    for model, owner in children:
        rows += _history(model).filter(**{owner: record.pk})
    before: dict[tuple, models.Model] = {}
    told = []
    for change in grouped(sorted(rows, key=attrgetter("history_date", "history_id"))):
        if details := _details(change, before):
            told.append((change, details))
    return told[::-1]


def grouped(rows: Iterable) -> list[Change]:
    """Return ``rows`` of history, oldest first, as changes."""
    changes: list[Change] = []
    for row in rows:
        if changes and changes[-1].takes_in(row):
            changes[-1].rows.append(row)
        else:
            changes.append(Change([row]))
    return changes


def recent_changes(kinds: Sequence[type[models.Model]], count: int) -> list[tuple]:
    """Return the last ``count`` changes over all ``kinds``, each with the records it touched."""
    rows = []
    for model in kinds:
        rows += _history(model)[: count * 3]
    changes = grouped(sorted(rows, key=attrgetter("history_date", "history_id")))
    return [(change, _touched(change)) for change in changes[: -count - 1 : -1]]


def _history(model: type[models.Model]) -> models.QuerySet:
    """Return all history of ``model`` with the users and the records that its rows point at."""
    relations = [each.name for each in model.history.model._meta.fields if each.is_relation]
    return model.history.select_related(*relations)


def _touched(change: Change) -> list[RecordChange]:
    last_rows = {_identity(row): row for row in change.rows}
    added = {_identity(row) for row in change.rows if row.history_type == ADDED}
    return [
        RecordChange(row, ADDED if key in added else row.history_type)
        for key, row in last_rows.items()
    ]


def _details(change: Change, before: dict[tuple, models.Model]) -> list[RecordChange]:
    """Return what ``change`` did, and keep in ``before`` how each record stands after it."""
    details = []
    for touched in _touched(change):
        key = _identity(touched.row)
        touched.fields = _field_changes(before.get(key), touched.row)
        before[key] = touched.row
        if touched.fields or touched.kind != "~":
            details.append(touched)
    return details


def _identity(row) -> tuple:
    return row.instance_type, row.id


def _field_changes(old, new) -> list[FieldChange]:
    removed = new.history_type == REMOVED
    if removed:
        old, new = old or new, None
    before, after = _values(old), _values(new)
    names = after or before
    return [
        FieldChange(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    ]


def _values(row) -> dict[str, str]:
    """Return the fields of ``row`` by name, as words; nothing when there is no row."""
    if row is None:
        return {}
    shown = {
        capfirst(str(column.verbose_name)): _words(row, column)
        for column in row.tracked_fields
        if not _is_left_out(row, column)
    }
    for link in row._history_m2m_fields:
        shown[capfirst(str(link.verbose_name))] = _linked(row, link)
    return shown


def _is_left_out(row, column: models.Field) -> bool:
    derived = column.primary_key or isinstance(column, SortKeyField) or _is_precision(column)
    return derived or column.name in row.instance_type.secret_fields


def _is_precision(column: models.Field) -> bool:
    return column.name.endswith(PRECISION)


def _words(row, column: models.Field) -> str:
    value = getattr(row, column.attname)
    if value is None or value == "":
        return ""
    if precision := getattr(row, column.name + PRECISION, None):
        return str(PartialDate(value, precision))
    if column.is_relation:
        return str(_related(row, column) or value)
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(localize(value))


def _related(row, column: models.ForeignKey) -> models.Model | None:
    """Return the record that ``row`` points at, or ``None`` when it is there no more."""
    try:
        return getattr(row, column.name)
    except ObjectDoesNotExist:
        return None


def _linked(row, link: models.ManyToManyField) -> str:
    target = get_m2m_reverse_field_name(link)
    links = getattr(row, link.name).select_related(target)
    return ", ".join(sorted(str(getattr(linked, target)) for linked in links))
