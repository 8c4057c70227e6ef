"""The page of components, for those who maintain the public pages."""

import pytest
from django.urls import reverse

from centres.status import Status
from tests.builders import make_centre, make_recognition, make_user
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def url():
    return reverse("admin:components")


def test_page_shows_every_status_and_a_card_of_the_register(client, url):
    centre = make_centre(name="Pijncentrum")
    make_recognition(centre)
    make_centre(name="Afgewezen centrum")
    client.force_login(make_user("reader"))
    page = Page(client.get(url))
    shown = {name for each in page.all("span", "status") for name in each.get("class").split()}
    assert {f"status--{status.value}" for status in Status} <= shown
    assert page.titles == ["Pijncentrum"]


def test_page_of_an_empty_register_still_shows_its_parts(client, url):
    client.force_login(make_user("editor"))
    assert "Dit register bevat geen centrum." in Page(client.get(url)).main


def test_page_is_for_staff_only(client, url):
    assert client.get(url).status_code == 302
    client.force_login(make_user())
    assert client.get(url).status_code == 302
