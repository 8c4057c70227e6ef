"""Sending: a mail goes out at most once, as it was written, whatever goes wrong in between."""

import datetime
import email
import email.policy
import itertools
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from assessments import sending
from assessments.models import OutboxMessage
from assessments.outbox import hash_of, write_mail
from assessments.postmen import BY_SMTP
from assessments.sending import MailState, delay_after, send_due, state_of
from tests.assessments.builders import (
    OPENS,
    WHY,
    make_committee_member,
    make_draft,
    make_open_round,
    moment,
)
from tests.assessments.mail_server import REFUSED, mail_server
from tests.builders import make_user
from tests.same_moment import at_the_same_moment

ROOT = Path(__file__).resolve().parents[2]
NOW = moment(datetime.date(2100, 1, 1))
"""After every mail that a test writes."""

numbers = itertools.count(1)


def make_mail(**over) -> OutboxMessage:
    defaults = {
        "kind": OutboxMessage.Kind.NOTICE,
        "key": f"proef-{next(numbers)}",
        "to_name": "Kim",
        "to_email": "kim@ziekenhuis.example",
        "subject": "Besluit op uw aanvraag",
        "body": "Beste Kim,\n\nEén regel.\n",
    }
    message = write_mail(by=None, why=WHY, **defaults | over)
    message.refresh_from_db()
    return message


def send(at: datetime.datetime = NOW) -> dict:
    return dict(send_due(lambda: at).counts)


def state(message: OutboxMessage) -> MailState:
    message.refresh_from_db()
    return state_of(message)


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.OUTBOX_FOLDER = tmp_path / "outbox"
    return settings.OUTBOX_FOLDER


@pytest.fixture
def server(settings):
    with mail_server() as server:
        settings.EMAIL_BACKEND, settings.EMAIL_PORT = BY_SMTP, server.port
        settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server


def received(mail, to_email: str) -> OutboxMessage:
    """Return the message as who receives ``mail`` reads it."""
    body = mail.get_content().replace("\r\n", "\n")
    return OutboxMessage(
        to_email=to_email, subject=mail["Subject"], message_id=mail["Message-ID"], body=body
    )


# A folder of files --------------------------------------------------------------------------------

LONG = "Een zin die veel langer is dan één regel van een e-mail mag zijn. " * 40


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("to_name", "body"),
    [
        ("Kim", "Beste Kim,\n\nÉén regel.\n"),
        ('Jansen, Zoë "van" <x@y>', f"{LONG}\n.\n.. punten\nFrom iemand\n\n"),
        ("", "€ 5 & <b>niet vet</b>\n"),
    ],
)
def test_a_file_holds_the_mail_as_it_was_written(folder, settings, to_name, body):
    settings.DEFAULT_FROM_EMAIL = '"STZ, register" <register@stz.example>'
    message = make_mail(to_name=to_name, body=body, subject="Besluit: “Één” " + "lang " * 30)
    assert send() == {"sent": 1}
    (file,) = folder.iterdir()
    assert file.name == f"{message.message_id[1:-1]}.eml"
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.SMTP)
    (to,) = mail["To"].addresses
    assert (to.display_name, to.addr_spec) == (to_name, "kim@ziekenhuis.example")
    assert mail["From"].addresses[0].addr_spec == "register@stz.example"
    assert mail["Date"].datetime == message.created_at.replace(microsecond=0)
    assert hash_of(received(mail, to.addr_spec)) == message.sha256
    assert state(message) == MailState.SENT


@pytest.mark.django_db
def test_a_second_writing_changes_nothing(folder):
    message = make_mail()
    send()
    (file,) = folder.iterdir()
    first = file.read_bytes()
    OutboxMessage.objects.filter(pk=message.pk).update(sent_at=None, sending_since=None)
    assert send() == {"sent": 1}
    assert [each.read_bytes() for each in folder.iterdir()] == [first]


@pytest.mark.django_db
def test_a_folder_that_cannot_be_made_is_a_refusal(settings, tmp_path):
    settings.OUTBOX_FOLDER = tmp_path / "file" / "outbox"
    (tmp_path / "file").write_text("")
    message = make_mail()
    assert send() == {"refused": 1}
    assert state(message) == MailState.WAITING


@pytest.mark.django_db
def test_a_mail_that_is_not_what_was_written_is_not_sent(folder):
    changed, whole = make_mail(), make_mail()
    OutboxMessage.objects.filter(pk=changed.pk).update(body="Iets anders")
    report = send_due(lambda: NOW)
    assert report.counts == {"given up": 1, "sent": 1}
    assert report.troubles == [f"Mail {changed.pk} does not match its hash."]
    assert (state(changed), state(whole)) == (MailState.GIVEN_UP, MailState.SENT)
    assert [each.stem for each in folder.iterdir()] == [whole.message_id[1:-1]]


