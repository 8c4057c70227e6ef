"""Reminders: who hears of what on which day, and why; at most once, and not of what is done."""

import copy
import datetime
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import applications, committee, decisions, findings, releases, rounds
from assessments.models import DecisionOutcome, OutboxMessage, SentReminder
from assessments.reminder_mails import remind
from assessments.reminders import Kind, dues_on, planned_on
from centres import recognitions
from centres.models import Recognition
from hospitals.models import Membership
from tests.assessments.builders import (
    CLOSES,
    MEETS,
    OPENS,
    RELEASES,
    WHY,
    close,
    complete,
    make_accepted,
    make_assessor,
    make_committee_member,
    make_contact,
    make_draft,
    make_findings,
    make_open_round,
    make_round_to_release,
    make_submitted,
    moment,
)
from tests.builders import make_centre, make_member, make_recognition, make_user
from tests.standing import standing_world

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)
DUE = RELEASES + datetime.timedelta(days=180)


def days_before(last_day: datetime.date, number: int) -> datetime.date:
    return last_day - datetime.timedelta(days=number)


def told(day: datetime.date) -> list[tuple]:
    """Return kind, step and address of everything that is due on ``day``."""
    return [(due.kind.value, due.step, due.person.email) for due in dues_on(day)]


def written_on(day: datetime.date) -> list[tuple[str, str]]:
    """Let the reminders of ``day`` be written; return the subject and address of each."""
    written, troubles = remind(on=day)
    assert troubles == []
    return [(message.subject, message.to_email) for message in written]


# A draft ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days_left", "step"),
    [(29, None), (28, "28"), (15, "28"), (14, "14"), (4, "14"), (3, "3"), (0, "3"), (-1, None)],
)
def test_the_contact_of_a_draft_hears_of_the_last_step_that_began(days_left, step):
    make_draft(make_open_round())
    expected = [("closing", step, "kim@ziekenhuis.example")] if step else []
    assert told(days_before(CLOSES, days_left)) == expected


def test_a_draft_of_a_hospital_that_left_is_no_longer_reminded_of():
    application = make_draft(make_open_round())
    Membership.objects.filter(hospital=application.hospital).update(
        member_through=days_before(CLOSES, 10)
    )
    assert [len(told(days_before(CLOSES, left))) for left in (10, 9)] == [1, 0]


def test_a_contact_whose_time_is_over_is_followed_by_the_contacts_of_the_hospital():
    application = make_draft(make_open_round())
    last = days_before(CLOSES, 10)
    make_contact(application.hospital, email="KIM@ziekenhuis.example", contact_through=last)
    make_contact(application.hospital, email="opvolger@ziekenhuis.example")
    make_contact(make_member(), email="ander@ziekenhuis.example")
    heard = [[email for *_rest, email in told(day)] for day in (last, last + ONE_DAY)]
    assert heard == [["kim@ziekenhuis.example"], ["opvolger@ziekenhuis.example"]]


def test_an_exception_moves_the_last_day_and_begins_the_steps_anew():
    round_ = make_open_round()
    application = make_draft(round_)
    assert len(written_on(days_before(CLOSES, 3))) == 1
    exception = rounds.ask_exception(
        round=round_, hospital=application.hospital, centre=None,
        last_day=CLOSES + 5 * ONE_DAY, reason="Ziek", by=make_user("editor"),
    )  # fmt: skip
    rounds.grant_exception(exception, version=1, by=make_user("editor"), why=WHY)
    applications.use_exception(
        application, version=application.version, exception=exception, by=None, why=WHY
    )
    close(round_)
    later = [len(written_on(CLOSES + number * ONE_DAY)) for number in range(1, 7)]
    assert later == [1, 1, 0, 0, 0, 0]  # the steps of 14 and 3 days before the new last day


def return_it(application, *, due_on: datetime.date) -> None:
    applications.return_for_completion(
        application,
        version=application.version,
        criteria=application.round.edition.criteria.all()[:1],
        question="Vul aan",
        due_on=due_on,
        on=OPENS,
        by=make_user("editor"),
    )


def test_a_returned_application_is_reminded_of_through_its_own_day():
    due_on = CLOSES + 10 * ONE_DAY
    return_it(make_submitted(make_open_round()), due_on=due_on)
    steps = [[step for _kind, step, _email in told(days_before(due_on, left))] for left in
             (8, 7, 2, 0, -1)]  # fmt: skip
    assert steps == [[], ["7"], ["2"], ["2"], []]
    assert told(due_on)[0][0] == "completion"


