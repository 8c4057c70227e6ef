"""Accounts of staff: made by a superuser, never by a visitor."""

import secrets

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from qrcode.image.svg import SvgPathImage

from .roles import ONE_TIME_PASSWORD

FIRST_ACCOUNT = "beheer"


class ClosedSignup(DefaultAccountAdapter):
    """Staff make accounts; nobody signs up."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def set_password(self, user, password) -> None:
        """A password that the user chose is no longer the one-time password."""
        super().set_password(user, password)
        user.groups.remove(*Group.objects.filter(name=ONE_TIME_PASSWORD))


def name_tried(request, credentials: dict | None) -> str:
    """Return under which name somebody tries to log in; django-axes counts failures by it."""
    tried = credentials or {}
    return tried.get("username") or tried.get("email") or request.POST.get("login", "")


class SecondFactor(DefaultMFAAdapter):
    """The picture to scan stands in the page itself: the content policy allows no data address."""

    def build_totp_svg(self, url: str) -> str:
        return qrcode.make(url, image_factory=SvgPathImage).to_string(encoding="unicode")


def has_one_time_password(user) -> bool:
    return user.groups.filter(name=ONE_TIME_PASSWORD).exists()


def give_one_time_password(user) -> str:
    """Give ``user`` a random password, to be replaced at the first log-in, and return it."""
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.save()
    user.groups.add(Group.objects.get(name=ONE_TIME_PASSWORD))
    return password


def make_first_account() -> str | None:
    """Make the first superuser; return its one-time password, or ``None`` if there is one."""
    users = get_user_model().objects
    if users.filter(is_superuser=True).exists():
        return None
    user = users.create_user(FIRST_ACCOUNT, is_staff=True, is_superuser=True)
    return give_one_time_password(user)
