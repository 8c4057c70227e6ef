"""A whole round, end to end: 54 applications, 28 recognised, 5 new and 23 reassessments.

Nearly all of it is prepared by the verbs; what people do with a screen is done in a browser: an
assessor declares, finds and submits, one member of staff decides and approves a letter, another
one releases. Then everything that tells of the round is held against the records.
"""

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from hospitals.terms import last_day_of_term
from tests.browser.conftest import running
from tests.browser.test_admin import SECRET, Visitor, code_now, log_in
from tests.browser.test_committee import criterion, judge

pytestmark = pytest.mark.browser

PREPARE = f"""
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone
from assessments.extensions import apply_due_extensions
from tests.assessments.builders import *
from tests.builders import *

today = timezone.localdate()
days = lambda number: today + datetime.timedelta(days=number)
term = lambda last: (last.replace(year=last.year - 4) + datetime.timedelta(days=1), last)

def person(name, role):
    user = make_user(role, username=name, first_name=name.title(), email=name + "@stz.example")
    TOTP.activate(user, "{SECRET}")
    return user

roos, koos = person("roos", "editor"), person("koos", "editor")
anna = make_committee_member(user=person("anna", ""))
east = make_member(name="Ziekenhuis Oost", short_name="Oost", slug="oost")
round_ = make_open_round(
    today.year, make_edition(name="2024"), by=roos, opens_on=days(-100), closes_on=days(-40),
    meets_on=days(-10), planned_release_on=today, capacity=60)
first = round_.opens_on

def centre(number, last_day):
    made = make_centre(east, name=f"Centrum {{number}}", slug=f"centrum-{{number}}")
    make_recognition(made, *term(last_day))
    return made

ended, running = days(-20), days(60)
for number in range(1, 13):  # the term is over, the extension runs
    make_decided(round_, centre(number, ended), by=roos, on=first)
for number in range(13, 23):  # the term still runs
    make_decided(round_, centre(number, running), by=roos, on=first)
for number in range(5):
    make_decided(round_, by=roos, on=first, hospital=east, proposed_name=f"Nieuw {{number}}")
for number in range(23, 29):
    make_decided(round_, centre(number, ended), DecisionOutcome.NOT_RECOGNISED, by=roos, on=first)
for number in range(18):
    make_decided(round_, None, DecisionOutcome.NOT_RECOGNISED, by=roos, on=first,
                 proposed_name=f"Afgewezen {{number}}")
for number in range(2):
    make_decided(round_, None, DecisionOutcome.DEFERRED, by=roos, on=first)
last = make_accepted(round_, centre(29, running), by=roos, on=first)
make_findings(make_assessor(last, by=roos, on=first))
committee.assign(last, member=anna, on=first, by=roos, why=WHY)
close(round_, by=roos)
apply_due_extensions(on=today)
print("round", round_.pk, round_.code, "last", last.pk, last.reference)
"""

REPORT = """
import datetime
import json
from assessments.models import Application, Letter, OutboxMessage
from centres.models import PublishedRound, Recognition
from centres.status import Origin
made = Recognition.objects.filter(origin=Origin.DECISION).select_related("centre")
letters = OutboxMessage.objects.filter(kind="letter")
print("report", json.dumps({
    "applications": Application.objects.count(),
    "released": Application.objects.filter(state="released").count(),
    "periods": [[r.centre.name, str(r.valid_from), str(r.valid_through)] for r in made],
    "extended": [str(r.extended_through) for r in Recognition.objects.filter(
        extended_through__isnull=False).order_by("pk")],
    "letters": letters.count(),
    "as_approved": all(m.body == m.letter.body for m in letters.select_related("letter")),
    "subjects": sorted(letters.values_list("subject", flat=True))[:1],
}))
"""


class Site:
    """The register that runs, and the round in it."""

    def __init__(self, running_site, folder: Path):
        self.base, self.manage = running_site.url, running_site.manage
        self.outbox = folder / "outbox"
        told = re.search(r"^round (\d+) (\S+) last (\d+) (\S+)$", running_site.told, re.MULTILINE)
        self.round, self.code, self.last, self.reference = told.groups()


