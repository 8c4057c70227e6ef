"""Makes the invented rounds on an example that was just made."""

import datetime

from django.db.models import Count

from centres.example.register import Refused
from centres.example.rounds import EDITION
from centres.models import Condition, CriteriaEdition
from hospitals.models import Hospital

from ..models import Application, AssessmentRound, CommitteeMember, Contact
from .past import Past
from .people import make_people
from .released import make_released_rounds
from .running import make_running_rounds
from .world import World

CONDITIONS = 30


def make_rounds(*, seed: int, day: datetime.date) -> dict[str, int]:
    """Write the rounds, their people and applications. Call it inside a transaction.

    Returns how many there are, by the kind of record.
    """
    hospitals = list(Hospital.objects.members_on(day).order_by("pk"))
    world = World(
        seed=seed,
        day=day,
        edition=CriteriaEdition.objects.get(name=EDITION),
        hospitals=hospitals,
        conditions=list(Condition.objects.order_by("pk")[:CONDITIONS]),
        people=make_people(hospitals, day),
        past=Past(),
    )
    ending = make_released_rounds(world)
    make_running_rounds(world, ending)
    return summary()


def summary() -> dict[str, int]:
    """Count the rounds and the applications by their state."""
    counts = {"members of the committee": CommitteeMember.objects.count()}
    for model, kind in ((AssessmentRound, "rounds"), (Application, "applications")):
        states = model.objects.order_by().values_list("state").annotate(Count("pk"))
        counts |= {f"{kind}: {state.replace('_', ' ')}": n for state, n in sorted(states)}
    return counts


def refuse_to_remove_rounds() -> None:
    """Raise ``Refused`` when there are rounds: an example with them stays as it is.

    What was released never changes and never goes; the database itself refuses it, of an example
    too, and no command goes around that.
    """
    models = (AssessmentRound, CommitteeMember, Contact)
    if any(model.objects.exists() for model in models):
        raise Refused(
            "This database holds rounds of assessment, and what was released is never removed, not"
            " of an example either. Begin with an empty database: choose another one with"
            " DATABASE_URL, or delete the file of this one."
        )
