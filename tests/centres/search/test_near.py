"""Near me: distances from a place, and the order by distance when it is asked for."""

import pytest

from hospitals.models import Postcode
from tests.builders import make_centre, make_location, make_member, make_recognition

pytestmark = pytest.mark.django_db
WHERE = {"Amsterdam": (52.374, 4.89), "Utrecht": (52.09, 5.12), "Groningen": (53.219, 6.567)}


@pytest.fixture(autouse=True)
def register(clock):
    for place, (latitude, longitude) in WHERE.items():
        hospital = make_member()
        hospital.locations.update(place=place, latitude=latitude, longitude=longitude)
        make_recognition(make_centre(hospital, name=f"Hart {place}"))
    elsewhere = make_member()
    elsewhere.locations.update(place="Onbekend", latitude=None, longitude=None)
    make_recognition(make_centre(elsewhere, name="Hart nergens"))


def listed(client, **query) -> list[tuple[str, int | None]]:
    page = client.get("/centra/", query).context["page"]
    return [(centre.name, centre.kilometres) for centre in page]


def test_distances_are_told_and_the_order_stays(client):
    assert listed(client, nabij="Utrecht") == [
        ("Hart Amsterdam", 35), ("Hart Groningen", 159), ("Hart nergens", None), ("Hart Utrecht", 0)
    ]  # fmt: skip


def test_the_nearest_stands_first_when_that_is_asked(client):
    found = listed(client, q="hart", nabij="Groningen", sortering="afstand")
    assert [name for name, _km in found] == [
        "Hart Groningen", "Hart Amsterdam", "Hart Utrecht", "Hart nergens"
    ]  # fmt: skip


def test_a_centre_counts_where_it_is_nearest(client):
    hospital = make_member()
    hospital.locations.update(place="Groningen", latitude=53.219, longitude=6.567)
    near = make_location(hospital, place="Utrecht", is_main=False, latitude=52.09, longitude=5.12)
    centre = make_recognition(make_centre(hospital, name="Hart op twee plaatsen")).centre
    centre.locations.set([near, hospital.main_location])
    found = listed(client, nabij="Utrecht", sortering="afstand")
    assert found[:2] == [("Hart op twee plaatsen", 0), ("Hart Utrecht", 0)]


def test_a_postcode_will_do_when_there_are_any(client):
    Postcode.objects.create(digits="9711", latitude=53.219, longitude=6.567)
    assert listed(client, nabij="9711 AB", sortering="afstand")[0] == ("Hart Groningen", 0)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"nabij": "Atlantis"}, "Wij weten niet waar “Atlantis” ligt."),
        ({"nabij": "1234"}, "Wij weten niet waar “1234” ligt."),
        ({"nabij": "<b>"}, "Wij weten niet waar “&lt;b&gt;” ligt."),
        ({"nabij": "Hengelo"}, "Er zijn meer plaatsen die “Hengelo” heten."),
        ({"sortering": "afstand"}, "Vul uw plaats in om op afstand te sorteren."),
    ],
)
def test_what_is_not_known_is_said_and_the_list_is_there(client, query, told):
    answer = client.get("/centra/", query)
    assert told in answer.content.decode()
    assert len(answer.context["page"].object_list) == 4


def test_one_of_several_places_is_chosen_with_the_rest_of_the_address_kept(client):
    answer = client.get("/centra/", {"q": "hart", "nabij": "Hengelo", "sortering": "afstand"})
    choices = dict(answer.context["near_choices"])
    chosen = client.get("/centra/" + choices["Hengelo (Overijssel)"])
    assert [centre.name for centre in chosen.context["page"]][:2] == [
        "Hart Groningen", "Hart Utrecht"
    ]  # fmt: skip
    assert chosen.context["words"] == "hart"
