"""Addresses for search engines and other machines: the sitemap, robots.txt and security.txt."""

import datetime

from django.conf import settings
from django.contrib.sitemaps import views
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from centres.public.site import site_address
from centres.public.sitemaps import SITEMAPS

LANGUAGES = [code for code, _name in settings.LANGUAGES]
CLOSED = ("admin:index", "assessments:home", "account_login", "centres:suggestions")
"""Pages that are nothing for a search engine; of the account, all that stands beside it."""

SECURITY_TXT_HOLDS = datetime.timedelta(days=330)
"""RFC 9116 asks for less than a year."""


@require_safe
@gzip_page
@cache_control(public=True, no_cache=True)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Name the files of the sitemap."""
    return views.index(request, sitemaps=SITEMAPS, sitemap_url_name="sitemap")


@require_safe
@gzip_page
@cache_control(public=True, no_cache=True)
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """List the pages of one kind, with the day of their last change."""
    return views.sitemap(request, sitemaps=SITEMAPS, section=section)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines in everywhere but where there is nothing for them."""
    closed = dict.fromkeys(_closed_in(language, name) for language in LANGUAGES for name in CLOSED)
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        f"Sitemap: {site_address(request)}{reverse('sitemap_index')}",
    ]
    return _text(lines)


def _closed_in(language: str, name: str) -> str:
    with override(language):
        path = reverse(name)
    return path.removesuffix("login/")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell about a weakness (RFC 9116)."""
    expires = timezone.now().replace(microsecond=0) + SECURITY_TXT_HOLDS
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {expires.astimezone(datetime.UTC).isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(LANGUAGES)}",
        f"Canonical: {site_address(request)}{request.path}",
    ]
    return _text(lines)


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
