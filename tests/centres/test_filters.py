"""The filters of the list: what each lets through, on the data themselves."""

import datetime
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from centres.filters import CentreFilter
from hospitals.models import RegisterVersion
from tests.builders import make_centre, make_hospital, make_location, make_recognition


@pytest.fixture
def filtered(db, today):
    """Return what gives the filters for a query string."""

    def read(query: str, *, day: datetime.date = today) -> CentreFilter:
        version = RegisterVersion.current().number
        return CentreFilter(QueryDict(query), day=day, version_number=version)

    return read


def names(filterset: CentreFilter, **options) -> list[str]:
    assert filterset.form.is_valid(), filterset.form.errors
    return sorted(filterset.narrowed(**options).values_list("name", flat=True))


@pytest.fixture
def centres(db):
    for name, kind in (("A", "condition"), ("B", "treatment")):
        make_recognition(make_centre(name=name, kind=kind))
    make_centre(name="Zonder erkenning", kind="condition")


def test_nothing_chosen_lets_every_public_centre_through(filtered, centres):
    assert names(filtered("")) == ["A", "B"]


@pytest.mark.parametrize("query", ["soort=", "soort=+", "q=&soort=&status=", "q=%C2%A0"])
def test_what_is_left_empty_is_no_filter(filtered, centres, query):
    assert names(filtered(query)) == ["A", "B"]


@pytest.mark.parametrize("query", ["q=A%1F", "q=%00A", "q=%C2%A0A%C2%AD", "q=%EF%BF%BEA"])
def test_what_cannot_be_printed_counts_as_a_space(filtered, centres, query):
    make_recognition(make_centre(name="AB"))
    assert names(filtered(query)) == ["A"]


def test_leaving_a_group_out_keeps_the_others(filtered, centres):
    filterset = filtered("soort=treatment&q=A")
    assert names(filterset) == []
    assert names(filterset, leaving_out="soort") == ["A"]
    assert names(filterset, leaving_out="q") == ["B"]


def test_status_is_of_the_day(filtered, centres):
    query = "status=recognised"
    assert names(filtered(query)) == ["A", "B"]
    assert names(filtered(query, day=datetime.date(2024, 4, 30))) == []
    assert names(filtered("status=upcoming", day=datetime.date(2024, 4, 30))) == ["A", "B"]


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("soort=ziekte", "soort"),
        ("soort=condition&soort=x", "soort"),
        ("ziekenhuis=onbekend", "ziekenhuis"),
        ("provincie=Holland", "provincie"),
        ("plaats=Atlantis", "plaats"),
        ("specialisme=toverkunst", "specialisme"),
        ("leeftijd=-1", "leeftijd"),
        ("status=valid", "status"),
    ],
)
def test_unknown_value_is_an_error_of_its_filter(filtered, centres, query, wrong):
    assert list(filtered(query).form.errors) == [wrong]


@pytest.mark.parametrize("name", ["St. Elisabeth Ziekenhuis", "Atrium", "orbis"])
def test_former_names_of_a_hospital_lead_to_its_centres(filtered, centres, name):
    centre = make_recognition(make_centre(name="Longkanker")).centre
    for former in ("St. Elisabeth Ziekenhuis", "Atrium", "Orbis"):
        centre.hospital.former_names.create(name=former)
    assert names(filtered(urlencode({"q": name}))) == ["Longkanker"]
    assert names(filtered(urlencode({"q": f"{name} elders"}))) == []


@pytest.mark.parametrize("words", ["Atrium", "Heerlen", "AMC Parkstad", "oude ster"])
def test_names_of_what_merged_lead_to_what_goes_on(filtered, centres, words):
    centre = make_recognition(make_centre(name="Longkanker")).centre
    hospital = make_hospital(name="Atrium", short_name="AMC Parkstad", other_names="Heerlen")
    hospital.former_names.create(name="De oude ster")
    hospital.merged_into = centre.hospital
    hospital.save()
    assert names(filtered(urlencode({"q": words}))) == ["Longkanker"]


@pytest.mark.parametrize("words", ["thorax", "ademnood", "benauwd", "Hijgen elders"])
def test_names_of_a_centre_and_its_predecessors_of_before_lead_to_it(filtered, centres, words):
    centre = make_centre(name="Longkanker")
    centre.other_names.create(name="Centrum Hijgen", kind="former")
    make_recognition(centre)
    merged = make_centre(name="Thoraxcentrum", plain_name="Ademnood", merged_into=centre)
    merged.other_names.create(name="Benauwdheid", kind="former")
    make_recognition(merged)
    expected = [] if words == "Hijgen elders" else ["Longkanker"]
    assert names(filtered(urlencode({"q": words}))) == expected


def test_name_of_a_predecessor_that_was_never_public_leads_nowhere(filtered, centres):
    centre = make_recognition(make_centre(name="Longkanker")).centre
    make_centre(name="Geweigerd", merged_into=centre)
    assert names(filtered("q=geweigerd")) == []


def test_hospitals_that_the_public_cannot_see_are_no_choice(filtered, centres):
    make_hospital(slug="nooit-lid")
    make_location(make_hospital(), place="Atlantis")
    assert list(filtered("ziekenhuis=nooit-lid").form.errors) == ["ziekenhuis"]


def test_options_stand_in_dutch_order(filtered, db):
    for place in ("Zwolle", "'s-Hertogenbosch", "Ede", "IJsselstein", "Yde"):
        hospital = make_centre().hospital
        hospital.locations.update(place=place)
    choices = filtered("").form.fields["plaats"].choices
    assert [label for _value, label in choices] == [
        "Ede", "'s-Hertogenbosch", "Yde", "IJsselstein", "Zwolle",
    ]  # fmt: skip
