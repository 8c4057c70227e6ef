"""Where the hospitals are, as points on the map of the provinces.

The outlines in ``templates/includes/_provinces.html`` are drawn in a Mercator projection of a
sphere; the constants below belong to that drawing (see ``docs/licences.md``).
"""

import math
from collections import Counter
from decimal import Decimal
from typing import NamedTuple

from hospitals.models import Hospital, Location

from ..remembered import remembered

WIDTH, HEIGHT = 900, 1072
RADIUS = 6_381_372.0
LEFT, RIGHT = 373_044.2486137667, 801_740.4489907753
TOP, BOTTOM = 7_090_498.896693508, 6_580_094.805296535
BESIDE = 30
"""How far apart the points of hospitals in one town stand, in units of the drawing."""


class Point(NamedTuple):
    """A hospital on the map: where its point stands, in units of the drawing."""

    slug: str
    name: str
    place: str
    x: int
    y: int


def projected(latitude: float, longitude: float) -> tuple[float, float]:
    """Return where a point given in degrees stands in the drawing."""
    east = RADIUS * math.radians(longitude)
    north = RADIUS * math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return (east - LEFT) / (RIGHT - LEFT) * WIDTH, (TOP - north) / (TOP - BOTTOM) * HEIGHT


@remembered()
def hospital_points(version_number: int) -> tuple[Point, ...]:
    """Return the public hospitals whose main location has coordinates, from north to south.

    Hospitals in one town, of which only the town's coordinates are known, stand side by side.
    """
    hospitals = Hospital.objects.public().filter(merged_into__isnull=True)
    locations = Location.objects.filter(is_main=True, hospital__in=hospitals)
    rows = locations.exclude(latitude=None).order_by("-latitude", "hospital__sort_key")
    rows = rows.values_list("hospital__slug", "hospital__name", "place", "latitude", "longitude")
    taken: Counter[tuple[Decimal, Decimal]] = Counter()
    points = []
    for slug, name, place, latitude, longitude in rows:
        x, y = projected(float(latitude), float(longitude))
        beside = taken[latitude, longitude] * BESIDE
        taken[latitude, longitude] += 1
        points.append(Point(slug, name, place, round(x) + beside, round(y)))
    return tuple(points)
