"""Staff have a second factor before the workplace opens."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from centres.models import Specialty
from tests.builders import PASSWORD, make_user
from tests.conftest import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _required(settings):
    settings.REQUIRE_SECOND_FACTOR = True
    cache.clear()  # allauth counts log-ins there


def code_for(secret: str) -> str:
    """Return the code that an authenticator app shows now for ``secret``."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def log_in(client: Client, user) -> None:
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_staff_without_one_are_sent_to_set_one_up(client, language):
    log_in(client, make_user("editor"))
    with override(language):
        response = client.get(reverse("admin:index"))
        assert (response.status_code, response.url) == (302, reverse("mfa_index"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_staff_without_one_save_nothing(client, language):
    log_in(client, make_user("editor"))
    with override(language):
        client.post(reverse("admin:centres_specialty_add"), {"name": "Neurologie", "slug": "n"})
    assert Specialty.objects.count() == 0


def test_recovery_codes_alone_are_no_second_factor(client):
    user = make_user("editor")
    RecoveryCodes.activate(user)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("admin:index")).status_code == 302


def test_the_password_alone_opens_nothing_once_there_is_one(client):
    user = make_user("editor")
    TOTP.activate(user, generate_totp_secret())
    log_in(client, user)
    response = client.get(reverse("admin:index"))
    assert (response.status_code, "_auth_user_id" in client.session) == (302, False)


def test_with_the_code_the_workplace_opens(client):
    user, secret = make_user("editor"), generate_totp_secret()
    TOTP.activate(user, secret)
    log_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert client.get(reverse("admin:index")).status_code == 200


def test_where_it_is_not_required_the_workplace_opens_at_once(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    log_in(client, make_user("editor"))
    assert client.get(reverse("admin:index")).status_code == 200


def test_a_visitor_without_account_still_reads_the_public_site(client):
    assert client.get("/").status_code == 200


def test_the_picture_to_scan_stands_in_the_page_itself(client):
    log_in(client, make_user("editor"))
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert ("<svg" in page, "data:image" in page) == (True, False)


def test_right_after_logging_in_nobody_gives_the_password_again(client):
    log_in(client, make_user("editor"))
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_while_after_logging_in_the_password_is_asked_before_the_factor_changes(client, settings):
    log_in(client, make_user("editor"))
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    response = client.get(reverse("mfa_activate_totp"))
    assert (response.status_code, response.url.partition("?")[0]) == (
        302,
        reverse("account_reauthenticate"),
    )


def test_ten_wrong_codes_close_the_account_from_every_address():
    """Who gets this far knows the password, so here failures count for the account itself."""
    user, secret = make_user("editor"), generate_totp_secret()
    TOTP.activate(user, secret)
    for number in range(10):
        guesser = Client(REMOTE_ADDR=f"198.51.100.{number}")
        log_in(guesser, user)
        guesser.post(reverse("mfa_authenticate"), {"code": "000000"})
    owner = Client()
    log_in(owner, user)
    owner.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert owner.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize(("role", "status", "left"), [("superuser", 302, 0), ("editor", 403, 1)])
def test_only_a_superuser_gives_a_colleague_a_new_start(settings, role, status, left):
    settings.REQUIRE_SECOND_FACTOR = False  # of the one who helps; that is not the point here
    lost = TOTP.activate(make_user("editor"), generate_totp_secret()).instance
    page = reverse("admin:mfa_authenticator_delete", args=[lost.pk])
    response = client_of(role).post(page, {"post": "yes"})
    assert (response.status_code, type(lost).objects.count()) == (status, left)
