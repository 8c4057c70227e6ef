"""Which centres a question finds, and in which order: small registers, one rule each."""

import pytest

from centres.search.ranking import MOST_WORDS, asked_words, find
from centres.search.snapshot import read_snapshot
from tests.builders import make_centre, make_condition, make_location, make_member, make_recognition

pytestmark = pytest.mark.django_db


def make(name: str, hospital=None, **over):
    return make_recognition(make_centre(hospital, name=name, **over)).centre


def found(question: str, *, is_typing: bool = False) -> list[str]:
    """Return the official names of the centres that ``question`` finds, in their order."""
    from centres.models import Centre

    snapshot = read_snapshot(version=0)
    names = dict(Centre.objects.values_list("pk", "name"))
    buckets = find(snapshot.index, question, is_typing=is_typing).buckets
    return [names[snapshot.keys[number]] for bucket in buckets for number in bucket]


def test_exact_then_stem_then_prefix_then_part_then_synonym():
    lay = make_condition(name="Vleesboom")
    lay.names.create(name="myoom", kind="lay")
    make("Zorg bij vleesbomen", conditions=[lay])
    make("Adenomyoom")
    make("Myoomcentrum")
    make("Myomen")
    make("Zeldzaam myoom")
    assert found("myoom") == [
        "Zeldzaam myoom", "Myomen", "Myoomcentrum", "Adenomyoom", "Zorg bij vleesbomen",
    ]  # fmt: skip


def test_a_typing_error_is_thought_of_when_nothing_else_fits():
    make("Vasculitis")
    make("Vasculaire zorg")
    assert (found("vasculitis"), found("vascullitis")) == (["Vasculitis"], ["Vasculitis"])


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("bekkenbodemaandoeningen", "Bekkenbodem aandoeningen"),
        ("bekkenbodem aandoeningen", "Bekkenbodemaandoeningen"),
        ("kanker", "Borstkanker"),
        ("heup", "Heuppathologie"),
        ("hart falen", "Hartfalen"),
        ("hartfalen", "Hart falen"),
        ("nier expertise centrum", "Nierexpertisecentrum"),
        ("kinderallergieën", "Centrum voor Allergie en Kind"),
        ("slokdarm maagkliniek", "Slokdarm- en Maagkliniek"),
        ("robotchirurgie", "-(robot)chirurgie"),
        ("neuroendocriene tumor", "Neuro-endocriene tumoren"),
        ("ziekenhuis voor parkinson", "Ziekte van Parkinson"),
        ("parkinsson", "Ziekte van Parkinson"),
        ("barkinson", "Ziekte van Parkinson"),
        ("knei", "Expertisecentrum knie"),
        ("knieën", "Expertisecentrum knie"),
        ("diabtees", "Diabetes"),
    ],
)
def test_dutch_as_people_write_it(typed, name):
    make(name)
    make("Laryngologie")
    assert found(typed) == [name]


@pytest.mark.parametrize(
    "typed", ["tandarts", "breuk in de lamp", "xx", "ob", "!?", "een", "z" * 99]
)
def test_what_is_not_there_finds_nothing(typed):
    breuk = make_condition(name="Liesbreuk")
    make("Buikwandcentrum", conditions=[breuk])
    make("Obesitascentrum")
    assert found(typed) == []


def test_a_word_that_is_right_is_no_typing_error():
    make("Gicht")
    assert found("jicht") == ["Gicht"]
    make_condition(name="Jicht")  # known, and no centre is for it
    assert found("jicht") == []


def test_condition_and_place_or_hospital_go_together():
    hospital = make_member(name="Rijnstate", short_name="RIJN")
    hospital.locations.update(place="Arnhem")
    make("Longkanker", hospital)
    make("Longkanker Oost", make_member())
    make("Hartfalen", hospital)
    for question in ("longkanker arnhem", "arnhem longkanker", "rijn longkanker"):
        assert found(question) == ["Longkanker"]


def test_an_own_location_counts_and_a_part_of_a_place_does_not():
    hospital = make_member()
    hospital.locations.update(place="Amsterdam")
    elsewhere = make_location(hospital, place="Almere", is_main=False)
    make("Longkanker", hospital).locations.set([elsewhere])
    assert (found("longkanker almere"), found("longkanker dam")) == (["Longkanker"], [])


def test_the_whole_name_comes_before_more_of_the_same_words():
    make("Diabetes en voet")
    make("Voetcentrum diabetische voet")
    make("Diabetische voet")
    assert found("diabetische voet")[0] == "Diabetische voet"


def test_ties_stand_in_the_order_of_the_list():
    for name in ("Zorg hart", "Alles hart", "Midden hart"):
        make(name)
    assert found("hart") == ["Alles hart", "Midden hart", "Zorg hart"]


def test_a_beginning_is_enough_while_typing():
    make("Longkanker")
    assert (found("lo"), found("lo", is_typing=True)) == ([], ["Longkanker"])


def test_a_long_story_is_cut():
    assert len(asked_words("woord " * 50)) == MOST_WORDS
