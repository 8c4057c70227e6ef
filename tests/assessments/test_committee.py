"""Assessors: proposed without conflicts and evenly, confirmed by staff, told by one mail."""

import datetime
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessments import committee
from assessments.models import Assignment, ConflictDeclaration, Finding, OutboxMessage, Verdict
from tests.assessments.builders import (
    MEETS,
    OPENS,
    WHY,
    client_of_member,
    make_accepted,
    make_assessor,
    make_committee_member,
    make_draft,
    make_findings,
    make_open_round,
    make_submitted,
)
from tests.builders import make_user

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)


def step(record) -> dict:
    return {"version": record.version, "by": make_user("editor"), "why": WHY}


def propose(round_):
    return committee.propose_assignments(round_, on=OPENS, by=make_user("editor"), why=WHY)


def assign(application, member, on=OPENS):
    return committee.assign(application, member=member, on=on, by=make_user("editor"), why=WHY)


def declare(member, application, has_conflict: bool):
    answer = {"has_conflict": has_conflict, "reason": "Familie" if has_conflict else ""}
    return committee.declare(member, application, on=OPENS, by=member.user, **answer)


# Proposing --------------------------------------------------------------------------------------


def test_two_assessors_are_proposed_and_nobody_with_a_conflict():
    round_ = make_open_round()
    one, other = make_submitted(round_), make_accepted(round_)
    make_draft(round_)
    employed = make_committee_member(one.hospital)
    declared, *free = (make_committee_member() for _each in range(3))
    declare(declared, one, True)
    make_committee_member(member_through=OPENS - ONE_DAY)
    make_committee_member(user=make_user(is_active=False))
    made = propose(round_)
    assert {each.member for each in made if each.application == one} == set(free)
    assert {each.member for each in made if each.application == other} == {employed, declared}
    assert {each.confirmed_on for each in made} == {None}
    assert OutboxMessage.objects.count() == 0


def test_proposing_again_adds_only_what_lacks():
    round_ = make_open_round()
    application = make_submitted(round_)
    members = [make_committee_member() for _each in range(3)]
    assign(application, members[2])
    assert [each.member for each in propose(round_)] == [members[0]]
    assert propose(round_) == []


def test_findings_that_were_set_aside_leave_a_place():
    assignment = make_assessor(make_accepted(make_open_round()))
    make_findings(assignment)
    committee.set_aside(assignment, on=MEETS, **step(assignment))
    others = {make_committee_member() for _each in range(2)}
    assert {each.member for each in propose(assignment.application.round)} == others


def test_too_few_members_stop_the_whole_proposal():
    round_ = make_open_round()
    make_submitted(round_)
    short = make_submitted(round_)
    for hospital in (None, short.hospital):
        make_committee_member(*([hospital] if hospital else []))
    with pytest.raises(ValidationError) as refusal:
        propose(round_)
    assert (refusal.value.code, refusal.value.params["application"]) == ("too_few_members", short)
    assert Assignment.objects.count() == 0


class Load(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.round = make_open_round()
        cls.applications = [make_submitted(cls.round) for _each in range(7)]

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        members=st.integers(2, 6),
        before=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5)), max_size=2, unique=True),
    )
    def test_the_load_is_level_when_nobody_has_a_conflict(self, members, before):
        people = [make_committee_member() for _each in range(members)]
        for application, member in {(each, number % members) for each, number in before}:
            assign(self.applications[application], people[member])
        propose(self.round)
        load = Counter(Assignment.objects.values_list("member", flat=True))
        assert sum(load.values()) == 2 * len(self.applications)
        assert max(load.values()) - min(load[each.pk] for each in people) <= 1


# Assigning --------------------------------------------------------------------------------------


def test_an_assessor_is_told_by_one_mail_that_says_nothing_of_the_dossier():
    application = make_submitted(make_open_round(), proposed_name="Slaapcentrum")
    member = make_committee_member()
    assignment = assign(application, member)
    (mail,) = OutboxMessage.objects.all()
    assert (mail.to_email, mail.kind, mail.key) == (
        member.user.email, "assignment", f"assignment-{assignment.pk}",
    )  # fmt: skip
    assert mail.subject == f"U beoordeelt aanvraag {application.reference}"
    assert application.reference in mail.body and application.hospital.name in mail.body
    assert "Slaapcentrum" not in mail.subject + mail.body


