"""The dossier of an application, on the screen and to print."""

from operator import attrgetter

from django.utils.translation import gettext as _

from centres.public.pages import Crumb

from ..models import Document
from ..previous import (
    compare,
    findings_of,
    previous_application,
    released_decision,
)
from .pages import ApplicationPage


class Dossier(ApplicationPage):
    """What the hospital says on each criterion, with the previous assessment beside it."""

    http_method_names = ["get", "head"]
    template_name = "assessments/dossier.html"

    def get_context_data(self, **kwargs) -> dict:
        application, user = self.application, self.request.user
        previous = previous_application(application, user=user)
        decision = previous and released_decision(previous)
        requirements = list(decision.requirements.all()) if decision else []
        compared = compare(
            application.round.edition.criteria.all(),
            application.answers.all(),
            previous,
            findings_of(previous, user=user) if previous else (),
        )
        of_criterion, of_whole = self.documents()
        return super().get_context_data(**kwargs) | {
            "assignment": self.assignment(),
            "approvals": application.approvals.all(),
            "criteria": [
                (each, of_criterion.get(each.criterion.pk, ()))
                for each in compared
                if each.criterion is not None
            ],
            "lapsed": [each for each in compared if each.criterion is None],
            "documents": of_whole,
            "previous": previous,
            "other_edition": previous and previous.round.edition != application.round.edition,
            "decision": decision,
            "unmet": [each for each in requirements if not is_met(each)],
            "met": [each for each in requirements if is_met(each)],
        }

    def documents(self) -> tuple[dict[int, list[Document]], list[Document]]:
        """Return the documents by criterion, and those that belong to the whole application."""
        of_criterion: dict[int, list[Document]] = {}
        of_whole = []
        for document in self.application.documents.all():
            if document.criterion_id is None:
                of_whole.append(document)
            else:
                of_criterion.setdefault(document.criterion_id, []).append(document)
        return of_criterion, of_whole


class PrintedDossier(Dossier):
    """The dossier on paper, with the reader's name on every page."""

    template_name = "assessments/print.html"

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        assignment = context["assignment"]
        mine = assignment.findings.select_related("criterion") if assignment else []
        return context | {"findings": sorted(mine, key=attrgetter("criterion.number"))}

    def crumbs(self) -> list[Crumb]:
        return [*super().crumbs(), Crumb(_("To print"))]


def is_met(requirement) -> bool:
    """Return whether somebody judged that ``requirement`` is met."""
    check = getattr(requirement, "check_result", None)
    return check is not None and check.is_met
