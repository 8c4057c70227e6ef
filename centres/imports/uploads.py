"""The uploaded file between the preview and the confirmation.

It waits in a cache of its own, which all server processes share (in production it is a table of
the database), under a name that nobody can guess, for its owner only, and for an hour.
"""

import secrets
from dataclasses import dataclass

from django.core.cache import caches

CACHE = "uploads"
KEPT_FOR_SECONDS = 60 * 60


@dataclass(frozen=True)
class Upload:
    """A file that somebody previewed, and the fingerprint of what they were shown."""

    owner: int
    name: str
    content: bytes
    fingerprint: str


def keep(upload: Upload, token: str = "") -> str:
    """Keep the file (again, under ``token``) and return the word by which it is found."""
    token = token or secrets.token_urlsafe(24)
    caches[CACHE].set(key_of(token), upload, KEPT_FOR_SECONDS)
    return token


def kept(token: str, *, owner: int) -> Upload | None:
    """Return the file of this owner, or ``None`` when there is none (any more)."""
    upload = caches[CACHE].get(key_of(token))
    return upload if upload and upload.owner == owner else None


def forget(token: str) -> None:
    caches[CACHE].delete(key_of(token))


def key_of(token: str) -> str:
    return f"import:{token}"
