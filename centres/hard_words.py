"""Words that few readers know: those to write otherwise, and those to explain in the glossary.

The list is ``words/hard_words.csv``, a word on each line: its language, the word with its other
forms (``|`` between them), and the plain words for it. Without plain words it is a name or a term
that cannot be written otherwise; such a word has to stand in the glossary. Where the two agree
the reader is never left alone with a word.
"""

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple


class HardWord(NamedTuple):
    """A word that few readers know; ``plain`` is what to write instead, or empty."""

    word: str
    plain: str


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of the list ``words/<name>.csv``."""
    path = Path(__file__).parent / "words" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def hard_words_in(text: str, language: str) -> dict[str, HardWord]:
    """Return the hard words in ``text``, as written there first, in order of appearance."""
    hard, pattern = hard_words(language), word_pattern(tuple(hard_words(language)))
    first: dict[HardWord, str] = {}
    for match in pattern.finditer(text):
        first.setdefault(hard[match[0].casefold()], match[0])
    return {written: word for word, written in first.items()}


@cache
def hard_words(language: str) -> dict[str, HardWord]:
    """Return the hard words of ``language`` ("nl" or "en") by each of their forms."""
    return {
        form.casefold(): HardWord(forms[0], row["plain"])
        for row in rows_of("hard_words")
        if row["language"] == language
        for forms in [row["word"].split("|")]
        for form in forms
    }


@cache
def word_pattern(words: tuple[str, ...]) -> re.Pattern:
    """Return what finds ``words`` as whole words, the longest first, in whatever case."""
    longest_first = sorted(words, key=len, reverse=True)
    choices = "|".join(re.escape(word) for word in longest_first)
    return re.compile(rf"(?<![\w-])(?:{choices})(?![\w-])", re.IGNORECASE)
