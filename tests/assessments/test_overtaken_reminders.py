"""A reminder that waited, because the mail server was away, tells of nothing that is done."""

import datetime

import pytest

from assessments import applications
from assessments.models import OutboxMessage
from assessments.reminder_mails import remind
from assessments.sending import NOT_DEALT_WITH, send_due
from tests.assessments.builders import (
    CLOSES,
    WHY,
    complete,
    make_draft,
    make_open_round,
    moment,
)
from tests.builders import make_centre, make_member

pytestmark = pytest.mark.django_db
DAY = CLOSES - datetime.timedelta(days=3)


@pytest.fixture
def reminded(settings, tmp_path):
    """Two drafts of one contact, and the mail about both, which waits."""
    settings.OUTBOX_FOLDER = tmp_path / "outbox"
    hospital, round_ = make_member(), make_open_round()
    drafts = [make_draft(round_, make_centre(hospital, name=name)) for name in ("Slaap", "Hart")]
    (message,), _troubles = remind(on=DAY)
    OutboxMessage.objects.filter(pk=message.pk).update(next_attempt_at=moment(DAY))
    return drafts, message, settings.OUTBOX_FOLDER


def submit(application) -> None:
    complete(application)
    version = application.version
    applications.submit(application, version=version, on=DAY, by=None, why=WHY)


def send() -> dict:
    return dict(send_due(lambda: moment(DAY)).counts)


def test_what_is_not_done_is_reminded_of(reminded):
    _drafts, _message, folder = reminded
    assert send() == {"sent": 1}
    (file,) = folder.iterdir()
    assert all(name in file.read_text() for name in ("Slaap", "Hart"))


def test_what_is_done_is_taken_out_of_the_mail(reminded):
    (done, _waits), message, folder = reminded
    submit(done)
    assert send() == {"sent": 1}
    message.refresh_from_db()
    lines = [line for line in message.body.splitlines() if line.startswith("- ")]
    assert [line.split(" (")[0] for line in lines] == ["- Hart"]
    (file,) = folder.iterdir()
    assert ("Hart" in file.read_text(), "Slaap" in file.read_text()) == (True, False)


def test_a_mail_about_nothing_but_what_is_done_is_not_sent(reminded):
    drafts, message, folder = reminded
    for each in drafts:
        submit(each)
    assert (send(), send()) == ({"not needed": 1}, {})
    message.refresh_from_db()
    assert (message.gave_up_at, message.sent_at) == (moment(DAY), None)
    assert not OutboxMessage.objects.filter(NOT_DEALT_WITH).exists()
    assert not folder.exists()


def test_a_mail_that_nobody_can_make_waits_and_is_tried_again(reminded, settings):
    settings.DEFAULT_FROM_EMAIL = "geen\nadres"
    assert send() == {"refused": 1}
