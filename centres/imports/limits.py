"""How much one import may hold, so that a mistake does not stop the server."""

from django.conf import settings


def most_bytes() -> int:
    return getattr(settings, "IMPORT_MAX_BYTES", 20 * 2**20)


def most_rows() -> int:
    return getattr(settings, "IMPORT_MAX_ROWS", 100_000)
