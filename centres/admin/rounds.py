"""Announced and published rounds, and totals that others reported."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.forms import PartialDateField, known_day
from hospitals.partial_dates import PartialDate
from hospitals.record_admin import RecordAdmin
from hospitals.record_forms import SOURCE_FIELDS, SourcedForm

from ..models import AnnouncedRound, PublishedRound, ReportedTotal


@admin.register(AnnouncedRound)
class AnnouncedRoundAdmin(RecordAdmin):
    """What is public of a round before its release: to read, because the round itself writes it."""

    list_display = ("code", "opens_on", "closes_on", "meets_on", "planned_release_on", "edition")
    list_filter = ("edition",)
    list_select_related = ("edition",)
    search_fields = ("year",)
    ordering = ("-year", "-number")
    fieldsets = (
        (_("Which round is it?"), {"fields": ("year", "number", "edition")}),
        (_("What is public?"), {"fields": (
            "opens_on", "closes_on", "meets_on", "planned_release_on", "applications")}),
    )  # fmt: skip

    def has_add_permission(self, request) -> bool:
        return False

    def is_read_only(self, round) -> bool:
        return True

    @admin.display(description=_("round"), ordering="-year")
    def code(self, round) -> str:
        return round.code


class RoundForm(SourcedForm):
    released_on = PartialDateField(label=_("Released on"), stored=PartialDate.as_start)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if origin := self.fields.get("figures_origin"):  # figures are computed by a release only
            reported = PublishedRound.Figures.REPORTED
            origin.choices, origin.initial = [(reported, reported.label)], reported

    def _post_clean(self):
        super()._post_clean()
        try:
            self.instance.refuse_unreleased(timezone.localdate())
        except ValidationError as refusal:
            self.add_error(None, refusal)


@admin.register(PublishedRound)
class PublishedRoundAdmin(RecordAdmin):
    form = RoundForm
    list_display = ("code", "released", "edition", "handled", "recognised", "figures_origin")
    list_filter = ("figures_origin", "edition")
    list_select_related = ("edition",)
    search_fields = ("year",)
    ordering = ("-year", "-number")
    fixed_fields = ("year", "number")
    fieldsets = (
        (_("Which round is it?"), {"fields": ("year", "number", "edition", "released_on")}),
        (_("What came out?"), {"fields": (
            "figures_origin", "handled", "recognised", "recognised_new", "recognised_again")}),
        (_("Where does this come from?"), {"fields": SOURCE_FIELDS}),
    )  # fmt: skip

    def is_read_only(self, round) -> bool:
        return round.is_computed

    @admin.display(description=_("round"), ordering="-year")
    def code(self, round) -> str:
        return round.code

    @admin.display(description=_("released on"))
    def released(self, round) -> str:
        return str(round.released)


class ReportedTotalForm(SourcedForm):
    as_of = PartialDateField(
        label=_("As of"),
        stored=known_day,
        required=True,
        help_text=_("24-6-2023, 10-2023 or 2024."),
    )


@admin.register(ReportedTotal)
class ReportedTotalAdmin(RecordAdmin):
    form = ReportedTotalForm
    list_display = ("counted_on", "count", "is_approximate", "scope", "source_name")
    search_fields = ("scope", "source_name")
    ordering = ("-as_of", "pk")
    fieldsets = (
        (_("How many, and when?"), {"fields": (
            "as_of", "count", "is_approximate", "scope", "scope_en")}),
        (_("Where does this come from?"), {"fields": SOURCE_FIELDS}),
    )  # fmt: skip

    @admin.display(description=_("as of"), ordering="as_of")
    def counted_on(self, total) -> str:
        return str(total.counted_on)
