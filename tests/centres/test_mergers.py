"""Hospitals merge with all that hangs on them; a centre merges into another one."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from centres.mergers import merge, merge_hospitals
from centres.models import Centre
from hospitals.models import Hospital
from hospitals.records import ChangedMeanwhile
from tests.builders import make_centre, make_hospital, make_location, make_member, make_recognition
from tests.pages import Page, address

pytestmark = pytest.mark.django_db
MERGED_ON = datetime.date(2026, 3, 2)


def merged(hospital: Hospital, into: Hospital, **over) -> None:
    told = {"version": hospital.version, "by": None, "why": "Fusie"} | over
    merge_hospitals(hospital, into=into, **told)


def places_of(centre: Centre) -> list[tuple[str, str]]:
    return [(place.place, place.hospital.name) for place in centre.locations.all()]


@pytest.fixture
def old() -> Hospital:
    hospital = make_hospital(name="Oud", slug="oud")
    make_location(hospital, place="Heerenveen")
    return hospital


@pytest.fixture
def new() -> Hospital:
    return make_member(name="Nieuw", slug="nieuw")


def test_centres_of_a_hospital_go_along_with_their_history(old, new):
    centre, neighbour = make_centre(old), make_centre()
    merged(old, new)
    centre.refresh_from_db()
    assert list(Centre.objects.filter(hospital=old)) == []
    assert list(new.centres.all()) == [centre]
    last = centre.history.first()
    assert (last.history_change_reason, last.hospital) == ("Fusie", new)
    assert [link.location.place for link in last.locations.all()] == ["Heerenveen"]
    neighbour.refresh_from_db()
    assert (neighbour.version, neighbour.hospital != new) == (1, True)


def test_the_public_finds_the_centres_at_the_hospital_that_goes_on(client, old, new):
    make_recognition(make_centre(old, name="Longkanker"))
    make_recognition(make_centre(name="Borstkanker"))
    old.memberships.create()
    merged(old, new)
    response = client.get(address("hospitals:detail", "oud"))
    assert response.url == address("hospitals:detail", "nieuw")
    assert Page(client.get(response.url)).titles == ["Longkanker"]
    query = {"ziekenhuis": "nieuw"}
    assert Page(client.get(address("centres:list", **query))).titles == ["Longkanker"]


def test_care_stays_where_it_is(old, new):
    """A centre at the old main location, and one at a place of its own."""
    at_main, elsewhere = make_centre(old), make_centre(old)
    elsewhere.locations.add(make_location(old, place="Lemmer", is_main=False))
    merged(old, new)
    assert places_of(at_main) == [("Heerenveen", "Nieuw")]
    assert places_of(elsewhere) == [("Lemmer", "Nieuw")]
    assert [place.place for place in new.locations.filter(is_main=True)] == ["Zwolle"]
    assert old.locations.count() == 0


def test_a_place_that_both_have_stands_there_once(old, new):
    make_location(new, place="Heerenveen", is_main=False)
    centre = make_centre(old)
    merged(old, new)
    assert places_of(centre) == [("Heerenveen", "Nieuw")]
    assert new.locations.filter(place="Heerenveen").count() == 1


def test_a_centre_at_the_main_location_of_both_needs_no_location_of_its_own(new):
    old = make_hospital()
    make_location(old, place=new.place)
    centre = make_centre(old)
    merged(old, new)
    assert (places_of(centre), centre.locations.count()) == ([], 0)


def test_a_hospital_without_locations_or_centres_merges(new):
    hospital = make_hospital()
    merged(hospital, new)
    assert list(new.predecessors.all()) == [hospital]


def test_centres_of_the_same_name_are_refused_without_a_trace(old, new):
    one, other = make_centre(old, name="Longkanker"), make_centre(new, name="Longkanker")
    make_centre(old, name="Borstkanker")
    with pytest.raises(ValidationError) as refused:
        merged(old, new)
    (message,) = refused.value.messages
    assert (one.public_id in message, other.public_id in message) == (True, True)
    assert (old.centres.count(), old.version, old.merged_into_id) == (2, 1, None)
    assert Hospital.objects.get(pk=old.pk).version == 1
    merge(one, into=other, version=one.version, on=MERGED_ON, by=None, why="Samengegaan")
    merged(old, new)
    assert sorted(new.centres.values_list("name", flat=True)) == ["Borstkanker", "Longkanker"]
    assert list(old.centres.all()) == [one]


def test_a_merger_that_is_not_possible_moves_nothing(old, new):
    make_centre(old)
    with pytest.raises(ChangedMeanwhile):
        merged(old, new, version=7)
    with pytest.raises(ValidationError):
        merged(old, old)
    with pytest.raises(ValidationError):
        merged(old, new, why=" ")
    merged(new, make_hospital())
    with pytest.raises(ValidationError):
        merged(old, new)
    assert (old.centres.count(), old.locations.count()) == (1, 1)


def test_the_button_of_staff_moves_the_centres(editor_client, old, new):
    centre = make_centre(old)
    page = reverse("admin:hospitals_hospital_merge", args=[old.pk])
    data = {"version": old.version, "into": new.pk, "why": "Fusie"}
    assert editor_client.post(page, data).status_code == 302
    centre.refresh_from_db()
    assert (centre.hospital, centre.history.first().history_user) == (new, editor_client.user)


@pytest.mark.parametrize(
    ("recognition", "is_refused"),
    [
        ({}, True),
        ({"valid_from": datetime.date(2026, 3, 3)}, True),
        ({"valid_through": MERGED_ON}, True),
        ({"valid_through": datetime.date(2026, 3, 1)}, False),
        ({"ended_how": "returned", "last_day": datetime.date(2026, 3, 1)}, False),
    ],
)
def test_a_centre_that_is_still_recognised_does_not_merge(recognition, is_refused):
    centre, into = make_recognition(**recognition).centre, make_centre()
    told = {"version": centre.version, "on": MERGED_ON, "by": None, "why": "Samengegaan"}
    if is_refused:
        with pytest.raises(ValidationError) as refused:
            merge(centre, into=into, **told)
        assert refused.value.code == "still_recognised"
    else:
        merge(centre, into=into, **told)
    assert (Centre.objects.get(pk=centre.pk).merged_into is None) == is_refused
