"""Every rule of the assessment by its name: in a form and in the database."""

import datetime

import pytest
from django.apps import apps

from assessments.models import (
    Answer,
    Application,
    Approval,
    AssessmentRound,
    Assignment,
    CommitteeMember,
    CompletionRequest,
    ConflictDeclaration,
    Consensus,
    Contact,
    Decision,
    Document,
    Employer,
    Extension,
    Finding,
    LateException,
    Letter,
    Objection,
    OutboxMessage,
    Requirement,
    RequirementCheck,
    SentReminder,
)
from assessments.models.applications import application_reference
from hospitals.constraints import FrozenRows
from tests.assessments.builders import CLOSES, MEETS, OPENS, RELEASES, moment
from tests.builders import make_centre, make_edition, make_hospital, make_recognition, make_user
from tests.refused import assert_refused, rules_of

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)
AT = moment(RELEASES)


def stored(record):
    """Save ``record`` as it is and return it."""
    record.save()
    return record


def twice(make):
    """Return a second record beside a stored first one with the same owner."""
    first = stored(make())
    second = type(first)(**{f.name: getattr(first, f.name) for f in first._meta.fields})
    second.pk = None
    if isinstance(second, Application):
        second.reference = application_reference()
    return second


def a_round(**fields) -> AssessmentRound:
    """Return an unsaved round that is correct but for ``fields``."""
    dates = {"opens_on": OPENS, "closes_on": CLOSES, "meets_on": MEETS}
    edition = fields.get("edition") or make_edition(criteria=1)
    defaults = {"year": 2026, "number": 1, "edition": edition, "planned_release_on": RELEASES}
    return AssessmentRound(**defaults | dates | fields)


def late_exception(**fields) -> LateException:
    defaults = {"round": stored(a_round()), "hospital": make_hospital(), "last_day": MEETS}
    return LateException(**defaults | {"reason": "Ziek", "asked_by": make_user()} | fields)


def an_application(**fields) -> Application:
    """Return an unsaved application for a proposed centre, correct but for ``fields``."""
    contact = {"contact_name": "Kim", "contact_email": "kim@ziekenhuis.example"}
    defaults = {"proposed_name": "Nieuw", "proposed_kind": "condition"} | contact
    owners = {} if "round" in fields else {"round": stored(a_round())}
    owners |= {} if "hospital" in fields else {"hospital": make_hospital()}
    return Application(**owners | defaults | fields)


def for_a_centre(**fields) -> Application:
    centre = make_centre()
    nothing = {"proposed_name": "", "proposed_kind": ""}
    return an_application(**nothing | {"centre": centre, "hospital": centre.hospital} | fields)


def of_application(model, **fields):
    def make(**over):
        application = stored(an_application())
        defaults = {name: each() if callable(each) else each for name, each in fields.items()}
        if "criterion" in fields:
            defaults["criterion"] = application.round.edition.criteria.get()
        return model(**{"application": application} | defaults | over)

    return make


def a_member(**fields) -> CommitteeMember:
    return CommitteeMember(**{"user": make_user(), "member_from": OPENS} | fields)


def employer(**fields) -> Employer:
    return Employer(**{"member": stored(a_member()), "outside_name": "Radboudumc"} | fields)


def a_finding(**fields) -> Finding:
    assignment = stored(an_assignment())
    criterion = assignment.application.round.edition.criteria.get()
    return Finding(**{"assignment": assignment, "criterion": criterion} | fields)


def requirement(**fields) -> Requirement:
    facts = {"text": "Leid op", "evidence": "Diploma", "due_on": RELEASES}
    return Requirement(**{"decision": stored(a_decision())} | facts | fields)


def judgement(**fields) -> RequirementCheck:
    facts = {"is_met": True, "judged_on": RELEASES, "judged_by": make_user()}
    return RequirementCheck(**{"requirement": stored(requirement())} | facts | fields)


def objection(**fields) -> Objection:
    facts = {"received_on": RELEASES, "term_through": RELEASES, "grounds": "Onjuist"}
    return Objection(**{"decision": stored(a_decision())} | facts | fields)


def replaced_by_itself() -> Decision:
    decision = stored(a_decision())
    decision.replaces, decision.correction_reason = decision, "Anders"
    return decision


def by_one_person(first: str, second: str, make, **fields):
    user = make_user()
    return make(**{first: user, second: user} | fields)


def contact() -> Contact:
    return Contact(hospital=make_hospital(), name="Kim", email="kim@ziekenhuis.example")


def mail(**fields) -> OutboxMessage:
    facts = {"key": "letter-1", "message_id": "<1@register.stz>", "sha256": "0"}
    to = {"to_email": "kim@ziekenhuis.example", "subject": "Besluit", "body": "Beste Kim"}
    return OutboxMessage(**{"kind": "letter"} | facts | to | fields)