@pytest.mark.django_db
def test_what_is_not_due_waits(folder):
    message = make_mail()
    later = NOW + datetime.timedelta(minutes=1)
    OutboxMessage.objects.filter(pk=message.pk).update(next_attempt_at=later)
    assert (send(NOW), send(later), send(later)) == ({}, {"sent": 1}, {})


# SMTP ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_mail_server_gets_the_mail_as_it_was_written(server):
    message, other = make_mail(), make_mail(to_email="ander@ziekenhuis.example")
    assert send() == {"sent": 2}
    assert server.ids() == [message.message_id, other.message_id]
    assert hash_of(received(server.taken[0], message.to_email)) == message.sha256
    assert send() == {}


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["EHLO", "MAIL", "RCPT", "DATA", "TAKEN"])
def test_a_refused_mail_is_tried_later_each_time_after_twice_as_long(server, word):
    server.when = {word: REFUSED} | ({"HELO": REFUSED} if word == "EHLO" else {})
    message, at, waited = make_mail(), NOW, []
    while True:
        if waited:
            assert send(at - datetime.timedelta(seconds=1)) == {}
        counts = send(at)
        message.refresh_from_db()
        if counts == {"given up": 1}:
            break
        assert (counts, state_of(message)) == ({"refused": 1}, MailState.WAITING)
        waited.append((message.next_attempt_at - at).total_seconds() / 60)
        at = message.next_attempt_at
    assert waited == [15, 30, 60, 120, 240, 480, 960]
    assert (message.attempts, message.gave_up_at) == (8, at)
    assert list(OutboxMessage.objects.filter(sending.NOT_DEALT_WITH)) == [message]
    assert server.taken == []


@pytest.mark.django_db
def test_a_server_that_is_not_there_is_a_refusal(server):
    server.server_close()
    server.shutdown()
    message = make_mail()
    assert send() == {"refused": 1}
    assert (state(message), message.last_error[:13]) == (MailState.WAITING, "no connection")


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["MAIL", "DATA", "TAKEN"])
def test_a_connection_that_breaks_leaves_a_mail_that_is_never_sent_by_itself(server, word):
    server.when = {word: None}
    message, whole = make_mail(), make_mail()
    report = send_due(lambda: NOW)
    assert report.counts == {"unknown": 2}
    assert state(message) == state(whole) == MailState.BEGUN
    server.when = {}
    assert send(NOW + datetime.timedelta(days=30)) == {}
    assert (server.taken, message.attempts) == ([], 1)


@pytest.mark.django_db
def test_a_server_that_breaks_after_it_took_the_mail_changes_nothing(server):
    server.when = {"QUIT": None}
    make_mail()
    assert send() == {"sent": 1}


@pytest.mark.django_db
def test_one_mail_that_is_not_correct_stops_no_other(server):
    wrong, right = make_mail(), make_mail()
    OutboxMessage.objects.filter(pk=wrong.pk).update(to_email="geen adres")
    assert send() == {"unknown": 1, "sent": 1}
    assert server.ids() == [right.message_id]


def test_the_delay_doubles():
    minutes = [delay_after(attempts).total_seconds() / 60 for attempts in (1, 2, 3)]
    assert minutes == [15, 30, 60]


# What people decide -------------------------------------------------------------------------------

LONG_AGO = NOW - sending.SENDING_TAKES


def make_begun() -> OutboxMessage:
    message = make_mail()
    OutboxMessage.objects.filter(pk=message.pk).update(sending_since=LONG_AGO, attempts=1)
    message.refresh_from_db()
    return message


def make_given_up() -> OutboxMessage:
    message = make_mail()
    OutboxMessage.objects.filter(pk=message.pk).update(
        gave_up_at=LONG_AGO, attempts=8, last_error="550"
    )
    message.refresh_from_db()
    return message


def make_sent() -> OutboxMessage:
    message = make_mail()
    OutboxMessage.objects.filter(pk=message.pk).update(sent_at=LONG_AGO, sending_since=LONG_AGO)
    message.refresh_from_db()
    return message


