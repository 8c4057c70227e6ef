"""Accounts of staff: made by a superuser, never by a visitor."""

import secrets

import qrcode
from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from qrcode.image.svg import SvgPathImage

from assessments.access import member_of

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

    def get_login_redirect_url(self, request) -> str:
        return first_page_of(request.user)

    def get_password_change_redirect_url(self, request) -> str:
        return first_page_of(request.user)

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Ask nobody to log in again who did so a moment ago.

        allauth counts only a password that is given a second time, so it would ask a new
        colleague for it on the page right behind the log-in page.
        """
        return super().is_reauthentication_required(app=app, **kwargs) and not (
            _logged_in_lately(self.request)
        )

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Count failed passwords per name and address, as django-axes does.

        Per name alone, as allauth would, anybody could lock a colleague out from anywhere.
        """
        name = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{name}:{self.get_client_ip(request)}"


def first_page_of(user) -> str:
    """Return where ``user`` begins: staff in the admin, other members of the committee there."""
    is_member = member_of(user, on=timezone.localdate()) is not None
    return reverse("assessments:home" if is_member and not user.is_staff else "admin:index")


def _logged_in_lately(request) -> bool:
    """Return whether the log-in is less old than ``ACCOUNT_REAUTHENTICATION_TIMEOUT`` seconds."""
    steps = get_authentication_records(request, request.user)
    oldest = timezone.now().timestamp() - account_settings.REAUTHENTICATION_TIMEOUT
    return bool(steps) and steps[-1]["at"] > oldest


def name_tried(request, credentials: dict | None) -> str:
    """Return under which name somebody tries to log in; django-axes counts failures by it.

    Capitals and spaces around it make no other name: allauth logs the same account in.
    """
    tried = credentials or {}
    name = tried.get("username") or tried.get("email") or request.POST.get("login", "")
    return name.strip().lower()


class SecondFactor(DefaultMFAAdapter):
    """The picture to scan stands in the page itself: the content policy allows no data address."""

    def build_totp_svg(self, url: str) -> str:
        return qrcode.make(url, image_factory=SvgPathImage).to_string(encoding="unicode")


def has_one_time_password(user) -> bool:
    return user.groups.filter(name=ONE_TIME_PASSWORD).exists()


def expect_own_password(user) -> None:
    """Let ``user`` choose a password before anything else."""
    user.groups.add(Group.objects.get(name=ONE_TIME_PASSWORD))


def give_one_time_password(user) -> str:
    """Give ``user`` a random password, to be replaced at the first log-in, and return it."""
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.save()
    expect_own_password(user)
    return password


def make_first_account() -> str | None:
    """Make the first superuser; return its one-time password, or ``None`` if there is one."""
    users = get_user_model().objects
    if users.filter(is_superuser=True).exists():
        return None
    user = users.create_user(FIRST_ACCOUNT, is_staff=True, is_superuser=True)
    return give_one_time_password(user)
