"""Centres and what belongs to them: other names, partners, yearly figures."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from hospitals.list_filters import AttentionFilter
from hospitals.record_admin import RecordAdmin, RecordInline
from hospitals.record_forms import SOURCE_FIELDS, SourcedForm
from hospitals.verb_forms import has_not_merged, merge_form
from hospitals.verb_pages import Verb

from ..attention import ATTENTION
from ..confirmations import refuse_confirmation_ahead
from ..imports.centre_tables import Centres
from ..mergers import merge
from ..models import Centre, CentreName, Partner, PatientOrganisation, YearlyFigure
from ..own_locations import refuse_strangers
from ..status import Status
from .exports import ExportActions
from .list_filters import StatusFilter
from .plain_texts import PlainTexts


class CentreForm(SourcedForm):
    def clean(self):
        cleaned = super().clean()
        hospital = self.cleaned_data.get("hospital") or getattr(self.instance, "hospital", None)
        try:
            refuse_strangers(hospital, self.cleaned_data.get("locations") or ())
        except ValidationError as refusal:
            self.add_error("locations", refusal)
        return cleaned

    def clean_confirmed_on(self):
        confirmed_on = self.cleaned_data["confirmed_on"]
        refuse_confirmation_ahead(confirmed_on, day=timezone.localdate())
        return confirmed_on


class CentreNameInline(RecordInline):
    model = CentreName
    fields = ("name", "kind", "used_through")


class PartnerInline(RecordInline):
    model = Partner
    fields = ("hospital", "outside_name")


class YearlyFigureInline(RecordInline):
    model = YearlyFigure
    fields = ("year", "value", "measure", "measure_en", "definition", "definition_en")


def merge_today(centre, **answers):
    return merge(centre, on=timezone.localdate(), **answers)


@admin.register(Centre)
class CentreAdmin(PlainTexts, ExportActions, RecordAdmin):
    form = CentreForm
    attention = ATTENTION
    list_display = (
        "title_nl", "hospital_name", "status_today", "through", "conditions_count", "confirmed_on",
    )  # fmt: skip
    list_filter = (
        AttentionFilter,
        StatusFilter,
        "kind",
        "age_group",
        "verified",
        "specialties",
        "hospital",
    )
    list_select_related = ("hospital",)
    search_fields = (
        "name", "plain_name", "name_en", "plain_name_en", "other_names__name", "public_id",
        "hospital__name", "hospital__short_name",
    )  # fmt: skip
    ordering = ("sort_key", "pk")
    fixed_fields = ("slug", "hospital")
    shown_fields = ("public_id", "merged_into", "status_today")
    prepopulated_fields = {"slug": ["name"]}
    inlines = (CentreNameInline, PartnerInline, YearlyFigureInline)
    fieldsets = (
        (_("What is it called?"), {"fields": (
            "name", "plain_name", "name_en", "plain_name_en",
            "slug", "public_id", "status_today", "merged_into")}),
        (_("What is it and for whom?"), {"fields": (
            "kind", "conditions", "specialties", "age_group", "reach",
            "for_whom", "for_whom_en", "patient_organisations")}),
        (_("Where?"), {"fields": ("hospital", "locations")}),
        (_("How do people get there?"), {"fields": (
            "referral_route", "referral_route_en", "referral_phone", "referral_email",
            "referral_url", "advice_phone", "advice_email")}),
        (_("Where does this come from?"), {"fields": (
            "confirmed_on", "verified", *SOURCE_FIELDS)}),
    )  # fmt: skip
    verbs = (
        Verb(
            "merge",
            _("Merge"),
            _(
                "The page of this centre will lead to the other one, where its periods will stand."
                " This cannot be undone, so look twice: both names, both hospitals."
            ),
            merge_form(Centre),
            merge_today,
            has_not_merged,
        ),
    )
    export_table = Centres()
    plain_fields = ("for_whom", "for_whom_en", "referral_route", "referral_route_en")

    def get_queryset(self, request):
        centres = super().get_queryset(request).with_status_on(timezone.localdate())
        links = Centre.conditions.through.objects.filter(centre=OuterRef("pk"))
        count = links.order_by().values("centre").annotate(number=Count("pk")).values("number")
        return centres.annotate(conditions_count=Coalesce(Subquery(count), 0)).prefetch_related(
            "recognitions__suspensions"
        )

    def choice_label(self, centre) -> str:
        return f"{centre.title_nl} ({centre.hospital.short_name})"

    @admin.display(description=_("plain name"), ordering="sort_key")
    def title_nl(self, centre) -> str:
        return centre.title_nl

    @admin.display(description=_("hospital"), ordering="hospital__sort_key")
    def hospital_name(self, centre) -> str:
        return centre.hospital.short_name

    @admin.display(description=_("status today"), empty_value=_("no recognition"))
    def status_today(self, centre) -> str:
        status = centre.status_on_day
        return Status(status).label if status else _("no recognition")

    @admin.display(description=_("through"))
    def through(self, centre) -> str | None:
        recognition = centre.recognition_on(timezone.localdate())
        if recognition is None:
            return None
        last = recognition.last_day or recognition.extended_through
        return date_format(last, "j-n-Y") if last else str(recognition.last_known)

    @admin.display(description=_("conditions"))
    def conditions_count(self, centre) -> int:
        return centre.conditions_count


@admin.register(PatientOrganisation)
class PatientOrganisationAdmin(RecordAdmin):
    list_display = ("name", "website")
    search_fields = ("name", "website")
    ordering = ("sort_key", "pk")
    fieldsets = (
        (_("What is it called?"), {"fields": ("name", "website")}),
        (_("For which conditions?"), {"fields": ("conditions",)}),
    )
