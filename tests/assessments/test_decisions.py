"""Decisions: with their requirements, reconsidered, corrected; objections and their term."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from assessments import decisions, releases
from assessments.models import Decision, DecisionOutcome, Objection, Requirement, RequirementCheck
from assessments.states import ApplicationState
from hospitals.records import ChangedMeanwhile
from tests.assessments.builders import (
    MEETS,
    RELEASES,
    WHY,
    decide,
    make_accepted,
    make_open_round,
    make_round_to_release,
    moment,
)
from tests.builders import make_user

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)
SIX_WEEKS_LATER = datetime.date(2026, 6, 12)
CONDITIONAL = DecisionOutcome.WITH_REQUIREMENTS


def asked(due_on: datetime.date = RELEASES, **over) -> decisions.Asked:
    return decisions.Asked(**{"text": "Leid op", "evidence": "Diploma", "due_on": due_on} | over)


@pytest.fixture
def application():
    return make_accepted(make_open_round())


@pytest.fixture
def released() -> Decision:
    """A released decision, recognised with one requirement."""
    world = make_round_to_release(CONDITIONAL)
    releases.release(
        world.round, version=world.round.version, at=moment(RELEASES), by=world.releaser, why=WHY
    )
    return Decision.objects.get()


# Deciding ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", DecisionOutcome)
def test_a_decision_is_recorded_with_what_it_requires(application, outcome):
    conditional = outcome == CONDITIONAL
    decision = decide(application, outcome, requirements=[asked(), asked()] * conditional)
    assert (application.status, decision.outcome) == (ApplicationState.DECIDED, outcome)
    assert Requirement.objects.count() == 2 * conditional
    assert (decision.replaces, decision.correction_reason, decision.released_at) == (None, "", None)


@pytest.mark.parametrize(
    ("outcome", "requirements", "code"),
    [
        (CONDITIONAL, [], "no_requirements"),
        (DecisionOutcome.RECOGNISED, [asked()], "requirements_do_not_fit"),
        (DecisionOutcome.DEFERRED, [asked()], "requirements_do_not_fit"),
        (CONDITIONAL, [asked(), asked(MEETS)], "due_too_early"),
    ],
)
def test_requirements_fit_the_outcome(application, outcome, requirements, code):
    with pytest.raises(ValidationError) as refusal:
        decide(application, outcome, requirements=requirements)
    assert (refusal.value.code, application.status) == (code, ApplicationState.IN_ASSESSMENT)
    assert Decision.objects.count() == 0


def test_a_requirement_is_due_from_the_day_after_the_decision(application):
    decide(application, CONDITIONAL, requirements=[asked(MEETS + ONE_DAY)])
    assert Requirement.objects.get().due_on == MEETS + ONE_DAY


@pytest.mark.parametrize(
    "fields",
    [
        {"reasons": ""},
        {"decided_by": ""},
        {"outcome": DecisionOutcome.DEFERRED, "valid_from": RELEASES},
        {"outcome": CONDITIONAL, "requirements": [asked(evidence="")]},
    ],
)
def test_an_incomplete_decision_is_refused_as_a_whole(application, fields):
    with pytest.raises(ValidationError):
        decide(application, **fields)
    application.refresh_from_db()
    assert application.status == ApplicationState.IN_ASSESSMENT
    assert (Decision.objects.count(), Requirement.objects.count()) == (0, 0)


def test_reconsidering_keeps_the_old_decision_and_the_new_one_names_it(application):
    first = decide(application, CONDITIONAL)
    by = make_user("editor")
    decisions.reconsider(application, version=application.version, by=by, why="Nieuwe cijfers")
    assert application.status == ApplicationState.IN_ASSESSMENT
    second = decide(application, DecisionOutcome.RECOGNISED, why="Nieuwe cijfers")
    assert (second.replaces, second.correction_reason) == (first, "Nieuwe cijfers")
    assert list(application.decisions.current()) == [second]
    first.refresh_from_db()
    assert (first.outcome, first.version, first.requirements.count()) == (CONDITIONAL, 1, 1)


def test_a_second_decision_at_a_stale_version_is_told_who_decided(application):
    first, stale = make_user("editor"), type(application).objects.get(pk=application.pk)
    decide(application, by=first)
    with pytest.raises(ChangedMeanwhile) as refusal:
        decisions.decide(
            stale, version=stale.version, outcome=DecisionOutcome.DEFERRED, reasons="Nee",
            decided_on=MEETS, decided_by="de commissie", by=make_user("editor"),
        )  # fmt: skip
    assert refusal.value.params["who"] == first
    assert Decision.objects.get().outcome == DecisionOutcome.RECOGNISED


# Recording a correction -------------------------------------------------------------------------


def correct(decision, **over):
    facts = {"outcome": DecisionOutcome.RECOGNISED, "reasons": "Toch", "decided_on": RELEASES}
    facts |= {"decided_by": "de commissie", "by": make_user("editor"), "why": "Verkeerd gelezen"}
    return decisions.record_correction(decision, **{"version": decision.version} | facts | over)


def test_a_correction_names_the_released_decision_and_says_why(released):
    correction = correct(released)
    assert (correction.replaces, correction.correction_reason) == (released, "Verkeerd gelezen")
    assert correction.released_at is None
    version = released.version
    released.refresh_from_db()
    assert (released.outcome, released.version) == (CONDITIONAL, version)


@pytest.mark.parametrize("over", [{"why": ""}, {"reasons": ""}])
def test_a_correction_without_reasons_is_refused(released, over):
    with pytest.raises(ValidationError):
        correct(released, **over)
    assert Decision.objects.count() == 1


def test_a_decision_is_corrected_once(released):
    correct(released)
    with pytest.raises(ValidationError) as refusal:
        correct(released)
    assert refusal.value.code == "replaced_already"


def test_a_decision_that_is_not_released_is_reconsidered_instead(application):
    with pytest.raises(ValidationError) as refusal:
        correct(decide(application))
    assert refusal.value.code == "not_released"


# Requirements and objections --------------------------------------------------------------------


def judge(requirement, *, is_met: bool, version: int = 0):
    return decisions.judge_requirement(
        requirement, version=version, is_met=is_met, explanation="Diploma gezien", on=RELEASES,
        by=make_user("editor"),
    )  # fmt: skip


def test_a_requirement_is_judged_in_a_record_of_its_own(released):
    requirement = released.requirements.get()
    judge(requirement, is_met=False)
    with pytest.raises(ChangedMeanwhile):
        judge(requirement, is_met=True)
    check = judge(requirement, is_met=True, version=1)
    assert (check.is_met, RequirementCheck.objects.count(), check.history.count()) == (True, 1, 2)


def test_a_requirement_is_judged_after_the_release_only(application):
    requirement = decide(application, CONDITIONAL).requirements.get()
    with pytest.raises(ValidationError) as refusal:
        judge(requirement, is_met=True)
    assert refusal.value.code == "not_released"


def object_to(decision, received_on: datetime.date, on: datetime.date = SIX_WEEKS_LATER + ONE_DAY):
    return decisions.object_to(
        decision, received_on=received_on, grounds="Onjuist", on=on, by=make_user("editor")
    )


@pytest.mark.parametrize(
    ("received_on", "in_time"),
    [(RELEASES, True), (SIX_WEEKS_LATER, True), (SIX_WEEKS_LATER + ONE_DAY, False)],
)
def test_an_objection_is_in_time_through_six_weeks_after_the_release(
    released, received_on, in_time
):
    objection = object_to(released, received_on)
    assert (objection.term_through, objection.is_in_time) == (SIX_WEEKS_LATER, in_time)


def test_the_term_counts_from_the_day_in_amsterdam(released):
    midnight = moment(RELEASES, hour=0)
    assert midnight.astimezone(datetime.UTC).date() == RELEASES - ONE_DAY
    assert decisions.objection_term_through(Decision(released_at=midnight)) == SIX_WEEKS_LATER


def test_an_objection_lies_not_ahead_and_is_against_a_released_decision(released, application):
    with pytest.raises(ValidationError) as refusal:
        object_to(released, RELEASES + ONE_DAY, on=RELEASES)
    assert set(refusal.value.error_dict) == {"received_on"}
    with pytest.raises(ValidationError) as refusal:
        object_to(decide(application), RELEASES)
    assert refusal.value.code == "not_released"


def decide_objection(objection, **over):
    facts = {"outcome": Objection.Outcome.FOUNDED, "effect": "Het besluit wordt herzien"}
    facts |= {"on": SIX_WEEKS_LATER, "by": make_user("editor"), "version": objection.version}
    decisions.decide_objection(objection, **facts | over)


def test_one_objection_is_open_at_a_time_and_decided_once(released):
    objection = object_to(released, RELEASES)
    with pytest.raises(ValidationError):
        object_to(released, RELEASES)
    decide_objection(objection, new_decision=correct(released))
    with pytest.raises(ValidationError) as refusal:
        decide_objection(objection)
    assert refusal.value.code == "decided_already"
    object_to(released, RELEASES)
    assert Objection.objects.count() == 2


def test_the_effect_of_an_objection_is_a_decision_on_the_same_application(released, application):
    with pytest.raises(ValidationError) as refusal:
        decide_objection(object_to(released, RELEASES), new_decision=decide(application))
    assert refusal.value.code == "other_application"
