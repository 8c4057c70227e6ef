"""Reporting an error without an account: the form, its refusals, and the page of the answer."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from centres.error_reports import settle
from centres.models import ErrorReport
from tests.builders import make_announced_round, make_centre
from tests.pages import Page, address

pytestmark = pytest.mark.usefixtures("shared_register")

MESSAGE = "De naam van het centrum is veranderd."


@pytest.fixture(autouse=True)
def nothing_sent():
    cache.clear()


def send(client, url=None, *, language="en", **over):
    told = {"message": MESSAGE, "email": "", "website": ""} | over
    return client.post(url or address("centres:report", language=language), told)


@pytest.mark.parametrize(
    ("kind", "slug", "field"),
    [("centre", "parkinsoncentrum-oost", "centre"), ("hospital", "oost", "hospital"),
     ("condition", "parkinson", "condition")],
)  # fmt: skip
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_report_gets_a_reference_and_its_answer(client, register, kind, slug, field, language):
    url = address(f"centres:report_{kind}", slug, language=language)
    assert str(getattr(register, field)) in Page(client.get(url)).main
    answer = send(client, url, email="lezer@voorbeeld.example")
    report = ErrorReport.objects.get()
    assert (report.about, report.language) == (getattr(register, field), language)
    assert (report.message, report.email) == (MESSAGE, "lezer@voorbeeld.example")
    received = address("centres:report_received", report.reference, language=language)
    assert (answer.status_code, answer.url) == (303, received)
    page = Page(client.get(received))
    assert report.reference in page.main
    assert MESSAGE not in page.main and "lezer" not in page.main
    settle(report, version=1, answer="Het is\ngewijzigd.", at=timezone.now(), by=None, why="Zo")
    assert "Het is gewijzigd." in Page(client.get(received)).main
    other = {"nl": "en", "en": "nl"}[language]
    elsewhere = client.get(address("centres:report_received", report.reference, language=other))
    (answer,) = Page(elsewhere).all("div", "prose")
    assert answer.get("lang") == language


def test_a_report_may_be_about_a_round_or_the_register_as_a_whole(client, register):
    send(client, address("centres:report_round", "2024-1"))
    send(client)
    assert [report.about for report in ErrorReport.objects.all()] == ["2024-1", ""]


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"message": " "}, "message", "Describe what is wrong."),
        ({"message": "x" * 2001}, "message",
         "Your message has 2001 characters. It can have 2000 at most."),
        ({"email": "geen adres"}, "email",
         "This is no e-mail address. Write it like this: naam@voorbeeld.nl."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_twice_and_nothing_typed_is_lost(client, register, wrong, field, said):
    told = {"message": MESSAGE, "email": "a@b.example"} | wrong
    page = Page(send(client, **told))
    assert page.title.startswith("Error: Report an error")
    (summary,) = page.all("div", "error-summary")
    assert [link.get("href") for link in summary.iter("a")] == [f"#{field}"]
    assert page.texts("span", "field__error") == [said]
    (written,), (given,) = (
        page.all("textarea"),
        [each for each in page.all("input") if each.get("name") == "email"],
    )
    assert (written.text or "").strip() == told["message"].strip()
    assert given.get("value") == told["email"]
    invalid = [each.get("id") for each in page.all() if each.get("aria-invalid") == "true"]
    assert invalid == [field]
    assert ErrorReport.objects.count() == 0


def test_a_program_that_fills_in_the_trap_is_told_that_nothing_was_kept(client, register):
    answer = send(client, website="https://spam.example")
    assert (answer.status_code, answer.url) == (303, address("centres:report_ignored"))
    assert "We did not keep this report" in Page(client.get(answer.url)).main
    assert ErrorReport.objects.count() == 0


def test_five_reports_an_hour_are_received_and_the_sixth_is_kept_on_the_page(client, register):
    assert [send(client).status_code for _ in range(6)] == [303] * 5 + [429]
    assert ErrorReport.objects.count() == 5
    page = Page(send(client, message="Niet kwijtraken"))
    assert page.texts("h2")[0] == "Your report was not sent"
    assert page.all("textarea")[0].text.strip() == "Niet kwijtraken"
    assert ErrorReport.objects.count() == 5


def test_another_visitor_is_not_held_up(client, register, settings):
    for _ in range(6):
        send(client)
    elsewhere = client.post(
        address("centres:report"), {"message": MESSAGE}, REMOTE_ADDR="203.0.113.7"
    )
    assert elsewhere.status_code == 303


def test_the_end_of_a_line_counts_as_one_character(client, register):
    assert send(client, message="x\r\n" * 999 + "xy").status_code == 303
    assert len(ErrorReport.objects.get().message) == 2000


def test_mistakes_do_not_count(client, register):
    for _ in range(6):
        send(client, message="")
    assert send(client).status_code == 303


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Sec-Fetch-Site": "cross-site"}, 403), ({"Sec-Fetch-Site": "same-origin"}, 303),
     ({"Origin": "https://elders.example"}, 403), ({"Origin": "http://testserver"}, 303)],
)  # fmt: skip
def test_a_form_of_another_site_is_refused(client, register, headers, status):
    answer = client.post(address("centres:report"), {"message": MESSAGE}, headers=headers)
    assert answer.status_code == status


def test_reporting_sets_no_cookie_and_keeps_nothing_anywhere(client, register):
    for answer in (client.get(address("centres:report")), send(client)):
        assert answer.cookies == {}
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers
    page = Page(client.get(address("centres:report")))
    robots = [meta.get("content") for meta in page.all("meta") if meta.get("name") == "robots"]
    assert robots == ["noindex, follow"]


def test_a_reference_leads_back_to_the_report(client, register):
    send(client, address("centres:report_centre", "parkinsoncentrum-oost"))
    reference = ErrorReport.objects.get().reference
    found = client.get(address("centres:report", kenmerk=f" {reference.lower()} "))
    assert (found.status_code, found.url) == (303, address("centres:report_received", reference))
    page = Page(client.get(found.url))
    assert page.link("Parkinsoncentrum, Ziekenhuis Oost").endswith("/parkinsoncentrum-oost/")
    register.centre.recognitions.all().delete()  # it is not public any more
    assert "Parkinsoncentrum" not in Page(client.get(found.url)).main
    unknown = Page(client.get(address("centres:report", kenmerk="M-0000-0000")))
    assert unknown.texts(css_class="notice")[0] == (
        "We know of no report with the reference “M-0000-0000”."
    )


def test_what_is_not_public_cannot_be_reported_about(client, register, clock):
    hidden = make_centre(register.hospital, name="Afgewezen")
    for url in (
        address("centres:report_centre", hidden.slug),
        address("centres:report_centre", "bestaat-niet"),
        address("centres:report_condition", "bestaat-niet"),
        address("centres:report_hospital", "bestaat-niet"),
        address("centres:report_round", "2031-1"),
        address("centres:report_received", "M-0000-0000"),
    ):
        assert client.get(url).status_code == 404, url
        if "received" not in url:
            assert send(client, url).status_code == 404
    make_announced_round(2031, 1)
    assert client.get(address("centres:report_round", "2031-1")).status_code == 200


def test_every_record_leads_to_its_form(read, register):
    day = {"peildatum": datetime.date(2025, 1, 15)}
    for page, args, form in (
        ("centres:detail", ["parkinsoncentrum-oost"], "report_centre"),
        ("hospitals:detail", ["oost"], "report_hospital"),
        ("centres:condition_detail", ["parkinson"], "report_condition"),
        ("centres:round_detail", ["2024-1"], "report_round"),
    ):
        url = address(f"centres:{form}", *args, **day)
        assert url in read(page, *args, **day).links()
