"""The question that comes before a dossier: do you have an interest in this application?"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from centres.public.pages import Crumb
from hospitals.verb_pages import add_refusal

from .. import committee
from ..forms import DeclarationForm
from .pages import ApplicationPage


class Declare(ApplicationPage):
    """Shows the reference and the hospital of an application, and nothing else of it.

    A member who answered "no" may still answer "yes" here, as long as there is no conflict.
    """

    template_name = "assessments/declare.html"
    asks_declaration = False

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = DeclarationForm(request.POST)
        if form.is_valid():
            try:
                committee.declare(
                    self.member,
                    self.application,
                    on=self.today,
                    by=request.user,
                    **form.cleaned_data,
                )
            except ValidationError as refusal:
                add_refusal(form, refusal)
        if not form.is_valid():
            return self.page(form=form, status=422)
        return self.answered(has_conflict=form.cleaned_data["has_conflict"])

    def answered(self, *, has_conflict: bool) -> HttpResponse:
        reference = self.application.reference
        if not has_conflict:
            messages.success(self.request, _("You have no interest. The dossier is open to you."))
            return redirect("assessments:dossier", reference)
        messages.success(
            self.request,
            _("Your interest in %(reference)s is recorded. A colleague assesses it.")
            % {"reference": reference},
        )
        return redirect("assessments:home")

    def get_context_data(self, **kwargs) -> dict:
        has_declared = committee.has_declared(self.member, self.application)
        return {
            "form": DeclarationForm(),
            "has_declared": has_declared,
        } | super().get_context_data(**kwargs)

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.application.reference), Crumb(_("Interest"))]
