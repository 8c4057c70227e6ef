"""Members of the committee and contacts: kept by colleagues, never by oneself."""

import datetime

import pytest
from django.urls import reverse

from assessments import application_attention as attention
from assessments.applications import return_for_completion
from assessments.conflicts import visible_applications
from assessments.decisions import decide_objection, judge_requirement, object_to
from assessments.models import Application, CommitteeMember, Contact, Employer
from assessments.releases import release
from tests.assessments.builders import (
    CLOSES,
    OPENS,
    RELEASES,
    make_accepted,
    make_committee_member,
    make_contact,
    make_draft,
    make_open_round,
    make_round_to_release,
    make_submitted,
    moment,
)
from tests.assessments.pages_of_staff import list_of, page_of
from tests.builders import make_centre, make_member, make_user

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 1, 5)
ONE_DAY = datetime.timedelta(days=1)
ADD_MEMBER = "admin:assessments_committeemember_add"
INTERESTS = "admin:assessments_committeemember_interests"
NO_ROWS = {"employers-TOTAL_FORMS": 0, "employers-INITIAL_FORMS": 0}


def test_member_is_added_with_employers(editor_client):
    hospital, user = make_member(), make_user(first_name="Noor", last_name="Bakker")
    posted = {"user": user.pk, "role": "chair", "member_from": "2026-01-05"}
    posted |= NO_ROWS | {"employers-TOTAL_FORMS": 2, "employers-0-hospital": hospital.pk}
    posted |= {"employers-1-outside_name": "UMC Verweg", "employers-1-employed_through": "2024-1-1"}
    assert editor_client.post(reverse(ADD_MEMBER), posted).status_code == 302
    member = CommitteeMember.objects.get()
    assert (str(member), member.role) == ("Noor Bakker", "chair")
    assert [str(each) for each in member.employers.all()] == [str(hospital), "UMC Verweg"]
    page = editor_client.get(list_of(CommitteeMember)).content.decode()
    assert f"{hospital}, UMC Verweg" in page


def test_calendar_key_stands_on_no_page(editor_client):
    member = make_committee_member()
    posted = {"role": "deputy", "member_from": "2026-01-05", "seen_version": 1, "why": "Nieuwe rol"}
    assert editor_client.post(page_of(member), posted | NO_ROWS).status_code == 302
    for address in (page_of(member), page_of(member, "history"), list_of(CommitteeMember)):
        assert member.calendar_key not in editor_client.get(address).content.decode()
    assert "Nieuwe rol" in editor_client.get(page_of(member, "history")).content.decode()


def test_nobody_changes_for_whom_they_work_themselves(superuser_client):
    member = make_committee_member(make_member(), user=superuser_client.user)
    employer = member.employers.get()
    posted = {"role": "chair", "member_from": "2026-01-05", "seen_version": 1, "why": "Ik"}
    posted |= {"employers-TOTAL_FORMS": 1, "employers-INITIAL_FORMS": 1}
    posted |= {"employers-0-id": employer.pk, "employers-0-DELETE": "on"}
    assert superuser_client.get(page_of(member)).status_code == 200
    assert superuser_client.post(page_of(member), posted).status_code == 403
    contact = make_contact(make_member(), user=superuser_client.user)
    assert superuser_client.post(page_of(contact), {"name": "Ander"}).status_code == 403
    assert list(Employer.objects.all()) == [employer]


def test_a_reader_reads_people_and_changes_none(reader_client):
    member, contact = make_committee_member(), make_contact(make_member())
    for person in (member, contact):
        assert reader_client.get(page_of(person)).status_code == 200
        assert reader_client.post(page_of(person), {}).status_code == 403
    assert reader_client.get(reverse(ADD_MEMBER)).status_code == 403


def test_contact_is_added_and_found(editor_client):
    hospital = make_member(name="Ziekenhuis Oost")
    posted = {"hospital": hospital.pk, "name": "Kim", "email": "kim@oost.example"}
    add = reverse("admin:assessments_contact_add")
    assert editor_client.post(add, posted).status_code == 302
    found = editor_client.get(list_of(Contact), {"q": "Oost"}).context["cl"].result_list
    assert [str(contact.hospital) for contact in found] == ["Ziekenhuis Oost"]


