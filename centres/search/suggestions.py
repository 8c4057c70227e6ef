"""Suggestions: what a visitor may mean with what is typed so far."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from .ranking import find
from .snapshot import Snapshot
from .subjects import Subject, SubjectKind
from .words import words_of

MOST = {SubjectKind.CONDITION: 4, SubjectKind.HOSPITAL: 3, SubjectKind.PLACE: 2}
"""How many of each kind are suggested."""
MOST_CENTRES = 4
SHORTEST = 2
"""Of fewer letters nothing is suggested: nearly everything begins with one."""


@dataclass(frozen=True)
class Suggestions:
    """What may be meant: subjects with a centre, and the numbers of centres, the nearest first."""

    subjects: tuple[Subject, ...] = ()
    centres: tuple[int, ...] = ()


def suggest(snapshot: Snapshot, typed: str) -> Suggestions:
    """Return what ``typed`` may mean; its last word may be unfinished."""
    if sum(len(word.folded) for word in words_of(typed)) < SHORTEST:
        return Suggestions()
    subjects: list[Subject] = []
    left = dict(MOST)
    for subject in _subjects(snapshot, typed):
        if left[subject.kind] and subject.centres:
            left[subject.kind] -= 1
            subjects.append(subject)
            if not any(left.values()):
                break
    in_order = sorted(subjects, key=lambda subject: list(MOST).index(subject.kind))
    buckets = find(snapshot.index, typed, is_typing=True).buckets
    numbers = (number for bucket in buckets for number in bucket)
    return Suggestions(tuple(in_order), tuple(islice(numbers, MOST_CENTRES)))


def _subjects(snapshot: Snapshot, typed: str) -> Iterator[Subject]:
    for bucket in find(snapshot.subjects.index, typed, is_typing=True).buckets:
        yield from (snapshot.subjects.rows[number] for number in bucket)
