"""Make the extensions public whose term is over: ``manage.py apply_extensions``."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from assessments.extensions import apply_due_extensions


class Command(BaseCommand):
    help = (
        "Extends the recognitions whose term is over while their reassessment runs. The first"
        " request of a day does the same."
    )

    def handle(self, **options) -> None:
        applied = apply_due_extensions(on=timezone.localdate())
        if applied or options["verbosity"] > 1:
            self.stdout.write(f"Extensions: {applied} applied.")
