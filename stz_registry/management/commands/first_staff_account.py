from django.core.management.base import BaseCommand
from django.db import transaction

from stz_registry.accounts import FIRST_ACCOUNT, make_first_account


class Command(BaseCommand):
    help = "Makes the first staff account and prints its one-time password, unless there is one."

    @transaction.atomic
    def handle(self, *args, **options):
        password = make_first_account()
        if password:
            self.stdout.write(f"First staff account: {FIRST_ACCOUNT}")
            self.stdout.write(f"One-time password:   {password}")
            self.stdout.write("You choose your own password when you log in.")
