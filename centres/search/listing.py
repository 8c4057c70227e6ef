"""A list of centres: what is found, what the filters leave of it, how many each option gives."""

import datetime
import heapq
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pyroaring import BitMap, FrozenBitMap

from hospitals.places import Point, kilometres

from ..models import Centre, Recognition
from ..remembered import remembered
from .snapshot import Sets, Snapshot

Chosen = Mapping[str, Sequence[str]]
"""The values that are chosen, per filter."""

Counts = dict[str, Counter[str]]
"""Per filter and value the number of centres."""


def narrowed(snapshot: Snapshot, items: BitMap, chosen: Chosen, day: datetime.date) -> BitMap:
    """Return which of ``items`` have one of the chosen values of each filter."""
    for name, values in chosen.items():
        items = items & _having(_values(snapshot, name, day), values)
    return items


def counts(snapshot: Snapshot, items: BitMap, chosen: Chosen, day: datetime.date) -> Counts:
    """Return how many of ``items`` each option gives, together with the other filters."""
    together = narrowed(snapshot, items, chosen, day)
    found: Counts = {}
    for name in (*snapshot.values, "status"):
        others = {other: values for other, values in chosen.items() if other != name}
        base = narrowed(snapshot, items, others, day) if name in chosen else together
        values = _values(snapshot, name, day).items() if base else ()
        found[name] = Counter(
            {value: number for value, having in values
             if (number := base.intersection_cardinality(having))}
        )  # fmt: skip
    return found


def _having(sets: Sets, values: Sequence[str]) -> BitMap:
    found = [sets[value] for value in values if value in sets]
    return BitMap.union(*found) if found else BitMap()


def _values(snapshot: Snapshot, name: str, day: datetime.date) -> Sets:
    return statuses_on(snapshot, day) if name == "status" else snapshot.values[name]


@remembered(size=8)  # today, and days that somebody looks back to
def statuses_on(snapshot: Snapshot, day: datetime.date) -> Sets:
    """Return the centres by their status on ``day``."""
    found = defaultdict(list)
    rows = Centre.objects.public().current().with_speaking_on(day).values("speaking", "pk")
    recognitions = Recognition.objects.filter(pk__in=rows.values("speaking"))
    statuses = recognitions.with_status_on(day).values_list("centre_id", "status_on_day")
    for centre, status in statuses.order_by():
        if centre in snapshot.numbers:
            found[status].append(snapshot.numbers[centre])
    return {status: FrozenBitMap(numbers) for status, numbers in found.items()}


@remembered(size=8)
def ranks_by_end(snapshot: Snapshot, day: datetime.date) -> array:
    """Return the rank of each centre when the recognition that ends soonest comes first."""
    in_order = Centre.objects.public().current().soonest_ending_first_on(day)
    return ranks_of(snapshot, in_order.values_list("pk", flat=True))


def ranks_of(snapshot: Snapshot, keys: Iterable[int]) -> array:
    """Return the rank of each centre when they stand in the order of ``keys``."""
    ranks = array("L", [len(snapshot.keys)]) * len(snapshot.keys)
    for rank, key in enumerate(keys):
        if key in snapshot.numbers:
            ranks[snapshot.numbers[key]] = rank
    return ranks


def nearest_first(snapshot: Snapshot, items: BitMap, point: Point) -> list[BitMap]:
    """Return ``items`` by how far they are from ``point``; where that is not known, last.

    A centre with several locations counts where it is nearest.
    """
    at_distance: dict[float, list[FrozenBitMap]] = defaultdict(list)
    for location, there in snapshot.points.items():
        at_distance[kilometres(there, point)].append(snapshot.places[location])
    buckets, left = [], items
    for distance in sorted(at_distance):
        if here := left & BitMap.union(*at_distance[distance]):
            buckets.append(here)
            left = left - here
    return [*buckets, left] if left else buckets


class Listing(Sequence):
    """Sets of centres, one after the other, each in the order of ``ranks``: what pages are cut of.

    Arguments:
        buckets: sets of numbers of centres, the first ones first; none is in two.
        ranks: the rank of each number; without it, the order of the numbers themselves.
    """

    def __init__(self, buckets: Sequence[BitMap], ranks: array | None = None):
        self.buckets, self.ranks = buckets, ranks
        self._sizes = [len(bucket) for bucket in buckets]

    def __len__(self) -> int:
        return sum(self._sizes)

    def __getitem__(self, place: slice) -> list[int]:
        start, stop, _step = place.indices(len(self))
        found: list[int] = []
        for bucket, size in zip(self.buckets, self._sizes, strict=True):
            if start < size and stop > 0:
                found += self._cut(bucket, max(start, 0), min(stop, size))
            start, stop = start - size, stop - size
        return found

    def _cut(self, bucket: BitMap, start: int, stop: int) -> list[int]:
        if self.ranks is None:
            return list(bucket[start:stop])
        # Up to the last page this sorts no more than it shows.
        return heapq.nsmallest(stop, bucket, key=self.ranks.__getitem__)[start:]
