"""The fixed texts of the public pages: plain, complete in both languages, and sound HTML.

The limits come from the design, section 6: one form of address, no percentages, never "best" and
no ranking. How plain they are, ``tests/test_plain_language.py`` checks.
"""

import re
from pathlib import PurePath

import html5lib
import pytest
from django.conf import settings
from django.template.loader import get_template
from django.utils.translation import override

from centres.glossary import entry_for
from centres.plain_language import sentences
from centres.status import Status
from tests.fixed_texts import explained_in, source_of

PAGES = (
    "about",
    "accessibility",
    "coverage_note",
    "criteria",
    "glossary",
    "home",
    "no_results",
    "privacy",
)
ERRORS = ("400", "403", "404", "500", "503")
NAMES = [f"pages/{page}" for page in PAGES] + [f"errors/{error}" for error in ERRORS]
LANGUAGES = ("nl", "en")
FRAGMENTS = [f"{name}.{language}.html" for name in NAMES for language in LANGUAGES]

BLOCKS = {"h2", "p", "li", "dt", "dd"}
CONTAINERS = {"ul", "ol", "dl"}
ATTRIBUTES = {"a": {"href"}}
VARIABLES = {
    "contact_email",
    "coverage.centres",
    "coverage.changed_on",
    "coverage.hospitals",
    "coverage.members",
    "coverage.recognised",
    "coverage.reported_total",
    "coverage.reported_total.count",
    "coverage.reported_total.counted_on",
    "coverage.reported_total.is_approximate",
    "coverage.reported_total.source_name",
}
BANNED = {
    "nl": r"beste?|top 10|excellente?|accreditatie|herbeoordelingscyclus|derdelijns|vigerende?"
    r"|rankings?|procent|je|jij|jou|jouw|jullie",
    "en": r"best|top 10|excellent|accreditations?|accredited|rankings?|valid|percent",
}
SAYS_IT_IS_NOT_ONE = {
    "Wij zeggen niet welk centrum het beste is.",
    "We do not say which centre is best.",
    "This register is not a ranking.",
    "The difference from a ranking",
}
STATUS_WORDS_NL = [
    "erkend",
    "erkend met voorwaarden",
    "herbeoordeling loopt, de erkenning loopt door",
    "opgeschort",
    "erkend vanaf een latere dag",
    "verlopen",
    "teruggegeven",
    "ingetrokken",
    "niet bevestigd",
]
"""The words of the closed list in the design, section 4, in the order of ``Status``."""


def elements_of(fragment: str) -> list:
    """Return the elements in order of appearance; raise ``ParseError`` for unsound HTML."""
    filled = re.sub(r"{{.+?}}", "X", re.sub(r"{%.+?%}", "", source_of(fragment)))
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = parser.parseFragment(filled, container="main")
    return list(root.iter())


def blocks_of(fragment: str, tags: set[str] = BLOCKS) -> list[str]:
    """Return the text of each block, its white space collapsed."""
    blocks = [block for block in elements_of(fragment) if block.tag in tags]
    return [" ".join("".join(block.itertext()).split()) for block in blocks]


def sentences_of(fragment: str, tags: set[str] = BLOCKS) -> list[str]:
    return [sentence for block in blocks_of(fragment, tags) for sentence in sentences(block)]


def language_of(fragment: str) -> str:
    return PurePath(fragment).suffixes[-2].removeprefix(".")


def test_fragments_stand_in_both_languages_and_no_other_is_there():
    templates = settings.BASE_DIR / "templates"
    found = [path for folder in ("pages", "errors") for path in (templates / folder).glob("*.??.*")]
    assert sorted(str(path.relative_to(templates)) for path in found) == sorted(FRAGMENTS)


@pytest.mark.parametrize("name", NAMES)
def test_languages_have_the_same_elements_in_the_same_order(name):
    dutch, english = ([e.tag for e in elements_of(f"{name}.{lang}.html")] for lang in LANGUAGES)
    assert dutch == english


@pytest.mark.parametrize("name", NAMES)
def test_languages_use_the_same_template_tags(name):
    tag = re.compile(r"{[%{].+?[%}]}")
    dutch, english = (tag.findall(source_of(f"{name}.{lang}.html")) for lang in LANGUAGES)
    assert dutch == english


@pytest.mark.parametrize("name", NAMES)
def test_languages_explain_the_same_words_in_the_same_order(name):
    dutch, english = (
        [entry_for(word, lang) for word in explained_in(f"{name}.{lang}.html")]
        for lang in LANGUAGES
    )
    assert dutch == english


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_no_banned_word_or_percentage_is_used(fragment):
    banned = re.compile(rf"\b({BANNED[language_of(fragment)]})\b|%", re.IGNORECASE)
    found = [sentence for sentence in sentences_of(fragment) if banned.search(sentence)]
    assert [sentence for sentence in found if sentence not in SAYS_IT_IS_NOT_ONE] == []


def test_sentences_that_may_use_a_banned_word_all_stand_on_a_page():
    written = {sentence for fragment in FRAGMENTS for sentence in sentences_of(fragment)}
    assert SAYS_IT_IS_NOT_ONE - written == set()


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_fragment_begins_with_a_paragraph_and_holds_plain_elements_only(fragment):
    root, *elements = elements_of(fragment)
    assert elements[0].tag == ("ol" if "/home." in fragment else "p")
    assert {e.tag for e in elements} - BLOCKS - CONTAINERS - set(ATTRIBUTES) == set()
    assert [e.attrib for e in elements if set(e.attrib) - ATTRIBUTES.get(e.tag, set())] == []
    text = "".join("".join(root.itertext()).split())
    assert text == "".join("".join(blocks_of(fragment)).split())  # nothing loose, nothing nested


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_fragment_compiles_and_uses_the_variables_agreed_on_only(fragment):
    get_template(fragment)
    used = re.findall(r"{{ (\S+?)(?:\|date)? }}|{% if (\S+) %}", source_of(fragment))
    assert {shown or tested for shown, tested in used} - VARIABLES == set()


@pytest.mark.parametrize("error", ERRORS)
def test_error_page_needs_no_template_engine_and_is_short(error):
    for language, home, centres in (("nl", "/", "/centra/"), ("en", "/en/", "/en/centres/")):
        fragment = f"errors/{error}.{language}.html"
        links = [e.get("href") for e in elements_of(fragment) if e.tag == "a"]
        assert links == [home, centres]
        assert re.findall(r"{[{%]", source_of(fragment)) == []
        assert 2 <= len(sentences_of(fragment, {"p"})) <= 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_says_what_a_recognition_is_in_three_sentences(language):
    sentences = blocks_of(f"pages/home.{language}.html", {"li"})
    assert [len(re.split(r"(?<=[.])\s", each)) for each in sentences] == [1, 1, 1]
    (link,) = blocks_of(f"pages/home.{language}.html", {"p"})
    assert not link.endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_about_explains_each_status_in_the_words_of_the_register(language):
    with override("en"):
        words = STATUS_WORDS_NL if language == "nl" else [str(label) for label in Status.labels]
    terms = blocks_of(f"pages/about.{language}.html", {"dt"})
    assert terms[: len(words)] == words
