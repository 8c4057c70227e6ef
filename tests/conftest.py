"""What every test may ask for."""

import datetime
import sqlite3

import pytest
from django.db import connection, connections
from django.test import Client, TransactionTestCase
from django.utils import timezone, translation

USING_THE_DATABASE = {"db", "transactional_db", "django_db_setup"}


# Which tests run, and in which order ------------------------------------------------------------


@pytest.hookimpl(trylast=True)  # after pytest-django, which puts what empties the tables behind
def pytest_collection_modifyitems(config, items: list[pytest.Item]) -> None:
    """Leave out what ran on SQLite and is the same here; put what takes long in a browser first.

    The browser's tests lie together at the start, so that one worker serves their pages while
    the other has the rest: at the end, everybody would wait for that one.
    """
    if connection.vendor == "postgresql":
        runs_here = {each: uses_database(each) and not is_done_once(each) for each in items}
        config.hook.pytest_deselected(items=[each for each, here in runs_here.items() if not here])
        items[:] = [each for each, here in runs_here.items() if here]
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def is_done_once(item: pytest.Item) -> bool:
    """Tell whether a test is about pages, whose answers are the same on either database."""
    return item.get_closest_marker("once") is not None


def uses_database(item: pytest.Item) -> bool:
    """Tell whether a test may reach the database; pytest-django keeps it from every other test."""
    return (
        not USING_THE_DATABASE.isdisjoint(item.fixturenames)
        or any(item.get_closest_marker(name) for name in ("django_db", "postgresql"))
        or issubclass(item.cls or object, TransactionTestCase)
    )


# What every test may ask for ----------------------------------------------------------------------


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
    from centres.remembered import forget_all  # settings are there once Django is set up

    forget_all()


@pytest.fixture(autouse=True)
def no_first_request(monkeypatch) -> None:
    """Let no request be the first of its day, which asks the database something more.

    A test of just that sets ``turned_through`` back to a day of its own.
    """
    from stz_registry import turn_of_day  # settings are there once Django is set up

    monkeypatch.setattr(turn_of_day, "turned_through", datetime.date.max)


@pytest.fixture(autouse=True)
def dutch() -> None:
    """Begin in Dutch: a request for an English page leaves its language behind in the thread."""
    translation.activate("nl")


@pytest.fixture
def move_to_file(tmp_path, monkeypatch):
    """Return a function after which other threads find the same records as on a real disk.

    The tests' SQLite database is in memory, where connections share one cache and do not wait for
    each other as they do for a file.
    """

    def move():
        if connection.vendor == "sqlite":
            file = tmp_path / "register.sqlite3"
            copy = sqlite3.connect(file)
            connection.connection.backup(copy)
            copy.close()
            monkeypatch.setitem(connections.settings["default"], "NAME", str(file))

    return move


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
