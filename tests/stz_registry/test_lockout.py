"""Too many failed attempts lock a name at an address, for a while."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.builders import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()  # allauth counts log-ins there


LIMIT = 5


def attempt(client, login: str, password: str):
    return client.post(reverse("account_login"), {"login": login, "password": password})


def statuses(client, login: str, times: int) -> list[int]:
    return [attempt(client, login, "not the password").status_code for _time in range(times)]


@pytest.mark.parametrize("kind", ["username", "email"])
def test_the_fifth_failure_locks_even_the_right_password_out(client, kind):
    login = getattr(make_user("editor"), kind)
    assert statuses(client, login, LIMIT) == [200, 200, 200, 200, 429]
    assert attempt(client, login, PASSWORD).status_code == 429


@pytest.mark.parametrize(("language", "words"), [("nl", "15 minuten"), ("en", "15 minutes")])
def test_the_page_says_how_long_in_both_languages(client, language, words):
    user = make_user("editor")
    with override(language):
        statuses(client, user.username, LIMIT)
        response = attempt(client, user.username, PASSWORD)
    assert words in response.content.decode()


@pytest.mark.parametrize("other", [str.upper, str.title, "  {}  ".format])
def test_another_way_to_write_the_name_is_the_same_name(client, other):
    user = make_user("editor")
    statuses(client, user.username, LIMIT - 1)
    assert attempt(client, other(user.username), "not the password").status_code == 429
    assert attempt(client, user.username, PASSWORD).status_code == 429


def test_ten_failures_in_a_minute_close_an_address_whatever_the_names(client):
    user, elsewhere = make_user("editor"), Client(REMOTE_ADDR="198.51.100.7")
    for number in range(10):
        attempt(client, f"guess-{number}", "not the password")
    assert attempt(client, user.username, PASSWORD).status_code == 200  # the form, with an error
    assert attempt(elsewhere, user.username, PASSWORD).status_code == 302


def test_nobody_locks_a_colleague_out_from_another_address(client):
    user = make_user("editor")
    for number in range(3):
        statuses(Client(REMOTE_ADDR=f"198.51.100.{number}"), user.username, 10)
    assert attempt(client, user.username, PASSWORD).status_code == 302


def test_a_colleague_at_the_same_address_is_not_locked_out(client):
    user, colleague = make_user("editor"), make_user("editor")
    statuses(client, user.username, LIMIT)
    response = attempt(client, colleague.username, PASSWORD)
    assert (response.status_code, response.url) == (302, reverse("admin:index"))
