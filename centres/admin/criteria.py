"""Editions of the criteria: drafted here, put in use once, read for ever after."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from hospitals.record_admin import RecordAdmin, RecordInline
from hospitals.record_forms import ReasonField
from hospitals.verb_forms import day_field
from hospitals.verb_pages import Verb, VerbForm

from ..editions import put_in_use
from ..models import CriteriaEdition, Criterion


class PutInUseForm(VerbForm):
    on = day_field(_("In use since"))
    why = ReasonField()


class CriterionInline(RecordInline, admin.StackedInline):
    model = Criterion
    fields = (("number", "theme"), ("name", "name_en"), "text", "text_en")


@admin.register(CriteriaEdition)
class CriteriaEditionAdmin(RecordAdmin):
    list_display = ("name", "in_use_since")
    search_fields = ("name",)
    ordering = ("-name",)
    shown_fields = ("in_use_since",)
    inlines = (CriterionInline,)
    fieldsets = ((_("Which edition is it?"), {"fields": ("name", "in_use_since")}),)
    verbs = (
        Verb(
            "put-in-use",
            _("Put in use"),
            _("From then on nothing in this edition changes. There is no way back."),
            PutInUseForm,
            put_in_use,
            lambda edition, day: edition.in_use_since is None,
        ),
    )

    def is_read_only(self, edition) -> bool:
        return edition.in_use_since is not None
