"""Hospitals, with what can be done to them because centres hang on them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from hospitals.admin import HospitalAdmin
from hospitals.models import Hospital
from hospitals.verb_forms import has_not_merged, merge_form
from hospitals.verb_pages import Verb

from ..imports.hospital_tables import Hospitals
from ..mergers import merge_hospitals
from .exports import ExportActions


@admin.register(Hospital)
class HospitalWithCentresAdmin(ExportActions, HospitalAdmin):
    export_table = Hospitals()
    verbs = (
        *HospitalAdmin.verbs,
        Verb(
            "merge",
            _("Merge"),
            _(
                "The page of this hospital will lead to the other one. Its centres and its"
                " locations move there. When both have a centre of the same name, merge those"
                " two first. You end the membership of STZ yourself, on the page of the hospital."
            ),
            merge_form(Hospital),
            merge_hospitals,
            has_not_merged,
        ),
    )
