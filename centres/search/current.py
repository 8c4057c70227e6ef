"""The snapshot of the version that the register has now, one per process.

A newer version is built beside the one in use, in a thread with a connection of its own, and
swapped in. A request waits for it for ``PATIENCE``; when that is too short, because the register is
large, it gets the one before: no more than a few seconds old, and true for its own version.
"""

import logging
import threading

from django.db import connection

from hospitals.models import RegisterVersion

from ..remembered import forgotten_by
from .snapshot import Snapshot, read_snapshot

logger = logging.getLogger(__name__)

PATIENCE = 1.0
"""Seconds."""


class Snapshots:
    """Holds the snapshot that is in use. Threads may ask at the same time."""

    def __init__(self):
        self._lock = threading.Lock()
        self._latest: Snapshot | None = None
        self._of_transaction: Snapshot | None = None
        self._building: threading.Thread | None = None

    def of_version(self, version: int) -> Snapshot:
        """Return the snapshot of ``version``; that of an earlier one when it takes too long."""
        if connection.in_atomic_block:
            return self._seen_by_transaction(version)
        latest = self._latest
        if latest is not None and latest.version == version:
            return latest
        if latest is None:
            return self._first()
        with self._lock:
            if self._building is None or not self._building.is_alive():
                self._building = threading.Thread(target=self._read_aside, daemon=True)
                self._building.start()
            thread = self._building
        thread.join(PATIENCE)
        return self._latest

    def forget(self) -> None:
        self._latest = self._of_transaction = None

    def _seen_by_transaction(self, version: int) -> Snapshot:
        """Return what this transaction sees, which may be rolled back: nobody else is shown it."""
        found = self._of_transaction
        if found is None or found.version != version:
            found = self._of_transaction = read_snapshot(version)
        return found

    def _first(self) -> Snapshot:
        with self._lock:  # others wait: there is nothing to show meanwhile
            if self._latest is None:
                self._latest = read_consistently()
            return self._latest

    def _read_aside(self) -> None:
        try:
            self._latest = read_consistently()
        except Exception:
            logger.exception("The snapshot of the register could not be read; the next one may.")
        finally:
            connection.close()


def read_consistently() -> Snapshot:
    """Read the snapshot of one version, also while somebody changes the register."""
    while True:
        version = RegisterVersion.current().number
        snapshot = read_snapshot(version)
        if RegisterVersion.current().number == version:
            return snapshot


snapshots = Snapshots()
forgotten_by(snapshots.forget)
