"""Rounds are planned, opened, moved, closed and cancelled; exceptions to the closing day."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from assessments import rounds
from assessments.models import AssessmentRound
from assessments.states import RoundState
from centres.models import AnnouncedRound
from tests.assessments.builders import (
    CLOSES,
    MEETS,
    OPENS,
    RELEASES,
    WHY,
    close,
    make_draft,
    make_open_round,
    make_planned_round,
    make_submitted,
)
from tests.builders import make_edition, make_hospital, make_user

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)
DATES = {"opens_on": OPENS, "closes_on": CLOSES, "meets_on": MEETS, "planned_release_on": RELEASES}


def step(record) -> dict:
    return {"version": record.version, "by": None, "why": WHY}


def announced() -> list:
    return list(
        AnnouncedRound.objects.values_list("opens_on", "closes_on", "meets_on", "applications")
    )


def test_a_planned_round_is_not_public():
    round_ = make_planned_round()
    assert (round_.code, round_.term_years, announced()) == ("2026-1", 4, [])


def test_plan_refuses_dates_that_are_not_in_order():
    with pytest.raises(ValidationError):
        make_planned_round(closes_on=MEETS)
    assert AssessmentRound.objects.count() == 0


def test_opening_makes_the_dates_public_and_puts_the_edition_in_use():
    round_ = make_planned_round(edition=make_edition(criteria=2, in_use_since=None))
    rounds.open_round(round_, on=OPENS, **step(round_))
    round_.edition.refresh_from_db()
    assert round_.edition.in_use_since == OPENS
    assert announced() == [(OPENS, CLOSES, MEETS, None)]


@pytest.mark.parametrize(("on", "opens"), [(CLOSES, True), (CLOSES + ONE_DAY, False)])
def test_a_round_opens_through_its_closing_day(on, opens):
    round_ = make_planned_round()
    if opens:
        rounds.open_round(round_, on=on, **step(round_))
    else:
        with pytest.raises(ValidationError) as refusal:
            rounds.open_round(round_, on=on, **step(round_))
        assert refusal.value.code == "closed_already"
    assert (round_.status == RoundState.OPEN, len(announced())) == (opens, int(opens))


@pytest.mark.parametrize(("on", "closes"), [(CLOSES, False), (CLOSES + ONE_DAY, True)])
def test_a_round_closes_from_the_day_after_its_closing_day(on, closes):
    round_ = make_open_round()
    if closes:
        rounds.close_round(round_, on=on, **step(round_))
    else:
        with pytest.raises(ValidationError) as refusal:
            rounds.close_round(round_, on=on, **step(round_))
        assert refusal.value.code == "still_open"
    assert (round_.status == RoundState.ASSESSING) is closes


def test_the_number_of_applications_is_public_after_closing_and_only_if_stz_says_so(settings):
    round_ = make_open_round()
    make_draft(round_)
    make_submitted(round_)
    close(round_)
    assert [number for *_dates, number in announced()] == [None]
    settings.SHOW_NUMBER_OF_APPLICATIONS = True
    assert rounds.number_to_show(round_) == 1
    assert rounds.number_to_show(make_open_round(edition=round_.edition)) is None


def test_rescheduling_an_open_round_changes_what_is_public():
    round_ = make_open_round()
    rounds.reschedule(round_, **DATES | {"closes_on": CLOSES + ONE_DAY}, **step(round_))
    assert announced() == [(OPENS, CLOSES + ONE_DAY, MEETS, None)]


def test_rescheduling_a_planned_round_makes_nothing_public():
    round_ = make_planned_round()
    rounds.reschedule(round_, **DATES | {"opens_on": OPENS + ONE_DAY}, **step(round_))
    assert (round_.opens_on, announced()) == (OPENS + ONE_DAY, [])


def test_an_open_round_keeps_its_opening_day():
    round_ = make_open_round()
    with pytest.raises(ValidationError) as refusal:
        rounds.reschedule(round_, **DATES | {"opens_on": OPENS + ONE_DAY}, **step(round_))
    assert (refusal.value.code, announced()) == ("open_already", [(OPENS, CLOSES, MEETS, None)])


@pytest.mark.parametrize(("days", "code"), [(0, None), (1, "would_be_late")])
def test_what_was_in_time_stays_in_time(days, code):
    round_, submitted_on = make_open_round(), CLOSES - 3 * ONE_DAY
    make_submitted(round_, on=submitted_on)
    earlier = DATES | {"closes_on": submitted_on - days * ONE_DAY}
    if code is None:
        rounds.reschedule(round_, **earlier, **step(round_))
        assert round_.closes_on == submitted_on
        return
    with pytest.raises(ValidationError) as refusal:
        rounds.reschedule(round_, **earlier, **step(round_))
    assert (refusal.value.code, announced()) == (code, [(OPENS, CLOSES, MEETS, None)])


@pytest.mark.parametrize("changed", ["opens_on", "closes_on"])
def test_a_closed_round_keeps_its_opening_and_closing_day(changed):
    round_ = close(make_open_round())
    with pytest.raises(ValidationError) as refusal:
        rounds.reschedule(round_, **DATES | {changed: DATES[changed] + ONE_DAY}, **step(round_))
    assert refusal.value.code == "closed_already"
    rounds.reschedule(round_, **DATES | {"meets_on": MEETS + ONE_DAY}, **step(round_))
    assert announced() == [(OPENS, CLOSES, MEETS + ONE_DAY, None)]


def test_a_cancelled_round_is_public_no_longer():
    round_ = make_open_round()
    rounds.cancel(round_, **step(round_))
    assert (round_.status, announced()) == (RoundState.CANCELLED, [])
    with pytest.raises(ValidationError) as refusal:
        rounds.reschedule(round_, **DATES, **step(round_))
    assert refusal.value.code == "round_is_over"


def test_a_round_with_an_application_is_not_cancelled():
    round_ = make_open_round()
    make_draft(round_)
    with pytest.raises(ValidationError) as refusal:
        rounds.cancel(round_, **step(round_))
    assert (refusal.value.code, round_.status) == ("has_applications", RoundState.OPEN)


# Exceptions to the closing day ------------------------------------------------------------------


def ask(round_, last_day: datetime.date, by=None, **over):
    facts = {"hospital": make_hospital(), "centre": None, "reason": "De aanvrager was ziek"}
    by = by or make_user("editor")
    return rounds.ask_exception(round=round_, last_day=last_day, by=by, **facts | over)


@pytest.mark.parametrize(
    ("last_day", "code"),
    [
        (CLOSES, "no_exception_needed"),
        (CLOSES + ONE_DAY, None),
        (MEETS - ONE_DAY, None),
        (MEETS, "after_the_meeting"),
    ],
)
def test_an_exception_lies_between_closing_and_meeting(last_day, code):
    round_ = make_open_round()
    if code is None:
        assert ask(round_, last_day).granted_by is None
        return
    with pytest.raises(ValidationError) as refusal:
        ask(round_, last_day)
    assert [error.code for error in refusal.value.error_dict["last_day"]] == [code]


def test_an_exception_has_a_reason():
    with pytest.raises(ValidationError):
        ask(make_open_round(), MEETS - ONE_DAY, reason=" ")


def test_an_exception_is_granted_once_and_by_another_person():
    asker, granter = make_user("editor"), make_user("editor")
    exception = ask(make_open_round(), MEETS - ONE_DAY, by=asker)
    with pytest.raises(ValidationError) as refusal:
        rounds.grant_exception(exception, version=1, by=asker, why=WHY)
    assert "tweede persoon" in str(refusal.value)
    rounds.grant_exception(exception, version=1, by=granter, why=WHY)
    with pytest.raises(ValidationError) as refusal:
        rounds.grant_exception(exception, version=2, by=make_user("editor"), why=WHY)
    assert (refusal.value.code, exception.granted_by) == ("granted_already", granter)
