"""The invented rounds: in every state, made by the verbs, the same for the same seed."""

import datetime
from collections import Counter

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from assessments.conflicts import has_conflict, hidden_applications
from assessments.example.rounds import make_rounds
from assessments.models import (
    Answer,
    Application,
    ApplicationKind,
    AssessmentRound,
    Assignment,
    CommitteeMember,
    ConflictDeclaration,
    Contact,
    Decision,
    DecisionOutcome,
    Employer,
    Extension,
    Finding,
    LateException,
    Letter,
    Objection,
    OutboxMessage,
    Requirement,
    RequirementCheck,
)
from assessments.states import ApplicationState, RoundState
from centres.example.register import make_register
from centres.example.words import EXAMPLE
from centres.models import AnnouncedRound, Centre, PublishedRound, Recognition
from centres.public.round_figures import figures_of
from centres.status import Status
from hospitals.models import Hospital

DAY = datetime.date(2026, 3, 2)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One example for all tests of this module that only look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_register(centres=60, seed=1, day=DAY)
        make_rounds(seed=1, day=DAY)
        yield
        transaction.set_rollback(True)


# What it holds ------------------------------------------------------------------------------------


def test_example_has_rounds_and_applications_in_every_state(world):
    rounds = Counter(AssessmentRound.objects.values_list("state", flat=True))
    assert rounds == Counter(RoundState) + Counter([RoundState.RELEASED])
    assert set(Application.objects.values_list("state", flat=True)) == set(ApplicationState)
    assert set(Application.objects.values_list("kind", flat=True)) == set(ApplicationKind)


def test_example_has_every_outcome_and_what_follows_from_it(world):
    assert set(Decision.objects.values_list("outcome", flat=True)) == set(DecisionOutcome)
    assert RequirementCheck.objects.filter(is_met=True).count() == 2
    overdue = Requirement.objects.get(check_result__isnull=True)
    assert (overdue.due_on < DAY, overdue.decision.released_at is not None) == (True, True)
    objection = Objection.objects.get()
    assert objection.is_in_time
    correction = objection.new_decision
    assert (correction.replaces, correction.recognition.centre.status_on(DAY)) == (
        objection.decision,
        Status.RECOGNISED,
    )


def test_released_rounds_agree_with_what_is_public(world):
    for round_ in AssessmentRound.objects.filter(state=RoundState.RELEASED):
        published = PublishedRound.objects.with_recognised_counts().get(pk=round_.published_id)
        handled = round_.applications.handled()
        decided = Decision.objects.current().filter(application__in=handled)
        recognised = decided.filter(recognition__isnull=False)
        assert (published.year, published.number, published.released_on) == (
            *(round_.year, round_.number, timezone.localtime(round_.released_at).date()),
        )
        assert (published.handled, published.counted) == (handled.count(), recognised.count())
        again = recognised.filter(application__kind=ApplicationKind.REASSESSMENT).count()
        assert published.counted_again == again
        assert figures_of(published).handled == published.handled
    assert not Letter.objects.filter(decision__released_at__isnull=False, message=None).exists()


def test_only_what_is_open_or_was_released_is_announced(world):
    announced = set(AnnouncedRound.objects.values_list("year", "number"))
    rounds = AssessmentRound.objects.exclude(state__in=["planned", "cancelled"])
    assert announced == set(rounds.values_list("year", "number"))


def test_reassessment_of_four_years_later_keeps_its_recognition_in_force(world):
    extension = Extension.objects.get(applied_on__isnull=False, dropped_on__isnull=True)
    assert extension.application.round.status == RoundState.ASSESSING
    assert extension.recognition.valid_through < DAY
    assert extension.recognition.centre.status_on(DAY) == Status.RENEWING
    previous = Decision.objects.get(recognition=extension.recognition)
    assert previous.application.answers.count() == 13
    waiting = Extension.objects.get(applied_on__isnull=True, dropped_on__isnull=True)
    assert waiting.recognition.centre.status_on(DAY) == Status.RECOGNISED


