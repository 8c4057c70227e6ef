"""Take the pictures of the guides anew, from an invented register: `python3 dev.py pictures`.

The register stands in a folder that is thrown away. Its dates lie around the day of today, so the
pictures differ from one day to the next.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import CHROMIUM, QUIET, running

FOLDER = Path(__file__).resolve().parent / "pictures"
EXAMPLE = ("make_example", "--centres", "60", "--seed", "1", "--users", "--second-factor", "off")
WIDTH, MARGIN = 1280, 20
EDITOR, CHAIR, MEMBER = "redacteur-2", "voorzitter", "commissielid"
STAFF, COMMITTEE = "/beheer/", "/beoordelen/"
ASSESSED = STAFF + "assessments/assessmentround/?state__exact=assessing"


class Picture(NamedTuple):
    """A picture: who looks, how they get to the page, and the part of it from one place down."""

    name: str
    account: str
    go: Callable[[Page], None]
    height: int
    top: str = "body"
    left: str = "body"


def to_overview(page: Page) -> None:
    follow(page, ASSESSED, "#result_list a[href$='/overview/']")


def to_radar(page: Page) -> None:
    follow(page, ASSESSED, ".object-tools a[href$='/radar/']")


def to_application(page: Page) -> None:
    to_overview(page)
    follow(page, None, "table.matrix tr:has(td:text-is('ingediend')) th a")


def to_decision(page: Page) -> None:
    to_overview(page)
    follow(page, None, "table.matrix tr:has(td:text-is('in beoordeling')):has-text('13/13') th a")
    follow(page, None, ".object-tools a[href$='/decide/']")
    page.check("[name=outcome][value=with_requirements]")


def to_letters(page: Page) -> None:
    to_overview(page)
    page.get_by_role("link", name="Brieven goedkeuren").click()
    page.get_by_role("button", name="Brieven goedkeuren").click()


def to_home(page: Page) -> None:
    follow(page, COMMITTEE)


def to_dossier(page: Page) -> None:
    follow(page, COMMITTEE, ".cards li:has-text('Ingediend op') a:has-text('Dossier lezen')")


def to_findings(page: Page) -> None:
    follow(page, COMMITTEE, ".cards li:has-text('Nog niet ingediend') a:has-text('bevindingen')")
    judge(page, 1, "voldoet", "")
    judge(page, 2, "voldoet deels", "Het team is er, maar de vervanging is nog niet geregeld.")


def to_agenda(page: Page) -> None:
    follow(page, COMMITTEE, ".work:has(.cards) > p a")


def follow(page: Page, address: str | None, link: str = "") -> None:
    """Open ``address`` on the page's own site, and then the first ``link`` on that page."""
    if address is not None:
        page.goto(re.match(r"https?://[^/]+", page.url)[0] + address)
    if link:
        page.locator(link).first.click()


def judge(page: Page, number: int, verdict: str, reason: str) -> None:
    """Choose a verdict, type its reason and wait until both are saved."""
    section = page.locator(f"#criterion-{number}")
    section.get_by_label(verdict, exact=True).check()
    section.locator("textarea").fill(reason)
    section.locator("textarea").blur()
    expect(section.locator(".saved__text")).to_have_text(re.compile("^Opgeslagen om"))


PICTURES = (
    Picture("round-overview", EDITOR, to_overview, 860),
    Picture("radar", EDITOR, to_radar, 880, top="#content > h1", left="#content"),
    Picture("application", EDITOR, to_application, 820),
    Picture("decide", EDITOR, to_decision, 1000, top="#content > h1", left="#content"),
    Picture("letter", EDITOR, to_letters, 1110, top="#content > h1", left="#content"),
    Picture("committee-home", MEMBER, to_home, 815, top=".work:has(.cards)"),
    Picture("dossier", MEMBER, to_dossier, 785, top="#criteria"),
    Picture("findings", MEMBER, to_findings, 1015, top=".status-panel"),
    Picture("agenda", CHAIR, to_agenda, 820, top="h1"),
)


def take(picture: Picture, browser: Browser, url: str, password: str) -> None:
    """Log in, go to the page as a person does, and keep the part that matters."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": 900}, timezone_id="Europe/Amsterdam", locale="nl"
    )
    page = context.new_page()
    page.goto(f"{url}/account/login/")
    page.fill("[name=login]", f"voorbeeld-{picture.account}")
    page.fill("[name=password]", password)
    page.click("main form[method=post] button[type=submit]")
    page.wait_for_url(re.compile(f"{STAFF}|{COMMITTEE}"))
    picture.go(page)
    page.wait_for_load_state()
    page.screenshot(
        path=FOLDER / f"{picture.name}.png",
        full_page=True,
        animations="disabled",
        clip=part_of(page, picture),
    )
    context.close()


def part_of(page: Page, picture: Picture) -> dict[str, float]:
    """Return the rectangle to keep: from the left of one thing and the top of another."""
    page.evaluate("window.scrollTo(0, 0)")
    top = page.locator(picture.top).first.bounding_box()["y"]
    left = page.locator(picture.left).first.bounding_box()["x"]
    y = max(0, top - MARGIN) if picture.top != "body" else 0
    whole = page.evaluate("document.documentElement.scrollHeight")
    return {"x": left, "y": y, "width": WIDTH - left, "height": min(picture.height, whole - y)}


def main() -> int:
    """Take every picture, or those that are named."""
    if CHROMIUM is None:
        print("Chromium is not on this machine: apt-get install -y chromium", file=sys.stderr)
        return 1
    wanted = [each for each in PICTURES if each.name in sys.argv[1:] or not sys.argv[1:]]
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        settings = {
            "EVIDENCE_FOLDER": f"{name}/evidence",
            "OUTBOX_FOLDER": f"{name}/outbox",
            "REQUIRE_SECOND_FACTOR": "0",
        }
        with running(Path(name), *EXAMPLE, **settings) as site:
            passwords = dict(
                re.findall(r"^voorbeeld-(\S+) \(.*\)\n  password: (\S+)$", site.told, re.MULTILINE)
            )
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            for picture in wanted:
                take(picture, browser, site.url, passwords[picture.account])
                size = (FOLDER / f"{picture.name}.png").stat().st_size
                print(f"{picture.name:16}{size // 1024:4} KB", flush=True)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
