"""Names: everything by which a public centre may be found, read from the public records."""

from collections import defaultdict
from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from hospitals.models import FormerName, Hospital, Location

from ..models import Centre, CentreName, Condition, ConditionCode, ConditionName, Partner, Specialty


class Where(IntEnum):
    """Where a name stands; a name that tells more comes first."""

    OWN = 0
    CONDITION = 1
    SPECIALTY = 2
    HOSPITAL = 3
    PLACE = 4
    CODE = 5
    SYNONYM = 6


class Name(NamedTuple):
    """A name as it is written, where it stands, and whether it is English."""

    text: str
    where: Where
    is_english: bool = False


Names = dict[int, list[Name]]
"""The names of each record by its key."""

OWN_NAMES = ("name", "plain_name", "name_en", "plain_name_en")
KIND_IS_NAME = {ConditionName.Kind.PROFESSIONAL}


def names_of_centres(centres: Iterable[dict], *, conditions: Names, hospitals: Names) -> Names:
    """Return the names by which each of ``centres`` is found, its own first.

    Arguments:
        centres: the public, current centres as ``pk``, ``hospital`` and ``OWN_NAMES``.
        conditions, hospitals: the names of all of these.
    """
    own = _names_of_centres_themselves(centres)
    places, specialties = names_of_places(), _names_of_specialties()
    shared = {
        Centre.conditions.through: ("condition_id", conditions),
        Centre.specialties.through: ("specialty_id", specialties),
    }
    for link, (column, names) in shared.items():
        for centre, other in link.objects.order_by("pk").values_list("centre_id", column):
            if centre in own:
                own[centre] += names[other]
    for centre_key, location in Centre.locations.through.objects.order_by("pk").values_list(
        "centre_id", "location_id"
    ):
        if centre_key in own:
            own[centre_key] += places.of_location[location]
    for centre_key, hospital, outside in Partner.objects.order_by("pk").values_list(
        "centre_id", "hospital_id", "outside_name"
    ):
        if centre_key in own:
            own[centre_key] += hospitals[hospital] if hospital else _outside(outside)
    for centre in centres:
        own[centre["pk"]] += hospitals[centre["hospital"]] + places.of_hospital[centre["hospital"]]
    return own


def _names_of_centres_themselves(centres: Iterable[dict]) -> Names:
    names = {centre["pk"]: _own(centre) for centre in centres}
    successor = dict(
        Centre.objects.public().filter(merged_into__in=names).values_list("pk", "merged_into")
    )
    for centre in Centre.objects.filter(pk__in=successor).values("pk", *OWN_NAMES):
        names[successor[centre["pk"]]] += _own(centre)
    for centre, name in CentreName.objects.order_by("pk").values_list("centre_id", "name"):
        if (found := names.get(successor.get(centre, centre))) is not None:
            found.append(Name(name, Where.OWN))
    return names


def _own(centre: dict) -> list[Name]:
    columns = {centre[column]: column for column in reversed(OWN_NAMES) if centre[column]}
    names = [Name(text, Where.OWN, column.endswith("_en")) for text, column in columns.items()]
    return names[::-1]


def _outside(name: str) -> list[Name]:
    return [Name(name, Where.HOSPITAL)]


def names_of_conditions() -> Names:
    """Return all names and codes of every condition."""
    names = defaultdict(list)
    for pk, name, english in Condition.objects.order_by("pk").values_list("pk", "name", "name_en"):
        names[pk].append(Name(name, Where.CONDITION))
        if english:
            names[pk].append(Name(english, Where.CONDITION, is_english=True))
    rows = ConditionName.objects.order_by("pk").values_list("condition_id", "kind", "name")
    for pk, kind, name in rows:
        where = Where.CONDITION if kind in KIND_IS_NAME else Where.SYNONYM
        names[pk].append(Name(name, where, kind == ConditionName.Kind.ENGLISH))
    for pk, code in ConditionCode.objects.order_by("pk").values_list("condition_id", "code"):
        names[pk].append(Name(code, Where.CODE))
    return names


def _names_of_specialties() -> Names:
    return {
        pk: [Name(text, Where.SPECIALTY, text is english) for text in (name, english) if text]
        for pk, name, english in Specialty.objects.values_list("pk", "name", "name_en")
    }


def names_of_hospitals() -> Names:
    """Return all names of each hospital, also of those that merged into it."""
    texts, successor = defaultdict(dict), {}
    rows = Hospital.objects.order_by("pk").values_list(
        "pk", "merged_into", "name", "short_name", "other_names"
    )
    for pk, merged_into, name, short_name, other_names in rows:
        successor[pk] = merged_into or pk
        texts[successor[pk]] |= dict.fromkeys([name, short_name, *other_names.splitlines()])
    former = FormerName.objects.order_by("pk").values_list("hospital_id", "name", "short_name")
    for pk, name, short_name in former:
        texts[successor[pk]] |= dict.fromkeys([name, short_name])
    return defaultdict(
        list,
        {pk: [Name(text, Where.HOSPITAL) for text in each if text] for pk, each in texts.items()},
    )


class Places(NamedTuple):
    """By which places a centre is found: of its location, and of all where its hospital is."""

    of_location: Names
    of_hospital: Names


def names_of_places() -> Places:
    """Return name, place and province of each location, and of the locations of each hospital."""
    rows = Location.objects.order_by("-is_main", "pk").values_list(
        "pk", "hospital_id", "name", "place", "province"
    )
    of_location, of_hospital = {}, defaultdict(list)
    for pk, hospital, *texts in rows:
        of_location[pk] = [Name(text, Where.PLACE) for text in dict.fromkeys(texts) if text]
        of_hospital[hospital] += of_location[pk]
    return Places(of_location, of_hospital)
