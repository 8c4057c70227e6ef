"""The invented centres with all that belongs to them, written in batches."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import models

from centres.models import (
    Centre,
    CentreName,
    Condition,
    Partner,
    PublishedRound,
    Recognition,
    Suspension,
    YearlyFigure,
)
from hospitals.models import Hospital

from .chance import Chance, PublicIds
from .days import days_after
from .descriptions import Names, describe
from .lives import Circumstances, Course, Life, course_of, expired, returned
from .members import Members
from .subjects import Subjects
from .words import EXAMPLE

BATCH = 2_000
MERGED_EVERY, RENAMED_EVERY, SHARED_EVERY = 50, 20, 6
MERGED_AT, RENAMED_AT, SHARED_AT = 6, 3, 1
FIGURES_EVERY = 3
YEARS_OF_FIGURES = 3
OUTSIDE = ("Universitair Voorbeeldcentrum Verweg", "Voorbeeldkliniek Buitenland")


@dataclass
class World:
    """What all centres of an example share."""

    seed: int
    day: datetime.date
    members: Members
    subjects: Subjects
    rounds: list[PublishedRound]
    names: Names = field(default_factory=Names)
    ids: PublicIds = field(default_factory=lambda: PublicIds("TEC"))


class Draft(NamedTuple):
    """One centre before it is written, with what is to be written after it."""

    number: int
    centre: Centre
    conditions: list[Condition]
    life: Life
    chance: Chance

    def occurs(self, at: int, every: int) -> bool:
        return self.number % every == at


def make_centres(size: int, world: World) -> Iterator[list[Draft]]:
    """Write ``size`` centres and yield each batch once it is in the database."""
    for start in range(0, size, BATCH):
        drafts = _drafts(range(start, min(start + BATCH, size)), world)
        _write(drafts, world)
        yield drafts


def _drafts(numbers: range, world: World) -> list[Draft]:
    drafts: list[Draft] = []
    for number in numbers:
        # A batch holds whole rows of MERGED_EVERY: the centre merged into is in it too.
        is_merged = number % MERGED_EVERY == MERGED_AT
        absorbing = drafts[-MERGED_AT].centre if is_merged else None
        drafts.append(_draft(number, world, absorbing))
    return drafts


def _draft(number: int, world: World, absorbing: Centre | None) -> Draft:
    chance = Chance.of(world.seed, "centre", number)
    course = returned if absorbing else course_of(number, chance)
    conditions = chance.some(world.subjects.conditions, most=3)
    centre = describe(
        number,
        hospital=absorbing.hospital if absorbing else _hospital(number, course, world, chance),
        condition=conditions[0],
        names=world.names,
        day=world.day,
        chance=chance,
    )
    centre.public_id = world.ids.next(chance)
    centre.merged_into = absorbing
    life = course(Circumstances(centre, world.day, world.rounds, chance))
    return Draft(number, centre, conditions, life, chance)


def _hospital(number: int, course: Course, world: World, chance: Chance) -> Hospital:
    """Every hospital has a centre; some that are no longer recognised were at one that left."""
    present = world.members.present
    if course is expired and chance.one_in(3):
        return world.members.left
    return present[number] if number < len(present) else chance.choice(present)


# Writing ------------------------------------------------------------------------------------------


def _write(drafts: list[Draft], world: World) -> None:
    """Write a batch: what is pointed at comes before what points at it."""
    Centre.objects.bulk_create(one.centre for one in drafts if not one.centre.merged_into)
    Centre.objects.bulk_create(one.centre for one in drafts if one.centre.merged_into)
    Recognition.objects.bulk_create(
        recognition for one in drafts for recognition in one.life.recognitions
    )
    Suspension.objects.bulk_create(
        suspension for one in drafts for suspension in one.life.suspensions
    )
    _write_links(drafts, world)
    CentreName.objects.bulk_create(name for one in drafts for name in _names(one, world.day))
    Partner.objects.bulk_create(partner for one in drafts for partner in _partners(one, world))
    YearlyFigure.objects.bulk_create(
        figure for one in drafts for figure in _figures(one, world.day)
    )


def _write_links(drafts: list[Draft], world: World) -> None:
    """Link the centres to conditions, specialties, patient organisations and locations."""
    subjects, side_locations = world.subjects, world.members.side_locations
    conditions, specialties, organisations, locations = [], [], [], []
    for one in drafts:
        keys = [condition.pk for condition in one.conditions]
        conditions += [(one.centre, each) for each in one.conditions]
        specialties += [(one.centre, each) for each in _each_once(subjects.specialty_of, keys)]
        organisations += [(one.centre, each) for each in _each_once(subjects.organisation_of, keys)]
        if one.centre.hospital_id in side_locations and one.chance.one_in(3):
            locations.append((one.centre, side_locations[one.centre.hospital_id]))
    _link(Centre.conditions, conditions)
    _link(Centre.specialties, specialties)
    _link(Centre.patient_organisations, organisations)
    _link(Centre.locations, locations)


def _each_once(records: dict[int, models.Model], keys: list[int]) -> list[models.Model]:
    return list(dict.fromkeys(records[key] for key in keys if key in records))


def _link(links, pairs: list[tuple[Centre, models.Model]]) -> None:
    """Write pairs into the link table of a many-to-many field, given by its descriptor."""
    ours, theirs = links.field.m2m_field_name(), links.field.m2m_reverse_field_name()
    links.through.objects.bulk_create(
        links.through(**{ours: centre, theirs: other}) for centre, other in pairs
    )


def _names(one: Draft, day: datetime.date) -> Iterator[CentreName]:
    """Yield a former name for a centre that was renamed, and other names for some."""
    if one.occurs(RENAMED_AT, RENAMED_EVERY):
        yield CentreName(
            centre=one.centre,
            kind=CentreName.Kind.FORMER,
            name=former_name(one.centre),
            used_through=days_after(day, -one.chance.randint(100, 1000)),
        )
    if one.chance.one_in(4):
        yield CentreName(centre=one.centre, name=f"Ook wel: {one.centre.name}")


def former_name(centre: Centre) -> str:
    return f"Oud {centre.name}"


def _partners(one: Draft, world: World) -> Iterator[Partner]:
    """Yield for a shared centre a partner inside STZ, one outside, or both."""
    if not one.occurs(SHARED_AT, SHARED_EVERY):
        return
    others = [each for each in world.members.present if each != one.centre.hospital]
    inside, outside = not one.chance.one_in(3), one.chance.one_in(2)
    if inside or one.number == SHARED_AT:
        yield Partner(centre=one.centre, hospital=one.chance.choice(others))
    if outside or one.number == SHARED_AT:
        yield Partner(centre=one.centre, outside_name=one.chance.choice(OUTSIDE))


def _figures(one: Draft, day: datetime.date) -> Iterator[YearlyFigure]:
    """Yield the figures of the last years for one in ``FIGURES_EVERY`` centres."""
    if not one.occurs(0, FIGURES_EVERY):
        return
    treated = one.chance.randint(20, 900)
    for year in range(day.year - YEARS_OF_FIGURES, day.year):
        yield YearlyFigure(
            centre=one.centre,
            year=year,
            measure="Nieuwe patiënten (voorbeeld)",
            measure_en="New patients (example)",
            definition="Voorbeeld: patiënten die in dit jaar voor het eerst kwamen.",
            definition_en="Example: patients who came for the first time in this year.",
            value=treated + one.chance.randint(0, 50),
            source_name=EXAMPLE,
        )
