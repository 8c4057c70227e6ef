"""The centres that a question and the filters leave: the list, its counts, and the ways out."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pyroaring import BitMap

from hospitals.places import Point, kilometres

from ..models import Centre
from ..search.explanations import found_by
from ..search.listing import Chosen, Counts, Listing, counts, narrowed, nearest_first, ranks_by_end
from ..search.names import Name
from ..search.ranking import Found, find
from ..search.snapshot import Snapshot
from .parameters import UnusableParameter, readable
from .results import ORDERS, without, without_words


class WayOut(NamedTuple):
    """Something to leave out of a search that finds nothing, and how many centres that gives."""

    label: str
    url: str
    centres: int


class FoundCentres:
    """What ``words`` and the chosen filters leave of the centres of ``snapshot``.

    Attributes:
        near: from where distances are told, if the visitor said.
        found: what the words find, or ``None`` without words.
        total: how many centres are left.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        words: str,
        chosen: Chosen,
        day: datetime.date,
        near: Point | None = None,
    ):
        self.snapshot, self.words, self.chosen, self.day = snapshot, words, chosen, day
        self.near = near
        self.found: Found | None = find(snapshot.index, words) if words else None
        self._asked = self.found.items if self.found else snapshot.everything
        self._left = narrowed(snapshot, self._asked, chosen, day)
        self.total = len(self._left)

    @cached_property
    def counts(self) -> Counts:
        return counts(self.snapshot, self._asked, self.chosen, self.day)

    def in_order(self, order: str) -> "Cards":
        """Return the list in one of ``ORDERS``.

        Raises ``UnusableParameter`` for an order that does not exist.
        """
        if order not in ORDERS or (order == "relevantie" and not self.found):
            raise UnusableParameter(
                _("The list does not know the order “%(order)s”. It knows: %(known)s.")
                % {"order": readable(order), "known": ", ".join(self.orders)}
            )
        buckets = [self._left]
        if order == "afstand" and self.near:
            buckets = nearest_first(self.snapshot, self._left, self.near)
        if order == "relevantie":
            buckets = [each for bucket in self.found.buckets if (each := bucket & self._left)]
        return Cards(self, Listing(buckets, self._ranks(order)))

    @property
    def orders(self) -> dict[str, str]:
        """The orders in which this list can stand."""
        return {name: label for name, label in ORDERS.items() if self.found or name != "relevantie"}

    def _ranks(self, order: str):
        if order == "einde":
            return ranks_by_end(self.snapshot, self.day)
        language = "en" if get_language() == "en" else ""
        name = "-".join(filter(None, ["ziekenhuis" if order == "ziekenhuis" else "", language]))
        return self.snapshot.ranks[name] if name else None

    def ways_out(self, query: QueryDict, labels: Mapping[str, Mapping[str, str]]) -> list[WayOut]:
        """Return what to leave out when nothing is found: a chosen value, or one of the words.

        Arguments:
            query: of the list as it is; ``labels``: what each value of each filter is called.
        """
        found = []
        for name, values in self.chosen.items():
            for value in values:
                rest = {**self.chosen, name: [other for other in values if other != value]}
                rest = {name: values for name, values in rest.items() if values}
                left = narrowed(self.snapshot, self._asked, rest, self.day)
                found.append(WayOut(labels[name][value], without(query, name, value), len(left)))
        for word, text, items in self._words_left_out():
            left = narrowed(self.snapshot, items, self.chosen, self.day)
            found.append(WayOut(f"“{word}”", without_words(query, text), len(left)))
        return [each for each in found if each.centres]

    def _words_left_out(self) -> Iterator[tuple[str, str, BitMap]]:
        """Yield each word of several, the question without it, and what that finds."""
        words = [word for word, _meaning in self.found.words] if self.found else []
        for word in words if len(words) > 1 else ():
            rest = " ".join(f"{self.words[: word.start]} {self.words[word.end :]}".split())
            yield self.words[word.start : word.end], rest, find(self.snapshot.index, rest).items


class Cards(Sequence):
    """The list as the paginator cuts it: each slice is read from the database as it is now."""

    def __init__(self, centres: FoundCentres, listing: Listing):
        self._of, self._listing = centres, listing

    def __len__(self) -> int:
        return len(self._listing)

    def __getitem__(self, place: slice) -> list[Centre]:
        snapshot, day = self._of.snapshot, self._of.day
        numbers = self._listing[place]
        keys = [snapshot.keys[number] for number in numbers]
        rows = Centre.objects.public().current().filter(pk__in=keys).for_cards(day)
        by_key = {centre.pk: centre for centre in rows}
        found = [by_key[key] for key in keys if key in by_key]  # not what was removed just now
        for centre in found:
            centre.found_by = self._found_by(centre)
            centre.kilometres = self._kilometres(centre)
        return found

    def _kilometres(self, centre: Centre) -> int | None:
        """Return how far it is to where the centre is nearest, in whole kilometres."""
        points = [self._of.snapshot.points.get(each.pk) for each in centre.shown_locations]
        known = [kilometres(point, self._of.near) for point in points if point and self._of.near]
        return round(min(known)) if known else None

    def _found_by(self, centre: Centre) -> list[Name]:
        if not self._of.found:
            return []
        shown = [centre.title[0], centre.hospital_name, centre.place]
        number = self._of.snapshot.numbers[centre.pk]
        index, in_english = self._of.snapshot.index, get_language() == "en"
        return found_by(index, number, self._of.found, shown, in_english=in_english)
