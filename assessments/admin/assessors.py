"""Who assesses an application, and what the committee finds together."""

from django import forms
from django.contrib import admin
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from centres.models import Criterion
from hospitals.record_forms import ReasonField
from hospitals.verb_forms import LongTextField
from hospitals.verb_pages import Verb, VerbForm

from ..agenda import Sheet, sheet_of, with_assessors
from ..committee import ASSESSABLE, confirm, free_members, set_aside, unassign
from ..findings import record_consensus
from ..models import Application, Assignment, CommitteeMember, Finding, Verdict
from ..states import ApplicationState
from .application_forms import ReasonForm
from .parts import PartAdmin, today


class AssignForm(VerbForm):
    """Lets choose among the members who have no conflict and do not assess it already."""

    member = forms.ModelChoiceField(
        CommitteeMember.objects.none(),
        label=_("Assessor"),
        help_text=_("Members with a conflict of interest are not in this list."),
    )
    why = ReasonField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        free = free_members([self.record], on=timezone.localdate())[self.record.pk]
        there = self.record.assignments.values("member")
        members = CommitteeMember.objects.filter(pk__in=[each.pk for each in free])
        members = members.exclude(pk__in=there).select_related("user")
        self.fields["member"].queryset = members


def is_assessable(application: Application, day) -> bool:
    return application.status in ASSESSABLE


def may_agree(application: Application, day) -> bool:
    """Return whether every assessor has submitted, so that a consensus can be recorded."""
    counting = [
        each
        for each in application.assignments.all()
        if each.confirmed_on is not None and each.set_aside_on is None
    ]
    all_submitted = bool(counting) and all(each.is_submitted for each in counting)
    return application.status == ApplicationState.IN_ASSESSMENT and all_submitted


class ConsensusForm(VerbForm):
    """A verdict for each criterion, with its reason. A criterion without a verdict is left alone.

    Above the fields of a criterion stands what each assessor found, as far as ``by`` may read it.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet = sheet_for(self.record, self.by)
        standing = {each.criterion_id: each for each in self.record.consensus.all()}
        self.criteria = list(self.record.round.edition.criteria.all())
        for criterion in self.criteria:
            there = standing.get(criterion.pk)
            seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
            seen.initial = there.version if there else 0
            self.fields[f"seen_{criterion.pk}"] = seen
            self.fields[f"verdict_{criterion.pk}"] = forms.ChoiceField(
                label=_("Verdict"),
                choices=[("", "---------"), *Verdict.choices],
                required=False,
                initial=there.verdict if there else "",
            )
            self.fields[f"reason_{criterion.pk}"] = LongTextField(
                label=_("Reason"),
                help_text=_("Needed unless the criterion is met."),
                required=False,
                initial=there.reason if there else "",
                rows=3,
            )

    def clean(self):
        cleaned = super().clean()
        for criterion in self.criteria:
            verdict, reason = self._judged(criterion, cleaned)
            if reason and not verdict:
                self.add_error(f"verdict_{criterion.pk}", _("Choose a verdict."))
            elif verdict not in ("", Verdict.MEETS) and not reason:
                self.add_error(
                    f"reason_{criterion.pk}", _("Give a reason, unless the criterion is met.")
                )
        return cleaned

    def answers(self) -> dict:
        cleaned = self.cleaned_data
        changed = [each for each in self.criteria if self._has_changed(each)]
        judged = {
            each: (cleaned[f"seen_{each.pk}"], *self._judged(each, cleaned)) for each in changed
        }
        return {"version": cleaned["version"], "judged": judged}

    def fieldsets(self):
        return [
            (
                str(each),
                {
                    "fields": [f"verdict_{each.pk}", f"reason_{each.pk}"],
                    "description": found_on(each, self.sheet),
                },
            )
            for each in self.criteria
        ]

    def _judged(self, criterion: Criterion, cleaned: dict) -> tuple[str, str]:
        names = (f"verdict_{criterion.pk}", f"reason_{criterion.pk}")
        return tuple(cleaned.get(name, "").strip() for name in names)

    def _has_changed(self, criterion: Criterion) -> bool:
        return any(name in self.changed_data for name in (
            f"verdict_{criterion.pk}", f"reason_{criterion.pk}"))  # fmt: skip


def sheet_for(application: Application, user) -> Sheet:
    """Return what the assessors found on each criterion, as far as ``user`` may read it."""
    read_along = with_assessors(Application.objects.filter(pk=application.pk)).get()
    visible = Finding.objects.visible_to(user).submitted()
    found = {
        (each.assignment_id, each.criterion_id): each
        for each in visible.filter(assignment__application=application)
    }
    criteria = list(application.round.edition.criteria.all())
    return sheet_of(read_along, criteria, found, is_open=True, user=user)


def found_on(criterion: Criterion, sheet: Sheet) -> str:
    """Return what each assessor found on ``criterion``, as a list in HTML."""
    found = [
        (assignment.member, finding.get_verdict_display(), finding.reason)
        for line in sheet.lines
        if line.criterion == criterion
        for assignment, finding in zip(sheet.assessors, line.findings, strict=True)
        if finding is not None
    ]
    rows = format_html_join("", "<li>{}: <strong>{}</strong> {}</li>", found)
    return format_html("<ul>{}</ul>", rows) if found else ""


def agree(application: Application, *, version: int, judged: dict, by) -> None:
    """Record the consensus on all of ``judged``, or on none of it."""
    with transaction.atomic():
        for criterion, (seen, verdict, reason) in judged.items():
            record_consensus(
                application,
                criterion=criterion,
                version=seen,
                verdict=verdict,
                reason=reason,
                by=by,
            )


def is_proposed(assignment: Assignment, day) -> bool:
    return assignment.confirmed_on is None and is_assessable(assignment.application, day)


def may_be_taken_off(assignment: Assignment, day) -> bool:
    return not assignment.is_submitted and is_assessable(assignment.application, day)


def may_be_set_aside(assignment: Assignment, day) -> bool:
    is_released = assignment.application.status == ApplicationState.RELEASED
    return assignment.is_submitted and assignment.set_aside_on is None and not is_released


@admin.register(Assignment)
class AssignmentAdmin(PartAdmin):
    list_display = ("application", "member", "confirmed_on", "submitted_on", "set_aside_on")
    list_select_related = ("application__centre", "member__user")
    ordering = ("application__reference", "pk")
    fieldsets = ((None, {"fields": (
        "application", "member", "confirmed_on", "confirmed_by", "submitted_on",
        "set_aside_on")}),)  # fmt: skip
    verbs = (
        Verb("confirm", _("Confirm assessor"), _("The assessor hears of it by mail."),
             ReasonForm, today(confirm), is_proposed),
        Verb("unassign", _("Take off"), _(
            "This member assesses the application no longer. Draft findings go along; the history"
            " keeps them."), ReasonForm, unassign, may_be_taken_off),
        Verb("set-aside", _("Set findings aside"), _(
            "Only when a conflict of interest came to light. The findings are kept and count no"
            " more; another member may be assigned."),
             ReasonForm, today(set_aside), may_be_set_aside),
    )  # fmt: skip
