"""The sitemap: every public page in both languages, each with the day on which it last changed."""

import datetime
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from hospitals.models import Hospital, RegisterVersion

from ..models import Centre, Condition, PublishedRound
from .last_changes import (
    Days,
    centres_changed,
    conditions_changed,
    hospitals_changed,
    rounds_changed,
)

OVERVIEWS = (
    "centres:home",
    "centres:list",
    "centres:condition_list",
    "hospitals:list",
    "centres:round_list",
    "centres:figures",
)
"""Pages that change whenever the register does."""

TEXTS = ("centres:criteria", "centres:about", "centres:glossary", "centres:privacy",
         "centres:accessibility")  # fmt: skip


class InBothLanguages(Sitemap):
    """Pages under the one address of the register, each with itself in the other language."""

    i18n = alternates = x_default = True

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_URL).netloc or super().get_domain(site)

    def get_protocol(self, protocol=None) -> str:
        return urlsplit(settings.SITE_URL).scheme or super().get_protocol(protocol)


class Overviews(InBothLanguages):
    def __init__(self):
        self.changed_at = RegisterVersion.current().changed_at

    def items(self):
        return OVERVIEWS

    def location(self, item: str) -> str:
        return reverse(item)

    def lastmod(self, item: str) -> datetime.datetime | None:
        return self.changed_at


class Texts(InBothLanguages):
    """Pages of prose: on which day they changed, the program does not know."""

    def items(self):
        return TEXTS

    def location(self, item: str) -> str:
        return reverse(item)


class Records(InBothLanguages):
    """The pages of one kind of record, as they stand on the day on which they are asked for."""

    limit = 10_000  # per file, each address in both languages

    def __init__(self, rows: QuerySet, changed: Callable[[int, datetime.date], Days]):
        self.rows = rows.order_by("pk")
        self.changed = changed(RegisterVersion.current().number, timezone.localdate())

    def items(self):
        return self.rows

    def lastmod(self, item) -> datetime.date | None:
        return self.changed.get(item.pk)


def centres() -> Records:
    return Records(Centre.objects.public().current(), centres_changed)


def conditions() -> Records:
    return Records(Condition.objects.public(), conditions_changed)


def hospitals() -> Records:
    return Records(Hospital.objects.public().filter(merged_into=None), hospitals_changed)


def rounds() -> Records:
    released = PublishedRound.objects.public().released_on_or_before(timezone.localdate())
    return Records(released, rounds_changed)


SITEMAPS = {
    "pages": Overviews,
    "texts": Texts,
    "centres": centres,
    "conditions": conditions,
    "hospitals": hospitals,
    "rounds": rounds,
}
"""The files of the sitemap, each made anew when it is asked for."""
