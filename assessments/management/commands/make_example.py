"""Make an invented register: `python3 dev.py manage make_example --help`."""

import argparse
import datetime
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from assessments.example.people import ACCOUNTS
from assessments.example.rounds import make_rounds, refuse_to_remove_rounds
from centres.example import accounts, register


def written_day(text: str) -> datetime.date:
    """Read a day such as 2026-03-31 from the command line."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-03-31") from error


class Command(BaseCommand):
    help = (
        "Fills an empty database with an invented register and rounds in every state, for trying"
        " things out, for tests and for measuring. All or nothing."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--centres",
            type=int,
            default=281,
            metavar="N",
            help="10 to 100,000 (281), besides the few that the rounds bring",
        )
        parser.add_argument(
            "--seed", type=int, default=1, metavar="N", help="same seed, same register (1)"
        )
        parser.add_argument(
            "--day",
            type=written_day,
            metavar="YYYY-MM-DD",
            help="the day around which the dates lie (today)",
        )
        parser.add_argument(
            "--rounds",
            choices=("on", "off"),
            default="on",
            help="whether there are rounds of assessment, with a committee (on)",
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="first remove the example that is there; one with rounds is never removed",
        )
        parser.add_argument(
            "--users", action="store_true", help="make an account per role and print how to log in"
        )
        parser.add_argument(
            "--second-factor",
            choices=("on", "off"),
            default="on",
            help="whether those accounts have a second factor (on)",
        )

    def handle(self, **options) -> None:
        start = time.perf_counter()
        day = options["day"] = options["day"] or timezone.localdate()
        try:
            made, assessed, people = self._make(**options)
        except register.Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self._tell(made, assessed, day)
        self._introduce(people)
        self.stdout.write(f"Ready in {time.perf_counter() - start:.1f} s.")

    def _make(self, *, centres, seed, day, rounds, replace, users, second_factor, **_):
        with transaction.atomic():
            refuse_to_remove_rounds()
            people = self._accounts(rounds, second_factor) if users else []
            register.make_register(
                centres=centres,
                seed=seed,
                day=day,
                replace=replace,
                authors=[account.user for account in people if account.may_change],
            )
            assessed = make_rounds(seed=seed, day=day) if rounds == "on" else {}
            made = register.summary(day)
        return made, assessed, people

    def _accounts(self, rounds: str, second_factor: str) -> list[accounts.Account]:
        roles = ACCOUNTS if rounds == "on" else accounts.ROLES
        return accounts.make_accounts(second_factor=second_factor == "on", roles=roles)

    def _tell(self, made: register.Made, assessed: dict[str, int], day: datetime.date) -> None:
        self.stdout.write("An invented register:")
        for kind, count in (made.records | assessed).items():
            self.stdout.write(f"  {count:>7,} {kind}")
        self.stdout.write(f"Centres by status on {day}:")
        for status, count in made.statuses.items():
            self.stdout.write(f"  {count:>7,} {status.value.replace('_', ' ')}")

    def _introduce(self, people: list[accounts.Account]) -> None:
        for account in people:
            self.stdout.write(f"{account.user.username} ({account.role.title})")
            self.stdout.write(f"  password: {account.password}")
            if account.totp_secret:
                self.stdout.write(f"  authenticator secret: {account.totp_secret}")
                self.stdout.write(f"  recovery codes: {' '.join(account.recovery_codes)}")
