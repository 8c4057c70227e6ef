"""One register in a process of its own; `benchmarks.pages` starts it and tells it when to measure.

Says "ready" once the register is there, then answers each line with measurements as JSON.
"""

import dataclasses
import json
import os
import sys

import django
from django.conf import settings


def main(centres: int, database: str) -> None:
    """Serve measurements until the input ends, and then remove the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stz_registry.settings")
    django.setup()
    settings.DEBUG = False  # as in production, but with the plain static files of development
    from .measure import measure_pages, register_of

    with register_of(centres, database):
        print("ready", flush=True)
        for _line in sys.stdin:
            print(json.dumps([dataclasses.asdict(page) for page in measure_pages()]), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
