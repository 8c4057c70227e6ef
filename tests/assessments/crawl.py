"""Reading everything that somebody can open, byte for byte, to compare two worlds."""

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from django.test import Client

MASKED_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')
LINK = re.compile(rb'\s(?:href|src|action)="([^"#]+)')
NOT_PAGES = ("/static/",)
OF_THE_CLOCK = {"expires"}
"""Headers that tell the time of the answer."""


class Answer(NamedTuple):
    """What the register answered: status, headers and body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def answer_of(client: Client, address: str) -> Answer:
    """Return the answer to ``address``, without the time and the masked token of forms."""
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = sorted((name.lower(), value) for name, value in response.headers.items())
    headers = tuple(pair for pair in headers if pair[0] not in OF_THE_CLOCK)
    return Answer(response.status_code, headers, MASKED_TOKEN.sub(rb"\1", body))


def crawl(
    client: Client,
    *addresses: str,
    most: int = 400,
    follow: Callable[[str], bool] = lambda link: True,
) -> dict[str, Answer]:
    """Return every answer that is reached from ``addresses`` by links, forms and redirects.

    Addresses that log out, lead elsewhere or combine several parameters are passed over, but for
    those that are asked for. Raises ``AssertionError`` when there are more than ``most``: then the
    world is too large to be read whole.

    Arguments:
        follow: whether to open a link that is new; all of them without it.
    """
    found: dict[str, Answer] = {}
    waiting = list(addresses)
    while waiting:
        address = waiting.pop(0)
        if address in found or not (address in addresses or follow(address)):
            continue
        found[address] = answer_of(client, address)
        assert len(found) <= most, "the world is too large to be read whole"
        links = links_in(address, found[address])
        waiting += [link for link in links if link.count("=") < 2 and not is_elsewhere(link)]
    return found


def is_elsewhere(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.path.startswith(NOT_PAGES) or "logout" in parts.path


def links_in(address: str, answer: Answer) -> list[str]:
    """Return where the answer leads, as addresses of this register."""
    targets = [match.decode().replace("&amp;", "&") for match in LINK.findall(answer.body)]
    targets += [value for name, value in answer.headers if name == "location"]
    return [
        urljoin(address, target)
        for target in targets
        if not target.startswith(("mailto:", "tel:", "http:", "https:", "data:"))
    ]


def differences(one: dict[str, Answer], other: dict[str, Answer]) -> dict[str, tuple]:
    """Return the addresses at which two worlds answer differently, with both answers."""
    addresses = [*one, *(address for address in other if address not in one)]
    return {
        address: (one.get(address), other.get(address))
        for address in addresses
        if one.get(address) != other.get(address)
    }
