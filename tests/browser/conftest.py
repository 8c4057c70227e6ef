"""A register that runs, and a browser to read it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
SECONDS_TO_START = 60
QUIET = [  # a browser in a test talks to the register and to nobody else
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Site(NamedTuple):
    """A register that runs: where it answers, its database and settings, and what filled it."""

    url: str
    database: Path
    environment: dict[str, str]
    told: str

    def manage(self, *command: str) -> str:
        """Run a management command on the register's database and return what it prints."""
        return _manage(self.environment, *command)


def _manage(environment: dict[str, str], *command: str) -> str:
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def _environment(database: Path, **settings: str) -> dict[str, str]:
    own = {"DATABASE_URL": f"sqlite:///{quote(str(database))}", "DEBUG": "1", "LOG_LEVEL": "ERROR"}
    return os.environ | own | settings


@cache
def _empty_register() -> bytes:
    """Return a database that was migrated: migrating takes long, so registers begin with a copy."""
    with TemporaryDirectory() as folder:
        database = Path(folder, "register.sqlite3")
        _manage(_environment(database), "migrate", "--verbosity=0")
        return database.read_bytes()


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait_for(server: subprocess.Popen, url: str) -> None:
    for _ in range(SECONDS_TO_START * 20):
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, "the register stopped while it started"
            time.sleep(0.05)
    raise TimeoutError(url)


@contextmanager
def running(folder: Path, *fill: str, host: str = "127.0.0.1", **settings: str) -> Iterator[Site]:
    """Run a register on a new database that the management command ``fill`` has filled.

    It answers at ``host``, another name of this machine if need be: a passkey needs a name.
    ``settings`` go to its environment, as ``REQUIRE_SECOND_FACTOR="1"``.
    """
    database = folder / "register.sqlite3"
    database.write_bytes(_empty_register())
    environment = _environment(database, **settings)
    told = _manage(environment, *fill)
    url = f"http://{host}:{(port := free_port())}"
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", "--noreload", "--skip-checks", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        _wait_for(server, f"http://127.0.0.1:{port}")
        yield Site(url, database, environment, told)
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    """The fictional register, with every status and kind."""
    folder = tmp_path_factory.mktemp("example")
    with running(folder, "make_example", "--centres", "60", "--seed", "1") as site:
        yield site


@pytest.fixture(scope="session")
def real_site(tmp_path_factory) -> Iterator[Site]:
    """The register with the real data of this repository."""
    with running(tmp_path_factory.mktemp("real"), "load_register", "data") as site:
        yield site


@pytest.fixture(scope="module")  # one at a time: another module may start a browser of its own
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe_violations():
    """Return what gives the accessibility rules that a page breaks, with the elements."""
    axe = Axe()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    # What passes need not be written out, which takes half of the time.
    options = {"runOnly": tags, "resultTypes": ["violations"]}

    def check(page: Page) -> list[tuple[str, list[str]]]:
        found = axe.run(page, options=options).response["violations"]
        return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]

    return check
