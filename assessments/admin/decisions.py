"""Decisions, what they require, and objections to them: on pages reached from the application."""

import datetime

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from hospitals.verb_pages import Verb

from ..corrections import drop_correction, release_correction
from ..decisions import decide_objection, judge_requirement, object_to, record_correction
from ..models import Decision, Letter, Objection, Requirement
from .application_forms import ReasonForm
from .decision_forms import (
    CorrectDecisionForm,
    DecideObjectionForm,
    JudgeForm,
    ObjectionForm,
    check_of,
)
from .letters import LetterForm, approve, is_not_posted
from .parts import PartAdmin, now, today, unversioned


def is_replaced(decision: Decision) -> bool:
    return hasattr(decision, "replaced_by")


def stands_released(decision: Decision, day: datetime.date) -> bool:
    """Return whether ``decision`` is public and none was recorded in its place."""
    return decision.released_at is not None and not is_replaced(decision)


def awaits_release(decision: Decision, day: datetime.date) -> bool:
    """Return whether ``decision`` corrects a released one and was not released itself."""
    corrects = decision.replaces is not None and decision.replaces.released_at is not None
    return corrects and decision.released_at is None


def may_be_objected_to(decision: Decision, day: datetime.date) -> bool:
    has_open_objection = any(not each.outcome for each in decision.objections.all())
    return decision.released_at is not None and not has_open_objection


@admin.register(Decision)
class DecisionAdmin(PartAdmin):
    list_display = ("application", "outcome", "decided_on", "decided_by", "released_at")
    list_select_related = ("application__centre",)
    ordering = ("application__reference", "-pk")
    fieldsets = ((None, {"fields": (
        "application", "outcome", "reasons", "decided_on", "decided_by", "valid_from",
        "recorded_by", "replaces", "correction_reason", "released_at", "released_by",
        "recognition")}),)  # fmt: skip
    verbs = (
        Verb("letter", _("Read and approve the letter"), _(
            "This is the letter exactly as it goes out. Approve it when every word is right; after"
            " a change it is approved again."),
             LetterForm, approve, is_not_posted, template="admin/assessments/letter.html"),
        Verb("correct", _("Record a correction"), _(
            "A new decision in the place of this one. It takes effect once its letter is approved"
            " and a second person releases it; this decision stays as it is."),
             CorrectDecisionForm, record_correction, stands_released,
             template="admin/assessments/decide.html"),
        Verb("release-correction", _("Release the correction"), _(
            "The correction becomes public at once and the letter goes out. The person who"
            " recorded it cannot do this."),
             ReasonForm, now(release_correction), awaits_release),
        Verb("drop-correction", _("Take the correction back"), _(
            "It was not released, so nothing was public of it. The history keeps it, and another"
            " correction can be recorded."), ReasonForm, drop_correction, awaits_release),
        Verb("object", _("Record an objection"), _(
            "The hospital objects to this decision. An objection after the term is recorded too."),
             ObjectionForm, today(unversioned(object_to)), may_be_objected_to),
    )  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(
            "application__round", "application__hospital", "application__centre",
            "replaces", "replaced_by", "recorded_by", "released_by",
        )  # fmt: skip

    def _children(self):
        rows = [(model, "decision") for model in (Requirement, Letter, Objection)]
        return [*super()._children(), *rows]


def was_released(requirement: Requirement, day: datetime.date) -> bool:
    return requirement.decision.released_at is not None


def version_of_check(requirement: Requirement) -> int:
    check = check_of(requirement)
    return check.version if check else 0


@admin.register(Requirement)
class RequirementAdmin(PartAdmin):
    to_application = "decision__application"
    list_display = ("text", "due_on", "decision")
    list_select_related = ("decision__application__centre",)
    ordering = ("due_on", "pk")
    fieldsets = ((None, {"fields": ("decision", "text", "evidence", "due_on")}),)
    verbs = (
        Verb("judge", _("Judge the requirement"), _(
            "Whether the hospital has shown what was required. The requirement itself does not"
            " change."), JudgeForm, today(judge_requirement), was_released, version_of_check),
    )  # fmt: skip


def is_open(objection: Objection, day: datetime.date) -> bool:
    return not objection.outcome


@admin.register(Objection)
class ObjectionAdmin(PartAdmin):
    to_application = "decision__application"
    list_display = ("decision", "received_on", "term_through", "outcome")
    list_select_related = ("decision__application__centre",)
    ordering = ("-received_on", "pk")
    fieldsets = ((None, {"fields": (
        "decision", "received_on", "term_through", "grounds", "outcome", "decided_on", "effect",
        "new_decision")}),)  # fmt: skip
    verbs = (
        Verb("decide", _("Decide on the objection"), _(
            "What comes of it. A new outcome for the centre is a correction of the decision:"
            " record that first."), DecideObjectionForm, today(decide_objection), is_open),
    )  # fmt: skip
