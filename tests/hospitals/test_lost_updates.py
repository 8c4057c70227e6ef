"""Two people change the same record at the same moment: one wins, the other is told who came."""

import datetime
import sqlite3
import threading

import pytest
from django.db import connection, connections, transaction

from centres import recognitions
from centres.models import Recognition
from hospitals.records import ChangedMeanwhile
from tests.builders import make_hospital, make_recognition, make_user

LATER = datetime.date(2029, 1, 1)


def at_the_same_moment(*acts) -> list:
    """Run each act in a thread and connection of its own; return what each returned or raised."""
    start, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            start.wait(timeout=10)
            outcomes[place] = act()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=numbered) for numbered in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


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


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_the_same_moment_one_wins(move_to_file):
    recognition = make_recognition()
    users = [make_user(), make_user()]

    def extend_as(user):
        mine = Recognition.objects.get(pk=recognition.pk)
        return lambda: recognitions.extend(
            mine, version=1, through=LATER, reason=f"Door {user.pk}", by=user
        )

    acts = [extend_as(user) for user in users]
    move_to_file()
    outcomes = at_the_same_moment(*acts)
    (stored,) = at_the_same_moment(lambda: Recognition.objects.get(pk=recognition.pk))
    (entries,) = at_the_same_moment(recognition.history.count)
    winner, loser = sorted(range(2), key=lambda place: outcomes[place] is not None)

    assert outcomes[winner] is None
    assert isinstance(outcomes[loser], ChangedMeanwhile)
    assert outcomes[loser].params["who"] == users[winner]
    assert stored.extension_reason == f"Door {users[winner].pk}"
    assert (stored.version, entries) == (2, 2)


@pytest.mark.django_db
def test_claim_names_somebody_else_when_the_program_came_first():
    hospital = make_hospital()
    with pytest.raises(ChangedMeanwhile) as refusal, transaction.atomic():
        hospital.claim(version=7)
    assert str(refusal.value.params["who"])
    assert refusal.value.code == "changed_meanwhile"


@pytest.mark.django_db(transaction=True)
def test_claim_outside_a_transaction_is_an_error():
    with pytest.raises(transaction.TransactionManagementError):
        make_hospital().claim(version=1)
