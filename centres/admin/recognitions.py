"""Recognitions: recorded by hand from STZ's records or a public source, then moved by verbs."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from hospitals.forms import PartialDateField
from hospitals.partial_dates import PartialDate
from hospitals.record_admin import RecordAdmin
from hospitals.record_forms import SOURCE_FIELDS, ReasonField, SourcedForm
from hospitals.verb_forms import day_field
from hospitals.verb_pages import Verb, VerbForm

from ..corrections import correct, remove
from ..imports.centre_tables import Recognitions
from ..models import Recognition
from ..recognitions import extend, give_back, resume, suspend, withdraw
from ..status import IN_FORCE, EndedHow, Origin, Status
from .correcting import CorrectingPages, CorrectionForm
from .exports import ExportActions
from .list_filters import StatusFilter
from .plain_texts import PlainTexts
from .reasons import PublicReasonField, optional_day_field
from .suspensions import RemoveForm, SuspensionInline

BY_HAND = [(origin.value, origin.label) for origin in (Origin.REGISTER, Origin.PUBLIC_SOURCE)]
"""A decision is not recorded here: it comes out of an assessment."""


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


class CorrectForm(CorrectionForm):
    extended_through = optional_day_field(_("Extended through"), _("Empty: not extended."))
    extension_reason = PublicReasonField(label=_("Reason of the extension"), required=False)
    ended_how = forms.ChoiceField(
        label=_("Ended early"), choices=[("", _("no")), *EndedHow.choices], required=False
    )
    last_day = optional_day_field(_("Last day"), _("Empty: not ended early."))
    end_reason = PublicReasonField(label=_("Reason of the early end"), required=False)
    why = ReasonField()


class RecognitionForm(SourcedForm):
    valid_from = PartialDateField(label=_("First day"), stored=PartialDate.as_start)
    valid_through = PartialDateField(label=_("Last day of the term"), stored=PartialDate.as_end)
    origin = forms.ChoiceField(label=_("Origin"), choices=BY_HAND)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("origin", None)


def not_ended(recognition, day) -> bool:
    return recognition.last_day is None


def is_suspended(recognition, day) -> bool:
    return recognition.suspensions.filter(suspended_through__isnull=True).exists()


def may_be_suspended(recognition, day) -> bool:
    return recognition.status_on(day) in (*IN_FORCE, Status.UPCOMING)


def may_be_extended(recognition, day) -> bool:
    return not_ended(recognition, day) and recognition.last_known.precision == "day"


def may_be_corrected(recognition, day) -> bool:
    return recognition.extended_through is not None or recognition.last_day is not None


def may_be_removed(recognition, day) -> bool:
    return recognition.origin != Origin.DECISION


@admin.register(Recognition)
class RecognitionAdmin(PlainTexts, ExportActions, CorrectingPages, RecordAdmin):
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
        Verb("correct", _("Correct"), _(
            "Put right the extension or the early end. The history keeps what stands here now."),
             CorrectForm, correct, may_be_corrected),
        Verb("remove", _("Entered by mistake: remove"), _(
            "Only when this recognition never was, such as at the wrong centre or a second time."
            " The public no longer reads it, nor its suspensions; their history stays."),
             RemoveForm, remove, may_be_removed),
    )  # fmt: skip
    told = {
        "extend": _("The recognition runs on through %(through)s."),
        "suspend": _("The recognition is suspended from %(first_day)s."),
        "resume": _("The recognition is suspended through %(last_suspended_day)s, no longer."),
        "give-back": _("The recognition is given back; its last day is %(last_day)s."),
        "withdraw": _("The recognition is withdrawn; its last day is %(last_day)s."),
        "correct": _("The recognition is corrected."),
        "remove": _("The recognition is removed. Its history stays."),
    }
    export_table = Recognitions()

    def is_read_only(self, recognition) -> bool:
        """What was decided in this register is changed by a correction of the decision only."""
        return recognition.origin == Origin.DECISION

    def get_queryset(self, request):
        recognitions = super().get_queryset(request).with_status_on(timezone.localdate())
        return recognitions.prefetch_related("suspensions")

    def address_after_removal(self, recognition) -> str:
        return reverse("admin:centres_recognition_changelist")

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
