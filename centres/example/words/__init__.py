"""The words from which an example is made: lists beside this module, and what marks an example."""

import csv
from pathlib import Path

EXAMPLE = "Verzonnen voorbeeld"
"""The source that every invented record names, and by which it is known as an example."""

EXAMPLE_URL = "https://voorbeeld.example.org/"


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of the list ``name``: conditions, criteria, places or specialties."""
    with Path(__file__).with_name(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def within_sentence(name: str) -> str:
    """Return ``name`` as it stands inside a sentence: "astma", but "COPD" and "Parkinson"."""
    is_abbreviation = name[1:2].isupper()
    return name if is_abbreviation or name.startswith("Parkinson") else name[:1].lower() + name[1:]
