"""Subjects: the conditions, hospitals and places that a visitor may mean, with their centres."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pyroaring import BitMap, FrozenBitMap

from hospitals.models import Hospital
from hospitals.sort_keys import dutch_sort_key

from ..models import Centre, Condition
from .index import Index, stemmed_name
from .names import Name, Names, Where


class SubjectKind(StrEnum):
    CONDITION = "condition"
    HOSPITAL = "hospital"
    PLACE = "place"


@dataclass(frozen=True)
class Subject:
    """Something that a visitor may mean.

    Attributes:
        slug: its name in the address; of a place the name itself.
        name, name_en: what it is called; without an English name the Dutch one says it.
        centres: the numbers of its centres.
    """

    kind: SubjectKind
    slug: str
    name: str
    name_en: str
    centres: FrozenBitMap


@dataclass(frozen=True)
class Subjects:
    """All subjects, and the words by which they are found. Items of ``index`` are their numbers."""

    rows: tuple[Subject, ...]
    index: Index

    def meant_by_name(self, text: str) -> list[Subject]:
        """Return the subjects of which ``text`` is a name, whatever the forms of its words."""
        sets = [items for _where, items in self.index.stemmed.get(stemmed_name(text), ())]
        return [self.rows[number] for number in BitMap.union(*sets)] if sets else []


Named = tuple[Subject, list[Name]]


def read_subjects(*kinds: Iterable[Named]) -> Subjects:
    """Return the subjects of all ``kinds`` together."""
    found = [named for kind in kinds for named in kind]
    return Subjects(tuple(subject for subject, _names in found), Index([n for _s, n in found]))


def conditions_of_subjects(numbers: Mapping[int, int], names: Names) -> Iterator[Named]:
    """Yield all conditions, also those without a centre: a visitor may mean one of those.

    Arguments:
        numbers: the number of each public centre, by its key.
    """
    centres = defaultdict(BitMap)
    links = Centre.conditions.through.objects.values_list("condition_id", "centre_id")
    for condition, centre in links:
        if centre in numbers:
            centres[condition].add(numbers[centre])
    rows = Condition.objects.order_by("sort_key", "pk").values_list("pk", "slug", "name", "name_en")
    for pk, slug, name, name_en in rows:
        found = FrozenBitMap(centres.get(pk, ()))
        subject = Subject(SubjectKind.CONDITION, slug, name, name_en, found)
        yield subject, [each._replace(where=_own_first(each.where)) for each in names[pk]]


def _own_first(where: Where) -> Where:
    return Where.OWN if where == Where.CONDITION else where


def hospitals_of_subjects(centres: Mapping[str, FrozenBitMap], names: Names) -> Iterator[Named]:
    """Yield the public hospitals; ``centres``: those of each, by its slug."""
    rows = Hospital.objects.public().filter(merged_into=None).order_by("sort_key", "pk")
    for pk, slug, name in rows.values_list("pk", "slug", "name"):
        found = centres.get(slug, FrozenBitMap())
        subject = Subject(SubjectKind.HOSPITAL, slug, name, "", found)
        yield subject, [Name(each.text, Where.OWN) for each in names[pk]]


def places_of_subjects(centres: Mapping[str, FrozenBitMap]) -> Iterator[Named]:
    """Yield the places where a centre is; ``centres``: those of each place."""
    for place in sorted(centres, key=dutch_sort_key):
        yield Subject(SubjectKind.PLACE, place, place, "", centres[place]), [Name(place, Where.OWN)]
