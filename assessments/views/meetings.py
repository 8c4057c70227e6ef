"""The meeting of the committee: where assessors differ, and what it finds together."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from centres.models import Criterion
from centres.public.pages import Crumb

from ..access import committee_applications
from ..agenda import Sheet, agenda, with_assessors
from ..findings import record_consensus
from ..models import Application, Consensus
from ..states import ApplicationState
from ..worklist import opened_by
from .judgements import JudgementPage
from .pages import RoundPage

AT_THE_MEETING = (
    ApplicationState.IN_ASSESSMENT,
    ApplicationState.DECIDED,
    ApplicationState.RELEASED,
)


def sheets_of(page, applications, criteria) -> list[Sheet]:
    """Return the sheets of ``applications`` for the member who reads ``page``."""
    applications = list(with_assessors(applications).annotate(is_open=opened_by(page.member)))
    opened = {each.pk for each in applications if each.is_open}
    return agenda(applications, criteria, opened=opened, user=page.request.user)


class Agenda(RoundPage):
    """Every application of the round that the member may know of, most disagreement first."""

    http_method_names = ["get", "head"]
    template_name = "assessments/agenda.html"

    def get_context_data(self, **kwargs) -> dict:
        applications = committee_applications(self.request.user).filter(
            round=self.round, state__in=AT_THE_MEETING
        )
        sheets = sheets_of(self, applications, self.round.edition.criteria.all())
        return super().get_context_data(**kwargs) | {
            "shown": [each for each in sheets if each.lines],
            "not_visible": [each for each in sheets if not each.lines],
        }

    def crumbs(self) -> list[Crumb]:
        title = _("Agenda of the meeting, round %(code)s") % {"code": self.round.code}
        return [Crumb(title)]


class ConsensusOfCommittee(JudgementPage):
    """Who leads the committee records what it finds together on each criterion."""

    template_name = "assessments/consensus.html"
    address = "assessments:consensus"
    save_address = "assessments:save_consensus"

    def prepare(self, **kwargs) -> HttpResponse | None:
        if not self.member.leads:
            raise PermissionDenied
        return super().prepare(**kwargs)

    def saved_judgements(self) -> dict[int, Consensus]:
        return {each.criterion_id: each for each in self.application.consensus.all()}

    def save(self, criterion: Criterion, *, version: int, verdict: str, reason: str) -> None:
        record_consensus(
            self.application,
            criterion=criterion,
            version=version,
            verdict=verdict,
            reason=reason,
            by=self.request.user,
        )

    def refuse_closed(self) -> HttpResponse | None:
        return None  # the verb says why it refuses

    def get_context_data(self, **kwargs) -> dict:
        applications = Application.objects.filter(pk=self.application.pk)
        criteria = self.application.round.edition.criteria.all()
        [sheet] = sheets_of(self, applications, criteria)
        lines = {line.criterion.pk: line for line in sheet.lines}
        context = super().get_context_data(**kwargs)
        return context | {
            "sheet": sheet,
            "may_write": sheet.may_agree,
            "judged_lines": [(each, lines.get(each.criterion.pk)) for each in context["judged"]],
        }

    def crumbs(self) -> list[Crumb]:
        address = reverse("assessments:consensus", args=[self.application.reference])
        return [*super().crumbs(), Crumb(_("Consensus"), address)]
