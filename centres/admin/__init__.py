"""How staff keep what the public may know, one module per subject."""

from . import centres, conditions, criteria, recognitions, rounds

__all__ = ["centres", "conditions", "criteria", "recognitions", "rounds"]
