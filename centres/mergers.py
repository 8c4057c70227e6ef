"""A centre goes on in another one, by the same rule as a hospital."""

from hospitals.mergers import merge

__all__ = ["merge"]
