"""The public pages in a browser: accessible, without a word to others, at every size and colour."""

import re
from urllib.parse import urlsplit

import pytest

from tests.browser.addresses import addresses
from tests.pages import address

pytestmark = pytest.mark.browser

LOOKS = [
    ("nl", "site", 1200, "light"),
    ("nl", "real_site", 320, "dark"),
    ("en", "real_site", 1200, "dark"),
    ("en", "site", 320, "light"),
]
"""Each language, register, width and colour twice; not each with each, which takes long."""


NO_COMPLAINT = re.compile("status of 40|preloaded using link preload but not used")
"""A browser reports the status of the page itself when that is 400 or 404; and, when it kept the
letters of the page before, that it had no need of the ones that were sent ahead."""


class Visit:
    """A visitor's browser that remembers what a page asked for and what went wrong."""

    def __init__(self, browser, **options):
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.forget()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def forget(self) -> None:
        """Begin anew, for the next page."""
        self.complaints: list[str] = []
        self.hosts: set[str] = set()

    def _heard(self, message) -> None:
        if message.type in ("error", "warning") and not NO_COMPLAINT.search(message.text):
            self.complaints.append(message.text)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.context.close()


def is_wider_than_screen(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.parametrize(("language", "which", "width", "scheme"), LOOKS)
def test_every_page_is_accessible_and_keeps_to_itself(
    browser, request, axe_violations, language, which, width, scheme
):
    site = request.getfixturevalue(which)
    host = urlsplit(site.url).netloc
    viewport = {"width": width, "height": 900}
    found = {}
    with Visit(browser, viewport=viewport, color_scheme=scheme) as visit:
        for name, url in addresses(site, language).items():
            visit.forget()
            visit.page.goto(url)
            visit.page.evaluate(
                "for (const each of document.querySelectorAll('details')) each.open = true"
            )
            found[name] = {
                "violations": axe_violations(visit.page),
                "complaints": visit.complaints,
                "other hosts": visit.hosts - {host},
                "cookies": visit.context.cookies(),
                "is too wide": is_wider_than_screen(visit.page),
            }
    faults = {name: {k: v for k, v in each.items() if v} for name, each in found.items()}
    assert {name: each for name, each in faults.items() if each} == {}


SPACED = """* { letter-spacing: .12em !important; line-height: 1.5 !important;
  word-spacing: .16em !important; } p { margin-block-end: 2em !important; }"""
"""What a reader may set without losing a word (WCAG 1.4.12)."""

CUT = """(parts) => [...document.querySelectorAll(parts)].filter((each) => {
  const style = getComputedStyle(each);
  return ['hidden', 'clip'].includes(style.overflowX) && !style.clipPath.includes('inset')
    && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1);
}).map((each) => each.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize(("language", "which", "width", "scheme"), LOOKS)
def test_text_at_twice_its_size_and_text_spacing_cut_nothing(
    browser, request, language, which, width, scheme
):
    site, faults = request.getfixturevalue(which), []
    look = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    with Visit(browser, bypass_csp=True, **look) as visit:
        for name, url in addresses(site, language).items():
            visit.page.goto(url)
            for style in ("html { font-size: 200%; }", SPACED):
                visit.page.add_style_tag(content=style)
                cut = visit.page.evaluate(CUT, ":is(main, header, footer) :not(input)")
                if cut or is_wider_than_screen(visit.page):
                    faults.append((name, style[:6], cut))
                visit.page.evaluate("document.querySelector('style').remove()")
    assert faults == []


def test_search_and_filters_work_without_javascript(browser, site):
    with Visit(browser, java_script_enabled=False) as visit:
        page = visit.page
        page.goto(site.url + address("centres:home"))
        page.fill("#q", "voorbeeldcentrum")
        page.click(".hero button")
        total = page.locator("#results-title").inner_text()
        option = page.locator("label.option", has_text="Recognised").first
        number = option.locator(".option__count").inner_text().strip("()")
        option.click()
        page.click("text=Show the centres")
        assert page.locator("#results-title").inner_text() == f"{number} centres" != total
        assert page.locator(".chip").count() == 1
        page.select_option("#sortering", "einde")
        page.click("text=Sort")
        assert "sortering=einde" in page.url
        page.click(".chip")
        assert page.locator("#results-title").inner_text() == total
        page.fill("#peildatum", "2024-01-31")
        page.click("text=Show >> nth=-1")
        assert page.locator(".other-day").count() == 1
        assert page.input_value("#q") == "voorbeeldcentrum"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_keyboard_begins_at_a_visible_skip_link(browser, site, scheme):
    with Visit(browser, color_scheme=scheme) as visit:
        page = visit.page
        page.goto(site.url + address("centres:list"))
        skip = page.locator(".skip-link")
        assert skip.bounding_box()["y"] < 0
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip-link"
        assert skip.bounding_box()["y"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_focus_is_visible_on_everything_that_the_keyboard_reaches(browser, site):
    with Visit(browser) as visit:
        page = visit.page
        page.goto(site.url + address("centres:list", status="recognised"))
        reached = 0
        for _ in range(40):
            page.keyboard.press("Tab")
            outline = page.evaluate(
                "(() => { const style = getComputedStyle(document.activeElement);"
                " return [style.outlineStyle, parseFloat(style.outlineWidth)]; })()"
            )
            assert outline[0] != "none" and outline[1] >= 2, page.evaluate(
                "document.activeElement.outerHTML"
            )
            reached += 1
        assert reached == 40


def test_print_leaves_navigation_out_and_keeps_the_status(browser, site):
    with Visit(browser) as visit:
        page = visit.page
        page.emulate_media(media="print")
        for url in addresses(site, "en").values():
            page.goto(url)
            hidden = ".site-nav, .language, .skip-link, .filters, .day-form, .pagination"
            assert [each for each in page.locator(hidden).all() if each.is_visible()] == []
        page.goto(addresses(site, "en")["centre"])
        assert page.locator(".status-panel .status").is_visible()
        assert page.locator(".theme__name").first.is_visible()
        assert page.locator(".record__print .qr").is_visible()


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


@pytest.mark.parametrize(("language", "which"), [("nl", "site"), ("en", "real_site")])
def test_a_centre_and_a_sheet_fit_one_a4(browser, request, language, which):
    with Visit(browser) as visit:
        for name in ("centre", "sheet"):
            visit.page.goto(addresses(request.getfixturevalue(which), language)[name])
            assert pages_of(visit.page.pdf(format="A4", prefer_css_page_size=True)) == 1, name


def test_forced_colours_keep_borders_states_and_the_map(browser, site):
    def style(selector: str, name: str) -> str:
        return page.locator(selector).first.evaluate(f"each => getComputedStyle(each).{name}")

    with Visit(browser, forced_colors="active") as visit:
        page = visit.page
        page.goto(addresses(site, "en")["condition"])
        for part in (".card", ".button", ".choose-bar"):
            assert style(part, "borderTopStyle") == "solid", part
        assert style(".map__dot", "fill") != style("body", "backgroundColor")
        assert style(".map__provinces", "stroke") != style("body", "backgroundColor")
        page.goto(addresses(site, "en")["centre"])
        assert style(".status-panel", "borderTopStyle") == "solid"
        assert style(".life__term--running, .life__term", "fill") != style(
            "body", "backgroundColor"
        )
        page.keyboard.press("Tab")
        assert style(".skip-link", "outlineStyle") == "solid"
