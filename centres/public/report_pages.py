"""Pages on which a reader reports that something is not right, and comes back for the answer."""

from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from hospitals.models import Hospital

from ..error_reports import receive
from ..models import Centre, Condition, ErrorReport
from ..models.error_report import LONGEST_MESSAGE
from .pages import Crumb, PublicPage
from .parameters import printable
from .rounds_on_day import rounds_on


class SeeOther(HttpResponseRedirect):
    status_code = 303


class LinesField(forms.CharField):
    """Text of several lines, in which the end of a line counts as one character."""

    def to_python(self, value) -> str:
        return super().to_python((value or "").replace("\r\n", "\n"))


class ReportForm(forms.Form):
    """What a reader tells. ``website`` is a trap: people do not see it, programs fill it in."""

    message = LinesField(
        max_length=LONGEST_MESSAGE,
        error_messages={
            "required": gettext_lazy("Describe what is wrong."),
            "max_length": gettext_lazy(
                "Your message has %(show_value)s characters. It can have %(limit_value)s at most."
            ),
        },
    )
    email = forms.EmailField(
        required=False,
        error_messages={
            "invalid": gettext_lazy(
                "This is no e-mail address. Write it like this: naam@voorbeeld.nl."
            )
        },
    )
    website = forms.CharField(required=False)


class NeverKept(PublicPage):
    """A page that is about what one reader wrote: no browser, proxy or search engine keeps it."""

    is_of_this_version = False

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "is_for_search_engines": False,
            "answer_days": settings.REPORT_ANSWER_DAYS,
        }


# Without a session there is nothing that another site could do in a reader's name, and a token
# would need a cookie. What comes from another site is refused all the same.
@method_decorator(csrf_exempt, name="dispatch")
class ReportError(NeverKept):
    """The form. ``kind`` says what it is about: a record, or the register as a whole."""

    template_name = "centres/report.html"
    parameters = frozenset({"kenmerk"})
    http_method_names = ["get", "head", "options", "post"]
    kind = ""

    def setup(self, request: HttpRequest, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.form = ReportForm()
        self.is_too_many = False
        self.unknown_reference = ""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.about = self.record(**kwargs)
        if reference := request.GET.get("kenmerk", "").strip().upper():
            if ErrorReport.objects.filter(reference=reference).exists():
                return SeeOther(reverse("centres:report_received", args=[reference]))
            self.unknown_reference = printable(reference)[:20]
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.about = self.record(**kwargs)
        if is_from_elsewhere(request):
            raise PermissionDenied
        self.form = ReportForm(request.POST)
        if not self.form.is_valid():
            return self.again(kwargs, status=200)
        if self.form.cleaned_data["website"]:
            return SeeOther(reverse("centres:report_ignored"))
        if is_too_many(request):
            self.is_too_many = True
            return self.again(kwargs, status=429)
        report = receive(
            about=self.about,
            message=self.form.cleaned_data["message"],
            email=self.form.cleaned_data["email"],
            language=get_language(),
            at=timezone.now(),
        )
        return SeeOther(reverse("centres:report_received", args=[report.reference]))

    def again(self, kwargs: dict, *, status: int) -> HttpResponse:
        """Show the form once more, with what was typed and what is wrong with it."""
        return self.render_to_response(self.get_context_data(**kwargs), status=status)

    def record(self, slug: str = "", code: tuple[int, int] | None = None):
        """Return the public record that the address names; 404 when there is none."""
        named = Q(slug=slug) | Q(public_id=slug)
        if self.kind == "centre":
            return get_object_or_404(Centre.objects.public().select_related("hospital"), named)
        if self.kind == "hospital":
            return get_object_or_404(Hospital.objects.public(), named)
        if self.kind == "condition":
            return get_object_or_404(Condition.objects.public(), slug=slug)
        if self.kind == "round":
            year, number = code
            if not (found := rounds_on(self.day, Q(year=year, number=number))):
                raise Http404
            return found[0].code
        return None

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "about": title_of(self.about),
            "longest": LONGEST_MESSAGE,
            "is_too_many": self.is_too_many,
            "unknown_reference": self.unknown_reference,
        }

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Report an error"))]


class ReportReceived(NeverKept):
    """What became of a report, for whoever has its reference; never what the reader wrote."""

    template_name = "centres/report_received.html"

    def get_context_data(self, reference: str, **kwargs) -> dict:
        report = get_object_or_404(ErrorReport, reference=reference.upper())
        about = report.about if is_public(report.about) else ""
        page = about.get_absolute_url() if about and not isinstance(about, str) else ""
        return super().get_context_data(**kwargs) | {
            "report": report,
            "about": title_of(about),
            "about_url": page,
        }

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Report an error"), reverse("centres:report")), Crumb(_("Your report"))]


class ReportIgnored(NeverKept):
    """What a program reads that filled in the trap: nothing was kept, and it says so."""

    template_name = "centres/report_ignored.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Report an error"), reverse("centres:report")), Crumb(_("Not received"))]


def is_public(about: Centre | Hospital | Condition | str) -> bool:
    """Return whether a page may still name what a report is about."""
    if isinstance(about, str):
        return True
    return type(about).objects.public().filter(pk=about.pk).exists()


def title_of(about) -> tuple[str, str]:
    """Return what a report is about in words, and their language; empty for the register."""
    if isinstance(about, Centre):
        title, language = about.title
        return f"{title}, {about.hospital}", language
    if isinstance(about, Condition):
        return about.title
    if isinstance(about, str) and about:
        return _("Round %s") % about, ""
    return (str(about), "") if about else ("", "")


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Return whether a page of another site sent the form, as far as the browser tells."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site != "same-origin"
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc != request.get_host()


def is_too_many(request: HttpRequest) -> bool:
    """Count this report, and return whether its sender, or everybody together, sent too many.

    The sender's address is kept for the hour as a digest that cannot be read back.
    """
    address = get_adapter(request).get_client_ip(request)
    sender = salted_hmac("centres.report_pages", address).hexdigest()
    allowed = ratelimit.consume(request, action="report", key=sender)
    return not (allowed and ratelimit.consume(request, action="reports", key="all"))
