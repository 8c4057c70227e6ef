"""Where places lie: the list, its spellings, postcodes from a file, and distances."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hospitals.models import Postcode, RegisterVersion
from hospitals.places import Point, kilometres, places_called
from tests.refused import assert_refused

AMSTERDAM, GRONINGEN = Point(52.37403, 4.88969), Point(53.21917, 6.56667)


def test_distance_as_the_crow_flies():
    assert round(kilometres(AMSTERDAM, GRONINGEN)) == 147
    assert kilometres(GRONINGEN, AMSTERDAM) == kilometres(AMSTERDAM, GRONINGEN)
    assert kilometres(AMSTERDAM, AMSTERDAM) == 0


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("amsterdam", "Amsterdam"), ("den bosch", "'s-Hertogenbosch"),
        ("DEN HAAG", "Den Haag"),
        ("'s-Gravenhage", "Den Haag"), ("The Hague", "Den Haag"), ("IJmuiden", "IJmuiden"),
        ("Hengelo (Overijssel)", "Hengelo (Overijssel)"),
    ],
)  # fmt: skip
def test_a_place_is_known_by_its_spellings(text, label):
    assert [place.label for place in places_called(text)] == [label]


def test_places_of_one_name_are_told_apart():
    found = {place.label for place in places_called("Hengelo")}
    assert found == {"Hengelo (Gelderland)", "Hengelo (Overijssel)"}


@pytest.mark.parametrize("text", ["", " ", "Atlantis", "Hengelo (Zeeland)", "!?", "(", "1e"])
def test_what_is_no_place_is_not_known(text):
    assert places_called(text) == []


def test_nearly_every_place_with_a_location_of_a_hospital_is_known():
    with Path("data/locations.csv").open(encoding="utf-8", newline="") as file:
        places = {row["place"] for row in csv.DictReader(file)} - {""}
    assert {each for each in places if not places_called(each)} == {"Leidschendam", "Velsen-Noord"}


# Postcodes ----------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def load(tmp_path, text: str) -> None:
    file = tmp_path / "postcodes.csv"
    file.write_text(text, encoding="utf-8")
    call_command("load_postcodes", str(file), verbosity=0)


@pytest.mark.parametrize("text", ["6511", "6511 AB", " 6511ab "])
def test_of_a_postcode_the_digits_count(tmp_path, text):
    assert places_called(text) == []
    load(tmp_path, "postcode;breedtegraad;lengtegraad\n6511;51,8449;5,86378123\n6512;51.84;5.85\n")
    (place,) = places_called(text)
    assert (place.label, place.point) == ("6511", Point(51.8449, 5.86378))


def test_a_file_replaces_the_one_before_and_raises_the_version(tmp_path):
    load(tmp_path, "pc4,lat,lon\n1000,52,5\n")
    before = RegisterVersion.current().number
    load(tmp_path, "pc4,lat,lon\n2000,52,5\n")
    assert [str(each) for each in Postcode.objects.all()] == ["2000"]
    assert RegisterVersion.current().number > before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("pc4,lat\n1000,52\n", "There is no column longitude."),
        ("pc4,lat,lon\n1000,52,5\n0123,52,5\n", "Line 3: "),
        ("pc4,lat,lon\n1000,10,5\n", "Line 2: Dit punt ligt niet in Nederland."),
        ("pc4,lat,lon\n1000,noord,5\n", "Line 2: "),
        ("pc4,lat,lon\n1000,52,5\n1000,52,5\n", "Line 3: 1000 stands in the file twice."),
        ("pc4,lat,lon\n", "holds no postcodes."),
        ("", "There is no column"),
    ],
)
def test_a_wrong_file_is_refused_and_changes_nothing(tmp_path, text, told):
    load(tmp_path, "pc4,lat,lon\n9999,52,5\n")
    with pytest.raises(CommandError) as refusal:
        load(tmp_path, text)
    assert told in str(refusal.value)
    assert [str(each) for each in Postcode.objects.all()] == ["9999"]


def test_the_database_refuses_what_is_no_postcode():
    assert_refused(Postcode(digits="0123", latitude=52, longitude=5), "postcode_is_four_digits")
    assert_refused(
        Postcode(digits="1000", latitude=10, longitude=5), "postcode_lies_in_the_netherlands"
    )
