"""What the database refused, in the words of the constraint that refused it."""

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _


def refusal_for(error: IntegrityError) -> ValidationError:
    """Return the message for people of the constraint that raised ``error``.

    Forms check nearly every rule before they save. This is for the rest: rules over several rows
    of one form, and two people who save at the same moment.
    """
    message = str(error)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name in message or _columns(model, constraint) == message:
                return ValidationError(
                    constraint.get_violation_error_message(), code=constraint.name
                )
    return ValidationError(
        _("The register refused this change, because it breaks one of its rules."), code="refused"
    )


def add_refusal(form: forms.Form, refusal: ValidationError) -> None:
    """Show why the verb refused, at the field it speaks of where the form has that field."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for field, errors in refusal.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


def _columns(model: type[models.Model], constraint) -> str | None:
    """Return how SQLite speaks of a uniqueness that is broken: by its columns, not its name."""
    if not isinstance(constraint, models.UniqueConstraint) or not constraint.fields:
        return None
    table = model._meta.db_table
    columns = [model._meta.get_field(name).column for name in constraint.fields]
    return "UNIQUE constraint failed: " + ", ".join(f"{table}.{column}" for column in columns)
