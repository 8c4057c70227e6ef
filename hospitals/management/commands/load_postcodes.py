"""Load where postcodes lie: ``manage.py load_postcodes FILE``."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from hospitals.models import Postcode

HEADINGS = {
    "digits": ("postcode", "pc4", "postcode4"),
    "latitude": ("latitude", "lat", "breedtegraad"),
    "longitude": ("longitude", "lon", "lng", "lengtegraad"),
}


class Command(BaseCommand):
    help = (
        "Loads a CSV file with a column for the four digits of a postcode and for its latitude and"
        " longitude. It replaces the postcodes that are there: all of the file, or nothing."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, help="CSV with , or ; between the columns")

    def handle(self, *, file: Path, **options) -> None:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read as text: {error}") from error
        postcodes = list(postcodes_in(text))
        if not postcodes:
            raise CommandError(f"{file} holds no postcodes.")
        with transaction.atomic():
            Postcode.objects.all().delete()
            Postcode.objects.bulk_create(postcodes, batch_size=1000)
        self.stdout.write(f"{len(postcodes)} postcodes loaded.")


def _in_degrees(text: str) -> str:
    """Return a number as the database keeps it; what is no number as it is, to be refused."""
    try:
        return f"{float(text.replace(',', '.')):.5f}"
    except ValueError:
        return text


def postcodes_in(text: str) -> Iterator[Postcode]:
    """Yield the postcodes of a CSV file. Raises ``CommandError`` that names the line."""
    first, *_rest = text.splitlines() or [""]
    rows = csv.DictReader(text.splitlines(), delimiter=";" if ";" in first else ",")
    known = {name.strip().lower(): name for name in rows.fieldnames or ()}
    columns = {
        field: next((known[name] for name in names if name in known), None)
        for field, names in HEADINGS.items()
    }
    if missing := [HEADINGS[field][0] for field, column in columns.items() if column is None]:
        raise CommandError(f"There is no column {' and no column '.join(missing)}.")
    seen: set[str] = set()
    for row in rows:
        fields = {field: (row[column] or "").strip() for field, column in columns.items()}
        fields |= {name: _in_degrees(fields[name]) for name in ("latitude", "longitude")}
        postcode = Postcode(**fields)
        try:
            postcode.full_clean(validate_unique=False)
        except ValidationError as refusal:
            raise CommandError(f"Line {rows.line_num}: {' '.join(refusal.messages)}") from refusal
        if postcode.digits in seen:
            raise CommandError(f"Line {rows.line_num}: {postcode.digits} stands in the file twice.")
        seen.add(postcode.digits)
        yield postcode
