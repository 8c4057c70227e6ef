"""Accounts for trying an example out, one per role. Their passwords are random, never by seed."""

import secrets
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
ROLES = {"beheerder": None, "redacteur": EDITOR, "lezer": READER}
"""What each account is called, and the group that it is in; the administrator may do all."""


class Account(NamedTuple):
    """An account as it is told to the one person who asked for it."""

    user: object
    role: str
    password: str
    totp_secret: str = ""
    recovery_codes: tuple[str, ...] = ()

    @property
    def may_change(self) -> bool:
        return self.role != READER


def refuse_outside_development() -> None:
    """Raise ``Refused`` unless this is a development machine."""
    if not settings.DEBUG:
        raise Refused(
            "Accounts with printed passwords are made on a development machine only:"
            " leave out --users, or set DEBUG=1."
        )


@transaction.atomic
def make_accounts(*, second_factor: bool) -> list[Account]:
    """Make an account per role, or give those that are there new passwords and secrets.

    Raises ``Refused`` unless DEBUG is on.
    """
    refuse_outside_development()
    return [_make_account(name, group, second_factor) for name, group in ROLES.items()]


def _make_account(name: str, group: str | None, second_factor: bool) -> Account:
    username, password = f"voorbeeld-{name}", secrets.token_urlsafe(12)
    user, _ = get_user_model().objects.get_or_create(
        username=username, defaults={"email": f"{username}@example.org"}
    )
    user.is_staff, user.is_superuser = True, group is None
    user.set_password(password)
    user.save()
    user.groups.set([Group.objects.get_or_create(name=group)[0]] if group else [])
    Authenticator.objects.filter(user=user).delete()
    account = Account(user, group or "superuser", password)
    return _with_second_factor(account) if second_factor else account


def _with_second_factor(account: Account) -> Account:
    secret = generate_totp_secret()
    TOTP.activate(account.user, secret)
    codes = RecoveryCodes.activate(account.user).get_unused_codes()
    return account._replace(totp_secret=secret, recovery_codes=tuple(codes))
