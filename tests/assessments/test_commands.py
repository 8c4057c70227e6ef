"""What happens by the clock: the commands, one by one and all in one."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessments import applications, releases
from assessments.models import (
    AssessmentRound,
    DecisionOutcome,
    OutboxMessage,
    SentReminder,
)
from assessments.scheduled_releases import release_due
from assessments.states import RoundState
from centres.models import PublishedRound, Recognition
from tests.assessments.builders import (
    CLOSES,
    MEETS,
    OPENS,
    RELEASES,
    WHY,
    make_draft,
    make_open_round,
    make_round_to_release,
    make_submitted,
    moment,
)
from tests.builders import make_centre, make_recognition, make_user

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)
ONE_SECOND = datetime.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.OUTBOX_FOLDER = tmp_path / "outbox"
    return settings.OUTBOX_FOLDER


@pytest.fixture
def at(monkeypatch):
    """Return a function that sets the clock to a moment; the mails are written at it too."""

    def set_moment(moment_: datetime.datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment_)
        OutboxMessage.objects.update(next_attempt_at=moment(OPENS))

    return set_moment


def run(name: str, *arguments, **options) -> tuple[list[str], str]:
    """Run a command; return the lines that it wrote, and why it failed."""
    out, err = StringIO(), StringIO()
    try:
        call_command(name, *arguments, stdout=out, stderr=err, **options)
    except CommandError as error:
        return [*out.getvalue().splitlines(), *err.getvalue().splitlines()], str(error)
    return [*out.getvalue().splitlines(), *err.getvalue().splitlines()], ""


def schedule(world, release_at: datetime.datetime, **over) -> AssessmentRound:
    round_ = world.round
    by = over.get("by", world.releaser)
    moments = {"release_at": release_at, "at": moment(MEETS)}
    releases.schedule(round_, version=round_.version, by=by, why=WHY, **moments)
    return round_


# release_due --------------------------------------------------------------------------------------


def test_a_round_is_released_at_its_moment_in_the_name_of_who_scheduled_it(at):
    world = make_round_to_release(DecisionOutcome.RECOGNISED)
    other = make_round_to_release(DecisionOutcome.RECOGNISED)
    round_ = schedule(world, moment(RELEASES))
    later = schedule(other, moment(RELEASES) + ONE_SECOND)
    at(moment(RELEASES) - ONE_SECOND)
    assert run("release_due") == ([], "")
    at(moment(RELEASES))
    assert run("release_due") == ([f"Round {round_.code} is released."], "")
    round_.refresh_from_db()
    later.refresh_from_db()
    assert (round_.released_at, round_.released_by) == (moment(RELEASES), world.releaser)
    assert (later.status, PublishedRound.objects.count()) == (RoundState.ASSESSING, 1)
    assert run("release_due") == ([], "")


def test_a_refused_release_says_why_and_tells_who_scheduled_it_once_a_day(at):
    world = make_round_to_release(DecisionOutcome.RECOGNISED)
    open_one = world.applications[0]
    open_one.decisions.get().letter.delete()
    round_ = schedule(world, moment(RELEASES))
    at(moment(RELEASES))
    lines, refusal = run("release_due")
    assert lines == []
    assert refusal == f"Round {round_.code} is not released. In the way, see its page: 1."
    run("release_due")
    mail = OutboxMessage.objects.get(kind="notice")
    assert (mail.to_email, mail.application) == (world.releaser.email, None)
    assert mail.subject == f"Ronde {round_.code} is niet openbaar gemaakt"
    assert "er staat nog iets open" in mail.body
    for word in (open_one.reference, open_one.title, open_one.hospital.name):
        assert word not in mail.subject + mail.body
    round_.refresh_from_db()
    assert (round_.status, round_.release_at) == (RoundState.ASSESSING, moment(RELEASES))
    at(moment(RELEASES + ONE_DAY))
    run("release_due")
    assert OutboxMessage.objects.filter(kind="notice").count() == 2


def test_a_blocked_round_stops_no_other(at):
    blocked = make_round_to_release(DecisionOutcome.RECOGNISED)
    blocked.applications[0].decisions.get().letter.delete()
    free = make_round_to_release(DecisionOutcome.RECOGNISED)
    for world in (blocked, free):
        schedule(world, moment(RELEASES))
    outcomes = release_due(at=moment(RELEASES))
    assert [(each.round, bool(each.refusals)) for each in outcomes] == [
        (blocked.round, True),
        (free.round, False),
    ]


def test_who_recorded_a_decision_does_not_release_it_by_the_clock_either():
    world = make_round_to_release(DecisionOutcome.RECOGNISED)
    schedule(world, moment(RELEASES), by=world.recorder)
    (outcome,) = release_due(at=moment(RELEASES))
    assert len(outcome.refusals) == 1
    assert not PublishedRound.objects.exists()


# apply_extensions ---------------------------------------------------------------------------------

TERM_ENDS = datetime.date(2026, 3, 31)


def make_extended() -> Recognition:
    """Make a recognition through 31 March that an accepted reassessment extends."""
    recognition = make_recognition(make_centre(), datetime.date(2022, 4, 1), TERM_ENDS)
    application = make_submitted(make_open_round(), recognition.centre)
    applications.accept(application, version=application.version, on=OPENS, by=None, why=WHY)
    return recognition


def test_extensions_are_applied_on_the_day_after_the_term(at):
    recognition = make_extended()
    at(moment(TERM_ENDS, 23))
    assert run("apply_extensions") == ([], "")
    at(moment(TERM_ENDS + ONE_DAY, 0))
    assert run("apply_extensions") == (["Extensions: 1 applied."], "")
    recognition.refresh_from_db()
    assert recognition.extended_through == datetime.date(2026, 8, 1)


# remind and send_outbox ---------------------------------------------------------------------------


def test_a_dry_run_says_who_what_and_why_and_writes_nothing(at):
    application = make_draft(make_open_round(), proposed_name="Slaapcentrum")
    at(moment(CLOSES))
    lines, refusal = run("remind", "--dry-run", "--day", "2026-02-24")
    columns = [[cell.strip() for cell in line.split("  ") if cell] for line in lines]
    assert refusal == ""
    assert columns[0] == ["Wie", "Wat", "Waarom"]
    assert columns[1] == [
        "Kim de Vries <kim@ziekenhuis.example>",
        f"Uw aanvraag is nog niet ingediend: {application.reference} Slaapcentrum",
        "nog 3 dagen; de stap van 3 dagen.",
    ]
    assert columns[2:] == [["Dit was een proef: er is niets opgeslagen."]]
    assert (OutboxMessage.objects.count(), SentReminder.objects.count()) == (0, 0)


def test_reminding_twice_writes_once(at):
    make_draft(make_open_round())
    at(moment(CLOSES))
    assert [run("remind"), run("remind")] == [(["Reminders: 1 written."], ""), ([], "")]


def test_a_reminder_that_cannot_be_written_is_told(at):
    application = make_draft(make_open_round())
    type(application).objects.filter(pk=application.pk).update(contact_email="geen adres")
    at(moment(CLOSES))
    lines, refusal = run("remind")
    assert lines == []
    assert refusal.startswith(f"closing (application-{application.pk} 2026-02-27): ")


def test_the_outbox_fails_when_a_person_is_needed(at, folder):
    make_draft(make_open_round())
    at(moment(CLOSES))
    run("remind")
    OutboxMessage.objects.update(body="Iets anders")
    at(moment(CLOSES))
    message = OutboxMessage.objects.get()
    lines, refusal = run("send_outbox")
    assert lines == ["Outbox: 1 given up.", f"Mail {message.pk} does not match its hash."]
    assert refusal == "Some mail needs a person: see the outbox in the register."
    assert run("send_outbox") == ([], "")


# on_the_clock -------------------------------------------------------------------------------------

FAR = 2100
"""A year in which every mail that a test writes is due: the database says when it was written."""
FAR_RELEASE = RELEASES.replace(year=FAR)


def test_everything_runs_in_its_order_and_one_failure_stops_no_other(at, folder):
    make_extended()
    blocked = make_round_to_release(DecisionOutcome.RECOGNISED, year=FAR)
    blocked.applications[0].decisions.get().letter.delete()
    schedule(blocked, moment(FAR_RELEASE))
    free = schedule(
        make_round_to_release(DecisionOutcome.RECOGNISED, year=FAR), moment(FAR_RELEASE)
    )
    closes_on, meets_on = FAR_RELEASE + 10 * ONE_DAY, FAR_RELEASE + 11 * ONE_DAY
    days = {"closes_on": closes_on, "meets_on": meets_on, "planned_release_on": meets_on}
    make_draft(make_open_round(FAR, **days))
    at(moment(FAR_RELEASE))
    lines, refusal = run("on_the_clock")
    told = [line for line in lines if " is not released. " not in line]
    assert told == [
        "Extensions: 1 applied.",
        f"Round {free.code} is released.",
        "Reminders: 1 written.",
        "Outbox: 3 sent.",  # the notice, the letter and the reminder
    ]
    assert refusal == "Failed: release_due."
    assert len(list(folder.glob("*.eml"))) == 3


def test_nothing_is_said_when_nothing_is_to_be_done(at):
    at(moment(RELEASES))
    assert run("on_the_clock") == ([], "")


def test_what_fails_unexpectedly_stops_no_other(at, settings):
    settings.REMIND_CLOSING_DAYS = None
    make_draft(make_open_round())
    make_user()
    at(moment(CLOSES))
    lines, refusal = run("on_the_clock")
    assert refusal == "Failed: remind."
    assert lines[-1].startswith("TypeError: ")
