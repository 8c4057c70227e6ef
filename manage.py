#!/usr/bin/env python3
"""Django's commands. On a development machine use `python3 dev.py manage COMMAND`."""

import os
import sys


def main() -> None:
    """Run one command; a setting that is refused is answered with its sentence alone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stz_registry.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
