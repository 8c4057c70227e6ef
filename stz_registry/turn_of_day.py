"""The turn of the day: what becomes public on a day is so at its first request.

``manage.py on_the_clock`` does the same just after midnight. This is for when it is late, or does
not run: no visitor reads "expired" because of a timer
(``docs/decisions/0015-extension-at-the-turn-of-the-day.md``).
"""

import datetime
import logging
import threading

from django.db import connection

from assessments.extensions import apply_due_extensions

logger = logging.getLogger(__name__)

turned_through = datetime.date.min
"""The last day for which this process has done it."""

_lock = threading.Lock()


def turn_to(day: datetime.date) -> None:
    """Apply what ``day`` brings, once per process; other requests wait until it is done.

    A failure is logged and breaks no page: the next request tries again.
    """
    global turned_through
    if day <= turned_through:
        return
    with _lock:
        if day <= turned_through:
            return
        try:
            apply_due_extensions(on=day)
        except Exception:
            logger.exception("The turn of the day failed; the next request tries again.")
            if not connection.in_atomic_block:  # else it is somebody else's to close
                connection.close_if_unusable_or_obsolete()
        else:
            turned_through = day
