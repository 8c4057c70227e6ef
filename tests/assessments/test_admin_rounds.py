"""Rounds in the staff's workplace: planned by hand, moved by verbs, released by a second person."""

import datetime

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.urls import reverse

from assessments import round_attention as attention
from assessments import rounds
from assessments.late_exceptions import visible_exceptions
from assessments.models import (
    AssessmentRound,
    Assignment,
    DecisionOutcome,
    LateException,
    OutboxMessage,
)
from assessments.states import RoundState
from centres.models import AnnouncedRound, PublishedRound, Recognition
from tests.assessments.builders import (
    CLOSES,
    MEETS,
    OPENS,
    RELEASES,
    WHY,
    close,
    decide,
    make_accepted,
    make_committee_member,
    make_contact,
    make_decided,
    make_draft,
    make_open_round,
    make_planned_round,
    make_round_to_release,
    make_submitted,
    moment,
)
from tests.builders import make_centre, make_edition, make_member, make_user
from tests.conftest import client_of, set_clock
from tests.pages import Page

pytestmark = pytest.mark.django_db

ONE_DAY = datetime.timedelta(days=1)
ADD = "/beheer/assessments/assessmentround/add/"
LIST = "/beheer/assessments/assessmentround/"
LATER = {
    "opens_on": "6-1-2026", "closes_on": "28-2-2026", "meets_on": "16-4-2026",
    "planned_release_on": "2-5-2026",
}  # fmt: skip


def page(round_, name: str = "change") -> str:
    return f"{LIST}{round_.pk}/{name}/"


def do(client, round_, name: str, **answers):
    """Post the form of a verb with the version of the round as it stands."""
    round_.refresh_from_db()
    response = client.post(page(round_, name), {"version": round_.version, "why": WHY} | answers)
    round_.refresh_from_db()
    return response


def buttons(client, round_) -> list[str]:
    """Return the last part of the address of each button on the page of ``round_``."""
    verbs = client.get(page(round_)).context["verbs"]
    return [address.strip("/").rsplit("/", 1)[-1] for _label, address in verbs]


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def refused(response) -> list[str]:
    return [str(error) for error in response.context["form"].non_field_errors()]


def start_blocks(client) -> dict[str, tuple[int, list]]:
    """Return per block of the start page its count and the records that it names."""
    blocks = client.get(reverse("admin:index")).context["attention"]
    return {each["key"]: (each["count"], [row for _url, row in each["rows"]]) for each in blocks}


# Planning ---------------------------------------------------------------------------------------


def test_a_round_is_planned_with_its_dates(editor_client):
    edition = make_edition(criteria=1)
    fields = {"year": "2026", "number": "1", "edition": edition.pk, "term_years": "4"}
    response = editor_client.post(ADD, fields | LATER | {"capacity": "54"})
    assert response.status_code == 302
    (planned,) = AssessmentRound.objects.all()
    assert (planned.code, planned.status, planned.capacity) == ("2026-1", RoundState.PLANNED, 54)
    assert planned.history.get().history_user == editor_client.user
    assert AnnouncedRound.objects.count() == 0


def test_dates_that_are_not_in_order_are_refused(editor_client):
    edition = make_edition(criteria=1)
    fields = {"year": "2026", "number": "1", "edition": edition.pk, "term_years": "4"}
    response = editor_client.post(ADD, fields | LATER | {"meets_on": "28-2-2026"})
    assert len(response.context["adminform"].form.errors["__all__"]) == 1
    assert AssessmentRound.objects.count() == 0


def test_a_planned_round_changes_by_hand_with_a_reason_and_an_open_one_by_the_verb(editor_client):
    round_ = make_planned_round(term_years=4, capacity=10)
    form = {"edition": round_.edition_id, "term_years": "4", "capacity": "12", "seen_version": "1"}
    without_reason = editor_client.post(page(round_), form | LATER)
    assert list(without_reason.context["adminform"].form.errors) == ["why"]
    editor_client.post(page(round_), form | LATER | {"why": WHY})
    round_.refresh_from_db()
    assert (round_.opens_on, round_.capacity) == (datetime.date(2026, 1, 6), 12)

    rounds.open_round(round_, version=round_.version, on=OPENS, by=None, why=WHY)
    earlier = {name: day.replace("2026", "2025") for name, day in LATER.items()}
    form |= {"seen_version": str(round_.version), "capacity": "13", "term_years": "2"}
    editor_client.post(page(round_), form | earlier | {"why": WHY})
    round_.refresh_from_db()
    assert (round_.opens_on, round_.capacity) == (datetime.date(2026, 1, 6), 13)
    assert round_.term_years == 4