def test_confirming_a_proposal_tells_the_assessor_once():
    round_ = make_open_round()
    make_submitted(round_)
    first, _second = (make_committee_member() for _each in range(2))
    assignment = next(each for each in propose(round_) if each.member == first)
    committee.confirm(assignment, on=OPENS, **step(assignment))
    with pytest.raises(ValidationError) as refusal:
        committee.confirm(assignment, on=OPENS, **step(assignment))
    assert refusal.value.code == "confirmed"
    assert [mail.to_email for mail in OutboxMessage.objects.all()] == [first.user.email]


def test_who_has_a_conflict_or_is_no_member_is_not_assigned():
    application = make_submitted(make_open_round())
    employed, former = make_committee_member(application.hospital), make_committee_member()
    former.member_through = OPENS - ONE_DAY
    codes = []
    for member in (employed, former):
        with pytest.raises(ValidationError) as refusal:
            assign(application, member)
        codes.append(refusal.value.code)
    assert codes == ["conflict_of_interest", "no_member"]
    former.member_through = OPENS
    assign(application, former)


def test_whose_account_is_closed_is_not_assigned():
    application = make_submitted(make_open_round())
    with pytest.raises(ValidationError) as refusal:
        assign(application, make_committee_member(user=make_user(is_active=False)))
    assert refusal.value.code == "closed_account"


def test_a_conflict_between_proposal_and_confirmation_refuses_the_confirmation():
    round_ = make_open_round()
    application = make_submitted(round_)
    for _each in range(2):
        make_committee_member()
    assignment = propose(round_)[0]
    ConflictDeclaration.objects.create(
        member=assignment.member, application=application, has_conflict=True, reason="Familie",
        declared_on=OPENS,
    )  # fmt: skip
    with pytest.raises(ValidationError) as refusal:
        committee.confirm(assignment, on=OPENS, **step(assignment))
    assert refusal.value.code == "conflict_of_interest"
    assert OutboxMessage.objects.count() == 0


def test_a_draft_gets_no_assessor():
    with pytest.raises(ValidationError) as refusal:
        assign(make_draft(make_open_round()), make_committee_member())
    assert refusal.value.code == "no_such_move"


def test_an_assessor_is_taken_off_until_the_findings_are_submitted():
    assignment = make_assessor(make_accepted(make_open_round()))
    make_findings(assignment, submit=False)
    committee.unassign(assignment, **step(assignment))
    assert (Assignment.objects.count(), Finding.objects.count()) == (0, 0)
    assert Finding.history.filter(history_type="-").count() == 2
    again = make_assessor(make_accepted(make_open_round()))
    make_findings(again)
    with pytest.raises(ValidationError) as refusal:
        committee.unassign(again, **step(again))
    assert refusal.value.code == "submitted"


# Declaring --------------------------------------------------------------------------------------


def test_no_may_become_yes_and_never_the_other_way_round():
    assignment = make_assessor(make_accepted(make_open_round()))
    member, application = assignment.member, assignment.application
    make_findings(assignment, Verdict.PARTLY, "Nog niet", submit=False)
    assert committee.has_declared(member, application)
    declare(member, application, True)
    with pytest.raises(ValidationError) as refusal:
        declare(member, application, False)
    assert refusal.value.code == "conflict_stays"
    assert not committee.has_declared(member, application)
    assert (Assignment.objects.count(), Finding.objects.count()) == (0, 0)


def test_submitted_findings_stay_with_a_conflict_that_comes_to_light():
    assignment = make_assessor(make_accepted(make_open_round()))
    make_findings(assignment)
    declare(assignment.member, assignment.application, True)
    assert (Assignment.objects.count(), Finding.objects.count()) == (1, 2)
    committee.set_aside(assignment, on=MEETS, **step(assignment))
    assert Finding.objects.submitted().count() == 0
    with pytest.raises(ValidationError) as refusal:
        committee.set_aside(assignment, on=MEETS, **step(assignment))
    assert refusal.value.code == "not_submitted"


def test_who_has_no_address_is_assigned_without_a_mail():
    member = make_committee_member(user=make_user(email=""))
    application = make_accepted(make_open_round())
    assignment = committee.assign(
        application, member=member, on=OPENS, by=make_user("editor"), why=WHY
    )
    assert assignment.confirmed_on == OPENS
    assert not OutboxMessage.objects.exists()


def test_setting_findings_aside_closes_the_dossier():
    assignment = make_assessor(make_accepted(make_open_round()))
    make_findings(assignment)
    assignment.refresh_from_db()
    committee.set_aside(
        assignment, version=assignment.version, on=MEETS, by=make_user("editor"), why="Familie"
    )
    client = client_of_member(assignment.member)
    address = reverse("assessments:dossier", args=[assignment.application.reference])
    assert client.get(address).status_code == 404
