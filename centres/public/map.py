"""The map of the Netherlands: where hospitals and centres are, as dots on the provinces.

The outlines in ``templates/includes/_provinces.html`` are drawn in a Mercator projection of a
sphere; the constants below belong to that drawing (see ``docs/licences.md``). The map is an extra:
a list with the same links stands beside it on every page.
"""

import datetime
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitals.models import Hospital, Location

from ..models import Centre
from ..remembered import remembered
from ..sentences import status_label
from ..status import IN_FORCE

WIDTH, HEIGHT = 900, 1072
RADIUS = 6_381_372.0
LEFT, RIGHT = 373_044.2486137667, 801_740.4489907753
TOP, BOTTOM = 7_090_498.896693508, 6_580_094.805296535
BESIDE = 30
"""How far apart the dots of hospitals in one town stand, in units of the drawing."""


class Dot(NamedTuple):
    """A link on the map: where it stands in units of the drawing, and the page it leads to.

    ``number`` stands in the dot when it is more than one centre; ``is_here`` marks the dot of the
    page itself; ``is_certain`` says that a centre there is recognised on the day. Without ``page``
    it is no link.
    """

    x: int
    y: int
    page: str
    slug: str
    label: str
    number: int = 1
    is_here: bool = False
    is_certain: bool = True


class Map(NamedTuple):
    """What ``includes/_map.html`` draws, and says below it."""

    label: str
    caption: str
    dots: tuple[Dot, ...]


class HospitalPoint(NamedTuple):
    """A hospital whose main location has coordinates."""

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


def _placed(location: Location, taken: Counter) -> tuple[int, int]:
    """Return where a location is drawn: beside what stands there already.

    Of several hospitals in one town only the town's coordinates may be known.
    """
    where = location.latitude, location.longitude
    x, y = projected(float(where[0]), float(where[1]))
    beside = taken[where] * BESIDE
    taken[where] += 1
    return round(x) + beside, round(y)


@remembered()
def hospital_points(version_number: int) -> tuple[HospitalPoint, ...]:
    """Return the public hospitals whose main location has coordinates, from north to south."""
    hospitals = Hospital.objects.public().filter(merged_into__isnull=True)
    locations = Location.objects.filter(is_main=True, hospital__in=hospitals)
    rows = locations.exclude(latitude=None).order_by("-latitude", "hospital__sort_key")
    taken: Counter = Counter()
    return tuple(
        HospitalPoint(each.hospital.slug, each.hospital.name, each.place, *_placed(each, taken))
        for each in rows.select_related("hospital")
    )


def map_of_hospitals(version_number: int) -> Map | None:
    """Return the map with a dot for each hospital, or ``None`` when no coordinates are known."""
    dots = tuple(
        Dot(point.x, point.y, "hospitals:detail", point.slug, f"{point.name}, {point.place}")
        for point in hospital_points(version_number)
    )
    label = _("Map of the Netherlands with the hospitals; the same hospitals stand in the list")
    return Map(label, _("Each dot is a hospital."), dots) if dots else None


def map_of_hospital(hospital: Hospital) -> Map | None:
    """Return the map with the locations of one hospital, the main one marked."""
    taken: Counter = Counter()
    placed = [
        (*_placed(location, taken), location)
        for location in hospital.locations.all()
        if location.latitude is not None
    ]
    dots = tuple(
        Dot(x, y, "", "", f"{hospital}, {location.place or location}", is_here=location.is_main)
        for x, y, location in placed
    )
    label = _("Map of the Netherlands with the locations of this hospital")
    return Map(label, _("Each dot is a location of this hospital."), dots) if dots else None


def map_of_centres(
    day: datetime.date, centres: Iterable[Centre], here: Centre | None = None
) -> Map | None:
    """Return the map with a dot where ``centres`` are, or ``None`` when that is known of none.

    A dot leads to the centre; where several are, to their hospital.

    Arguments:
        centres: from ``for_cards``.
        here: the centre whose page it is, one of ``centres``.
    """
    at: dict[Location, list[Centre]] = defaultdict(list)
    for centre in centres:
        for location in centre.shown_locations:
            if location.latitude is not None:
                at[location].append(centre)
    taken: Counter = Counter()
    dots = tuple(_dot(location, found, day, taken, here) for location, found in at.items())
    label = _("Map of the Netherlands with these centres; the same centres stand in the list")
    caption = _("Each dot is a centre. An open dot: not recognised now, or not confirmed.")
    if here:
        caption += " " + _("The yellow dot is this centre.")
    return Map(label, caption, dots) if dots else None


def _dot(location: Location, centres: list[Centre], day, taken, here: Centre | None) -> Dot:
    x, y = _placed(location, taken)
    certain = any(centre.status_on(day) in IN_FORCE for centre in centres)
    where = f"{centres[0].hospital_name}, {location.place}"
    if len(centres) == 1:
        (centre,) = centres
        status = strip_tags(status_label(centre.recognition_on(day), day))
        label = f"{where}: {centre.title[0]}. {status}"
        page = "" if centre == here else "centres:detail"
        return Dot(x, y, page, centre.slug, label, 1, centre == here, certain)
    number = ngettext("%(count)s centre", "%(count)s centres", len(centres))
    label = f"{where}: {number % {'count': len(centres)}}"
    slug = centres[0].hospital.slug
    return Dot(x, y, "hospitals:detail", slug, label, len(centres), here in centres, certain)
