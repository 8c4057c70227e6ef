"""One register that holds a record of every kind, nearly all about hospital A."""

import datetime

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.core.files.base import ContentFile

from assessments import applications, committee, decisions, dossiers, releases, rounds
from assessments.models import DecisionOutcome, OutboxMessage
from centres.error_reports import receive, settle
from centres.models import MissedSearch, PatientOrganisation, ReportedTotal
from centres.recognitions import withdraw
from tests.assessments.builders import (
    CLOSES,
    MEETS,
    RELEASES,
    WHY,
    approve_letter,
    close,
    complete,
    decide,
    make_accepted,
    make_assessor,
    make_committee_member,
    make_contact,
    make_draft,
    make_findings,
    make_open_round,
    make_planned_round,
    make_submitted,
    moment,
)
from tests.builders import (
    make_centre,
    make_condition,
    make_edition,
    make_member,
    make_recognition,
    make_specialty,
    make_suspension,
    make_user,
)

ONE_DAY = datetime.timedelta(days=1)
SECRET = "Geheim voor wie er een belang bij heeft"
"""Stands in every application that is not released, and nowhere else."""


class EveryRecord:
    """Hospital A has an application in every state, and a released round with all that follows.

    Attributes:
        people: who opens the addresses, by their column in the table of permissions.
        application: one in assessment, of which ``member`` is an assessor.
    """

    def __init__(self):
        self.editor, self.releaser = make_user("editor"), make_user("editor")
        self.step = {"by": self.editor, "why": WHY}
        self.hospital, self.elsewhere = make_member(), make_member()
        self.of_here = {"hospital": self.hospital}
        self.member, self.chair = make_committee_member(), make_committee_member(role="chair")
        self.public_records()
        self.released_round()
        make_planned_round(2027)
        self.open_round()
        self.round_in_assessment()
        self.people = self.make_people()

    def make_people(self) -> dict:
        works_here = make_committee_member(self.hospital).user
        deputy = make_committee_member(self.hospital, role="deputy").user
        return {
            "hospital A": self.make_contact_of(self.hospital),
            "hospital B": self.make_contact_of(self.elsewhere),
            "member": self.member.user,
            "member, conflict": works_here,
            "chair": self.chair.user,
            "deputy, conflict": deputy,
            "reader": make_user("reader"),
            "editor": self.editor,
            "editor, conflict": self.make_contact_of(self.hospital, "editor"),
            "superuser, conflict": self.make_contact_of(self.hospital, "superuser"),
        }

    def make_contact_of(self, hospital, role: str = ""):
        return make_contact(hospital, user=make_user(role)).user

    def public_records(self) -> None:
        self.centre = make_centre(self.hospital, conditions=[make_condition()])
        self.centre.specialties.add(make_specialty())
        recognition = make_recognition(self.centre, datetime.date(2023, 1, 1))
        make_suspension(recognition, datetime.date(2026, 3, 1))
        ended = make_recognition(make_centre(self.hospital), datetime.date(2023, 1, 1))
        last_day = datetime.date(2025, 1, 1)
        withdraw(ended, version=1, last_day=last_day, reason="Gestopt", by=self.editor)
        make_edition(in_use_since=None)
        MissedSearch.objects.create(words="stijve nek", times=3, last_on=MEETS)
        for message in ("De naam klopt niet.", "Het adres klopt niet."):
            report = receive(about=self.hospital, message=message, email="", language="nl",
                             at=moment(MEETS))  # fmt: skip
        settle(report, version=1, answer="Gewijzigd.", at=moment(MEETS), **self.step)
        self.report = report
        PatientOrganisation.objects.create(name="Vereniging")
        ReportedTotal.objects.create(as_of="2022-12-31", count=281, scope="alle", source_name="STZ")
        Authenticator.objects.create(user=self.releaser, type="totp", data={})
        AccessAttempt.objects.create(username="iemand", failures_since_start=1)
        AccessFailureLog.objects.create(username="iemand")
        AccessLog.objects.create(username="iemand")

    def released_round(self) -> None:
        round_ = make_open_round(2022)
        day = round_.planned_release_on
        kept, wrong = (make_accepted(round_, on=round_.opens_on, **self.of_here) for _ in range(2))
        for application in (kept, wrong):
            outcome = DecisionOutcome.WITH_REQUIREMENTS
            approve_letter(decide(application, outcome, by=self.editor), by=self.editor)
        close(round_)
        step = {"at": moment(day), "by": self.releaser, "why": WHY}
        releases.release(round_, version=round_.version, **step)
        decisions.object_to(
            kept.decisions.get(), received_on=day, grounds=SECRET, on=day, by=self.editor
        )
        released = wrong.decisions.get()
        decisions.record_correction(
            released, version=released.version, outcome=DecisionOutcome.RECOGNISED, reasons=SECRET,
            decided_on=day, decided_by="de commissie", **self.step,
        )  # fmt: skip
        OutboxMessage.objects.update(sending_since=moment(day))

    def open_round(self) -> None:
        round_ = make_open_round()
        self.add_document(self.make_application(round_))
        make_submitted(round_, proposed_name=f"{SECRET} 2", **self.of_here)
        rounds.ask_exception(
            round=round_, hospital=self.hospital, centre=None, last_day=CLOSES + ONE_DAY,
            reason=SECRET, by=self.editor,
        )  # fmt: skip
        committee.propose_assignments(round_, on=CLOSES, **self.step)

    def round_in_assessment(self) -> None:
        self.round = make_open_round()
        self.application = self.make_application(self.round)
        self.document = self.add_document(self.application)
        step = self.step | {"on": self.round.opens_on}
        applications.submit(self.application, version=self.application.version, **step)
        applications.accept(self.application, version=self.application.version, **step)
        make_findings(make_assessor(self.application, by=self.editor), reason=SECRET)
        make_assessor(self.application, self.member, by=self.editor)
        answer = {"has_conflict": False, "reason": "", "on": self.round.opens_on}
        committee.declare(self.chair, self.application, by=self.chair.user, **answer)
        judged, decided = (
            make_accepted(self.round, proposed_name=f"{SECRET} {name}", **self.of_here)
            for name in ("A", "B")
        )
        make_findings(make_assessor(judged, by=self.editor))
        approve_letter(decide(decided, by=self.editor, reasons=SECRET), by=self.editor)
        close(self.round)
        releases.schedule(
            self.round, version=self.round.version, release_at=moment(RELEASES), at=moment(MEETS),
            **self.step,
        )  # fmt: skip

    def make_application(self, round_):
        draft = make_draft(round_, proposed_name=SECRET, **self.of_here)
        complete(draft, text=SECRET)
        return draft

    def add_document(self, application):
        return dossiers.add_document(
            application, version=application.version, title=SECRET,
            criterion=application.round.edition.criteria.first(), on=application.round.opens_on,
            file=ContentFile(b"%PDF-1.7 evidence", name="jaarverslag.pdf"), **self.step,
        )  # fmt: skip
