"""A letter in a folder is as private as the evidence."""

import pytest
from django.utils import timezone

from assessments.models import OutboxMessage
from assessments.outbox import write_mail
from assessments.postmen import put_in_folder

pytestmark = pytest.mark.django_db


def test_only_the_owner_reads_the_folder_and_the_letters(settings, tmp_path):
    settings.OUTBOX_FOLDER = tmp_path / "outbox"
    message = write_mail(
        kind=OutboxMessage.Kind.NOTICE, key="a", to_name="", to_email="a@stz.example",
        subject="a", body="a", by=None, why="a",
    )  # fmt: skip
    message.created_at = timezone.now()
    put_in_folder(message)
    modes = [
        each.stat().st_mode & 0o777
        for each in (settings.OUTBOX_FOLDER, *settings.OUTBOX_FOLDER.iterdir())
    ]
    assert modes == [0o700, 0o600]
