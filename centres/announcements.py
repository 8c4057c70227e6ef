"""What becomes public of a round: its dates when it opens, its outcomes when it is released."""

import datetime

from django.db import transaction

from hospitals.changes import changing, save_checked
from hospitals.models import RegisterVersion
from hospitals.partial_dates import Precision

from .corrections import claim_to_remove, delete
from .models import AnnouncedRound, CriteriaEdition, PublishedRound

FIELDS = ("edition", "opens_on", "closes_on", "meets_on", "planned_release_on", "applications")


def announce(
    *,
    year: int,
    number: int,
    edition: CriteriaEdition,
    opens_on: datetime.date,
    closes_on: datetime.date,
    meets_on: datetime.date,
    planned_release_on: datetime.date,
    applications: int | None,
    by,
    why: str,
) -> AnnouncedRound:
    """Make the dates of a round public, or bring what is public up to date.

    Nothing is written when nothing differs, so that the register's version tells of no act that
    the public does not see.
    """
    values = (edition, opens_on, closes_on, meets_on, planned_release_on, applications)
    wanted = dict(zip(FIELDS, values, strict=True))
    with transaction.atomic():
        RegisterVersion.lock()
        announced = AnnouncedRound.objects.filter(year=year, number=number).first()
        if announced is None:
            announced = AnnouncedRound(year=year, number=number, **wanted)
            save_checked(announced, by=by, why=why)
        elif any(getattr(announced, name) != value for name, value in wanted.items()):
            with changing(announced, version=announced.version, by=by, why=why):
                for name, value in wanted.items():
                    setattr(announced, name, value)
    return announced


def take_back(*, year: int, number: int, by, why: str) -> None:
    """Let the dates of a round be public no longer: it is cancelled. The history keeps them."""
    with transaction.atomic():
        RegisterVersion.lock()
        for announced in AnnouncedRound.objects.filter(year=year, number=number):
            claim_to_remove(announced, version=announced.version, why=why)
            delete(announced, by=by, why=why)


def publish_round(
    *,
    year: int,
    number: int,
    edition: CriteriaEdition,
    released_on: datetime.date,
    handled: int,
    by,
    why: str,
) -> PublishedRound:
    """Make the outcome of a round public. How many were recognised is counted from the records.

    Arguments:
        handled: how many applications the round decided on.

    Raises ``ValidationError`` when the round is public already.
    """
    published = PublishedRound(
        year=year,
        number=number,
        edition=edition,
        released_on=released_on,
        released_on_precision=Precision.DAY,
        figures_origin=PublishedRound.Figures.COMPUTED,
        handled=handled,
    )
    with transaction.atomic():
        RegisterVersion.lock()
        save_checked(published, by=by, why=why)
    return published
