"""What a page tells machines: where it stands, in which languages, and what it is about."""

import datetime
import gzip
import json

import pytest

from tests.builders import (
    make_centre,
    make_membership,
    make_public_source_recognition,
    make_recognition,
    make_suspension,
)
from tests.centres.public.small_register import PAGES, address_of
from tests.conftest import set_clock
from tests.pages import Page, address

pytestmark = [pytest.mark.usefixtures("shared_register"), pytest.mark.once]

SITE = "http://testserver"
TODAY = {"valid_from": datetime.date(2024, 5, 1), "valid_through": datetime.date(2028, 4, 30)}


def graph(page: Page) -> dict[str, dict]:
    """Return what the page says, by the type of the thing."""
    (block,) = [each for each in page.all("script") if each.get("type") == "application/ld+json"]
    return {thing["@type"]: thing for thing in json.loads(block.text)["@graph"]}


def metas(page: Page) -> dict[str, str]:
    named = [(meta.get("name") or meta.get("property"), meta) for meta in page.all("meta")]
    return {name: meta.get("content") for name, meta in named if name}


def alternates(page: Page) -> dict[str, str]:
    links = [link for link in page.all("link") if link.get("rel") == "alternate"]
    return {link.get("hreflang"): link.get("href") for link in links}


def canonical(page: Page) -> list[str]:
    return [link.get("href") for link in page.all("link") if link.get("rel") == "canonical"]


@pytest.mark.parametrize("page", PAGES)
def test_each_page_says_where_it_stands_in_both_languages(client, register, page):
    nl, en = (SITE + address_of(page, register, language=code) for code in ("nl", "en"))
    for url in (nl, en):
        read = Page(client.get(url))
        assert canonical(read) == [url]
        assert alternates(read) == {"nl": nl, "en": en, "x-default": nl}
        told = metas(read)
        assert "robots" not in told
        assert (told["og:url"], told["og:title"]) == (url, read.title.rpartition(" – ")[0])
        assert told["og:description"] == told["description"] == read.description
        assert told["og:locale"] == {nl: "nl_NL", en: "en_GB"}[url]
        assert told["og:image"] == f"{SITE}/static/register/share.png"


@pytest.mark.parametrize(
    "query",
    [{"q": "park"}, {"status": "recognised"}, {"sortering": "einde"}, {"pagina": "1"},
     {"peildatum": "2025-01-15"}],
)  # fmt: skip
def test_a_combination_is_not_for_search_engines(read, query):
    page = read("centres:list", **query)
    assert (metas(page)["robots"], canonical(page)) == ("noindex, follow", [])


@pytest.mark.parametrize("query", [{"q": ""}, {"utm_source": "mail"}])
def test_what_says_nothing_in_the_address_changes_nothing(read, query):
    page = read("centres:list", **query)
    assert canonical(page) == [SITE + address("centres:list")]


def test_a_centre_says_what_its_recognition_says_and_until_when(read, register):
    told = graph(read("centres:detail", "parkinsoncentrum-oost"))
    clinic = told["MedicalClinic"]
    assert clinic["hasCertification"] == {
        "@type": "Certification",
        "name": "recognised",
        "issuedBy": {
            "@type": "Organization",
            "name": "Samenwerkende Topklinische Ziekenhuizen (STZ)",
            "url": "https://www.stz.nl/",
        },
        "certificationStatus": "https://schema.org/CertificationActive",
        "validFrom": "2024-05-01",
        "expires": "2028-04-30",
    }
    assert clinic["description"] == "Recognised by STZ from 1 May 2024 through 30 April 2028."
    assert clinic["parentOrganization"]["name"] == "Ziekenhuis Oost"
    assert clinic["alternateName"] == ["Centrum Beweging"]
    assert [each["name"] for each in clinic["knowsAbout"]] == ["Ziekte van Parkinson"]
    assert clinic["identifier"]["value"] == register.centre.public_id
    assert [each["name"] for each in told["BreadcrumbList"]["itemListElement"]] == [
        "Home", "Centres", "Parkinsoncentrum"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "status"),
    [("2024-04-30", None), ("2024-05-01", "Active"), ("2028-04-30", "Active"),
     ("2028-05-01", "Inactive")],
)  # fmt: skip
def test_a_recognition_is_told_on_its_days_only(read, register, monkeypatch, day, status):
    set_clock(monkeypatch, datetime.date.fromisoformat(day))
    clinic = graph(read("centres:detail", "parkinsoncentrum-oost"))["MedicalClinic"]
    told = clinic.get("hasCertification", {}).get("certificationStatus")
    assert told == (status and f"https://schema.org/Certification{status}")


