"""The staff's workplace for assessment, one module per subject."""

from . import (
    applications,
    assessors,
    decisions,
    documents,
    late_exceptions,
    mail,
    people,
    rounds,
)

__all__ = [
    "applications",
    "assessors",
    "decisions",
    "documents",
    "late_exceptions",
    "mail",
    "people",
    "rounds",
]
