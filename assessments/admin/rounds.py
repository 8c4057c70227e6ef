"""Rounds of assessment: planned by hand, moved by verbs, with a page that shows how they stand."""

import datetime

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTimeWidget, AutocompleteSelect
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from centres.admin.correcting import CorrectingPages, CorrectionForm
from centres.models import Centre
from hospitals.list_filters import AttentionFilter
from hospitals.models import Hospital
from hospitals.record_admin import RecordAdmin
from hospitals.record_forms import ReasonField
from hospitals.verb_forms import day_field
from hospitals.verb_pages import Verb, VerbForm

from ..access import is_staff_of_assessment
from ..committee import propose_assignments
from ..completeness import blocks
from ..conflicts import visible_applications
from ..models import Application, AssessmentRound, LateException
from ..releases import release, schedule, unschedule
from ..round_attention import ATTENTION
from ..rounds import (
    DATES,
    ask_exception,
    cancel,
    close_round,
    open_round,
    reschedule,
)
from ..states import RoundState, may
from .overview import OverviewPages
from .parts import now, today, unversioned
from .radar import RadarPage
from .round_blocks import grouped, what_happens

USUAL_TIME = datetime.time(9)
"""At what time a release is proposed to happen."""


class WhyForm(VerbForm):
    why = ReasonField()


class RescheduleForm(CorrectionForm):
    opens_on = day_field(_("Opens on"))
    closes_on = day_field(_("Closes on"), _("The last day on which an application is in time."))
    meets_on = day_field(_("Committee meets on"))
    planned_release_on = day_field(_("Planned release"))
    why = ReasonField()


class ScheduleForm(VerbForm):
    day = day_field(
        _("Day of the release"),
        _("The letters are written for this day: approve them after you chose it."),
    )
    time = forms.TimeField(label=_("Time"), widget=AdminTimeWidget)
    why = ReasonField()

    def __init__(self, *args, record, initial, **kwargs):
        moment = record.release_at and timezone.localtime(record.release_at)
        standing = {
            "day": moment.date() if moment else record.planned_release_on,
            "time": moment.time() if moment else USUAL_TIME,
        }
        super().__init__(*args, record=record, initial=standing | initial, **kwargs)

    def answers(self) -> dict:
        answers = dict(self.cleaned_data)
        moment = datetime.datetime.combine(answers.pop("day"), answers.pop("time"))
        return answers | {"release_at": timezone.make_aware(moment)}


