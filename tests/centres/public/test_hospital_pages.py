"""The hospitals, and one hospital."""

import datetime

from centres.status import EndedHow
from hospitals.partial_dates import Precision
from tests.builders import (
    make_centre,
    make_hospital,
    make_location,
    make_member,
    make_membership,
    make_public_source_recognition,
    make_recognition,
    make_suspension,
)
from tests.pages import Page, address, text_of

LIST, HOSPITAL = "hospitals:list", "hospitals:detail"


def tables(page: Page) -> list[list[list[str]]]:
    """Return the rows of each table of hospitals."""
    return [[[text_of(cell) for cell in row] for row in body] for body in page.all("tbody")]


def test_hospitals_stand_with_their_numbers(read, register):
    make_public_source_recognition(make_centre(register.hospital))
    make_member(name="'t Ander")
    assert tables(read(LIST)) == [
        [["'t Ander Zwolle", "0", "0"], ["Ziekenhuis Oost Zwolle", "1", "2"]]
    ]
    assert "2 hospitals are a member of STZ on 2 March 2026." in read(LIST).texts("p")


def test_other_day_changes_membership_name_and_numbers(read, register):
    since = {"member_from_precision": Precision.DAY}
    left = make_hospital(name="Vertrokken")
    make_membership(
        left,
        member_from=datetime.date(2018, 1, 1),
        member_through=datetime.date(2024, 12, 31),
        **since,
    )
    joined = make_hospital(name="Nieuw")
    make_membership(joined, member_from=datetime.date(2025, 1, 1), **since)
    assert tables(read(LIST, peildatum="2024-12-31")) == [
        [["Vertrokken", "0", "0"], ["Het Oude Gasthuis Zwolle", "1", "1"]],
        [["Nieuw", "0", "0"]],
    ]
    assert tables(read(LIST, peildatum="2025-01-01")) == [
        [["Nieuw", "0", "0"], ["Ziekenhuis Oost Zwolle", "1", "1"]],
        [["Vertrokken", "0", "0"]],
    ]
    assert tables(read(LIST, peildatum="2029-01-01"))[0][1] == ["Ziekenhuis Oost Zwolle", "0", "1"]


def test_empty_list_says_so(read):
    page = read(LIST)
    assert "No hospital is known to be a member of STZ on this day." in page.texts("p")
    assert tables(page) == []


def test_hospital_says_where_it_is_and_what_it_was_called(read, register):
    hospital = register.hospital
    hospital.website, hospital.agb = "https://oost.example/", "06012345"
    hospital.save()
    make_location(
        hospital, name="Poli", place="Urk", address="Dam 1", postcode="8321 AA", is_main=False
    )
    page = read(HOSPITAL, "oost")
    assert page.texts("h1") == ["Ziekenhuis Oost"]
    assert page.facts == {
        "Locations": "Zwolle (main location) Poli, Urk, Dam 1 8321 AA",
        "Website": "https://oost.example/",
        "Member of STZ": "yes, since when is not known (not confirmed by a source)",
        "Former names": "Het Oude Gasthuis (through 31 December 2024)",
        "Merged into this hospital": "Opgegaan ziekenhuis",
        "AGB": "06012345",
        "Permanent id": hospital.public_id,
    }


def test_hospital_bears_the_name_of_the_day(read, register):
    page = read(HOSPITAL, "oost", peildatum="2024-12-31")
    assert page.texts("h1") == ["Het Oude Gasthuis"]
    assert "Called Ziekenhuis Oost now." in page.texts("p")


def test_centres_of_a_hospital_stand_by_status(read, register):
    day, hospital = datetime.date, register.hospital
    make_recognition(make_centre(hospital, name="B"))
    make_recognition(make_centre(hospital, name="C"), valid_through=day(2027, 3, 2))
    make_recognition(make_centre(hospital, name="D"), valid_through=day(2027, 3, 3))
    make_suspension(make_recognition(make_centre(hospital, name="E")), day(2026, 1, 1))
    make_recognition(make_centre(hospital, name="F"), day(2026, 4, 1), day(2030, 3, 31))
    make_public_source_recognition(make_centre(hospital, name="G"))
    make_recognition(
        make_centre(hospital, name="H"), ended_how=EndedHow.RETURNED, last_day=day(2025, 1, 1)
    )
    make_recognition(make_centre(name="Van een ander"))
    sections = read(HOSPITAL, "oost").sections
    assert {heading: titles for heading, titles in sections.items() if titles} == {
        "Recognised now, for more than a year (3)": ["B", "D", "Parkinsoncentrum"],
        "Recognised now, ends within a year (1)": ["C"],
        "Suspended (1)": ["E"],
        "Recognised from a later day (1)": ["F"],
        "Not confirmed (1)": ["G"],
        "No longer recognised (1)": ["H"],
    }


def test_hospital_without_public_centres_says_so(read, register):
    make_member(slug="leeg")
    assert (
        "This register holds no centre of this hospital yet. That says nothing about its care."
        in read(HOSPITAL, "leeg").texts("p")
    )


def test_hospital_that_never_was_a_member_is_not_found(read, register):
    make_hospital(slug="nooit")
    read(HOSPITAL, "nooit", answers=404)
    read(HOSPITAL, "bestaat-niet", answers=404)


def test_former_member_keeps_its_page(read, register):
    left = make_hospital(slug="vertrokken")
    make_membership(left, member_through=datetime.date(2024, 12, 31))
    assert read(HOSPITAL, "vertrokken").facts["Member of STZ"] == (
        "since when is not known, through 31 December 2024 (not confirmed by a source)"
    )


def test_permanent_id_and_merged_hospital_lead_to_the_right_page(client, register):
    merged = make_hospital(slug="opgegaan", merged_into=register.hospital)
    make_membership(merged)
    for name in (register.hospital.public_id, "opgegaan", merged.public_id):
        response = client.get(address(HOSPITAL, name, peildatum="2025-01-01"))
        assert (response.status_code, response["Location"]) == (
            301,
            address(HOSPITAL, "oost", peildatum="2025-01-01"),
        )
