"""Take a picture of every type of public page: `python3 dev.py page_pictures [PAGE ...]`.

In Dutch and English, wide, at 320 pixels, dark, and as it is printed; from the real data in
``data/`` and from the invented register, into the folder ``pictures/`` (kept out of the
repository). The tops of the ten that matter most also go to ``docs/pictures/``.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import django
from playwright.sync_api import Browser, sync_playwright

from tests.browser.addresses import addresses
from tests.browser.conftest import CHROMIUM, QUIET, Site, running

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "pictures"
IN_THE_DOCS = ROOT / "docs" / "pictures"
REGISTERS = {
    "real": ("load_register", "data"),
    "example": ("make_example", "--centres", "60", "--seed", "1"),
}
A4 = {"width": 794, "height": 1123}
"""Pixels of one sheet of A4, at 96 to the inch."""
TOP_OF_PAGE = 860
"""Pixels that the docs show of a page."""


class Look(NamedTuple):
    """How a page is looked at."""

    name: str
    width: int
    scheme: str = "light"
    is_printed: bool = False


LOOKS = (
    Look("wide", 1280),
    Look("narrow", 320),
    Look("dark", 1280, "dark"),
    Look("print", A4["width"], is_printed=True),
)
BEST = (
    "real-nl-home-wide",
    "real-nl-home-narrow",
    "real-nl-centres-wide",
    "example-nl-centre-wide",
    "example-nl-centre-dark",
    "example-nl-centre-print",
    "real-nl-condition-wide",
    "real-nl-hospitals-wide",
    "example-nl-comparison-wide",
    "real-nl-figures-wide",
)


def pictures_of(site: Site, name: str, browser: Browser, wanted: list[str]) -> Iterator[Path]:
    """Take the pictures of the ``wanted`` pages of ``site``, or of all; yield each file."""
    for language in ("nl", "en"):
        pages = addresses(site, language)
        for look in LOOKS:
            context = browser.new_context(
                viewport={"width": look.width, "height": 900}, color_scheme=look.scheme
            )
            page = context.new_page()
            page.emulate_media(media="print" if look.is_printed else "screen")
            for title, url in pages.items():
                if wanted and title not in wanted:
                    continue
                page.goto(url)
                page.evaluate("document.fonts.ready")
                file = FOLDER / f"{name}-{language}-{re.sub('[^a-z]', '-', title)}-{look.name}.png"
                page.screenshot(path=file, full_page=True, animations="disabled")
                if file.stem in BEST:
                    top = {"x": 0, "y": 0, "width": look.width, "height": TOP_OF_PAGE}
                    page.screenshot(
                        path=IN_THE_DOCS / f"page-{file.name}", clip=top, animations="disabled"
                    )
                yield file
            context.close()


def main() -> int:
    """Take every picture, or those of the pages that are named."""
    if CHROMIUM is None:
        print("Chromium is not on this machine: apt-get install -y chromium", file=sys.stderr)
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stz_registry.settings")
    django.setup()  # addresses are words of a language
    wanted = sys.argv[1:]
    FOLDER.mkdir(exist_ok=True)
    taken = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for name, fill in REGISTERS.items():
            with TemporaryDirectory() as folder, running(Path(folder), *fill) as site:
                taken += sum(1 for _ in pictures_of(site, name, browser, wanted))
        browser.close()
    print(f"{taken} pictures stand in {FOLDER.relative_to(ROOT)}/.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