def test_the_list_counts_the_applications_that_the_person_may_see():
    editor, conflicted = client_of("editor"), client_of("editor")
    hospital = make_member()
    make_contact(hospital, user=conflicted.user)
    round_, empty = make_open_round(), make_planned_round()
    make_submitted(round_, hospital=hospital)
    make_draft(round_)
    gone = make_draft(round_)
    type(gone).objects.filter(pk=gone.pk).update(state="withdrawn", withdrawn_on=OPENS)
    numbers = [
        {each: each.applications_seen for each in client.get(LIST).context["cl"].result_list}
        for client in (editor, conflicted)
    ]
    assert numbers == [{round_: 2, empty: None}, {round_: 1, empty: None}]


def test_the_list_asks_the_same_number_of_queries_for_one_and_three(
    editor_client, django_assert_num_queries
):
    edition = make_edition(criteria=1)
    make_submitted(make_open_round(edition=edition))
    editor_client.get(LIST)
    with django_assert_num_queries(12):
        editor_client.get(LIST)
    for _each in range(2):
        make_submitted(make_open_round(edition=edition))
    with django_assert_num_queries(12):
        editor_client.get(LIST)


# Verbs ------------------------------------------------------------------------------------------


def test_buttons_follow_the_state(editor_client):
    planned, opened = make_planned_round(), make_open_round()
    assessing = close(make_open_round())
    assert buttons(editor_client, planned) == ["overview", "open", "cancel"]
    first, begun = ["overview", "confirm-assessors"], ["ask-exception", "propose-assessors"]
    assert buttons(editor_client, opened) == [*first, "reschedule", "close", *begun, "cancel"]
    final = [*first, "reschedule", *begun, "schedule"]
    assert buttons(editor_client, assessing) == [*final, "release"]
    AssessmentRound.objects.filter(pk=assessing.pk).update(
        release_at=moment(RELEASES), scheduled_by=editor_client.user
    )
    assert buttons(editor_client, assessing) == [*final, "unschedule", "release"]


def test_a_reader_has_the_overview_and_no_verb(reader_client):
    round_ = make_planned_round()
    assert buttons(reader_client, round_) == ["overview"]
    for name in ("open", "cancel"):
        assert do(reader_client, round_, name).status_code == 403
    assert round_.status == RoundState.PLANNED


def test_a_round_goes_from_open_to_scheduled(editor_client, monkeypatch):
    round_ = make_planned_round()
    set_clock(monkeypatch, OPENS)
    assert said(do(editor_client, round_, "open")) == ["De ronde is open voor aanvragen."]
    assert AnnouncedRound.objects.get().opens_on == OPENS

    form = editor_client.get(page(round_, "reschedule")).context["form"]
    assert [form[name].value() for name in rounds.DATES] == [OPENS, CLOSES, MEETS, RELEASES]
    do(editor_client, round_, "reschedule", **LATER | {"opens_on": "5-1-2026"})
    assert AnnouncedRound.objects.get().closes_on == datetime.date(2026, 2, 28)

    set_clock(monkeypatch, datetime.date(2026, 2, 28))
    assert len(refused(do(editor_client, round_, "close"))) == 1
    set_clock(monkeypatch, datetime.date(2026, 3, 1))
    do(editor_client, round_, "close")
    assert round_.status == RoundState.ASSESSING

    form = editor_client.get(page(round_, "schedule")).context["form"]
    assert (form["day"].value(), form["time"].value()) == (
        datetime.date(2026, 5, 2), datetime.time(9),
    )  # fmt: skip
    do(editor_client, round_, "schedule", day="4-5-2126", time="10:30")
    in_2126 = datetime.datetime(2126, 5, 4, 8, 30, tzinfo=datetime.UTC)
    assert (round_.release_at, round_.scheduled_by) == (in_2126, editor_client.user)
    do(editor_client, round_, "unschedule")
    assert round_.release_at is None