def a_letter(**fields) -> Letter:
    approval = {"approved_by": make_user(), "approved_at": AT, "written_for": RELEASES}
    facts = {"decision": stored(a_decision()), "subject": "Besluit", "sha256": "0", "body": "Beste"}
    return Letter(**facts | approval | fields)


def reminder() -> SentReminder:
    message = stored(mail())
    facts = {"kind": "closing", "step": "14", "about": "application-1 2026-02-27"}
    return SentReminder(email="a@b.example", day=OPENS, message=message, **facts)


approval = of_application(Approval, body="board", name="Robin", approved_on=OPENS)
request = of_application(
    CompletionRequest, question="Vul aan", due_on=CLOSES, asked_on=OPENS, asked_by=make_user
)
an_answer = of_application(Answer, criterion=None, text="Ja")
document = of_application(
    Document, title="Bewijs", file="aa/bb", file_name="a.pdf", content_type="application/pdf",
    size=1, sha256="0", added_on=OPENS,
)  # fmt: skip
declaration = of_application(
    ConflictDeclaration, member=lambda: stored(a_member()), has_conflict=False, declared_on=OPENS
)
an_assignment = of_application(Assignment, member=lambda: stored(a_member()))
consensus = of_application(Consensus, criterion=None, verdict="meets", recorded_by=make_user)
a_decision = of_application(
    Decision, outcome="recognised", reasons="Goed", decided_on=MEETS, decided_by="de commissie",
    recorded_by=make_user,
)  # fmt: skip
extension = of_application(
    Extension, recognition=make_recognition, through=RELEASES, reason="Op tijd"
)

VIOLATIONS = {
    "assessment_round_number_stands_once_per_year": lambda: twice(a_round),
    "assessment_round_has_a_year_and_a_number": lambda: a_round(year=2016),
    "round_dates_are_in_order": lambda: a_round(meets_on=CLOSES),
    "round_has_a_term_and_a_capacity": lambda: a_round(term_years=9),
    "released_round_is_complete": lambda: a_round(state="released", released_at=AT),
    "scheduled_release_has_a_person": lambda: a_round(release_at=AT),
    "late_exception_has_a_reason": lambda: late_exception(reason=""),
    "late_exception_takes_two_people": lambda: by_one_person(
        "asked_by", "granted_by", late_exception
    ),
    "centre_applies_once_per_round": lambda: twice(for_a_centre),
    "proposed_centre_applies_once_per_round": lambda: twice(an_application),
    "application_is_for_one_centre": lambda: an_application(proposed_kind=""),
    "reassessment_is_of_a_known_centre": lambda: an_application(kind="reassessment"),
    "application_has_a_known_state": lambda: an_application(state="submitted"),
    "assessed_application_was_accepted": lambda: an_application(
        state="in_assessment", submitted_on=OPENS
    ),
    "withdrawn_application_has_its_day": lambda: an_application(state="withdrawn"),
    "released_application_has_its_moment": lambda: an_application(
        state="released", submitted_on=OPENS, accepted_on=OPENS
    ),
    "body_approves_an_application_once": lambda: twice(approval),
    "approval_has_a_body_and_a_name": lambda: approval(name=""),
    "application_has_one_open_completion_request": lambda: twice(request),
    "completion_is_due_after_it_is_asked": lambda: request(due_on=OPENS - ONE_DAY),
    "criterion_is_answered_once": lambda: twice(an_answer),
    "document_has_a_file": lambda: document(size=0),
    "committee_member_has_a_role_and_a_period": lambda: a_member(member_through=OPENS - ONE_DAY),
    "employer_is_inside_or_outside_stz": lambda: employer(hospital=make_hospital()),
    "employment_ends_after_it_starts": lambda: employer(
        employed_from=OPENS, employed_through=OPENS - ONE_DAY
    ),
    "member_declares_once_per_application": lambda: twice(declaration),
    "conflict_has_a_reason": lambda: declaration(has_conflict=True),
    "member_assesses_an_application_once": lambda: twice(an_assignment),
    "confirmed_assignment_has_a_person": lambda: an_assignment(confirmed_on=OPENS),
    "only_a_confirmed_assessor_submits_findings": lambda: an_assignment(submitted_on=OPENS),
    "only_submitted_findings_are_set_aside": lambda: an_assignment(set_aside_on=OPENS),
    "assessor_judges_a_criterion_once": lambda: twice(a_finding),
    "finding_has_a_known_verdict": lambda: a_finding(verdict="perhaps"),
    "consensus_stands_once_per_criterion": lambda: twice(consensus),
    "consensus_has_a_reason_unless_met": lambda: consensus(verdict="partly"),
    "application_has_one_first_decision": lambda: twice(a_decision),
    "decision_has_an_outcome_and_reasons": lambda: a_decision(reasons=""),
    "only_a_recognition_has_a_first_day": lambda: a_decision(
        outcome="deferred", valid_from=RELEASES
    ),
    "replacing_decision_has_a_reason": lambda: a_decision(correction_reason="Anders"),
    "decision_does_not_replace_itself": replaced_by_itself,
    "released_decision_has_a_person": lambda: a_decision(released_at=AT),
    "decision_takes_two_people": lambda: by_one_person(
        "recorded_by", "released_by", a_decision, released_at=AT
    ),
    "requirement_says_what_and_how": lambda: requirement(evidence=""),
    "requirement_check_has_an_explanation": lambda: judgement(explanation=""),
    "decision_has_one_open_objection": lambda: twice(objection),
    "objection_outcome_is_complete_or_absent": lambda: objection(outcome="founded"),
    "objection_has_grounds": lambda: objection(grounds=""),
    "extension_has_a_reason": lambda: extension(reason=""),
    "contact_stands_once_per_hospital": lambda: twice(contact),
    "mail_is_sent_or_given_up": lambda: mail(sent_at=AT, gave_up_at=AT),
    "letter_has_a_text": lambda: a_letter(body=""),
    "person_is_reminded_once_per_step": lambda: twice(reminder),
}


