"""What was released or submitted is changed by nobody: the database refuses even raw SQL."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from assessments import applications, committee, dossiers, findings, releases, rounds
from assessments.conflicts import has_conflict
from assessments.models import (
    Answer,
    Application,
    Approval,
    AssessmentRound,
    Assignment,
    CompletionRequest,
    Consensus,
    Decision,
    DecisionOutcome,
    Document,
    Finding,
    Letter,
    Requirement,
)
from hospitals.constraints import FrozenRows
from tests.assessments.builders import (
    CLOSES,
    MEETS,
    OPENS,
    RELEASES,
    WHY,
    approve_letter,
    close,
    complete,
    decide,
    make_assessor,
    make_draft,
    make_findings,
    make_open_round,
    moment,
)
from tests.assessments.snapshots import snapshot, written_since
from tests.builders import make_user

pytestmark = pytest.mark.django_db

OWNERS = {
    AssessmentRound: "released_round_does_not_change",
    Application: "released_application_does_not_change",
    Decision: "released_decision_does_not_change",
}
PARTS = {
    Answer: "released_answer_does_not_change",
    Document: "released_document_does_not_change",
    Approval: "released_approval_does_not_change",
    CompletionRequest: "released_completion_request_does_not_change",
    Assignment: "released_assignment_does_not_change",
    Consensus: "released_consensus_does_not_change",
    Requirement: "released_requirement_does_not_change",
    Letter: "released_letter_does_not_change",
}
SUBMITTED = {Finding: "submitted_finding_does_not_change"}


def test_every_frozen_table_is_tested():
    frozen = {
        model: rule.name
        for model in apps.get_app_config("assessments").get_models()
        for rule in model._meta.constraints
        if isinstance(rule, FrozenRows)
    }
    assert frozen == OWNERS | PARTS | SUBMITTED


@pytest.fixture
def application(settings, tmp_path):
    """An application in assessment with one row at least in every table that freezes."""
    settings.EVIDENCE_FOLDER = tmp_path
    made = make_draft(make_open_round())
    staff = make_user("editor")
    complete(made)
    facts = {"criterion": None, "title": "Bewijs", "on": OPENS, "by": None, "why": WHY}
    file = SimpleUploadedFile("bewijs.pdf", b"%PDF-1.7 tekst")
    dossiers.add_document(made, version=made.version, file=file, **facts)
    step = {"on": OPENS, "by": None, "why": WHY}
    applications.submit(made, version=made.version, **step)
    asked = {"criteria": made.round.edition.criteria.all()[:1], "question": "Vul aan"}
    applications.return_for_completion(
        made, version=made.version, due_on=CLOSES, on=OPENS, by=staff, **asked
    )
    applications.submit(made, version=made.version, **step)
    applications.accept(made, version=made.version, **step)
    make_findings(make_assessor(made))
    for criterion in made.round.edition.criteria.all():
        findings.record_consensus(
            made, criterion=criterion, version=0, verdict="meets", reason="", by=staff
        )
    make_assessor(made)  # whose findings are not submitted
    approve_letter(decide(made, DecisionOutcome.WITH_REQUIREMENTS))
    return made


def release(application) -> None:
    round_, by = close(application.round), make_user("editor")
    releases.release(round_, version=round_.version, at=moment(RELEASES), by=by, why=WHY)


@pytest.fixture
def released(application):
    release(application)


def refusal(statement: str) -> str:
    """Run ``statement`` and return the rule that refuses it, or an empty text."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except IntegrityError as error:
        return str(error).split("\n")[0]
    return ""


def update(model) -> str:
    return f"UPDATE {model._meta.db_table} SET version = version + 1"


def delete(model) -> str:
    return f"DELETE FROM {model._meta.db_table}"


def insert(model) -> str:
    """Return the statement that copies every row of the table."""
    columns = ", ".join(field.column for field in model._meta.fields if not field.primary_key)
    table = model._meta.db_table
    return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}"


def refusals(write, models) -> dict:
    return {model: refusal(write(model)) for model in models}


def test_nothing_released_is_changed_removed_or_added_to(released):
    frozen = OWNERS | PARTS
    assert [model for model in frozen if not model.objects.exists()] == []
    assert refusals(update, frozen) == frozen
    assert refusals(delete, frozen) == frozen
    assert refusals(insert, PARTS) == PARTS


