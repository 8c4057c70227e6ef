"""The index: for each word of the register the set of items that carry it, and where.

An item is anything that is found: a centre, or a subject that a suggestion names. Items are
numbered in the order in which they stand in a list, so a set of items read upwards is in order.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from pyroaring import BitMap, FrozenBitMap

from .names import Name, Where
from .words import is_empty, joined_words_of, sound, stem, words_of

Postings = tuple[tuple[Where, FrozenBitMap], ...]
"""The items that carry something, by where it stands."""

NOTHING: Postings = ()


class Index:
    """Which items carry a word or a whole name. It never changes once it is made.

    Attributes:
        names: the names of each item, by its number.
        postings: for each word where it stands, in which items.
        whole, stemmed: the same for whole names, by ``whole_name`` and by ``stemmed_name``.
        vocabulary: all words, sorted.
        by_stem, by_sound: the words that share a stem, and those that sound alike.
        known: words that are right although no item carries them: they hold no typing error.
    """

    def __init__(self, names: Sequence[Sequence[Name]], *, known: Collection[str] = ()):
        self.names, self.known = names, frozenset(known)
        self._spellings: dict[str, str] = {}
        items_of = defaultdict(list)
        for item, its_names in enumerate(names):
            for name in its_names:
                items_of[name].append(item)
        words = defaultdict(lambda: defaultdict(list))
        whole, stemmed = (
            defaultdict(lambda: defaultdict(list)),
            defaultdict(lambda: defaultdict(list)),
        )
        for name, items in items_of.items():
            found = BitMap(items)
            for word in indexed_words(name.text):
                words[word][name.where].append(found)
            self._spellings |= _accented(name.text)
            whole[whole_name(name.text)][name.where].append(found)
            stemmed[stemmed_name(name.text)][name.where].append(found)
        self.postings, self.whole, self.stemmed = map(_frozen, (words, whole, stemmed))
        self.vocabulary = sorted(self.postings)
        self._all_words = "\n".join(["", *self.vocabulary, ""])
        self._starts = _starts_of(self.vocabulary)
        self.by_stem = _grouped(self.vocabulary, stem)
        self.by_sound = _grouped(self.vocabulary, sound)
        self.by_length = _grouped(self.vocabulary, len)
        self._beginnings: dict[int, dict[str, list[str]]] = {}

    def __len__(self) -> int:
        return len(self.names)

    def knows(self, word: str) -> bool:
        """Return whether ``word``, or it without an ending, is known to be right."""
        return not self.known.isdisjoint({word, word[:-1], word[:-2]})

    def spelling(self, word: str) -> str:
        """Return ``word`` as the register writes it: with its accents and apostrophes."""
        return self._spellings.get(word, word)

    def beginning_with(self, start: str) -> Sequence[str]:
        """Return the words that begin with ``start``."""
        return self.vocabulary[
            bisect_left(self.vocabulary, start) : bisect_left(self.vocabulary, start + "{")
        ]  # "{" comes just after "z"

    def beginnings(self, length: int) -> dict[str, list[str]]:
        """Return the first ``length`` letters of longer words, each with those words."""
        if length not in self._beginnings:
            longer = [word for word in self.vocabulary if len(word) > length + 1]
            self._beginnings[length] = _grouped(longer, lambda word: word[:length])
        return self._beginnings[length]

    def containing(self, part: str) -> list[str]:
        """Return the words that hold ``part`` somewhere."""
        found, at = [], self._all_words.find(part)
        while at != -1:
            number = bisect_left(self._starts, at + 1) - 1
            found.append(self.vocabulary[number])
            at = self._all_words.find(part, self._starts[number] + len(found[-1]))
        return found


def indexed_words(text: str) -> set[str]:
    """Return the words under which a name is found."""
    return {word.folded for word in words_of(text)} | set(joined_words_of(text))


def _accented(text: str) -> dict[str, str]:
    """Return the words of ``text`` that are written otherwise than they are compared."""
    if text.isascii():
        return {}
    written = {word.folded: text[word.start : word.end].lower() for word in words_of(text)}
    return {word: spelling for word, spelling in written.items() if word != spelling}


def whole_name(text: str) -> str:
    """Return a name in one form for its spellings, without words that say nothing."""
    return " ".join(_telling(text))


def stemmed_name(text: str) -> str:
    """Return a name in one form for the forms of its words too."""
    return " ".join(stem(word) for word in _telling(text))


def _telling(text: str) -> list[str]:
    words = [word.folded for word in words_of(text)]
    return [word for word in words if not is_empty(word)] or words


def _frozen(found: Mapping[str, Mapping[Where, list[BitMap]]]) -> dict[str, Postings]:
    return {
        key: tuple((where, FrozenBitMap(BitMap.union(*places[where]))) for where in sorted(places))
        for key, places in found.items()
        if key
    }


def _grouped(words: Sequence[str], key) -> dict[object, list[str]]:
    groups = defaultdict(list)
    for word in words:
        groups[key(word)].append(word)
    return dict(groups)


def _starts_of(words: Sequence[str]) -> list[int]:
    """Return where each word begins in the text that holds all of them, one per line."""
    starts, at = [], 1
    for word in words:
        starts.append(at)
        at += len(word) + 1
    return starts
