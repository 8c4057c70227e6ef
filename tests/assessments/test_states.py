"""The moves between states: each verb does what the table says, or refuses and writes nothing."""

import datetime
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from assessments import applications, decisions, releases, rounds
from assessments.models import Application, AssessmentRound, DecisionOutcome
from assessments.states import (
    APPLICATION_MOVES,
    MOVES,
    ROUND_MOVES,
    ApplicationState,
    RoundState,
    after,
    may,
)
from tests.assessments.builders import (
    CLOSES,
    MEETS,
    OPENS,
    RELEASES,
    WHY,
    complete,
    make_accepted,
    make_decided,
    make_draft,
    make_open_round,
    make_planned_round,
    make_round_to_release,
    make_submitted,
    moment,
)
from tests.assessments.snapshots import snapshot, undone, written_since
from tests.builders import make_edition, make_user

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "assessment.md"
AFTER_CLOSING = CLOSES + datetime.timedelta(days=1)


def submit(application, by):
    applications.submit(application, version=application.version, on=OPENS, by=by, why=WHY)


def return_it(application, by):
    applications.return_for_completion(
        application,
        version=application.version,
        criteria=application.round.edition.criteria.all()[:1],
        question="Vul aan",
        due_on=CLOSES,
        on=OPENS,
        by=by,
    )


def accept(application, by):
    applications.accept(application, version=application.version, on=OPENS, by=by, why=WHY)


def decide(application, by):
    decisions.decide(
        application,
        version=application.version,
        outcome=DecisionOutcome.DEFERRED,
        reasons="Nog niet duidelijk.",
        decided_on=MEETS,
        decided_by="de commissie",
        by=by,
    )


def reconsider(application, by):
    decisions.reconsider(application, version=application.version, by=by, why=WHY)


def withdraw(application, by):
    applications.withdraw(application, version=application.version, on=OPENS, by=by, why=WHY)


APPLICATION_VERBS = {
    "submit": submit,
    "return": return_it,
    "accept": accept,
    "decide": decide,
    "reconsider": reconsider,
    "withdraw": withdraw,
}


def open_it(round_, by):
    rounds.open_round(round_, version=round_.version, on=OPENS, by=by, why=WHY)


def close_it(round_, by):
    rounds.close_round(round_, version=round_.version, on=AFTER_CLOSING, by=by, why=WHY)


def cancel(round_, by):
    rounds.cancel(round_, version=round_.version, by=by, why=WHY)


def release(round_, by):
    releases.release(round_, version=round_.version, at=moment(RELEASES), by=by, why=WHY)


ROUND_VERBS = {"open": open_it, "close": close_it, "cancel": cancel, "release": release}


def applications_in_every_state(by) -> dict:
    """Return an application per state; one world for all."""
    edition = make_edition(criteria=2)
    done = make_round_to_release(DecisionOutcome.RECOGNISED, edition=edition)
    releases.release(
        done.round, version=done.round.version, at=moment(RELEASES), by=done.releaser, why=WHY
    )
    round_ = make_open_round(edition=edition)
    made = {
        ApplicationState.DRAFT: make_draft(round_),
        ApplicationState.SUBMITTED: make_submitted(round_),
        ApplicationState.RETURNED: make_submitted(round_),
        ApplicationState.IN_ASSESSMENT: make_accepted(round_),
        ApplicationState.DECIDED: make_decided(round_),
        ApplicationState.RELEASED: done.applications[0],
        ApplicationState.WITHDRAWN: make_draft(round_),
    }
    return_it(made[ApplicationState.RETURNED], by)
    withdraw(made[ApplicationState.WITHDRAWN], by)
    complete(made[ApplicationState.DRAFT])  # so that it can be submitted
    return made


def rounds_in_every_state(by) -> dict:
    edition = make_edition(criteria=2)
    ready, done = (
        make_round_to_release(DecisionOutcome.RECOGNISED, edition=edition) for _each in range(2)
    )
    made = {
        RoundState.PLANNED: make_planned_round(edition=edition),
        RoundState.OPEN: make_open_round(edition=edition),
        RoundState.ASSESSING: ready.round,
        RoundState.RELEASED: done.round,
        RoundState.CANCELLED: make_planned_round(edition=edition),
    }
    done.round.refresh_from_db()
    release(done.round, by)
    cancel(made[RoundState.CANCELLED], by)
    return made


