"""Makes a whole invented register in one transaction: all of it, or nothing."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Count

from centres.models import (
    Centre,
    Condition,
    CriteriaEdition,
    Criterion,
    PublishedRound,
    Recognition,
)
from centres.status import Status
from hospitals.models import Hospital, RegisterVersion

from .audit import write_history
from .centres import World, make_centres
from .members import make_members
from .rounds import count_figures, make_reported_total, make_rounds
from .subjects import make_subjects
from .words import EXAMPLE

SMALLEST, LARGEST = 10, 100_000
EARLIEST_DAY, LATEST_DAY = datetime.date(2022, 1, 1), datetime.date(2190, 1, 1)
KEPT = (RegisterVersion, CriteriaEdition, Criterion)
"""What stays when an example is replaced: the counter, and editions in use, which never change."""


class Refused(Exception):
    """The example cannot be made here; the text says why and what to do."""


class Made(NamedTuple):
    """What an example holds."""

    records: dict[str, int]  # by the kind of record
    statuses: dict[Status, int]  # centres by their status on the reference day


def make_register(
    *,
    centres: int,
    seed: int,
    day: datetime.date,
    replace: bool = False,
    authors: Sequence = (),
) -> Made:
    """Write an invented register.

    Arguments:
        centres: how many centres, from ``SMALLEST`` through ``LARGEST``.
        seed: what chance begins with; the same seed gives the same records.
        day: the reference day, on which every status occurs.
        replace: whether an example that is there already makes room.
        authors: the users who appear in the history of changes.

    Raises ``Refused``, and then nothing was written.
    """
    _refuse_impossible(centres, day)
    with transaction.atomic():
        refuse_occupied(replace=replace)
        remove_example()
        world = World(
            seed=seed,
            day=day,
            members=make_members(centres=centres, seed=seed, day=day),
            subjects=make_subjects(centres=centres),
            rounds=make_rounds(day),
        )
        for drafts in make_centres(centres, world):
            write_history(drafts, authors=authors, day=day)
        count_figures(seed)
        make_reported_total(centres, day)
    return summary(day)


def refuse_occupied(*, replace: bool) -> None:
    """Raise ``Refused`` when the database holds a real register, or an example that must stay."""
    has_example = Hospital.objects.filter(source_name=EXAMPLE).exists()
    if _holds_other_records() if has_example else _holds_anything():
        raise Refused(
            "This database holds records that are not an example, and an example may not mix with"
            " them. Choose another database with DATABASE_URL."
        )
    if has_example and not replace:
        raise Refused("This database holds an example already. Add --replace to make it anew.")


def remove_example() -> None:
    """Remove every record of the register and its history.

    The keys between the tables are checked at the end of the transaction, so any order will do.
    """
    with connection.cursor() as cursor:
        for model in _models_of_register():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def _holds_other_records() -> bool:
    return (
        Hospital.objects.exclude(source_name=EXAMPLE).exists()
        or Condition.objects.exclude(added_by=EXAMPLE).exists()
        or PublishedRound.objects.exclude(source_name=EXAMPLE).exists()
    )


def _holds_anything() -> bool:
    """Return whether there is any record, or the history of one that was there."""
    return any(model._default_manager.exists() for model in _models_of_register())


def _models_of_register() -> list[type[models.Model]]:
    """Return the models of the register with their links and their history, but for ``KEPT``."""
    return [
        model
        for app in ("hospitals", "centres")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if getattr(model, "instance_type", model) not in KEPT
    ]


def summary(day: datetime.date) -> Made:
    """Count what the register holds, and its centres by their status on ``day``."""
    counted = Centre.objects.with_status_on(day).values_list("status_on_day")
    statuses = dict(counted.annotate(Count("pk")).order_by())
    return Made(
        records={
            "hospitals": Hospital.objects.count(),
            "conditions": Condition.objects.count(),
            "centres": Centre.objects.count(),
            "recognitions": Recognition.objects.count(),
            "rounds": PublishedRound.objects.count(),
            "changes in the history": Centre.history.count() + Recognition.history.count(),
        },
        statuses={status: statuses.get(status, 0) for status in Status},
    )


def _refuse_impossible(centres: int, day: datetime.date) -> None:
    if not SMALLEST <= centres <= LARGEST:
        raise Refused(f"An example has from {SMALLEST} through {LARGEST:,} centres, not {centres}.")
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        raise Refused(f"The reference day lies from {EARLIEST_DAY} through {LATEST_DAY}.")