class ExceptionForm(VerbForm):
    hospital = forms.ModelChoiceField(Hospital.objects.all(), label=_("Hospital"))
    centre = forms.ModelChoiceField(
        Centre.objects.all(),
        label=_("Centre"),
        required=False,
        help_text=_("Empty for a centre that the register does not know."),
    )
    last_day = day_field(_("May be submitted through"))
    reason = ReasonField(label=_("Why this exception?"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("hospital", "centre"):
            field = self.fields[name]
            field.widget = AutocompleteSelect(LateException._meta.get_field(name), self.admin_site)
            field.widget.choices = field.choices


def ask(round, **answers) -> None:
    """Ask an exception, which does not change the round itself."""
    ask_exception(round=round, **answers)


def moved_by(verb: str):
    """Return whether ``verb`` is a move from the state of a round, as ``Verb.offered`` asks it."""
    return lambda round, day: may(verb, round.status)


def has_begun(round, day) -> bool:
    return round.status in (RoundState.OPEN, RoundState.ASSESSING)


def may_be_scheduled(round, day) -> bool:
    return round.status == RoundState.ASSESSING


def is_scheduled(round, day) -> bool:
    return round.status == RoundState.ASSESSING and round.release_at is not None


VERBS = (
    Verb("open", _("Open the round"), _(
        "The dates of the round become public and its edition of the criteria is in use."),
         WhyForm, today(open_round), moved_by("open")),
    Verb("reschedule", _("Change the dates"), _(
        "What is public of the round follows at once. Letters that were approved for another day"
        " of release are to be approved again."),
         RescheduleForm, reschedule, has_begun),
    Verb("close", _("Close the round"), _(
        "Possible from the day after the closing day. What was not submitted stays a draft."),
         WhyForm, today(close_round), moved_by("close")),
    Verb("ask-exception", _("Ask a late exception"), _(
        "One application may then be submitted after the closing day, once a second person has"
        " granted it."),
         ExceptionForm, unversioned(ask), has_begun),
    Verb("propose-assessors", _("Propose assessors"), _(
        "The program proposes assessors without a conflict of interest for every application that"
        " lacks them, and levels the load. Nobody hears of it before you confirm."),
         WhyForm, unversioned(today(propose_assignments)), has_begun),
    Verb("schedule", _("Schedule the release"), _(
        "The release then happens by itself at that moment, in your name. What is in the way then"
        " stops it, and you are told."),
         ScheduleForm, now(schedule), may_be_scheduled),
    Verb("unschedule", _("Take back the scheduled release"), _(
        "The release no longer happens by itself."),
         WhyForm, unschedule, is_scheduled),
    Verb("release", _("Release"), _(
        "All outcomes of the round become public at once, and the letters go out. There is no way"
        " back."),
         WhyForm, now(release), moved_by("release"),
         template="admin/assessments/round_release.html"),
    Verb("cancel", _("Cancel the round"), _(
        "Only a round without applications. Its dates are public no longer."),
         WhyForm, cancel, moved_by("cancel")),
)  # fmt: skip


@admin.register(AssessmentRound)
class AssessmentRoundAdmin(OverviewPages, RadarPage, CorrectingPages, RecordAdmin):
    change_list_template = "admin/assessments/round_list.html"
    list_display = (
        "code", "state", "applications", "capacity", "where_it_stands", "opens_on", "closes_on",
        "meets_on", "planned_release_on",
    )  # fmt: skip
    list_filter = (AttentionFilter, "state", "year")
    search_fields = ("year",)
    ordering = ("-year", "-number")
    fixed_fields = ("year", "number")
    shown_fields = ("state", "release_at", "scheduled_by", "released_at", "released_by")
    attention = ATTENTION
    is_confidential = True
    fieldsets = (
        (_("Which round is it?"), {"fields": (
            "year", "number", "edition", "term_years", "capacity", "state")}),
        (_("When is what?"), {"fields": DATES}),
        (_("When is it released?"), {"fields": (
            "release_at", "scheduled_by", "released_at", "released_by")}),
    )  # fmt: skip
    verbs = VERBS
    told = {
        "open": _("The round is open for applications."),
        "reschedule": _("The dates of the round are changed."),
        "close": _("The round is closed: the assessment begins."),
        "ask-exception": _("The exception is asked. A second person grants it."),
        "propose-assessors": _("Assessors are proposed. Look at them and confirm them."),
        "schedule": _("The release is scheduled."),
        "unschedule": _("The release is no longer scheduled."),
        "release": _("The round is released. The letters are in the outbox."),
        "cancel": _("The round is cancelled."),
    }

    def is_read_only(self, round) -> bool:
        return round.status in (RoundState.RELEASED, RoundState.CANCELLED)

    def get_fieldsets(self, request, obj=None):
        """Leave out the heading of what is not there yet when a round is planned."""
        fieldsets = super().get_fieldsets(request, obj)
        return [each for each in fieldsets if each[1]["fields"]]

    def get_readonly_fields(self, request, obj=None):
        """Once a round is open its dates move by the verb, and its norm and term stay."""
        fields = super().get_readonly_fields(request, obj)
        if obj is None or obj.status == RoundState.PLANNED:
            return fields
        return (*fields, *DATES, "edition", "term_years")

    def get_queryset(self, request):
        visible = Application.objects.none()
        if is_staff_of_assessment(request.user):
            visible = visible_applications(request.user).standing()
        own = visible.filter(round=OuterRef("pk")).order_by().values("round")
        number = own.annotate(number=Count("pk", distinct=True)).values("number")
        return (
            super().get_queryset(request)
            .annotate(applications_seen=Subquery(number, output_field=IntegerField()))
        )  # fmt: skip

    def rows_for(self, request, rows):
        """Every round may be known of; what changed in it is not told on the start page."""
        return rows

    @admin.display(description=_("round"), ordering="-year")
    def code(self, round) -> str:
        return round.code

    @admin.display(description=_("applications you may see"), ordering="applications_seen")
    def applications(self, round) -> int:
        return round.applications_seen or 0

    @admin.display(description=_("where it stands"))
    def where_it_stands(self, round) -> str:
        address = reverse("admin:assessments_assessmentround_overview", args=[round.pk])
        return format_html('<a href="{}">{} {}</a>', address, _("Overview of"), round.code)

    def verb_view(self, request, object_id: str, verb: Verb):
        response = super().verb_view(request, object_id, verb)
        if verb.name == "release" and isinstance(response, TemplateResponse):
            response.context_data |= self._before_release(request, response.context_data)
        return response

    def _before_release(self, request, context: dict) -> dict:
        round, today = context["original"], timezone.localdate()
        found = blocks(round, on=today, by=request.user)
        return {
            "today": today,
            "blocks": grouped(found),
            "happens": what_happens(round, request.user),
        }
