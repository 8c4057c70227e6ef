"""Fields that the forms of several verbs ask for."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect
from django.utils.translation import gettext_lazy as _

from .record_forms import ReasonField
from .verb_pages import VerbForm


def day_field(label, help_text="") -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, widget=AdminDateWidget)


def merge_form(model) -> type[VerbForm]:
    """Return the form that asks into which other record of ``model`` a record merges."""

    class MergeForm(VerbForm):
        into = forms.ModelChoiceField(model.objects.all(), label=_("Goes on in"))
        why = ReasonField()

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            into, relation = self.fields["into"], model._meta.get_field("merged_into")
            into.widget = AutocompleteSelect(relation, self.admin_site)
            into.widget.choices = into.choices

    return MergeForm


def has_not_merged(record, day) -> bool:
    return record.merged_into_id is None
