"""Ranking: a question is cut into words, and what carries all of them is put in order of cost.

The answer is a row of sets, the nearest first, each read in the order of the list. So order is
the same on every database, ties are settled, and a common word costs no more than a rare one.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from pyroaring import BitMap

from .expansion import Meaning, form_of, meaning_of
from .index import Index
from .names import Where
from .words import Word, is_empty, is_generic, stem, words_of

MOST_WORDS = 12
LONGEST_NAME = 6
"""The most words of a question that are tried together as one name."""

MOST_GLUED, SHORTEST_GLUED, SHORTEST_PART = 3, 5, 3

CODE_SYSTEMS = {"icd", "icpc"}
"""Names that a number may belong to: the 10 of ICD-10 is no word of its own."""

MISSING = 2
"""What a word costs that says little and is not there."""

IS_NAME = {Where.OWN: -30, Where.CONDITION: 2, Where.SYNONYM: 14}
IS_FORM_OF_NAME = {Where.OWN: 2, Where.CONDITION: 6, Where.SYNONYM: 16}
"""What a whole name costs, all of its words together: as it is written, or in other forms."""


@dataclass(frozen=True)
class Found:
    """What a question finds.

    Attributes:
        words: the words that were looked for, and what each means.
        buckets: sets of items, the nearest first; no item is in two.
    """

    words: tuple[tuple[Word, Meaning], ...]
    buckets: tuple[BitMap, ...]

    @cached_property
    def items(self) -> BitMap:
        return BitMap.union(*self.buckets) if self.buckets else BitMap()

    @property
    def unknown(self) -> list[Word]:
        """The words that mean nothing in this register."""
        return [word for word, meaning in self.words if not meaning.sets]


def find(index: Index, question: str, *, is_typing: bool = False) -> Found:
    """Return the items that carry every word of ``question`` that says something.

    Arguments:
        is_typing: whether the last word may be unfinished.
    """
    words = asked_words(question)
    meanings = [
        meaning_of(index, word.folded, is_last=is_typing and word is words[-1]) for word in words
    ]
    _add_glued(index, words, meanings)
    _add_whole_names(index, words, meanings)
    needed = [not is_generic(word.folded) for word in words]
    if not any(needed):
        needed = [True] * len(words)
    found = None
    for meaning, is_needed in zip(meanings, needed, strict=True):
        if is_needed:
            items = meaning.items
            found = items if found is None else found & items
    buckets = {0: found} if found else {}
    for meaning, is_needed in zip(meanings, needed, strict=True):
        buckets = _divided(buckets, meaning, is_needed)
    ordered = tuple(buckets[cost] for cost in sorted(buckets))
    return Found(tuple(zip(words, meanings, strict=True)), ordered)


def asked_words(question: str) -> list[Word]:
    """Return the words of ``question`` that say something, ``MOST_WORDS`` at most."""
    words = words_of(question)
    before = ["", *(word.folded for word in words)]
    telling = [
        word
        for word, previous in zip(words, before, strict=False)
        if not (is_empty(word.folded) or (previous in CODE_SYSTEMS and word.folded.isdigit()))
    ]
    return (telling or words)[:MOST_WORDS]


def _divided(buckets: dict[int, BitMap], meaning: Meaning, is_needed: bool) -> dict[int, BitMap]:
    """Divide each set by what the word costs in its items."""
    divided: dict[int, list[BitMap]] = defaultdict(list)
    for before, items in buckets.items():
        rest = items
        for cost in sorted(meaning.sets):
            if taken := rest & meaning.sets[cost]:
                divided[before + cost].append(taken)
                rest = rest - taken
                if not rest:
                    break
        if rest and not is_needed:
            divided[before + MISSING].append(rest)
    return {
        cost: BitMap.union(*sets) if len(sets) > 1 else sets[0] for cost, sets in divided.items()
    }


def _add_glued(index: Index, words: list[Word], meanings: list[Meaning]) -> None:
    """Read words that stand side by side as one too: "hart falen" is "hartfalen"."""
    for start in range(len(words) - 1):
        for end in range(start + 2, min(len(words), start + MOST_GLUED) + 1):
            parts = [word.folded for word in words[start:end]]
            glued = "".join(parts)
            if all(map(is_generic, parts)) or len(glued) < SHORTEST_GLUED:
                continue
            if all(meaning.sets for meaning in meanings[start:end]):
                together = form_of(index, glued)
            else:
                together = meaning_of(index, glued)
                leaves_out = min(map(len, together.words), default=0) < len(glued) - 1
                if together.is_typo and (leaves_out or min(map(len, parts)) < SHORTEST_PART):
                    continue
            for meaning in meanings[start:end]:
                meaning.add_all_of(together)


def _add_whole_names(index: Index, words: list[Word], meanings: list[Meaning]) -> None:
    """Count words that are a whole name together as that name, whichever spelling they have."""
    folded = [word.folded for word in words]
    stems = [stem(word) for word in folded]
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + LONGEST_NAME) + 1):
            for names, parts, costs in (
                (index.whole, folded, IS_NAME),
                (index.stemmed, stems, IS_FORM_OF_NAME),
            ):
                for where, items in names.get(" ".join(parts[start:end]), ()):
                    for at in range(start, end) if where in costs else ():
                        meanings[at].add(costs[where] if at == start else 0, items)
