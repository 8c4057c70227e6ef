"""What a first visit costs a reader: `python3 dev.py benchmark first_view`.

The register runs as in production (gunicorn, compressed and hashed static files) with the real data
of ``data/``. A browser with an empty cache opens each page over a slow connection on a slow
processor, and tells what came over the wire and what the reader saw.
"""

import os
import secrets
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import django
from playwright.sync_api import Browser, sync_playwright

from tests.browser.addresses import addresses
from tests.browser.conftest import CHROMIUM, QUIET, Site, free_port

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("home", "centres", "centre", "condition")
TIMES = 5
MOST_KILOBYTES = 60
"""Of a first page, with its letters and styles: what the issue of the design asks."""

SLOWER_PROCESSOR = 4
SLOW_4G = {
    "offline": False,
    "latency": 150,  # milliseconds there and back
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
BY_PROXY = {"X-Forwarded-Proto": "https"}
"""What the proxy in front says: production answers nothing else."""

WATCH = """
window.seen = {shift: 0, largest: 0};
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.seen.shift += each.value;
}).observe({type: "layout-shift", buffered: true});
new PerformanceObserver((list) => {
  window.seen.largest = Math.max(window.seen.largest, ...list.getEntries().map((e) => e.startTime));
}).observe({type: "largest-contentful-paint", buffered: true});
"""


class View(NamedTuple):
    """One visit: kilobytes and requests, how much moved, and when the largest part was there."""

    kilobytes: float
    requests: int
    hosts: int
    shift: float
    largest: float
    blocking: int


def main() -> int:
    """Print a row for each page, and whether the limits hold; 1 when one does not."""
    if CHROMIUM is None:
        print("Chromium is not on this machine: apt-get install -y chromium", file=sys.stderr)
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stz_registry.settings")
    django.setup()  # addresses are words of a language
    with TemporaryDirectory() as folder, in_production(Path(folder)) as site:
        views = dict(measured(site))
    print(*table(views), sep="\n")
    verdicts = [
        (all(view.kilobytes <= MOST_KILOBYTES for view in views.values()),
         f"every first page takes at most {MOST_KILOBYTES} KB"),
        (all(view.shift == 0 for view in views.values()), "nothing moves while a page loads"),
        (all(view.blocking == 0 for view in views.values()), "no script holds up the page"),
        (all(view.hosts == 1 for view in views.values()), "nobody else is asked for anything"),
    ]  # fmt: skip
    print(*(f"{'yes' if holds else 'NO ':4}{what}" for holds, what in verdicts), sep="\n")
    return 0 if all(holds for holds, _what in verdicts) else 1


def table(views: dict[str, View]) -> Iterator[str]:
    """Yield the lines of the table, as they stand in ``docs/benchmarks.md``."""
    yield "| page | KB over the wire | requests | layout shift | largest paint, ms |"
    yield "| --- | --- | --- | --- | --- |"
    for name, view in views.items():
        yield (
            f"| {name} | {view.kilobytes:.1f} | {view.requests} | {view.shift:.3f}"
            f" | {view.largest:.0f} |"
        )


@contextmanager
def in_production(folder: Path) -> Iterator[Site]:
    """Run the register as production does, on a database of its own with the real data."""
    database, port = folder / "register.sqlite3", free_port()
    environment = os.environ | {
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "BEHIND_TLS_PROXY": "1",
        "DATABASE_URL": f"sqlite:///{quote(str(database))}",
        "BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": "1",
        "LOG_LEVEL": "ERROR",
    }
    for command in (
        ("collectstatic", "--no-input", "--verbosity=0"),
        ("migrate", "--verbosity=0"),
        ("createcachetable",),
        ("load_register", "data"),
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/readyz")
        yield Site(url, database, environment, "")
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(url: str) -> None:
    """Return when the server answers; raises ``TimeoutError`` when it does not."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError(url)


def measured(site: Site) -> Iterator[tuple[str, View]]:
    """Yield each page with the medians of several first visits."""
    pages = addresses(site, "nl")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for name in PAGES:
            visits = [visit(browser, pages[name]) for _ in range(TIMES)]
            yield name, View(*(statistics.median(each) for each in zip(*visits, strict=True)))
        browser.close()


def visit(browser: Browser, url: str) -> View:
    """Open ``url`` with an empty cache, and wait until nothing more comes."""
    context = browser.new_context(
        viewport={"width": 412, "height": 823}, extra_http_headers=BY_PROXY
    )
    page = context.new_page()
    page.add_init_script(WATCH)
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW_4G)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    sizes, asked = [], set()
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.on("request", lambda request: asked.add(request.url))
    page.goto(url, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(500)
    seen = page.evaluate("window.seen")
    blocking = page.locator("script[src]:not([defer]):not([async])").count()
    context.close()
    hosts = {urlsplit(each).netloc for each in asked}
    return View(
        sum(sizes) / 1024,
        len(sizes),
        len(hosts),
        round(seen["shift"], 3),
        seen["largest"],
        blocking,
    )


if __name__ == "__main__":
    sys.exit(main())
