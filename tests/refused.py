"""Checks that a rule of the database is kept by its name, in a form and by the database alike."""

from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from hospitals.constraints import ChangesRaiseVersion


def rules_of(*rule_models: type[models.Model]) -> set[str]:
    """Return the names of all rules that the models declare for their rows."""
    return {
        constraint.name
        for model in rule_models
        for constraint in model._meta.constraints
        if not isinstance(constraint, ChangesRaiseVersion)
    }


def assert_refused(record: models.Model, rule: str) -> None:
    """Check that ``rule`` refuses to save ``record``: with its message, and in the database."""
    constraint = next(each for each in record._meta.constraints if each.name == rule)
    with pytest.raises(ValidationError):
        record.full_clean()
    with pytest.raises(ValidationError) as refusal:
        constraint.validate(type(record), record)
    assert refusal.value.messages == [constraint.get_violation_error_message()]
    with refused_by_database(spoken_of(constraint, type(record))):
        record.save()


def spoken_of(constraint, model: type[models.Model]) -> str:
    """Return how the database names ``constraint``: SQLite names a uniqueness by its columns."""
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        columns = [model._meta.get_field(name).column for name in constraint.fields]
        return ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return constraint.name


@contextmanager
def refused_by_database(words: str):
    """Check that the database refuses what the block does, with ``words`` in its message."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    assert words in str(refusal.value)