def test_nothing_moves_out_of_a_released_application_nor_into_one(released):
    other = make_draft(make_open_round())
    complete(other)
    rule = PARTS[Answer]
    out = f"UPDATE assessments_answer SET application_id = {other.pk} WHERE application_id <>"
    assert refusal(f"{out} {other.pk}") == rule
    (there,) = Application.objects.exclude(pk=other.pk)
    into = f"UPDATE assessments_answer SET application_id = {there.pk} WHERE application_id ="
    assert refusal(f"{into} {other.pk}") == rule


def test_a_neighbour_that_is_not_released_changes(released):
    make_draft(make_open_round())
    own = "WHERE released_at IS NULL"
    assert refusals(lambda model: f"{update(model)} {own}", [AssessmentRound, Application]) == {
        AssessmentRound: "",
        Application: "",
    }


def test_submitted_findings_are_not_changed_removed_or_added_to(application):
    for write in (update, delete, insert):
        assert refusals(write, SUBMITTED) == SUBMITTED


def test_before_the_release_the_database_lets_verbs_write(application):
    assert refusals(update, OWNERS | PARTS) == dict.fromkeys(OWNERS | PARTS, "")


# Verbs refuse in words --------------------------------------------------------------------------


def step(record) -> dict:
    return {"version": record.version, "by": make_user(), "why": WHY}


ROUND_ACTS = {
    "reschedule": lambda r: rounds.reschedule(
        r, opens_on=OPENS, closes_on=CLOSES, meets_on=MEETS, planned_release_on=MEETS, **step(r)),
    "schedule": lambda r: releases.schedule(
        r, release_at=moment(RELEASES, 10), at=moment(RELEASES), **step(r)),
    "unschedule": lambda r: releases.unschedule(r, **step(r)),
}  # fmt: skip
APPLICATION_ACTS = {
    "answer": lambda a: dossiers.answer(
        a, answers={a.round.edition.criteria.first(): "Anders"}, **step(a)),
    "approve": lambda a: dossiers.approve(
        a, body="board", name="Ander", approved_on=OPENS, on=OPENS, **step(a)),
    "remove document": lambda a: dossiers.remove_document(a.documents.get(), **step(a)),
    "consensus": lambda a: findings.record_consensus(
        a, criterion=a.round.edition.criteria.first(), version=1, verdict="not", reason="Nee",
        by=make_user()),
}  # fmt: skip
ASSIGNMENT_ACTS = {
    "confirm": lambda a: committee.confirm(a, on=MEETS, **step(a)),
    "unassign": lambda a: committee.unassign(a, **step(a)),
    "set aside": lambda a: committee.set_aside(a, on=MEETS, **step(a)),
    "find": lambda a: findings.save_finding(
        a, criterion=a.application.round.edition.criteria.first(), version=0, verdict="meets",
        reason="", by=a.member.user),
    "submit findings": lambda a: findings.submit_findings(
        a, version=a.version, on=MEETS, by=a.member.user),
}  # fmt: skip


def released_state(act, record) -> str:
    with pytest.raises(ValidationError) as refusal:
        act(record)
    return refusal.value.code


def test_verbs_refuse_what_was_released_in_words_and_write_nothing(application):
    """Also when what the person holds was read before the release."""
    opened = application.assignments.get(submitted_on=None)
    assert opened.application.released_at is None
    release(application)
    application.refresh_from_db()
    before, codes = snapshot(), set()
    for acts, record in [
        (ROUND_ACTS, application.round),
        (APPLICATION_ACTS, application),
        (ASSIGNMENT_ACTS, opened),
        (ASSIGNMENT_ACTS, application.assignments.exclude(pk=opened.pk).get()),
    ]:
        codes |= {released_state(act, record) for act in acts.values()}
    assert codes == {"no_such_move"}
    assert written_since(before) == {}


def test_an_interest_that_is_declared_after_the_release_removes_nothing(application):
    opened = application.assignments.get(submitted_on=None)
    release(application)
    committee.declare(
        opened.member, application, has_conflict=True, reason="Familie", on=RELEASES, by=None
    )
    assert application.assignments.count() == 2
    assert has_conflict(opened.member.user, application)
