"""The recognition runs on during an in-time reassessment: recorded early, public when needed."""

import datetime

import pytest

from assessments import applications, decisions, extensions, releases, rounds
from assessments.extensions import apply_due_extensions
from assessments.models import DecisionOutcome, Extension
from centres import recognitions
from centres.models import Recognition
from centres.status import Status
from tests.assessments.builders import (
    CLOSES,
    OPENS,
    RELEASES,
    WHY,
    approve_letter,
    close,
    complete,
    decide,
    make_accepted,
    make_draft,
    make_open_round,
    make_submitted,
    moment,
)
from tests.builders import (
    make_centre,
    make_public_source_recognition,
    make_recognition,
    make_user,
)

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)
TERM_BEGAN, TERM_ENDS = datetime.date(2022, 4, 1), datetime.date(2026, 3, 31)
THROUGH = datetime.date(2026, 8, 1)  # three months after the planned release


def running(valid_through=TERM_ENDS, **over) -> Recognition:
    return make_recognition(make_centre(), TERM_BEGAN, valid_through, **over)


def recorded() -> list:
    return list(Extension.objects.order_by("pk").values_list("through", "applied_on", "dropped_on"))


def accept(recognition, submitted_on=OPENS, accepted_on=CLOSES):
    application = make_submitted(make_open_round(), recognition.centre, on=submitted_on)
    applications.accept(application, version=application.version, on=accepted_on, by=None, why=WHY)
    return application


# Recording --------------------------------------------------------------------------------------


@pytest.mark.parametrize("submitted_on", [OPENS, CLOSES - ONE_DAY, CLOSES])
def test_an_in_time_reassessment_records_the_extension_and_nothing_is_public(submitted_on):
    recognition = running()
    accept(recognition, submitted_on)
    version = recognition.version
    recognition.refresh_from_db()
    assert recorded() == [(THROUGH, None, None)]
    assert (recognition.extended_through, recognition.version) == (None, version)


def test_submitted_after_closing_extends_nothing():
    recognition, round_ = running(), make_open_round()
    exception = rounds.ask_exception(
        round=round_, hospital=recognition.centre.hospital, centre=recognition.centre,
        last_day=CLOSES + ONE_DAY, reason="Ziek", by=make_user("editor"),
    )  # fmt: skip
    rounds.grant_exception(exception, version=1, by=make_user("editor"), why=WHY)
    application = make_draft(round_, recognition.centre, late_exception=exception)
    complete(application)
    step = {"on": CLOSES + ONE_DAY, "by": None, "why": WHY}
    applications.submit(application, version=application.version, **step)
    applications.accept(application, version=application.version, **step)
    assert recorded() == []


@pytest.mark.parametrize(
    ("valid_through", "through"),
    [
        (OPENS - ONE_DAY, None),  # ended on the day before it was submitted
        (OPENS, THROUGH),
        (THROUGH - ONE_DAY, THROUGH),
        (THROUGH, None),  # runs as long already
    ],
)
def test_the_term_must_run_when_submitted_and_end_before_the_extension(valid_through, through):
    accept(running(valid_through), OPENS, OPENS)
    assert recorded() == ([(through, None, None)] if through else [])


def test_the_policy_may_be_off(settings):
    settings.EXTEND_DURING_REASSESSMENT = False
    accept(running())
    assert recorded() == []


def test_a_recognition_not_known_to_the_day_or_given_back_is_not_extended():
    unknown = make_public_source_recognition(None, "2024", "2028")
    accept(unknown)
    given_back = running()
    recognitions.give_back(
        given_back, version=given_back.version, last_day=TERM_ENDS, reason="Vertrek", by=None
    )
    accept(given_back)
    accept(make_recognition(make_centre(), OPENS + ONE_DAY, RELEASES))
    make_accepted(make_open_round())
    assert recorded() == []


def test_an_extension_is_no_longer_than_one_more_term(settings):
    settings.RECOGNITION_TERM_YEARS = 1
    settings.EXTENSION_MONTHS_AFTER_RELEASE = 24
    accept(make_recognition(make_centre(), datetime.date(2025, 4, 1), TERM_ENDS))
    assert recorded() == [(datetime.date(2027, 3, 31), None, None)]


# Becoming public --------------------------------------------------------------------------------


