"""The closed lists of values by which a visitor narrows the list of centres."""

from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import get_language

from hospitals.models import Hospital, Location
from hospitals.sort_keys import dutch_sort_key

from ..models import Specialty
from .remembered import remembered

Options = tuple[tuple[str, str], ...]
"""Pairs of the value in the address and the label on the page."""


@remembered()
def hospital_options(version_number: int) -> Options:
    hospitals = Hospital.objects.public().filter(merged_into__isnull=True)
    return tuple(hospitals.values_list("slug", "name"))


def specialty_options(version_number: int) -> Options:
    return _specialties(version_number, get_language())


@remembered()
def _specialties(version_number: int, language: str) -> Options:
    return tuple((specialty.slug, str(specialty)) for specialty in Specialty.objects.all())


class MainLocation(NamedTuple):
    """Where a hospital is, named as the filters are."""

    plaats: str
    provincie: str


def main_locations(version_number: int) -> dict[str, MainLocation]:
    """Return the place and the province of each hospital that has a main location, by slug."""
    rows = _locations(version_number)
    return {
        slug: MainLocation(place, province) for slug, place, province, is_main in rows if is_main
    }


def place_options(version_number: int) -> Options:
    """Return the places where a centre can be: main locations, and own locations of centres."""
    places = {place for _slug, place, _province, _is_main in _locations(version_number)} - {""}
    return tuple((place, place) for place in sorted(places, key=dutch_sort_key))


@remembered()
def _locations(version_number: int) -> tuple[tuple[str, str, str, bool], ...]:
    locations = Location.objects.filter(Q(is_main=True) | Q(centres__isnull=False)).distinct()
    columns = ("hospital__slug", "place", "province", "is_main")
    return tuple(locations.order_by().values_list(*columns))
