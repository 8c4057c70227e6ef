"""The register's own middleware."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from . import turn_of_day
from .accounts import has_one_time_password

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
NEVER_OPEN = {"account_signup", "account_email", "account_set_password"}
BY_EMAIL = {
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
SENDS_NOTHING = {
    "django.core.mail.backends.console.EmailBackend",
    "django.core.mail.backends.dummy.EmailBackend",
}
WORKPLACES = {"admin", "assessments"}
ASKS_NO_DATABASE = "/healthz"
ALWAYS_OPEN = {"admin:login", "admin:logout", "admin:jsi18n", "assessments:calendar"}


class FirstRequestOfTheDay:
    """What becomes public at the turn of the day is so before the first page of that day."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != ASKS_NO_DATABASE:
            turn_of_day.turn_to(timezone.localdate())
        return self.get_response(request)


class ClosedAccountPages:
    """Nobody signs up, and nobody resets a password by e-mail while the register sends none.

    Those pages of allauth do not exist here: 404, with the register's own page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs) -> None:
        request.sends_email = settings.EMAIL_BACKEND not in SENDS_NOTHING
        name = request.resolver_match.view_name
        if name in NEVER_OPEN or (name in BY_EMAIL and not request.sends_email):
            raise Http404


class RequireSecondFactor:
    """People put their account in order before a workplace opens: a password of their own, and
    then a second factor.

    ``REQUIRE_SECOND_FACTOR`` says whether the second is asked; production refuses to start
    without it. Recovery codes alone are no second factor. Every page of a workplace is closed
    until then, in both languages and for every method: the view decides, not the address. The
    committee's calendar has a secret address of its own: a calendar program cannot log in.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs) -> HttpResponse | None:
        match = request.resolver_match
        if WORKPLACES.isdisjoint(match.app_names) or match.view_name in ALWAYS_OPEN:
            return None
        if not request.user.is_authenticated:
            return None
        if has_one_time_password(request.user):
            messages.info(request, _("First choose a password of your own."))
            return redirect("account_change_password")
        if settings.REQUIRE_SECOND_FACTOR and not is_mfa_enabled(request.user, SECOND_FACTORS):
            messages.info(request, _("First set up a second factor, to protect the register."))
            return redirect("mfa_index")
        return None


class KeepCommitteePagesPrivate:
    """No cache keeps a page of the committee and no search engine lists it, refusals included."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and "assessments" in match.app_names:
            response.headers["Cache-Control"] = "private, no-store"
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response