# A requirement ----------------------------------------------------------------------------------


def make_released_requirement():
    done = make_round_to_release(DecisionOutcome.WITH_REQUIREMENTS)
    releases.release(
        done.round, version=done.round.version, at=moment(RELEASES), by=done.releaser, why=WHY
    )
    return done.applications[0].decisions.get().requirements.get()


def test_nobody_hears_of_a_requirement_before_the_release():
    make_round_to_release(DecisionOutcome.WITH_REQUIREMENTS)
    assert told(days_before(DUE, 1)) == []


@pytest.mark.parametrize(
    ("days_left", "step"),
    [(61, None), (60, "60"), (14, "14"), (1, "1"), (0, None), (-1, "late"), (-300, "late")],
)
def test_a_requirement_is_late_from_the_day_after_it(days_left, step):
    make_released_requirement()
    expected = [("requirement", step, "kim@ziekenhuis.example")] if step else []
    assert told(days_before(DUE, days_left)) == expected


def test_a_requirement_of_a_recognition_that_was_given_back_is_not_asked_any_more():
    make_released_requirement()
    recognition = Recognition.objects.get()
    last = days_before(DUE, 5)
    recognitions.give_back(
        recognition, version=recognition.version, last_day=last, reason="Vertrek", by=None
    )
    assert [len(told(day)) for day in (last, last + ONE_DAY)] == [1, 0]


# A term that ends -------------------------------------------------------------------------------


def make_term(through: datetime.date, hospital=None, **over) -> Recognition:
    centre = make_centre(hospital, **over)
    return make_recognition(centre, datetime.date(2022, 6, 1), through)


def test_the_contacts_hear_of_a_term_that_ends_and_of_the_round_it_falls_in():
    hospital, through = make_member(), datetime.date(2026, 9, 30)
    make_contact(hospital, email="kwaliteit@a.example")
    make_contact(hospital, email="bestuur@a.example")
    make_contact(make_member(), email="ander@b.example")
    make_term(through, hospital)
    both = ["kwaliteit@a.example", "bestuur@a.example"]
    before = datetime.date(2025, 9, 29)
    assert told(before) == []
    assert told(before + ONE_DAY) == [("term", "12", email) for email in both]
    make_open_round()
    opening = [("opening", "open", email) for email in both]
    twelve = [("term", "12", email) for email in both]
    assert told(OPENS) == told(CLOSES) == [*opening, *twelve]
    assert told(OPENS - ONE_DAY) == told(CLOSES + ONE_DAY) == twelve
    assert told(datetime.date(2026, 6, 30)) == [("term", "3", email) for email in both]
    assert told(through + ONE_DAY) == []


@pytest.mark.parametrize("make", [make_draft, make_submitted, make_accepted])
def test_who_applied_hears_no_more_of_the_term(make):
    hospital = make_member()
    make_contact(hospital)
    applied, waits = (make_term(datetime.date(2026, 9, 30), hospital) for _each in range(2))
    application = make(make_open_round(), applied.centre)
    about = {due.centre for due in dues_on(OPENS) if due.kind in (Kind.OPENING, Kind.TERM)}
    assert about == {waits.centre}
    applications.withdraw(application, version=application.version, on=OPENS, by=None, why=WHY)
    about = {due.centre for due in dues_on(OPENS) if due.kind in (Kind.OPENING, Kind.TERM)}
    assert about == {applied.centre, waits.centre}


def test_a_draft_that_was_too_late_is_no_application():
    recognition = make_term(datetime.date(2026, 9, 30))
    make_contact(recognition.centre.hospital, email="kwaliteit@a.example")
    round_ = make_open_round()
    make_draft(round_, recognition.centre)
    assert told(CLOSES) == [("closing", "3", "kim@ziekenhuis.example")]
    close(round_)
    assert told(CLOSES + ONE_DAY) == [("term", "12", "kwaliteit@a.example")]


# Findings ---------------------------------------------------------------------------------------