def test_the_extension_is_public_from_the_day_after_the_term():
    recognition = running()
    accept(recognition)
    assert extensions.apply_due_extensions(on=TERM_ENDS) == 0
    assert extensions.apply_due_extensions(on=TERM_ENDS + ONE_DAY) == 1
    assert extensions.apply_due_extensions(on=TERM_ENDS + ONE_DAY) == 0
    recognition.refresh_from_db()
    assert recorded() == [(THROUGH, TERM_ENDS + ONE_DAY, None)]
    statuses = [recognition.status_on(day) for day in (TERM_ENDS, THROUGH, THROUGH + ONE_DAY)]
    assert statuses == [Status.RECOGNISED, Status.RENEWING, Status.EXPIRED]


def test_acceptance_after_the_term_makes_it_public_at_once():
    recognition = running(CLOSES)
    accept(recognition, CLOSES, CLOSES + ONE_DAY)
    recognition.refresh_from_db()
    assert recognition.extended_through == THROUGH
    assert recorded() == [(THROUGH, CLOSES + ONE_DAY, None)]


def give_back(recognition):
    recognitions.give_back(
        recognition, version=recognition.version, last_day=TERM_ENDS, reason="Vertrek", by=None
    )


def extend_by_hand(recognition):
    recognitions.extend(
        recognition, version=recognition.version, through=THROUGH, reason="Loopt", by=None
    )


def record_the_next(recognition):
    make_recognition(recognition.centre, TERM_ENDS + ONE_DAY, datetime.date(2030, 3, 31))


@pytest.mark.parametrize("act", [give_back, extend_by_hand, record_the_next])
def test_what_can_no_longer_be_extended_is_dropped_and_stops_no_other(act):
    recognition = running()
    accept(recognition)
    accept(running())
    act(recognition)
    on = TERM_ENDS + ONE_DAY
    assert extensions.apply_due_extensions(on=on) == 1
    assert recorded() == [(THROUGH, None, on), (THROUGH, on, None)]


# Ending -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "extended_through"),
    [
        (TERM_ENDS, None),  # nobody saw it, nobody will
        (TERM_ENDS + ONE_DAY, TERM_ENDS + ONE_DAY),
        (RELEASES, RELEASES),
    ],
)
@pytest.mark.parametrize("was_applied", [True, False])
def test_withdrawing_ends_the_extension_with_that_day(on, extended_through, was_applied):
    """Also when the day of the term passed and nobody wrote it into the record yet."""
    recognition = running()
    application = accept(recognition)
    if was_applied:
        extensions.apply_due_extensions(on=on)
    applications.withdraw(application, version=application.version, on=on, by=None, why=WHY)
    recognition.refresh_from_db()
    assert recognition.extended_through == extended_through
    assert [dropped for *_rest, dropped in recorded()] == [on]


def release(application, outcome) -> Recognition:
    """Decide and release the round of one reassessment; return the old recognition."""
    recorder, releaser = make_user("editor"), make_user("editor")
    approve_letter(decide(application, outcome, by=recorder))
    round_ = close(application.round)
    releases.release(round_, version=round_.version, at=moment(RELEASES), by=releaser, why=WHY)
    return Recognition.objects.get(valid_through=TERM_ENDS)


@pytest.mark.parametrize(
    ("outcome", "extended_through"),
    [
        (DecisionOutcome.RECOGNISED, RELEASES - ONE_DAY),
        (DecisionOutcome.NOT_RECOGNISED, RELEASES),
        (DecisionOutcome.DEFERRED, THROUGH),
    ],
)
def test_the_release_ends_the_extension(outcome, extended_through):
    application = accept(running())
    extensions.apply_due_extensions(on=TERM_ENDS + ONE_DAY)
    assert release(application, outcome).extended_through == extended_through


def test_reconsidering_keeps_the_extension():
    application = accept(running())
    decide(application, DecisionOutcome.NOT_RECOGNISED)
    decisions.reconsider(application, version=application.version, by=None, why="Nieuwe cijfers")
    assert recorded() == [(THROUGH, None, None)]


FIRST, LAST = datetime.date(2022, 4, 1), datetime.date(2026, 3, 31)


def test_a_term_that_was_put_right_drops_its_extension_and_no_other():
    round_, recognitions = make_open_round(), []
    for _number in range(2):
        centre = make_centre()
        recognitions.append(make_recognition(centre, FIRST, LAST))
        make_accepted(round_, centre)
    mended = {"valid_from": FIRST.replace(year=2018), "valid_through": LAST.replace(year=2022)}
    Recognition.objects.filter(pk=recognitions[0].pk).update(**mended)
    day = LAST + datetime.timedelta(days=1)
    assert apply_due_extensions(on=day) == 1
    for each in recognitions:
        each.refresh_from_db()
    assert [each.status_on(day) for each in recognitions] == [Status.EXPIRED, Status.RENEWING]
