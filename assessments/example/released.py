"""The rounds of an example that were released: one four years ago, and one last year."""

import datetime
from typing import NamedTuple

from centres.entries import enter_centre
from centres.example.chance import Chance, PublicIds
from centres.example.days import TERM_YEARS, days_after, last_day_of_term, years_after
from centres.example.words import EXAMPLE
from centres.models import Centre, Kind, PublishedRound, Recognition
from centres.recognitions import record
from centres.status import Origin, Outcome
from hospitals.partial_dates import PartialDate, Precision

from .. import applications, committee, decisions
from ..corrections import release_correction
from ..decisions import Asked
from ..models import AssessmentRound, Decision, DecisionOutcome, Objection
from ..releases import release
from .calendars import Days, close, plan_and_open
from .judging import agree, approve_letter, assess, confirm, decide
from .world import WHY, World, accept, act, enter, submit

RECOGNISED, WITH_REQUIREMENTS, NOT_RECOGNISED, DEFERRED = DecisionOutcome


class Case(NamedTuple):
    """An application of a released round, and what is decided on it."""

    outcome: DecisionOutcome
    hospital: int = 0
    centre: Centre | None = None
    valid_from: datetime.date | None = None
    requirements: tuple[Asked, ...] = ()


def make_released_rounds(world: World) -> list[Centre]:
    """Make both rounds. Returns the centres of the first, whose terms end around the day."""
    centres = _four_years_ago(world)
    _last_year(world)
    _mark_as_example(world)
    return centres


def _four_years_ago(world: World) -> list[Centre]:
    """The terms that it gave end 20 days before the day, and 100 and 160 days after it."""
    released_on = days_after(years_after(world.day, -TERM_YEARS), -60)
    first_days = [years_after(days_after(world.day, n), -TERM_YEARS) for n in (-20, 100, 160)]
    asked = _requirement("Leid een tweede specialist op.", days_after(released_on, 180))
    cases = [
        Case(RECOGNISED, 1, valid_from=first_days[0]),
        Case(RECOGNISED, 2, valid_from=first_days[1]),
        Case(WITH_REQUIREMENTS, 3, valid_from=first_days[2], requirements=(asked,)),
        Case(NOT_RECOGNISED, 1),
        Case(DEFERRED, 2),
    ]
    round, decided = _assessed(world, cases, released_on=released_on)
    _release(world, round, decided, on=released_on)
    _judge(world, decided[2], is_met=True, on=days_after(released_on, 170))
    return [decision.recognition.centre for decision in decided[:3]]


def _last_year(world: World) -> None:
    """With requirements met and overdue, reassessments, an objection and its correction."""
    released_on = datetime.date(world.day.year - 1, 12, 1)
    due_on = days_after(released_on, 14)
    asked = (
        _requirement("Neem deel aan een landelijke registratie.", due_on),
        _requirement("Beschrijf de overdracht naar de huisarts.", due_on),
    )
    last_days = (days_after(released_on, 30), days_after(released_on, -10))
    known, lost = (_taken_over(world, number, last) for number, last in enumerate(last_days))
    cases = [
        Case(WITH_REQUIREMENTS, 0, requirements=asked),
        Case(RECOGNISED, centre=known),
        Case(NOT_RECOGNISED, centre=lost),
        Case(RECOGNISED, 3),
        Case(NOT_RECOGNISED, 1),
    ]
    round, decided = _assessed(world, cases, released_on=released_on, one_withdrawn=True)
    _release(world, round, decided, on=released_on)
    _judge(world, decided[0], is_met=True, on=days_after(due_on, -2))
    _object(world, decided[-1], on=days_after(released_on, 10))


def _assessed(
    world: World, cases: list[Case], *, released_on: datetime.date, one_withdrawn: bool = False
) -> tuple[AssessmentRound, list[Decision]]:
    """Take ``cases`` through a round, up to the decision on each."""
    by = world.people.recorder
    days = Days.around(released_on, opens=-240, closes=-150, meets=-30, release=0)
    round = plan_and_open(world, days)
    entered_on = days_after(days.closes_on, -20)
    with world.past.on(entered_on):
        made = [
            enter(world, round, hospital=one.hospital, centre=one.centre, on=entered_on)
            for one in cases
        ]
        submit(made, on=entered_on, by=by)
        if one_withdrawn:
            withdrawn = enter(world, round, hospital=2, on=entered_on)
            submit([withdrawn], on=entered_on, by=by)
            act(applications.withdraw, withdrawn, on=entered_on, by=by)
    with world.past.on(days_after(days.closes_on, 1)):
        on = close(world, round)
        accept(made, on=on, by=by)
        assignments = committee.propose_assignments(round, on=on, by=by, why=WHY)
        confirm(assignments, on=on, by=by)
    found_on = days_after(days.meets_on, -10)
    with world.past.on(found_on):
        for application in made:
            assess(world, list(application.assignments.all()), on=found_on)
    with world.past.on(days.meets_on):
        for application in made:
            agree(world, application, on=days.meets_on)
        decided = [
            decide(
                world,
                application,
                one.outcome,
                on=days.meets_on,
                valid_from=one.valid_from,
                requirements=one.requirements,
            )
            for application, one in zip(made, cases, strict=True)
        ]
    return round, decided


