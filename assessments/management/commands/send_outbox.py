"""Send the letters and reminders that wait: ``manage.py send_outbox``."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.sending import send_due


class Command(BaseCommand):
    help = (
        "Sends the mails in the outbox that are due, by SMTP when EMAIL_URL names a server and as"
        " files in OUTBOX_FOLDER otherwise. May run twice at the same time."
    )

    def handle(self, **options) -> None:
        report = send_due(timezone.now)
        told = ", ".join(f"{count} {what}" for what, count in sorted(report.counts.items()))
        if told or options["verbosity"] > 1:
            self.stdout.write(f"Outbox: {told or 'nothing is due'}.")
        for trouble in report.troubles:
            self.stderr.write(trouble)
        if report.counts["given up"] or report.counts["unknown"]:
            raise CommandError("Some mail needs a person: see the outbox in the register.")