def test_what_is_not_certain_is_told_in_words_only(read, register):
    unconfirmed, suspended = make_centre(register.hospital), make_centre(register.hospital)
    make_public_source_recognition(unconfirmed, "2018")
    make_suspension(make_recognition(suspended), datetime.date(2026, 1, 1))
    for centre, begin in ((unconfirmed, "Recognised in 2018 according"), (suspended, "STZ has")):
        clinic = graph(read("centres:detail", centre.slug))["MedicalClinic"]
        assert "hasCertification" not in clinic
        assert clinic["description"].startswith(begin)


def test_days_that_are_not_known_are_left_out(read, register):
    centre = make_centre(register.hospital)
    make_public_source_recognition(centre, "2024", "2028")
    told = graph(read("centres:detail", centre.slug))["MedicalClinic"]["hasCertification"]
    assert {"validFrom", "expires"} & set(told) == set()
    assert told["certificationStatus"].endswith("Active")


def test_a_condition_says_its_names_codes_and_centres(read, register):
    told = graph(read("centres:condition_detail", "parkinson"))
    assert told["MedicalCondition"]["alternateName"] == ["trilziekte"]
    assert told["MedicalCondition"]["code"] == [
        {"@type": "MedicalCode", "codeValue": "G20", "codingSystem": "ICD-10"}
    ]
    assert [each["url"] for each in told["ItemList"]["itemListElement"]] == [
        SITE + address("centres:detail", "parkinsoncentrum-oost")
    ]


def test_of_another_day_machines_are_told_nothing(read):
    page = read("centres:detail", "parkinsoncentrum-oost", peildatum="2025-01-15")
    assert [each for each in page.all("script") if each.get("type")] == []


def test_with_an_address_of_its_own_the_register_names_that_everywhere(client, register, settings):
    settings.SITE_URL = "https://register.stz.example"
    page = Page(client.get(address("centres:detail", "parkinsoncentrum-oost")))
    assert canonical(page)[0].startswith("https://register.stz.example/en/centres/")
    assert alternates(page)["nl"].startswith("https://register.stz.example/centra/")
    assert "testserver" not in client.get("/sitemap-centres.xml").content.decode()
    assert "testserver" not in client.get("/robots.txt").content.decode()


def test_a_hospital_is_a_member_on_the_days_of_its_membership(read, register, monkeypatch):
    register.hospital.memberships.all().delete()
    make_membership(register.hospital, member_through=datetime.date(2025, 12, 31))
    for day, is_member in (("2025-12-31", True), ("2026-01-01", False)):
        set_clock(monkeypatch, datetime.date.fromisoformat(day))
        told = graph(read("hospitals:detail", "oost"))["Hospital"]
        assert ("memberOf" in told) == is_member
        assert told["address"]["addressLocality"] == "Zwolle"


def test_home_says_how_the_register_is_searched(read):
    told = graph(read("centres:home"))["WebSite"]
    assert told["potentialAction"]["target"]["urlTemplate"] == (
        f"{SITE}/en/centres/?q={{search_term_string}}"
    )


def test_a_name_cannot_end_the_block_of_data(read, register):
    name = "</script><!-- <b>&"
    centre = make_centre(register.hospital, name=name)
    make_recognition(centre)
    assert graph(read("centres:detail", centre.slug))["MedicalClinic"]["name"] == name


def test_a_page_is_sent_compressed_to_who_can_read_that(client, register):
    plain = client.get(address("centres:list"))
    packed = client.get(address("centres:list"), headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]
    again = client.get(
        address("centres:list"),
        headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]},
    )
    assert (again.status_code, again.content) == (304, b"")


def test_suggestions_are_not_for_search_engines(client, register):
    answer = client.get(address("centres:suggestions", q="park"))
    assert answer.headers["X-Robots-Tag"] == "noindex"
