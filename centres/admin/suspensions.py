"""Suspensions: read on the page of their recognition, put right on a page of their own."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitals.record_admin import KeptInline, RecordAdmin
from hospitals.record_forms import ReasonField
from hospitals.verb_forms import day_field
from hospitals.verb_pages import Verb, VerbForm

from ..corrections import correct_suspension, remove_suspension
from ..models import Suspension
from .correcting import CorrectingPages, CorrectionForm
from .plain_texts import PlainTexts
from .reasons import PublicReasonField, optional_day_field


class CorrectSuspensionForm(CorrectionForm):
    suspended_from = day_field(_("Suspended from"), _("The first day on which it does not count."))
    suspended_through = optional_day_field(
        _("Suspended through"), _("Empty: until further notice.")
    )
    reason = PublicReasonField()
    why = ReasonField()


class RemoveForm(VerbForm):
    why = ReasonField()


class SuspensionInline(KeptInline):
    """To read: suspending and resuming are verbs."""

    model = Suspension
    fields = ("suspended_from", "suspended_through", "reason")
    show_change_link = True

    def has_add_permission(self, request, obj) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Suspension)
class SuspensionAdmin(PlainTexts, CorrectingPages, RecordAdmin):
    """Reached from its recognition; it stands in no menu."""

    list_display = ("recognition", "suspended_from", "suspended_through")
    list_select_related = ("recognition__centre",)
    ordering = ("-suspended_from", "pk")
    fieldsets = ((None, {"fields": (
        "recognition", "suspended_from", "suspended_through", "reason")}),)  # fmt: skip
    verbs = (
        Verb("correct", _("Correct"), _("The history keeps what stands here now."),
             CorrectSuspensionForm, correct_suspension),
        Verb("remove", _("Entered by mistake: remove"), _(
            "Only when this suspension never was. The public no longer reads it; its history"
            " stays."), RemoveForm, remove_suspension),
    )  # fmt: skip
    told = {
        "correct": _("The suspension is corrected: it begins on %(suspended_from)s."),
        "remove": _("The suspension is removed. Its history stays."),
    }

    def has_module_permission(self, request) -> bool:
        return False

    def has_add_permission(self, request) -> bool:
        return False

    def is_read_only(self, suspension) -> bool:
        return True

    def may_use_verbs(self, request) -> bool:
        """A suspension is a part of its recognition, and so are the rights on it."""
        return request.user.has_perm("centres.change_recognition")

    def address_after_removal(self, suspension) -> str:
        return reverse("admin:centres_recognition_change", args=[suspension.recognition_id])
