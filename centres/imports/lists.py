"""Columns whose cell is the whole list of small records that belong to a record: names, codes."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history

from . import cells
from .columns import Column
from .register import Target


class Children(Column):
    """The records of ``relation`` that have ``common``, each written as its ``item_field``."""

    accepts = _("a list, with | between the items")
    nothing = ()
    after_save = True
    in_own_history = False

    def accept(self, relation, item_field="name", **common):
        self.relation, self.item_field, self.common = relation, item_field, common

    def makes(self, owner):
        return {owner._meta.get_field(self.relation).related_model}

    def read(self, text, row):
        return cells.items(text)

    def current(self, record):
        return tuple(map(self.item_of, self._children(record))) if record.pk else ()

    def same(self, one, other):
        return set(one) == set(other)

    def write(self, record, value, *, by, why):
        """Make what is new in the list and remove what is no longer in it, with history."""
        existing = {self.item_of(child): child for child in self._children(record)}
        for item in existing.keys() - set(value):
            child = existing[item]
            child._history_user, child._change_reason = by, why
            child.delete()
        manager = getattr(record, self.relation)
        owner = manager.field.name
        added = [
            manager.model(**{owner: record}, **self.common, **self.fields_of(item))
            for item in value
            if item not in existing
        ]
        for child in added:
            child.full_clean(exclude=[owner], validate_unique=False, validate_constraints=False)
        if added:
            bulk_create_with_history(
                added, manager.model, default_user=by, default_change_reason=why
            )

    def show(self, value):
        return " | ".join(sorted(map(str, value)))

    def item_of(self, child):
        return getattr(child, self.item_field)

    def fields_of(self, item) -> dict:
        return {self.item_field: item}

    def _children(self, record):
        return [
            child
            for child in getattr(record, self.relation).all()
            if all(getattr(child, name) == value for name, value in self.common.items())
        ]


class Partners(Children):
    """Partner hospitals: a hospital of the register where one is named, else one outside STZ."""

    accepts = _("a list of hospitals: an id or name, or the name of a hospital outside STZ")

    def accept(self, relation, to: Target, id_prefix: str):
        super().accept(relation)
        self.target, self.id_prefix = to, id_prefix

    def read(self, text, row):
        return tuple(self._partner(item, row) for item in cells.items(text))

    def text(self, record):
        return " | ".join(sorted(map(self._called, self.current(record))))

    def item_of(self, child):
        return child.hospital or child.outside_name

    def fields_of(self, item):
        return {"outside_name": item} if isinstance(item, str) else {"hospital": item}

    def _called(self, item) -> str:
        return item if isinstance(item, str) else self.target.called(item)

    def _partner(self, item, row):
        try:
            return row.register.find(self.target, item)
        except ValidationError as error:
            if error.code == "not_in_the_register" and not item.startswith(self.id_prefix):
                return item
            raise
