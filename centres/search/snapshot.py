"""The snapshot: all that the list of centres asks, of one version of the register, in memory.

It is a function of the public records and nothing else, so it holds nothing that is not public and
both databases give the same. It never changes; ``current`` swaps it for that of a newer version.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyroaring import BitMap, FrozenBitMap

from hospitals.models import Location, Postcode
from hospitals.places import Point

from ..models import Centre, Specialty
from .index import Index, indexed_words
from .names import (
    OWN_NAMES,
    Names,
    names_of_centres,
    names_of_conditions,
    names_of_hospitals,
)
from .subjects import (
    Subjects,
    conditions_of_subjects,
    hospitals_of_subjects,
    places_of_subjects,
    read_subjects,
)

AGE_NOT_KNOWN = "onbekend"

Sets = Mapping[str, FrozenBitMap]
"""Per value of a filter the centres that have it."""


@dataclass(frozen=True, eq=False)  # each is itself only: answers are remembered under it
class Snapshot:
    """The public centres of one version, numbered in the order of their Dutch names.

    Attributes:
        version: the version of the register.
        keys: the key of each centre in the database, by its number.
        numbers: the number of each centre, by its key.
        index: the words by which centres are found.
        values: per filter and value the centres that have it.
        ranks: per order (``en``, ``ziekenhuis``, ``ziekenhuis-en``) the rank of each centre.
        places: per location (its key) the centres that give care there.
        points: where each of these locations lies, of those that are known to.
        knows_postcodes: whether the operator loaded where these lie.
        subjects: the conditions, hospitals and places that a visitor may mean.
    """

    version: int
    keys: array
    numbers: Mapping[int, int]
    index: Index
    values: Mapping[str, Sets]
    ranks: Mapping[str, array]
    places: Mapping[int, FrozenBitMap]
    points: Mapping[int, Point]
    knows_postcodes: bool
    subjects: Subjects

    @property
    def everything(self) -> BitMap:
        return BitMap(range(len(self.keys)))


def read_snapshot(version: int) -> Snapshot:
    """Read the public records as they are now into a snapshot called ``version``."""
    columns = ("pk", "hospital", "hospital__slug", "hospital__sort_key", "kind", "age_group")
    rows = list(
        Centre.objects.public()
        .current()
        .order_by("sort_key", "pk")
        .values(*columns, "sort_key", "sort_key_en", *OWN_NAMES)
    )
    conditions, hospitals = names_of_conditions(), names_of_hospitals()
    names = names_of_centres(rows, conditions=conditions, hospitals=hospitals)
    numbers = {row["pk"]: number for number, row in enumerate(rows)}
    at_location = _centres_at_locations(rows, numbers)
    values = {
        "ziekenhuis": _sets((row["hospital__slug"], n) for n, row in enumerate(rows)),
        "soort": _sets((row["kind"], n) for n, row in enumerate(rows)),
        "leeftijd": _sets((row["age_group"] or AGE_NOT_KNOWN, n) for n, row in enumerate(rows)),
        "specialisme": _sets(_specialties(numbers)),
        **_where(at_location),
    }
    return Snapshot(
        version=version,
        keys=array("q", numbers),
        numbers=numbers,
        index=Index([names[row["pk"]] for row in rows], known=known_words(conditions)),
        values=values,
        ranks=_ranks(rows),
        places={pk: FrozenBitMap(found) for pk, found in at_location.items()},
        points=_points(at_location),
        knows_postcodes=Postcode.objects.exists(),
        subjects=read_subjects(
            conditions_of_subjects(numbers, conditions),
            hospitals_of_subjects(values["ziekenhuis"], hospitals),
            places_of_subjects(values["plaats"]),
        ),
    )


def known_words(names: Names) -> set[str]:
    """Return the words of ``names``."""
    texts = {name.text for each in names.values() for name in each}
    return set().union(*(indexed_words(text) for text in texts))


def _sets(pairs: Iterable[tuple[str, int]]) -> Sets:
    found = defaultdict(list)
    for value, number in pairs:
        found[value].append(number)
    return {value: FrozenBitMap(numbers) for value, numbers in found.items()}


def _specialties(numbers: Mapping[int, int]) -> Iterable[tuple[str, int]]:
    slugs = dict(Specialty.objects.values_list("pk", "slug"))
    links = Centre.specialties.through.objects.values_list("specialty_id", "centre_id")
    return [(slugs[pk], numbers[centre]) for pk, centre in links if centre in numbers]


def _centres_at_locations(rows, numbers: Mapping[int, int]) -> dict[int, list[int]]:
    """Return the centres at each location: at their own, else at the main one of the hospital."""
    found, own = defaultdict(list), set()
    links = Centre.locations.through.objects.values_list("location_id", "centre_id")
    for location, centre in links:
        if centre in numbers:
            found[location].append(numbers[centre])
            own.add(centre)
    main = dict(Location.objects.filter(is_main=True).values_list("hospital_id", "pk"))
    for number, row in enumerate(rows):
        if row["pk"] not in own and row["hospital"] in main:
            found[main[row["hospital"]]].append(number)
    return found


def _where(at_location: Mapping[int, list[int]]) -> dict[str, Sets]:
    places, provinces = defaultdict(BitMap), defaultdict(BitMap)
    rows = Location.objects.filter(pk__in=at_location).values_list("pk", "place", "province")
    for pk, place, province in rows:
        places[place].update(at_location[pk])
        provinces[province].update(at_location[pk])
    return {
        "plaats": {place: FrozenBitMap(found) for place, found in places.items() if place},
        "provincie": {name: FrozenBitMap(found) for name, found in provinces.items() if name},
    }


def _points(locations: Iterable[int]) -> dict[int, Point]:
    rows = Location.objects.filter(pk__in=locations, latitude__isnull=False)
    known = rows.exclude(longitude=None).values_list("pk", "latitude", "longitude")
    return {pk: Point(float(north), float(east)) for pk, north, east in known}


def _ranks(rows) -> dict[str, array]:
    """Return the ranks of the orders other than that of the Dutch names, which the numbers are."""
    keys = {
        "en": lambda row: (row["sort_key_en"], row["pk"]),
        "ziekenhuis": lambda row: (row["hospital__sort_key"], row["sort_key"], row["pk"]),
        "ziekenhuis-en": lambda row: (row["hospital__sort_key"], row["sort_key_en"], row["pk"]),
    }
    ranks = {}
    for name, key in keys.items():
        ranks[name] = array("L", bytes(array("L").itemsize * len(rows)))
        in_order = sorted(range(len(rows)), key=lambda number: key(rows[number]))
        for rank, number in enumerate(in_order):
            ranks[name][number] = rank
    return ranks
