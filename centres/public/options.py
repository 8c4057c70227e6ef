"""The closed lists of values by which a visitor narrows the list of centres."""

from typing import NamedTuple

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


@remembered()
def main_locations(version_number: int) -> dict[str, MainLocation]:
    """Return the place and the province of each hospital that has a main location, by slug."""
    rows = Location.objects.filter(is_main=True).order_by()
    rows = rows.values_list("hospital__slug", "place", "province")
    return {slug: MainLocation(place, province) for slug, place, province in rows}


def place_options(version_number: int) -> Options:
    places = {location.plaats for location in main_locations(version_number).values()} - {""}
    return tuple((place, place) for place in sorted(places, key=dutch_sort_key))
