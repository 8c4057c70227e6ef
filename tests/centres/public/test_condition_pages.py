"""Conditions from A to Z, and one condition."""

from centres.models import ConditionName
from centres.status import EndedHow
from tests.builders import make_centre, make_condition, make_recognition
from tests.pages import Page, address, text_of

LIST, CONDITION = "centres:condition_list", "centres:condition_detail"


def listed(page: Page) -> dict[str, list[str]]:
    """Return what stands under each letter."""
    return {
        heading: [text_of(item) for item in columns]
        for heading, columns in zip(
            page.texts("h2")[: len(page.all("ul", "columns"))],
            page.all("ul", "columns"),
            strict=True,
        )
    }


def test_conditions_stand_by_letter_with_the_number_of_their_centres(read, register):
    names = [("Éczeem", "Eczema"), ("IJzertekort", "Iron deficiency"), ("12-vinger", "")]
    for name, name_en in names:
        make_recognition(make_centre(conditions=[make_condition(name=name, name_en=name_en)]))
    make_recognition(make_centre(conditions=[register.condition]))
    assert listed(read(LIST, language="nl")) == {
        "0-9": ["12-vinger (1)"],
        "E": ["Éczeem (1)"],
        "IJ/Y": ["IJzertekort (1)"],
        "Z": ["Ziekte van Parkinson (2)"],
    }
    page = read(LIST)
    assert listed(page) == {
        "0-9": ["12-vinger (1)"],
        "E": ["Eczema (1)"],
        "I": ["Iron deficiency (1)"],
        "Z": ["Ziekte van Parkinson (2)"],
    }
    assert "4 conditions with a centre." in page.texts("p")
    letters = [link for link in page.links() if link.startswith("#letter")]
    assert letters == ["#letter-0-9", "#letter-e", "#letter-i", "#letter-z"]


def test_condition_with_hidden_centres_only_is_not_listed(read, register):
    make_centre(conditions=[make_condition(name="Verborgen")])
    merged = make_centre(conditions=[make_condition(name="Opgegaan")], merged_into=register.centre)
    make_recognition(merged)
    assert list(listed(read(LIST)).values()) == [["Ziekte van Parkinson (1)"]]


def test_empty_list_says_so(read):
    assert "This register holds no condition with a centre yet." in read(LIST).texts("p")


def test_condition_shows_its_centres_names_and_codes(read, register):
    ConditionName.objects.create(
        condition=register.condition, kind="english", name="Parkinson's disease"
    )
    register.condition.specialties.add(register.specialty)
    page = read(CONDITION, "parkinson")
    assert page.texts("h1") == ["Ziekte van Parkinson"]
    assert "This register holds 1 centre for it." in page.texts("p")
    assert page.titles == ["Parkinsoncentrum"]
    assert page.facts == {
        "Also called": "Parkinson's disease, trilziekte",
        "Specialty": "Neurology",
        "Codes": "ICD-10: G20",
    }


def test_centres_of_a_condition_stand_by_status(read, register):
    gone = make_centre(register.hospital, name="Gestopt", conditions=[register.condition])
    make_recognition(gone, ended_how=EndedHow.RETURNED, last_day=register.round.released_on)
    sections = read(CONDITION, "parkinson").sections
    assert {heading: titles for heading, titles in sections.items() if titles} == {
        "Recognised now, for more than a year (1)": ["Parkinsoncentrum"],
        "No longer recognised (1)": ["Gestopt"],
    }


def test_condition_of_which_no_centre_is_public_is_not_found(read, register):
    make_centre(conditions=[make_condition(slug="zeldzaam")])
    read(CONDITION, "zeldzaam", answers=404)


def test_unknown_condition_is_not_found(read, register):
    assert read(CONDITION, "bestaat-niet", answers=404).texts("h1") == ["Page not found"]


def test_other_day_changes_the_section(read, register):
    page = read(CONDITION, "parkinson", peildatum="2027-05-01")
    assert page.sections["Recognised now, ends within a year (1)"] == ["Parkinsoncentrum"]
    page = read(CONDITION, "parkinson", peildatum="2024-04-30")
    assert page.sections["Recognised from a later day (1)"] == ["Parkinsoncentrum"]


def test_pages_of_a_condition_hold_each_centre_once(client, register):
    for _ in range(27):
        make_recognition(make_centre(register.hospital, conditions=[register.condition]))
    pages = [
        Page(client.get(address(CONDITION, "parkinson", pagina=number))).titles for number in (1, 2)
    ]
    assert [len(titles) for titles in pages] == [25, 3]
    assert len(set(pages[0] + pages[1])) == 28
