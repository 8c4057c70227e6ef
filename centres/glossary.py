"""The glossary: procedural and medical words of the register, each with an explanation.

One source of truth, ``words/glossary.csv``: the page of the glossary, the explanations in place
and the tests read it. A line holds, per language, the term, its other forms (``|`` between them)
and what it means in at most 20 plain words; ``everyday`` says "yes" for words that most know.
"""

import re
from functools import cache
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import get_language

from hospitals.sort_keys import dutch_sort_key, initial

from .hard_words import rows_of, word_pattern


class Wording(NamedTuple):
    """A term in one language: how it is written, what it means."""

    term: str
    other_forms: tuple[str, ...]
    explanation: str

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.term, *self.other_forms)


class Entry(NamedTuple):
    """A word of the glossary in both languages. ``slug`` is the same in both, for addresses.

    ``is_everyday`` words are in the glossary for who looks them up; in a text of a hospital they
    are not explained in place, because most readers know them.
    """

    slug: str
    nl: Wording
    en: Wording
    is_everyday: bool

    def in_language(self, language: str) -> Wording:
        return self.en if language == "en" else self.nl

    @property
    def reader(self) -> Wording:
        """The term and its explanation in the language of the reader."""
        return self.in_language(get_language())


@cache
def entries() -> tuple[Entry, ...]:
    """Return the whole glossary, in the order of the list."""
    return tuple(
        Entry(row["slug"], _wording(row, "nl"), _wording(row, "en"), row["everyday"] == "yes")
        for row in rows_of("glossary")
    )


def _wording(row: dict[str, str], language: str) -> Wording:
    other_forms = tuple(filter(None, row[f"other_forms_{language}"].split("|")))
    return Wording(row[f"term_{language}"], other_forms, row[f"explanation_{language}"])


def entry_for(word: str, language: str) -> Entry | None:
    """Return the entry of which ``word`` is a form in ``language``, in whatever case."""
    return _by_form(language).get(word.casefold())


@cache
def _by_form(language: str) -> dict[str, Entry]:
    return {
        form.casefold(): entry for entry in entries() for form in entry.in_language(language).forms
    }


@cache
def entries_by_letter(language: str) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """Return pairs of a letter and the entries under it, from A to Z in ``language``."""

    def key(entry: Entry) -> str:
        return dutch_sort_key(entry.in_language(language).term)

    in_order = sorted(entries(), key=key)
    grouped = groupby(in_order, key=lambda entry: initial(key(entry)))
    return tuple((letter, tuple(found)) for letter, found in grouped)


def pieces_to_explain(text: str, language: str) -> list[tuple[str, Entry | None]]:
    """Return ``text`` in pieces: words to explain with their entry, the rest without."""
    found, begin = [], 0
    for match in _to_explain(language).finditer(text):
        found += [(text[begin : match.start()], None), (match[0], entry_for(match[0], language))]
        begin = match.end()
    return [piece for piece in (*found, (text[begin:], None)) if piece[0]]


@cache
def _to_explain(language: str) -> re.Pattern:
    by_form = _by_form(language)
    return word_pattern(tuple(form for form, entry in by_form.items() if not entry.is_everyday))