def test_assessors_who_did_not_submit_hear_of_the_day_that_findings_are_due():
    round_ = make_open_round()
    one, done, left = (make_accepted(round_) for _each in range(3))
    slow, other = (
        make_committee_member(user=make_user(email=f"{name}@c.example")) for name in ("a", "b")
    )
    make_assessor(one, slow)
    make_findings(make_assessor(done, other))
    gone = make_committee_member(member_through=MEETS - 10 * ONE_DAY)
    make_assessor(left, gone)
    due_on = days_before(MEETS, 7)
    close(round_)
    found = [told(days_before(due_on, number)) for number in (8, 2, 0, -1)]
    assert found == [
        [],
        [("findings", "2", "a@c.example")],
        [("findings", "2", "a@c.example")],
        [],
    ]


def test_an_assessor_with_a_conflict_hears_nothing_of_that_application():
    round_ = make_open_round()
    application, fine = make_accepted(round_), make_accepted(round_)
    member = make_committee_member()
    make_assessor(application, member)
    make_assessor(fine, member)
    committee.declare(
        member, application, has_conflict=True, reason="Familie", on=OPENS, by=member.user
    )
    close(round_)
    assert [due.application for due in dues_on(days_before(MEETS, 9))] == [fine]


# The mails --------------------------------------------------------------------------------------


def test_several_things_for_one_person_are_one_mail_that_says_why():
    hospital, round_ = make_member(), make_open_round()
    make_draft(round_, make_centre(hospital, name="Slaapcentrum"))
    make_draft(
        round_, make_centre(hospital, name="Jansen & Co's"), contact_email="KIM@ziekenhuis.example"
    )
    make_draft(round_, contact_email="ander@ziekenhuis.example")
    assert sorted(written_on(days_before(CLOSES, 3))) == [
        ("Uw aanvraag is nog niet ingediend", "ander@ziekenhuis.example"),
        ("Uw aanvraag is nog niet ingediend", "kim@ziekenhuis.example"),
    ]
    mail = OutboxMessage.objects.get(to_email="kim@ziekenhuis.example")
    lines = [line.split(" (")[0] for line in mail.body.splitlines() if line.startswith("- ")]
    assert sorted(lines) == ["- Jansen & Co's", "- Slaapcentrum"]
    assert mail.body.count("u kunt indienen tot en met 27 februari 2026.") == 2
    assert (
        "U krijgt deze mail omdat u contactpersoon bent van een aanvraag die nog niet is ingediend."
        in mail.body.splitlines()
    )
    assert (mail.kind, mail.application) == ("reminder", None)
    assert SentReminder.objects.filter(message=mail).count() == 2


def test_what_comes_up_later_on_a_day_waits_for_the_next():
    round_, day = make_open_round(), days_before(CLOSES, 2)
    make_draft(round_)
    counts = [len(written_on(day))]
    make_draft(round_)
    counts += [len(written_on(day)), len(written_on(day + ONE_DAY))]
    assert counts == [1, 0, 1]


def test_every_kind_of_mail_reads_well():
    hospital = make_member(name="Sint Jan's & Zn")
    make_contact(hospital, name="Kim")
    make_term(datetime.date(2026, 9, 30), hospital, name="Slaapcentrum")
    make_released_requirement()
    round_ = make_open_round(year=2026)
    make_draft(round_)
    return_it(make_submitted(round_), due_on=CLOSES)
    make_assessor(make_accepted(round_), make_committee_member(user=make_user(first_name="Kim")))
    for day in (OPENS, CLOSES, days_before(MEETS, 9), DUE + ONE_DAY):
        remind(on=day)
    kinds = SentReminder.objects.values_list("kind", flat=True).distinct().order_by()
    assert set(kinds) == set(Kind.values)
    bodies = list(OutboxMessage.objects.filter(kind="reminder").values_list("body", flat=True))
    assert len(bodies) == 7  # two steps of the term
    for body in bodies:
        assert body.startswith("Beste Kim")
        assert "\n\nU krijgt deze mail omdat " in body
        assert body.endswith("\n\nMet vriendelijke groet,\nSTZ, register van expertisecentra\n")
        assert "\n\n\n" not in body
    late = [body for body in bodies if "U bent te laat" in body]
    assert len(late) == 1
    assert "De laatste dag was 28 oktober 2026. U bent te laat." in late[0]


