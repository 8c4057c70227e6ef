"""The workbench of searches without a result: words that people use and the register does not."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hospitals.models import RegisterVersion
from hospitals.record_admin import RecordAdmin
from hospitals.record_forms import ReasonField
from hospitals.verb_pages import Verb, VerbForm

from ..missed_searches import make_name, set_aside
from ..models import Condition, ConditionName, MissedSearch
from ..search.current import snapshots
from ..search.explanations import nearest_conditions
from ..search.ranking import asked_words

WHY = _("People look for it in these words")


class MakeNameForm(VerbForm):
    """One click when the condition that is proposed is the right one."""

    condition = forms.ModelChoiceField(Condition.objects.all(), label=_("Name of"))
    kind = forms.ChoiceField(
        label=_("Kind of name"),
        choices=ConditionName.Kind.choices,
        initial=ConditionName.Kind.LAY.value,
    )
    why = ReasonField(initial=WHY)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        condition, relation = self.fields["condition"], MissedSearch._meta.get_field("condition")
        condition.initial = proposed(self.record.words)
        condition.widget = AutocompleteSelect(relation, self.admin_site)
        condition.widget.choices = condition.choices


class SetAsideForm(VerbForm):
    why = ReasonField(initial=_("Not about care that is in this register"))


def proposed(words: str) -> int | None:
    """Return the condition whose words are nearest to ``words``, or ``None``."""
    snapshot = snapshots.of_version(RegisterVersion.current().number)
    found = nearest_conditions(snapshot, asked_words(words))
    slugs = [subject.slug for subject in found[:1]]
    return Condition.objects.filter(slug__in=slugs).values_list("pk", flat=True).first()


def is_open(missed: MissedSearch, day) -> bool:
    return missed.condition_id is None


class DealtWithFilter(admin.SimpleListFilter):
    """What is still to be looked at stands first, without anybody asking for it."""

    title = _("what became of it")
    parameter_name = "dealt_with"

    def lookups(self, request, model_admin):
        return [("name", _("became a name")), ("aside", _("set aside")), ("all", _("all"))]

    def choices(self, changelist):
        _all, *choices = super().choices(changelist)
        to_do = {"selected": self.value() is None, "display": _("to look at")}
        return [to_do | {"query_string": changelist.get_query_string(remove=["dealt_with"])},
                *choices]  # fmt: skip

    def queryset(self, request, queryset):
        rows = {
            None: {"condition__isnull": True, "is_set_aside": False},
            "name": {"condition__isnull": False},
            "aside": {"is_set_aside": True},
        }
        return queryset.filter(**rows.get(self.value(), {}))


@admin.register(MissedSearch)
class MissedSearchAdmin(RecordAdmin):
    list_display = ("words", "times", "last_on", "condition", "make_name_link")
    list_filter = (DealtWithFilter, "last_on")
    list_select_related = ("condition",)
    search_fields = ("words",)
    ordering = ("-times", "words")
    fieldsets = ((None, {"fields": (
        "words", "times", "last_on", "condition", "is_set_aside")}),)  # fmt: skip
    verbs = (
        Verb("name", _("Make it a name of a condition"), _(
            "From then on the same search finds the centres for this condition."),
             MakeNameForm, make_name, is_open),
        Verb("set-aside", _("Set aside"), _("It stands in the list no longer."),
             SetAsideForm, set_aside, lambda missed, day: is_open(missed, day)
             and not missed.is_set_aside),
    )  # fmt: skip

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        """Only its verbs change it."""
        return False

    @admin.display(description=_("action"))
    def make_name_link(self, missed: MissedSearch) -> str:
        if missed.condition_id is not None:
            return ""
        url = reverse("admin:centres_missedsearch_name", args=[missed.pk])
        return format_html('<a href="{}">{}</a>', url, _("make it a name"))
