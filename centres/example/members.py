"""The invented hospitals: members of STZ, one that left, and one that merged into another."""

import datetime
from typing import NamedTuple

from django.utils.text import slugify

from hospitals.models import FormerName, Hospital, Location, Membership, Verification
from hospitals.partial_dates import PartialDate, Precision

from .chance import Chance, PublicIds
from .days import years_after
from .words import EXAMPLE, rows_of

MOST_HOSPITALS = 40
NAMES = ("Voorbeeldziekenhuis {}", "{} Voorbeeldziekenhuis", "Medisch Centrum {} (voorbeeld)")
YEARS_SINCE_MERGER = 2


class Members(NamedTuple):
    """The hospitals of an example."""

    present: list[Hospital]
    left: Hospital
    merged: Hospital
    side_locations: dict[int, Location]  # by the id of the hospital


def number_of_hospitals(centres: int) -> int:
    """Return how many hospitals belong to so many centres: 27 to 281, and never more than 40."""
    return min(6 + centres // 13, MOST_HOSPITALS)


def make_members(*, centres: int, seed: int, day: datetime.date) -> Members:
    """Write the hospitals for ``centres`` centres, with their places, names and memberships."""
    ids = PublicIds("ZKH")
    places = rows_of("places")[: number_of_hospitals(centres)]
    hospitals = [_hospital(number, row, seed, ids) for number, row in enumerate(places)]
    *present, left, merged = hospitals
    merged.merged_into = present[0]
    Hospital.objects.bulk_create([*present, left])
    Hospital.objects.bulk_create([merged])  # now that the hospital it merged into is there
    Location.objects.bulk_create(
        _main_location(hospital, row) for hospital, row in zip(hospitals, places, strict=True)
    )
    side_locations = Location.objects.bulk_create(
        _side_location(hospital) for hospital in present[::3]
    )
    Membership.objects.bulk_create(
        _membership(hospital, number, through=None) for number, hospital in enumerate(present)
    )
    last_day = years_after(day, -YEARS_SINCE_MERGER)
    Membership.objects.bulk_create(
        _membership(hospital, number, through=last_day)
        for number, hospital in enumerate((left, merged))
    )
    FormerName.objects.bulk_create(_former_names(present, day))
    return Members(present, left, merged, {place.hospital_id: place for place in side_locations})


def _hospital(number: int, row: dict[str, str], seed: int, ids: PublicIds) -> Hospital:
    place = row["place"]
    return Hospital(
        public_id=ids.next(Chance.of(seed, "hospital", number)),
        name=NAMES[number % len(NAMES)].format(place),
        short_name=place,
        slug=f"voorbeeld-{slugify(place)}",
        other_names=f"Voorbeeld {place}\nZiekenhuis {place} (voorbeeld)",
        website=f"https://{slugify(place)}.example.org/",
        verified=Verification.values[number % len(Verification.values)],
        source_name=EXAMPLE,
    )


def _main_location(hospital: Hospital, row: dict[str, str]) -> Location:
    return Location(
        hospital=hospital,
        address="Voorbeeldlaan 1",
        is_main=True,
        source_name=EXAMPLE,
        **row,
    )


def _side_location(hospital: Hospital) -> Location:
    return Location(
        hospital=hospital,
        name=f"Voorbeeldlocatie {hospital.short_name}-Zuid",
        place=f"{hospital.short_name}-Zuid",
        source_name=EXAMPLE,
    )


def _membership(hospital: Hospital, number: int, *, through: datetime.date | None) -> Membership:
    """Return a membership that began in a year, in a month, on a day, or it is not known when."""
    precision = Precision.values[number % len(Precision.values)]
    known = precision != Precision.UNKNOWN
    begin = PartialDate(datetime.date(2000 + number % 15, 4, 1) if known else None, precision)
    return Membership(
        hospital=hospital,
        member_from=begin.as_start(),
        member_from_precision=precision,
        member_through=through,
        source_name=EXAMPLE,
    )


def _former_names(hospitals: list[Hospital], day: datetime.date) -> list[FormerName]:
    """Return a name that ended on a day, one in a year, and one of which it is not known when."""
    ends = (
        PartialDate(years_after(day, -1), Precision.DAY),
        PartialDate(years_after(day, -3), Precision.YEAR),
        PartialDate(None, Precision.UNKNOWN),
    )
    return [
        FormerName(
            hospital=hospital,
            name=f"Oud Voorbeeldziekenhuis {hospital.short_name}",
            used_through=end.as_end(),
            used_through_precision=end.precision,
            source_name=EXAMPLE,
        )
        for hospital, end in zip(hospitals, ends, strict=False)
    ]
