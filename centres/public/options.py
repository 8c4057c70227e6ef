"""The closed lists of values by which a visitor narrows the list of centres."""

from django.db.models import Q
from django.utils.translation import get_language

from hospitals.models import Hospital, Location
from hospitals.sort_keys import dutch_sort_key

from ..models import Specialty
from ..remembered import remembered

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


def place_options(version_number: int) -> Options:
    """Return the places where a centre can be: main locations, and own locations of centres."""
    return tuple((place, place) for place in _places(version_number))


@remembered()
def _places(version_number: int) -> tuple[str, ...]:
    locations = Location.objects.filter(Q(is_main=True) | Q(centres__isnull=False)).exclude(
        place=""
    )
    places = locations.order_by().values_list("place", flat=True).distinct()
    return tuple(sorted(places, key=dutch_sort_key))
