"""The page of a round: every step of every application, and nothing of those with a conflict."""

import datetime

import pytest
from django.contrib.messages import get_messages

from assessments import committee, rounds
from assessments.applications import withdraw
from assessments.bulk import accept_all
from assessments.decisions import reconsider
from assessments.models import Application, Assignment, Letter, OutboxMessage
from assessments.progress import expected_release
from assessments.states import ApplicationState
from tests.assessments.builders import (
    MEETS,
    OPENS,
    RELEASES,
    WHY,
    close,
    decide,
    make_accepted,
    make_assessor,
    make_committee_member,
    make_contact,
    make_decided,
    make_draft,
    make_findings,
    make_open_round,
    make_planned_round,
    make_submitted,
    moment,
)
from tests.builders import make_edition, make_member, make_user
from tests.conftest import client_of, set_clock
from tests.pages import Page, text_of

pytestmark = pytest.mark.django_db

BEFORE_THE_MEETING = datetime.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    set_clock(monkeypatch, BEFORE_THE_MEETING)


def overview(round_, choose: str = "") -> str:
    return f"/beheer/assessments/assessmentround/{round_.pk}/overview/{choose}"


def bulk(round_, act: str, *applications) -> str:
    query = "&".join(f"application={each.reference}" for each in applications)
    return f"/beheer/assessments/assessmentround/{round_.pk}/{act}/?{query}"


def read(client, round_) -> Page:
    response = client.get(overview(round_))
    assert response.status_code == 200
    return Page(response)


def rows(page: Page) -> list[list[str]]:
    """Return the texts of each row of the matrix, the box to tick left out."""
    (table,) = page.all("table", "matrix")
    return [
        [text_of(cell) for cell in row if cell.get("class") != "tick"]
        for row in table.find("tbody").iter("tr")
    ]


def figures(page: Page) -> list[str]:
    return page.texts("dd")


def fields(response) -> list[tuple[str, str]]:
    """Return the hidden fields of the form that asks for confirmation, but for its token."""
    forms = [each for each in Page(response).all("form") if each.get("method") == "post"]
    inputs = [each for form in forms[1:] for each in form.iter("input")]
    hidden = [each for each in inputs if each.get("type") == "hidden"]
    return [
        (each.get("name"), each.get("value"))
        for each in hidden
        if each.get("name") != "csrfmiddlewaretoken"
    ]


def post(client, address: str, *extra, why: str = WHY):
    """Read the page at ``address`` and post its form with a reason."""
    return send(client, address, fields(client.get(address)), why)


def send(client, address: str, pairs, why: str = WHY):
    data: dict[str, list[str]] = {"why": [why]}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    return client.post(address.partition("?")[0], data)


def errors(response) -> list[str]:
    return [str(each) for each in response.context["form"].non_field_errors()]


def test_the_matrix_shows_how_far_each_application_is(editor_client):
    edition = make_edition(criteria=2)
    round_ = make_open_round(edition=edition, capacity=2)
    draft = make_draft(round_, proposed_name="Oogcentrum", hospital=make_member(sort_key="a"))
    assessed = make_accepted(round_, proposed_name="Slaapcentrum")
    anna = make_committee_member(user=make_user(first_name="Anna", last_name="Jansen"))
    bram = make_committee_member(user=make_user(first_name="Bram", last_name="Bos"))
    make_findings(make_assessor(assessed, anna))
    make_findings(make_assessor(assessed, bram), submit=False)
    decided = make_decided(round_, proposed_name="Hartcentrum")
    page = read(editor_client, round_)
    shown = {row[0].split()[0]: row[1:] for row in rows(page)}
    assert shown == {
        draft.reference: [
            "concept, niet ingediend", "nee", "nee", "0 van 2 bevestigd", "–", "0/2", "nee", "nee",
        ],
        assessed.reference: [
            "in beoordeling", "5-1-2026", "5-1-2026", "2 van 2 bevestigd",
            "Bram Bos: 2/2 conceptAnna Jansen: 2/2 ingediend", "0/2", "nee", "nee",
        ],
        decided.reference: [
            "besloten, niet openbaar", "5-1-2026", "5-1-2026", "0 van 2 bevestigd", "–", "0/2",
            "erkend", "goedgekeurd",
        ],
    }  # fmt: skip
    assert figures(page) == [f"{done} van 3" for done in (2, 2, 1, 0, 0, 1, 1)]
    assert "1 meer dan de commissie kan beoordelen." in page.main
    for application in (draft, assessed, decided):
        assert f"/beheer/assessments/application/{application.pk}/change/" in page.links()


