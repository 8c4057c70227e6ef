"""Addresses of the list of centres, narrowed: where a reader can check a number."""

import datetime
from urllib.parse import urlencode

from django.urls import reverse

from ..status import IN_FORCE, Status

IS_RECOGNISED = tuple(status.value for status in IN_FORCE)
NO_LONGER = (Status.EXPIRED.value, Status.RETURNED.value, Status.WITHDRAWN.value)


def list_address(asked: datetime.date | None, **filters: str | tuple[str, ...]) -> str:
    """Return the address of the list of centres with ``filters`` chosen.

    Arguments:
        asked: the day as of which to show the list; ``None`` for today, which no address names.
    """
    query = filters | ({"peildatum": asked.isoformat()} if asked else {})
    url = reverse("centres:list")
    return f"{url}?{urlencode(query, doseq=True)}" if query else url
