"""Every overview of a register in which nothing was entered yet."""

import pytest

from tests.centres.public.small_register import PAGES, address_of
from tests.pages import Page

OVERVIEWS = [page for page, (_name, record) in PAGES.items() if record is None]


@pytest.mark.parametrize("page", OVERVIEWS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_empty_register_has_every_overview(client, db, clock, page, language):
    response = client.get(address_of(page, None, language=language))
    assert response.status_code == 200
    read = Page(response)
    assert len(read.texts("h1")) == 1
    assert read.cards == []
