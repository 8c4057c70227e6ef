"""Fields that the forms of several verbs ask for."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect
from django.utils.translation import gettext_lazy as _

from .record_forms import ReasonField
from .verb_pages import VerbForm


def day_field(label, help_text="") -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, widget=AdminDateWidget)


class LongTextField(forms.CharField):
    """Text of several lines.

    A browser ends a line with two characters and the register with one: otherwise a text that
    nobody touched would differ from the one that stands.
    """

    def __init__(self, *, rows: int, **options):
        widget = forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"})
        super().__init__(widget=widget, **options)

    def to_python(self, value) -> str:
        return super().to_python(value).replace("\r\n", "\n")


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
