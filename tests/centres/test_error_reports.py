"""Reports of readers: received, taken up, settled with an answer; and what is forgotten of them."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from centres.error_reports import MOVES, forget_addresses, receive, reopen, settle, take_up
from centres.models import ErrorReport
from hospitals.models import RegisterVersion
from hospitals.records import ChangedMeanwhile
from tests.builders import make_centre, make_user

pytestmark = pytest.mark.django_db

State = ErrorReport.State
AT = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


def make_report(**over) -> ErrorReport:
    told = {"about": None, "message": "De naam klopt niet.", "email": "", "language": "nl"}
    return receive(**told | over, at=AT)


def settled(report: ErrorReport, at=AT, answer="Gewijzigd.") -> ErrorReport:
    settle(report, version=report.version, answer=answer, at=at, by=None, why="Nagekeken")
    return report


@pytest.fixture
def staff(client):
    client.force_login(make_user("editor"))
    return client


def test_a_report_is_received_without_a_history_and_without_a_new_version_of_the_register():
    centre = make_centre()
    version = RegisterVersion.current().number
    report = make_report(about=centre, email="lezer@voorbeeld.example")
    report.refresh_from_db()
    assert (report.about, report.state, report.received_at) == (centre, State.RECEIVED, AT)
    assert len(report.reference) == 11
    assert report.history.count() == 0
    assert RegisterVersion.current().number == version


@pytest.mark.parametrize(
    "wrong", [{"message": ""}, {"message": "x" * 2001}, {"email": "geen adres"}]
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(wrong):
    with pytest.raises(ValidationError):
        make_report(**wrong)
    assert ErrorReport.objects.count() == 0


def test_a_report_is_looked_into_answered_and_reopened():
    report = make_report()
    take_up(report, version=1, by=None, why="Uitzoeken")
    assert report.state == State.TAKEN_UP
    settled(report)
    assert (report.state, report.answer, report.settled_at) == (State.SETTLED, "Gewijzigd.", AT)
    reopen(report, version=report.version, by=None, why="Toch niet")
    assert (report.state, report.answer, report.settled_at) == (State.TAKEN_UP, "", None)
    assert [each.history_change_reason for each in report.history.all()] == [
        "Toch niet", "Nagekeken", "Uitzoeken"
    ]  # fmt: skip


@pytest.mark.parametrize("state", State)
def test_moves_that_are_not_in_the_table_are_refused(state):
    report = make_report()
    if state != State.RECEIVED:
        settled(report) if state == State.SETTLED else take_up(
            report, version=1, by=None, why="Uitzoeken"
        )
    if State.TAKEN_UP not in MOVES[state]:
        with pytest.raises(ValidationError, match="Deze melding is in behandeling"):
            take_up(report, version=report.version, by=None, why="Nog eens")
    if State.SETTLED not in MOVES[state]:
        with pytest.raises(ValidationError, match="Deze melding is afgehandeld"):
            settled(report)


def test_a_lost_update_is_refused():
    report = make_report()
    take_up(ErrorReport.objects.get(), version=1, by=None, why="Uitzoeken")
    with pytest.raises(ChangedMeanwhile):
        settle(report, version=1, answer="Zo.", at=AT, by=None, why="Nagekeken")


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ("state = 'settled'", "error_report_is_settled_with_an_answer"),
        ("state = 'anders'", "error_report_is_settled_with_an_answer"),
        ("settled_at = received_at", "error_report_is_settled_with_an_answer"),
        ("message = ''", "error_report_says_something"),
        ("round_code = '2024-1'", "error_report_is_about_one_record"),
    ],
)
def test_the_database_refuses_what_cannot_be(columns, name):
    make_report(about=make_centre())
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        connection.cursor().execute(f"UPDATE centres_errorreport SET {columns}")


def test_an_address_is_forgotten_on_its_day_in_the_history_too():
    due, young, open_ = (make_report(email="lezer@voorbeeld.example") for _ in range(3))
    settled(due, at=AT - datetime.timedelta(microseconds=1))
    settled(young, at=AT)
    assert forget_addresses(settled_before=AT) == 1
    for report, kept in ((due, ""), (young, "lezer@voorbeeld.example"), (open_, young.email)):
        report.refresh_from_db()
        assert report.email == kept
        assert {each.email for each in report.history.all()} <= {kept}


def test_the_command_keeps_an_address_as_long_as_the_policy_says(settings, capsys):
    settings.REPORT_ADDRESS_KEPT_DAYS = 90
    day = datetime.timedelta(days=1)
    for days in (89, 91):
        settled(make_report(email="a@b.example"), at=timezone.now() - days * day)
    call_command("forget_report_addresses")
    assert capsys.readouterr().out == "E-mail addresses forgotten: 1\n"
    assert ErrorReport.objects.exclude(email="").count() == 1


def test_staff_see_what_is_to_be_done_first(staff):
    make_report()
    settled(done := make_report())
    listed = staff.get(reverse("admin:centres_errorreport_changelist")).content.decode()
    assert done.reference not in listed
    everything = staff.get(reverse("admin:centres_errorreport_changelist") + "?state=all")
    assert done.reference in everything.content.decode()
    start = staff.get(reverse("admin:index"))
    (block,) = [each for each in start.context["attention"] if each["key"] == "reports-to-do"]
    assert block["count"] == 1


def test_staff_settle_a_report_and_write_to_the_reader(staff):
    report = make_report(about=make_centre(), email="lezer@voorbeeld.example")
    page = reverse("admin:centres_errorreport_settle", args=[report.pk])
    assert "De naam klopt niet." in staff.get(page).content.decode()
    answer = {"version": 1, "answer": "De naam is gewijzigd.", "why": "Nagekeken"}
    assert staff.post(page, answer).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.answer) == (State.SETTLED, "De naam is gewijzigd.")
    shown = staff.get(reverse("admin:centres_errorreport_change", args=[report.pk]))
    mail = f"mailto:lezer@voorbeeld.example?subject={report.reference}&amp;body=De%20naam"
    assert mail in shown.content.decode()
    assert staff.get(page).status_code == 404  # it is settled already


def test_readers_among_staff_change_nothing(client):
    client.force_login(make_user("reader"))
    report = make_report()
    page = reverse("admin:centres_errorreport_settle", args=[report.pk])
    assert client.post(page, {"version": 1, "answer": "X", "why": "X"}).status_code == 403
    assert client.get(reverse("admin:centres_errorreport_changelist")).status_code == 200
