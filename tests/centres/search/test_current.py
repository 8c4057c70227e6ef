"""The snapshot of the version that the register has: read once, swapped when that changes."""

import threading

import pytest

from centres.models import Centre
from centres.search import current
from centres.search.current import Snapshots
from hospitals.models import RegisterVersion
from tests.builders import make_centre, make_recognition
from tests.same_moment import at_the_same_moment


def size(snapshots: Snapshots) -> int:
    return len(snapshots.of_version(RegisterVersion.current().number).keys)


def make(**over) -> Centre:
    return make_recognition(make_centre(**over)).centre


@pytest.mark.django_db
def test_one_version_is_read_once(django_assert_num_queries):
    snapshots, version = Snapshots(), RegisterVersion.current().number
    first = snapshots.of_version(version)
    with django_assert_num_queries(0):
        assert snapshots.of_version(version) is first


@pytest.mark.django_db
def test_a_change_is_seen_at_once_by_who_made_it():
    snapshots = Snapshots()
    sizes = [size(snapshots)]
    make()
    make_centre(name="Niet openbaar")
    sizes.append(size(snapshots))
    assert sizes == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_a_change_is_seen_by_others_within_their_patience(move_to_file):
    move_to_file()
    snapshots = Snapshots()

    def act():
        before = size(snapshots)
        make()
        return before, size(snapshots), size(snapshots)

    assert at_the_same_moment(act) == [(0, 1, 1)]


@pytest.mark.django_db(transaction=True)
def test_a_slow_reading_leaves_the_one_before_in_use_and_is_swapped_in(move_to_file, monkeypatch):
    move_to_file()
    snapshots, may_go_on = Snapshots(), threading.Event()
    monkeypatch.setattr(current, "PATIENCE", 0.05)
    read = current.read_consistently

    def slowly():
        may_go_on.wait(20)
        return read()

    def act():
        size(snapshots)
        monkeypatch.setattr(current, "read_consistently", slowly)
        make()
        version = RegisterVersion.current().number
        early = snapshots.of_version(version)
        may_go_on.set()
        snapshots._building.join(20)
        late = snapshots.of_version(version)
        return (len(early.keys), early.version < version, len(late.keys), late.version == version)

    assert at_the_same_moment(act) == [(0, True, 1, True)]


@pytest.mark.django_db(transaction=True)
def test_a_reading_that_fails_keeps_the_one_before(move_to_file, monkeypatch, caplog):
    move_to_file()
    snapshots, read = Snapshots(), current.read_consistently

    def fail():
        raise RuntimeError("no database")

    def act():
        size(snapshots)
        monkeypatch.setattr(current, "read_consistently", fail)
        make()
        failed = size(snapshots)
        monkeypatch.setattr(current, "read_consistently", read)
        return failed, size(snapshots)

    outcome = at_the_same_moment(act)
    assert outcome == [(0, 1)]
    assert "could not be read" in caplog.text


@pytest.mark.django_db
def test_a_page_of_an_earlier_version_is_kept_nowhere(client, clock, monkeypatch):
    from centres.search.snapshot import read_snapshot

    make(name="Longkanker")
    earlier = read_snapshot(version=RegisterVersion.current().number - 1)
    monkeypatch.setattr(current.snapshots, "of_version", lambda version: earlier)
    for address in ("/centra/", "/zoeken/suggesties?q=long"):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers
