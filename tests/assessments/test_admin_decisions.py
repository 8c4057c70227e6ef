"""Decisions, letters, corrections and objections in the admin."""

import datetime

import pytest
from django.utils import timezone

from assessments.letters import is_approved, text_of
from assessments.models import Decision, Letter, Objection, OutboxMessage
from assessments.releases import release
from centres.models import Recognition
from tests.assessments.builders import (
    MEETS,
    RELEASES,
    WHY,
    make_accepted,
    make_assessor,
    make_decided,
    make_findings,
    make_open_round,
    make_round_to_release,
    moment,
)
from tests.assessments.pages_of_staff import DONE_ALREADY, errors_of, page_of, shown_in, use
from tests.conftest import client_of, set_clock

pytestmark = pytest.mark.django_db

ONE_DAY = datetime.timedelta(days=1)
DUE = RELEASES + datetime.timedelta(days=180)
OUTCOME = {"reasons": "Goed beschreven.", "decided_by": "de commissie", "decided_on": str(MEETS)}


@pytest.fixture(autouse=True)
def meeting_day(monkeypatch):
    """It is the day on which the committee meets."""
    set_clock(monkeypatch, MEETS)


def requirement(number: int, **over) -> dict:
    """Return what is posted for the row ``number`` of requirements."""
    row = {"text": f"Eis {number}", "evidence": "Een diploma", "due_on": DUE.isoformat()} | over
    return {f"requirements-{number}-{name}": value for name, value in row.items()}


def test_decision_is_recorded_with_its_requirements(editor_client):
    application = make_accepted(make_open_round())
    answers = OUTCOME | {"outcome": "with_requirements"} | requirement(0) | requirement(7)
    assert use(editor_client, application, "decide", **answers).status_code == 302
    decision = application.decisions.get()
    assert (decision.outcome, decision.recorded_by) == ("with_requirements", editor_client.user)
    assert list(decision.requirements.values_list("text", "due_on")) == [
        ("Eis 0", DUE), ("Eis 7", DUE)]  # fmt: skip
    application.refresh_from_db()
    assert application.state == "decided"


def test_decision_that_does_not_fit_is_refused_with_what_was_typed(editor_client):
    application = make_accepted(make_open_round())
    for answers in (
        OUTCOME | {"outcome": "with_requirements"},
        OUTCOME | {"outcome": "recognised"} | requirement(0),
        OUTCOME | {"outcome": "with_requirements"} | requirement(0, due_on=str(MEETS)),
        OUTCOME | {"outcome": "with_requirements"} | requirement(0, evidence=""),
        OUTCOME | {"outcome": "with_requirements"} | requirement(0, due_on="morgen"),
    ):
        response = use(editor_client, application, "decide", **answers)
        assert (response.status_code, len(errors_of(response))) == (200, 1), answers
        assert "Goed beschreven." in response.content.decode()
    assert application.decisions.count() == 0


def test_deciding_twice_or_after_a_colleague_is_refused(editor_client):
    application = make_accepted(make_open_round())
    shown = shown_in(editor_client.get(page_of(application, "decide")))
    posted = shown | OUTCOME | {"outcome": "recognised"}
    assert editor_client.post(page_of(application, "decide"), posted).status_code == 302
    response = editor_client.post(page_of(application, "decide"), posted)
    assert editor_client.user.get_username() in errors_of(response)[0]
    use(editor_client, application, "reconsider", why=WHY)
    response = editor_client.post(page_of(application, "decide"), posted | {"why": WHY})
    assert editor_client.user.get_username() in errors_of(response)[0]
    assert application.decisions.count() == 1


