"""The two steps of the import page: choose a file, and confirm with a reason."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from .files import check_size, read_upload
from .sheets import Unreadable


class FileForm(forms.Form):
    """The file. Once valid, ``sheets`` holds its tables."""

    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("An Excel workbook (.xlsx) or one table as .csv."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            check_size(file.name, file.size)
            self.sheets = read_upload(file.name, file.read())
        except Unreadable as error:
            raise ValidationError(str(error), code="unreadable") from error
        file.seek(0)
        return file


class ConfirmForm(forms.Form):
    """Consent to what the preview showed."""

    token = forms.CharField(
        widget=forms.HiddenInput, validators=[RegexValidator(r"\A[A-Za-z0-9_-]{32}\Z")]
    )
    reason = forms.CharField(
        label=_("Why do you load this list?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The history of every record that changes will say this."),
    )
