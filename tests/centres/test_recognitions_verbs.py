"""What happens to a recognition, and what each act leaves in the history."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from centres import recognitions
from centres.models import Recognition, Suspension
from centres.status import EndedHow, Origin, Outcome, Status
from hospitals.partial_dates import PartialDate
from hospitals.records import ChangedMeanwhile
from tests.builders import (
    FIRST_DAY,
    LAST_DAY,
    make_centre,
    make_public_source_recognition,
    make_recognition,
    make_suspension,
    make_user,
)

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)
LATER = datetime.date(2028, 10, 31)
MIDWAY = datetime.date(2026, 6, 30)


@pytest.fixture
def staff():
    return make_user()


def fresh(recognition: Recognition) -> Recognition:
    return Recognition.objects.get(pk=recognition.pk)


def record(centre, **over) -> Recognition:
    facts = {
        "outcome": Outcome.FULL,
        "origin": Origin.REGISTER,
        "valid_from": PartialDate.parse("2024-05-01"),
        "valid_through": PartialDate.parse("2028-04-30"),
        "by": None,
        "why": "Lijst van STZ",
    }
    return recognitions.record(centre=centre, **facts | over)


def refused_with(code: str, act, recognition, **given) -> None:
    """Check that the act is refused and that nothing of it stays, here or in the database."""
    version, entries = recognition.version, recognition.history.count()
    with pytest.raises(ValidationError) as refusal:
        act(recognition, version=version, by=None, **given)
    codes = [error.code for error in getattr(refusal.value, "error_list", [refusal.value])]
    assert code in codes or code in str(refusal.value)
    assert recognition.version == version == fresh(recognition).version
    assert recognition.history.count() == entries


def test_record_stores_what_is_known(staff):
    centre = make_centre()
    made = record(centre, is_reassessment=True, by=staff)
    stored = fresh(made)
    assert (stored.valid_from, stored.valid_through) == (FIRST_DAY, LAST_DAY)
    assert stored.is_reassessment is True
    assert [
        (entry.history_user, entry.history_change_reason) for entry in stored.history.all()
    ] == [(staff, "Lijst van STZ")]


def test_record_of_a_public_source_keeps_how_precisely_dates_are_known():
    made = record(
        make_centre(),
        origin=Origin.PUBLIC_SOURCE,
        outcome=Outcome.NOT_STATED,
        valid_from=PartialDate.parse("2018-10"),
        valid_through=PartialDate.parse("2022"),
        source_url="https://ziekenhuis.example/nieuws",
    )
    assert fresh(made).first_known.isoformat() == "2018-10"
    assert fresh(made).last_known.isoformat() == "2022"


def test_record_that_overlaps_is_refused():
    centre = make_recognition().centre
    with pytest.raises(ValidationError):
        record(centre)
    assert centre.recognitions.count() == 1


def test_record_without_why_is_refused():
    with pytest.raises(ValidationError) as refusal:
        record(make_centre(), why=" ")
    assert refusal.value.code == "why_is_missing"
    assert Recognition.objects.count() == 0


def test_extend_lets_it_run_on_after_its_term(staff):
    running = make_recognition()
    recognitions.extend(running, version=1, through=LATER, reason="Aanvraag op tijd", by=staff)
    stored = fresh(running)
    assert stored.status_on(LAST_DAY + ONE_DAY) == Status.RENEWING
    assert stored.status_on(LATER + ONE_DAY) == Status.EXPIRED
    assert (stored.extension_reason, stored.version) == ("Aanvraag op tijd", 2)
    history_tells(stored, staff, "Aanvraag op tijd", {"extended_through", "extension_reason"})


def history_tells(record, who, why: str, changed: set[str]) -> None:
    """Check who, why, when, and which fields differ before and after the last change."""
    after, before = record.history.all()[:2]
    assert (after.history_user, after.history_change_reason) == (who, why)
    assert after.history_date > before.history_date
    assert set(after.diff_against(before).changed_fields) == changed


def test_extend_again_lets_it_run_longer():
    running = make_recognition()
    recognitions.extend(running, version=1, through=LATER, reason="Aanvraag", by=None)
    recognitions.extend(running, version=2, through=LATER + ONE_DAY, reason="Bezwaar", by=None)
    assert fresh(running).extended_through == LATER + ONE_DAY


def test_extend_that_is_not_possible_is_refused():
    extend = recognitions.extend
    refused_with("extends_nothing", extend, make_recognition(), through=LAST_DAY, reason="Aanvraag")
    refused_with("why_is_missing", extend, make_recognition(), through=LATER, reason="")
    gone = make_recognition(ended_how=EndedHow.RETURNED, last_day=MIDWAY)
    refused_with("ended_already", extend, gone, through=LATER, reason="Aanvraag")


def test_extend_of_unknown_term_is_refused():
    unknown = make_public_source_recognition()
    with pytest.raises(ValidationError):
        recognitions.extend(unknown, version=1, through=LATER, reason="Aanvraag", by=None)
    assert fresh(unknown).extended_through is None


def test_extend_into_the_next_recognition_is_refused():
    running = make_recognition()
    make_recognition(running.centre, LATER, LATER + ONE_DAY)
    with pytest.raises(ValidationError):
        recognitions.extend(running, version=1, through=LATER, reason="Aanvraag", by=None)
    assert fresh(running).extended_through is None


def test_suspend_and_resume(staff):
    running = make_recognition()
    recognitions.suspend(running, version=1, first_day=MIDWAY, reason="Team weg", by=staff)
    assert running.status_on(MIDWAY - ONE_DAY) == Status.RECOGNISED
    assert fresh(running).status_on(MIDWAY) == Status.SUSPENDED

    last = MIDWAY + 30 * ONE_DAY
    resumed = recognitions.resume(
        running, version=2, last_suspended_day=last, why="Nieuw team", by=staff
    )
    assert fresh(running).status_on(last) == Status.SUSPENDED
    assert fresh(running).status_on(last + ONE_DAY) == Status.RECOGNISED
    history_tells(resumed, staff, "Nieuw team", {"suspended_through"})
    assert [entry.history_change_reason for entry in fresh(running).history.all()[:2]] == [
        "Nieuw team",
        "Team weg",
    ]


@pytest.mark.parametrize("first_day", [FIRST_DAY - ONE_DAY, LAST_DAY + ONE_DAY])
def test_suspend_outside_the_period_is_refused(first_day):
    refused_with(
        "not_in_force", recognitions.suspend, make_recognition(), first_day=first_day, reason="Team"
    )
    assert Suspension.objects.count() == 0


def test_suspend_what_is_suspended_is_refused():
    running = make_recognition()
    make_suspension(running, MIDWAY)
    refused_with("not_in_force", recognitions.suspend, running, first_day=MIDWAY, reason="Team")


def test_resume_what_is_not_suspended_is_refused():
    running = make_recognition()
    make_suspension(running, FIRST_DAY, suspended_through=FIRST_DAY)
    refused_with(
        "not_suspended", recognitions.resume, running, last_suspended_day=MIDWAY, why="Nieuw team"
    )


def test_resume_before_the_suspension_began_is_refused():
    running = make_recognition()
    make_suspension(running, MIDWAY)
    with pytest.raises(ValidationError):
        recognitions.resume(
            running, version=1, last_suspended_day=MIDWAY - ONE_DAY, why="Nieuw team", by=None
        )
    assert running.suspensions.get().suspended_through is None


ENDINGS = [
    (recognitions.give_back, Status.RETURNED),
    (recognitions.withdraw, Status.WITHDRAWN),
]


@pytest.mark.parametrize(("end", "status"), ENDINGS)
def test_early_end_counts_its_last_day(end, status, staff):
    running, neighbour = make_recognition(), make_recognition()
    end(running, version=1, last_day=MIDWAY, reason="Centrum gesloten", by=staff)
    stored = fresh(running)
    assert stored.status_on(MIDWAY) == Status.RECOGNISED
    assert stored.status_on(MIDWAY + ONE_DAY) == status
    assert stored.end_reason == "Centrum gesloten"
    history_tells(stored, staff, "Centrum gesloten", {"ended_how", "last_day", "end_reason"})
    assert fresh(neighbour).last_day is None


@pytest.mark.parametrize(("end", "_status"), ENDINGS)
def test_early_end_twice_is_refused(end, _status):
    gone = make_recognition(ended_how=EndedHow.RETURNED, last_day=MIDWAY)
    refused_with("ended_already", end, gone, last_day=MIDWAY, reason="Nog eens")


@pytest.mark.parametrize("last_day", [FIRST_DAY - ONE_DAY, LAST_DAY + ONE_DAY])
def test_early_end_outside_the_period_is_refused(last_day):
    running = make_recognition()
    with pytest.raises(ValidationError):
        recognitions.withdraw(running, version=1, last_day=last_day, reason="Fout", by=None)
    assert fresh(running).last_day is None
    assert running.last_day is None


ACTS = [
    (recognitions.extend, {"through": LATER, "reason": "Aanvraag"}),
    (recognitions.suspend, {"first_day": MIDWAY, "reason": "Team"}),
    (recognitions.resume, {"last_suspended_day": MIDWAY, "why": "Nieuw team"}),
    (recognitions.give_back, {"last_day": MIDWAY, "reason": "Gesloten"}),
    (recognitions.withdraw, {"last_day": MIDWAY, "reason": "Gesloten"}),
]


@pytest.mark.parametrize(("act", "given"), ACTS)
def test_act_on_an_older_version_is_refused_and_names_who_came_first(act, given, staff):
    running = make_recognition()
    recognitions.extend(fresh(running), version=1, through=LATER, reason="Eerst", by=staff)
    with pytest.raises(ChangedMeanwhile) as refusal:
        act(running, version=1, by=None, **given)
    assert refusal.value.params["who"] == staff
    assert fresh(running).version == 2


def test_act_on_a_stale_copy_keeps_what_others_wrote():
    running = make_recognition()
    stale = fresh(running)
    recognitions.extend(running, version=1, through=LATER, reason="Aanvraag", by=None)
    recognitions.withdraw(stale, version=2, last_day=MIDWAY, reason="Gesloten", by=None)
    assert fresh(running).extended_through == LATER