def test_reconsidered_decision_begins_with_the_one_that_stood(editor_client):
    application = make_decided(make_open_round(), outcome="with_requirements")
    standing = application.decisions.get()
    use(editor_client, application, "reconsider", why=WHY)
    shown = shown_in(editor_client.get(page_of(application, "decide")))
    assert (shown["outcome"], shown["reasons"]) == ("with_requirements", standing.reasons)
    assert shown["requirements-0-text"] == standing.requirements.get().text
    cleared = {f"requirements-0-{name}": "" for name in ("text", "evidence", "due_on")}
    changed = {"outcome": "recognised", "why": "De eis verviel."} | cleared
    response = editor_client.post(page_of(application, "decide"), shown | changed)
    assert response.status_code == 302
    new = application.decisions.get(replaces=standing)
    assert (new.outcome, new.correction_reason) == ("recognised", "De eis verviel.")
    assert new.requirements.count() == 0


def test_letter_is_approved_exactly_as_it_was_read(editor_client):
    application = make_decided(make_open_round())
    decision = application.decisions.get()
    Letter.objects.all().delete()
    page = editor_client.get(page_of(decision, "letter"))
    subject, body = text_of(decision, released_on=RELEASES)
    assert (page.context["form"].subject, page.context["form"].body) == (subject, body)
    assert f'<pre class="letter-text" lang="nl">{body}</pre>' in page.content.decode()
    assert use(editor_client, decision, "letter").status_code == 302
    letter = Letter.objects.get()
    assert (letter.body, letter.written_for) == (body, RELEASES)
    assert letter.approved_by == editor_client.user
    assert use(editor_client, decision, "letter").status_code == 302  # a double click is no harm
    assert Letter.objects.count() == 1


def test_letter_for_another_day_is_shown_first(editor_client):
    decision = make_decided(make_open_round()).decisions.get()
    later = RELEASES + ONE_DAY
    page = editor_client.get(page_of(decision, "letter"), {"released_on": later.isoformat()})
    assert "2 mei 2026" in page.context["form"].body
    assert is_approved(Decision.objects.get(), released_on=later) is False
    editor_client.post(page_of(decision, "letter"), page.context["form"].shown)
    assert is_approved(Decision.objects.get(), released_on=later) is True
    unknown = editor_client.get(page_of(decision, "letter"), {"released_on": "ooit"})
    assert unknown.context["form"].day == RELEASES


def test_letter_that_changed_meanwhile_is_read_again(editor_client):
    application = make_decided(make_open_round())
    decision = application.decisions.get()
    shown = shown_in(editor_client.get(page_of(decision, "letter")))
    type(application).objects.filter(pk=application.pk).update(contact_name="Robin")
    response = editor_client.post(page_of(decision, "letter"), shown)
    assert len(errors_of(response)) == 1
    assert "Geachte Robin" in response.content.decode()
    again = editor_client.post(page_of(decision, "letter"), response.context["form"].shown)
    assert again.status_code == 302


def make_released(*outcomes):
    """Make a released round; return its applications."""
    made = make_round_to_release(*outcomes)
    made.round.refresh_from_db()
    release(made.round, version=made.round.version, at=moment(RELEASES), by=made.releaser, why=WHY)
    for application in made.applications:
        application.refresh_from_db()
    return made.applications


def buttons_on(client, application) -> list[list[str]]:
    """Return per decision, newest first, the verbs that it offers."""
    rows = client.get(page_of(application)).context["decisions"]
    links = [[link for _label, link in row["buttons"]] for row in rows]
    return [[link.rstrip("/").rpartition("/")[2] for link in of_decision] for of_decision in links]


