"""The release: everything at one moment or nothing, and what stands in its way."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from assessments import committee, decisions, extensions, letters, releases
from assessments.completeness import blocks
from assessments.models import Decision, DecisionOutcome, Letter, OutboxMessage
from assessments.states import ApplicationState, RoundState
from centres.models import Centre, PublishedRound, Recognition
from centres.status import Outcome
from hospitals.models import RegisterVersion
from hospitals.records import ChangedMeanwhile
from tests.assessments.builders import (
    MEETS,
    OPENS,
    RELEASES,
    WHY,
    approve_letter,
    close,
    decide,
    make_accepted,
    make_assessor,
    make_decided,
    make_draft,
    make_findings,
    make_open_round,
    make_round_to_release,
    make_submitted,
    moment,
)
from tests.assessments.snapshots import snapshot, written_since
from tests.builders import (
    make_centre,
    make_condition,
    make_hospital,
    make_recognition,
    make_round,
    make_specialty,
    make_user,
)

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)
FOUR_YEARS = datetime.date(2030, 4, 30)
EVERY = tuple(DecisionOutcome)


def release(round_, by=None, on=RELEASES):
    by = by or make_user("editor")
    return releases.release(round_, version=round_.version, at=moment(on), by=by, why=WHY)


def sentences(round_, by=None, on=RELEASES) -> list[str]:
    """Return what is in the way, and check that the verb refuses with the same and does nothing."""
    by = by or make_user("editor")
    found = [block.sentence for block in blocks(round_, on=on, by=by)]
    before = snapshot()
    with pytest.raises(ValidationError) as refusal:
        release(round_, by, on)
    assert [message.split(": ")[-1] for message in refusal.value.messages] == [
        sentence.split(": ")[-1] for sentence in found
    ]
    assert written_since(before) == {}
    return found


def test_a_release_makes_everything_public_at_once():
    world = make_round_to_release(*EVERY)
    draft = make_draft(make_open_round(edition=world.round.edition))
    published = release(world.round, world.releaser)
    world.round.refresh_from_db()
    assert (world.round.status, world.round.published) == (RoundState.RELEASED, published)
    assert (published.handled, published.released_on) == (4, RELEASES)
    assert [(r.outcome, r.valid_from, r.valid_through, r.is_reassessment, r.round)
            for r in Recognition.objects.order_by("pk")] == [
        (Outcome.FULL, RELEASES, FOUR_YEARS, False, published),
        (Outcome.WITH_REQUIREMENTS, RELEASES, FOUR_YEARS, False, published),
    ]  # fmt: skip
    for application in world.applications:
        application.refresh_from_db()
    assert {each.status for each in world.applications} == {ApplicationState.RELEASED}
    people = Decision.objects.values_list("recorded_by", "released_by").order_by().distinct()
    assert list(people) == [(world.recorder.pk, world.releaser.pk)]
    draft.refresh_from_db()
    assert draft.status == ApplicationState.DRAFT


def test_there_is_exactly_one_mail_per_letter():
    world = make_round_to_release(*EVERY)
    release(world.round, world.releaser)
    keys = sorted(OutboxMessage.objects.values_list("key", flat=True))
    assert keys == sorted(f"letter-{pk}" for pk in Decision.objects.values_list("pk", flat=True))
    assert Letter.objects.filter(message__isnull=False).count() == 4


def test_a_proposed_centre_enters_with_all_that_was_proposed():
    condition, specialty, partner = make_condition(), make_specialty(), make_hospital()
    round_ = make_open_round()
    application = make_decided(
        round_, proposed_name="Slaapcentrum", proposed_plain_name="Slapen",
        conditions=[condition], specialties=[specialty], partners=[partner],
    )  # fmt: skip
    make_decided(round_, outcome=DecisionOutcome.NOT_RECOGNISED, proposed_name="Oogcentrum")
    assert Centre.objects.count() == 0
    release(close(round_))
    centre = Centre.objects.get()
    assert (centre.name, centre.plain_name, centre.hospital) == (
        "Slaapcentrum", "Slapen", application.hospital,
    )  # fmt: skip
    assert list(centre.conditions.all()) == [condition]
    assert list(centre.specialties.all()) == [specialty]
    assert [link.hospital for link in centre.partners.all()] == [partner]


# The first day and the last ---------------------------------------------------------------------


def reassessed(valid_through, *, valid_from=None, on=RELEASES, **round_fields) -> list:
    """Release a round with one reassessment; return the days of both recognitions."""
    centre = make_centre()
    make_recognition(centre, datetime.date(2022, 4, 1), valid_through)
    round_ = make_open_round(planned_release_on=max(on, MEETS), **round_fields)
    application = make_accepted(round_, centre)
    extensions.apply_due_extensions(on=on)
    approve_letter(decide(application, valid_from=valid_from), on=on)
    release(close(round_), on=on)
    return [
        (each.valid_from, each.runs_through) for each in Recognition.objects.order_by("valid_from")
    ]


@pytest.mark.parametrize(
    ("valid_through", "first", "old_through"),
    [
        (RELEASES + ONE_DAY, RELEASES + 2 * ONE_DAY, RELEASES + ONE_DAY),  # the term still runs
        (RELEASES, RELEASES + ONE_DAY, RELEASES),
        (RELEASES - ONE_DAY, RELEASES, RELEASES - ONE_DAY),  # ended yesterday
        (datetime.date(2026, 3, 31), RELEASES, RELEASES - ONE_DAY),  # runs by extension
        (OPENS - ONE_DAY, RELEASES, OPENS - ONE_DAY),  # lapsed before
    ],
)
def test_the_first_day_follows_the_term_that_runs(valid_through, first, old_through):
    old, new = reassessed(valid_through)
    assert old == (datetime.date(2022, 4, 1), old_through)
    assert new == (first, first.replace(year=2030) - ONE_DAY)


def test_the_decision_may_name_the_first_day():
    day = datetime.date(2026, 7, 1)
    old, new = reassessed(datetime.date(2026, 3, 31), valid_from=day)
    assert old[1] == day - ONE_DAY  # the extension fills the days up to it
    assert new == (day, datetime.date(2030, 6, 30))


@pytest.mark.parametrize(
    ("on", "years", "last"),
    [
        (datetime.date(2028, 2, 29), 4, datetime.date(2032, 2, 28)),
        (datetime.date(2028, 2, 28), 4, datetime.date(2032, 2, 27)),
        (datetime.date(2028, 3, 1), 4, datetime.date(2032, 2, 29)),
        (datetime.date(2028, 2, 29), 1, datetime.date(2029, 2, 28)),
    ],
)
def test_the_term_is_counted_from_the_day(on, years, last):
    round_ = make_open_round(2027, planned_release_on=on, term_years=years)
    make_decided(round_)
    release(close(round_), on=on)
    assert Recognition.objects.values_list("valid_from", "valid_through").get() == (on, last)


# What stands in the way -------------------------------------------------------------------------


def test_a_round_that_is_open_or_empty_or_public_already():
    round_ = make_open_round()
    found = blocks(round_, on=RELEASES, by=None)
    assert [(block.sentence, block.application) for block in found] == [
        ("De stand van de ronde is “open voor aanvragen”.", None),
        ("Er is geen aanvraag in deze ronde.", None),
    ]
    make_decided(round_)
    make_round(2026, 1)
    assert sentences(close(round_)) == ["Een ronde met dit jaar en dit nummer is al openbaar."]


def test_every_block_is_named_at_once():
    centre = make_centre()
    round_, releaser = make_open_round(), make_user("editor")
    submitted = make_submitted(round_)
    own = make_decided(round_, by=releaser)
    unread = make_accepted(round_)
    decide(unread)
    conflicted = make_accepted(round_)
    assignment = make_assessor(conflicted)
    make_findings(assignment)
    approve_letter(decide(conflicted))
    committee.declare(
        assignment.member, conflicted, has_conflict=True, reason="Familie", on=MEETS, by=None
    )
    contradicting = make_decided(round_, centre)
    make_recognition(centre, datetime.date(2018, 1, 1), datetime.date(2021, 12, 31))
    make_decided(round_)
    close(round_)
    found = {
        block.application: block.sentence for block in blocks(round_, on=RELEASES, by=releaser)
    }
    assert found == {
        submitted: "Er is nog geen uitkomst; de stand is “ingediend”.",
        own: "U legde dit besluit vast; een tweede persoon maakt het openbaar.",
        unread: "De brief is niet goedgekeurd zoals die op die dag verstuurd wordt.",
        conflicted: f"Beoordelaar {assignment.member} heeft een belang.",
        contradicting: "Of dit nieuw is of een herbeoordeling, klopt niet met het register.",
    }
    assert len(sentences(round_, releaser)) == 5


def test_a_conflict_that_is_set_aside_is_no_block():
    round_ = make_open_round()
    application = make_accepted(round_)
    assignment = make_assessor(application)
    make_findings(assignment)
    approve_letter(decide(application))
    committee.declare(
        assignment.member, application, has_conflict=True, reason="Familie", on=MEETS, by=None
    )
    staff = make_user("editor")
    committee.set_aside(assignment, version=assignment.version, on=MEETS, by=staff, why=WHY)
    release(close(round_))


def test_who_assessed_nothing_yet_is_no_block():
    """A conflict hides the application from them; nothing of theirs counts in the outcome."""
    round_ = make_open_round()
    application = make_accepted(round_)
    assignment = make_assessor(application)
    approve_letter(decide(application))
    committee.declare(
        assignment.member, application, has_conflict=True, reason="Familie", on=MEETS, by=None
    )
    release(close(round_))


@pytest.mark.parametrize("days", [0, 1])
def test_a_requirement_is_due_after_the_hospital_hears_of_it(days):
    round_ = make_open_round()
    due_on = RELEASES + days * ONE_DAY
    asked = decisions.Asked("Leid een tweede specialist op.", "Een diploma.", due_on)
    decision = decide(
        make_accepted(round_), DecisionOutcome.WITH_REQUIREMENTS, requirements=[asked]
    )
    approve_letter(decision)
    close(round_)
    if days == 0:
        told = "De termijn van een voorwaarde is voorbij voordat het ziekenhuis ervan hoort."
        assert sentences(round_) == [told]
    else:
        release(round_)


def test_reconsidering_and_deciding_again_mends_a_kind_that_contradicts_the_record():
    centre = make_centre()
    round_ = make_open_round()
    application = make_decided(round_, centre)
    make_recognition(centre, datetime.date(2018, 1, 1), datetime.date(2021, 12, 31))
    close(round_)
    assert len(sentences(round_)) == 1
    by = make_user("editor")
    decisions.reconsider(application, version=application.version, by=by, why="Eerder erkend")
    approve_letter(decide(application, why="Eerder erkend"))
    release(round_)
    assert Recognition.objects.get(round__isnull=False).is_reassessment


@pytest.mark.parametrize("valid_from", [datetime.date(2026, 6, 30), datetime.date(2026, 5, 1)])
def test_a_first_day_within_the_term_that_runs_collides(valid_from):
    centre = make_centre()
    make_recognition(centre, datetime.date(2022, 7, 1), datetime.date(2026, 6, 30))
    round_ = make_open_round()
    approve_letter(decide(make_accepted(round_, centre), valid_from=valid_from))
    assert sentences(close(round_)) == ["Het centrum heeft in deze periode een andere erkenning."]


def test_a_name_that_the_hospital_has_already():
    hospital = make_hospital()
    round_ = make_open_round()
    make_decided(round_, hospital=hospital, proposed_name="Slaapcentrum")
    make_centre(hospital, name="Slaapcentrum")
    assert sentences(close(round_)) == ["Dit ziekenhuis heeft al een centrum met deze naam."]


@pytest.mark.parametrize("on", [RELEASES - ONE_DAY, RELEASES + ONE_DAY])
def test_a_letter_that_was_approved_for_another_day(on):
    world = make_round_to_release(DecisionOutcome.DEFERRED)
    assert sentences(world.round, world.releaser, on) == [
        "De brief is niet goedgekeurd zoals die op die dag verstuurd wordt."
    ]
    for application in world.applications:
        approve_letter(application.decisions.get(), on=on)
    release(world.round, world.releaser, on)


def test_a_refusal_halfway_leaves_nothing():
    """The last of the proposed centres cannot be entered, which no block foresees."""
    world = make_round_to_release(DecisionOutcome.RECOGNISED, DecisionOutcome.RECOGNISED)
    last = world.applications[-1]
    type(last).objects.filter(pk=last.pk).update(proposed_kind="x")
    before, version = snapshot(), RegisterVersion.objects.get().number
    with pytest.raises(ValidationError):
        release(world.round, world.releaser)
    assert written_since(before) == {}
    assert RegisterVersion.objects.get().number == version
    assert world.round.status == RoundState.ASSESSING


def test_a_second_release_is_told_who_released():
    world = make_round_to_release(DecisionOutcome.RECOGNISED)
    stale = type(world.round).objects.get(pk=world.round.pk)
    release(world.round, world.releaser)
    with pytest.raises(ChangedMeanwhile) as refusal:
        release(stale)
    assert refusal.value.params["who"] == world.releaser
    with pytest.raises(ValidationError) as refusal:
        release(world.round)
    assert refusal.value.code == "no_such_move"
    assert PublishedRound.objects.count() == 1


# Scheduling -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hour", "accepted"), [(9, False), (10, True)])
def test_a_release_is_scheduled_ahead(hour, accepted):
    round_ = close(make_open_round())
    act = {"release_at": moment(RELEASES, hour), "at": moment(RELEASES, 9)}
    step = {"version": round_.version, "by": make_user("editor"), "why": WHY}
    if not accepted:
        with pytest.raises(ValidationError) as refusal:
            releases.schedule(round_, **act, **step)
        assert set(refusal.value.error_dict) == {"release_at"}
        return
    releases.schedule(round_, **act, **step)
    assert (round_.release_at, round_.scheduled_by) == (act["release_at"], step["by"])
    releases.unschedule(round_, **step | {"version": round_.version})
    assert (round_.release_at, round_.scheduled_by) == (None, None)


def test_only_a_round_that_is_assessed_is_scheduled():
    round_ = make_open_round()
    with pytest.raises(ValidationError) as refusal:
        releases.schedule(
            round_, version=round_.version, release_at=moment(RELEASES), at=moment(OPENS),
            by=make_user("editor"), why=WHY,
        )  # fmt: skip
    assert refusal.value.code == "not_assessing"


def test_the_text_of_a_letter_needs_no_release():
    decision = decide(make_accepted(make_open_round()))
    before = snapshot()
    letters.text_of(decision, released_on=RELEASES)
    assert written_since(before) == {}
