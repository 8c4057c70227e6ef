"""Four years of invented changes by staff: who changed what, when and why."""

import copy
import datetime
from collections.abc import Sequence

from django.db import models
from django.utils import timezone

from centres.models import Centre, Recognition

from .centres import RENAMED_AT, RENAMED_EVERY, Draft, former_name
from .chance import Chance
from .days import TERM_YEARS, days_after, years_after

LARGEST_SAMPLE = 300
"""How many centres have a history of changes: the first ones."""

OFFICE_OPENS = datetime.time(9, 0)


class Clerk:
    """Gives a state of a record its place in the history."""

    def __init__(self, authors: Sequence, day: datetime.date):
        self.authors, self.day = authors, day

    def state(
        self, record: models.Model, on: datetime.date, why: str, chance: Chance, **fields
    ) -> models.Model:
        """Return ``record`` as it was, with ``fields``, since a change ``on`` a day."""
        moment = datetime.datetime.combine(on, OFFICE_OPENS) + datetime.timedelta(
            minutes=chance.randrange(8 * 60)
        )
        state = copy.copy(record)
        for name, value in fields.items():
            setattr(state, name, value)
        state._history_date = timezone.make_aware(moment)
        state._history_user = chance.choice(self.authors) if self.authors else None
        state._change_reason = f"{why} (voorbeeld)"
        return state


def write_history(drafts: Sequence[Draft], *, authors: Sequence, day: datetime.date) -> None:
    """Write the changes of those centres in ``drafts`` that belong to the sample.

    Arguments:
        authors: the users who made the changes; none when the register has no accounts.
    """
    sample = [one for one in drafts if one.number < LARGEST_SAMPLE]
    clerk = Clerk(authors, day)
    first = [_centre_as_added(clerk, one) for one in sample]
    later = [state for one in sample for state in _changes_of_centre(clerk, one)]
    _write_links(_write(Centre, first, later))
    pairs = [(one, recognition) for one in sample for recognition in one.life.recognitions]
    first = [_recognition_as_added(clerk, *pair) for pair in pairs]
    later = [_changed_recognition(clerk, *pair) for pair in pairs if _was_changed(pair[1])]
    _write(Recognition, first, later)


def _centre_as_added(clerk: Clerk, one: Draft) -> Centre:
    on = days_after(years_after(clerk.day, -TERM_YEARS), one.chance.randrange(200))
    before = {"confirmed_on": None, "referral_email": "", "merged_into_id": None}
    if one.occurs(RENAMED_AT, RENAMED_EVERY):
        before["name"] = former_name(one.centre)
    return clerk.state(one.centre, on, "Overgenomen uit de oude lijst", one.chance, **before)


def _changes_of_centre(clerk: Clerk, one: Draft) -> list[Centre]:
    """Return the centre as it became: renamed, asked for its address, confirmed."""
    on = days_after(clerk.day, -one.chance.randint(1_040, 1_200))  # before any confirmation
    changes = []
    if one.occurs(RENAMED_AT, RENAMED_EVERY):
        why = "Nieuwe naam doorgegeven door het ziekenhuis"
        before = {"confirmed_on": None, "referral_email": ""}
        changes.append(clerk.state(one.centre, days_after(on, -30), why, one.chance, **before))
    if one.centre.referral_email:
        why = "Verwijsadres opgevraagd bij het ziekenhuis"
        changes.append(clerk.state(one.centre, on, why, one.chance, confirmed_on=None))
    if one.centre.confirmed_on:
        why = "Bevestigd door het ziekenhuis"
        changes.append(clerk.state(one.centre, one.centre.confirmed_on, why, one.chance))
    return changes


LATER_FACTS = {
    "extended_through": None,
    "extension_reason": "",
    "ended_how": "",
    "last_day": None,
    "end_reason": "",
}
"""What is not known of a recognition when it is added."""


def _was_changed(recognition: Recognition) -> bool:
    return any(getattr(recognition, name) for name in LATER_FACTS)


def _recognition_as_added(clerk: Clerk, one: Draft, recognition: Recognition) -> Recognition:
    latest = days_after(clerk.day, -120)
    on = min(recognition.valid_from or latest, latest)
    why = "Besluit van de ronde" if recognition.round_id else "Overgenomen uit de bron"
    return clerk.state(recognition, on, why, one.chance, **LATER_FACTS)


def _changed_recognition(clerk: Clerk, one: Draft, recognition: Recognition) -> Recognition:
    on = days_after(clerk.day, -one.chance.randint(1, 100))
    return clerk.state(recognition, on, "Verlengd of beëindigd", one.chance)


def _write(model: type[models.Model], first: list, later: list) -> list:
    """Write states as rows of history: ``first`` as added, ``later`` as changed."""
    later.sort(key=lambda state: state._history_date)
    manager = model.history
    return [
        *manager.bulk_history_create(first),
        *manager.bulk_history_create(later, update=True),
    ]


def _write_links(rows: list) -> None:
    """Write with each row of history the links that its centre has now."""
    for field in Centre._history_m2m_fields:
        link = field.remote_field.through
        links_of: dict[int, list[models.Model]] = {}
        for each in link.objects.filter(centre__in=[row.id for row in rows]):
            links_of.setdefault(each.centre_id, []).append(each)
        names = [column.attname for column in link._meta.fields]
        historical = getattr(Centre.history.model, field.name).model
        historical.objects.bulk_create(
            historical(history_id=row.pk, **{name: getattr(each, name) for name in names})
            for row in rows
            for each in links_of.get(row.id, [])
        )
