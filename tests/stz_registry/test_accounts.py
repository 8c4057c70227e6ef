"""Who makes an account, and whose password it is."""

import io

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from stz_registry.accounts import give_one_time_password, has_one_time_password
from tests.builders import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()  # allauth counts log-ins there


def first_staff_account() -> str:
    out = io.StringIO()
    call_command("first_staff_account", stdout=out)
    return out.getvalue()


def printed_password(text: str) -> str:
    return text.splitlines()[1].split()[-1]


def test_the_first_account_can_log_in_with_the_password_that_is_printed(client):
    password = printed_password(first_staff_account())
    user = get_user_model().objects.get()
    assert (user.username, user.is_superuser, user.is_staff) == ("beheer", True, True)
    assert user.check_password(password)


def test_a_second_time_nothing_is_made_and_nothing_is_printed():
    first_staff_account()
    assert first_staff_account() == ""
    assert get_user_model().objects.count() == 1


def test_nothing_is_made_when_there_is_another_superuser():
    make_user("superuser")
    assert first_staff_account() == ""


def test_a_one_time_password_is_replaced_before_the_workplace_opens(client):
    user = make_user("editor")
    password = give_one_time_password(user)
    client.post(reverse("account_login"), {"login": user.username, "password": password})
    closed = client.get(reverse("admin:index"))
    data = {"oldpassword": password, "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_change_password"), data)
    opened = client.get(reverse("admin:index"))
    assert (closed.status_code, closed.url) == (302, reverse("account_change_password"))
    assert (opened.status_code, has_one_time_password(user)) == (200, False)


def test_a_one_time_password_saves_nothing(client):
    user = make_user("superuser")
    client.post(
        reverse("account_login"),
        {"login": user.username, "password": give_one_time_password(user)},
    )
    response = client.post(reverse("admin:auth_user_add"), {"username": "nieuw"})
    assert (response.status_code, response.url) == (302, reverse("account_change_password"))


def test_the_admins_own_login_leads_to_the_log_in_page(client):
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_somebody_who_is_not_staff_is_refused(client):
    client.force_login(make_user(), backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get(reverse("admin:index"), follow=True)
    assert response.status_code == 403


@pytest.mark.parametrize("page", ["account_signup", "account_reset_password", "account_email"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_there_is_no_sign_up_and_without_mail_no_reset(client, settings, page, method):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert getattr(client, method)(reverse(page)).status_code == 404


def test_with_mail_a_password_can_be_reset(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert client.get(reverse("account_reset_password")).status_code == 200


def test_after_a_password_is_changed_the_workplace_opens(client):
    user = make_user("editor")
    password = give_one_time_password(user)
    client.post(reverse("account_login"), {"login": user.username, "password": password})
    data = {"oldpassword": password, "password1": PASSWORD, "password2": PASSWORD}
    response = client.post(reverse("account_change_password"), data)
    assert (response.status_code, response.url) == (302, reverse("admin:index"))


def test_after_a_password_is_changed_the_page_that_was_asked_opens(client):
    user = make_user("editor")
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    other = "another long password"
    data = {"oldpassword": PASSWORD, "password1": other, "password2": other}
    wanted = reverse("admin:centres_centre_changelist")
    response = client.post(f"{reverse('account_change_password')}?next={wanted}", data)
    assert (response.status_code, response.url) == (302, wanted)
