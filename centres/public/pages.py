"""What every public page has in common: the day, the entity tag, the way back."""

import datetime
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.generic import TemplateView

from hospitals.models import RegisterVersion

from .coverage import coverage
from .freshness import page_tag
from .parameters import normalised, reference_date, refuse_repeated, refuse_unknown
from .site import site_address
from .structured_data import as_block, breadcrumbs


class Crumb(NamedTuple):
    """One step of the way back from a page to the home page."""

    label: str
    url: str = ""
    language: str = ""


# Compressed: that is safe here, because a public page holds no secret to guess from its length.
@method_decorator(gzip_page, name="dispatch")
class PublicPage(TemplateView):
    """A page that anybody may read: the same for all, so without cookie, session or user.

    The clock is read here and nowhere below. A browser or proxy that has the page already gets
    304 before anything is rendered.
    """

    http_method_names = ["get", "head", "options"]
    parameters: frozenset[str] = frozenset()
    """The query parameters that the page knows besides ``peildatum``."""

    today: datetime.date
    day: datetime.date
    version: RegisterVersion
    is_of_this_version = True
    """Whether the page holds what ``version`` says; one that does not is not kept anywhere."""

    def setup(self, request: HttpRequest, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        refuse_unknown(request, {"peildatum", *self.parameters})
        refuse_repeated(request, {"peildatum", "pagina", "sortering", "nabij", "q"})
        self.day = reference_date(request, self.today)
        self.version = RegisterVersion.current()
        tag = page_tag(request, self.version, self.today)
        response = None
        if request.headers.get("If-None-Match") != "*":  # which a page that is not there has too
            response = get_conditional_response(request, etag=tag)
        if response is None:
            response = super().dispatch(request, *args, **kwargs)
        if response.status_code in (200, 304) and self.is_of_this_version:
            response.headers.setdefault("ETag", tag)
            response.headers.setdefault("Cache-Control", "public, no-cache")
        if not self.is_of_this_version:
            response.headers["Cache-Control"] = "no-store"
        return response

    def things(self, context: dict) -> list[dict]:
        """Return what the page tells machines, besides the way back; see ``structured_data``."""
        return []

    def render_to_response(self, context: dict, **kwargs) -> HttpResponse:
        if context["is_for_search_engines"]:  # of another day machines are told nothing
            things = self.things(context)
            if len(context["crumbs"]) > 1:
                things = [*things, breadcrumbs(context["crumbs"], self.site)]
            context["structured_data"] = as_block(things) if things else ""
        return super().render_to_response(context, **kwargs)

    @property
    def site(self) -> str:
        """The scheme and host of the register, before the addresses of its pages."""
        return site_address(self.request)

    def crumbs(self) -> list[Crumb]:
        """Return the steps between the home page and this page, this page last."""
        return []

    def get_context_data(self, **kwargs) -> dict:
        home = Crumb(_("Home"), reverse("centres:home"))
        language = get_language()
        return super().get_context_data(**kwargs) | {
            "day": self.day,
            "today": self.today,
            "is_other_day": self.day != self.today,
            "coverage": coverage(self.version, self.day),
            # A search, a choice, a later page of a list and another day are not for search engines:
            # they hold what other pages hold, in endless combinations.
            "is_for_search_engines": not normalised(self.request.GET),
            "canonical_url": f"{self.site}{self.request.path}",
            "crumbs": [home, *self.crumbs()],
            "explained": set(),
            "contact_email": settings.CONTACT_EMAIL,
            "coverage_note": f"pages/coverage_note.{language}.html",
            "no_results": f"pages/no_results.{language}.html",
        }
