"""What the tests of the public pages ask for."""

from collections.abc import Iterator
from copy import deepcopy
from types import SimpleNamespace

import pytest

from tests.pages import Page, address
from tests.standing import standing_world


@pytest.fixture(scope="module")
def shared_register(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """A small register for all tests of a module, which says so in its ``pytestmark``."""
    from tests.centres.public.small_register import make_register  # needs models

    with standing_world(make_register, django_db_blocker) as register:
        yield register


@pytest.fixture
def register(request, db, clock) -> SimpleNamespace:
    """A small register: of everything one, and neighbours that no page may show."""
    from tests.centres.public.small_register import make_register  # needs models

    if "shared_register" in request.fixturenames:
        return deepcopy(request.getfixturevalue("shared_register"))
    return make_register()


@pytest.fixture
def read(client, db, clock):
    """Return what reads a page by the name of its address."""

    def page(name: str, *args, answers: int = 200, language: str = "en", **query) -> Page:
        response = client.get(address(name, *args, language=language, **query))
        assert response.status_code == answers
        return Page(response)

    return page