def test_a_withdrawn_application_is_in_the_matrix_and_in_no_number(editor_client):
    round_ = make_open_round()
    gone, stays = make_submitted(round_), make_submitted(round_)
    withdraw(gone, version=gone.version, on=OPENS, by=None, why=WHY)
    page = read(editor_client, round_)
    assert len(rows(page)) == 2
    assert figures(page)[0] == "1 van 1"
    assert stays.state == ApplicationState.SUBMITTED


def test_who_has_a_conflict_reads_reference_and_hospital_and_nothing_else():
    hospital = make_member(name="Ziekenhuis Oost", short_name="Oost")
    round_ = make_open_round(edition=make_edition(criteria=1))
    member = make_committee_member()
    hidden = make_accepted(round_, hospital=hospital, proposed_name="Geheim centrum")
    other = make_accepted(round_, proposed_name="Hartcentrum")
    make_findings(make_assessor(other, member))
    client = client_of("superuser")
    make_contact(hospital, user=client.user)
    before = read(client, round_)
    assert [row[0].split()[0] for row in rows(before)] == [other.reference, hidden.reference]
    assert rows(before)[1] == [f"{hidden.reference} Ziekenhuis Oost", "belangenconflict"]
    assert figures(before)[1] == "1 van 1"
    assert "Geheim centrum" not in before.main

    make_findings(make_assessor(hidden, member))
    decide(hidden)
    after = read(client, round_)
    assert after.main == before.main


def test_another_person_reads_what_the_conflicted_one_does_not(editor_client):
    round_ = make_open_round()
    make_accepted(round_, proposed_name="Geheim centrum")
    assert "Geheim centrum" in read(editor_client, round_).main


def test_a_reader_sees_the_same_without_buttons_and_boxes(editor_client, reader_client):
    round_ = make_open_round()
    application = make_submitted(round_)
    editor, reader = read(editor_client, round_), read(reader_client, round_)
    assert rows(editor) == rows(reader)
    boxes = [[each.get("type") for each in page.all("input")] for page in (editor, reader)]
    assert [each.count("checkbox") for each in boxes] == [1, 0]
    assert len(editor.all("button", "button")) == 3
    assert reader.all("button", "button") == []
    assert "/open/" not in "".join(reader.links())
    for act in ("accept", "confirm-assessors", "approve-letters"):
        assert reader_client.get(bulk(round_, act, application)).status_code == 403


def test_who_may_not_read_applications_has_no_overview(client):
    round_ = make_open_round()
    client.force_login(make_user(is_staff=True))
    assert client.get(overview(round_)).status_code == 403


def test_the_overview_of_a_round_that_is_not_there(editor_client):
    assert editor_client.get("/beheer/assessments/assessmentround/9/overview/").status_code == 404


def test_what_is_in_the_way_stands_per_application(editor_client):
    round_ = make_open_round()
    decided, waiting = make_decided(round_), make_submitted(round_)
    close(round_)
    context = editor_client.get(overview(round_)).context
    assert context["blocks"] == [
        (waiting, ["Er is nog geen uitkomst; de stand is “ingediend”."]),
    ]
    assert decided.state == ApplicationState.DECIDED


def test_what_an_assessor_did_not_submit_is_overdue_from_the_meeting(editor_client, monkeypatch):
    round_ = make_open_round(edition=make_edition(criteria=1))
    member = make_committee_member()
    make_findings(make_assessor(make_accepted(round_), member))
    make_assessor(make_accepted(round_), member)
    close(round_)
    for day, overdue in ((MEETS - datetime.timedelta(days=1), 0), (MEETS, 1)):
        set_clock(monkeypatch, day)
        (progress,) = editor_client.get(overview(round_)).context["members"]
        assert (progress.assigned, progress.submitted, progress.open) == (2, 1, 1)
        assert progress.overdue == overdue


def test_the_release_is_expected_on_the_scheduled_else_the_planned_day_or_today():
    round_ = make_planned_round()
    day = datetime.timedelta(days=1)
    assert expected_release(round_, on=RELEASES) == RELEASES
    assert expected_release(round_, on=RELEASES + day) == RELEASES + day
    round_.release_at = moment(RELEASES + 2 * day)
    assert expected_release(round_, on=RELEASES) == RELEASES + 2 * day


def test_the_overview_asks_the_same_number_of_queries_for_one_and_three(
    editor_client, django_assert_num_queries
):
    round_ = make_open_round(edition=make_edition(criteria=1))
    members = [make_committee_member(), make_committee_member()]
    for number in (1, 2):  # one application, then three
        for _each in range(number):
            application = make_accepted(round_)
            for member in members:
                make_findings(make_assessor(application, member))
            decide(application)
        editor_client.get(overview(round_))
        with django_assert_num_queries(43):
            editor_client.get(overview(round_))


