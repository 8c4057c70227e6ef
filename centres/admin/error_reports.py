"""Reports of readers: what staff look into, and answer."""

from urllib.parse import quote, urlencode

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hospitals.attention import Attention
from hospitals.list_filters import AttentionFilter
from hospitals.record_admin import RecordAdmin
from hospitals.record_forms import ReasonField
from hospitals.verb_pages import Verb, VerbForm

from ..error_reports import MOVES, reopen, settle, take_up
from ..models import ErrorReport

State = ErrorReport.State


class TakeUpForm(VerbForm):
    why = ReasonField(initial=_("Looking into it"))


class SettleForm(VerbForm):
    answer = forms.CharField(
        label=_("Answer"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Whoever has the reference can read it: name nobody. Short, plain sentences."),
    )
    why = ReasonField(initial=_("Looked into"))

    def answers(self) -> dict:
        return super().answers() | {"at": timezone.now()}


class ReopenForm(VerbForm):
    why = ReasonField()


def may_become(state: State):
    """Return whether a report may come into ``state``, as a verb asks it."""
    return lambda report, day: state in MOVES[State(report.state)]


def to_do(day) -> QuerySet:
    """Reports that are not settled yet, the oldest first."""
    return ErrorReport.objects.exclude(state=State.SETTLED)


class StateFilter(admin.SimpleListFilter):
    """What is still to be done stands first, without anybody asking for it."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [*State.choices, ("all", _("all"))]

    def choices(self, changelist):
        _all, *choices = super().choices(changelist)
        first = {"selected": self.value() is None, "display": _("to do")}
        return [first | {"query_string": changelist.get_query_string(remove=["state"])}, *choices]

    def queryset(self, request, queryset):
        if "attention" in request.GET or self.value() == "all":
            return queryset
        if self.value() is None:
            return queryset.exclude(state=State.SETTLED)
        return queryset.filter(state=self.value())


@admin.register(ErrorReport)
class ErrorReportAdmin(RecordAdmin):
    list_display = ("reference", "what", "received_at", "state")
    list_filter = (AttentionFilter, StateFilter, "received_at")
    list_select_related = ("centre__hospital", "hospital", "condition")
    search_fields = ("reference", "message", "answer")
    ordering = ("received_at",)
    attention = (Attention("reports-to-do", _("Reports of readers to answer"), to_do),)
    fieldsets = (
        (None, {"fields": ("reference", "state", "what", "received_at", "message")}),
        (_("Answer"), {"fields": ("answer", "settled_at", "public_page", "reply")}),
    )
    verbs = (
        Verb("take-up", _("Take up"), _("The reader sees that somebody looks into it."),
             TakeUpForm, take_up, lambda report, day: report.state == State.RECEIVED),
        Verb("settle", _("Settle with an answer"), _(
            "The answer stands on the page of the report. An e-mail is not sent by itself."),
             SettleForm, settle, may_become(State.SETTLED),
             template="admin/centres/error_report_settle.html"),
        Verb("reopen", _("Reopen"), _("The answer goes off the page, and stays in the history."),
             ReopenForm, reopen, lambda report, day: report.state == State.SETTLED),
    )  # fmt: skip

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        """Only its verbs change it."""
        return False

    def get_readonly_fields(self, request, obj=None):
        return [name for _title, options in self.fieldsets for name in options["fields"]]

    @admin.display(description=_("about"))
    def what(self, report: ErrorReport) -> str:
        about = report.about
        if not about or isinstance(about, str):
            return about or _("the register")
        kind = about._meta.model_name
        url = reverse(f"admin:{about._meta.app_label}_{kind}_change", args=[about.pk])
        return format_html('<a href="{}">{}</a>', url, about)

    @admin.display(description=_("page of the report"))
    def public_page(self, report: ErrorReport) -> str:
        with override(report.language):
            url = reverse("centres:report_received", args=[report.reference])
        return format_html('<a href="{0}">{0}</a>', url)

    @admin.display(description=_("write to the reader"))
    def reply(self, report: ErrorReport) -> str:
        """Offer a mail with the answer in it, when the reader left an address."""
        if not report.email:
            return _("The reader left no address.")
        words = urlencode({"subject": report.reference, "body": report.answer}, quote_via=quote)
        return format_html('<a href="mailto:{}?{}">{}</a>', report.email, words, report.email)
