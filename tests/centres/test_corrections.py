"""What was written of a recognition by mistake is put right, and the history keeps what stood."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from centres.corrections import correct, correct_suspension, remove, remove_suspension
from centres.models import Recognition, Suspension
from centres.status import EndedHow, Origin, Status
from hospitals.records import ChangedMeanwhile
from tests.builders import LAST_DAY, make_recognition, make_suspension, make_user

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)
LATER = datetime.date(2028, 10, 31)
MIDWAY = datetime.date(2026, 6, 30)
STANDING = {
    "extended_through": LATER,
    "extension_reason": "Aanvraag van mevrouw De Wit",
    "ended_how": EndedHow.RETURNED,
    "last_day": MIDWAY,
    "end_reason": "Team weg",
}
NOTHING = {
    "extended_through": None,
    "extension_reason": "",
    "ended_how": "",
    "last_day": None,
    "end_reason": "",
}


@pytest.fixture
def staff():
    return make_user()


def facts(recognition: Recognition) -> dict:
    stored = Recognition.objects.get(pk=recognition.pk)
    return {name: getattr(stored, name) for name in STANDING}


@pytest.mark.parametrize("origin", [Origin.REGISTER, Origin.DECISION])
@pytest.mark.parametrize(
    "right",
    [
        NOTHING,
        STANDING | {"extension_reason": "Aanvraag op tijd"},
        STANDING | {"ended_how": EndedHow.WITHDRAWN, "last_day": MIDWAY + ONE_DAY},
        STANDING | {"extended_through": None, "extension_reason": ""},
    ],
)
def test_a_correction_takes_the_place_of_what_stood(origin, right, staff):
    recognition, neighbour = (make_recognition(origin=origin, **STANDING) for _ in "ab")
    correct(recognition, version=1, by=staff, why="Verkeerd overgenomen", **right)
    assert facts(recognition) == right
    assert facts(neighbour) == STANDING
    after, before = recognition.history.all()
    assert (after.history_user, after.history_change_reason) == (staff, "Verkeerd overgenomen")
    assert {name: getattr(before, name) for name in STANDING} == STANDING


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"extended_through": datetime.date(2032, 5, 1)}, "extension_too_long"),
        ({"extended_through": LAST_DAY}, "extension_follows_the_term_and_has_a_reason"),
        ({"last_day": LATER + ONE_DAY}, "early_end_lies_within_the_period"),
        ({"last_day": None}, "early_end_is_complete_or_absent"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(wrong, message):
    recognition = make_recognition(**STANDING)
    with pytest.raises(ValidationError) as refusal:
        correct(recognition, version=1, by=None, why="Fout", **STANDING | wrong)
    assert codes(refusal.value) == [message]
    assert facts(recognition) == STANDING


def codes(refusal: ValidationError) -> list[str]:
    """Return the codes of ``refusal``; of a rule of the database its name, by its message."""
    names = {
        each.get_violation_error_message(): each.name for each in Recognition._meta.constraints
    }
    if not hasattr(refusal, "error_dict"):
        return [error.code for error in refusal.error_list]
    return [names[message] for message in refusal.messages]


def test_a_term_that_is_too_long_does_not_stand_in_the_way_of_a_correction():
    endless = make_recognition(valid_through=datetime.date(2099, 1, 1), **STANDING | NOTHING)
    right = NOTHING | {"ended_how": EndedHow.RETURNED, "last_day": MIDWAY}
    correct(endless, version=1, by=None, why="Fout", **right)
    assert facts(endless) == right


def suspended(**over) -> Suspension:
    return make_suspension(make_recognition(), MIDWAY, **over)


def put_right(suspension: Suspension, *, version: int = 1, by=None, why="Fout", **over) -> None:
    standing = {
        name: getattr(suspension, name)
        for name in ("suspended_from", "suspended_through", "reason")
    }
    correct_suspension(suspension, version=version, by=by, why=why, **standing | over)


def test_a_suspension_is_put_right(staff):
    suspension, neighbour = suspended(suspended_through=MIDWAY + ONE_DAY), suspended()
    put_right(suspension, by=staff, suspended_from=MIDWAY + ONE_DAY, reason="Geen team")
    stored = Suspension.objects.get(pk=suspension.pk)
    assert (stored.suspended_from, stored.reason) == (MIDWAY + ONE_DAY, "Geen team")
    after, before = suspension.history.all()
    assert (after.history_user, after.history_change_reason) == (staff, "Fout")
    assert (before.suspended_from, before.reason) == (MIDWAY, "Wachten op nieuw team")
    assert Suspension.objects.get(pk=neighbour.pk).suspended_from == MIDWAY


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"suspended_through": LAST_DAY + ONE_DAY}, "suspended_too_long"),
        ({"suspended_through": datetime.date(2099, 1, 1)}, "suspended_too_long"),
        ({"suspended_from": datetime.date(2024, 4, 30)}, "not_in_force"),
        ({"suspended_from": LAST_DAY + ONE_DAY}, "not_in_force"),
    ],
)
def test_a_suspension_outside_its_recognition_is_refused(over, code):
    suspension = suspended()
    with pytest.raises(ValidationError) as refusal:
        put_right(suspension, **over)
    assert refusal.value.code == code
    assert Suspension.objects.get().version == 1


def test_a_suspension_through_the_last_day_is_accepted():
    suspension = suspended()
    put_right(suspension, suspended_through=LAST_DAY)
    assert Suspension.objects.get().suspended_through == LAST_DAY


def test_a_suspension_that_never_was_is_removed(staff):
    suspension, neighbour = suspended(), suspended()
    recognition, number = suspension.recognition, suspension.pk
    remove_suspension(suspension, version=1, by=staff, why="Ander centrum")
    assert list(Suspension.objects.all()) == [neighbour]
    assert recognition.status_on(MIDWAY) == Status.RECOGNISED
    assert tells_removal(Suspension, number) == ("-", staff, "Ander centrum")


def tells_removal(model, number: int) -> tuple:
    last = model.history.filter(id=number).first()
    return last.history_type, last.history_user, last.history_change_reason


@pytest.mark.parametrize("origin", [Origin.REGISTER, Origin.PUBLIC_SOURCE])
def test_a_recognition_that_never_was_is_removed_with_its_suspensions(origin, staff):
    wrong = make_recognition(origin=origin, source_url="https://ziekenhuis.example/")
    neighbour = make_suspension(make_recognition(), MIDWAY)
    numbers = wrong.pk, make_suspension(wrong, MIDWAY).pk
    remove(wrong, version=1, by=staff, why="Ander centrum")
    assert list(Recognition.objects.all()) == [neighbour.recognition]
    assert list(Suspension.objects.all()) == [neighbour]
    for model, number in zip((Recognition, Suspension), numbers, strict=True):
        assert tells_removal(model, number) == ("-", staff, "Ander centrum")


def test_a_decision_is_not_removed():
    decided = make_recognition(origin=Origin.DECISION)
    with pytest.raises(ValidationError) as refusal:
        remove(decided, version=1, by=None, why="Fout")
    assert refusal.value.code == "decided_here"
    assert Recognition.objects.get().version == 1


@pytest.mark.parametrize("why", ["", "  "])
def test_a_removal_without_a_reason_is_refused(why):
    suspension = suspended()
    for act, record in ((remove, suspension.recognition), (remove_suspension, suspension)):
        with pytest.raises(ValidationError) as refusal:
            act(record, version=1, by=None, why=why)
        assert refusal.value.code == "why_is_missing"
    assert Suspension.objects.count() == 1


def test_a_correction_of_an_older_version_is_refused():
    suspension = suspended()
    recognition = suspension.recognition
    acts = [
        lambda: correct(recognition, version=7, by=None, why="Fout", **NOTHING),
        lambda: remove(recognition, version=7, by=None, why="Fout"),
        lambda: put_right(suspension, version=7),
        lambda: remove_suspension(suspension, version=7, by=None, why="Fout"),
    ]
    for act in acts:
        with pytest.raises(ChangedMeanwhile):
            act()
    assert (Recognition.objects.count(), Suspension.objects.count()) == (1, 1)
