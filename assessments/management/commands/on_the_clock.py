"""Everything that hangs on the clock, in its order: ``manage.py on_the_clock``, every minute."""

import traceback

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

COMMANDS = ("apply_extensions", "release_due", "remind", "send_outbox", "forget_report_addresses")
"""What a release writes goes out in the same run."""


class Command(BaseCommand):
    help = f"Runs {', '.join(COMMANDS)}. When one fails the others run all the same."

    def handle(self, **options) -> None:
        failed = [name for name in COMMANDS if not self._done(name, options["verbosity"])]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}.")

    def _done(self, name: str, verbosity: int) -> bool:
        try:
            call_command(name, verbosity=verbosity, stdout=self.stdout, stderr=self.stderr)
        except CommandError as error:
            self.stderr.write(f"{name}: {error}")
            return False
        except Exception:
            self.stderr.write(f"{name}: {traceback.format_exc()}")
            return False
        return True