# Several at once --------------------------------------------------------------------------------


def test_the_boxes_are_ticked_for_what_an_act_is_possible_for(editor_client):
    round_ = make_open_round()
    make_draft(round_)
    submitted = make_submitted(round_)
    page = Page(editor_client.get(overview(round_, "?choose=accept")))
    assert page.ticked == [("application", submitted.reference)]


def test_chosen_applications_are_accepted_together(editor_client):
    round_ = make_open_round()
    chosen, left = [make_submitted(round_), make_submitted(round_)], make_submitted(round_)
    response = post(editor_client, bulk(round_, "accept", *chosen))
    assert response["Location"] == overview(round_)
    states = {each.pk: each.state for each in Application.objects.all()}
    assert states == {
        chosen[0].pk: "in_assessment", chosen[1].pk: "in_assessment", left.pk: "submitted",
    }  # fmt: skip
    change = Application.objects.get(pk=chosen[0].pk).history.first()
    assert (change.history_user, change.history_change_reason) == (editor_client.user, WHY)


def test_nothing_ticked_does_nothing_and_says_so(editor_client):
    round_ = make_open_round()
    make_submitted(round_)
    response = editor_client.get(bulk(round_, "accept") + "chosen=here")
    assert response["Location"] == overview(round_)
    assert [str(each) for each in get_messages(response.wsgi_request)] == [
        "Vink minstens één aanvraag aan."
    ]


def test_a_reason_is_asked(editor_client):
    round_ = make_open_round()
    address = bulk(round_, "accept", make_submitted(round_))
    response = post(editor_client, address, why=" ")
    assert list(response.context["form"].errors) == ["why"]
    assert Application.objects.get().state == "submitted"


def test_when_one_is_refused_none_is_accepted_and_the_page_says_which(editor_client):
    round_ = make_open_round()
    one, other = make_submitted(round_), make_submitted(round_)
    address = bulk(round_, "accept", one, other)
    pairs = fields(editor_client.get(address))
    colleague = make_user("editor", username="robin")
    accept_all([(other, other.version)], on=OPENS, by=colleague, why=WHY)
    response = send(editor_client, address, pairs)
    other.refresh_from_db()
    (sentence,) = errors(response)
    assert sentence.startswith(f"{other.reference}: ")
    assert "robin" in sentence
    assert Application.objects.get(pk=one.pk).state == "submitted"


def test_what_is_not_possible_is_said_before_with_a_way_to_go_on(editor_client):
    round_ = make_open_round()
    draft, submitted = make_draft(round_), make_submitted(round_)
    response = editor_client.get(bulk(round_, "accept", draft, submitted))
    assert [(each.application, why) for each, why in response.context["refused"]] == [
        (draft, "De stand is “concept, niet ingediend”.")
    ]
    assert fields(response) == []
    follow = editor_client.get(bulk(round_, "accept") + response.context["possible_url"][1:])
    assert [each.application for each in follow.context["chosen"]] == [submitted]


def test_an_application_with_a_conflict_is_as_one_that_does_not_exist():
    client = client_of("editor")
    round_ = make_open_round()
    hospital = make_member()
    make_contact(hospital, user=client.user)
    hidden, seen = make_submitted(round_, hospital=hospital), make_submitted(round_)
    pairs = fields(client.get(bulk(round_, "accept", seen)))
    answers = []
    for reference in (hidden.reference, "AAN-000000"):
        asked = client.get(bulk(round_, "accept") + f"application={reference}")
        sent = send(client, bulk(round_, "accept"), [*pairs, ("application", reference)])
        said = {str(each) for each in get_messages(sent.wsgi_request)}
        answers.append((asked.status_code, asked["Location"], sent.status_code, said))
    assert answers[0] == answers[1]
    mark = f"{hidden.pk}:{hidden.version}"
    response = send(client, bulk(round_, "accept"), [*pairs, ("seen", mark)])
    assert response.status_code == 200
    assert set(Application.objects.values_list("state", flat=True)) == {"submitted"}


def test_proposed_assessors_are_confirmed_together_and_hear_of_it(editor_client):
    round_ = make_open_round()
    members = [make_committee_member(), make_committee_member()]
    applications = [make_accepted(round_), make_accepted(round_)]
    committee.propose_assignments(round_, on=OPENS, by=editor_client.user, why=WHY)
    response = post(editor_client, bulk(round_, "confirm-assessors"))
    assert response["Location"] == overview(round_)
    confirmed = Assignment.objects.filter(confirmed_on=BEFORE_THE_MEETING)
    assert confirmed.count() == len(members) * len(applications)
    assert OutboxMessage.objects.count() == confirmed.count()


