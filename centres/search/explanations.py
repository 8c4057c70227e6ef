"""What the page says about a search: why a centre was found, and what else was perhaps meant."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .expansion import Meaning
from .index import Index, indexed_words
from .names import Name
from .ranking import LONGEST_NAME, Found, asked_words, find
from .snapshot import Snapshot
from .subjects import Subject, SubjectKind
from .words import Word, is_empty, words_of

MEANINGS_SHOWN = 10
NEAREST_SHOWN = 5


class Correction(NamedTuple):
    """A question in which a typing error is mended, and how many centres it finds."""

    question: str
    centres: int


class Piece(NamedTuple):
    """A part of a text, and whether the visitor looked for it."""

    text: str
    is_match: bool


def pieces(text: str, found: Found | None) -> list[Piece]:
    """Cut ``text`` into what was looked for and the rest."""
    meanings = [meaning for _word, meaning in found.words] if found else []
    cut, at = [], 0
    for start, end in _spans(text, meanings):
        if start > at:
            cut.append(Piece(text[at:start], False))
        cut.append(Piece(text[start:end], True))
        at = end
    if at < len(text):
        cut.append(Piece(text[at:], False))
    return cut


def _spans(text: str, meanings: list[Meaning]) -> Iterable[tuple[int, int]]:
    for word in words_of(text) if meanings else ():
        if not is_empty(word.folded) and any(word.folded in each.words for each in meanings):
            yield word.start, word.end


def found_by(
    index: Index, number: int, found: Found, shown: Iterable[str], *, in_english: bool
) -> list[Name]:
    """Return the names by which a centre was found, of words that do not stand in what is shown.

    Arguments:
        number: of the centre; ``shown``: the texts of its card.
        in_english: whether English names come first.
    """
    visible = set().union(*(indexed_words(text) for text in shown))
    hidden = [each for _word, each in found.words if visible.isdisjoint(each.words)]
    names = [_nearest(index.names[number], meaning, in_english) for meaning in hidden]
    return list(dict.fromkeys(name for name in names if name))


def _nearest(names: Sequence[Name], meaning: Meaning, in_english: bool) -> Name | None:
    """Return the first of the names that carry the word in its nearest form."""
    costs = [
        (min(meaning.words[word] for word in words), name.is_english != in_english, number)
        for number, name in enumerate(names)
        if (words := indexed_words(name.text) & meaning.words.keys())
    ]
    return names[min(costs)[-1]] if costs else None


def correction(index: Index, question: str, found: Found) -> Correction | None:
    """Return ``question`` with each typing error mended as the register writes it, if it has one.

    Only offered: the visitor decides.
    """
    mended = question
    for word, meaning in reversed(found.words):  # from the end, so that places stay what they are
        if meaning.is_typo and (meant := _likeliest(index, meaning)):
            mended = mended[: word.start] + meant + mended[word.end :]
    if mended == question or not (centres := len(find(index, mended).items)):
        return None
    return Correction(mended, centres)


def _likeliest(index: Index, meaning: Meaning) -> str | None:
    """Return the word that most centres carry, as the register writes it; ties by alphabet."""
    if not meaning.words:
        return None
    least = min(meaning.words.values())
    numbers = {
        word: sum(len(items) for _where, items in index.postings[word])
        for word, cost in meaning.words.items()
        if cost == least
    }
    return index.spelling(min(numbers, key=lambda word: (-numbers[word], word)))


def several_meanings(snapshot: Snapshot, question: str) -> list[tuple[str, list[Subject]]]:
    """Return each name in ``question`` that several conditions share, with those conditions."""
    words, found = asked_words(question), []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + LONGEST_NAME), start, -1):
            text = question[words[start].start : words[end - 1].end]
            subjects = snapshot.subjects.meant_by_name(text)
            conditions = [each for each in subjects if each.kind == SubjectKind.CONDITION]
            if len(conditions) > 1:
                conditions.sort(key=lambda each: not each.centres)
                found.append((text, conditions[:MEANINGS_SHOWN]))
                start = end - 1
                break
        start += 1
    return found


def conditions_without_centre(snapshot: Snapshot, question: str) -> list[Subject]:
    """Return the conditions of which the whole ``question`` is a name, when none has a centre."""
    meant = snapshot.subjects.meant_by_name(question)
    conditions = [each for each in meant if each.kind == SubjectKind.CONDITION]
    return [] if any(each.centres for each in conditions) else conditions[:MEANINGS_SHOWN]


def _is_condition_here(subject: Subject) -> bool:
    return subject.kind == SubjectKind.CONDITION and bool(subject.centres)


def nearest_conditions(snapshot: Snapshot, words: Iterable[Word]) -> list[Subject]:
    """Return conditions that one of ``words`` may mean: what to try when all together find none."""
    found: dict[Subject, None] = {}
    for word in words:
        for bucket in find(snapshot.subjects.index, word.folded).buckets:
            subjects = [snapshot.subjects.rows[number] for number in bucket]
            found |= dict.fromkeys(each for each in subjects if _is_condition_here(each))
    return list(found)[:NEAREST_SHOWN]
