"""Centres and hospitals go on in another one, with all that hangs on them."""

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitals.changes import changing
from hospitals.mergers import merging
from hospitals.models import Hospital, Location

from .models import Centre
from .status import RUNNING, Status


def merge(centre: Centre, *, into: Centre, version: int, on: datetime.date, by, why: str) -> None:
    """Merge ``centre`` into ``into``, on whose page its periods stand from then on.

    Refused while a recognition of ``centre`` runs or is to begin on the day ``on``: it would be
    gone from every list without anybody having ended it.
    """
    with merging(centre, into=into, version=version, by=by, why=why):
        if centre.status_on(on) in (*RUNNING, Status.UPCOMING):
            raise ValidationError(
                _(
                    "“%(centre)s” has a recognition that runs or is to begin. End that first, such"
                    " as by giving it back, so that the register says when it ended."
                ),
                code="still_recognised",
                params={"centre": centre},
            )


def merge_hospitals(hospital: Hospital, *, into: Hospital, version: int, by, why: str) -> None:
    """Merge ``hospital`` into ``into``: its centres and its locations move there.

    The care stays where it is: a centre that was at the main location keeps that place as a
    location of its own. Centres that merged before stay what they were, since their page leads
    on already. The memberships of STZ are left to staff: whether and when one ends is a fact of
    its own.

    Raises ``ValidationError`` when the hospitals have current centres of the same name, and as
    ``hospitals.mergers.merging`` does.
    """
    with merging(hospital, into=into, version=version, by=by, why=why) as into:
        centres = list(hospital.centres.current().prefetch_related("locations"))
        refuse_same_names(centres, into)
        main = [hospital.main_location] if hospital.main_location else []
        places = {centre: list(centre.locations.all()) or main for centre in centres}
        moved = move_locations(hospital, into, by=by, why=why)
        for centre, locations in places.items():
            with changing(centre, version=centre.version, by=by, why=why):
                centre.hospital = into
                set_locations(centre, [moved.get(place, place) for place in locations])


def refuse_same_names(centres: list[Centre], hospital: Hospital) -> None:
    """Raise ``ValidationError`` for each of ``centres`` whose name one of ``hospital`` has."""
    there = {centre.name: centre for centre in hospital.centres.select_related("hospital")}
    pairs = [(centre, there[centre.name]) for centre in centres if centre.name in there]
    if pairs:
        raise ValidationError([same_name(*pair) for pair in pairs])


def same_name(one: Centre, other: Centre) -> ValidationError:
    return ValidationError(
        _(
            "“%(name)s” (%(one)s) and “%(name)s” (%(other)s) have the same name. Merge the one"
            " into the other first, or give one of them another name."
        ),
        code="same_name_at_both",
        params={"name": one.name, "one": one.public_id, "other": other.public_id},
    )


def move_locations(hospital: Hospital, into: Hospital, *, by, why) -> dict[Location, Location]:
    """Move the locations of ``hospital``; return what each of them is at ``into``.

    A location that ``into`` has already stays behind, so that no place stands there twice.
    """
    there = {(place.place, place.name): place for place in into.locations.all()}
    moved = {}
    for location in hospital.locations.all():
        twin = there.get((location.place, location.name))
        if twin is None:
            with changing(location, version=location.version, by=by, why=why):
                location.hospital, location.is_main = into, False
        moved[location] = twin or location
    return moved


def set_locations(centre: Centre, locations: list[Location]) -> None:
    """Give ``centre`` these locations of its own; being at the main one goes without saying."""
    own = [] if all(location.is_main for location in locations) else locations
    centre.skip_history_when_saving = True  # the save after this remembers them all at once
    centre.locations.set(own)
    del centre.skip_history_when_saving
