"""The forms in which staff keep records: checked wholly, with a reason, at a version."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import InlineForeignKeyField
from django.utils.translation import gettext_lazy as _

from .forms import PartialDateField, PartialDatesMixin, known_day
from .refusals import add_refusal

SOURCE_FIELDS = ("source_name", "source_url", "source_date", "note")


class ReasonField(forms.CharField):
    """The answer to "Why this change?": required, two lines."""

    def __init__(self, **options):
        defaults = {
            "label": _("Why this change?"),
            "help_text": _("One sentence that a colleague understands in five years."),
            "widget": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "max_length": 1000,
        }
        super().__init__(**defaults | options)


class SeenVersionField(forms.IntegerField):
    """The version of the record that the form showed, which nobody changes on the page."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data) -> bool:
        return False


class CheckedForm(PartialDatesMixin, forms.ModelForm):
    """A form that asks all the record's constraints, also those over fields that it only shows."""

    def _get_validation_exclusions(self) -> set[str]:
        exclusions = super()._get_validation_exclusions()
        unshown = {field.name for field in self._meta.model._meta.fields} - set(self.fields)
        return (exclusions - unshown) | self._owners_not_saved_yet()

    def _owners_not_saved_yet(self) -> set[str]:
        return {
            name
            for name, field in self.fields.items()
            if isinstance(field, InlineForeignKeyField) and field.parent_instance.pk is None
        }


class RowForm(CheckedForm):
    """The form of a row within a record's page. Only what was changed on that page is written.

    What each field showed travels along, so that a row that was left alone is neither judged nor
    written, even when somebody else changed it meanwhile.
    """

    seen_version = SeenVersionField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            for field in self.fields.values():
                field.show_hidden_initial = not isinstance(field, SeenVersionField)
            self.initial["seen_version"] = self.instance.version
            self.empty_permitted = True  # Django's word for: unchanged, so not judged

    def clean(self):
        cleaned = super().clean()
        if self.has_error("id"):  # said at a hidden field, where nobody would read it
            gone = _("Somebody removed this row meanwhile. Open the record in a second window.")
            self.add_error(None, ValidationError(gone, code="removed_meanwhile"))
        return cleaned

    def claim(self) -> None:
        """Claim the row at the version that was seen; see ``Record.claim``.

        A form that does not say which version was seen claims one that never is.
        """
        self.instance.claim(version=self.cleaned_data.get("seen_version") or 0)


class RecordForm(CheckedForm):
    """The form of one record. ``refusal`` is why saving it failed a moment ago, if it did."""

    refusal: ValidationError | None = None
    seen_version = SeenVersionField()
    why = ReasonField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["seen_version"], self.fields["why"]
        else:
            self.initial["seen_version"] = self.instance.version

    def clean(self):
        cleaned = super().clean()
        if self.refusal:
            add_refusal(self, self.refusal)
        return cleaned


class SourcedForm(RecordForm):
    source_date = PartialDateField(label=_("Date of the source"), stored=known_day)
