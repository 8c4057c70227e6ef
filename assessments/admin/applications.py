"""Applications: entered for a hospital, completed, assessed and decided, each step by its verb."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hospitals.list_filters import AttentionFilter
from hospitals.record_admin import reason_in
from hospitals.verb_pages import Verb

from ..application_attention import ATTENTION
from ..applications import (
    accept,
    enter,
    return_for_completion,
    submit,
    use_exception,
    withdraw,
)
from ..bulk import accept_all, confirm_all
from ..committee import assign
from ..conflicts import refuse_conflict, visible_applications
from ..decisions import decide, reconsider
from ..dossiers import add_document, answer, approve
from ..models import (
    Answer,
    Application,
    Approval,
    Assignment,
    CompletionRequest,
    ConflictDeclaration,
    Consensus,
    Decision,
    Document,
    Extension,
)
from ..states import ApplicationState, may
from .application_actions import BulkVerb, bulk_page
from .application_forms import (
    AnswersForm,
    ApplicationForm,
    ApprovalForm,
    DocumentForm,
    LateForm,
    ReasonForm,
    ReturnForm,
)
from .assessors import AssignForm, ConsensusForm, agree, is_assessable, may_agree
from .decision_forms import DecideForm
from .dossier_pages import OPEN, sections
from .parts import ConfidentialAdmin, today, unversioned

PROPOSED = (
    "proposed_name", "proposed_plain_name", "proposed_name_en", "proposed_plain_name_en",
    "proposed_kind", "proposed_for_whom", "proposed_conditions", "proposed_specialties",
    "proposed_partners",
)  # fmt: skip
LINKS = ("conditions", "specialties", "partners")
"""The fields of a proposed centre that link to several records, as ``enter`` calls them."""

PARTS = (
    Answer, Approval, Assignment, CompletionRequest, ConflictDeclaration, Consensus, Decision,
    Document, Extension,
)  # fmt: skip
"""What the history of an application tells of, too. Findings are not: drafts are the assessor's."""


def is_open(application: Application, day) -> bool:
    return application.status in OPEN


def is_draft(application: Application, day) -> bool:
    return application.status == ApplicationState.DRAFT


def when(move: str):
    """Return the condition that the state of an application allows ``move``."""

    def offered(application: Application, day) -> bool:
        return may(move, application.status)

    return offered


def proposed_assessors(application: Application) -> list[Assignment]:
    proposed = application.assignments.filter(confirmed_on__isnull=True)
    return list(proposed.select_related("application", "member__user"))


ACCEPT = BulkVerb(
    "accept_chosen",
    _("Accept into assessment"),
    _("Each of these goes into assessment. When one of them cannot, none of them does."),
    lambda application: [application],
    accept_all,
    "",
)
CONFIRM = BulkVerb(
    "confirm_assessors",
    _("Confirm proposed assessors"),
    _("Each proposed assessor of these applications is confirmed and hears of it by mail."),
    proposed_assessors,
    confirm_all,
    _("There is no proposed assessor."),
)


