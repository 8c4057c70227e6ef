"""The committee's workplace in a real browser: the job itself, with a script and without one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import running
from tests.browser.test_admin import (
    LOOKS,
    PICTURES,
    SECRET,
    Visitor,
    code_now,
    log_in,
    picture,
    too_wide,
    violations,
)

pytestmark = pytest.mark.browser

PREPARE = f"""
from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.base import ContentFile
from django.utils import timezone
from assessments import dossiers, releases
from tests.assessments.builders import *
from tests.builders import *
editor, releaser = make_user("editor"), make_user("editor")
today = timezone.localdate()
days = lambda number: today + datetime.timedelta(days=number)
east = make_member(name="Ziekenhuis Oost", short_name="Oost", slug="oost")
west = make_member(name="Ziekenhuis West", short_name="West", slug="west")
heart = make_centre(east, name="Centrum voor hartritme", slug="hartritme")

def member(name, *employers, **over):
    user = make_user(username=name.lower(), first_name=name, last_name="de Boer",
                     email=name + "@stz.example")
    TOTP.activate(user, "{SECRET}")
    return make_committee_member(*employers, user=user, **over)

anna, bram = member("Anna", west, role="deputy"), member("Bram")
before = make_open_round(2020, make_edition(criteria=3, name="2018"))
then = make_accepted(before, heart, on=before.opens_on)
make_findings(make_assessor(then, bram, by=editor), Verdict.PARTLY, "Nog weinig onderzoek.")
approve_letter(decide(then, DecisionOutcome.WITH_REQUIREMENTS, by=editor), by=editor)
close(before)
releases.release(before, version=before.version, at=moment(before.planned_release_on),
                 by=releaser, why=WHY)
now = make_open_round(
    today.year, make_edition(criteria=4, name="2024"), by=editor, opens_on=days(-60),
    closes_on=days(-10), meets_on=days(20), planned_release_on=days(40))
draft = make_draft(now, heart, by=editor, patient_organisation="Hartpatiënten",
    patient_statement="Wij worden goed gehoord.", patient_statement_on=days(-70))
complete(draft, by=editor, text="Wij voldoen hier ruim aan. Sinds 2022 doen wij ook onderzoek.")
document = ContentFile(b"%PDF-1.7 evidence", name="jaarverslag.pdf")
dossiers.add_document(draft, version=draft.version, criterion=now.edition.criteria.first(),
    title="Jaarverslag", file=document, on=days(-50), by=editor, why=WHY)
applications.submit(draft, version=draft.version, on=days(-50), by=editor, why=WHY)
applications.accept(draft, version=draft.version, on=days(-50), by=editor, why=WHY)
make = lambda name, hospital=east: make_accepted(
    now, by=editor, on=days(-50), hospital=hospital, proposed_name=name)
kidney, lung, sleep = make("Niercentrum"), make("Longcentrum"), make("Slaapcentrum", west)
for application in (draft, kidney):
    make_assessor(application, anna, by=editor)
