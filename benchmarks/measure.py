"""Measures the public pages on one invented register, in a database of its own."""

import datetime
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, models
from django.db.models import Count, F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centres.example.register import make_register
from centres.models import Centre, Condition, PublishedRound
from centres.search.current import snapshots
from hospitals.models import Hospital, RegisterVersion

from .report import Measurement

REFERENCE_DAY = datetime.date(2026, 6, 1)
SEED = 1


class PageFailed(Exception):
    """A page did not answer with 200."""


@contextmanager
def register_of(centres: int, database: str) -> Iterator[None]:
    """Hold an example of ``centres`` centres in a new database, and remove it afterwards."""
    connection.settings_dict["TEST"]["NAME"] = database
    configured = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        make_register(centres=centres, seed=SEED, day=REFERENCE_DAY)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the database does by itself after a while
        yield
    finally:
        connection.creation.destroy_test_db(configured, verbosity=0)


def measure_pages(*, cold_times: int = 3, warm_times: int = 5) -> list[Measurement]:
    """Measure each page on the register that the database holds now."""
    client = Client(SERVER_NAME="localhost")
    return [
        _measure(name, lambda address=address: _get(client, address), cold_times, warm_times)
        for name, address in pages().items()
    ]


def pages() -> dict[str, str]:
    """Return the addresses measured: of each kind of record the one with the most to show."""
    hospital, condition = _fullest(Hospital, "centres"), _fullest(Condition, "centres")
    round = _fullest(PublishedRound, "recognitions")
    return {
        "home": reverse("centres:home"),
        "list": reverse("centres:list"),
        "list, searched": f"{reverse('centres:list')}?q=astma",
        "centre": Centre.objects.earliest("pk").get_absolute_url(),
        "hospital": hospital.get_absolute_url(),
        "condition": condition.get_absolute_url(),
        "hospitals": reverse("hospitals:list"),
        "conditions": reverse("centres:condition_list"),
        "rounds": reverse("centres:round_list"),
        "round": round.get_absolute_url(),
    }


def _fullest(kind: type[models.Model], records: str) -> models.Model:
    """Return the record of ``kind`` with the most ``records``."""
    counted = kind._default_manager.alias(how_many=Count(records))
    return counted.order_by("-how_many", "pk").first()


def _measure(name: str, get: Callable, cold_times: int, warm_times: int) -> Measurement:
    get()  # templates and translations are read once per process, whatever the size
    _forget()
    snapshots.of_version(RegisterVersion.current().number)  # asked once for all pages together
    with CaptureQueriesContext(connection) as captured:
        get()
    queries = len(captured)  # read now: the next request empties the log
    cold = [_timed(get, before=_forget) for _ in range(cold_times)]
    warm = [_timed(get) for _ in range(warm_times)]
    return Measurement(name, queries, cold, warm)


def _get(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise PageFailed(f"{address} answered {response.status_code}")


def _forget() -> None:
    """Raise the register's version: whatever was remembered for the last one counts no more."""
    RegisterVersion.objects.update(number=F("number") + 1)


def _timed(get: Callable, before: Callable = lambda: None) -> float:
    before()
    start = time.perf_counter()
    get()
    return (time.perf_counter() - start) * 1000
