"""The five things that people come for, with the keyboard alone, on a wide and a small screen."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_public import Visit, is_wider_than_screen
from tests.pages import address

pytestmark = pytest.mark.browser

MOST_TABS = 150


@pytest.fixture(params=[1200, 320])
def page(request, browser, real_site):
    """The home page in Dutch, on a screen of some width; nothing may go wrong on the way."""
    with Visit(browser, viewport={"width": request.param, "height": 800}) as visit:
        visit.page.goto(real_site.url + address("centres:home", language="nl"))
        yield visit.page
        assert visit.complaints == []
        assert not is_wider_than_screen(visit.page)


def reach(page: Page, selector: str) -> None:
    """Press Tab until the first element of ``selector`` has the focus, which must be seen."""
    target = page.locator(selector).first
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("each => each === document.activeElement"):
            expect(target).to_be_in_viewport()
            return
    raise AssertionError(f"{selector} is not reached with {MOST_TABS} tabs")


def follow(page: Page, selector: str) -> None:
    """Reach a link or button, press Enter and wait for the page it leads to."""
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def status(page: Page) -> str:
    return page.locator(".status-panel .status").inner_text()


def test_find_by_condition(page):
    reach(page, "#q")
    page.keyboard.type("suikerziekte bij kinderen")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    follow(page, ".card__title a")
    expect(page.locator("h1")).to_contain_text("Diabetes")
    assert status(page)


def test_find_by_hospital(page):
    follow(page, ".site-nav a:text-is('Ziekenhuizen')")
    follow(page, ".hospitals a:text-is('Meander Medisch Centrum')")
    follow(page, ".card__title a")
    expect(page.locator(".record__where")).to_contain_text("Meander Medisch Centrum")
    assert status(page)


def test_find_near_me(page):
    reach(page, "#q")
    page.keyboard.type("borstkanker")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reach(page, "#sortering")
    page.keyboard.type("afstand")
    page.wait_for_url("**sortering=afstand**")
    reach(page, "#nabij")
    page.keyboard.type("Hengelo (Overijssel)")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    told = page.locator(".card__where").all_inner_texts()
    kilometres = [int(re.search(r"(\d+) km", each)[1]) for each in told]
    assert kilometres == sorted(kilometres)
    assert kilometres[0] < 30


def test_check_a_status_today_and_on_another_day(page):
    reach(page, "#q")
    page.keyboard.type("parkinson meander")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    follow(page, ".card__title a")
    now = status(page)
    reach(page, "#peildatum")
    page.locator("#peildatum").fill("2001-01-31")  # how a day is typed differs between browsers
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".other-day")).to_contain_text("31 januari 2001")
    follow(page, ".other-day a")
    assert status(page) == now


def test_compare(page):
    follow(page, ".tiles a")
    boxes = page.locator("[name=centrum]")
    for number in range(2):
        reach(page, f"[name=centrum] >> nth={number}")
        page.keyboard.press("Space")
        expect(boxes.nth(number)).to_be_checked()
    follow(page, "#choice button")
    expect(page.locator(".compare thead th")).to_have_count(3)
    follow(page, "a.button[href*='/spreekkamer/']")
    expect(page.locator(".sheet .card")).to_have_count(2)


def test_a_filter_works_at_once_and_the_address_can_be_shared(page, real_site):
    follow(page, ".site-nav a:text-is('Centra')")
    before = page.locator("#results-title").inner_text()
    reach(page, ".filters input")
    page.keyboard.press("Space")
    expect(page.locator("#results-title")).not_to_have_text(before)
    expect(page.locator("#results-told")).to_have_text(
        after := page.locator("#results-title").inner_text()
    )
    expect(page.locator(".filters input").first).to_be_focused()
    assert page.url == f"{real_site.url}/centra/?sortering=naam&status=recognised"
    page.reload()
    expect(page.locator("#results-title")).to_have_text(after)
    page.go_back()
    expect(page.locator("#results-title")).to_have_text(before)
