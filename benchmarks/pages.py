"""Do the public pages stay as quick when the register grows? `python3 dev.py benchmark`.

Makes invented registers of three sizes, on SQLite and also on PostgreSQL when DATABASE_URL points
at one, and asks for each page through Django's test client. Each register has a process and a
database of its own, so that nothing is remembered from one to the next. They are measured in
turns, so that whatever else the machine does befalls all of them.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from .report import SIZES, Measurement, growths, table, verdicts

TURNS = 5
POSTGRESQL = ("postgres://", "postgresql://")


def main() -> int:
    """Measure on each database and print the findings; 1 when a verdict is "no"."""
    holds = True
    for title, measure in engines().items():
        print(f"\n{title}", flush=True)
        found = growths(measure())
        print(*table(found), sep="\n")
        for is_so, verdict in verdicts(found):
            holds &= is_so
            print(verdict, flush=True)
    return 0 if holds else 1


def engines() -> dict:
    """Return how to measure on each database that there is, by its name."""
    url = os.environ.get("DATABASE_URL", "")
    on_postgresql = {"PostgreSQL": lambda: on_server(url)} if url.startswith(POSTGRESQL) else {}
    return {"SQLite": on_sqlite} | on_postgresql


def on_sqlite() -> dict[int, list[Measurement]]:
    with tempfile.TemporaryDirectory() as folder:
        files = {size: str(Path(folder, f"benchmark_{size}.sqlite3")) for size in SIZES}
        return in_turns({size: (f"sqlite:///{quote(file)}", file) for size, file in files.items()})


def on_server(url: str) -> dict[int, list[Measurement]]:
    return in_turns({size: (url, f"benchmark_of_pages_{size}") for size in SIZES})


def in_turns(databases: dict[int, tuple[str, str]]) -> dict[int, list[Measurement]]:
    """Measure each size in its own database, given by its address and its name."""
    with contextlib.ExitStack() as stack:
        workers = {
            size: stack.enter_context(worker(size, *database))
            for size, database in databases.items()
        }
        turns = [[turn(workers[size]) for size in SIZES] for _ in range(TURNS)]
    return {
        size: [Measurement.merged(same_page) for same_page in zip(*same_size, strict=True)]
        for size, same_size in zip(SIZES, zip(*turns, strict=True), strict=True)
    }


@contextlib.contextmanager
def worker(centres: int, url: str, database: str) -> Iterator[subprocess.Popen]:
    """Start a process that holds a register of so many centres, and wait until it is there."""
    # Static files are not collected here; the pages need none.
    quiet_python = [sys.executable, "-W", "ignore:No directory at"]
    process = subprocess.Popen(
        [*quiet_python, "-m", "benchmarks.worker", str(centres), database],
        env=os.environ | {"DATABASE_URL": url, "LOG_LEVEL": "ERROR"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:  # closes its input, on which it removes the database and ends
        answer(process)
        yield process


def turn(process: subprocess.Popen) -> list[Measurement]:
    """Let a worker measure every page once more."""
    process.stdin.write("measure\n")
    process.stdin.flush()
    return [Measurement(**fields) for fields in json.loads(answer(process))]


def answer(process: subprocess.Popen) -> str:
    """Return the next line of a worker; end here when it has ended."""
    line = process.stdout.readline()
    if not line:
        sys.exit("The pages could not be measured: see above.")
    return line


if __name__ == "__main__":
    sys.exit(main())