def test_one_address_that_is_wrong_stops_no_other():
    round_ = make_open_round()
    wrong = make_draft(round_)
    make_draft(round_, contact_email="goed@ziekenhuis.example")
    type(wrong).objects.filter(pk=wrong.pk).update(contact_email="geen adres")
    written, troubles = remind(on=CLOSES)
    assert [message.to_email for message in written] == ["goed@ziekenhuis.example"]
    (trouble,) = troubles
    assert trouble.startswith(f"closing (application-{wrong.pk} 2026-02-27): ")


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_do_not_grow_with_the_applications(number, django_assert_num_queries):
    round_ = make_open_round()
    hospital = make_member()
    make_contact(hospital)
    for _each in range(number):
        make_draft(round_)
        make_term(datetime.date(2026, 9, 30), hospital)
    with django_assert_num_queries(13):
        planned_on(days_before(CLOSES, 3))


# Random timelines -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    """A complete draft of one person, a requirement of the same, and an assessor."""

    def make():
        requirement = make_released_requirement()
        round_ = make_open_round()
        draft = make_draft(round_)
        complete(draft)
        assignment = make_assessor(make_accepted(round_))
        make_findings(assignment, submit=False)
        return SimpleNamespace(draft=draft, requirement=requirement, assignment=assignment)

    with standing_world(make, django_db_blocker) as world:
        yield world


def submit(world, day):
    applications.submit(world.draft, version=world.draft.version, on=day, by=None, why=WHY)


def withdraw(world, day):
    applications.withdraw(world.draft, version=world.draft.version, on=day, by=None, why=WHY)


def meet(world, day):
    decisions.judge_requirement(
        world.requirement, version=0, is_met=True, explanation="Diploma", on=day, by=make_user()
    )


def submit_findings(world, day):
    assignment = world.assignment
    findings.submit_findings(
        assignment, version=assignment.version, on=day, by=assignment.member.user
    )


FINDINGS_DUE = days_before(MEETS, 7)
TIMELINES = {  # when it is due, its steps, and what completes it
    "closing": (CLOSES, (28, 14, 3), [submit, withdraw]),
    "requirement": (DUE, (60, 14, 1), [meet]),
    "findings": (FINDINGS_DUE, (7, 2), [submit_findings]),
}


def expected(kind: str, last_day, steps, runs: list, done_on) -> list[tuple]:
    """Return the step and the day of each reminder that is to go: the rule told another way.

    In the days of each step, the first run that finds it not done.
    """
    ends = [*steps[1:], 0 if kind == "requirement" else -1]
    windows = {
        str(step): (days_before(last_day, step), days_before(last_day, end + 1))
        for step, end in zip(steps, ends, strict=True)
    }
    if kind == "requirement":
        windows["late"] = (last_day + ONE_DAY, datetime.date.max)
    found = []
    for step, (first, last) in windows.items():
        hits = [day for day in runs if first <= day <= last and day < done_on]
        found += [(step, min(hits))] if hits else []
    return found


@pytest.mark.parametrize("kind", TIMELINES)
@given(data=st.data())
@settings(max_examples=40, deadline=None, database=None)
def test_a_random_timeline_doubles_nothing_and_loses_nothing(standing, kind, data):
    last_day, steps, ends = TIMELINES[kind]
    offsets = st.integers(min_value=-steps[0] - 3, max_value=8)
    runs = data.draw(st.lists(offsets, min_size=1, max_size=9).map(sorted), label="runs")
    end = data.draw(st.sampled_from(ends), label="end")
    done = data.draw(st.none() | st.integers(min_value=-steps[0] - 3, max_value=0), label="done")
    runs = [last_day + number * ONE_DAY for number in runs]
    done_on = datetime.date.max if done is None else last_day + done * ONE_DAY
    with transaction.atomic():
        world = copy.deepcopy(standing)
        sent = follow(world, kind, runs, done_on, end)
        rows = list(SentReminder.objects.filter(kind=kind).values_list("email", "day"))
        transaction.set_rollback(True)
    assert sent == expected(kind, last_day, steps, runs, done_on)
    assert len(set(rows)) == len(rows)


def follow(world, kind: str, runs: list, done_on, end) -> list[tuple]:
    """Let the command run on each day of ``runs``; return the step and day of what it wrote."""
    is_done = False
    for day in runs:
        if not is_done and day >= done_on:
            end(world, done_on)
            is_done = True
        written, troubles = remind(on=day)
        assert troubles == []
        for message in written:
            is_late = "te laat" in message.body
            assert not is_late or day > DUE
    sent = SentReminder.objects.filter(kind=kind).order_by("day")
    return list(sent.values_list("step", "day"))
