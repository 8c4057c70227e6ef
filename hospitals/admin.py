"""How staff keep hospitals, their places, their former names and their membership."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .attention import ATTENTION
from .forms import PartialDateField, known_day
from .list_filters import AttentionFilter
from .models import FormerName, Location, Membership
from .partial_dates import PartialDate
from .record_admin import KeptInline, RecordAdmin, RecordInline
from .record_forms import (
    SOURCE_FIELDS,
    CheckedForm,
    ReasonField,
    RecordForm,
    RowForm,
    SourcedForm,
)
from .renames import rename
from .verb_forms import day_field, has_not_merged
from .verb_pages import Verb, VerbForm


class RenameForm(VerbForm):
    name = forms.CharField(label=_("New name"), max_length=200)
    short_name = forms.CharField(label=_("New short name"), max_length=40)
    last_day_of_old_name = day_field(_("Last day of the old name"))
    why = ReasonField()


def rename_today(hospital, **answers):
    return rename(hospital, on=timezone.localdate(), **answers)


class FormerNameForm(RowForm):
    used_through = PartialDateField(label=_("Used through"), stored=PartialDate.as_end)


class MembershipForm(RowForm):
    member_from = PartialDateField(label=_("Member from"), stored=PartialDate.as_start)


class LocationForm(CheckedForm):
    source_date = PartialDateField(label=_("Date of the source"), stored=known_day)


class LocationInline(RecordInline):
    model = Location
    fields = ("name", "address", "postcode", "place", "province", "is_main")


class FormerNameInline(RecordInline):
    model = FormerName
    form = FormerNameForm
    fields = ("name", "short_name", "used_through", "source_name", "source_url")


class MembershipInline(KeptInline):
    model = Membership
    form = MembershipForm
    fields = ("member_from", "member_through", "source_name", "source_url")


class HospitalAdmin(RecordAdmin):
    """Registered in ``centres.admin.hospitals``: what can be done to a hospital moves centres."""

    form = SourcedForm
    attention = ATTENTION
    list_display = ("name", "short_name", "place", "agb", "verified", "merged_into")
    list_display_links = ("name",)
    list_filter = (AttentionFilter, "locations__province", "verified")
    list_select_related = ("merged_into",)
    search_fields = ("name", "short_name", "other_names", "former_names__name", "public_id", "agb")
    ordering = ("sort_key", "pk")
    fixed_fields = ("slug", "name", "short_name")
    shown_fields = ("public_id", "merged_into")
    prepopulated_fields = {"slug": ["name"]}
    inlines = (LocationInline, FormerNameInline, MembershipInline)
    fieldsets = (
        (_("What is it called?"), {"fields": (
            "name", "short_name", "other_names", "slug", "public_id", "merged_into")}),
        (_("How is it known elsewhere?"), {"fields": ("website", "agb", "ura", "kvk")}),
        (_("Where does this come from?"), {"fields": ("verified", *SOURCE_FIELDS)}),
    )  # fmt: skip
    verbs = (
        Verb(
            "rename",
            _("Rename"),
            _("The old name stays findable, and pages about the past show it."),
            RenameForm,
            rename_today,
            has_not_merged,
        ),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).with_main_location()

    @admin.display(description=_("place"))
    def place(self, hospital) -> str:
        return hospital.place


class FullLocationForm(LocationForm, RecordForm):
    """A location on a page of its own, for its coordinates and its source."""


@admin.register(Location)
class LocationAdmin(RecordAdmin):
    form = FullLocationForm
    list_display = ("__str__", "place", "province", "hospital", "is_main")
    list_filter = ("province", "is_main")
    list_select_related = ("hospital",)
    search_fields = ("name", "place", "hospital__name", "hospital__short_name")
    ordering = ("hospital__sort_key", "-is_main", "place", "pk")
    fixed_fields = ("hospital",)
    fieldsets = (
        (_("Which place is it?"), {"fields": ("hospital", "name", "is_main")}),
        (_("Where?"), {"fields": (
            "address", "postcode", "place", "province", "latitude", "longitude")}),
        (_("Where does this come from?"), {"fields": SOURCE_FIELDS}),
    )  # fmt: skip

    def choice_label(self, location) -> str:
        return f"{location} ({location.hospital.short_name})"
