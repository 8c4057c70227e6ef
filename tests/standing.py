"""Records that are made once for all tests of a module."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import translation


@contextmanager
def standing_world(make: Callable, database) -> Iterator:
    """Make a world once for all tests of a module; each test undoes what it does in it.

    All tests of the module find it, so all of them ask for it. Give each a deep copy: what it
    changes in memory stays its own too. ``database`` is the fixture ``django_db_blocker``, of a
    fixture that asks for ``django_db_setup`` as well.
    """
    with database.unblock(), transaction.atomic():
        with translation.override("nl"):  # whatever language the test before left behind
            world = make()
        with database.block():  # a test that asks for no database still gets none
            yield world
        transaction.set_rollback(True)
