"""What holds for every public page, in both languages."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.centres.public.small_register import PAGES, address_of
from tests.pages import Page

pytestmark = [pytest.mark.usefixtures("shared_register"), pytest.mark.once]

LANGUAGES = ["nl", "en"]
OTHER = {"nl": "en", "en": "nl"}
LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}
A_DAY = {"peildatum": "2025-01-15"}

every_page = pytest.mark.parametrize("page", PAGES)
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def read_page(client, page, register, **options) -> Page:
    response = client.get(address_of(page, register, **options))
    assert response.status_code == 200
    return Page(response)


@every_page
@in_both_languages
def test_page_has_a_language_one_heading_and_a_description(client, register, page, language):
    read = read_page(client, page, register, language=language)
    assert read.language == language
    assert len(read.texts("h1")) == 1
    assert 40 < len(read.description) < 320
    assert "\n" not in read.title


@in_both_languages
def test_titles_and_descriptions_differ_between_pages(client, register, language):
    read = [read_page(client, page, register, language=language) for page in PAGES]
    assert len({page.title for page in read}) == len(PAGES)
    assert len({page.description for page in read}) == len(PAGES)


@every_page
def test_breadcrumbs_lead_from_home_to_this_page(client, register, page):
    read = read_page(client, page, register, **A_DAY)
    crumbs = [item for nav in read.all("nav", "breadcrumbs") for item in nav.iter("li")]
    links = [link.get("href") for crumb in crumbs for link in crumb.iter("a")]
    parents = {
        "centre": ["home", "centres"],
        "comparison": ["home", "centres"],
        "sheet": ["home", "centres"],
        "condition": ["home", "conditions"],
        "hospital": ["home", "hospitals"],
        "round": ["home", "rounds"],
        "home": [],
    }.get(page, ["home"])
    assert links == [address_of(parent, register, **A_DAY) for parent in parents]
    current = [each for each in read.all() if each.get("aria-current") == "page"]
    assert len([each for each in current if each.tag == "span"]) == (page != "home")


@every_page
@in_both_languages
def test_language_link_leads_to_the_same_page_with_the_query_kept(client, register, page, language):
    read = read_page(client, page, register, language=language, **A_DAY)
    other = OTHER[language]
    assert read.link(LANGUAGE_NAMES[other]) == address_of(page, register, language=other, **A_DAY)
    alternates = {
        link.get("hreflang"): link.get("href")
        for link in read.all("link")
        if link.get("rel") == "alternate"
    }
    assert alternates.pop("x-default") == alternates["nl"]
    assert alternates == {
        code: f"http://testserver{address_of(page, register, language=code, **A_DAY)}"
        for code in LANGUAGES
    }


@every_page
def test_another_day_shows_a_banner_and_a_way_back_to_today(client, register, page):
    read = read_page(client, page, register, **A_DAY)
    assert read.texts("aside", "other-day") == [
        "You see the register as it stood on 15 January 2025. See it as it stands today"
    ]
    assert read.link("See it as it stands today").rstrip("?") == address_of(page, register)


def test_a_later_day_is_said_to_be_what_is_known_now(client, register):
    read = read_page(client, "home", register, peildatum="2027-01-01")
    assert read.texts("aside", "other-day") == [
        "You see the register as it will stand on 1 January 2027, by what is known now."
        " See it as it stands today"
    ]


@every_page
def test_today_shows_no_banner(client, register, page, today):
    assert read_page(client, page, register).all("aside", "other-day") == []
    read = read_page(client, page, register, peildatum=today.isoformat())
    assert read.all("aside", "other-day") == []


@every_page
def test_every_link_keeps_the_day(client, register, page):
    read = read_page(client, page, register, **A_DAY)
    inside = [link for link in read.links(outside="other-days") if link.startswith(("/", "?"))]
    forgetting = [link for link in inside if not _asked(A_DAY).items() <= _query(link).items()]
    assert forgetting == [read.link("See it as it stands today")]


def _query(link: str) -> dict:
    return parse_qs(urlsplit(link).query)


def _asked(query: dict) -> dict:
    return {name: [value] for name, value in query.items()}


@every_page
def test_form_for_another_day_keeps_the_rest_of_the_query(client, register, page):
    read = read_page(client, page, register)
    (form,) = read.all("form", "day-form")
    assert form.get("action") == address_of(page, register)
    assert [field.get("name") for field in form.iter("input")] == ["peildatum"]


def test_form_for_another_day_sends_the_filters_along(client, register):
    read = read_page(client, "centres", register, q="park", soort=["condition", "treatment"])
    (form,) = read.all("form", "day-form")
    assert [(field.get("name"), field.get("value")) for field in form.iter("input")] == [
        ("q", "park"),
        ("soort", "condition"),
        ("soort", "treatment"),
        ("peildatum", "2026-03-02"),
    ]


@every_page
@in_both_languages
def test_hidden_records_stand_on_no_page(client, register, page, language):
    main = read_page(client, page, register, language=language).main
    shown = [name for name in register.hidden if name in main]
    successors = {"centre": ["Opgegaan centrum"], "hospital": ["Opgegaan ziekenhuis"]}
    assert shown == successors.get(page, [])  # which name what has merged into them


@every_page
def test_page_is_the_same_for_everybody_and_sets_no_cookie(
    client, register, page, superuser_client
):
    url = address_of(page, register)
    anonymous, staff = client.get(url), superuser_client.get(url)
    assert anonymous.content == staff.content
    assert anonymous["ETag"] == staff["ETag"]
    for response in (anonymous, staff):
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")


TOLD = {"alternate", "canonical"}
"""Links of the head that a browser does not load."""


@every_page
def test_page_names_no_other_host_to_load_from(client, register, page):
    read = read_page(client, page, register)
    loaded = [each.get("src") for each in read.all() if each.get("src")]
    styles = [each.get("href") for each in read.all("link") if each.get("rel") not in TOLD]
    assert [url for url in loaded + styles if not url.startswith("/static/")] == []
    assert [each.tag for each in read.all() if each.get("style")] == []
    run = [each for each in read.all("script") if each.get("type") != "application/ld+json"]
    scripts = [(each.get("src") is None, each.get("defer")) for each in run]
    assert set(scripts) <= {(False, "")}  # of a file, and the page is read before it runs
