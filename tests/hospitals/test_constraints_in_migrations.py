"""The triggers survive a migration that makes SQLite remake their table."""

import pytest
from django.db import connection, models
from django.db.migrations import AddField
from django.db.migrations.loader import MigrationLoader

from tests.hospitals.test_register_version import triggers_of

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]

TABLES = [
    ("hospitals", "Membership", "memberships_do_not_overlap", 2),
    ("centres", "Centre", "centre_raises_version", 3),
    ("centres", "Criterion", "criterion_of_edition_in_use_does_not_change", 3),
    ("centres", "CriteriaEdition", "edition_in_use_does_not_change", 3),
]


@pytest.fixture
def on_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL alters a table in place")


@pytest.mark.usefixtures("on_sqlite")
@pytest.mark.parametrize(("app", "model", "rule", "triggers"), TABLES)
def test_triggers_stand_after_the_table_was_remade(app, model, rule, triggers):
    before = MigrationLoader(connection).project_state()
    after = before.clone()
    # Unique, so that SQLite cannot simply add the column.
    add = AddField(model, "extra", models.CharField(max_length=3, unique=True, null=True))
    add.state_forwards(app, after)
    remake(add.database_forwards, app, before, after)
    try:
        assert len(triggers_of(f"{app}_{model.lower()}", rule)) == triggers
    finally:
        remake(add.database_backwards, app, after, before)
    assert len(triggers_of(f"{app}_{model.lower()}", rule)) == triggers


def remake(operation, app, before, after) -> None:
    """Run one operation as decision 2 says for tables that the triggers of others name."""
    with connection.schema_editor() as editor:
        editor.execute("PRAGMA legacy_alter_table = ON")
        operation(app, editor, before, after)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA legacy_alter_table = OFF")