make_findings(make_assessor(draft, bram, by=editor), Verdict.NOT, "Te weinig patiënten.")
make_findings(make_assessor(lung, bram, by=editor), Verdict.PARTLY, "Het team is klein.")
make_findings(make_assessor(lung, by=editor))
close(now)
print("references", draft.reference, kidney.reference, lung.reference, sleep.reference)
"""


class Site:
    """The register that runs: where it answers, and the references of its applications."""

    def __init__(self, base: str, references: list[str]):
        self.base = base
        self.heart, self.kidney, self.lung, self.sleep = references


@pytest.fixture(scope="module")
def committee_site(tmp_path_factory) -> Iterator[Site]:
    """Serve a round in assessment, with the second factor required."""
    folder = tmp_path_factory.mktemp("committee")
    settings = {"EVIDENCE_FOLDER": f"{folder}/evidence", "REQUIRE_SECOND_FACTOR": "1"}
    fill = ("shell", "-v0", "-c", PREPARE)
    with running(folder, *fill, host="localhost", **settings) as site:
        references = re.search(r"^references (.*)$", site.told, re.MULTILINE)[1].split()
        yield Site(site.url, references)


@pytest.fixture(scope="module")
def anna_state(browser, committee_site) -> dict:
    """Log in as Anna with an authenticator app, once; the other tests take up the session."""
    visitor = Visitor(browser, committee_site.base)
    visitor.open("assessments:home")
    log_in(visitor, "anna")
    visitor.page.fill("[name=code]", code_now())
    visitor.page.click("main form[method=post] button[type=submit]")
    expect(visitor.page.locator("h1")).to_have_text("Mijn aanvragen")
    assert visitor.errors == []
    return visitor.context.storage_state()


def faults(visitor: Visitor, name: str) -> list:
    """Return what is wrong with the page as it stands; keep its picture when asked."""
    visitor.page.wait_for_load_state()  # with its style sheets: a click does not wait for them
    picture(visitor.page, name)
    wide = ["too wide"] if too_wide(visitor.page) else []
    return [(name, each) for each in violations(visitor) + wide + visitor.errors]


def criterion(page: Page, number: int):
    return page.locator(f"#criterion-{number}")


def judge(page: Page, number: int, verdict: str, reason: str = "") -> None:
    """Choose and type as a person does: the reason is saved when the field is left."""
    section = criterion(page, number)
    section.get_by_label(verdict, exact=True).check()
    if reason:
        section.locator("textarea").fill(reason)
        section.locator("textarea").blur()


def test_a_member_does_the_job(browser, committee_site, anna_state):
    reference = committee_site.heart
    visitor = Visitor(browser, committee_site.base, state=anna_state)
    page = visitor.open("assessments:home")
    conflicts = page.locator("section[aria-labelledby=conflicts] li")
    assert conflicts.all_inner_texts() == [f"{committee_site.sleep}, Ziekenhuis West"]
    page.get_by_role("link", name=f"Belang aangeven bij {committee_site.lung}").click()
    found = faults(visitor, "declare")
    page.get_by_role("button", name="Mijn antwoord vastleggen").click()
    expect(page.locator(".errorlist")).to_have_text("Kies ja of nee.")
    page.get_by_label("Nee, ik heb geen belang").check()
    page.get_by_role("button", name="Mijn antwoord vastleggen").click()
    expect(page.locator(".notice--success")).to_have_text(
        "U hebt geen belang. Het dossier is voor u open."
    )
    page = visitor.open("assessments:dossier", reference)
    assert page.locator("ins").count() == 3
    assert "Leid een tweede specialist op." in page.locator(".pinned").inner_text()
    found += faults(visitor, "dossier")

    page = visitor.open("assessments:findings", reference)
    for number in (1, 2, 3):
        judge(page, number, "voldoet deels", f"Reden {number}.")
        expect(criterion(page, number).locator(".saved__text")).to_have_text(
            re.compile(r"^Opgeslagen om \d\d:\d\d$")
        )
    found += faults(visitor, "findings")
    page.reload()
    assert [page.locator("textarea").nth(n).input_value() for n in range(4)] == [
        "Reden 1.", "Reden 2.", "Reden 3.", "",
    ]  # fmt: skip

    without_script(browser, committee_site, anna_state)
    stale(visitor, page)
    found += faults(visitor, "stale")

    page = visitor.open("assessments:findings", reference)
    page.get_by_role("link", name="Nakijken en indienen").click()
    found += faults(visitor, "submit")
    page.get_by_role("button", name="Definitief indienen").click()
    expect(page.locator(".status-panel .mark--good")).to_contain_text("Ingediend op")
    assert page.locator("textarea").count() == 0
    found += faults(visitor, "submitted")
    page = visitor.open("assessments:agenda", *round_now(page))
    first = page.locator(".sheet").first
    assert reference in first.locator("h2").inner_text()
    assert first.locator("td.differs").count() == 8
    assert "Te weinig patiënten." in first.inner_text()
    found += faults(visitor, "agenda")
    assert found == []


def round_now(page: Page) -> list[str]:
    link = page.locator(".tabs a", has_text="Agenda").get_attribute("href")
    return re.search(r"(\d{4})-(\d+)", link).groups()


def without_script(browser, site, state) -> None:
    """Write the last finding without JavaScript, with the button."""
    visitor = Visitor(browser, site.base, state=state, java_script_enabled=False)
    page = visitor.open("assessments:findings", site.heart)
    judge(page, 4, "voldoet")
    criterion(page, 4).get_by_role("button").click()
    assert page.url.endswith("#criterion-4")
    expect(criterion(page, 4).locator(".saved__text")).to_have_text(
        re.compile(r"^Opgeslagen op .* om \d\d:\d\d$")
    )
    visitor.context.close()


def stale(visitor: Visitor, page: Page) -> None:
    """Change one finding in two windows: the second is refused, keeps its text, and may go on."""
    page.reload()
    second = visitor.window()
    second.goto(page.url)
    judge(page, 1, "voldoet deels", "Uit het eerste venster.")
    saved = criterion(page, 1).locator(".saved__text")
    expect(saved).to_contain_text("Opgeslagen om")
    judge(second, 1, "niet te beoordelen", "Uit het tweede venster.")
    refusal = criterion(second, 1).locator(".refusal")
    expect(refusal).to_contain_text("Uit het eerste venster.")
    assert second.locator("textarea").first.input_value() == "Uit het tweede venster."
    second.locator("textarea").first.press_sequentially(" Nog meer.")
    second.locator("textarea").first.blur()
    expect(criterion(second, 1).locator(".saved__text")).to_have_count(0)
    expect(refusal).to_contain_text("Uit het eerste venster.")
    picture(second, "refused-finding")
    refusal.get_by_role("button", name="Vervangen door wat ik typte").click()
    expect(criterion(second, 1).locator(".saved__text")).to_contain_text("Opgeslagen om")
    second.close()


def test_what_is_not_saved_says_so_and_a_link_waits_for_it(browser, committee_site, anna_state):
    visitor = Visitor(browser, committee_site.base, state=anna_state)
    page = visitor.open("assessments:findings", committee_site.kidney)
    text = criterion(page, 1).locator("textarea")
    text.press_sequentially("Nog")
    expect(criterion(page, 1).locator(".saved__text")).to_have_text("Nog niet opgeslagen")
    page.route("**/bevindingen/1/", lambda route: route.abort())
    text.blur()
    expect(criterion(page, 1).locator(".saved__text")).to_contain_text("Niet opgeslagen")
    assert text.input_value() == "Nog"
    page.unroute("**/bevindingen/1/")
    text.press_sequentially(" iets")
    page.get_by_role("link", name="Nakijken en indienen").click()
    expect(page.locator("h1")).to_have_text("Mijn bevindingen indienen")
    page = visitor.open("assessments:findings", committee_site.kidney)
    assert criterion(page, 1).locator("textarea").input_value() == "Nog iets"


PAGES = {
    "home": [],
    "dossier": ["heart"],
    "print": ["heart"],
    "declare": ["kidney"],
    "findings": ["kidney"],
    "submit": ["kidney"],
    "consensus": ["lung"],
}


@pytest.mark.parametrize(("look", "language"), [("wide", "en"), ("narrow", "nl"), ("dark", "nl")])
def test_every_page_is_accessible_and_breaks_no_policy(
    browser, committee_site, anna_state, look, language
):
    visitor = Visitor(browser, committee_site.base, state=anna_state, **LOOKS[look])
    found = []
    for name, which in PAGES.items():
        references = [getattr(committee_site, each) for each in which]
        page = visitor.open(f"assessments:{name}", *references, language=language)
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        found += faults(visitor, f"{name}-{look}-{language}")
    page = visitor.open("assessments:home", language=language)
    page.locator("section.work a[href*='20']").first.click()
    found += faults(visitor, f"agenda-{look}-{language}")
    assert found == []


def test_every_control_of_a_finding_is_reached_by_keyboard(browser, committee_site, anna_state):
    visitor = Visitor(browser, committee_site.base, state=anna_state)
    page = visitor.open("assessments:findings", committee_site.kidney)
    criterion(page, 2).locator("summary").focus()
    reached = []
    for _step in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.type"))
    assert reached == ["verdict", "reason", "submit"]
    page.keyboard.press("Enter")
    expect(criterion(page, 2).locator(".saved__text")).to_contain_text("nog geen oordeel")


def test_the_dossier_prints_on_a4_with_the_reader_on_every_page(
    browser, committee_site, anna_state
):
    visitor = Visitor(browser, committee_site.base, state=anna_state)
    page = visitor.open("assessments:print", committee_site.heart)
    paper = page.pdf(prefer_css_page_size=True)
    if PICTURES:
        Path(PICTURES, "print.pdf").write_bytes(paper)
    boxes = set(re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)", paper))
    assert boxes == {(b"594", b"841")}
    assert (visitor.errors, paper.count(b"/Type /Page\n") > 1) == ([], True)
