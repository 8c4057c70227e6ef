"""Records of the assessment for tests: dull defaults, and whatever a test is about as a keyword.

State is moved by the verbs, as everywhere: ``make_decided_application`` goes through all of them.
"""

import datetime
import itertools
from types import SimpleNamespace

from django.test import Client
from django.utils import timezone

from assessments import applications, committee, decisions, dossiers, findings, letters, rounds
from assessments.models import (
    Application,
    Approval,
    AssessmentRound,
    CommitteeMember,
    Contact,
    DecisionOutcome,
    Employer,
    Verdict,
)
from centres.models import CriteriaEdition, Kind
from tests.builders import make_edition, make_member, make_user

OPENS, CLOSES = datetime.date(2026, 1, 5), datetime.date(2026, 2, 27)
MEETS, RELEASES = datetime.date(2026, 4, 15), datetime.date(2026, 5, 1)
WHY = "Voor de test"

_numbers = itertools.count(1)


def moment(day: datetime.date, hour: int = 9) -> datetime.datetime:
    """Return the moment on ``day`` at a whole hour, Amsterdam time."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def make_planned_round(
    year: int = 2026, edition: CriteriaEdition | None = None, *, by=None, **over
) -> AssessmentRound:
    """Plan a round: open from 5 January, closing 27 February, meeting 15 April, release 1 May."""
    number = AssessmentRound.objects.filter(year=year).count() + 1
    dates = {"opens_on": OPENS, "closes_on": CLOSES, "meets_on": MEETS}
    dates |= {"planned_release_on": RELEASES}
    if year != 2026:
        dates = {name: day.replace(year=year) for name, day in dates.items()}
    defaults = {"year": year, "number": number, "edition": edition or make_edition(criteria=2)}
    return rounds.plan(by=by, why=WHY, **defaults | dates | over)


def make_open_round(year: int = 2026, edition=None, *, by=None, **over) -> AssessmentRound:
    round_ = make_planned_round(year, edition, by=by, **over)
    rounds.open_round(round_, version=round_.version, on=round_.opens_on, by=by, why=WHY)
    return round_


def close(round_: AssessmentRound, *, by=None) -> AssessmentRound:
    """Close ``round_`` on the day after its last day."""
    round_.refresh_from_db()
    on = round_.closes_on + datetime.timedelta(days=1)
    rounds.close_round(round_, version=round_.version, on=on, by=by, why=WHY)
    return round_


def make_draft(round_: AssessmentRound, centre=None, *, by=None, **over) -> Application:
    """Enter a draft for ``centre``, or for a proposed centre of a hospital of its own."""
    defaults = {"contact_name": "Kim de Vries", "contact_email": "kim@ziekenhuis.example"}
    if centre is None:
        number = next(_numbers)
        defaults |= {"proposed_name": f"Nieuw centrum {number}", "proposed_kind": Kind.CONDITION}
        defaults["hospital"] = over.get("hospital") or make_member()
    else:
        defaults |= {"centre": centre, "hospital": centre.hospital}
    return applications.enter(round=round_, by=by, why=WHY, **defaults | over)


def complete(application: Application, *, by=None, text: str = "Wij voldoen hieraan.") -> None:
    """Answer every criterion, and record both approvals."""
    on = application.round.opens_on
    answers = dict.fromkeys(application.round.edition.criteria.all(), text)
    dossiers.answer(application, version=application.version, answers=answers, by=by, why=WHY)
    for body in Approval.Body:
        dossiers.approve(
            application,
            version=application.version,
            body=body,
            name="Robin Jansen",
            approved_on=on,
            on=on,
            by=by,
            why=WHY,
        )


def make_submitted(round_, centre=None, *, by=None, on=None, **over) -> Application:
    application = make_draft(round_, centre, by=by, **over)
    complete(application, by=by)
    applications.submit(
        application, version=application.version, on=on or round_.opens_on, by=by, why=WHY
    )
    return application


def make_accepted(round_, centre=None, *, by=None, on=None, **over) -> Application:
    """Make an application in assessment, still without assessors."""
    application = make_submitted(round_, centre, by=by, on=on, **over)
    day = on or round_.opens_on
    applications.accept(application, version=application.version, on=day, by=by, why=WHY)
    return application


def make_committee_member(*employers, role: str = "member", user=None, **over) -> CommitteeMember:
    """Make a member since 2020 who works for ``employers``: hospitals, or names outside STZ."""
    defaults = {"user": user or make_user(), "member_from": datetime.date(2020, 1, 1)}
    member = CommitteeMember.objects.create(role=role, **defaults | over)
    for employer in employers:
        outside = isinstance(employer, str)
        where = {"outside_name": employer} if outside else {"hospital": employer}
        Employer.objects.create(member=member, **where)
    return member


def make_contact(hospital, **over) -> Contact:
    number = next(_numbers)
    defaults = {"name": f"Contact {number}", "email": f"contact-{number}@ziekenhuis.example"}
    return Contact.objects.create(hospital=hospital, **defaults | over)


def make_assessor(application: Application, member=None, *, by=None, on=OPENS):
    """Assign a member without a conflict, who has declared so; return the assignment."""
    member = member or make_committee_member()
    by = by or make_user("editor")
    assignment = committee.assign(application, member=member, on=on, by=by, why=WHY)
    committee.declare(member, application, has_conflict=False, reason="", on=on, by=member.user)
    return assignment


def make_findings(assignment, verdict=Verdict.MEETS, reason: str = "", *, submit=True) -> None:
    """Write the same finding on every criterion, and submit."""
    by = assignment.member.user
    for criterion in assignment.application.round.edition.criteria.all():
        findings.save_finding(
            assignment, criterion=criterion, version=0, verdict=verdict, reason=reason, by=by
        )
    if submit:
        findings.submit_findings(assignment, version=assignment.version, on=MEETS, by=by)


def decide(application, outcome=DecisionOutcome.RECOGNISED, *, by=None, **over):
    """Record a decision with dull reasons; a conditional one with one requirement."""
    application.refresh_from_db()
    defaults = {
        "reasons": "De commissie vindt de zorg uitstekend beschreven.",
        "decided_on": application.round.meets_on,
        "decided_by": "de commissie TEC",
    }
    if outcome == DecisionOutcome.WITH_REQUIREMENTS:
        due = application.round.planned_release_on + datetime.timedelta(days=180)
        asked = decisions.Asked("Leid een tweede specialist op.", "Een diploma.", due)
        defaults["requirements"] = [asked]
    by = by or make_user("editor")
    return decisions.decide(
        application, version=application.version, outcome=outcome, by=by, **defaults | over
    )


def approve_letter(decision, *, by=None, on=None):
    """Approve the letter as it would go out on the planned day of release, or ``on``."""
    day = on or decision.application.round.planned_release_on
    sha256 = letters.hash_of(*letters.text_of(decision, released_on=day))
    by = by or make_user("editor")
    return letters.approve_letter(decision, released_on=day, sha256=sha256, at=moment(day), by=by)


def make_decided(round_, centre=None, outcome=DecisionOutcome.RECOGNISED, *, by=None, **over):
    """Make a decided application with an approved letter; return it."""
    recorder = by or make_user("editor")
    application = make_accepted(round_, centre, **over)
    approve_letter(decide(application, outcome, by=recorder), by=recorder)
    application.refresh_from_db()
    return application


def make_round_to_release(*outcomes: DecisionOutcome, recorder=None, **over) -> SimpleNamespace:
    """Make a closed round with a decided application for a proposed centre per outcome.

    Returns ``round``, ``applications``, and the two people: ``recorder`` and ``releaser``.
    """
    recorder, releaser = recorder or make_user("editor"), make_user("editor")
    round_ = make_open_round(**over)
    made = [make_decided(round_, outcome=outcome, by=recorder) for outcome in outcomes]
    close(round_)
    return SimpleNamespace(round=round_, applications=made, recorder=recorder, releaser=releaser)


def client_of_member(member: CommitteeMember) -> Client:
    """Return a client that is logged in as ``member``."""
    client = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(member.user, backend=backend)
    return client
