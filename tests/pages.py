"""Reading a page as a visitor does: its heading, cards, links, filters and chips."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import html5lib
from django.urls import reverse
from django.utils.translation import override

SVG = "{http://www.w3.org/2000/svg}"
"""What stands before the tags of a drawing."""

APART = {"br", "caption", "dd", "dt", "h1", "h2", "h3", "li", "p", "td", "th", "tr"}


def address(name: str, *args, language: str = "en", **query) -> str:
    """Return the address of the page called ``name``; a list as value repeats the parameter."""
    with override(language):
        url = reverse(name, args=args)
    return f"{url}?{urlencode(query, doseq=True)}" if query else url


def text_of(element: Element) -> str:
    """Return the words of ``element`` as a reader sees them: each block and line apart.

    An explanation that has yet to be opened is not seen.
    """
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    apart = " " if element.tag in APART else ""
    yield apart + (element.text or "")
    for child in element:
        if child.get("popover") is None:
            yield from _pieces(child)
        yield child.tail or ""
    yield apart


def classes_of(element: Element) -> list[str]:
    return element.get("class", "").split()


class Card(NamedTuple):
    """A result card: what it says, and where it leads."""

    title: str
    where: str
    status: str
    about: str
    url: str


class Page:
    """A page that the register answered with."""

    def __init__(self, response):
        self.status_code = response.status_code
        self.root = html5lib.parse(
            response.content, namespaceHTMLElements=False, transport_encoding="utf-8"
        )

    def all(self, tag: str | None = None, css_class: str = "") -> list[Element]:
        """Return the elements of a kind, of a class, or both, in the order of the page."""
        return [
            element
            for element in self.root.iter(tag)
            if not css_class or css_class in classes_of(element)
        ]

    def texts(self, tag: str | None = None, css_class: str = "") -> list[str]:
        return [text_of(element) for element in self.all(tag, css_class)]

    @property
    def language(self) -> str:
        return self.root.get("lang")

    @property
    def title(self) -> str:
        return self.texts("title")[0]

    @property
    def description(self) -> str:
        return next(meta.get("content") for meta in self.all("meta") if is_description(meta))

    @property
    def main(self) -> str:
        return self.texts("main")[0]

    @property
    def cards(self) -> list[Card]:
        return [card_in(element) for element in self.all("article", "card")]

    @property
    def titles(self) -> list[str]:
        return [card.title for card in self.cards]

    @property
    def sections(self) -> dict[str, list[str]]:
        """The titles of the cards under each heading."""
        return {
            text_of(section.find("h2")): [
                text_of(heading)
                for heading in section.iter("h3")
                if "card__title" in classes_of(heading)
            ]
            for section in self.all("section")
            if section.find("h2") is not None
        }

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Per filter and value the number of centres beside it."""
        counts = {}
        for option in self.all("label", "option"):
            field, number = option.find("input"), text_of(option).rpartition("(")[2]
            counts.setdefault(field.get("name"), {})[field.get("value")] = int(number[:-1])
        return counts

    @property
    def ticked(self) -> list[tuple[str, str]]:
        return [
            (field.get("name"), field.get("value"))
            for field in self.all("input")
            if field.get("checked") is not None
        ]

    @property
    def facts(self) -> dict[str, str]:
        """The terms of the page with what is said about each."""
        return dict(zip(self.texts("dt"), self.texts("dd"), strict=True))

    def links(self, *, outside: str = "") -> list[str]:
        """Return where the links lead, but for those within elements of the class ``outside``."""
        hidden = {link for each in self.all(css_class=outside) for link in each.iter("a")}
        hidden = hidden if outside else set()
        return [link.get("href") for link in self.all("a") if link not in hidden]

    def link(self, text: str) -> str:
        """Return where the one link with this text leads."""
        (found,) = [link for link in self.all("a") if text_of(link) == text]
        return found.get("href")


def is_description(meta: Element) -> bool:
    return meta.get("name") == "description"


def card_in(element: Element) -> Card:
    def part(name: str) -> str:
        found = [each for each in element.iter() if f"card__{name}" in classes_of(each)]
        return text_of(found[0]) if found else ""

    link = next(element.iter("a"))
    return Card(part("title"), part("where"), part("status"), part("for"), link.get("href"))
