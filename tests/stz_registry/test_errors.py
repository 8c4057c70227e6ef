"""Error pages: readable, in the right language, and without asking the database anything."""

import html5lib
import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import path

from stz_registry import errors
from stz_registry.urls import urlpatterns as urls_of_the_register
from tests.pages import Page

RAISED = {
    "bad": BadRequest("Een zin voor de lezer."),
    "suspicious": SuspiciousOperation("binnenkant"),
    "forbidden": PermissionDenied("binnenkant"),
    "missing": Http404("binnenkant"),
    "broken": RuntimeError("binnenkant"),
    "away": OperationalError("binnenkant"),
    "closed": InterfaceError("binnenkant"),
}

TITLES = {
    400: "The address is not right",
    403: "No access",
    404: "Page not found",
    500: "Something went wrong",
    503: "The register cannot be reached",
}


def raises(request, what: str) -> HttpResponse:
    raise RAISED[what]


urlpatterns = [
    path("<str:what>/raised/", raises),
    path("en/<str:what>/raised/", raises),
    *urls_of_the_register,
]
handler400, handler403 = errors.bad_request, errors.permission_denied
handler404, handler500 = errors.page_not_found, errors.server_error

ANSWERS = [
    ("bad", 400),
    ("suspicious", 400),
    ("forbidden", 403),
    ("missing", 404),
    ("broken", 500),
    ("away", 503),
    ("closed", 503),
]


@pytest.fixture
def visitor(settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


IN_DEVELOPMENT = [(what, status) for what, status in ANSWERS if what != "broken"]
"""For a mistake in the program a developer sees Django's own page."""


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("what", "status", "debug"),
    [(*answer, False) for answer in ANSWERS] + [(*answer, True) for answer in IN_DEVELOPMENT],
)
def test_error_has_a_readable_page_without_a_database(
    visitor, settings, what, status, language, debug
):
    settings.DEBUG = debug
    prefix = "/en" if language == "en" else ""
    response = visitor.get(f"{prefix}/{what}/raised/")  # no `db`: a query would be refused
    assert response.status_code == status
    page = Page(response)
    html5lib.HTMLParser(strict=True).parse(response.content, transport_encoding="utf-8")
    assert page.language == language
    if language == "en":
        assert page.texts("h1") == [TITLES[status]]
        assert page.title == f"{TITLES[status]} ({status}) – STZ expertise register"
    assert len(page.texts("h1")) == 1
    assert "binnenkant" not in response.text


def test_reason_of_a_bad_address_is_told_and_escaped(visitor):
    RAISED["marked"] = BadRequest("<b>“x”</b> kan niet.")
    page = Page(visitor.get("/marked/raised/"))
    assert page.texts(css_class="error-reason") == ["<b>“x”</b> kan niet."]
    assert Page(visitor.get("/suspicious/raised/")).all(css_class="error-reason") == []


def test_database_that_is_away_says_when_to_come_back(visitor):
    assert visitor.get("/away/raised/")["Retry-After"] == "60"
    assert "Retry-After" not in visitor.get("/broken/raised/").headers


def test_page_that_does_not_exist_is_ours_in_development_too(visitor, settings):
    settings.DEBUG = True
    page = Page(visitor.get("/en/nope/"))
    assert page.texts("h1") == ["Page not found"]
    assert "urlpatterns" not in page.main


def test_form_that_lost_its_protection_is_refused_with_our_page(settings, rf):
    page = Page(errors.csrf_failure(rf.post("/en/account/login/"), reason="binnenkant"))
    assert page.texts("h1") == ["No access"]


@pytest.mark.parametrize(
    ("address", "language"),
    [
        ("/nope/", "nl"),
        ("/en/nope/", "en"),
        ("/EN/nope/", "en"),
        ("/fr/nope/", "nl"),
        ("/en", "en"),
    ],
)
def test_error_is_in_the_language_of_the_address(rf, address, language):
    assert Page(errors.error_page(rf.get(address), 404)).language == language


@pytest.mark.parametrize("status", TITLES)
def test_error_page_is_not_to_be_indexed_and_leads_on(rf, status):
    page = Page(errors.error_page(rf.get("/en/x/"), status))
    (robots,) = [each for each in page.all("meta") if each.get("name") == "robots"]
    assert robots.get("content") == "noindex"
    assert page.links() == ["/en/", "/en/", "/en/centres/"]
