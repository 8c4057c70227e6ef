"""A correction after the release: what it does to the public record in each of the four cases."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from assessments import corrections, decisions, extensions, releases
from assessments.models import Decision, DecisionOutcome, Extension, OutboxMessage
from centres.models import Recognition
from centres.status import EndedHow, Outcome
from hospitals.records import ChangedMeanwhile
from tests.assessments.builders import (
    RELEASES,
    WHY,
    approve_letter,
    close,
    decide,
    make_accepted,
    make_decided,
    make_open_round,
    moment,
)
from tests.assessments.snapshots import snapshot, written_since
from tests.builders import make_centre, make_recognition, make_user

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)
ON = RELEASES + datetime.timedelta(days=20)
FOUR_YEARS = datetime.date(2030, 4, 30)
REASON = "Cijfers van een ander centrum gelezen."
RECOGNISED, CONDITIONAL, REFUSED, DEFERRED = DecisionOutcome


def released(application) -> Decision:
    """Release the round of a decided application; return the decision."""
    round_, by = close(application.round), make_user("editor")
    releases.release(round_, version=round_.version, at=moment(RELEASES), by=by, why=WHY)
    return application.decisions.get()


def record(decision, outcome, *, by=None, **over) -> Decision:
    due_on = RELEASES + datetime.timedelta(days=180)
    asked = [decisions.Asked("Leid op", "Diploma", due_on)] if outcome == CONDITIONAL else []
    facts = {"reasons": "Toch anders.", "decided_on": ON, "decided_by": "de commissie"}
    return decisions.record_correction(
        decision,
        version=decision.version,
        outcome=outcome,
        requirements=asked,
        by=by or make_user("editor"),
        why=REASON,
        **facts | over,
    )


def release(correction, *, by=None, on=ON, version=None):
    by, version = by or make_user("editor"), version or correction.version
    corrections.release_correction(correction, version=version, at=moment(on), by=by, why=WHY)


def corrected(decision, outcome, on=ON, **over) -> Decision:
    correction = record(decision, outcome, **over)
    approve_letter(correction, on=on)
    release(correction, on=on)
    correction.refresh_from_db()
    return correction


def public_record() -> list:
    return [
        (each.outcome, each.valid_from, each.valid_through, each.ended_how, each.last_day)
        for each in Recognition.objects.order_by("pk")
    ]


FULL = (Outcome.FULL, RELEASES, FOUR_YEARS, "", None)
WITH_REQUIREMENTS = (Outcome.WITH_REQUIREMENTS, RELEASES, FOUR_YEARS, "", None)
WITHDRAWN = (Outcome.FULL, RELEASES, FOUR_YEARS, EndedHow.WITHDRAWN, ON)
NEW = (Outcome.FULL, ON, datetime.date(2030, 5, 20), "", None)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (RECOGNISED, CONDITIONAL, [WITH_REQUIREMENTS]),
        (CONDITIONAL, RECOGNISED, [FULL]),
        (RECOGNISED, REFUSED, [WITHDRAWN]),
        (RECOGNISED, DEFERRED, [WITHDRAWN]),
        (REFUSED, RECOGNISED, [NEW]),
        (DEFERRED, RECOGNISED, [NEW]),
        (REFUSED, DEFERRED, []),
        (DEFERRED, REFUSED, []),
    ],
)
def test_a_correction_brings_the_public_record_in_line(before, after, expected):
    decision = released(make_decided(make_open_round(), outcome=before))
    correction = corrected(decision, after)
    assert public_record() == expected
    assert correction.recognition == (
        Recognition.objects.get() if after in (RECOGNISED, CONDITIONAL) else None
    )
    assert OutboxMessage.objects.filter(kind="letter").count() == 2
    decision.refresh_from_db()
    assert (decision.outcome, decision.released_at) == (before, moment(RELEASES))
    assert list(decision.application.decisions.current()) == [correction]


def test_the_reason_of_a_correction_that_withdraws_is_public():
    corrected(released(make_decided(make_open_round())), REFUSED)
    assert Recognition.objects.get().end_reason == REASON


def test_a_correction_of_a_correction():
    decision = released(make_decided(make_open_round()))
    second = corrected(decision, REFUSED)
    third = corrected(second, RECOGNISED, on=ON)
    first = ON + ONE_DAY  # the withdrawn one still counts on its last day
    new = (Outcome.FULL, first, first.replace(year=2030) - ONE_DAY, "", None)
    assert public_record() == [WITHDRAWN, new]
    assert third.recognition.centre == decision.recognition.centre


def test_the_first_day_of_a_recognition_is_not_corrected():
    correction = record(released(make_decided(make_open_round())), RECOGNISED, valid_from=ON)
    approve_letter(correction, on=ON)
    with pytest.raises(ValidationError) as refusal:
        release(correction)
    assert refusal.value.code == "first_day_stays"


@pytest.mark.parametrize(("on", "refused"), [(-1, True), (0, False)])
def test_a_recognition_is_withdrawn_from_its_first_day_on(on, refused):
    day = datetime.date(2026, 7, 1)
    application = make_accepted(make_open_round())
    approve_letter(decide(application, valid_from=day))
    correction = record(released(application), REFUSED)
    on = day + on * ONE_DAY
    approve_letter(correction, on=on)
    if refused:
        with pytest.raises(ValidationError) as refusal:
            release(correction, on=on)
        assert refusal.value.code == "not_begun"
    else:
        release(correction, on=on)
        assert Recognition.objects.get().last_day == day


def test_a_reassessment_that_is_refused_after_all_ends_its_extension():
    centre = make_centre()
    old = make_recognition(centre, datetime.date(2022, 4, 1), datetime.date(2026, 3, 31))
    application = make_decided(make_open_round(), centre, DEFERRED)
    extensions.apply_due_extensions(on=datetime.date(2026, 4, 1))
    decision = released(application)
    old.refresh_from_db()
    assert old.runs_through == datetime.date(2026, 8, 1)
    corrected(decision, REFUSED)
    old.refresh_from_db()
    assert (old.runs_through, Extension.objects.get().dropped_on) == (ON, ON)


# Who, and when ----------------------------------------------------------------------------------


def refused(correction, **over) -> str:
    """Return the code of the refusal, having checked that nothing was written."""
    before = snapshot()
    with pytest.raises(ValidationError) as refusal:
        release(correction, **over)
    assert written_since(before) == {}
    return refusal.value.code


def test_a_second_person_releases_a_correction_once_its_letter_is_approved():
    decision = released(make_decided(make_open_round()))
    recorder, releaser = make_user("editor"), make_user("editor")
    correction = record(decision, REFUSED, by=recorder)
    codes = [refused(correction)]
    approve_letter(correction, on=ON)
    codes += [refused(correction, by=recorder), refused(correction, on=ON + ONE_DAY)]
    stale = Decision.objects.get(pk=correction.pk)
    release(correction, by=releaser)
    assert codes == ["letter", "second_person", "letter"]
    with pytest.raises(ChangedMeanwhile) as refusal:
        release(stale, version=1)
    assert refusal.value.params["who"] == releaser
    correction.refresh_from_db()
    assert refused(correction) == "released_already"


def test_a_decision_of_a_round_is_not_released_by_itself():
    application = make_decided(make_open_round())
    assert refused(application.decisions.get()) == "no_correction"


# Taken back before it was released ----------------------------------------------------------------


def drop(correction, by=None) -> None:
    by = by or make_user("editor")
    corrections.drop_correction(correction, version=correction.version, by=by, why=WHY)


def test_a_correction_that_was_not_released_is_taken_back_and_another_recorded():
    round_ = make_open_round()
    other = make_decided(round_)
    decision = released(make_decided(round_))
    before, neighbour = public_record(), other.decisions.get()
    wrong, kept = record(decision, CONDITIONAL), record(neighbour, REFUSED)
    approve_letter(wrong, on=ON)
    by = make_user("editor")
    stale = Decision.objects.get(pk=wrong.pk)
    drop(wrong, by=by)
    assert set(Decision.objects.filter(released_at=None)) == {kept}
    last = Decision.history.first()
    told = (last.history_type, last.history_user, last.history_change_reason)
    assert (told, public_record()) == (("-", by, WHY), before)
    with pytest.raises(ChangedMeanwhile) as refusal:
        drop(stale)
    assert refusal.value.params["who"] == by
    assert corrected(decision, REFUSED).replaces == decision


def test_only_a_correction_that_waits_is_taken_back():
    decision = released(make_decided(make_open_round()))
    codes = []
    correction = corrected(decision, REFUSED)
    for each in (decision, correction, make_decided(make_open_round(2025)).decisions.get()):
        with pytest.raises(ValidationError) as refusal:
            drop(each)
        codes.append(refusal.value.code)
    assert codes == ["released_already", "released_already", "no_correction"]


def test_a_correction_that_an_objection_led_to_is_not_taken_back():
    decision = released(make_decided(make_open_round()))
    by = make_user("editor")
    objection = decisions.object_to(decision, received_on=ON, grounds="Onjuist", on=ON, by=by)
    correction = record(decision, REFUSED)
    decisions.decide_objection(
        objection, version=1, outcome="founded", effect="Toch niet", on=ON, by=by,
        new_decision=correction,
    )  # fmt: skip
    with pytest.raises(ValidationError) as refusal:
        drop(correction)
    assert (refusal.value.code, Decision.objects.count()) == ("has_objection", 2)
