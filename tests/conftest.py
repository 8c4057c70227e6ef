"""What every test may ask for."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone, translation


@pytest.fixture
def today() -> datetime.date:
    """A day inside the default period of ``make_recognition``; no test reads the clock."""
    return datetime.date(2026, 3, 2)


def set_clock(monkeypatch, day: datetime.date) -> None:
    """Let the clock say that it is ``day``; a moment that is given keeps the day that it is on."""
    day_of = timezone.localdate
    monkeypatch.setattr(
        timezone, "localdate", lambda moment=None: day if moment is None else day_of(moment)
    )


@pytest.fixture
def clock(monkeypatch, today) -> datetime.date:
    """Set the one clock that views, admin and commands read to ``today``, and return that day."""
    set_clock(monkeypatch, today)
    return today


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Forget the answers of earlier tests: they rolled their versions of the register back."""
    from centres.public.remembered import forget_all  # settings are there once Django is set up

    forget_all()


@pytest.fixture(autouse=True)
def dutch() -> None:
    """Begin in Dutch: a request for an English page leaves its language behind in the thread."""
    translation.activate("nl")


@pytest.fixture
def editor_client(db) -> Client:
    return client_of("editor")


@pytest.fixture
def reader_client(db) -> Client:
    return client_of("reader")


@pytest.fixture
def superuser_client(db) -> Client:
    return client_of("superuser")


def client_of(role: str) -> Client:
    """Return a client that is logged in as somebody with ``role``, as ``client.user``."""
    from tests.builders import make_user  # models are there once Django is set up

    client = Client()
    client.user = make_user(role)
    client.force_login(client.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
