"""Load lists into the register: ``manage.py load_register PATH``."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from centres.imports.files import read_path
from centres.imports.loading import load
from centres.imports.printing import mistake_lines, report_lines
from centres.imports.sheets import Unreadable


class Command(BaseCommand):
    help = (
        "Load hospitals, conditions, centres, recognitions and rounds from a workbook (.xlsx), "
        "a CSV file, or a directory of CSV files: all of it, or nothing when anything is wrong. "
        "docs/import-format.md describes the tables and columns."
    )

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="show what would change")
        parser.add_argument("--by", metavar="USERNAME", help="who loads, for the history")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help="of the messages (default: %(default)s)",
        )

    def handle(self, *args, path, dry_run, by, language, **options):
        with translation.override(language):
            report = self._load(path, dry_run=dry_run, by=account(by))
            if report.mistakes:
                raise CommandError("\n".join([*mistake_lines(report), self._refusal(report)]))
            self._say(report, dry_run=dry_run, details=dry_run or options["verbosity"] > 1)

    def _load(self, path, **options):
        try:
            why = _("Imported from %(file)s") % {"file": path.resolve().name}
            return load(read_path(path), why=why, on=timezone.localdate(), **options)
        except Unreadable as error:
            raise CommandError(str(error)) from error

    def _refusal(self, report):
        return _("%(number)s mistakes: nothing was loaded.") % {"number": len(report.mistakes)}

    def _say(self, report, *, dry_run, details):
        for line in report_lines(report):
            if details or not line.startswith(" "):
                self.stdout.write(line)
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was written."))


def account(username: str | None):
    if username is None:
        return None
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        raise CommandError(_("There is no account “%(name)s”.") % {"name": username})
    return user