def test_a_verb_asks_for_a_reason_and_for_the_version_that_was_seen(editor_client, clock):
    round_ = make_planned_round()
    no_reason = do(editor_client, round_, "cancel", why=" ")
    assert list(no_reason.context["form"].errors) == ["why"]
    stale = do(editor_client, round_, "cancel", version=0)
    assert len(refused(stale)) == 1
    assert round_.status == RoundState.PLANNED
    do(editor_client, round_, "cancel")
    assert round_.status == RoundState.CANCELLED
    assert round_.history.first().history_change_reason == WHY


def test_assessors_are_proposed_for_the_whole_round(editor_client, clock):
    round_ = make_open_round()
    members = [make_committee_member(), make_committee_member()]
    make_accepted(round_)
    do(editor_client, round_, "propose-assessors")
    assert [each.member for each in Assignment.objects.order_by("member")] == members
    assert OutboxMessage.objects.count() == 0


# Release ----------------------------------------------------------------------------------------


def test_the_release_page_tells_what_is_in_the_way_and_refuses_with_all_of_it(monkeypatch):
    world = make_round_to_release(DecisionOutcome.RECOGNISED, DecisionOutcome.NOT_RECOGNISED)
    client = client_of("editor")
    set_clock(monkeypatch, RELEASES + ONE_DAY)
    sentence = "De brief is niet goedgekeurd zoals die op die dag verstuurd wordt."
    response = client.get(page(world.round, "release"))
    assert [(each.pk, said_of) for each, said_of in response.context["blocks"]] == [
        (each.pk, [sentence]) for each in sorted_by_hospital(world.applications)
    ]
    assert response.context["happens"] == {
        "outcomes": [("erkend", 1), ("niet erkend", 1)], "recognitions": 1, "letters": 2,
    }  # fmt: skip
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(RELEASES + ONE_DAY))
    answer = do(client, world.round, "release")
    assert refused(answer) == [
        f"{each}: {sentence}" for each in sorted_by_hospital(world.applications)
    ]
    assert world.round.status == RoundState.ASSESSING


def sorted_by_hospital(applications) -> list:
    return sorted(applications, key=lambda each: (each.hospital.sort_key, each.reference))


def test_a_second_person_releases_what_is_complete(monkeypatch):
    world = make_round_to_release(
        DecisionOutcome.RECOGNISED, DecisionOutcome.WITH_REQUIREMENTS, DecisionOutcome.DEFERRED
    )
    set_clock(monkeypatch, RELEASES)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(RELEASES))
    client = client_of("editor")
    response = client.get(page(world.round, "release"))
    assert response.context["blocks"] == []
    text = Page(response)
    assert "2 erkenningen worden openbaar." in text.texts("li")
    assert "3 brieven gaan uit." in text.texts("li")
    answer = do(client, world.round, "release")
    assert said(answer) == ["De ronde is openbaar. De brieven staan klaar om te verzenden."]
    assert (world.round.status, world.round.released_by) == (RoundState.RELEASED, client.user)
    assert (PublishedRound.objects.count(), Recognition.objects.count()) == (1, 2)
    assert OutboxMessage.objects.count() == 3
    assert buttons(client, world.round) == ["overview"]


def test_who_has_a_conflict_learns_that_at_the_release_and_nothing_else(clock):
    hospital = make_member()
    client = client_of("superuser")
    make_contact(hospital, user=client.user)
    round_ = make_open_round()
    hidden = make_accepted(round_, hospital=hospital)
    make_decided(round_)
    close(round_)
    before = client.get(page(round_, "release"))
    assert before.context["happens"] is None
    assert before.context["blocks"] == [
        (None, ["U hebt een belang bij deze ronde; een collega doet dit."])
    ]
    decide(hidden)
    after = client.get(page(round_, "release"))
    assert Page(after).main == Page(before).main


# Late exceptions --------------------------------------------------------------------------------


def exception_page(exception, name: str = "change") -> str:
    return f"/beheer/assessments/lateexception/{exception.pk}/{name}/"


def test_an_exception_is_asked_by_one_person_and_granted_by_another(clock):
    asking, granting = client_of("editor"), client_of("editor")
    round_, centre = make_open_round(), make_centre()
    answers = {"hospital": centre.hospital_id, "centre": centre.pk, "last_day": "31-3-2026"}
    do(asking, round_, "ask-exception", reason="Ziekte", **answers)
    exception = LateException.objects.get()
    assert (exception.asked_by, exception.granted_by) == (asking.user, None)

    own = asking.post(exception_page(exception, "grant"), {"version": 1, "why": WHY})
    assert len(refused(own)) == 1
    granting.post(exception_page(exception, "grant"), {"version": 1, "why": WHY})
    exception.refresh_from_db()
    assert exception.granted_by == granting.user
    again = granting.post(exception_page(exception, "grant"), {"version": 2, "why": WHY})
    assert refused(again) == ["Dit kan niet meer. Misschien is het al gedaan."]


