"""Searching as people do: typing, by keyboard alone, on a small screen, and without script."""

import pytest

from tests.browser.test_public import Visit, is_wider_than_screen
from tests.pages import address

pytestmark = pytest.mark.browser
HOME, LIST = address("centres:home", language="nl"), address("centres:list", language="nl")


def titles(page) -> list[str]:
    return page.locator(".card__title").all_inner_texts()


def test_suggestions_are_reached_with_the_keyboard_alone(browser, real_site, axe_violations):
    with Visit(browser) as visit:
        page = visit.page
        page.goto(real_site.url + HOME)
        box = page.get_by_role("combobox")
        box.focus()
        page.keyboard.type("suiker")
        page.wait_for_selector("[role=option]")
        options = page.get_by_role("option")
        assert options.first.inner_text().startswith("Diabetes")
        assert box.get_attribute("aria-expanded") == "true"
        assert page.get_by_role("status").inner_text() == f"{options.count()} suggesties"
        page.keyboard.press("ArrowDown")
        active = box.get_attribute("aria-activedescendant")
        assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
        assert axe_violations(page) == []
        page.keyboard.press("Escape")
        assert (options.first.is_visible(), box.input_value()) == (False, "suiker")
        page.keyboard.type("z")
        page.wait_for_selector("[role=option]")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowDown")  # from the last one on to the first
        page.keyboard.press("Enter")
        page.wait_for_url("**/aandoeningen/**")
        assert visit.complaints == []


def test_enter_without_a_choice_searches_as_the_form_does(browser, real_site):
    with Visit(browser) as visit:
        page = visit.page
        page.goto(real_site.url + HOME)
        page.get_by_role("combobox").fill("longkanker arnhem")
        page.wait_for_selector("[role=option]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/centra/?q=**")
        assert titles(page) == ["Longkanker"]


def test_the_same_search_without_javascript(browser, real_site):
    with Visit(browser, java_script_enabled=False) as visit:
        page = visit.page
        page.goto(real_site.url + HOME)
        page.fill("#q", "longkanker arnhem")
        page.press("#q", "Enter")
        assert titles(page) == ["Longkanker"]
        page.fill("#q", "prostaadkanker")
        page.press("#q", "Enter")
        page.click(".correction a")
        assert page.input_value("#q") == "prostaatkanker"
        assert page.locator(".correction").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "query",
    [
        {"q": "suikerziekte"},
        {"q": "prostaadkanker"},
        {"q": "hernia"},
        {"q": "longkanker groningen"},
        {"q": "kanker", "nabij": "Hengelo"},
        {"q": "kanker", "nabij": "Utrecht", "sortering": "afstand"},
    ],
    ids=lambda query: "-".join(query.values()),
)
def test_every_answer_is_accessible_and_fits(browser, real_site, axe_violations, query, scheme):
    viewport = {"width": 320, "height": 900}
    with Visit(browser, viewport=viewport, color_scheme=scheme) as visit:
        visit.page.goto(real_site.url + address("centres:list", language="nl", **query))
        assert axe_violations(visit.page) == []
        assert (is_wider_than_screen(visit.page), visit.complaints) == (False, [])


def test_suggestions_fit_on_a_small_screen(browser, real_site):
    with Visit(browser, viewport={"width": 320, "height": 700}) as visit:
        page = visit.page
        page.goto(real_site.url + LIST)
        page.locator("#q").press_sequentially("kinder")
        page.wait_for_selector("[role=option]")
        listed = page.locator("[role=listbox]").bounding_box()
        assert listed["x"] >= 0 and listed["x"] + listed["width"] <= 320
        assert listed["width"] > 250
        assert not is_wider_than_screen(page)
