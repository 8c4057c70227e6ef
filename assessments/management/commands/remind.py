"""Write the reminders of the day into the outbox: ``manage.py remind``."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.reminder_mails import remind
from assessments.reminders import planned_on

from .make_example import written_day


class Command(BaseCommand):
    help = (
        "Writes the reminders of today into the outbox, at most one per kind, person and day."
        " Running it again, or after days without it, doubles and loses nothing."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="show which mails would go, to whom and why"
        )
        parser.add_argument(
            "--day", type=written_day, metavar="YYYY-MM-DD", help="as if it were that day (today)"
        )

    def handle(self, *, dry_run, day, **options) -> None:
        day = day or timezone.localdate()
        if dry_run:
            self._show(day)
            return
        written, troubles = remind(on=day)
        if written or options["verbosity"] > 1:
            self.stdout.write(f"Reminders: {len(written)} written.")
        if troubles:
            raise CommandError("\n".join(troubles))

    def _show(self, day) -> None:
        rows = [
            (
                f"{due.person.name} <{due.person.email}>",
                f"{due.kind.label}: {due.thing}",
                due.why(day),
            )
            for reminder in planned_on(day)
            for due in reminder.dues
        ]
        table = [(_("Who"), _("What"), _("Why")), *rows]
        widths = [max(len(row[column]) for row in table) for column in range(2)]
        for who, what, why in table:
            self.stdout.write(f"{who:<{widths[0]}}  {what:<{widths[1]}}  {why}")
        self.stdout.write(_("This was a dry run: nothing was written."))
