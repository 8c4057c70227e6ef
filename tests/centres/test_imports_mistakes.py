"""Mistakes in a list: every one is told, with where it stands and why, and nothing is written."""

import pytest
from django.utils import translation

from hospitals.models import Hospital, RegisterVersion
from tests.builders import (
    make_centre,
    make_hospital,
    make_recognition,
)
from tests.centres.imported import CENTRE, HOSPITAL, load_tables, mistakes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_one_wrong_row_refuses_the_whole_list():
    report = load_tables(hospitals="name,short_name\nGoed,G\nFout,\nOok goed,OG\n")
    assert mistakes(report) == [("hospitals.csv", 3, "short_name", "This cell may not be empty.")]
    assert (Hospital.objects.count(), RegisterVersion.current().number) == (0, 0)


def test_every_wrong_row_is_told_under_the_headings_of_the_file():
    east = make_hospital(name="Ziekenhuis Oost", short_name="ZO")
    make_centre(east, name="Bestaat", public_id="TEC-AAAAAA", slug="bestaat-zo")
    report = load_tables(
        centres=(
            "ID;Ziekenhuis;Naam;Soort;Bevestigd op;Adresnaam;Aandoeningen;verwijzen email\n"
            ";ZX;B;aandoening;;;;\n"
            ";ZO;C;soort;;;;\n"
            ";ZO;D;aandoening;30-2-2024;;;\n"
            ";ZO;E;aandoening;2024;;;\n"
            "TEC-AAAAAA;ZO;Bestaat;aandoening;;anders;;\n"
            ";ZO;F;;;;onbekende ziekte;\n"
            ";ZO;G;aandoening;;;;geen adres\n"
        )
    )
    kinds = "condition, diagnostics, treatment, organisation"
    date = "“30-2-2024” is not a date. Write 1-3-2024, 2024-03-01, 03-2024 or 2024."
    day = "“2024” is not a whole date. Write 1-3-2024 or 2024-03-01."
    fixed = "This never changes: the register has “bestaat-zo”. Write the same."
    assert mistakes(report) == [
        ("centres.csv", 2, "Ziekenhuis", "There is no hospital “ZX”."),
        ("centres.csv", 3, "Soort", f"“soort” is not one of: {kinds}."),
        ("centres.csv", 4, "Bevestigd op", date),
        ("centres.csv", 5, "Bevestigd op", day),
        ("centres.csv", 6, "Adresnaam", fixed),
        ("centres.csv", 7, "Soort", "This cell may not be empty."),
        ("centres.csv", 7, "Aandoeningen", "There is no condition “onbekende ziekte”."),
        ("centres.csv", 8, "verwijzen email", "Enter a valid email address."),
    ]


def test_permanent_id_of_another_form_is_refused():
    report = load_tables(hospitals="id,name,short_name\nZKH-1,Oost,ZO\n")
    assert [where for *where, _reason in mistakes(report)] == [["hospitals.csv", 2, "id"]]


def test_mistakes_are_told_in_dutch_to_a_dutch_reader():
    with translation.override("nl"):
        report = load_tables(hospitals="naam;korte_naam;agb\nOost;ZO;1\n")
    (mistake,) = report.mistakes
    assert (mistake.heading, mistake.reason) == (
        "agb",
        "Een AGB-code van een ziekenhuis heeft acht cijfers en begint met 06.",
    )


def test_rules_of_the_database_are_told_in_their_own_words():
    centre = make_centre()
    make_recognition(centre)
    head = "centre,valid_from,valid_through,outcome,origin\n"
    report = load_tables(
        recognitions=f"{head}{centre.public_id},1-5-2026,30-4-2030,full,register\n"
        f"{centre.public_id},1-5-2030,30-4-2029,full,register\n"
        f"{centre.public_id},2031,2035,full,register\n"
    )
    assert mistakes(report) == [
        (
            "recognitions.csv",
            2,
            "",
            "It does not go together with this centre's recognition 1 May 2024 – 30 April 2028.",
        ),
        ("recognitions.csv", 3, "", "The last day lies before the first day."),
        (
            "recognitions.csv",
            4,
            "",
            "Only a recognition found in a public source may have dates that are not known to the"
            " day, or an outcome that is not stated.",
        ),
    ]


def test_wrong_code_is_told_in_its_column():
    report = load_tables(conditions="name,icd10\nLongkanker,C34|LONG\n")
    assert mistakes(report) == [
        ("conditions.csv", 2, "icd10", "“LONG” is not a code of ICD-10, such as C50.9.")
    ]


def test_rows_that_point_at_a_wrong_row_are_not_told_as_well():
    report = load_tables(hospitals="name,short_name,agb\nOost,ZO,1\n", centres=CENTRE)
    message = "An AGB code of a hospital is eight digits and begins with 06."
    assert mistakes(report) == [("hospitals.csv", 2, "agb", message)]


def test_name_of_two_centres_asks_for_the_id():
    make_centre(name="Longkanker"), make_centre(name="Longkanker")
    report = load_tables(recognitions="centre,origin\nLongkanker,register\n")
    assert mistakes(report) == [
        (
            "recognitions.csv",
            2,
            "centre",
            "“Longkanker” may be more than one expertise centre: use the permanent id.",
        )
    ]


def test_same_record_twice_in_a_list_is_a_mistake():
    report = load_tables(hospitals=HOSPITAL + "ziekenhuis oost,ZO\n")
    assert mistakes(report) == [("hospitals.csv", 3, "", "Line 2 is about the same record.")]


def test_text_outside_the_columns_is_a_mistake():
    report = load_tables(hospitals="name,short_name,\nOost,ZO,x\nWest,ZW,,y\n")
    assert mistakes(report) == [
        ("hospitals.csv", 2, "", "“x” stands in a column without a heading."),
        ("hospitals.csv", 3, "", "“y” stands in a column without a heading."),
    ]


def test_wrong_headings_are_told_before_any_row():
    report = load_tables(specialties="slug,naam,name,kleur\n,A,,rood\n", hospitals="name\nX\n")
    assert mistakes(report) == [
        (
            "specialties.csv",
            1,
            "kleur",
            "There is no such column in the table “specialties”. Its columns are:"
            " slug, name, name_en.",
        ),
        ("specialties.csv", 1, "name", "This column stands in the file twice."),
        ("hospitals.csv", 1, "short_name", "This column is missing."),
    ]


def test_unknown_and_repeated_tables_are_told():
    report = load_tables(kleuren="a\n1\n", hospitals=HOSPITAL, ziekenhuizen=HOSPITAL)
    names = (
        "specialties, conditions, patient_organisations, hospitals, hospital_names, locations,"
        " memberships, criteria, rounds, reported_totals, centres, recognitions, yearly_figures"
    )
    assert mistakes(report) == [
        (
            "kleuren.csv",
            0,
            "",
            f"There is no table with this name. The tables are: {names}.",
        ),
        ("ziekenhuizen.csv", 0, "", "This table stands in the file twice."),
    ]
