"""What a first page weighs, compressed, with all that it loads: no more than a slow line bears."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from tests.centres.public.small_register import address_of
from tests.pages import Page

pytestmark = [pytest.mark.usefixtures("shared_register"), pytest.mark.once]

MOST_BYTES = 60 * 1024
MOST_STYLE = 30 * 1024
FONT = "fonts/atkinson-hyperlegible-next.woff2"


def weight(path: str) -> int:
    """Return the bytes of a static file over the wire; letters are compressed already."""
    content = Path(finders.find(path)).read_bytes()
    return len(content) if path.endswith(".woff2") else len(gzip.compress(content))


@pytest.mark.parametrize("page", ["home", "centres", "centre", "condition", "figures"])
def test_a_first_page_weighs_no_more_than_a_slow_line_bears(client, register, page):
    response = client.get(address_of(page, register))
    read = Page(response)
    loaded = {each.get("src") for each in read.all("script") if each.get("src")}
    loaded |= {
        each.get("href")
        for each in read.all("link")
        if each.get("rel") in ("stylesheet", "icon", "preload")
    }
    paths = [url.removeprefix(f"/{settings.STATIC_URL.strip('/')}/") for url in loaded]
    assert f"register/{FONT}" in paths
    total = len(gzip.compress(response.content)) + sum(weight(path) for path in paths)
    # A small register: the list of real centres is some 8 KB more.
    assert total < MOST_BYTES - 8 * 1024


def test_the_stylesheet_stays_small():
    assert weight("register/register.css") < MOST_STYLE