def test_interests_before_inviting_are_those_of_visible_applications(editor_client):
    own, partner, elsewhere = make_member(), make_member(), make_member()
    make_committee_member(own, user=editor_client.user)
    round_ = make_open_round()
    centre = make_centre()
    centre.partners.create(outside_name="UMC Verweg")
    direct = make_draft(round_, hospital=elsewhere)
    by_partner = make_draft(round_, partners=[partner])
    by_name = make_draft(round_, centre)
    make_draft(round_)
    hidden = make_draft(round_, hospital=own, partners=[elsewhere])

    def answer(**query):
        context = editor_client.get(reverse(INTERESTS), query).context
        return {each.reference for each in context["concerned"]}, context["total"]

    assert answer(hospital=[elsewhere.pk]) == ({direct.reference}, 4)
    assert answer(hospital=[partner.pk]) == ({by_partner.reference}, 4)
    assert answer(outside="umc verweg") == ({by_name.reference}, 4)
    assert answer(hospital=[own.pk]) == (set(), 4)
    everywhere = answer(hospital=[elsewhere.pk, partner.pk], outside="UMC Verweg\n\nElders")
    assert everywhere == ({direct.reference, by_partner.reference, by_name.reference}, 4)
    assert (
        hidden.reference
        not in editor_client.get(reverse(INTERESTS), {"hospital": [elsewhere.pk]}).content.decode()
    )


# What asks for attention ------------------------------------------------------------------------


def names(rows) -> list[str]:
    return sorted(application.reference for application in rows)


def test_application_not_completed_in_time_asks_for_attention_the_day_after():
    returned, neighbour = make_submitted(make_open_round()), make_accepted(make_open_round())
    criteria = [returned.round.edition.criteria.first()]
    return_for_completion(
        returned, version=returned.version, criteria=criteria, question="?", due_on=CLOSES,
        on=OPENS, by=make_user(),
    )  # fmt: skip
    assert names(attention.not_completed_in_time(CLOSES)) == []
    assert names(attention.not_completed_in_time(CLOSES + ONE_DAY)) == [returned.reference]
    assert neighbour.state == "in_assessment"


def test_requirement_and_objection_ask_for_attention_until_they_are_settled():
    made = make_round_to_release("with_requirements", "with_requirements", "not_recognised")
    conditional, neighbour, refused = made.applications
    requirement = conditional.decisions.get().requirements.get()
    due = requirement.due_on
    soon = due - datetime.timedelta(days=60)
    assert names(attention.requirement_due(due)) == []  # not released
    made.round.refresh_from_db()
    release(
        made.round, version=made.round.version, at=moment(RELEASES), by=made.releaser, why="Klaar"
    )
    both = names([conditional, neighbour])
    assert names(attention.requirement_due(soon - ONE_DAY)) == []
    assert names(attention.requirement_due(soon)) == both
    assert names(attention.requirement_due(due + ONE_DAY)) == both
    requirement.refresh_from_db()
    judged = {"explanation": "Gezien", "on": due, "by": made.recorder}
    judge_requirement(requirement, version=0, is_met=False, **judged)
    assert names(attention.requirement_due(due)) == both
    judge_requirement(requirement, version=1, is_met=True, **judged)
    assert names(attention.requirement_due(due)) == [neighbour.reference]

    assert names(attention.with_open_objection(due)) == []
    refused.refresh_from_db()
    objection = object_to(
        refused.decisions.get(), received_on=RELEASES, grounds="Onjuist", on=RELEASES, by=None
    )
    assert names(attention.with_open_objection(due)) == [refused.reference]
    decide_objection(objection, version=1, outcome="unfounded", effect="Geen", on=due, by=None)
    assert names(attention.with_open_objection(due)) == []


def test_worklist_behind_the_start_page_holds_its_rows(editor_client):
    response = editor_client.get(list_of(Application), {"attention": "open-objection"})
    assert (response.status_code, response.context["cl"].result_count) == (200, 0)
    assert visible_applications(editor_client.user).count() == 0
