"""What the tests of the public pages ask for."""

from types import SimpleNamespace

import pytest

from tests.pages import Page, address


@pytest.fixture
def register(db, clock) -> SimpleNamespace:
    """A small register: of everything one, and neighbours that no page may show."""
    from tests.centres.public.small_register import make_register  # needs models

    return make_register()


@pytest.fixture
def read(client, db, clock):
    """Return what reads a page by the name of its address."""

    def page(name: str, *args, answers: int = 200, language: str = "en", **query) -> Page:
        response = client.get(address(name, *args, language=language, **query))
        assert response.status_code == answers
        return Page(response)

    return page
