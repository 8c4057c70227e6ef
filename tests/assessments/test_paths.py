"""Whatever people do, in whatever order: nothing is released without a complete decision.

Random acts of random people on one round, with wrong days and stale versions among them. An act may
be refused in words (``ValidationError``); anything else is a mistake of the program.
"""

import contextlib
import datetime

from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessments import (
    applications,
    committee,
    corrections,
    decisions,
    dossiers,
    extensions,
    findings,
    letters,
    releases,
    rounds,
)
from assessments.models import (
    Application,
    AssessmentRound,
    Assignment,
    CommitteeMember,
    Decision,
    DecisionOutcome,
    Objection,
    OutboxMessage,
    Requirement,
    RequirementCheck,
    Verdict,
)
from assessments.states import ApplicationState, RoundState
from centres.models import PublishedRound, Recognition
from tests.assessments.builders import (
    CLOSES,
    MEETS,
    OPENS,
    RELEASES,
    make_committee_member,
    make_open_round,
    make_submitted,
    moment,
)
from tests.assessments.snapshots import changed_since, snapshot
from tests.builders import make_centre, make_recognition, make_user

WHY = "Zomaar"
DAYS = [OPENS, CLOSES, CLOSES + datetime.timedelta(days=1), MEETS, RELEASES]
LATER = datetime.date(2027, 1, 1)
OUTCOMES = list(DecisionOutcome)


