"""What merged during a round is released at the record that goes on, or not at all."""

import pytest

from assessments import releases
from assessments.completeness import blocks
from assessments.models import DecisionOutcome
from centres.mergers import merge, merge_hospitals
from tests.assessments.builders import (
    OPENS,
    RELEASES,
    close,
    make_decided,
    make_open_round,
    make_round_to_release,
    moment,
)
from tests.builders import make_centre, make_member, make_user

pytestmark = pytest.mark.django_db


def release(round_, by) -> None:
    round_.refresh_from_db()
    releases.release(round_, version=round_.version, at=moment(RELEASES), by=by, why="Klaar")


def test_a_proposed_centre_is_entered_at_the_hospital_that_goes_on():
    world, stays = make_round_to_release(DecisionOutcome.RECOGNISED), make_member()
    (application,) = world.applications
    gone = application.hospital
    merge_hospitals(gone, into=stays, version=gone.version, by=None, why="Fusie")
    release(world.round, world.releaser)
    assert application.decisions.get().recognition.centre.hospital == stays


def test_a_name_that_the_hospital_that_goes_on_has_already_is_in_the_way():
    world, stays = make_round_to_release(DecisionOutcome.RECOGNISED), make_member()
    (application,) = world.applications
    make_centre(stays, name=application.proposed_name)
    gone = application.hospital
    merge_hospitals(gone, into=stays, version=gone.version, by=None, why="Fusie")
    assert len(blocks(world.round, on=RELEASES, by=world.releaser)) == 1


def test_a_centre_that_merged_is_in_the_way():
    hospital, round_ = make_member(), make_open_round()
    gone, stays = make_centre(hospital), make_centre(hospital)
    make_decided(round_, gone)
    close(round_)
    merge(gone, into=stays, version=gone.version, on=OPENS, by=None, why="Samen")
    assert len(blocks(round_, on=RELEASES, by=make_user("editor"))) == 1
