"""What every page of the committee has in common: who may open it, and the way back."""

import datetime

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from centres.public.pages import Crumb

from ..access import committee_applications, member_of
from ..committee import has_declared
from ..models import Application, AssessmentRound, Assignment, CommitteeMember
from ..states import RoundState


class MemberPage(TemplateView):
    """A page for who is in the committee today; others get 403, or log in first.

    The clock is read here and nowhere below.
    """

    today: datetime.date
    member: CommitteeMember

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.to_log_in()
        self.today = timezone.localdate()
        member = member_of(request.user, on=self.today)
        if member is None:
            raise PermissionDenied
        self.member = member
        return self.prepare(**kwargs) or super().dispatch(request, *args, **kwargs)

    def to_log_in(self) -> HttpResponse:
        """Send who is not logged in to do so; a page that saves as you go shows it in place."""
        if self.request.htmx:
            return self.render_part("assessments/_logged_out.html", status=401)
        return redirect_to_login(self.request.get_full_path())

    def prepare(self, **kwargs) -> HttpResponse | None:
        """Find what the page is about; an answer that is returned takes the place of the page."""
        return None

    def crumbs(self) -> list[Crumb]:
        """Return the steps between the list of applications and this page, this page last."""
        return []

    def get_context_data(self, **kwargs) -> dict:
        home = Crumb(_("My applications"), reverse("assessments:home"))
        return super().get_context_data(**kwargs) | {
            "member": self.member,
            "today": self.today,
            "crumbs": [home, *self.crumbs()],
        }

    def page(self, *, status: int = 200, **kwargs) -> HttpResponse:
        """Return the whole page, also in answer to a form."""
        return self.render_to_response(self.get_context_data(**kwargs), status=status)

    def render_part(self, template: str, *, status: int = 200, **context) -> HttpResponse:
        """Return a part of a page, for a script that puts it in its place."""
        return self.response_class(self.request, template, context, status=status)


class ApplicationPage(MemberPage):
    """A page about one application: 404 for who has a conflict, as for one that is not there.

    Before the member has declared to have no interest, every page leads to that question.
    """

    asks_declaration = True

    application: Application

    def prepare(self, *, reference: str, **kwargs) -> HttpResponse | None:
        applications = committee_applications(self.request.user).select_related(
            "round__edition", "hospital", "centre"
        )
        self.application = get_object_or_404(applications, reference=reference)
        if self.asks_declaration and not has_declared(self.member, self.application):
            return redirect("assessments:declare", self.application.reference)
        return None

    def assignment(self) -> Assignment | None:
        """Return the confirmed assignment of the member to this application, or ``None``."""
        return (
            self.application.assignments.filter(member=self.member, confirmed_on__isnull=False)
            .select_related("member__user", "application__round__edition")
            .first()
        )

    def crumbs(self) -> list[Crumb]:
        reference = self.application.reference
        return [Crumb(reference, reverse("assessments:dossier", args=[reference]))]

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"application": self.application}


class RoundPage(MemberPage):
    """A page about one round that is or was assessed."""

    round: AssessmentRound

    def prepare(self, *, year: int, number: int) -> HttpResponse | None:
        rounds = AssessmentRound.objects.select_related("edition").exclude(
            state__in=[RoundState.PLANNED, RoundState.CANCELLED]
        )
        self.round = get_object_or_404(rounds, year=year, number=number)
        return None

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"round": self.round}