def test_an_exception_is_as_hidden_as_the_application_that_it_is_for():
    user, client = make_user(), client_of("editor")
    hospital, partner = make_member(), make_member()
    round_ = make_open_round()
    centre = make_centre(partner)
    centre.partners.create(hospital=hospital)
    own, of_partner, other = (
        rounds.ask_exception(
            round=round_, hospital=where, centre=what, last_day=CLOSES + ONE_DAY, reason="Ziekte",
            by=user,
        )
        for where, what in ((hospital, None), (partner, centre), (partner, None))
    )  # fmt: skip
    assert set(visible_exceptions(client.user)) == {own, of_partner, other}
    make_contact(hospital, user=client.user)
    assert set(visible_exceptions(client.user)) == {other}
    listed = client.get("/beheer/assessments/lateexception/").context["cl"].result_list
    assert list(listed) == [other]
    for hidden in (own, of_partner):
        response = client.post(exception_page(hidden, "grant"), {"version": 1, "why": WHY})
        assert response.status_code == 404
        with pytest.raises(Exception, match="belangenconflict"):
            rounds.grant_exception(hidden, version=1, by=client.user, why=WHY)


def test_nobody_asks_an_exception_for_a_hospital_of_their_own(clock):
    client, hospital = client_of("editor"), make_member()
    make_contact(hospital, user=client.user)
    answers = {"hospital": hospital.pk, "last_day": "31-3-2026", "reason": "Ziekte"}
    response = do(client, make_open_round(), "ask-exception", **answers)
    assert len(refused(response)) == 1
    assert LateException.objects.count() == 0


def test_a_reader_grants_nothing(reader_client):
    exception = rounds.ask_exception(
        round=make_open_round(), hospital=make_member(), centre=None, last_day=CLOSES + ONE_DAY,
        reason="Ziekte", by=make_user(),
    )  # fmt: skip
    response = reader_client.post(exception_page(exception, "grant"), {"version": 1, "why": WHY})
    assert response.status_code == 403
    assert reader_client.get(exception_page(exception)).status_code == 200


# The start page ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        (attention.closing_soon, CLOSES - 14 * ONE_DAY, CLOSES),
        (attention.to_close, CLOSES + ONE_DAY, None),
        (attention.release_overdue, RELEASES + ONE_DAY, None),
    ],
)
def test_an_open_round_asks_attention_from_a_day_on(word, first, last):
    round_ = make_open_round()
    make_planned_round(state="cancelled")
    assert list(word(first - ONE_DAY)) == []
    assert list(word(first)) == [round_]
    if last is not None:
        assert list(word(last)) == [round_]
        assert list(word(last + ONE_DAY)) == []


def test_the_start_page_counts_rounds(editor_client, monkeypatch):
    round_ = make_open_round()
    set_clock(monkeypatch, CLOSES + ONE_DAY)
    blocks = start_blocks(editor_client)
    assert blocks["to-close"] == (1, [round_])
    assert blocks["closing-soon"] == (0, [])


def test_everything_of_the_assessment_is_kept_as_confidential():
    of_assessment = [
        model_admin
        for model, model_admin in admin.site._registry.items()
        if model._meta.app_label == "assessments"
    ]
    assert len(of_assessment) > 1
    assert [each for each in of_assessment if not each.is_confidential] == []


def test_the_start_page_tells_no_change_in_the_assessment(editor_client):
    centre = make_centre(name="Hartcentrum")
    centre.save_with_history(by=editor_client.user, why="Een gewone wijziging")
    make_submitted(make_open_round(), by=editor_client.user)
    changes = editor_client.get(reverse("admin:index")).context["recent_changes"]
    told = {record.model._meta.app_label for _change, records in changes for record in records}
    assert told <= {"centres", "hospitals"}
    assert changes[-1][0].rows != []


def test_the_history_of_a_round_tells_of_the_round_only(editor_client):
    round_ = make_open_round()
    make_submitted(round_, by=editor_client.user)
    changes = editor_client.get(page(round_, "history")).context["changes"]
    assert {record.model for _change, records in changes for record in records} == {AssessmentRound}
