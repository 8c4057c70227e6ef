"""Conditions with all the names and codes by which people look for them, and specialties."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from hospitals.record_admin import RecordAdmin, RecordInline

from ..imports.condition_tables import Conditions
from ..models import Condition, ConditionCode, ConditionName, Specialty
from .exports import ExportActions
from .plain_texts import PlainTexts


class ConditionNameInline(RecordInline):
    model = ConditionName
    fields = ("name", "kind")


class ConditionCodeInline(RecordInline):
    model = ConditionCode
    fields = ("system", "code")


@admin.register(Condition)
class ConditionAdmin(PlainTexts, ExportActions, RecordAdmin):
    list_display = ("name", "name_en", "specialty_names", "centres_count")
    list_filter = ("specialties", ("name_en", admin.EmptyFieldListFilter))
    search_fields = ("name", "name_en", "names__name", "codes__code")
    ordering = ("sort_key", "pk")
    fixed_fields = ("slug",)
    prepopulated_fields = {"slug": ["name"]}
    inlines = (ConditionNameInline, ConditionCodeInline)
    fieldsets = (
        (_("What is it called?"), {"fields": ("name", "name_en", "slug")}),
        (_("What is it?"), {"fields": ("summary", "summary_en", "specialties", "is_often_sought")}),
        (_("Where does this come from?"), {"fields": ("added_by",)}),
    )
    export_table = Conditions()
    plain_fields = ("summary", "summary_en")

    def get_queryset(self, request):
        conditions = super().get_queryset(request).prefetch_related("specialties")
        return conditions.annotate(centres_count=Count("centres", distinct=True))

    @admin.display(description=_("specialties"))
    def specialty_names(self, condition) -> str:
        return ", ".join(str(specialty) for specialty in condition.specialties.all())

    @admin.display(description=_("centres"))
    def centres_count(self, condition) -> int:
        return condition.centres_count


@admin.register(Specialty)
class SpecialtyAdmin(RecordAdmin):
    list_display = ("name", "name_en")
    search_fields = ("name", "name_en")
    ordering = ("sort_key", "pk")
    fixed_fields = ("slug",)
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = ((_("What is it called?"), {"fields": ("name", "name_en", "slug")}),)