def test_a_proposal_that_was_confirmed_meanwhile_stops_all(editor_client):
    round_ = make_open_round()
    make_committee_member(), make_committee_member()
    one, other = make_accepted(round_), make_accepted(round_)
    committee.propose_assignments(round_, on=OPENS, by=None, why=WHY)
    address = bulk(round_, "confirm-assessors", one, other)
    pairs = fields(editor_client.get(address))
    first = one.assignments.first()
    colleague = make_user("editor", username="robin")
    committee.confirm(first, version=first.version, on=OPENS, by=colleague, why=WHY)
    response = send(editor_client, address, pairs)
    (sentence,) = errors(response)
    assert sentence.startswith(f"{one.reference}: ")
    assert Assignment.objects.filter(confirmed_on__isnull=False).count() == 1


def test_letters_are_printed_in_full_before_they_are_approved(editor_client):
    round_ = make_open_round()
    applications = [make_accepted(round_), make_accepted(round_)]
    for application in applications:
        decide(application, reasons=f"Omdat {application.reference} goed is.")
    address = bulk(round_, "approve-letters", *applications)
    response = editor_client.get(address)
    texts = Page(response).texts("div", "letter__text")
    letters = [item.letter[1] for item in response.context["items"]]
    assert texts == [" ".join(letter.split()) for letter in letters]
    assert [letter.count("Datum: 1 mei 2026") for letter in letters] == [1, 1]
    assert [
        letter.count(f"Omdat {each.application.reference} goed is.")
        for each, letter in zip(response.context["chosen"], letters, strict=True)
    ] == [1, 1]
    done = post(editor_client, address)
    assert done["Location"] == overview(round_)
    assert {letter.written_for for letter in Letter.objects.all()} == {RELEASES}
    assert {letter.approved_by for letter in Letter.objects.all()} == {editor_client.user}
    assert figures(read(editor_client, round_))[-1] == "2 van 2"


def test_letters_are_shown_for_another_day(editor_client):
    round_ = make_open_round()
    application = make_accepted(round_)
    decide(application)
    address = bulk(round_, "approve-letters", application) + "&released_on=4-5-2026"
    assert "Datum: 4 mei 2026" in Page(editor_client.get(address)).main
    post(editor_client, address)
    assert Letter.objects.get().written_for == datetime.date(2026, 5, 4)


def test_a_letter_that_changed_after_it_was_read_is_not_approved(editor_client):
    round_ = make_open_round()
    one, other = make_accepted(round_), make_accepted(round_)
    decide(one), decide(other)
    address = bulk(round_, "approve-letters", one, other)
    pairs = fields(editor_client.get(address))
    Application.objects.filter(pk=other.pk).update(contact_name="Iemand Anders")
    response = send(editor_client, address, pairs)
    assert errors(response) == [
        f"{other.reference}: De tekst is intussen veranderd. Lees die opnieuw."
    ]
    assert Letter.objects.count() == 0
    other.refresh_from_db()
    reconsider(other, version=other.version, by=None, why=WHY)
    assert errors(send(editor_client, address, pairs)) == [
        f"{other.reference}: Er is nog geen uitkomst."
    ]


@pytest.mark.parametrize("mark", ["", "x", "1", "1:x", "99:1", ":"])
def test_a_mark_that_nobody_could_have_seen_is_refused(editor_client, mark):
    round_ = make_open_round()
    application = make_submitted(round_)
    mark = mark.replace("1:", f"{application.pk}:") if mark == "1:x" else mark
    pairs = [("application", application.reference), ("seen", mark)]
    response = send(editor_client, bulk(round_, "accept"), pairs)
    assert response.status_code == 200
    assert len(errors(response)) == 1
    assert Application.objects.get().state == "submitted"


def test_the_overview_lists_exceptions_and_leads_to_granting_them(editor_client, reader_client):
    round_ = make_open_round()
    exception = rounds.ask_exception(
        round=round_, hospital=make_member(short_name="Oost"), centre=None,
        last_day=datetime.date(2026, 3, 31), reason="Ziekte", by=make_user("editor"),
    )  # fmt: skip
    address = f"/beheer/assessments/lateexception/{exception.pk}/grant/"
    assert address in read(editor_client, round_).links()
    assert address not in read(reader_client, round_).links()