def _release(
    world: World, round: AssessmentRound, decided: list[Decision], *, on: datetime.date
) -> None:
    with world.past.on(on) as moment:
        for decision in decided:
            decision.refresh_from_db()
            approve_letter(world, decision, released_on=on, at=moment)
        act(release, round, at=moment, by=world.people.releaser)
    for decision in decided:
        decision.refresh_from_db()


def _judge(world: World, decision: Decision, *, is_met: bool, on: datetime.date) -> None:
    """Judge the first requirement of ``decision``; the others stay open."""
    with world.past.on(on):
        decisions.judge_requirement(
            decision.requirements.first(),
            version=0,
            is_met=is_met,
            explanation="Voorbeeld: het gevraagde stuk is ontvangen.",
            on=on,
            by=world.people.recorder,
        )


def _object(world: World, decision: Decision, *, on: datetime.date) -> None:
    """Let the hospital object, and the objection lead to another decision, released apart."""
    people, corrected_on = world.people, days_after(on, 8)
    with world.past.on(on):
        objection = decisions.object_to(
            decision,
            received_on=on,
            grounds="Voorbeeldbezwaar: de commissie zag een bijlage over het hoofd.",
            on=on,
            by=people.recorder,
        )
    with world.past.on(corrected_on) as moment:
        correction = act(
            decisions.record_correction,
            decision,
            outcome=RECOGNISED,
            reasons="Voorbeeldbesluit op bezwaar: het centrum voldoet alsnog.",
            decided_on=corrected_on,
            decided_by="het bestuur van STZ (voorbeeld)",
            by=people.recorder,
            why="Voorbeeld: het bezwaar is gegrond.",
        )
        approve_letter(world, correction, released_on=corrected_on, at=moment)
        act(release_correction, correction, at=moment, by=people.releaser)
        act(
            _decide_objection, objection, correction=correction, on=corrected_on, by=people.recorder
        )


def _decide_objection(objection: Objection, *, correction: Decision, why: str, **arguments) -> None:
    decisions.decide_objection(
        objection,
        outcome=Objection.Outcome.FOUNDED,
        effect="Voorbeeld: het centrum wordt alsnog erkend.",
        new_decision=correction,
        **arguments,
    )


def _requirement(text: str, due_on: datetime.date) -> Asked:
    return Asked(f"Voorbeeldvoorwaarde: {text}", "Een verslag (voorbeeld).", due_on)


def _taken_over(world: World, number: int, last_day: datetime.date) -> Centre:
    """Enter a centre whose recognition was taken over and runs through ``last_day``."""
    first_day = days_after(years_after(last_day, -TERM_YEARS), 1)
    with world.past.on(first_day):
        centre = enter_centre(
            hospital=world.hospital(number + 2),
            name=f"Voorbeeldcentrum dat {('bleef', 'ophield')[number]}",
            kind=Kind.ORGANISATION,
            by=world.people.recorder,
            why=WHY,
        )
        record(
            centre=centre,
            outcome=Outcome.FULL,
            origin=Origin.REGISTER,
            valid_from=PartialDate(first_day, Precision.DAY),
            valid_through=PartialDate(last_day_of_term(first_day), Precision.DAY),
            by=world.people.recorder,
            why=WHY,
        )
    return centre


def _mark_as_example(world: World) -> None:
    """Give what the releases made public its source, and permanent ids that the seed gives."""
    for model in (PublishedRound, Recognition):
        model.objects.exclude(source_name=EXAMPLE).update(source_name=EXAMPLE)
    ids = PublicIds("TEC")
    ids.given.update(Centre.objects.filter(source_name=EXAMPLE).values_list("public_id", flat=True))
    for centre in Centre.objects.exclude(source_name=EXAMPLE).order_by("pk"):
        named = {"public_id": ids.next(Chance.of(world.seed, "released", centre.slug))}
        Centre.objects.filter(pk=centre.pk).update(source_name=EXAMPLE, **named)
        centre.history.update(source_name=EXAMPLE, **named)
