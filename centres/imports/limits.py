"""How much one import may hold, so that a mistake does not stop the server."""

from django.conf import settings


def most_bytes() -> int:
    return settings.IMPORT_MAX_BYTES


def most_rows() -> int:
    return settings.IMPORT_MAX_ROWS