def test_round_that_is_assessed_shows_assessors_who_differ_and_who_did_not_submit(world):
    submitted, differing = 0, 0
    for application in Application.objects.filter(state="in_assessment"):
        findings = Finding.objects.submitted().filter(assignment__application=application)
        verdicts = set(findings.values_list("criterion", "verdict"))
        submitted += bool(verdicts)
        differing += len(verdicts) > 13
    assert (submitted, differing) == (2, 1)
    drafts = Finding.objects.filter(assignment__submitted_on__isnull=True)
    assert drafts.values("assignment").distinct().count() == 2
    assert Assignment.objects.filter(confirmed_on__isnull=True).exists()
    assert LateException.objects.filter(granted_by__isnull=False).count() == 1
    waiting = Decision.objects.filter(released_at__isnull=True)
    approved = waiting.filter(letter__isnull=False).count()
    assert (waiting.count(), approved) == (2, 1)


def test_example_has_a_committee_with_employers_and_contacts_of_hospitals(world):
    roles = Counter(CommitteeMember.objects.values_list("role", flat=True))
    assert roles == {"chair": 1, "deputy": 1, "member": 6}
    assert set(CommitteeMember.objects.values_list("pk")) == set(
        Employer.objects.values_list("member")
    )
    contact = Contact.objects.get(user__isnull=False)
    assert contact.user.username == "voorbeeld-ziekenhuis"


def test_member_with_interests_has_one_by_employment_and_one_that_was_declared(world):
    user = get_user_model().objects.get(username="voorbeeld-belang")
    hidden = hidden_applications(user).filter(round__state="assessing")
    declared = hidden.filter(declarations__has_conflict=True, declarations__member__user=user)
    employed = hidden.filter(hospital=Hospital.objects.get(name=user_hospital(user)))
    assert (declared.count(), employed.count()) == (1, 1)
    assert declared.get() != employed.get()


def user_hospital(user) -> str:
    return Employer.objects.get(member__user=user, hospital__isnull=False).hospital.name


def test_no_assessor_has_a_conflict_and_all_who_wrote_said_so(world):
    for assignment in Assignment.objects.select_related("member__user", "application"):
        assert not has_conflict(assignment.member.user, assignment.application)
    wrote = Finding.objects.values_list("assignment__member", "assignment__application")
    declared = ConflictDeclaration.objects.filter(has_conflict=False)
    assert set(wrote) <= set(declared.values_list("member", "application"))


def test_example_says_everywhere_that_it_is_one(world):
    told = [
        *Application.objects.filter(centre=None).values_list("proposed_name", flat=True),
        *Application.objects.values_list("contact_name", flat=True),
        *Answer.objects.values_list("text", flat=True),
        *Finding.objects.exclude(reason="").values_list("reason", flat=True),
        *Decision.objects.values_list("reasons", flat=True),
        *Objection.objects.values_list("grounds", flat=True),
        *Requirement.objects.values_list("text", flat=True),
        *Contact.objects.values_list("name", flat=True),
        *get_user_model().objects.values_list("username", flat=True),
    ]
    assert [text for text in told if "voorbeeld" not in text.lower()] == []
    for model in (Hospital, Centre, Recognition, PublishedRound):
        assert not model.objects.exclude(source_name=EXAMPLE).exists()


def test_example_gives_no_address_that_reaches_anybody_and_no_account_that_opens(world):
    emails = [
        *OutboxMessage.objects.values_list("to_email", flat=True),
        *Application.objects.values_list("contact_email", flat=True),
        *get_user_model().objects.values_list("email", flat=True),
    ]
    assert [email for email in emails if not email.endswith("example.org")] == []
    for user in get_user_model().objects.all():
        assert (user.has_usable_password(), user.is_staff) == (False, False)


def test_history_lies_on_the_days_on_which_it_was_done(world):
    for model in (Application, Decision, Assignment, Finding, Recognition):
        assert max(model.history.values_list("history_date", flat=True)).date() <= DAY
    submitted = Application.history.filter(state="submitted", history_type="~").first()
    assert timezone.localtime(submitted.history_date).date() >= submitted.submitted_on
    sent = OutboxMessage.objects.filter(sent_at__isnull=False)
    assert sent.filter(kind="letter").count() == 11
    assert max(sent.values_list("sent_at", flat=True)).date() < DAY


def test_status_in_sql_and_in_python_is_the_same(world):
    centres = Centre.objects.with_status_on(DAY).prefetch_related("recognitions__suspensions")
    assert {one.slug: one.status_on_day for one in centres} == {
        one.slug: one.status_on(DAY) for one in centres
    }


def test_database_refuses_to_remove_what_an_example_released(world):
    released = Application.objects.filter(state="released").first()
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM assessments_application WHERE id = %s", [released.pk])
