"""The page of a round: where everything stands, and what can be done with several at once."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from ..access import is_staff_of_assessment
from ..calendars import findings_due_on
from ..completeness import blocks
from ..late_exceptions import visible_exceptions
from ..models import AssessmentRound
from ..progress import Steps, expected_release, hidden_in, members_in, steps_in
from ..states import RoundState
from .bulk_acts import ACTS, may_act
from .bulk_pages import BulkPages, address_of
from .round_blocks import grouped


class OverviewPages(BulkPages):
    """For the admin of rounds: the page that shows how a round stands."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.overview_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_overview"
        return [path("<int:round_id>/overview/", view, name=name), *super().get_urls()]

    def round_to_show(self, request, round_id: int) -> AssessmentRound:
        """Return the round, for who may read rounds and applications."""
        round = self.get_object(request, str(round_id))
        if not self.has_view_permission(request, round) or not is_staff_of_assessment(request.user):
            raise PermissionDenied
        if round is None:
            raise Http404
        return round

    def overview_view(self, request, round_id: int):
        round = self.round_to_show(request, round_id)
        today = timezone.localdate()
        released_on = expected_release(round, on=today)
        steps = steps_in(round, request.user, released_on=released_on)
        standing = [each for each in steps if each.is_standing]
        acts = ACTS if may_act(request.user) and has_begun(round) else ()
        context = self.admin_site.each_context(request) | {
            "title": _("Where round %(round)s stands") % {"round": round.code},
            "is_nav_sidebar_enabled": False,  # the table takes its room
            "opts": self.opts,
            "original": round,
            "today": today,
            "released_on": released_on,
            "verbs": self._acts(request, round),
            "steps": steps,
            "hidden": hidden_in(round, request.user),
            "number": len(standing),
            "excess": max(0, len(standing) - round.capacity) if round.capacity else 0,
            "figures": figures_of(standing),
            "assessors_wanted": settings.ASSESSORS_PER_APPLICATION,
            "may_choose": bool(acts),
            "chosen": chosen_in(request, acts, steps),
            "choices": [
                (act, address_of(act, round), sum(not act.obstacle(each) for each in steps))
                for act in acts
            ],
            "members": members_in(round, steps, on=today),
            "findings_due_on": findings_due_on(round),
            "blocks": self._blocks(request, round, released_on),
            "exceptions": visible_exceptions(request.user)
            .filter(round=round)
            .select_related("round", "hospital", "centre", "asked_by", "granted_by"),
        }
        return TemplateResponse(request, "admin/assessments/overview.html", context)

    def buttons(self, request, record) -> list[tuple[str, str]]:
        where = (_("Where it stands"), self._address("overview", record))
        return [where, *self._acts(request, record)]

    def _acts(self, request, round: AssessmentRound) -> list[tuple[str, str]]:
        """Return the buttons of the verbs, and the one that confirms every proposed assessor."""
        verbs = super().buttons(request, round)
        if not (verbs and has_begun(round) and may_act(request.user)):
            return verbs
        return [(_("Confirm all proposals"), self._address("confirm_assessors", round)), *verbs]

    def _blocks(self, request, round: AssessmentRound, released_on) -> list:
        if not has_begun(round):
            return []
        return grouped(blocks(round, on=released_on, by=request.user))


def has_begun(round: AssessmentRound) -> bool:
    return round.status in (RoundState.OPEN, RoundState.ASSESSING)


def chosen_in(request, acts, steps: list[Steps]) -> set[int]:
    """Return the applications to tick: those that the act in the address is possible for."""
    act = next((act for act in acts if act.name == request.GET.get("choose")), None)
    if act is None:
        return set()
    return {each.application.pk for each in steps if not act.obstacle(each)}


def figures_of(steps: list[Steps]) -> list[tuple[str, int]]:
    """Return how many applications took each step; those that were withdrawn are not in it."""
    return [
        (_("Submitted"), sum(each.application.submitted_on is not None for each in steps)),
        (_("Accepted"), sum(each.application.accepted_on is not None for each in steps)),
        (_("Assessors confirmed"), sum(each.has_assessors for each in steps)),
        (_("Findings submitted"), sum(each.has_findings for each in steps)),
        (_("Consensus recorded"), sum(each.has_consensus for each in steps)),
        (_("Decided"), sum(each.decision is not None for each in steps)),
        (_("Letter approved"), sum(each.letter_is_approved for each in steps)),
    ]
