"""Which words of the register a visitor's word may mean, and how far each is from it.

A cost says how far: 0 is the word itself. The order is that of the design: exact, stem, prefix,
part of a compound, synonym, typing error. A typing error is only thought of when nothing else fits.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pyroaring import BitMap
from rapidfuzz import process
from rapidfuzz.distance import OSA

from .index import Index
from .names import Where
from .words import is_generic, sound, stem

EXACT, STEM, PREFIX, PART, SYNONYM, TYPO = 0, 4, 8, 12, 20, 40
PER_ERROR = 4
TURNED = 0.5
"""How much less of an error it is when two letters changed places."""
MEANT_MOST = 3
"""Of how many nearest words the forms are looked up too."""
SHORTEST_BEGINNING = 6
ALIKE_WITHIN = 3
"""How many letters more or less a word may have that sounds alike."""

COST_OF = {
    Where.OWN: 0, Where.HOSPITAL: 1, Where.PLACE: 2, Where.CODE: 0,
    Where.CONDITION: 10, Where.SPECIALTY: 10, Where.SYNONYM: SYNONYM,
}  # fmt: skip
"""What a word costs for where it stands."""

WHOLE_WORDS_ONLY = {Where.HOSPITAL, Where.PLACE, Where.CODE}
"""Names of which no part in the middle counts: "dam" is not meant to be Amsterdam."""

SHORTEST_PREFIX, SHORTEST_TAIL, SHORTEST_MIDDLE, SHORTEST_HALF = 3, 4, 5, 3
LINKS = ("s", "en", "e", "er", "n")
"""Letters that Dutch puts between the parts of a compound."""


@dataclass
class Meaning:
    """What one word of a visitor may mean.

    Attributes:
        sets: by cost, the items that carry it.
        words: by word of the register, its cost.
        is_typo: whether nothing but a typing error explains it.
    """

    sets: dict[int, BitMap] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    is_typo: bool = False

    def add(self, cost: int, items) -> None:
        if items:
            self.sets[cost] = self.sets[cost] | items if cost in self.sets else BitMap(items)

    def add_all_of(self, other: "Meaning", extra: int = 0) -> None:
        for cost, items in other.sets.items():
            self.add(cost + extra, items)
        for word, cost in other.words.items():
            self.words[word] = min(cost + extra, self.words.get(word, cost + extra))

    @property
    def items(self) -> BitMap:
        """All items, whatever the cost."""
        return BitMap.union(*self.sets.values()) if self.sets else BitMap()


def form_of(index: Index, word: str) -> Meaning:
    """Return what ``word`` means as a form or the beginning of a word of the register."""
    meaning = Meaning()
    if word in index.postings:
        _add_words(meaning, index, [word], EXACT)
    _add_words(meaning, index, index.by_stem.get(stem(word), ()), STEM)
    _add_words(meaning, index, index.beginning_with(word), PREFIX)
    return meaning


def meaning_of(index: Index, word: str, *, is_last: bool = False) -> Meaning:
    """Return what ``word`` may mean.

    Arguments:
        is_last: whether it may be the beginning of a word that is still being typed.
    """
    meaning = Meaning()
    for cost, words in _forms(index, word, is_last=is_last):
        _add_words(meaning, index, words, cost)
    for items, halves in _compounds(index, word):
        meaning.add(PART, items)
        meaning.words |= dict.fromkeys(halves - meaning.words.keys(), PART)
    if not meaning.sets and not index.knows(word):
        _add_typos(meaning, index, word)
    return meaning


def _forms(index: Index, word: str, *, is_last: bool) -> Iterator[tuple[int, Iterable[str]]]:
    """Yield the words of the register that ``word`` is a form or a part of, with the cost."""
    if word in index.postings:
        yield EXACT, [word]
    yield STEM, index.by_stem.get(stem(word), ())
    if len(word) >= SHORTEST_PREFIX or is_last:
        yield PREFIX, index.beginning_with(word)
        if len(word) > 4 and (shorter := stem(word)) != word and len(shorter) > 3:
            yield PREFIX + 1, index.beginning_with(shorter)
    if len(word) >= SHORTEST_TAIL:
        yield PART, [each for each in index.containing(word) if _is_part(word, each)]
        if (shorter := stem(word)) != word and len(shorter) >= SHORTEST_TAIL:
            yield PART + 1, [each for each in index.containing(shorter) if _is_part(shorter, each)]


def _is_part(word: str, whole: str) -> bool:
    """Return whether ``word`` may be a part of the compound ``whole`` and not just its letters."""
    at = whole.find(word)
    is_tail = at >= SHORTEST_HALF and whole.endswith(word)
    return is_tail or (len(word) >= SHORTEST_MIDDLE and at >= SHORTEST_HALF)


def _add_words(meaning: Meaning, index: Index, words: Iterable[str], cost: int) -> None:
    sets = defaultdict(list)
    for word in words:
        if meaning.words.get(word, cost + 1) <= cost:
            continue
        meaning.words[word] = cost
        for where, items in index.postings[word]:
            if PART <= cost < TYPO and where in WHOLE_WORDS_ONLY:
                continue
            sets[cost + COST_OF[where]].append(items)
    for total, found in sets.items():
        meaning.add(total, BitMap.union(*found) if len(found) > 1 else found[0])


# Compounds ---------------------------------------------------------------------------------------


def _compounds(index: Index, word: str) -> Iterator[tuple[BitMap, set[str]]]:
    """Yield the items that carry both halves of ``word``, and the words that those are.

    "bekkenbodemaandoeningen" is "bekkenbodem aandoeningen" too. A half that says nothing by
    itself, such as "aandoeningen", may be missing when nothing carries the whole word.
    """
    is_known = word in index.postings
    for at in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
        first = _words_of_half(index, _unlinked(word[:at]))
        if not first:
            continue
        if is_generic(word[at:]) and not is_known:
            yield _carrying(index, first), first
            continue
        second = _words_of_half(index, [word[at:]])
        if second and (found := _carrying(index, first) & _carrying(index, second)):
            yield found, first | second


def _unlinked(half: str) -> list[str]:
    """Return ``half`` with and without the letters that may link it to what follows."""
    forms = [half[: -len(link)] for link in LINKS if half.endswith(link)]
    return [half, *(form for form in forms if len(form) >= SHORTEST_HALF)]


def _words_of_half(index: Index, forms: Iterable[str]) -> set[str]:
    """Return the words of the register that one of ``forms`` is, or is a form of."""
    found = {form for form in forms if form in index.postings}
    for form in forms:
        found.update(index.by_stem.get(stem(form), ()))
    return found


def _carrying(index: Index, words: Iterable[str]) -> BitMap:
    sets = [
        items
        for word in words
        for where, items in index.postings[word]
        if where not in WHOLE_WORDS_ONLY
    ]
    return BitMap.union(*sets) if sets else BitMap()


# Typing errors -----------------------------------------------------------------------------------


def _add_typos(meaning: Meaning, index: Index, word: str) -> None:
    """Add what ``word`` means when it is the nearest word of the register, with its forms."""
    alike = [
        each
        for each in index.by_sound.get(sound(word), ())
        if len(word) > 2 and abs(len(each) - len(word)) <= ALIKE_WITHIN
    ]
    found = dict.fromkeys(alike, 1.0) or _near(index, word) or _near_beginnings(index, word)
    if not found:
        return
    nearest = min(found.values())
    meaning.is_typo = True
    meant = [each for each, errors in found.items() if errors == nearest]
    extra = TYPO + round(PER_ERROR * nearest)
    _add_words(meaning, index, meant, extra)
    for each in meant[:MEANT_MOST]:
        for cost, words in _forms(index, each, is_last=False):
            _add_words(meaning, index, words, extra + cost)


def errors_allowed(word: str) -> int:
    """Return how many typing errors a word of this length may have."""
    if len(word) < 3 or not word.isalpha():
        return 0
    return 1 if len(word) < 7 else 2 if len(word) < 14 else 3


def _near(index: Index, word: str) -> dict[str, float]:
    """Return the words within so many typing errors, with their number."""
    allowed = errors_allowed(word)
    words = [
        each
        for length in range(len(word) - allowed, len(word) + allowed + 1)
        for each in index.by_length.get(length, ())
    ]
    return _within(word, words, allowed) or _near_stems(index, word)


def _near_stems(index: Index, word: str) -> dict[str, float]:
    """Return the words whose stem is near to that of ``word``: one typing error in a plural."""
    root = stem(word)
    near = _within(root, list(index.by_stem), 1) if len(root) >= SHORTEST_BEGINNING else {}
    return {each: errors for other, errors in near.items() for each in index.by_stem[other]}


def _near_beginnings(index: Index, word: str) -> dict[str, float]:
    """Return the longer words whose beginning is ``word`` with one typing error."""
    if len(word) < SHORTEST_BEGINNING or not word.isalpha():
        return {}
    beginnings = index.beginnings(len(word))
    near = _within(word, list(beginnings), 1)
    return {each: errors for start, errors in near.items() for each in beginnings[start]}


def _within(word: str, words: Sequence[str], allowed: int) -> dict[str, float]:
    if not allowed:
        return {}
    near = process.extract(word, words, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    return {
        each: errors - TURNED if sorted(each) == sorted(word) else errors
        for each, errors, _place in near
        if _is_believable(word, each, errors)
    }


def _is_believable(word: str, meant: str, errors: int) -> bool:
    """Return whether so many errors leave enough of a short word."""
    if len(word) == 3:
        return sorted(word) == sorted(meant)  # only turned around
    return errors * 3 < max(len(word), len(meant))
