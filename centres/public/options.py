"""The closed lists of values by which a visitor narrows the list of centres."""

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


@remembered()
def place_options(version_number: int) -> Options:
    places = Location.objects.filter(is_main=True).exclude(place="")
    names = places.order_by().values_list("place", flat=True).distinct()
    return tuple((name, name) for name in sorted(names, key=dutch_sort_key))
