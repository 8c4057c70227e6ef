"""Recognitions: recorded by hand from STZ's records or a public source, then moved by verbs."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from hospitals.forms import PartialDateField
from hospitals.partial_dates import PartialDate
from hospitals.record_admin import KeptInline, RecordAdmin
from hospitals.record_forms import SOURCE_FIELDS, ReasonField, SourcedForm
from hospitals.verb_forms import day_field
from hospitals.verb_pages import Verb, VerbForm

from ..models import Recognition, Suspension
from ..recognitions import extend, give_back, resume, suspend, withdraw
from ..status import IN_FORCE, Origin, Status
from .exports import ExportActions
from .list_filters import StatusFilter

BY_HAND = [(origin.value, origin.label) for origin in (Origin.REGISTER, Origin.PUBLIC_SOURCE)]
"""A decision is not recorded here: it comes out of an assessment."""


class PublicReasonField(ReasonField):
    def __init__(self):
        super().__init__(
            label=_("Reason"), help_text=_("The public reads this on the page of the centre.")
        )


class ExtendForm(VerbForm):
    through = day_field(_("Extended through"), _("The last day on which it runs."))
    reason = PublicReasonField()


class SuspendForm(VerbForm):
    first_day = day_field(_("Suspended from"), _("The first day on which it does not count."))
    reason = PublicReasonField()


class ResumeForm(VerbForm):
    last_suspended_day = day_field(_("Suspended through"), _("From the next day it counts again."))
    why = ReasonField()


class EndForm(VerbForm):
    last_day = day_field(_("Last day"), _("On this day it still counts."))
    reason = PublicReasonField()


class RecognitionForm(SourcedForm):
    valid_from = PartialDateField(label=_("First day"), stored=PartialDate.as_start)
    valid_through = PartialDateField(label=_("Last day of the term"), stored=PartialDate.as_end)
    origin = forms.ChoiceField(label=_("Origin"), choices=BY_HAND)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("origin", None)


class SuspensionInline(KeptInline):
    """To read: suspending and resuming are verbs."""

    model = Suspension
    fields = ("suspended_from", "suspended_through", "reason")

    def has_add_permission(self, request, obj) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


def not_ended(recognition, day) -> bool:
    return recognition.last_day is None


def is_suspended(recognition, day) -> bool:
    return recognition.suspensions.filter(suspended_through__isnull=True).exists()


def may_be_suspended(recognition, day) -> bool:
    return recognition.status_on(day) in (*IN_FORCE, Status.UPCOMING)


def may_be_extended(recognition, day) -> bool:
    return not_ended(recognition, day) and recognition.last_known.precision == "day"


@admin.register(Recognition)
class RecognitionAdmin(ExportActions, RecordAdmin):
    form = RecognitionForm
    list_display = (
        "centre_name", "hospital_name", "status_today", "first_known", "through", "outcome",
        "origin",
    )  # fmt: skip
    list_filter = (StatusFilter, "outcome", "origin", "round", "centre__hospital")
    list_select_related = ("centre__hospital", "round")
    search_fields = (
        "centre__name", "centre__plain_name", "centre__public_id", "centre__hospital__name",
        "centre__hospital__short_name",
    )  # fmt: skip
    date_hierarchy = "valid_through"
    ordering = ("centre__sort_key", "-valid_from", "pk")
    fixed_fields = ("centre", "origin")
    shown_fields = (
        "status_today", "extended_through", "extension_reason", "ended_how", "last_day",
        "end_reason",
    )  # fmt: skip
    inlines = (SuspensionInline,)
    fieldsets = (
        (_("Which centre is recognised?"), {"fields": (
            "centre", "round", "outcome", "is_reassessment", "status_today")}),
        (_("From when through when?"), {"fields": (
            "valid_from", "valid_through", "extended_through", "extension_reason",
            "ended_how", "last_day", "end_reason")}),
        (_("Where does this come from?"), {"fields": (
            "origin", "term_source_url", *SOURCE_FIELDS)}),
    )  # fmt: skip
    verbs = (
        Verb("extend", _("Extend"), _("The recognition runs on after its term."),
             ExtendForm, extend, may_be_extended),
        Verb("suspend", _("Suspend"), _("The recognition does not count until further notice."),
             SuspendForm, suspend, may_be_suspended),
        Verb("resume", _("Resume"), _("The suspension ends."),
             ResumeForm, resume, is_suspended),
        Verb("give-back", _("Give back"), _("The hospital gives the recognition back."),
             EndForm, give_back, not_ended),
        Verb("withdraw", _("Withdraw"), _("STZ withdraws the recognition."),
             EndForm, withdraw, not_ended),
    )  # fmt: skip
    export_columns = (
        ("centre_id", lambda recognition: recognition.centre.public_id),
        ("centre", lambda recognition: recognition.centre.name),
        ("hospital", lambda recognition: recognition.centre.hospital.name),
        ("round", lambda recognition: recognition.round),
        ("outcome", lambda recognition: recognition.outcome),
        ("origin", lambda recognition: recognition.origin),
        ("valid_from", lambda recognition: recognition.first_known.isoformat()),
        ("valid_through", lambda recognition: recognition.last_known.isoformat()),
        ("extended_through", lambda recognition: recognition.extended_through),
        ("ended_how", lambda recognition: recognition.ended_how),
        ("last_day", lambda recognition: recognition.last_day),
        ("status", lambda recognition: recognition.status_on_day),
        ("source_name", lambda recognition: recognition.source_name),
        ("source_url", lambda recognition: recognition.source_url),
        ("source_date", lambda recognition: recognition.source_published.isoformat()),
    )

    def is_read_only(self, recognition) -> bool:
        """What was decided in this register is changed by a correction of the decision only."""
        return recognition.origin == Origin.DECISION

    def get_queryset(self, request):
        recognitions = super().get_queryset(request).with_status_on(timezone.localdate())
        return recognitions.prefetch_related("suspensions")

    @admin.display(description=_("centre"), ordering="centre__sort_key")
    def centre_name(self, recognition) -> str:
        return recognition.centre.title_nl

    @admin.display(description=_("hospital"), ordering="centre__hospital__sort_key")
    def hospital_name(self, recognition) -> str:
        return recognition.centre.hospital.short_name

    @admin.display(description=_("status today"))
    def status_today(self, recognition) -> str:
        return Status(recognition.status_on_day).label

    @admin.display(description=_("first day"), ordering="valid_from")
    def first_known(self, recognition) -> str:
        return str(recognition.first_known)

    @admin.display(description=_("through"), ordering="valid_through")
    def through(self, recognition) -> str:
        last = recognition.last_day or recognition.extended_through
        return date_format(last, "DATE_FORMAT") if last else str(recognition.last_known)
