"""Late exceptions: asked on the page of a round, granted here by a second person."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from hospitals.record_forms import ReasonField
from hospitals.verb_pages import Verb, VerbForm

from ..late_exceptions import visible_exceptions
from ..models import LateException
from ..rounds import grant_exception
from ..states import RoundState
from .parts import ConfidentialAdmin


class GrantForm(VerbForm):
    why = ReasonField(label=_("Why do you grant it?"))


def may_be_granted(exception, day) -> bool:
    under_way = exception.round.status in (RoundState.OPEN, RoundState.ASSESSING)
    return under_way and exception.granted_by_id is None


@admin.register(LateException)
class LateExceptionAdmin(ConfidentialAdmin):
    list_display = ("__str__", "round", "hospital", "last_day", "asked_by", "granted_by")
    list_filter = ("round",)
    list_select_related = ("round", "hospital", "centre", "asked_by", "granted_by")
    search_fields = ("hospital__name", "hospital__short_name", "centre__name")
    ordering = ("-round__year", "-round__number", "pk")
    fieldsets = (
        (_("What is asked?"), {"fields": ("round", "hospital", "centre", "last_day", "reason")}),
        (_("By whom?"), {"fields": ("asked_by", "granted_by")}),
    )
    verbs = (
        Verb("grant", _("Grant"), _(
            "The application may then be submitted through that day. Somebody else than who asked"
            " it grants it."),
             GrantForm, grant_exception, may_be_granted),
    )  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).filter(pk__in=visible_exceptions(request.user))

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def may_use_verbs(self, request) -> bool:
        return request.user.has_perm("assessments.change_assessmentround")
