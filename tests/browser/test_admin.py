"""The staff's workplace in a real browser: the job itself, accessibility, content policy."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Page

from tests.browser.conftest import running

PASSWORD = "a long password for tests"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
PICTURES = os.environ.get("PICTURES")

pytestmark = pytest.mark.browser

PREPARE = f"""
from allauth.mfa.totp.internal.auth import TOTP
from tests.builders import *
hospital = make_member(name="Ziekenhuis Oost", short_name="Oost", slug="oost")
specialty = make_specialty(name="Cardiologie", slug="cardiologie")
condition = make_condition(name="Hartfalen", slug="hartfalen")
centre = make_centre(hospital, name="Centrum voor hartritme", slug="hartritme",
                     conditions=[condition], specialties=[specialty])
make_recognition(centre, datetime.date(2024, 5, 1), datetime.date(2028, 4, 30))
make_public_source_recognition(
    make_centre(hospital, name="Slaapcentrum", slug="slaap"), valid_from="2018")
make_edition(name="2024")
user = make_user("editor", username="roos", email="roos@stz.example")
TOTP.activate(user, "{SECRET}")
make_user("editor", username="nieuw", email="nieuw@stz.example")
centre.name = "Centrum voor hartritmestoornissen"
centre.save_with_history(by=user, why="Nieuwe naam volgens het ziekenhuis")
"""


@pytest.fixture(scope="module")
def workplace(tmp_path_factory) -> Iterator[str]:
    """Serve a prepared register, with the second factor required; yield the base address."""
    folder = tmp_path_factory.mktemp("admin")
    fill = ("shell", "-v0", "-c", PREPARE)
    with running(folder, *fill, host="localhost", REQUIRE_SECOND_FACTOR="1") as site:
        yield site.url


class Visitor:
    """A browser window that remembers every error in its console."""

    def __init__(self, browser, base: str, *, state=None, **options):
        self.base, self.errors = base, []
        self.context = browser.new_context(storage_state=state, **options)
        self.page = self.window()

    def window(self) -> Page:
        page = self.context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def _note(self, message) -> None:
        refused_by_rule = re.search(r"status of 4\d\d", message.text)
        if message.type == "error" and not refused_by_rule:
            self.errors.append(f"{self.page.url}: {message.text}")

    def open(self, name: str, *args, language: str = "nl") -> Page:
        with override(language):
            self.page.goto(self.base + reverse(name, args=args))
        return self.page


@pytest.fixture
def visit(browser, workplace) -> Iterator[Callable[..., Visitor]]:
    """Return what opens a window on the workplace; it closes when the test is done."""
    with ExitStack() as opened:

        def open_window(**options) -> Visitor:
            visitor = Visitor(browser, workplace, **options)
            opened.callback(visitor.context.close)
            return visitor

        yield open_window


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def log_in(visitor: Visitor, name: str, password: str = PASSWORD) -> None:
    page = visitor.open("account_login")
    page.fill("[name=login]", name)
    page.fill("[name=password]", password)
    page.click("main form[method=post] button[type=submit]")


@pytest.fixture(scope="module")
def editor_state(browser, workplace) -> dict:
    """Log in as an editor with an authenticator app, once; the other tests take up the session."""
    visitor = Visitor(browser, workplace)
    log_in(visitor, "roos")
    visitor.page.fill("[name=code]", code_now())
    visitor.page.click("main form[method=post] button[type=submit]")
    visitor.page.wait_for_selector(".attention")
    assert visitor.errors == []
    return visitor.context.storage_state()


def violations(visitor: Visitor) -> list[str]:
    """Return what axe finds wrong, one line per element. What axe itself does is not counted."""
    errors_before = list(visitor.errors)
    tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
    options = {"runOnly": tags, "resultTypes": ["violations"]}
    found = Axe().run(visitor.page, options=options)
    visitor.page.evaluate(TWO_FRAMES)  # its own errors arrive by then
    visitor.errors = errors_before
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


OWN_PAGES = {
    "start": ("admin:index",),
    "verb": ("admin:centres_recognition_suspend", 1),
    "history": ("admin:centres_centre_history", 1),
    "import": ("admin:register_import",),
    "second-factor": ("mfa_index",),
    "recovery-codes": ("mfa_view_recovery_codes",),
    "password": ("account_change_password",),
    "reauthenticate": ("account_reauthenticate",),
    "logout": ("account_logout",),
}
STOCK_PAGES = {
    "list": ("admin:centres_centre_changelist",),
    "change": ("admin:centres_centre_change", 1),
    "add": ("admin:centres_centre_add",),
    "recognition": ("admin:centres_recognition_change", 1),
    "recognition-add": ("admin:centres_recognition_add",),
    "hospital": ("admin:hospitals_hospital_change", 1),
    "edition": ("admin:centres_criteriaedition_change", 1),
    "merge": ("admin:centres_centre_merge", 1),
}
LOOKS = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "narrow": {"viewport": {"width": 320, "height": 700}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("look", LOOKS)
def test_our_own_pages_are_accessible_and_break_no_policy(visit, editor_state, look, language):
    visitor = visit(state=editor_state, **LOOKS[look])
    found = {}
    for name, address in OWN_PAGES.items():
        page = visitor.open(*address, language=language)
        picture(page, f"{name}-{look}-{language}")
        found[name] = violations(visitor)
        assert (name, too_wide(page)) == (name, False)
    assert found == {name: [] for name in OWN_PAGES}
    assert visitor.errors == []


def too_wide(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.parametrize("look", LOOKS)
def test_the_other_pages_break_no_policy(visit, editor_state, look):
    visitor = visit(state=editor_state, **LOOKS[look])
    for name, address in STOCK_PAGES.items():
        page = visitor.open(*address)
        picture(page, f"{name}-{look}")
        assert (name, too_wide(page)) == (name, False)
    assert visitor.errors == []


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("look", LOOKS)
def test_logging_in_is_accessible_and_breaks_no_policy(visit, look, language):
    visitor = visit(**LOOKS[look])
    page = visitor.open("account_login", language=language)
    picture(page, f"login-{look}-{language}")
    assert (violations(visitor), too_wide(page), visitor.errors) == ([], False, [])


@pytest.mark.parametrize("look", LOOKS)
def test_setting_up_a_second_factor_is_accessible_and_breaks_no_policy(visit, look):
    visitor = visit(**LOOKS[look])
    log_in(visitor, "nieuw")
    page = visitor.open("admin:index")
    assert page.url.endswith(reverse("mfa_index"))
    found = []
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        visitor.open(name)
        if page.locator("[name=password]").count():
            page.fill("[name=password]", PASSWORD)
            page.click("main form[method=post] button[type=submit]")
        picture(page, f"{name}-{look}")
        found += violations(visitor)
    assert (found, visitor.errors) == ([], [])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_for_who_is_locked_out_is_accessible(visit, language):
    visitor = visit()
    for _attempt in range(4):  # the fifth locks; five per language are all that an address may
        log_in(visitor, f"locked-{language}", "not the password")
    visitor.open("account_login", language=language)
    visitor.page.fill("[name=login]", f"locked-{language}")
    visitor.page.fill("[name=password]", PASSWORD)
    visitor.page.click("main form[method=post] button[type=submit]")
    picture(visitor.page, f"locked-out-{language}")
    assert "15 minut" in visitor.page.inner_text("main")
    assert (violations(visitor), visitor.errors) == ([], [])


def choose(page: Page, field: str, words: str) -> None:
    """Choose from a field that is filled by typing."""
    page.click(f".field-{field} .select2-selection")
    page.keyboard.type(words)
    page.click(f".select2-results__option:has-text('{words}')")


def test_an_editor_does_the_job(visit, editor_state):
    visitor = visit(state=editor_state)
    page = visitor.open("admin:centres_centre_add")
    page.fill("#id_name", "Centrum voor hartfalen")
    page.select_option("#id_kind", "condition")
    choose(page, "hospital", "Oost")
    choose(page, "conditions", "Hartfalen")
    assert page.input_value("#id_slug").startswith("centrum-voor-hartfalen")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    page = visitor.open("admin:centres_recognition_add")
    choose(page, "centre", "Centrum voor hartfalen")
    page.select_option("#id_outcome", "full")
    page.fill("#id_valid_from", "1-5-2025")
    page.fill("#id_valid_through", "30-4-2029")
    page.click("[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    second = visitor.window()
    second.goto(page.url)
    page.click(".object-tools a[href$='/suspend/']")
    page.fill("[name=first_day]", "1-6-2026")
    page.fill("[name=reason]", "Het team is niet compleet")
    page.click(".submit-row input[type=submit]")
    page.wait_for_selector(".messagelist .success")
    second.fill("#id_note", "Gebeld op maandag")
    second.fill("#id_why", "Notitie")
    second.click("[name=_save]")
    refusal = second.inner_text(".errorlist.nonfield")
    assert ("roos" in refusal, second.input_value("#id_note")) == (True, "Gebeld op maandag")
    picture(second, "refused")
    assert visitor.errors == []
