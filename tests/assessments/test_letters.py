"""Letters: their exact text per outcome, their approval, and what makes it void."""

import datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from assessments import corrections, decisions, letters, releases
from assessments.models import DecisionOutcome, Letter, OutboxMessage
from assessments.outbox import hash_of as hash_of_mail
from assessments.outbox import write_mail
from tests.assessments.builders import (
    MEETS,
    RELEASES,
    WHY,
    approve_letter,
    close,
    decide,
    make_accepted,
    make_open_round,
    moment,
)
from tests.builders import make_centre, make_member, make_recognition, make_user

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "letters"
ONE_DAY = datetime.timedelta(days=1)
TERM = datetime.date(2022, 6, 1), datetime.date(2026, 5, 31)


@pytest.fixture
def hospital():
    return make_member(name="Ziekenhuis Oost", short_name="Oost", slug="oost")


def accepted(hospital, **over):
    """An application for a new centre whose letter has no chance words in it."""
    facts = {"hospital": hospital, "reference": "AAN-234567", "proposed_name": "Slaapcentrum & co"}
    return make_accepted(make_open_round(), **facts | over)


def assert_golden(decision, name: str, *, on=RELEASES, title="Slaapcentrum & co") -> None:
    """Compare the letter with the text in ``letters/<name>.txt``; a new one is read by people."""
    subject, body = letters.text_of(decision, released_on=on)
    assert body == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert subject.endswith(f"AAN-234567: {title}")


@pytest.mark.parametrize("outcome", DecisionOutcome)
def test_the_letter_per_outcome(hospital, outcome):
    assert_golden(decide(accepted(hospital), outcome), outcome)


@pytest.mark.parametrize(
    ("outcome", "name"),
    [
        (DecisionOutcome.RECOGNISED, "reassessment_recognised"),
        (DecisionOutcome.NOT_RECOGNISED, "reassessment_not_recognised"),
    ],
)
def test_the_letter_about_a_reassessment(hospital, outcome, name):
    centre = make_centre(hospital, name="Hartcentrum")
    make_recognition(centre, *TERM)
    facts = {"reference": "AAN-234567"}
    application = make_accepted(make_open_round(), centre, **facts)
    assert_golden(decide(application, outcome), name, title="Hartcentrum")


@pytest.mark.parametrize(
    ("before", "outcome", "name"),
    [
        (DecisionOutcome.RECOGNISED, DecisionOutcome.WITH_REQUIREMENTS, "corrected_outcome"),
        (DecisionOutcome.RECOGNISED, DecisionOutcome.NOT_RECOGNISED, "corrected_to_not"),
        (DecisionOutcome.NOT_RECOGNISED, DecisionOutcome.RECOGNISED, "corrected_to_recognised"),
    ],
)
def test_the_letter_about_a_correction(hospital, before, outcome, name):
    decision = release(accepted(hospital), before)
    due_on = RELEASES + datetime.timedelta(days=180)
    asked = [decisions.Asked("Leid een tweede specialist op.", "Een diploma.", due_on)]
    correction = decisions.record_correction(
        decision,
        version=decision.version,
        outcome=outcome,
        reasons="De cijfers waren verwisseld.",
        decided_on=RELEASES + ONE_DAY,
        decided_by="de commissie TEC",
        requirements=asked if outcome == DecisionOutcome.WITH_REQUIREMENTS else [],
        by=make_user("editor"),
        why="Cijfers van een ander centrum gelezen.",
    )
    on = RELEASES + datetime.timedelta(days=10)
    assert_golden(correction, name, on=on)
    approve_letter(correction, on=on)
    corrections.release_correction(
        correction, version=1, at=moment(on), by=make_user("editor"), why=WHY
    )
    correction.refresh_from_db()
    assert correction.letter.message.body == correction.letter.body


def release(application, outcome=DecisionOutcome.RECOGNISED):
    """Decide, approve and release; return the decision."""
    decision = decide(application, outcome)
    approve_letter(decision)
    round_ = close(application.round)
    by = make_user("editor")
    releases.release(round_, version=round_.version, at=moment(RELEASES), by=by, why=WHY)
    decision.refresh_from_db()
    return decision


# Approval ---------------------------------------------------------------------------------------


def test_an_approval_is_about_the_text_that_was_read(hospital):
    decision = decide(accepted(hospital))
    with pytest.raises(ValidationError) as refusal:
        letters.approve_letter(
            decision, released_on=RELEASES, sha256="0" * 64, at=moment(MEETS), by=make_user()
        )
    assert (refusal.value.code, Letter.objects.count()) == ("text_has_changed", 0)
    letter = approve_letter(decision)
    assert (letter.subject, letter.body) == letters.text_of(decision, released_on=RELEASES)
    assert letter.sha256 == letters.hash_of(letter.subject, letter.body)


def test_another_day_or_another_record_asks_for_a_new_approval(hospital):
    application = accepted(hospital)
    decision = decide(application)
    approve_letter(decision)

    def approved(on=RELEASES):
        fresh = type(decision).objects.get(pk=decision.pk)
        return letters.is_approved(fresh, released_on=on)

    assert (approved(), approved(RELEASES + ONE_DAY)) == (True, False)
    letter = approve_letter(decision, on=RELEASES + ONE_DAY)
    assert (approved(), approved(RELEASES + ONE_DAY)) == (False, True)
    assert (letter.written_for, letter.version) == (RELEASES + ONE_DAY, 2)
    hospital.name = "Ziekenhuis West"
    hospital.save()
    assert not approved(RELEASES + ONE_DAY)


def test_a_decision_without_a_letter_is_not_approved(hospital):
    assert not letters.is_approved(decide(accepted(hospital)), released_on=RELEASES)


def test_no_letter_is_approved_about_an_application_that_is_not_decided(hospital):
    application = accepted(hospital)
    decision = decide(application)
    decisions.reconsider(
        application, version=application.version, by=make_user("editor"), why="Nieuwe cijfers"
    )
    with pytest.raises(ValidationError) as refusal:
        approve_letter(decision)
    assert (refusal.value.code, Letter.objects.count()) == ("no_such_move", 0)


def test_a_letter_that_went_out_is_not_approved_again(hospital):
    decision = release(accepted(hospital))
    sha256 = letters.hash_of(*letters.text_of(decision, released_on=RELEASES))
    with pytest.raises(ValidationError) as refusal:
        letters.approve_letter(
            decision, released_on=RELEASES, sha256=sha256, at=moment(RELEASES), by=make_user()
        )
    assert refusal.value.code in ("letter_went_out", "text_has_changed")


# The outbox -------------------------------------------------------------------------------------


def test_the_letter_goes_to_the_contact_exactly_as_approved(hospital):
    decision = release(accepted(hospital))
    (mail,) = OutboxMessage.objects.all()
    letter = Letter.objects.get()
    assert (mail.to_name, mail.to_email) == ("Kim de Vries", "kim@ziekenhuis.example")
    assert (mail.subject, mail.body) == (letter.subject, letter.body)
    assert (letter.message, mail.application) == (mail, decision.application)
    assert mail.sha256 == hash_of_mail(mail)
    assert mail.key == f"letter-{decision.pk}"


def test_a_mail_is_written_once_per_key():
    facts = {
        "kind": "notice",
        "key": "k",
        "to_name": "",
        "to_email": "a@b.example",
        "body": "Tekst",
    }
    first = write_mail(subject="Een\nonderwerp", by=None, why=WHY, **facts)
    again = write_mail(subject="Een ander", by=None, why=WHY, **facts)
    assert (again, first.subject) == (first, "Een onderwerp")
    assert OutboxMessage.objects.count() == 1
