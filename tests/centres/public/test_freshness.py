"""Conditional requests: a page that has not changed is not made again."""

import datetime

import pytest

from tests.centres.public.small_register import PAGES, address_of
from tests.conftest import set_clock
from tests.pages import address

pytestmark = pytest.mark.usefixtures("shared_register")

LIST = "centres:list"

every_page = pytest.mark.parametrize("page", PAGES)


@pytest.fixture
def tag(client, register):
    """Return what gives the entity tag of an address."""
    return lambda url: client.get(url)["ETag"]


@every_page
def test_unchanged_page_is_not_rendered(client, register, page, django_assert_num_queries):
    url = address_of(page, register, peildatum="2025-01-15")
    first = client.get(url)
    assert first["ETag"].startswith('W/"')
    assert first["Cache-Control"] == "public, no-cache"
    with django_assert_num_queries(1):
        again = client.get(url, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], "public, no-cache")
    assert not again.cookies


@every_page
def test_head_answers_as_get_does_without_a_body(client, register, page):
    url = address_of(page, register)
    got, head = client.get(url), client.head(url)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == got["ETag"]
    assert client.head(url, headers={"if-none-match": got["ETag"]}).status_code == 304


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_only_read(client, register, method):
    assert getattr(client, method)(address(LIST)).status_code == 405


def test_tag_differs_by_language_page_day_and_query(tag):
    urls = [
        address(LIST),
        address(LIST, language="nl"),
        address("centres:home"),
        address(LIST, peildatum="2025-01-15"),
        address(LIST, peildatum="2025-01-16"),
        address(LIST, q="park"),
        address(LIST, soort="condition"),
        address(LIST, soort=["condition", "treatment"]),
        address(LIST, sortering="einde"),
    ]
    assert len({tag(url) for url in urls}) == len(urls)


@pytest.mark.parametrize(
    "query",
    [
        "soort=condition&soort=treatment&q=park",
        "q=park&soort=treatment&soort=condition",
        "soort=condition&q=park&soort=treatment&soort=condition",
        "soort=condition&soort=treatment&q=park&provincie=&peildatum=",
        "soort=condition&soort=treatment&q=+park+",
        "soort=condition&soort=treatment&q=park&utm_source=mail&fbclid=1",
    ],
)
def test_tag_is_the_same_for_a_query_that_says_the_same(tag, query):
    usual = tag(address(LIST, soort=["condition", "treatment"], q="park"))
    assert tag(f"{address(LIST)}?{query}") == usual


def test_tag_changes_at_midnight(tag, monkeypatch, today):
    before = tag(address(LIST))
    set_clock(monkeypatch, today + datetime.timedelta(days=1))
    assert tag(address(LIST)) != before


def test_tag_changes_with_the_public_data(client, tag, register):
    url = address("centres:detail", "parkinsoncentrum-oost")
    before = tag(url)
    register.centre.for_whom = "Voor iedereen."
    register.centre.save()
    assert tag(url) != before
    answer = client.get(url, headers={"if-none-match": before})
    assert (answer.status_code, "Voor iedereen." in answer.text) == (200, True)


def test_tag_does_not_change_with_what_is_not_public(tag, superuser_client):
    before = tag(address(LIST))
    superuser_client.user.first_name = "Anders"
    superuser_client.user.save()
    assert tag(address(LIST)) == before


@pytest.mark.parametrize("url", ["/en/centres/nope/", "/en/centres/?peildatum=x"])
def test_error_has_no_tag(client, register, url):
    response = client.get(url)
    assert "ETag" not in response.headers
    assert response.status_code in (400, 404)