@admin.register(Application)
class ApplicationAdmin(ConfidentialAdmin):
    form = ApplicationForm
    attention = ATTENTION
    change_form_template = "admin/assessments/application/change_form.html"
    list_display = (
        "reference", "title_column", "hospital_name", "round", "kind", "state", "submitted_on",
    )  # fmt: skip
    list_filter = (AttentionFilter, "round", "state", "kind", "hospital")
    list_select_related = ("round", "hospital", "centre")
    search_fields = (
        "reference", "centre__name", "centre__plain_name", "proposed_name", "proposed_plain_name",
        "hospital__name", "hospital__short_name",
    )  # fmt: skip
    ordering = ("-round__year", "-round__number", "hospital__sort_key", "reference")
    fixed_fields = ("round", "hospital", "centre")
    shown_fields = (
        "reference", "kind", "state", "submitted_on", "accepted_on", "withdrawn_on",
        "released_at", "late_exception",
    )  # fmt: skip
    fieldsets = (
        (_("Which application is it?"), {"fields": (
            "reference", "round", "hospital", "centre", "kind")}),
        (_("How far is it?"), {"fields": (
            "state", "submitted_on", "late_exception", "accepted_on", "withdrawn_on",
            "released_at")}),
        (_("Which centre does it propose?"), {"fields": PROPOSED, "description": _(
            "Only for a centre that the register does not know. It becomes public with the"
            " release, when the centre is recognised.")}),
        (_("Who is the contact?"), {"fields": ("contact_name", "contact_email")}),
        (_("What do patients say?"), {"fields": (
            "patient_organisation", "patient_statement", "patient_statement_on")}),
    )  # fmt: skip
    actions = ("accept_chosen", "confirm_assessors")
    verbs = (
        Verb("answer", _("Write answers"), _("Only the criteria that are open have a field."),
             AnswersForm, answer, is_open, template="admin/assessments/application_answers.html"),
        Verb("document", _("Add document"), _(
            "Evidence, at one criterion or of the whole application."),
             DocumentForm, today(add_document), is_open),
        Verb("approval", _("Record approval"), _(
            "Criterion 13 asks for the approval of the hospital board and of the medical staff."
            " A second approval of the same body takes the place of the first."),
             ApprovalForm, today(approve), is_open),
        Verb("late", _("Choose late exception"), _(
            "With a granted exception the application may be submitted after the closing day."),
             LateForm, use_exception, is_draft),
        Verb("submit", _("Submit"), _(
            "The application is complete. It does not change any more, unless it is returned."),
             ReasonForm, today(submit), when("submit")),
        Verb("return", _("Return for completion"), _(
            "The hospital completes its answers to the criteria that you choose."),
             ReturnForm, today(return_for_completion), when("return")),
        Verb("accept", _("Accept into assessment"), _(
            "The committee assesses the application. A reassessment that was asked for in time"
            " keeps the recognition in force meanwhile."),
             ReasonForm, today(accept), when("accept")),
        Verb("assign", _("Assign assessor"), _("The assessor hears of it by mail."),
             AssignForm, today(unversioned(assign)), is_assessable),
        Verb("consensus", _("Record consensus"), _(
            "What the committee finds together. The findings of each assessor are kept."),
             ConsensusForm, agree, may_agree),
        Verb("decide", _("Decide"), _(
            "The outcome stays confidential until the round is released, by somebody else."),
             DecideForm, decide, when("decide"), template="admin/assessments/decide.html"),
        Verb("reconsider", _("Reconsider"), _(
            "The application goes back into assessment. The decision is kept, and the next one"
            " names it."), ReasonForm, reconsider, when("reconsider")),
        Verb("withdraw", _("Withdraw"), _(
            "At the request of the hospital. The public never learns that there was an"
            " application."), ReasonForm, today(withdraw), when("withdraw")),
    )  # fmt: skip

    def get_queryset(self, request):
        """Every page, list, count, choice and action begins here."""
        visible = visible_applications(request.user).order_by(*self.ordering)
        return visible.select_related(
            "round__edition", "hospital", "centre", "late_exception__round",
            "late_exception__hospital", "late_exception__centre",
        )  # fmt: skip

    def choice_label(self, application) -> str:
        return f"{application} ({application.hospital.short_name}, {application.round})"

    def is_read_only(self, application) -> bool:
        return application.status != ApplicationState.DRAFT

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return [each for each in fieldsets if each[1]["fields"]]
        if obj.centre_id is None:
            return fieldsets
        return [each for each in fieldsets if PROPOSED[0] not in each[1]["fields"]]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form)(form.__name__, (form,), {"by": request.user})

    def save_form(self, request, form, change):
        """Enter a new application by its verb; what it is follows from the record."""
        if change:
            return super().save_form(request, form, change)
        fields = dict(form.cleaned_data)
        links = {name: fields.pop(f"proposed_{name}") for name in LINKS}
        return enter(by=request.user, why=reason_in(form), **links, **fields)

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        if change:
            super().save_related(request, form, formsets, change)
            refuse_conflict(form.instance, request.user)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context |= sections(obj, lambda part: self._buttons_of(request, part))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _buttons_of(self, request: HttpRequest, part) -> list[tuple[str, str]]:
        return self.admin_site.get_model_admin(type(part)).buttons(request, part)

    def _children(self):
        return [*super()._children(), *((model, "application") for model in PARTS)]

    @admin.action(description=ACCEPT.label, permissions=["change"])
    def accept_chosen(self, request, queryset):
        return bulk_page(ACCEPT, self, request, queryset)

    @admin.action(description=CONFIRM.label, permissions=["change"])
    def confirm_assessors(self, request, queryset):
        return bulk_page(CONFIRM, self, request, queryset)

    @admin.display(description=_("centre"), ordering="centre__sort_key")
    def title_column(self, application) -> str:
        return application.title

    @admin.display(description=_("hospital"), ordering="hospital__sort_key")
    def hospital_name(self, application) -> str:
        return application.hospital.short_name
