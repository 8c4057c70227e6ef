"""The two addresses for machines."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def answer(response) -> tuple[int, str, str]:
    return response.status_code, response.text, response["Content-Type"]


def test_alive_needs_no_database(client):
    assert answer(client.get("/healthz")) == (200, "ok", "text/plain")


@pytest.mark.django_db
def test_ready_when_every_migration_has_been_run(client):
    assert answer(client.get("/readyz")) == (200, "ok", "text/plain")


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client):
    MigrationRecorder(connection).record_unapplied("assessments", "0001_initial")
    assert answer(client.get("/readyz")) == (503, "not ready", "text/plain")


def test_not_ready_when_the_database_does_not_answer(client):
    assert answer(client.get("/readyz")) == (503, "not ready", "text/plain")  # no `db`: refused


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_answers_are_never_kept_and_only_read(client, address):
    assert "no-store" in client.get(address)["Cache-Control"]
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405
    assert not client.get(address).cookies


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_machines_on_the_inside_are_not_sent_to_https(client, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(address).status_code == 200
