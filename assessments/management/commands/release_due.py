"""Release the rounds whose scheduled moment is there: ``manage.py release_due``."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.scheduled_releases import release_due


class Command(BaseCommand):
    help = (
        "Releases every round whose scheduled moment is there. A round that is refused stays as it"
        " is: its page in the register says why, and who scheduled it gets a mail, once a day."
    )

    def handle(self, **options) -> None:
        outcomes = release_due(at=timezone.now())
        for outcome in outcomes:
            if not outcome.refusals:
                self.stdout.write(f"Round {outcome.round.code} is released.")
        refused = [
            f"Round {outcome.round.code} is not released. In the way, see its page: "
            f"{len(outcome.refusals)}."  # a log is no place for what is confidential
            for outcome in outcomes
            if outcome.refusals
        ]
        if refused:
            raise CommandError("\n".join(refused))
