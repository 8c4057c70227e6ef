"""Two people change the same record at the same moment: one wins, the other is told who came."""

import datetime
import threading
import time

import pytest
from django.db import connection, transaction
from django.urls import reverse

from centres import recognitions
from centres.models import Recognition
from hospitals.changes import changing
from hospitals.models import Hospital, RegisterVersion
from hospitals.records import ChangedMeanwhile
from tests.builders import make_hospital, make_recognition, make_user
from tests.conftest import client_of
from tests.same_moment import at_the_same_moment

LATER = datetime.date(2029, 1, 1)


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


def by_verb(client, hospital: Hospital) -> None:
    with changing(hospital, version=hospital.version, by=client.user, why="Gebeld"):
        hospital.note = "Van de redacteur"


def by_page(client, hospital: Hospital) -> None:
    data = {"verified": "no", "note": "Van de redacteur", "why": "Gebeld", "seen_version": 1}
    for prefix in ("locations", "former_names", "memberships"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    client.post(reverse("admin:hospitals_hospital_change", args=[hospital.pk]), data)


def wait_for_somebody_waiting() -> None:
    """Return once another connection waits for a lock; give up after ten seconds."""
    for _time in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("nobody waits")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("edit", [by_verb, by_page])
def test_an_editor_waits_for_an_import_without_a_record_that_it_needs(edit):
    """An import holds the counter and needs every record; who held one would wait for ever."""
    hospital, client = make_hospital(), client_of("superuser")
    import_has_begun = threading.Event()

    def load_list():
        with transaction.atomic():
            RegisterVersion.lock()
            import_has_begun.set()
            wait_for_somebody_waiting()
            Hospital.objects.filter(pk=hospital.pk).update(website="https://lijst.example")

    def edit_meanwhile():
        import_has_begun.wait(timeout=10)
        edit(client, Hospital.objects.get(pk=hospital.pk))

    assert at_the_same_moment(load_list, edit_meanwhile) == [None, None]
    hospital.refresh_from_db()
    assert hospital.note == "Van de redacteur"


def test_the_register_is_locked_inside_a_transaction_only(transactional_db):
    with pytest.raises(transaction.TransactionManagementError):
        RegisterVersion.lock()


@pytest.mark.django_db
def test_the_first_lock_makes_the_counter():
    assert (RegisterVersion.lock().number, RegisterVersion.objects.count()) == (0, 1)
