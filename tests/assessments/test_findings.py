"""Findings: a draft until submitted, one's own view first, then what the committee agrees on."""

import pytest
from django.core.exceptions import ValidationError

from assessments import committee, decisions, findings
from assessments.models import Consensus, DecisionOutcome, Finding, Verdict
from hospitals.records import ChangedMeanwhile
from tests.assessments.builders import (
    MEETS,
    OPENS,
    WHY,
    decide,
    make_accepted,
    make_assessor,
    make_committee_member,
    make_findings,
    make_open_round,
    make_submitted,
)
from tests.builders import make_edition, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    return make_accepted(make_open_round())


@pytest.fixture
def assignment(application):
    return make_assessor(application)


def criterion_of(application, number: int = 1):
    return application.round.edition.criteria.get(number=number)


def save(assignment, *, verdict=Verdict.MEETS, reason="", version=0, by=None, criterion=None):
    return findings.save_finding(
        assignment,
        criterion=criterion or criterion_of(assignment.application),
        version=version,
        verdict=verdict,
        reason=reason,
        by=by or assignment.member.user,
    )


def submit(assignment):
    by = assignment.member.user
    findings.submit_findings(assignment, version=assignment.version, on=MEETS, by=by)


def refused(act) -> str:
    with pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.code


# Writing ----------------------------------------------------------------------------------------


def test_a_draft_may_be_incomplete_and_is_saved_as_one_goes(assignment):
    save(assignment, verdict="", reason="Nog lezen")
    finding = save(assignment, verdict=Verdict.NOT, version=1)
    assert (finding.version, finding.verdict, finding.is_complete) == (2, Verdict.NOT, False)
    assert Finding.objects.submitted().count() == 0


@pytest.mark.parametrize("version", [0, 2])
def test_a_stale_finding_is_refused(assignment, version):
    save(assignment)
    with pytest.raises(ChangedMeanwhile):
        save(assignment, version=version)


@pytest.mark.parametrize(
    ("verdict", "reason", "complete"),
    [
        ("", "Zo", False),
        (Verdict.MEETS, "", True),
        (Verdict.PARTLY, "", False),
        (Verdict.PARTLY, "  ", False),
        (Verdict.PARTLY, "Te weinig", True),
        (Verdict.NOT, "Geen", True),
        (Verdict.CANNOT_JUDGE, "", False),
        (Verdict.CANNOT_JUDGE, "Onleesbaar", True),
    ],
)
def test_a_reason_is_required_unless_it_meets(verdict, reason, complete):
    assert Finding(verdict=verdict, reason=reason).is_complete is complete


def test_submitting_names_the_criteria_that_are_open(assignment):
    save(assignment, verdict=Verdict.PARTLY)
    assert findings.incomplete_criteria(assignment) == [1, 2]
    assert refused(lambda: submit(assignment)) == "findings_incomplete"
    save(assignment, verdict=Verdict.PARTLY, reason="Te weinig", version=1)
    assert findings.incomplete_criteria(assignment) == [2]
    save(assignment, criterion=criterion_of(assignment.application, 2))
    submit(assignment)
    assert Finding.objects.submitted().count() == 2


def test_submitted_findings_do_not_change(assignment):
    make_findings(assignment)
    assert refused(lambda: save(assignment, version=1)) == "submitted"
    assert refused(lambda: submit(assignment)) == "submitted"


def test_only_the_confirmed_assessor_writes_after_declaring(application):
    round_ = application.round
    members = [make_committee_member() for _each in range(2)]
    staff = make_user("editor")
    proposed, _second = committee.propose_assignments(round_, on=OPENS, by=staff, why=WHY)
    codes = [refused(lambda: save(proposed))]
    committee.confirm(proposed, version=1, on=OPENS, by=staff, why=WHY)
    codes += [refused(lambda: save(proposed)), refused(lambda: save(proposed, by=staff))]
    committee.declare(
        members[0], application, has_conflict=False, reason="", on=OPENS, by=members[0].user
    )
    save(proposed)
    assert codes == ["other_assessor", "not_declared", "other_assessor"]


def test_a_criterion_of_another_edition_is_refused(assignment):
    with pytest.raises(ValidationError) as refusal:
        save(assignment, criterion=make_edition(criteria=1).criteria.get())
    assert set(refusal.value.error_dict) == {"criterion"}


def test_findings_are_closed_before_acceptance_and_after_the_decision(assignment):
    early = make_assessor(make_submitted(assignment.application.round))
    assert refused(lambda: save(early)) == "no_such_move"
    decide(assignment.application)
    assert refused(lambda: save(assignment)) == "no_such_move"
    assert refused(lambda: submit(assignment)) == "no_such_move"


