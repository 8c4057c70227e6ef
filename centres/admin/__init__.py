"""How staff keep what the public may know, one module per subject."""

from . import (
    centres,
    conditions,
    criteria,
    hospitals,
    missed_searches,
    recognitions,
    rounds,
)

__all__ = [
    "centres",
    "conditions",
    "criteria",
    "hospitals",
    "missed_searches",
    "recognitions",
    "rounds",
]
