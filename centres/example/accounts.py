"""Accounts for trying an example out, one per role. Their passwords are random, never by seed."""

import secrets
from collections.abc import Mapping
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from .register import Refused

EDITOR, READER = "editor", "reader"


class Role(NamedTuple):
    """What an account is for, and the group that it is in; the administrator may do all."""

    title: str
    group: str = ""
    is_staff: bool = True
    is_superuser: bool = False


ROLES = {
    "beheerder": Role("superuser", is_superuser=True),
    "redacteur": Role(EDITOR, EDITOR),
    "lezer": Role(READER, READER),
}
"""The roles of staff by what their accounts are called."""


class Account(NamedTuple):
    """An account as it is told to the one person who asked for it."""

    user: object
    role: Role
    password: str
    totp_secret: str = ""
    recovery_codes: tuple[str, ...] = ()

    @property
    def may_change(self) -> bool:
        return self.role.is_superuser or self.role.group == EDITOR


def refuse_outside_development() -> None:
    """Raise ``Refused`` unless this is a development machine."""
    if not settings.DEBUG:
        raise Refused(
            "Accounts with printed passwords are made on a development machine only:"
            " leave out --users, or set DEBUG=1."
        )


@transaction.atomic
def make_accounts(*, second_factor: bool, roles: Mapping[str, Role] = ROLES) -> list[Account]:
    """Make an account per role, or give those that are there new passwords and secrets.

    Raises ``Refused`` unless DEBUG is on.
    """
    refuse_outside_development()
    return [_make_account(name, role, second_factor) for name, role in roles.items()]


def person(name: str):
    """Return the invented person of this name: an account with which nobody can log in."""
    username = f"voorbeeld-{name}"
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        user = get_user_model()(username=username, email=f"{username}@example.org")
        user.set_unusable_password()
        user.save()
    return user


def _make_account(name: str, role: Role, second_factor: bool) -> Account:
    user, password = person(name), secrets.token_urlsafe(12)
    user.is_staff, user.is_superuser = role.is_staff, role.is_superuser
    user.set_password(password)
    user.save()
    user.groups.set([Group.objects.get_or_create(name=role.group)[0]] if role.group else [])
    Authenticator.objects.filter(user=user).delete()
    account = Account(user, role, password)
    return _with_second_factor(account) if second_factor else account


def _with_second_factor(account: Account) -> Account:
    secret = generate_totp_secret()
    TOTP.activate(account.user, secret)
    codes = RecoveryCodes.activate(account.user).get_unused_codes()
    return account._replace(totp_secret=secret, recovery_codes=tuple(codes))
