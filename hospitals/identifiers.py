"""Identifiers: the register's own permanent ids, and the formats of the Dutch ones.

AGB (Vektis), URA (UZI register) and KvK numbers are eight digits; an AGB code of a hospital
begins with 06. Sources: Vektis AGB-register (care type 06 "ziekenhuizen"), CIBG on the URA,
Handelsregisterbesluit 2008 on the KvK number.
"""

import secrets

from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

# Crockford's base 32: no I, L, O or U, so that an id survives a telephone call.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PUBLIC_ID_LENGTH = 6


def new_public_id(prefix: str, choose=secrets.choice) -> str:
    """Return a new permanent id such as ``TEC-7K3QXM``: opaque, never reused, never reassigned."""
    return f"{prefix}-{''.join(choose(ALPHABET) for _ in range(PUBLIC_ID_LENGTH))}"


def public_id_field(prefix: str, default) -> models.CharField:
    """Return the column for a permanent public id that begins with ``prefix``."""
    pattern = rf"^{prefix}-[{ALPHABET}]{{{PUBLIC_ID_LENGTH}}}\Z"
    message = format_lazy(_("A permanent id looks like {prefix}-7K3QXM."), prefix=prefix)
    return models.CharField(
        _("permanent id"),
        max_length=len(prefix) + 1 + PUBLIC_ID_LENGTH,
        unique=True,
        editable=False,
        default=default,
        validators=[RegexValidator(pattern, message)],
    )


def optional_identifier(
    verbose_name, *, pattern: str, max_length: int, message, help_text=""
) -> models.CharField:
    """Return a column for an identifier that may be empty and otherwise has a fixed format."""
    return models.CharField(
        verbose_name,
        max_length=max_length,
        blank=True,
        default="",
        validators=[RegexValidator(pattern, message)],
        help_text=help_text,
    )


def has_format(field: str, pattern: str, *, name: str, message) -> models.CheckConstraint:
    """Return the constraint that ``field`` is empty or matches ``pattern``."""
    return models.CheckConstraint(
        condition=models.Q(**{field: ""}) | models.Q(**{f"{field}__regex": pattern}),
        name=name,
        violation_error_message=message,
    )


def unique_when_given(*fields: str, name: str, message) -> models.UniqueConstraint:
    """Return the constraint that the last of ``fields`` is unique (per the others) unless empty."""
    return models.UniqueConstraint(
        fields=fields,
        condition=~models.Q(**{fields[-1]: ""}),
        name=name,
        violation_error_message=message,
    )