def test_correction_takes_its_letter_and_a_second_person(editor_client, monkeypatch):
    [application, neighbour] = make_released("recognised", "recognised")
    set_clock(monkeypatch, RELEASES + ONE_DAY)
    monkeypatch.setattr(timezone, "now", lambda: moment(RELEASES + ONE_DAY))
    first = application.decisions.get()
    assert buttons_on(editor_client, application) == [["correct", "object"]]
    answers = {"outcome": "not_recognised", "why": "De cijfers klopten niet."}
    assert use(editor_client, first, "correct", **answers).status_code == 302
    correction = Decision.objects.get(replaces=first)
    assert buttons_on(editor_client, application) == [
        ["letter", "release-correction", "drop-correction"],
        ["object"],
    ]
    assert editor_client.get(page_of(first, "correct")).status_code == 404
    assert Recognition.objects.filter(last_day__isnull=False).count() == 0

    colleague = client_of("editor")
    response = use(colleague, correction, "release_correction", why=WHY)
    assert len(errors_of(response)) == 1  # its letter is not approved
    assert use(editor_client, correction, "letter").status_code == 302
    response = use(editor_client, correction, "release_correction", why=WHY)
    assert len(errors_of(response)) == 1
    response = use(colleague, correction, "release_correction", why=WHY)
    assert response.url == page_of(application)
    withdrawn = Recognition.objects.get(last_day__isnull=False)
    assert withdrawn == first.recognition
    assert withdrawn.end_reason == "De cijfers klopten niet."
    assert OutboxMessage.objects.filter(application=application).count() == 2
    assert buttons_on(editor_client, application) == [["correct", "object"], ["object"]]
    assert buttons_on(editor_client, neighbour) == [["correct", "object"]]


def test_objection_is_recorded_once_and_decided(editor_client, monkeypatch):
    [application] = make_released("not_recognised")
    set_clock(monkeypatch, RELEASES + ONE_DAY)
    decision = application.decisions.get()
    answers = {"received_on": RELEASES.isoformat(), "grounds": "Onjuiste cijfers"}
    shown = shown_in(editor_client.get(page_of(decision, "object"))) | answers
    ahead = shown | {"received_on": (RELEASES + 2 * ONE_DAY).isoformat()}
    assert editor_client.post(page_of(decision, "object"), ahead).status_code == 200
    assert editor_client.post(page_of(decision, "object"), shown).status_code == 302
    assert errors_of(editor_client.post(page_of(decision, "object"), shown)) == [DONE_ALREADY]
    objection = Objection.objects.get()
    assert objection.term_through == RELEASES + datetime.timedelta(weeks=6)
    outcome = {"outcome": "unfounded", "effect": "Het besluit blijft."}
    assert use(editor_client, objection, "decide", **outcome).status_code == 302
    assert editor_client.get(page_of(objection, "decide")).status_code == 404
    objection.refresh_from_db()
    assert (objection.outcome, objection.decided_on) == ("unfounded", RELEASES + ONE_DAY)
    assert "Het besluit blijft." in editor_client.get(page_of(application)).content.decode()


def test_requirement_is_judged_and_judged_again(editor_client, monkeypatch):
    [application] = make_released("with_requirements")
    set_clock(monkeypatch, RELEASES + ONE_DAY)
    asked = application.decisions.get().requirements.get()
    stale = shown_in(editor_client.get(page_of(asked, "judge")))
    first = {"is_met": "no", "explanation": "Nog geen diploma."}
    assert use(editor_client, asked, "judge", **first).status_code == 302
    shown = shown_in(editor_client.get(page_of(asked, "judge")))
    assert (shown["is_met"], shown["explanation"]) == ("no", "Nog geen diploma.")
    met = {"is_met": "yes", "explanation": "Diploma gezien."}
    assert editor_client.post(page_of(asked, "judge"), stale | met).status_code == 200
    assert editor_client.post(page_of(asked, "judge"), shown | met).status_code == 302
    asked.refresh_from_db()
    assert (asked.check_result.is_met, asked.check_result.judged_by) == (True, editor_client.user)


def test_requirement_of_an_unreleased_decision_is_not_judged(editor_client):
    application = make_decided(make_open_round(), outcome="with_requirements")
    asked = application.decisions.get().requirements.get()
    assert editor_client.get(page_of(asked, "judge")).status_code == 404
    assert buttons_on(editor_client, application) == [["letter"]]


def test_history_of_an_application_tells_its_steps_and_no_draft_finding(editor_client):
    application = make_accepted(make_open_round())
    make_findings(make_assessor(application), "not", "Geheime reden", submit=False)
    page = editor_client.get(page_of(application, "history")).content.decode()
    assert ("Toewijzing" in page, "Geheime reden" in page) == (True, False)