@pytest.mark.parametrize("rule", VIOLATIONS)
def test_rule_refuses_violation(rule):
    assert_refused(VIOLATIONS[rule](), rule)


def test_every_rule_is_tested():
    recorded = apps.get_app_config("assessments").get_models()
    models = [model for model in recorded if not model.__name__.startswith("Historical")]
    frozen = {
        rule.name
        for model in models
        for rule in model._meta.constraints
        if isinstance(rule, FrozenRows)  # see test_frozen.py
    }
    assert set(VIOLATIONS) == rules_of(*models) - frozen


OTHER_WAYS = [
    ("assessment_round_has_a_year_and_a_number", lambda: a_round(number=0)),
    ("round_dates_are_in_order", lambda: a_round(closes_on=OPENS - ONE_DAY)),
    ("round_dates_are_in_order", lambda: a_round(planned_release_on=MEETS - ONE_DAY)),
    ("round_has_a_term_and_a_capacity", lambda: a_round(term_years=0)),
    ("round_has_a_term_and_a_capacity", lambda: a_round(capacity=0)),
    ("released_round_is_complete", lambda: a_round(released_by=make_user())),
    ("scheduled_release_has_a_person", lambda: a_round(scheduled_by=make_user())),
    ("application_is_for_one_centre", lambda: for_a_centre(proposed_name="Nieuw")),
    ("withdrawn_application_has_its_day", lambda: an_application(withdrawn_on=OPENS)),
    ("released_application_has_its_moment", lambda: an_application(released_at=AT)),
    ("approval_has_a_body_and_a_name", lambda: approval(body="mayor")),
    ("completion_is_due_after_it_is_asked", lambda: request(question="")),
    ("employer_is_inside_or_outside_stz", lambda: employer(outside_name="")),
    ("confirmed_assignment_has_a_person", lambda: an_assignment(confirmed_by=make_user())),
    ("consensus_has_a_reason_unless_met", lambda: consensus(verdict="perhaps", reason="Zo")),
    ("decision_has_an_outcome_and_reasons", lambda: a_decision(outcome="perhaps")),
    ("released_decision_has_a_person", lambda: a_decision(released_by=make_user())),
    ("objection_outcome_is_complete_or_absent", lambda: objection(effect="Zo")),
]


@pytest.mark.parametrize(("rule", "make"), OTHER_WAYS)
def test_rule_refuses_other_violation(rule, make):
    assert_refused(make(), rule)


@pytest.mark.parametrize(
    "make",
    [
        lambda: a_round(
            closes_on=OPENS, meets_on=OPENS + ONE_DAY, planned_release_on=OPENS + ONE_DAY
        ),
        lambda: a_round(term_years=8, capacity=1),
        lambda: a_member(member_through=OPENS),
        lambda: request(due_on=OPENS),
        lambda: employer(employed_from=OPENS, employed_through=OPENS),
    ],
)
def test_record_on_the_bound_of_a_rule_is_accepted(make):
    correct = make()
    correct.full_clean()
    correct.save()


def test_a_withdrawn_application_makes_room_for_another():
    first = stored(an_application(state="withdrawn", withdrawn_on=OPENS))
    an_application(round=first.round, hospital=first.hospital).save()
    assert Application.objects.standing().count() == 1