def test_a_decision_that_came_first_closes_findings_that_were_read_before(assignment):
    """What the caller holds is stale: the state in the database counts."""
    save(assignment)
    seen = assignment.application
    other = type(seen).objects.get(pk=seen.pk)
    decide(other)
    assert seen.state == "in_assessment"
    assert refused(lambda: save(assignment, version=1, reason="Later")) == "no_such_move"
    assert refused(lambda: agree(seen)) == "no_such_move"
    assert (Finding.objects.get().reason, Consensus.objects.count()) == ("", 0)


# One's own view first ---------------------------------------------------------------------------


def readers(application, people: dict) -> dict:
    """Return per reader whose findings they may read."""
    return {
        name: set(
            Finding.objects.filter(assignment__application=application)
            .visible_to(user)
            .values_list("assignment__member__user", flat=True)
        )
        for name, user in people.items()
    }


def test_the_findings_of_others_are_visible_after_ones_own(application):
    first, second = make_assessor(application), make_assessor(application)
    one, two = first.member.user, second.member.user
    people = {"one": one, "two": two, "chair": make_user(), "staff": make_user("superuser")}
    neighbour = make_assessor(make_accepted(application.round), first.member)
    make_findings(neighbour)
    make_findings(first, submit=False)
    assert readers(application, people) == {
        "one": {one.pk}, "two": set(), "chair": set(), "staff": set(),
    }  # fmt: skip
    submit(first)
    assert readers(application, people) == {
        "one": {one.pk}, "two": set(), "chair": set(), "staff": set(),
    }  # fmt: skip
    make_findings(second, submit=False)
    assert readers(application, people)["two"] == {two.pk}
    assert readers(application, people)["one"] == {one.pk}
    submit(second)
    assert readers(application, people) == {name: {one.pk, two.pk} for name in people}


def test_who_is_proposed_reads_nothing_of_the_others_yet(application):
    make_findings(make_assessor(application))
    proposed = make_committee_member()
    committee.propose_assignments(application.round, on=OPENS, by=make_user("editor"), why=WHY)
    assert readers(application, {"proposed": proposed.user}) == {"proposed": set()}


def test_findings_that_were_set_aside_are_visible_to_their_assessor_only(application):
    first, second = make_assessor(application), make_assessor(application)
    make_findings(first)
    make_findings(second)
    committee.set_aside(first, version=first.version, on=MEETS, by=make_user("editor"), why=WHY)
    one, two = first.member.user, second.member.user
    seen = readers(application, {"one": one, "two": two, "staff": make_user("editor")})
    assert seen == {"one": {one.pk, two.pk}, "two": {two.pk}, "staff": {two.pk}}


# Consensus --------------------------------------------------------------------------------------


def agree(application, *, verdict=Verdict.MEETS, reason="", version=0, criterion=None):
    return findings.record_consensus(
        application,
        criterion=criterion or criterion_of(application),
        version=version,
        verdict=verdict,
        reason=reason,
        by=make_user("editor"),
    )


def test_consensus_follows_when_all_assessors_submitted(application):
    assert refused(lambda: agree(application)) == "findings_are_open"
    first, second = make_assessor(application), make_assessor(application)
    make_findings(first, Verdict.PARTLY, "Te weinig")
    assert refused(lambda: agree(application)) == "findings_are_open"
    make_findings(second)
    agree(application)
    with pytest.raises(ChangedMeanwhile):
        agree(application, verdict=Verdict.PARTLY, reason="Te weinig")
    consensus = agree(application, verdict=Verdict.PARTLY, reason="Te weinig", version=1)
    assert (consensus.verdict, consensus.version, Consensus.objects.count()) == ("partly", 2, 1)
    verdicts = Finding.objects.submitted().values_list("verdict", flat=True)
    assert sorted(verdicts) == ["meets", "meets", "partly", "partly"]


def test_consensus_has_a_reason_unless_met_and_a_criterion_of_the_edition(application):
    make_findings(make_assessor(application))
    with pytest.raises(ValidationError):
        agree(application, verdict=Verdict.NOT)
    with pytest.raises(ValidationError) as refusal:
        agree(application, criterion=make_edition(criteria=1).criteria.get())
    assert set(refusal.value.error_dict) == {"criterion"}
    assert Consensus.objects.count() == 0


def test_consensus_stays_after_the_decision_and_opens_again_when_reconsidered(application):
    make_findings(make_assessor(application))
    agree(application)
    decide(application, DecisionOutcome.DEFERRED)
    assert refused(lambda: agree(application, version=1)) == "no_such_move"
    decisions.reconsider(
        application, version=application.version, by=make_user("editor"), why="Nieuwe cijfers"
    )
    assert agree(application, version=1).version == 2
