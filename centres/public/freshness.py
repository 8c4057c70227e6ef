"""Entity tags: a page is the same as long as the data, the program and the day are the same."""

import datetime
import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from hospitals.models import RegisterVersion

from .parameters import normalised
from .site import site_address

PROGRAM_FOLDERS = ("hospitals", "centres", "stz_registry", "templates", "static", "locale")


def page_tag(request: HttpRequest, version: RegisterVersion, today: datetime.date) -> str:
    """Return the entity tag of the page that ``request`` asks for.

    ``today`` counts besides ``peildatum`` (which is part of the query), because a status turns at
    midnight. The tag is weak: a proxy may compress the page.
    """
    parts = (
        release(),
        settings.CONTACT_EMAIL,
        version.number,
        version.changed_at,
        get_language(),
        today,
        site_address(request),  # which stands in the page
        request.path,
        normalised(request.GET),
    )
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()
    return f'W/"{digest[:32]}"'


def release() -> str:
    """Return what identifies the program that runs; a developer's edit changes it at once."""
    return _newest_change() if settings.DEBUG else _release_at_start()


@lru_cache(maxsize=1)
def _release_at_start() -> str:
    return _newest_change()


def _newest_change() -> str:
    files = (
        path
        for folder in PROGRAM_FOLDERS
        for path in Path(settings.BASE_DIR, folder).rglob("*.*")
        if path.suffix in {".py", ".html", ".css", ".js", ".svg", ".png", ".woff2", ".mo"}
    )
    packages = Path(settings.BASE_DIR, "requirements.txt")
    return str(max(path.stat().st_mtime_ns for path in [packages, *files]))
