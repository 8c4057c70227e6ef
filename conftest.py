"""The environment of the tests, set before pytest-django reads the settings.

It stands here, and not in pyproject.toml, because a plain `pytest` must need nothing else. Only
DATABASE_URL is taken from outside: `python3 dev.py test` runs everything on both databases.
"""

import os

os.environ |= {
    "DJANGO_SETTINGS_MODULE": "stz_registry.settings",
    "DEBUG": "1",
    "SECRET_KEY": "only-for-tests-" * 4,
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
}


def pytest_configure() -> None:
    """Leave out what costs time and is not what a test is about: argon2, collected files."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True  # static files as they stand: none were collected
