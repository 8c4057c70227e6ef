"""The HTML of every page: what a strict parser and some checks of our own say of it."""

import urllib.error
import urllib.request
from collections import Counter
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.browser.addresses import addresses
from tests.pages import address, text_of

pytestmark = pytest.mark.browser

FIELDS = {"input", "select", "textarea"}
REFERRING = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "popovertarget")


def source_of(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=30) as response:
            return response.read()
    except urllib.error.HTTPError as error:
        return error.read()


def faults_in(source: bytes) -> list[str]:
    """Return what is wrong with a page, as sentences."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(source, transport_encoding="utf-8")
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    ids = Counter(each.get("id") for each in elements if each.get("id"))
    return [
        *(f"parse error {code} at {place}" for place, code, _more in parser.errors),
        *(f"id {name} stands {count} times" for name, count in ids.items() if count > 1),
        *(f"{attribute} points at nothing: {name}" for attribute, name in _pointing(elements)
          if name not in ids),
        *(f"#{name} leads nowhere" for name in _anchors(elements) if name not in ids),
        *("image without alt" for each in elements if each.tag == "img" and not each.get("alt")),
        *(f"field without label: {each.attrib}" for each in _unlabelled(elements)),
        *(f"link or button without words: {each.attrib}" for each in elements if _is_mute(each)),
        *(f"inline {name}" for name in _inline(elements)),
        *_skipped_headings(elements),
    ]  # fmt: skip


def _pointing(elements: list[Element]) -> list[tuple[str, str]]:
    return [
        (attribute, name)
        for each in elements
        for attribute in REFERRING
        for name in each.get(attribute, "").split()
    ]


def _anchors(elements: list[Element]) -> list[str]:
    return [each.get("href")[1:] for each in elements if each.get("href", "").startswith("#")]


def _unlabelled(elements: list[Element]) -> list[Element]:
    labelled = {each.get("for") for each in elements if each.tag == "label"}
    inside = {child for each in elements if each.tag == "label" for child in each.iter()}
    return [
        each
        for each in elements
        if each.tag in FIELDS
        and each.get("type") not in ("hidden", "submit")
        and each not in inside
        and each.get("id") not in labelled
        and not each.get("aria-label")
    ]


def _is_mute(element: Element) -> bool:
    is_active = element.tag == "button" or (element.tag == "a" and element.get("href"))
    return bool(is_active) and not text_of(element) and not element.get("aria-label")


def _inline(elements: list[Element]) -> list[str]:
    return [
        name
        for each in elements
        for name in (*each.attrib, each.tag)
        if name == "style" or str(name).startswith("on")
    ]


def _skipped_headings(elements: list[Element]) -> list[str]:
    levels = [int(each.tag[1]) for each in elements if each.tag in ("h1", "h2", "h3", "h4")]
    steps = zip([0, *levels], levels, strict=False)
    return [f"h{lower} follows h{upper}" for upper, lower in steps if lower > upper + 1]


@pytest.mark.parametrize("which", ["site", "real_site"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_is_sound_html(request, which, language):
    site = request.getfixturevalue(which)
    pages = addresses(site, language)
    pages["log in"] = site.url + address("account_login", language=language)
    faults = {name: faults_in(source_of(url)) for name, url in pages.items()}
    assert {name: some for name, some in faults.items() if some} == {}


def test_faults_are_found():
    page = b"""<!doctype html><html lang=nl><title>x</title><h1 id=a>x</h1><h3 id=a>y</h3>
    <p><p style="x"><a href="#nergens"></a><img src="x"><input name=q><label for=b>z</label>
    </span><button onclick="x"></button>"""
    assert faults_in(page) == [
        "parse error unexpected-end-tag at (3, 11)",
        "id a stands 2 times",
        "for points at nothing: b",
        "#nergens leads nowhere",
        "image without alt",
        "field without label: {'name': 'q'}",
        "link or button without words: {'href': '#nergens'}",
        "link or button without words: {'onclick': 'x'}",
        "inline style",
        "inline onclick",
        "h3 follows h1",
    ]