def what_happens(before: dict, model, record, act, by) -> object:
    """Do ``act`` to ``record``, undo it, and return the state that it led to or why it did not."""
    fresh = model.objects.get(pk=record.pk)
    with undone():
        try:
            act(fresh, by)
        except ValidationError as refusal:
            return " ".join(refusal.messages), written_since(before)
        return model.objects.get(pk=record.pk).status


CASES = [
    (Application, applications_in_every_state, APPLICATION_VERBS, APPLICATION_MOVES),
    (AssessmentRound, rounds_in_every_state, ROUND_VERBS, ROUND_MOVES),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "make", "verbs", "moves"), CASES)
def test_each_verb_moves_as_the_table_says_or_refuses_and_writes_nothing(model, make, verbs, moves):
    by = make_user("editor")
    records = make(by)
    before, wrong = snapshot(), {}
    for state, record in records.items():
        for verb, act in verbs.items():
            outcome = what_happens(before, model, record, act, by)
            if (state, verb) in moves:
                right = outcome == moves[state, verb]
            else:
                right = (
                    isinstance(outcome, tuple)
                    and not outcome[1]
                    and (f"“{state.label}”" in outcome[0])
                )
            if not right:
                wrong[state, verb] = outcome
    assert len(records) == len(type(state))
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "state"),
    [
        (make_submitted, ApplicationState.SUBMITTED),
        (make_accepted, ApplicationState.IN_ASSESSMENT),
    ],
)
def test_no_application_is_released_that_is_not_decided(make, state):
    world = make_round_to_release(DecisionOutcome.RECOGNISED)
    late = make(make_open_round(edition=world.round.edition))
    Application.objects.filter(pk=late.pk).update(round=world.round)
    before = snapshot()
    with pytest.raises(ValidationError) as refusal:
        release(world.round, world.releaser)
    assert [f"“{state.label}”" in message for message in refusal.value.messages] == [True]
    assert written_since(before) == {}


def test_verbs_that_are_no_move_are_refused_by_the_table():
    assert may("submit", ApplicationState.DRAFT)
    assert not may("submit", RoundState.OPEN)
    with pytest.raises(ValidationError) as refusal:
        after("release", ApplicationState.SUBMITTED)
    assert refusal.value.code == "no_such_move"


def test_every_move_of_an_application_but_the_release_has_a_verb_here():
    assert {verb for _state, verb in APPLICATION_MOVES} == set(APPLICATION_VERBS) | {"release"}
    assert {verb for _state, verb in ROUND_MOVES} == set(ROUND_VERBS)


# The drawings in the docs -----------------------------------------------------------------------


def drawings(kind: str) -> list[str]:
    """Return the drawings of a kind, such as ``stateDiagram-v2``, in the order of the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    return re.findall(rf"```mermaid\n{kind}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize(("place", "states"), [(0, RoundState), (1, ApplicationState)])
def test_drawn_moves_are_those_of_the_table(place, states):
    drawn = re.findall(r"^ +(\w+) --> (\w+) : (\w+)$", drawings("stateDiagram-v2")[place], re.M)
    moves = {(state.value, to.value, verb) for (state, verb), to in MOVES[states].items()}
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == moves


def test_drawing_shows_every_table_and_every_key():
    (drawing,) = drawings("classDiagram")
    classes = set(re.findall(r"^    class (\w+)$", drawing, re.M))
    drawn = set(re.findall(r'^    (\w+) "\S+" -- "\S+" (\w+) : (\w+)$', drawing, re.M))
    models = [
        model
        for model in apps.get_app_config("assessments").get_models()
        if not model.__name__.startswith("Historical")
    ]
    keys = {
        (model.__name__, field.related_model.__name__, field.name)
        for model in models
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.is_relation and field.related_model._meta.label != "auth.User"
    }
    assert classes == {model.__name__ for model in models}
    assert drawn == keys
