"""What all rounds of an example share, and the steps that an application of it goes through."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from simple_history.utils import bulk_create_with_history

from centres.example.chance import Chance, PublicIds
from centres.example.words import within_sentence
from centres.models import Centre, Condition, CriteriaEdition, Kind
from hospitals.models import Hospital

from .. import applications
from ..models import Answer, Application, Approval, AssessmentRound
from .past import Past, moment_on
from .people import People, address_at

WHY = "Voorbeeld"

STATEMENTS = (
    "Voorbeeldantwoord. Wij beschrijven hier {name} en hoe wij dat meten.",
    "Voorbeeldantwoord. Over {name}: sinds de vorige beoordeling is dit verder uitgewerkt.",
    "Voorbeeldantwoord. {name}: ons team bespreekt dit elk kwartaal en stelt bij.",
)


@dataclass
class World:
    """What the rounds of an example share."""

    seed: int
    day: datetime.date
    edition: CriteriaEdition
    hospitals: list[Hospital]
    conditions: list[Condition]
    people: People
    past: Past
    ids: PublicIds = field(default_factory=lambda: PublicIds("AAN"))
    entered: int = 0

    def __post_init__(self):
        self.criteria = list(self.edition.criteria.all())

    def hospital(self, number: int) -> Hospital:
        return self.hospitals[number % len(self.hospitals)]


def act(verb, record, *, by, **arguments):
    """Let ``by`` do ``verb`` to ``record`` as the database holds it."""
    record.refresh_from_db()
    return verb(record, version=record.version, by=by, **{"why": WHY} | arguments)


def enter(
    world: World,
    round: AssessmentRound,
    *,
    hospital: int = 0,
    centre: Centre | None = None,
    complete: bool = True,
    on: datetime.date,
    **over,
) -> Application:
    """Enter a draft for ``centre``, or for one that the hospital of that number proposes.

    Arguments:
        complete: whether every criterion is answered and both approvals are there.
    """
    chance = Chance.of(world.seed, "application", world.entered)
    subject = {"centre": centre, "hospital": centre.hospital} if centre else {}
    subject = subject or _proposal(world, hospital)
    world.entered += 1
    by = world.people.recorder
    application = applications.enter(
        reference=world.ids.next(chance),
        round=round,
        contact_name=f"Aanvrager {world.entered} (voorbeeld)",
        contact_email=address_at(subject["hospital"]),
        patient_organisation="Voorbeeldvereniging van patiënten",
        patient_statement="Voorbeeldverklaring: de vereniging steunt deze aanvraag.",
        patient_statement_on=on,
        by=by,
        why=WHY,
        **subject | over,
    )
    _write_dossier(world, application, chance, complete=complete, on=on)
    return application


def _write_dossier(
    world: World, application: Application, chance: Chance, *, complete: bool, on: datetime.date
) -> None:
    """Write what the dossier holds; at once, because a state only follows from ``submit``."""
    answered = world.criteria if complete else world.criteria[:5]
    answers = [
        Answer(application=application, criterion=each, text=_answer(each.name, chance))
        for each in answered
    ]
    name = f"Bestuurder {world.entered} (voorbeeld)"
    approvals = [
        Approval(application=application, body=body, name=name, approved_on=on)
        for body in Approval.Body
    ]
    write(answers, by=world.people.recorder, on=on)
    write(approvals if complete else [], by=world.people.recorder, on=on)


def write(made: list[models.Model], *, by, on: datetime.date) -> None:
    """Write new rows with their history, which says that ``by`` made them on the day ``on``."""
    if made:
        bulk_create_with_history(
            made,
            type(made[0]),
            default_user=by,
            default_change_reason=WHY,
            default_date=moment_on(on),
        )


def _proposal(world: World, hospital: int) -> dict:
    condition = world.conditions[world.entered % len(world.conditions)]
    name = within_sentence(condition.name)
    name_en = within_sentence(condition.name_en)
    return {
        "hospital": world.hospital(hospital),
        "proposed_name": f"Voorbeeldzorg bij {name}",
        "proposed_name_en": f"Example care for {name_en}",
        "proposed_plain_name": f"{condition.name}: zorg op een plek (voorbeeld)",
        "proposed_kind": Kind.CONDITION,
        "proposed_for_whom": f"Voorbeeldtekst. Dit centrum is voor mensen met {name}.",
        "conditions": [condition],
    }


def _answer(name: str, chance: Chance) -> str:
    return chance.choice(STATEMENTS).format(name=within_sentence(name))


def submit(applications_: Iterable[Application], *, on: datetime.date, by) -> None:
    for application in applications_:
        act(applications.submit, application, on=on, by=by)


def accept(applications_: Iterable[Application], *, on: datetime.date, by) -> None:
    for application in applications_:
        act(applications.accept, application, on=on, by=by)
