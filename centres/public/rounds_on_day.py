"""A round as the public sees it on a day: announced with its dates, later with its outcome."""

import datetime
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hospitals.partial_dates import Precision

from ..models import AnnouncedRound, CriteriaEdition, PublishedRound
from ..sentences import in_words, written


@dataclass(frozen=True)
class RoundOnDay:
    """What is public of one round on ``day``.

    Attributes:
        announced: its dates, when it was announced here.
        published: its outcome, when that was released by ``day``. One of the two is there.
    """

    day: datetime.date
    announced: AnnouncedRound | None
    published: PublishedRound | None

    @property
    def code(self) -> str:
        return (self.published or self.announced).code

    @property
    def edition(self) -> CriteriaEdition:
        return (self.published or self.announced).edition

    @property
    def applications(self) -> int | None:
        """How many applications are being assessed; ``None`` when that is not public."""
        if self.published or self.day <= self.announced.closes_on:
            return None
        return self.announced.applications

    @property
    def standing(self) -> SafeString:
        """Say where the round stands on the day, in one sentence."""
        if self.published:
            return _released(self.published)
        dates = self.announced
        if self.day < dates.opens_on:
            text = _("Opens for applications on {opens}.")
        elif self.day <= dates.closes_on:
            text = _("Open for applications through {closes}.")
        elif self.day <= dates.planned_release_on:
            text = _(
                "The committee is assessing the applications. STZ expects the outcome on {release}."
            )
        else:
            text = _(
                "The committee is assessing the applications. STZ expected the outcome on"
                " {release}; it is not there yet."
            )
        return format_html(
            text,
            opens=in_words(dates.opens_on),
            closes=in_words(dates.closes_on),
            release=in_words(dates.planned_release_on),
        )

    def get_absolute_url(self) -> str:
        return reverse("centres:round_detail", args=[self.code])


def _released(published: PublishedRound) -> SafeString:
    released = published.released
    if released.day is None:
        text = _("Released on a day that is not known.")
    elif released.precision == Precision.DAY:
        text = _("Released on {released}.")
    else:
        text = _("Released in {released}.")
    return format_html(text, released=written(released))


def rounds_on(day: datetime.date, which: Q | None = None) -> list[RoundOnDay]:
    """Return the rounds that are public on ``day``, newest first.

    A round that was released later is there with its dates only, as it was on that day.

    Arguments:
        which: a condition on ``year`` and ``number``; by default all rounds.
    """
    which = which or Q()
    published = PublishedRound.objects.public().released_on_or_before(day).filter(which)
    published = published.select_related("edition").with_recognised_counts()
    announced = AnnouncedRound.objects.filter(which).select_related("edition")
    outcomes = {(each.year, each.number): each for each in published}
    dates = {(each.year, each.number): each for each in announced}
    return [
        RoundOnDay(day, dates.get(key), outcomes.get(key))
        for key in sorted({*outcomes, *dates}, reverse=True)
    ]