@pytest.fixture(scope="module")
def round_site(tmp_path_factory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("round")
    settings = {
        "EVIDENCE_FOLDER": f"{folder}/evidence",
        "OUTBOX_FOLDER": f"{folder}/outbox",
        "REQUIRE_SECOND_FACTOR": "1",
    }
    fill = ("shell", "-v0", "-c", PREPARE)
    with running(folder, *fill, host="localhost", **settings) as site:
        yield Site(site, folder)


def logged_in(browser, site: Site, name: str, first_page: str) -> Visitor:
    visitor = Visitor(browser, site.base)
    log_in(visitor, name)
    visitor.page.fill("[name=code]", code_now())
    visitor.page.click("main form[method=post] button[type=submit]")
    visitor.page.wait_for_url(re.compile("/(beheer|account|beoordelen|$)"))
    visitor.open(first_page)
    return visitor


def find_and_submit(visitor: Visitor, reference: str) -> None:
    """Do the work of an assessor: declare, judge all 13 criteria, submit."""
    page = visitor.open("assessments:declare", reference)
    page.get_by_label("Nee, ik heb geen belang").check()
    page.get_by_role("button", name="Mijn antwoord vastleggen").click()
    page = visitor.open("assessments:findings", reference)
    for number in range(1, 14):
        judge(page, number, "voldoet")
        saved = criterion(page, number).locator(".saved__text")
        expect(saved).to_have_text(re.compile("^Opgeslagen om"))
    page.get_by_role("link", name="Nakijken en indienen").click()
    page.get_by_role("button", name="Definitief indienen").click()
    expect(page.locator(".status-panel .mark--good")).to_contain_text("Ingediend op")


def press(page) -> None:
    page.click(".submit-row input[type=submit]")
    page.wait_for_selector(".messagelist .success")


def test_a_round_of_54_applications_from_assessment_to_release(browser, round_site):
    site = round_site
    anna = logged_in(browser, site, "anna", "assessments:home")
    find_and_submit(anna, site.reference)

    roos = logged_in(browser, site, "roos", "admin:index")
    page = roos.open("admin:assessments_application_decide", site.last)
    page.check("[name=outcome][value=recognised]")
    page.fill("[name=reasons]", "Het centrum voldoet aan alle criteria.")
    page.fill("[name=decided_by]", "de commissie TEC")
    press(page)
    page.click("#content a[href$='/letter/']")
    assert "Het centrum voldoet aan alle criteria." in page.inner_text("#content")
    press(page)
    page = roos.open("admin:assessments_assessmentround_release", site.round)
    page.fill("[name=why]", "Besloten in de vergadering")
    page.click(".submit-row input[type=submit]")
    assert "een tweede persoon" in page.inner_text("#content")

    assert visible_sentence(browser, site) == ""
    koos = logged_in(browser, site, "koos", "admin:index")
    page = koos.open("admin:assessments_assessmentround_release", site.round)
    page.fill("[name=why]", "Besloten in de vergadering")
    press(page)
    assert (anna.errors, roos.errors, koos.errors) == ([], [], [])

    assert visible_sentence(browser, site) == (
        "54 aanvragen behandeld, 28 erkend (5 nieuw, 23 herbeoordelingen)."
    )
    assert visible_sentence(browser, site, language="en") == (
        "54 applications handled, 28 recognised (5 new, 23 reassessments)."
    )
    check_records(site)
    check_pages(browser, site, koos)
    check_mail(site)


def visible_sentence(browser, site: Site, language: str = "nl") -> str:
    """Return what the public page says came out of the round; nothing before the release."""
    visitor = Visitor(browser, site.base)
    page = visitor.open("centres:round_detail", site.code, language=language)
    found = re.search(r"\d+ (aanvragen|applications) \w+, [^.]*\.", page.inner_text("main"))
    visitor.context.close()
    return found[0] if found else ""


def report(site: Site) -> dict:
    printed = site.manage("shell", "-v0", "-c", REPORT)
    return json.loads(re.search(r"^report (.*)$", printed, re.MULTILINE)[1])


def check_records(site: Site) -> None:
    """Hold the records against what was decided: periods of four years, extensions that ended."""
    found = report(site)
    assert (found["applications"], found["released"], found["letters"]) == (54, 54, 54)
    assert found["as_approved"] is True
    today = timezone.localdate()
    one_day = datetime.timedelta(days=1)
    starts = {datetime.date.fromisoformat(first) for _name, first, _last in found["periods"]}
    assert len(found["periods"]) == 28
    assert starts == {today, today + 61 * one_day}
    for name, first, last in found["periods"]:
        first_day = datetime.date.fromisoformat(first)
        assert (name, last) == (name, str(last_day_of_term(first_day, 4)))
    # Twelve made room for a new recognition, six ended with the refusal.
    assert sorted(found["extended"]) == [str(today - one_day)] * 12 + [str(today)] * 6


def check_pages(browser, site: Site, staff: Visitor) -> None:
    """Hold the page of the hospital and the radar against the records."""
    visitor = Visitor(browser, site.base)
    page = visitor.open("hospitals:detail", "oost")
    text = page.inner_text("main")
    assert "Nieuw 0" in text
    assert "Afgewezen" not in page.content()
    visitor.context.close()
    radar = staff.open("admin:assessments_assessmentround_radar")
    assert "28" in radar.inner_text("#content")


def check_mail(site: Site) -> None:
    """Send everything: each letter is one file, and a second time sends nothing."""
    site.manage("send_outbox")
    sent = sorted(path.name for path in site.outbox.glob("*.eml"))
    assert len(sent) >= 54
    site.manage("send_outbox")
    assert sorted(path.name for path in site.outbox.glob("*.eml")) == sent