class Act:
    """One act: who does it, on which of the applications, on which day, with which choice."""

    def __init__(self, user, which: int, day: datetime.date, choice: int, lag: int):
        self.by, self.day, self.choice, self.lag = user, day, choice, lag
        self.round = AssessmentRound.objects.first()
        every = Application.objects.order_by("pk")
        self.application = every[which % every.count()]
        members = CommitteeMember.objects.order_by("pk")
        self.member = members[choice % members.count()]

    def on(self, record) -> dict:
        """Return what every verb on ``record`` asks for; a stale version when the person lags."""
        return {"version": record.version - self.lag, "by": self.by}

    def step(self, record) -> dict:
        return self.on(record) | {"on": self.day, "why": WHY}

    def decision(self) -> Decision:
        return self.application.decisions.current().get()

    def assignment(self) -> Assignment:
        return self.application.assignments.order_by("pk")[0]

    def outcome(self) -> dict:
        outcome = OUTCOMES[self.choice % len(OUTCOMES)]
        asked = [decisions.Asked("Leid op", "Diploma", LATER)]
        conditional = outcome == DecisionOutcome.WITH_REQUIREMENTS
        return {
            "outcome": outcome,
            "reasons": "Zo besloten." if self.choice else "",
            "decided_on": MEETS,
            "decided_by": "de commissie",
            "requirements": asked if conditional else [],
        }

    # The acts, by name ---------------------------------------------------------------------------

    def accept(self):
        applications.accept(self.application, **self.step(self.application))

    def submit(self):
        applications.submit(self.application, **self.step(self.application))

    def send_back(self):
        asked = self.application.round.edition.criteria.all()[:1]
        facts = {"criteria": asked, "question": "Vul aan", "due_on": MEETS, "on": self.day}
        applications.return_for_completion(self.application, **facts, **self.on(self.application))

    def answer(self):
        answers = dict.fromkeys(self.application.round.edition.criteria.all(), "Anders")
        dossiers.answer(self.application, answers=answers, why=WHY, **self.on(self.application))

    def withdraw(self):
        applications.withdraw(self.application, **self.step(self.application))

    def assign(self):
        given = {"member": self.member, "on": self.day, "by": self.by, "why": WHY}
        committee.assign(self.application, **given)

    def propose(self):
        committee.propose_assignments(self.round, on=self.day, by=self.by, why=WHY)

    def confirm(self):
        committee.confirm(self.assignment(), **self.step(self.assignment()))

    def unassign(self):
        committee.unassign(self.assignment(), why=WHY, **self.on(self.assignment()))

    def set_aside(self):
        committee.set_aside(self.assignment(), **self.step(self.assignment()))

    def declare(self):
        answer = {"has_conflict": self.choice == 4, "reason": "Familie", "on": self.day}
        committee.declare(self.member, self.application, by=self.member.user, **answer)

    def find(self):
        assignment = self.assignment()
        by, facts = assignment.member.user, {"verdict": Verdict.MEETS, "reason": ""}
        for criterion in self.application.round.edition.criteria.all():
            there = assignment.findings.filter(criterion=criterion).first()
            version = there.version - self.lag if there else 0
            findings.save_finding(assignment, criterion=criterion, version=version, by=by, **facts)
        version = assignment.version - self.lag
        findings.submit_findings(assignment, version=version, on=self.day, by=by)

    def agree(self):
        for criterion in self.application.round.edition.criteria.all():
            there = self.application.consensus.filter(criterion=criterion).first()
            facts = {"verdict": Verdict.MEETS, "reason": "", "by": self.by}
            version = there.version - self.lag if there else 0
            findings.record_consensus(
                self.application, criterion=criterion, version=version, **facts
            )

    def decide(self):
        decisions.decide(self.application, why=WHY, **self.outcome(), **self.on(self.application))

    def reconsider(self):
        decisions.reconsider(self.application, why=WHY, **self.on(self.application))

    def approve_letter(self):
        decision = self.decision()
        text = letters.text_of(decision, released_on=RELEASES)
        facts = {"released_on": RELEASES, "sha256": letters.hash_of(*text), "at": moment(self.day)}
        letters.approve_letter(decision, by=self.by, **facts)

    def close(self):
        rounds.close_round(self.round, **self.step(self.round))

    def cancel(self):
        rounds.cancel(self.round, why=WHY, **self.on(self.round))

    def reschedule(self):
        later = RELEASES + datetime.timedelta(days=self.choice)
        dates = {"opens_on": OPENS, "closes_on": CLOSES, "meets_on": MEETS}
        dates["planned_release_on"] = later
        rounds.reschedule(self.round, why=WHY, **dates, **self.on(self.round))

    def schedule(self):
        moments = {"release_at": moment(RELEASES), "at": moment(self.day)}
        releases.schedule(self.round, why=WHY, **moments, **self.on(self.round))

    def unschedule(self):
        releases.unschedule(self.round, why=WHY, **self.on(self.round))

    def release(self):
        releases.release(self.round, at=moment(RELEASES), why=WHY, **self.on(self.round))

    def extend(self):
        extensions.apply_due_extensions(on=self.day)

    def record_correction(self):
        decision = self.decision()
        decisions.record_correction(decision, why=WHY, **self.outcome(), **self.on(decision))

    def release_correction(self):
        decision = self.decision()
        corrections.release_correction(decision, at=moment(RELEASES), why=WHY, **self.on(decision))

    def object(self):
        days = {"received_on": self.day, "on": self.day}
        decisions.object_to(self.decision(), grounds="Onjuist", by=self.by, **days)

    def decide_objection(self):
        objection = Objection.objects.get()
        facts = {"outcome": Objection.Outcome.UNFOUNDED, "effect": "Blijft zo", "on": self.day}
        decisions.decide_objection(objection, **facts, **self.on(objection))

    def judge(self):
        requirement = Requirement.objects.order_by("pk")[0]
        facts = {"is_met": True, "explanation": "Diploma gezien", "on": self.day}
        decisions.judge_requirement(requirement, version=0, by=self.by, **facts)


VERBS = [name for name in vars(Act) if name not in ("on", "step", "decision", "assignment",
                                                    "outcome") and name[0] != "_"]  # fmt: skip
NO_SUCH_RECORD = (Decision.DoesNotExist, Objection.DoesNotExist, IndexError)
numbers = st.integers(0, 5)
acts = st.tuples(st.sampled_from(VERBS), numbers, numbers, st.integers(0, 4), numbers, numbers)
FIRST, SECOND = 0, 1
RECORDER, RELEASER = 0, 1
PATH = [
    *[("accept", RECORDER, which, 0) for which in (FIRST, SECOND)],
    *[("assign", RECORDER, which, which) for which in (FIRST, SECOND)],
    *[("declare", RECORDER, which, which) for which in (FIRST, SECOND)],
    *[("find", RECORDER, which, 0) for which in (FIRST, SECOND)],
    ("agree", RECORDER, FIRST, 0),
    ("decide", RECORDER, FIRST, 1),
    ("decide", RECORDER, SECOND, 2),
    *[("approve_letter", RECORDER, which, 0) for which in (FIRST, SECOND)],
    ("close", RECORDER, FIRST, 0),
    ("release", RELEASER, FIRST, 0),
    ("record_correction", RECORDER, SECOND, 4),
    ("approve_letter", RECORDER, SECOND, 0),
    ("release_correction", RELEASER, SECOND, 0),
    ("judge", RECORDER, FIRST, 0),
    ("object", RECORDER, FIRST, 0),
    ("decide_objection", RECORDER, FIRST, 0),
]
"""A round from the first step to the last: act, person, application, choice."""
AFTER_CLOSING = 2  # in DAYS


