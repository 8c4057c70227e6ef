"""What the register holds already, read once and found by its names."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.sort_keys import fold


@dataclass(frozen=True)
class Target:
    """Records that a cell may point at, and the attributes by which it may name them.

    The first attribute that a record has filled in is what an export calls it.
    """

    model: type[models.Model]
    known_by: tuple[str, ...]

    def called(self, record: models.Model) -> str:
        return next(filter(None, (str(getattr(record, name)) for name in self.known_by)), "")


class Register:
    """The records of each model, with what hangs on them; new ones are added while loading.

    Arguments:
        along: per model the relations that are fetched along.
    """

    def __init__(self, along: dict[type[models.Model], tuple[str, ...]]):
        self._along = along
        self._records: dict[type[models.Model], list[models.Model]] = {}
        self._indexes: dict[tuple, dict[str, list[models.Model]]] = {}
        self._wrong: dict[type[models.Model], set[str]] = defaultdict(set)

    def records(self, model: type[models.Model]) -> list[models.Model]:
        if model not in self._records:
            queryset = model._default_manager.order_by("pk")
            self._records[model] = list(read_along(queryset, self._along.get(model, ())))
        return self._records[model]

    def add(self, record: models.Model) -> None:
        self.records(type(record)).append(record)
        for (model, attributes), index in self._indexes.items():
            if model is type(record):
                index_record(index, record, attributes)

    def note_wrong(self, model: type[models.Model], names: list[str]) -> None:
        """Remember that a row with these names has a mistake, so that it is told only once."""
        self._wrong[model] |= {fold(name) for name in names} - {""}

    def is_wrong(self, model: type[models.Model], name: str) -> bool:
        """Return whether a row of this name has a mistake, which was told already."""
        return fold(name) in self._wrong[model]

    def named(self, target: Target, text: str) -> list[models.Model]:
        """Return the records that ``text`` names, without regard to capitals and accents."""
        key = (target.model, target.known_by)
        if key not in self._indexes:
            self._indexes[key] = defaultdict(list)
            for record in self.records(target.model):
                index_record(self._indexes[key], record, target.known_by)
        return self._indexes[key].get(fold(text), [])

    def find(self, target: Target, text: str, **within) -> models.Model:
        """Return the one record that ``text`` names, among those whose attributes are ``within``.

        Raises ``ValidationError`` when there is none, or more than one.
        """
        found = [
            record
            for record in self.named(target, text)
            if all(getattr(record, name) == value for name, value in within.items())
        ]
        if len(found) > 1:  # who is called so goes before who is also known so
            found = [one for one in found if fold(target.called(one)) == fold(text)] or found
        if len(found) == 1:
            return found[0]
        what = {"what": target.model._meta.verbose_name, "text": text}
        if found:
            raise ValidationError(
                _("“%(text)s” may be more than one %(what)s: use the permanent id."),
                code="named_twice",
                params=what,
            )
        if self.is_wrong(target.model, text):
            raise ValidationError(
                _("The row of “%(text)s” has a mistake."), code="named_row_is_wrong", params=what
            )
        raise ValidationError(
            _("There is no %(what)s “%(text)s”."), code="not_in_the_register", params=what
        )


def read_along(queryset: models.QuerySet, relations: tuple[str, ...]) -> models.QuerySet:
    """Return ``queryset`` with what its rows point at, and ``relations``, fetched along."""
    direct = [field.name for field in queryset.model._meta.fields if field.is_relation]
    return queryset.select_related(*direct).prefetch_related(*relations)


def index_record(index: dict, record: models.Model, attributes: tuple[str, ...]) -> None:
    for name in {fold(str(getattr(record, attribute))) for attribute in attributes} - {""}:
        index[name].append(record)
