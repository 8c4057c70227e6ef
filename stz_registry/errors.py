"""Error pages that need no database: the same layout, a sentence on what to do next."""

import logging

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

NO_DATABASE = (OperationalError, InterfaceError)

TITLES = {
    400: _("The address is not right"),
    403: _("No access"),
    404: _("Page not found"),
    500: _("Something went wrong"),
    503: _("The register cannot be reached"),
}


def error_page(request: HttpRequest, status: int, reason: str = "") -> HttpResponse:
    """Return the page for ``status``; ``reason`` is a sentence in the reader's language."""
    language = (get_language_from_path(request.path_info) or "nl").lower()  # /EN/ is no page
    with override(language):
        body = render_to_string(
            "errors/page.html",
            {
                "status": status,
                "title": TITLES[status],
                "reason": reason,
                "body": f"errors/{status}.{language}.html",
                "is_english": language == "en",
            },
        )
    response = HttpResponse(body, status=status)
    response.is_own_error_page = True
    return response


def _is_html(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: an address that the register cannot use, with the sentence that says why."""
    is_for_reader = not isinstance(exception, SuspiciousOperation)
    return error_page(request, 400, str(exception) if is_for_reader else "")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the reader may not see this."""
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came back without its protection, for instance because cookies are off."""
    return error_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the register made a mistake."""
    return error_page(request, 500)


class ErrorPages:
    """Say 503 when the database is away, and show our own pages in development too.

    Without it a database that is away would be a 500, and with DEBUG Django's technical page
    would stand in the place of the pages for 400 and 404.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_ours = not settings.DEBUG or getattr(response, "is_own_error_page", False)
        if is_ours or response.status_code != 404 or not _is_html(response):
            return response
        return error_page(request, 404)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 when the database cannot be reached, and 400 in development as well."""
        if isinstance(exception, BadRequest | SuspiciousOperation):
            return bad_request(request, exception)
        if not isinstance(exception, NO_DATABASE):
            return None
        logger.error("The database does not answer: %s", exception)
        response = error_page(request, 503)
        response.headers["Retry-After"] = "60"
        return response
