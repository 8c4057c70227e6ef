"""The glossary, and its words explained in place on the other pages."""

import csv

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.translation import override

from centres.glossary import entries, entry_for, pieces_to_explain
from centres.models import Centre


def rendered(source: str, **context) -> str:
    return Template("{% load registry %}" + source).render(Context(context))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_glossary_lists_every_word_from_a_to_z(read, language):
    page = read("centres:glossary", language=language)
    (letters,) = page.all("ul", "letters")
    headings = [section.find("h2").text for section in page.all("section", "prose")]
    assert [link.text for link in letters.iter("a")] == headings == sorted(headings)
    slugs = [term.get("id") for term in page.all("dt") if term.get("id")]
    assert sorted(slugs) == sorted(f"word-{entry.slug}" for entry in entries())


def test_a_term_has_its_explanation_and_on_english_pages_its_dutch_name(read):
    page = read("centres:glossary")
    (term,) = [each for each in page.all("dt") if each.get("id") == "word-nefrologie"]
    assert "".join(term.itertext()) == "nephrology (nefrologie)"
    assert [each.text for each in term.iter("span") if each.get("lang") == "nl"] == ["nefrologie"]
    assert "Care for diseases of the kidneys." in page.texts("dd")


def test_words_of_a_page_are_explained_in_place_once(read):
    page = read("centres:about", language="nl")
    buttons = [each.get("popovertarget") for each in page.all("button", "term")]
    texts = [each.get("id") for each in page.all("span", "term__text")]
    assert buttons == texts
    assert buttons.count("term-expertisecentrum") == buttons.count("term-visitatie") == 1
    assert len(set(buttons)) == len(buttons)


def test_a_word_is_a_button_with_its_explanation_at_first_use_only():
    with override("nl"):
        twice = rendered(
            '{% explained "peildatum" %}, {% explained "Peildatum" %}', explained=set()
        )
    assert twice == (
        '<button type="button" class="term" popovertarget="term-peildatum">peildatum</button>'
        '<span class="term__text" id="term-peildatum" popover> De dag waarvan u de gegevens ziet.'
        " Dat is vandaag, of een dag die u kiest.</span>, Peildatum"
    )


def test_a_word_that_is_not_in_the_glossary_or_not_on_a_public_page_stays_as_it_is():
    assert rendered("{% explained word %}", word="<fiets>", explained=set()) == "&lt;fiets&gt;"
    assert rendered('{% explained "criteria" %}') == "criteria"


def test_a_text_of_a_hospital_is_explained_in_the_language_of_the_reader():
    centre = Centre(for_whom="Voor u & uw huisarts. Nefrologie, nefrologie.")
    source = '{% explained_text_of centre "for_whom" %}'
    with override("en"):
        text = rendered(source, centre=centre, explained=set())
    assert text == (
        '<span lang="nl">Voor u &amp; uw huisarts. '
        '<button type="button" class="term" popovertarget="term-nefrologie">Nefrologie</button>'
        '<span class="term__text" id="term-nefrologie" lang="en" popover>'
        " Care for diseases of the kidneys.</span>, nefrologie.</span>"
    )


def test_pieces_put_together_are_the_text():
    text = "Multidisciplinaire zorg op de IC, niet in de ICU-tent of Chicago."
    found = pieces_to_explain(text, "nl")
    assert "".join(piece for piece, _entry in found) == text
    assert [piece for piece, entry in found if entry] == ["Multidisciplinaire", "IC"]


def test_the_name_of_a_specialty_is_explained_in_either_language():
    source = "{% explained name language %}"
    with override("en"):
        dutch = rendered(source, name="Urologie", language="nl", explained=set())
        english = rendered(source, name="Urology", language="en", explained=set())
    assert dutch.startswith('<span lang="nl"><button') and ' lang="en" popover>' in dutch
    assert english.startswith("<button") and "lang=" not in english


@pytest.mark.parametrize(("language", "column"), [("nl", "name"), ("en", "name_en")])
def test_every_specialty_of_the_register_is_in_the_glossary(language, column):
    with (settings.BASE_DIR / "data" / "specialties.csv").open(encoding="utf-8") as file:
        names = [row[column] for row in csv.DictReader(file)]
    assert [name for name in names if entry_for(name, language) is None] == []
