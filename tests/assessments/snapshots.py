"""All that the database holds, to find out what an act wrote: every row, histories included."""

from contextlib import contextmanager

from django.apps import apps
from django.db import models, transaction

APPS = ("hospitals", "centres", "assessments")
COUNTER = "registerversion"


def snapshot() -> dict[str, dict]:
    """Return the rows of every table of the register by their key; the counter is left out."""
    tables = {}
    for app in APPS:
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            if model._meta.model_name != COUNTER:
                tables[model._meta.db_table] = rows_of(model)
    return tables


def rows_of(model: type[models.Model]) -> dict:
    names = [field.attname for field in model._meta.concrete_fields]
    return {row[0]: row for row in model._base_manager.values_list(model._meta.pk.attname, *names)}


def written_since(before: dict[str, dict]) -> dict[str, set]:
    """Return per table the keys of rows that were added, changed or removed since ``before``."""
    after = snapshot()
    written = {
        table: {
            key
            for key in rows.keys() | after[table].keys()
            if rows.get(key) != after[table].get(key)
        }
        for table, rows in before.items()
    }
    return {table: keys for table, keys in written.items() if keys}


def changed_since(before: dict[str, dict]) -> dict[str, set]:
    """Return per table the keys of rows that stood in ``before`` and are not as they were."""
    after = snapshot()
    changed = {
        table: {key for key, row in rows.items() if after[table].get(key) != row}
        for table, rows in before.items()
    }
    return {table: keys for table, keys in changed.items() if keys}


@contextmanager
def undone():
    """Undo at the end what the block does."""
    with transaction.atomic():
        point = transaction.savepoint()
        yield
        transaction.savepoint_rollback(point)
