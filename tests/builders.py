"""Records for tests: dull defaults, unique names, and whatever a test is about as a keyword."""

import datetime
import itertools

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from centres.models import (
    AnnouncedRound,
    Centre,
    Condition,
    CriteriaEdition,
    Criterion,
    Kind,
    PublishedRound,
    Recognition,
    Specialty,
    Suspension,
    Theme,
)
from centres.status import Origin, Outcome
from hospitals.models import Hospital, Location, Membership
from hospitals.partial_dates import PartialDate

FIRST_DAY = datetime.date(2024, 5, 1)
LAST_DAY = datetime.date(2028, 4, 30)
PASSWORD = "a long password for tests"

_numbers = itertools.count(1)


def make_hospital(**over) -> Hospital:
    """Make a bare hospital; the public sees only one made with ``make_member``."""
    number = next(_numbers)
    defaults = {
        "name": f"Ziekenhuis {number}",
        "short_name": f"Z{number}",
        "slug": f"ziekenhuis-{number}",
    }
    return Hospital.objects.create(**defaults | over)


def make_location(hospital: Hospital | None = None, **over) -> Location:
    """Make the main location of ``hospital``, in Zwolle."""
    defaults = {"place": "Zwolle", "province": "Overijssel", "is_main": True}
    return Location.objects.create(hospital=hospital or make_hospital(), **defaults | over)


def make_membership(hospital: Hospital | None = None, **over) -> Membership:
    """Make a running membership of which the first day is not known."""
    return Membership.objects.create(hospital=hospital or make_hospital(), **over)


def make_member(**over) -> Hospital:
    """Make a member of STZ: a hospital with a membership and a main location."""
    hospital = make_hospital(**over)
    make_membership(hospital)
    make_location(hospital)
    return hospital


def make_specialty(**over) -> Specialty:
    number = next(_numbers)
    defaults = {"name": f"Specialisme {number}", "slug": f"specialisme-{number}"}
    return Specialty.objects.create(**defaults | over)


def make_condition(**over) -> Condition:
    number = next(_numbers)
    defaults = {"name": f"Aandoening {number}", "slug": f"aandoening-{number}"}
    return Condition.objects.create(**defaults | over)


def make_centre(
    hospital: Hospital | None = None, *, conditions=(), specialties=(), **over
) -> Centre:
    """Make a centre, at a member of its own unless ``hospital`` is given.

    The public sees it once it has a recognition.
    """
    number = next(_numbers)
    defaults = {
        "name": f"Expertisecentrum {number}",
        "slug": f"expertisecentrum-{number}",
        "kind": Kind.CONDITION,
    }
    centre = Centre.objects.create(hospital=hospital or make_member(), **defaults | over)
    centre.conditions.set(conditions)
    centre.specialties.set(specialties)
    return centre


def make_recognition(
    centre: Centre | None = None, valid_from=FIRST_DAY, valid_through=LAST_DAY, **over
) -> Recognition:
    """Make a full recognition from STZ's records, known to the day, by default of four years."""
    defaults = {"outcome": Outcome.FULL, "origin": Origin.REGISTER}
    period = {"valid_from": valid_from, "valid_through": valid_through}
    return Recognition.objects.create(centre=centre or make_centre(), **defaults | period | over)


def make_public_source_recognition(
    centre: Centre | None = None, valid_from: str = "2018", valid_through: str = "", **over
) -> Recognition:
    """Make a recognition found in a public source; the dates are text such as ``2018-10``."""
    defaults = {
        "outcome": Outcome.NOT_STATED,
        "origin": Origin.PUBLIC_SOURCE,
        "source_name": "Nieuwsbericht",
        "source_url": "https://ziekenhuis.example/nieuws",
    }
    dates = partial_period(valid_from, valid_through)
    return Recognition.objects.create(centre=centre or make_centre(), **defaults | dates | over)


def partial_period(valid_from: str, valid_through: str) -> dict:
    """Return the four fields of a period of which the bounds are written as far as known."""
    first, last = PartialDate.parse(valid_from), PartialDate.parse(valid_through)
    return {
        "valid_from": first.as_start(),
        "valid_from_precision": first.precision,
        "valid_through": last.as_end(),
        "valid_through_precision": last.precision,
    }


def make_suspension(recognition: Recognition, suspended_from, **over) -> Suspension:
    """Make a suspension until further notice."""
    defaults = {"suspended_from": suspended_from, "reason": "Wachten op nieuw team"}
    return Suspension.objects.create(recognition=recognition, **defaults | over)


def make_edition(*, criteria: int = 13, in_use_since=datetime.date(2024, 1, 1), **over):
    """Make an edition with its criteria, in use unless ``in_use_since`` is ``None``."""
    edition = CriteriaEdition.objects.create(**{"name": f"Editie {next(_numbers)}"} | over)
    for number in range(1, criteria + 1):
        make_criterion(edition, number)
    edition.in_use_since = in_use_since
    edition.save()
    return edition


def make_criterion(edition: CriteriaEdition, number: int = 1, **over) -> Criterion:
    defaults = {"theme": Theme.TEAM, "name": f"Criterium {number}", "text": "Wat wordt gevraagd."}
    return Criterion.objects.create(edition=edition, number=number, **defaults | over)


def make_round(year: int = 2024, number: int | None = None, **over) -> PublishedRound:
    """Make a round whose figures are computed, with an edition of its own unless given."""
    if number is None:
        number = PublishedRound.objects.filter(year=year).count() + 1
    defaults = {
        "edition": over.get("edition") or make_edition(),
        "released_on": datetime.date(year, 5, 1),
        "figures_origin": PublishedRound.Figures.COMPUTED,
    }
    return PublishedRound.objects.create(year=year, number=number, **defaults | over)


def make_announced_round(year: int = 2026, number: int = 1, **over) -> AnnouncedRound:
    """Make the announcement of a round that is open in March, with an edition of its own."""
    defaults = {
        "edition": over.get("edition") or make_edition(),
        "opens_on": datetime.date(year, 3, 1),
        "closes_on": datetime.date(year, 3, 31),
        "meets_on": datetime.date(year, 5, 12),
        "planned_release_on": datetime.date(year, 6, 1),
    }
    return AnnouncedRound.objects.create(year=year, number=number, **defaults | over)


def make_user(role: str = "", **over):
    """Make an account: ``editor`` or ``reader`` is staff in that group, ``superuser`` may all."""
    name = f"{role or 'gebruiker'}-{next(_numbers)}"
    rights = {"is_staff": bool(role), "is_superuser": role == "superuser"}
    user = get_user_model().objects.create_user(
        **{"username": name, "email": f"{name}@stz.example", "password": PASSWORD} | rights | over
    )
    if role in ("editor", "reader"):
        user.groups.add(Group.objects.get(name=role))
    return user
