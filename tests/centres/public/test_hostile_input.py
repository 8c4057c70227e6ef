"""Whatever stands in an address, the answer is a page that a person can read, never a 500."""

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.centres.public.small_register import PAGES, address_of
from tests.pages import Page, address

pytestmark = pytest.mark.usefixtures("shared_register")

ANSWERS = {200, 301, 302, 400, 404}

PARAMETERS = [
    "q",
    "ziekenhuis",
    "provincie",
    "plaats",
    "soort",
    "specialisme",
    "leeftijd",
    "status",
    "sortering",
    "pagina",
    "peildatum",
    "onbekend",
]

RAW_VALUES = [
    "%00",
    "a%00b",
    "%ff",
    "%c3%28",
    "%ed%a0%80",
    "%",
    "%zz",
    "%F0%9F%92%89",
    "9" * 400,
    "-1",
    "1e9",
    "NaN",
    "2024-02-30",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "1899-12-31",
    "2200-01-01",
    "2024-05-01T00:00",
    "x" * 10_000,
    "%27%20OR%201=1--",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%E2%80%AE%E2%80%8B",
    "..%2F..%2Fetc%2Fpasswd",
    "{{7*7}}",
    "%25s%25n",
    "",
    "%20",
]

RAW_PATHS = [
    "/%00",
    "/en/centres/%00/",
    "/en/centres/%ff/",
    "/en/centres/a%00b/",
    "/en/centres/TEC-%00/",
    "/en/centres/TEC-' OR 1=1/",
    "/en/centres/" + "x" * 5_000 + "/",
    "/en/conditions/%F0%9F%92%89/",
    "/en/hospitals/ZKH-" + "9" * 500 + "/",
    "/en/hospitals/%e2%80%ae/",
    "/en/rounds/9999-99/",
    "/en/rounds/0000-0/",
    "/en/rounds/99999999999-1/",
    "/en/rounds/2024-1%00/",
    "/en/rounds/%D9%A2%D9%A0%D9%A2%D9%A4-1/",
    "/en/centres/../../etc/passwd",
    "/en//centres/",
    "//en/centres/",
    "/en/%2e%2e/centres/",
    "/xx/centres/",
    "/EN/",
    "/en/.env",
    "/favicon.ico",
    "/en/centres/?" + "&".join(["soort=condition"] * 400),
    "/en/centres/?" + "&".join(f"a{number}=1" for number in range(2_000)),
    "/en/centres/?%00=1",
    "/en/centres/?=1",
    "/en/centres/?&&&",
    "/en/centres/?q[]=1&q[a]=2",
    "/en/centres/?peildatum=2024-01-01&peildatum=2024-02-30",
    "/en/centres/?pagina=1&pagina=2",
]


def assert_readable(response, language: str = "en") -> None:
    assert response.status_code in ANSWERS
    if response.status_code in (301, 302):
        return
    html5lib.HTMLParser(strict=True).parse(response.content, transport_encoding="utf-8")
    page = Page(response)
    assert (page.language, len(page.texts("h1"))) == (language, 1)


@pytest.mark.parametrize("path", RAW_PATHS, ids=lambda path: path[:40])
def test_odd_address_has_a_readable_answer(client, register, path):
    prefixed = path.lower().startswith("/en/")
    assert_readable(client.get(path), "en" if prefixed else "nl")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("raw", RAW_VALUES, ids=lambda raw: raw[:20] or "empty")
def test_odd_value_in_every_parameter_has_a_readable_answer(client, register, raw, language):
    for name in PARAMETERS:
        url = f"{address('centres:list', language=language)}?{name}={raw}"
        assert_readable(client.get(url), language)


@pytest.mark.parametrize("page", PAGES)
def test_odd_day_is_refused_on_every_page(client, register, page):
    for raw in ("2024-02-30", "%00", "%ff", "9" * 400):
        response = client.get(f"{address_of(page, register)}?peildatum={raw}")
        assert response.status_code == 400
        assert_readable(response)


@pytest.mark.parametrize("header", ["if-none-match", "if-modified-since", "accept-language"])
@pytest.mark.parametrize("value", ["", "*", "W/", '"', "x" * 5_000, "\x00", "é"])
def test_odd_header_has_a_readable_answer(client, register, header, value):
    response = client.get(address("centres:list"), headers={header: value})
    if response.status_code != 304:
        assert_readable(response)


class AnyInput(TestCase):
    """Any text at all, in any parameter and in the address of any record."""

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(
            st.tuples(st.one_of(st.sampled_from(PARAMETERS), st.text(max_size=8)), st.text()),
            max_size=4,
        )
    )
    def test_any_query_has_a_readable_answer(self, pairs):
        query: dict[str, list[str]] = {}
        for name, value in pairs:
            query.setdefault(name, []).append(value)
        url = address("centres:list")
        try:
            response = self.client.get(url, query)
        except UnicodeEncodeError:  # half a surrogate pair: no browser can send it
            return
        assert_readable(response)

    @settings(max_examples=60, deadline=None)
    @given(
        st.sampled_from(["centres", "conditions", "hospitals", "rounds"]),
        st.binary(min_size=1, max_size=30),
    )
    def test_any_name_of_a_record_has_a_readable_answer(self, folder, name):
        quoted = "".join(f"%{byte:02x}" for byte in name)
        assert_readable(self.client.get(f"/en/{folder}/{quoted}/"))
