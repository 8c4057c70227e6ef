"""Home, the criteria, the pages of prose, and what every page says of the register as a whole."""

import pytest
from django.db.models import F

from centres.models import Condition
from hospitals.models import RegisterVersion
from tests.builders import (
    make_centre,
    make_condition,
    make_edition,
    make_hospital,
    make_public_source_recognition,
    make_recognition,
)
from tests.pages import text_of

COVERAGE = "How complete and how fresh"


def coverage_of(page) -> str:
    (section,) = [each for each in page.all("section") if each.find("h2").text == COVERAGE]
    return text_of(section.find("p"))


def test_home_leads_to_conditions_and_public_hospitals(read, register):
    page = read("centres:home")
    assert page.texts("h1") == ["Find recognised expertise in the STZ hospitals"]
    assert page.texts("ul", "letters") == ["Z"]
    assert page.texts("ul", "columns") == ["Ziekenhuis Oost"]
    assert page.link("Z") == "/en/conditions/#letter-z"
    assert page.link("Ziekenhuis Oost") == "/en/hospitals/oost/"


def test_empty_home_says_so(read):
    page = read("centres:home")
    assert page.texts("ul", "columns") == ["This register holds no hospital yet."]
    assert page.texts("ul", "letters") == []


def test_home_shows_the_conditions_with_the_most_centres_until_staff_choose(read, register):
    for name, centres in (("Artrose", 2), ("Migraine", 1), ("Zonder centrum", 0)):
        condition = make_condition(name=name)
        for _ in range(centres):
            make_recognition(make_centre(register.hospital, conditions=[condition]))

    def shown() -> tuple[str, list[str]]:
        page = read("centres:home")
        (tiles,) = page.all("ul", "tiles")
        return page.texts("h3")[0], [text_of(tile.find("span")) for tile in tiles.iter("a")]

    most = ["Artrose", "Migraine", "Ziekte van Parkinson"]
    assert shown() == ("With the most centres", most)
    for name in ("Zonder centrum", "Migraine"):
        Condition.objects.filter(name=name).update(is_often_sought=True)
    RegisterVersion.objects.update(number=F("number") + 1)
    assert shown() == ("Often looked for", ["Migraine"])


def test_criteria_are_those_of_the_newest_edition_in_use(read, register):
    make_edition(name="2030", criteria=1, in_use_since=None)
    page = read("centres:criteria")
    assert "The criteria, edition 2024" in page.texts("h2")
    assert page.texts("summary") == ["Team and continuity"]
    (criteria,) = page.all("ol", "criteria")
    assert [item.get("value") for item in criteria] == [str(number) for number in range(1, 14)]


def test_criteria_without_an_edition_say_so(read):
    assert "This register holds no edition of the criteria yet." in read("centres:criteria").texts(
        "p"
    )


def test_coverage_is_computed_for_the_day(read, register):
    make_public_source_recognition(make_centre(register.hospital))
    make_recognition(make_centre(make_hospital(name="Geen lid")))
    total = " According to STZ-jaarverslag there were 281 centres (2022)."
    now = coverage_of(read("centres:about"))
    assert now.startswith(
        "This register holds 3 centres, at 1 of the 1 STZ hospitals."
        f" For 2 of them we know for certain that they are recognised on 2 March 2026.{total}"
    )
    later = coverage_of(read("centres:about", peildatum="2028-05-01"))
    assert "For 0 of them we know for certain that they are recognised on 1 May 2028." in later
    before = coverage_of(read("centres:about", peildatum="2021-12-31"))
    assert "281" not in before


def test_coverage_of_an_empty_register_is_nothing_and_of_no_date(read):
    assert coverage_of(read("centres:about")) == (
        "This register holds 0 centres, at 0 of the 0 STZ hospitals."
        " For 0 of them we know for certain that they are recognised on 2 March 2026."
    )


@pytest.mark.parametrize("page", ["about", "privacy", "accessibility"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_prose_is_in_the_language_of_the_page(read, page, language):
    words = {"nl": " het ", "en": " the "}
    other = {"nl": "en", "en": "nl"}[language]
    main = read(f"centres:{page}", language=language).main
    assert main.count(words[language]) > 5
    assert main.count(words[other]) == 0
