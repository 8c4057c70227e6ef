"""Acts of the past: what a verb writes today is remembered as done on the day of the example."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db.models import Max
from django.utils import timezone

from hospitals.records import Record

from ..models import OutboxMessage

APPS = ("assessments", "centres")


def moment_on(day: datetime.date) -> datetime.datetime:
    """Return the moment on ``day`` at which everything of that day is done."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(10)))


class Past:
    """Gives the history, and the mail, the day on which something was done."""

    def __init__(self):
        histories = [
            model.history.model
            for app in APPS
            for model in apps.get_app_config(app).get_models()
            if issubclass(model, Record)
        ]
        self._newest = {model: newest(model, "history_id") for model in histories}
        self._last_mail = newest(OutboxMessage, "pk")

    @contextmanager
    def on(self, day: datetime.date, *, mail_is_sent: bool = True) -> Iterator[datetime.datetime]:
        """Let what the block does have happened on ``day``; gives the moment."""
        moment = moment_on(day)
        yield moment
        for model, last in self._newest.items():
            if model.objects.filter(history_id__gt=last).update(history_date=moment):
                self._newest[model] = newest(model, "history_id")
        written = OutboxMessage.objects.filter(pk__gt=self._last_mail)
        if mail_is_sent:
            written.update(sent_at=moment, attempts=1)
        written.update(created_at=moment, next_attempt_at=moment)
        self._last_mail = newest(OutboxMessage, "pk")


def newest(model, key: str) -> int:
    return model.objects.aggregate(newest=Max(key))["newest"] or 0
