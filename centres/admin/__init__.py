"""How staff keep what the public may know, one module per subject."""

from . import (
    centres,
    conditions,
    criteria,
    error_reports,
    hospitals,
    missed_searches,
    recognitions,
    rounds,
)

__all__ = [
    "centres",
    "conditions",
    "criteria",
    "error_reports",
    "hospitals",
    "missed_searches",
    "recognitions",
    "rounds",
]
