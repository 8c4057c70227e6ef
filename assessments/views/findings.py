"""An assessor's findings: written criterion by criterion, then submitted for good."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from centres.models import Criterion
from centres.public.pages import Crumb

from ..findings import incomplete_criteria, save_finding, submit_findings
from ..forms import VersionForm
from ..models import Assignment, Finding
from ..states import ApplicationState
from .judgements import JudgementPage
from .pages import ApplicationPage


class OwnFindings:
    """For a page about the findings of the member, who assesses the application."""

    own: Assignment

    def prepare(self, **kwargs) -> HttpResponse | None:
        answer = super().prepare(**kwargs)
        if answer is not None:
            return answer
        own = self.assignment()
        if own is None:
            raise PermissionDenied
        self.own = own
        return None

    @property
    def may_write(self) -> bool:
        in_assessment = self.application.status == ApplicationState.IN_ASSESSMENT
        return in_assessment and not self.own.is_submitted

    def get_context_data(self, **kwargs) -> dict:
        context = {"assignment": self.own, "may_write": self.may_write}
        return super().get_context_data(**kwargs) | context

    def crumbs(self) -> list[Crumb]:
        address = reverse("assessments:findings", args=[self.application.reference])
        return [*super().crumbs(), Crumb(_("My findings"), address)]


class Findings(OwnFindings, JudgementPage):
    """A form per criterion; once submitted, the findings to read."""

    template_name = "assessments/findings.html"
    address = "assessments:findings"
    save_address = "assessments:save_finding"

    def saved_judgements(self) -> dict[int, Finding]:
        return {each.criterion_id: each for each in self.own.findings.all()}

    def save(self, criterion: Criterion, *, version: int, verdict: str, reason: str) -> None:
        save_finding(
            self.own,
            criterion=criterion,
            version=version,
            verdict=verdict,
            reason=reason,
            by=self.request.user,
        )

    def refuse_closed(self) -> HttpResponse | None:
        if self.may_write:
            return None
        sentence = _("These findings do not change any more. What you typed was not saved.")
        if self.request.htmx:
            return self.render_part("assessments/_refused.html", status=409, sentence=sentence)
        messages.error(self.request, sentence)
        return redirect(self.address, self.application.reference)


class SubmitFindings(OwnFindings, ApplicationPage):
    """Shows what is still missing; then the findings are submitted and stay as they are."""

    template_name = "assessments/submit.html"

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = VersionForm(request.POST)
        if not form.is_valid():
            return self.page(status=422)
        try:
            submit_findings(
                self.own, version=form.cleaned_data["version"], on=self.today, by=request.user
            )
        except ValidationError as refusal:
            self.own.refresh_from_db()
            return self.page(status=409, refusals=refusal.messages)
        messages.success(request, _("Your findings are submitted."))
        return redirect("assessments:findings", self.application.reference)

    def get_context_data(self, **kwargs) -> dict:
        numbers = set(incomplete_criteria(self.own))
        criteria = self.application.round.edition.criteria.all()
        missing = [each for each in criteria if each.number in numbers]
        return super().get_context_data(**kwargs) | {"missing": missing}

    def crumbs(self) -> list[Crumb]:
        return [*super().crumbs(), Crumb(_("Submit"))]
