"""What stands on the page of an application below its fields, read with a fixed number of queries.

The buttons beside each part are those of the part's own pages.
"""

import datetime

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from ..applications import missing_in
from ..decisions import objection_term_through
from ..dossiers import open_criteria
from ..models import Application, Assignment, Decision, Document, Requirement
from ..states import ApplicationState
from .decision_forms import check_of
from .documents import address_of
from .letters import letter_of

OPEN = (ApplicationState.DRAFT, ApplicationState.RETURNED)

PROGRESS = Count("findings", filter=~Q(findings__verdict=""))


def read_along(pk: int) -> Application:
    """Return the application with everything that its page shows."""
    return (
        Application.objects.select_related("round__edition", "extension__recognition")
        .prefetch_related(
            "answers",
            "approvals",
            "completion_requests__criteria",
            "completion_requests__asked_by",
            "consensus__recorded_by",
            "round__edition__criteria",
            Prefetch("documents", Document.objects.select_related("criterion")),
            Prefetch(
                "assignments",
                Assignment.objects.select_related("member__user").annotate(progress=PROGRESS),
            ),
            Prefetch(
                "decisions",
                Decision.objects.select_related(
                    "recorded_by", "released_by", "replaces", "replaced_by", "letter__approved_by"
                ),
            ),
            Prefetch("decisions__requirements", Requirement.objects.select_related("check_result")),
            "decisions__objections",
        )
        .get(pk=pk)
    )


def sections(application: Application, buttons) -> dict:
    """Return the context of the sections.

    Arguments:
        buttons: gives the buttons of a part, as pairs of a label and an address.
    """
    application = read_along(application.pk)
    return {
        "application": application,
        "is_open": application.status in OPEN,
        "missing": missing_in(application) if application.status in OPEN else [],
        "criteria": criteria_of(application),
        "documents": [
            (document, address_of(document), buttons(document))
            for document in application.documents.all()
        ],
        "approvals": application.approvals.all(),
        "requests": application.completion_requests.all(),
        "assessors": [(each, buttons(each)) for each in application.assignments.all()],
        "number_of_criteria": len(application.round.edition.criteria.all()),
        "decisions": [decision_of(each, buttons) for each in application.decisions.all()],
        "extension": getattr(application, "extension", None),
    }


def criteria_of(application: Application) -> list[dict]:
    """Return each criterion with its answer, whether it is open, and the consensus."""
    answers = {each.criterion_id: each.text for each in application.answers.all()}
    consensus = {each.criterion_id: each for each in application.consensus.all()}
    opened = open_criteria(application)
    return [
        {
            "criterion": criterion,
            "answer": answers.get(criterion.pk, ""),
            "is_open": criterion.pk in opened,
            "consensus": consensus.get(criterion.pk),
        }
        for criterion in application.round.edition.criteria.all()
    ]


def is_late(requirement: Requirement, day: datetime.date) -> bool:
    """Return whether ``requirement`` of a released decision was to be met before ``day``."""
    check = check_of(requirement)
    is_met = check is not None and check.is_met
    return requirement.decision.released_at is not None and not is_met and requirement.due_on < day


def decision_of(decision: Decision, buttons) -> dict:
    """Return a decision with its requirements, objections and letter."""
    return {
        "decision": decision,
        "is_replaced": hasattr(decision, "replaced_by"),
        "buttons": buttons(decision),
        "letter": letter_of(decision),
        "requirements": [
            {
                "requirement": each,
                "check": check_of(each),
                "is_late": is_late(each, timezone.localdate()),
                "buttons": buttons(each),
            }
            for each in decision.requirements.all()
        ],
        "objections": [(each, buttons(each)) for each in decision.objections.all()],
        "objection_through": objection_term_through(decision) if decision.released_at else None,
    }
