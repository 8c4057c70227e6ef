"""Forget where reporters wanted their answer: ``manage.py forget_report_addresses``."""

import datetime

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from centres.error_reports import forget_addresses


class Command(BaseCommand):
    help = "Removes the e-mail addresses of reports that were settled long enough ago."

    def handle(self, **options) -> None:
        kept = datetime.timedelta(days=settings.REPORT_ADDRESS_KEPT_DAYS)
        forgotten = forget_addresses(settled_before=timezone.now() - kept)
        if forgotten and options["verbosity"]:
            self.stdout.write(f"E-mail addresses forgotten: {forgotten}")
