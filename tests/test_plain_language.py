"""Every fixed text that the public reads is plain: short, active, without an unexplained word.

What is checked and what no program sees: ``docs/plain-language.md``.
"""

import re

import pytest

from centres.glossary import entries, entry_for
from centres.hard_words import hard_words
from centres.passive import is_passive
from centres.plain_language import (
    LONGEST_SENTENCE,
    MOST_PASSIVE,
    jargon,
    number_of_words,
    passive_share,
    sentences,
)
from tests.fixed_texts import LANGUAGES, explained_in, messages, prose, prose_files

TEXTS = {
    (language, name): text
    for language in LANGUAGES
    for name, text in [
        *((name, prose(name)) for name in prose_files(language)),
        *messages(language).items(),
    ]
}
PROSE = [name for language in LANGUAGES for name in prose_files(language)]

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def full_sentences(text: str) -> list[str]:
    """Return the sentences of ``text`` without its headings, labels and names of filters."""
    return [sentence for sentence in sentences(text) if sentence.endswith((".", "?", "!"))]


def test_the_texts_are_found():
    names = {name for _language, name in TEXTS}
    assert names > {"pages/about.nl.html", "errors/404.en.html", "centres/sentences.py"}
    assert names > {"templates/centres/centre_detail.html", "centres/public/parameters.py"}
    assert (
        "Recognised now, ends within a year"
        in TEXTS["en", "centres/public/sections.py"].splitlines()
    )
    assert (
        "Nu erkend, loopt binnen een jaar af"
        in TEXTS["nl", "centres/public/sections.py"].splitlines()
    )
    assert len(full_sentences(TEXTS["nl", "pages/about.nl.html"])) > 60


def texts_in(language: str) -> dict[str, str]:
    return {name: text for (each, name), text in TEXTS.items() if each == language}


@in_both_languages
def test_sentences_are_short(language):
    found = [(name, each) for name, text in texts_in(language).items() for each in sentences(text)]
    assert [(name, each) for name, each in found if number_of_words(each) > LONGEST_SENTENCE] == []


@in_both_languages
def test_few_sentences_are_passive_in_all_and_hardly_one_in_a_file(language):
    found = {name: full_sentences(text) for name, text in texts_in(language).items()}
    for name, some in found.items():
        passive = [each for each in some if is_passive(each, language)]
        assert len(passive) <= max(1, MOST_PASSIVE * len(some)), (name, passive)
    assert passive_share([each for some in found.values() for each in some], language) < 0.05


@in_both_languages
def test_no_word_is_used_for_which_there_is_a_plainer_one(language):
    found = [
        (name, each) for name, text in texts_in(language).items() for each in jargon(text, language)
    ]
    assert [(name, each.word, each.hard.plain) for name, each in found if each.hard.plain] == []


@in_both_languages
def test_every_hard_word_is_in_the_glossary(language):
    found = [
        (name, each.word)
        for name, text in texts_in(language).items()
        for each in jargon(text, language)
    ]
    assert [(name, word) for name, word in found if entry_for(word, language) is None] == []


@pytest.mark.parametrize("name", [name for name in PROSE if name.startswith("pages/")])
def test_prose_explains_its_hard_words_in_place(name):
    language = name.split(".")[-2]
    explained = [entry_for(word, language) for word in explained_in(name)]
    hard = {entry_for(each.word, language) for each in jargon(prose(name, loose=True), language)}
    assert None not in explained
    assert len(set(explained)) == len(explained)
    assert {entry.slug for entry in hard - set(explained)} == EXPLAINED_BY_THE_TEXT.get(
        name.split("/")[1].split(".")[0], set()
    )


EXPLAINED_BY_THE_TEXT = {"about": {"ingetrokken"}}
"""Words that a page tells all about, by the page: an explanation in place would say it twice."""


# The glossary -----------------------------------------------------------------------------------


@in_both_languages
def test_explanations_are_plain_and_short(language):
    texts = {entry.slug: entry.in_language(language).explanation for entry in entries()}
    for slug, text in texts.items():
        assert number_of_words(text) <= LONGEST_SENTENCE, slug
        assert text.endswith("."), slug
        assert [each.word for each in jargon(text, language) if each.hard.plain] == [], slug
        assert [each for each in sentences(text) if is_passive(each, language)] == [], slug


def test_every_word_of_the_glossary_stands_there_once():
    slugs = [entry.slug for entry in entries()]
    assert len(set(slugs)) == len(slugs)
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z][a-z0-9-]*", slug)] == []
    for language in LANGUAGES:
        forms = [form.casefold() for each in entries() for form in each.in_language(language).forms]
        assert len(set(forms)) == len(forms)


@in_both_languages
def test_every_hard_word_has_a_plainer_one_or_stands_in_the_glossary(language):
    lost = [
        form
        for form, hard in hard_words(language).items()
        if not hard.plain and entry_for(form, language) is None
    ]
    assert lost == []