@st.composite
def paths(draw):
    """Draw the acts of a usual round with some left out, and others between them."""
    path = [(verb, user, which, AFTER_CLOSING, choice, 0) for verb, user, which, choice in PATH]
    places = st.integers(0, len(PATH))
    for place in draw(st.lists(places, max_size=1)):
        del path[place : place + 1]
    for place, act in draw(st.lists(st.tuples(places, acts), max_size=8)):
        path.insert(place, act)
    return path


PHASES = [Phase.explicit, Phase.reuse, Phase.generate]


class RandomPaths(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.people = [make_user("editor") for _each in range(2)]
        round_ = make_open_round()
        centre = make_centre()
        make_recognition(centre, datetime.date(2022, 4, 1), datetime.date(2026, 3, 31))
        make_submitted(round_, centre)
        make_submitted(round_)
        for _each in range(2):
            make_committee_member()

    # Without shrinking, which would take minutes: the path that fails is printed as it is.
    @settings(
        max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES
    )
    @given(paths())
    def test_nothing_is_released_incompletely_or_edited_afterwards(self, path):
        released = self.walk(path)
        self.check_released()
        if released is not None:
            assert changed_since(released) == {}
        else:
            assert not PublishedRound.objects.exists()
            assert not OutboxMessage.objects.filter(kind=OutboxMessage.Kind.LETTER).exists()

    def test_the_usual_path_leads_to_a_release_and_a_correction(self):
        path = [(verb, user, which, AFTER_CLOSING, choice, 0) for verb, user, which, choice in PATH]
        assert self.walk(path) is not None
        self.check_released()
        outcomes = [
            [decision.outcome for decision in application.decisions.exclude(released_at=None)]
            for application in Application.objects.order_by("pk")
        ]
        assert outcomes == [["with_requirements"], ["recognised", "not_recognised"]]
        assert (Objection.objects.count(), RequirementCheck.objects.count()) == (1, 1)

    def walk(self, path) -> dict | None:
        """Do the acts; return what has to stay as it is from the release on, if there was one."""
        released = None
        for verb, user, which, day, choice, lag in path:
            act = Act(self.people[user % 2], which, DAYS[day], choice, int(lag == 5))
            with contextlib.suppress(ValidationError, *NO_SUCH_RECORD):
                getattr(act, verb)()
            act.round.refresh_from_db()
            if released is None and act.round.status == RoundState.RELEASED:
                released = {table: rows for table, rows in snapshot().items() if table in STAYS}
        return released

    def check_released(self):
        for application in Application.objects.filter(state=ApplicationState.RELEASED):
            for decision in application.decisions.filter(released_at__isnull=False):
                assert decision.reasons
                assert decision.recorded_by_id != decision.released_by_id
                assert decision.recognises == (decision.recognition is not None)
                letter = decision.letter
                assert (letter.body, letter.subject) == (
                    letter.message.body,
                    letter.message.subject,
                )
                assert letter.sha256 == letters.hash_of(letter.subject, letter.body)
            assert application.decisions.filter(released_at__isnull=False).exists()
            assert application.round.status == RoundState.RELEASED
        by_decision = Recognition.objects.filter(origin="decision")
        assert {each.pk for each in by_decision} == {
            each.recognition_id for each in Decision.objects.filter(recognition__isnull=False)
        }


STAYS = {
    f"assessments_{name}"
    for each in (
        "assessmentround", "application", "answer", "document", "approval", "completionrequest",
        "assignment", "finding", "consensus", "decision", "requirement", "letter",
    )
    for name in (each, f"historical{each}")
}  # fmt: skip
"""The tables in which nothing changes any more once the one round there is was released."""
