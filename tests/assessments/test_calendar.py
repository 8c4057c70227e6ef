"""The calendar of deadlines, read back as a calendar program reads it."""

import datetime
import logging

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from icalendar import Calendar

from assessments import applications, rounds
from assessments.calendars import renew_key
from assessments.models import CommitteeMember
from hospitals.records import ChangedMeanwhile
from stz_registry.logs import WithoutQuery
from tests.assessments.builders import (
    WHY,
    client_of_member,
    close,
    make_accepted,
    make_committee_member,
    make_open_round,
    make_planned_round,
)
from tests.conftest import set_clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def member() -> CommitteeMember:
    return make_committee_member()


def events(member) -> dict[str, dict]:
    """Return the events of the member's calendar by identifier, each as its plain properties."""
    response = Client().get(reverse("assessments:calendar", args=[member.calendar_key]))
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = {}
    for event in Calendar.from_ical(response.content).walk("VEVENT"):
        days = (event.decoded("dtstart"), event.decoded("dtend"))
        assert days[1] == days[0] + datetime.timedelta(days=1)
        assert event["last-modified"].dt.tzinfo is not None
        found[str(event["uid"])] = {
            "day": days[0],
            "sequence": event["sequence"],
            "status": str(event["status"]),
            "title": str(event["summary"]),
        }
    return found


def kind_of(uid: str) -> str:
    return uid.partition("@")[0].rpartition("-")[2]


def days(member) -> dict[str, datetime.date]:
    return {kind_of(uid): event["day"] for uid, event in events(member).items()}


def test_a_round_has_four_days(member):
    round_ = make_open_round()
    close(round_)
    assert days(member) == {
        "closes": datetime.date(2026, 2, 27),
        "findings": datetime.date(2026, 4, 8),
        "meets": datetime.date(2026, 4, 15),
        "release": datetime.date(2026, 5, 1),
    }
    titles = {kind_of(uid): event["title"] for uid, event in events(member).items()}
    assert titles["meets"] == "STZ-ronde 2026-1: vergadering van de commissie"


def test_findings_are_due_after_the_closing_day_however_near_the_meeting(member):
    make_open_round(meets_on=datetime.date(2026, 3, 2))
    assert days(member)["findings"] == datetime.date(2026, 2, 28)


def test_the_calendar_is_the_same_in_english_but_for_its_words(member):
    make_open_round()
    dutch = events(member)
    with override("en"):
        english = events(member)
    assert list(english) == list(dutch)
    assert {event["title"] for event in english.values()}.isdisjoint(
        event["title"] for event in dutch.values()
    )


def test_a_day_that_moves_keeps_its_identifier_and_raises_its_sequence(member):
    round_ = make_open_round()
    before = events(member)
    rounds.reschedule(
        round_,
        version=round_.version,
        opens_on=round_.opens_on,
        closes_on=round_.closes_on,
        meets_on=datetime.date(2026, 4, 20),
        planned_release_on=round_.planned_release_on,
        by=None,
        why=WHY,
    )
    after = events(member)
    assert list(after) == list(before)
    moved = {kind_of(uid) for uid in after if after[uid]["day"] != before[uid]["day"]}
    assert moved == {"findings", "meets"}
    assert all(after[uid]["sequence"] > before[uid]["sequence"] for uid in after)


def test_a_cancelled_round_is_cancelled_until_it_would_have_been_over(member, monkeypatch):
    round_ = make_open_round()
    before = events(member)
    rounds.cancel(round_, version=round_.version, by=None, why=WHY)
    after = events(member)
    assert list(after) == list(before)
    assert {event["status"] for event in before.values()} == {"CONFIRMED"}
    assert {event["status"] for event in after.values()} == {"CANCELLED"}
    for day, number in [(datetime.date(2026, 5, 1), 4), (datetime.date(2026, 5, 2), 0)]:
        set_clock(monkeypatch, day)
        assert len(events(member)) == number


def test_a_planned_round_has_no_days_yet(member):
    make_planned_round()
    assert events(member) == {}


def test_the_calendar_does_not_depend_on_any_application(member):
    round_ = make_open_round()
    address = reverse("assessments:calendar", args=[member.calendar_key])
    before = Client().get(address).content
    application = make_accepted(round_)
    applications.withdraw(
        application, version=application.version, on=round_.opens_on, by=None, why=WHY
    )
    assert Client().get(address).content == before


@pytest.mark.parametrize("number", [1, 3])
def test_the_calendar_asks_as_much_for_one_round_as_for_three(
    member, number, django_assert_num_queries
):
    for _each in range(number):
        make_open_round()
    address = reverse("assessments:calendar", args=[member.calendar_key])
    with django_assert_num_queries(2):
        Client().get(address)


# The secret address -----------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["onbekend", "x" * 43])
def test_an_unknown_key_opens_nothing(key):
    response = Client().get(reverse("assessments:calendar", args=[key]))
    assert response.status_code == 404


@pytest.mark.parametrize(("through", "status"), [("2026-03-01", 404), ("2026-03-02", 200)])
def test_the_key_of_a_member_opens_through_the_last_day(member, through, status):
    CommitteeMember.objects.update(member_through=through)
    address = reverse("assessments:calendar", args=[member.calendar_key])
    assert Client().get(address).status_code == status


def test_the_key_of_a_closed_account_opens_nothing(member):
    member.user.is_active = False
    member.user.save()
    address = reverse("assessments:calendar", args=[member.calendar_key])
    assert Client().get(address).status_code == 404


def test_a_new_key_opens_and_the_old_one_does_not(member):
    client = client_of_member(member)
    old = reverse("assessments:calendar", args=[member.calendar_key])
    answer = client.post(reverse("assessments:renew_calendar"), {"version": member.version})
    assert answer.url == reverse("assessments:home") + "#calendar"
    member.refresh_from_db()
    new = reverse("assessments:calendar", args=[member.calendar_key])
    assert [Client().get(each).status_code for each in (old, new)] == [404, 200]


def test_a_stale_request_renews_nothing(member):
    key = member.calendar_key
    with pytest.raises(ChangedMeanwhile):
        renew_key(member, version=member.version + 1, by=member.user)
    member.refresh_from_db()
    assert member.calendar_key == key


def test_the_key_stands_in_no_log(member):
    address = reverse("assessments:calendar", args=[member.calendar_key])
    record = logging.LogRecord("x", logging.INFO, "", 0, '"GET %s HTTP/1.1" 200', (address,), None)
    assert WithoutQuery().filter(record)
    assert record.getMessage() == '"GET /beoordelen/agenda/….ics HTTP/1.1" 200'