AGAIN, GONE, UP = sending.try_again, sending.mark_as_gone_out, sending.give_up


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "verb", "after"),
    [
        (make_begun, AGAIN, MailState.WAITING),
        (make_begun, GONE, MailState.SENT),
        (make_begun, UP, MailState.GIVEN_UP),
        (make_given_up, AGAIN, MailState.WAITING),
        (make_given_up, GONE, MailState.SENT),
        (make_given_up, UP, MailState.GIVEN_UP),
        (make_mail, UP, MailState.GIVEN_UP),
        (make_mail, AGAIN, None),
        (make_mail, GONE, None),
        (make_sent, AGAIN, None),
        (make_sent, GONE, None),
        (make_sent, UP, None),
    ],
)
def test_what_people_decide_of_a_mail(make, verb, after, folder):
    message, by = make(), make_user("editor")
    decide = {"version": message.version, "at": NOW, "by": by, "why": WHY}
    if after is None:
        with pytest.raises(ValidationError, match="Dit kan niet meer, of nog niet"):
            verb(message, **decide)
        return
    verb(message, **decide)
    assert (state(message), message.last_error) == (after, "")
    assert message.history.first().history_user == by
    assert send() == ({"sent": 1} if after == MailState.WAITING else {})
    assert not OutboxMessage.objects.filter(sending.NOT_DEALT_WITH).exists()


@pytest.mark.django_db
def test_a_mail_that_was_given_up_by_a_person_is_not_given_up_again():
    message = make_given_up()
    decide = {"at": NOW, "by": make_user("editor"), "why": WHY}
    sending.give_up(message, version=message.version, **decide)
    with pytest.raises(ValidationError, match="Dit kan niet meer"):
        sending.give_up(message, version=message.version, **decide)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", [AGAIN, GONE, UP])
def test_people_wait_while_it_may_be_going_out(verb):
    message = make_begun()
    decide = {"version": message.version, "by": make_user("editor"), "why": WHY}
    with pytest.raises(ValidationError, match="Misschien wordt deze e-mail op dit moment"):
        verb(message, at=NOW - datetime.timedelta(seconds=1), **decide)
    assert state(message) == MailState.BEGUN


@pytest.mark.django_db
def test_who_has_a_conflict_decides_nothing():
    application = make_draft(make_open_round())
    member = make_committee_member(application.hospital, user=make_user("editor"))
    message = make_mail(kind="letter", application=application)
    with pytest.raises(ValidationError, match="U hebt een belang"):
        sending.give_up(message, version=1, at=NOW, by=member.user, why=WHY)


# Two senders, and kill -9 -------------------------------------------------------------------------


@pytest.fixture
def elsewhere(move_to_file):
    """On SQLite a database in a file, as other threads and processes find it."""
    move_to_file()


def now(act):
    """Do ``act`` where other threads see it, and return what it gave."""
    (outcome,) = at_the_same_moment(act)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


@pytest.mark.django_db(transaction=True)
def test_two_senders_send_each_mail_once(elsewhere, server):
    ids = now(lambda: [make_mail().message_id for _each in range(8)])
    reports = at_the_same_moment(*[lambda: send_due(lambda: NOW)] * 3)
    assert sum(report.counts["sent"] for report in reports) == 8
    assert {what for report in reports for what in report.counts} == {"sent"}
    assert sorted(server.ids()) == sorted(ids)


CHILD = """
import sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[2])
from django.core.management import call_command
call_command("send_outbox")
"""


def sender(port: int) -> subprocess.Popen:
    name = now(lambda: str(connection.settings_dict["NAME"]))
    command = [sys.executable, "-c", CHILD, name, str(port)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)


@pytest.mark.django_db(transaction=True)
def test_a_kill_while_sending_leaves_a_mail_that_may_have_gone_out(elsewhere, server):
    """The server stands still once it has the whole mail; the process is killed there."""
    there = server.lock
    with there:
        first, second = now(lambda: [make_mail(), make_mail()])
        child = sender(server.port)
        try:
            wait_until(lambda: now(lambda: state(first)) == MailState.BEGUN)
        finally:
            child.kill()
            child.wait()
        found = now(lambda: (state(first), first.sent_at, first.attempts, state(second)))
        assert found == (MailState.BEGUN, None, 1, MailState.WAITING)
    assert now(send) == {"sent": 1}
    assert server.ids().count(second.message_id) == 1
    assert now(lambda: state(first)) == MailState.BEGUN


def wait_until(condition, seconds: int = 30) -> None:
    for _time in range(20 * seconds):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


@pytest.mark.django_db
def test_a_mail_has_the_date_on_which_it_was_written(folder):
    message = make_mail()
    OutboxMessage.objects.filter(pk=message.pk).update(created_at=moment(OPENS))
    send()
    (file,) = folder.iterdir()
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.SMTP)
    assert mail["Date"].datetime == moment(OPENS)
