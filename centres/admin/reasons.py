"""Fields of the forms about recognitions: reasons that the public reads, days that may be empty."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils.translation import gettext_lazy as _

from hospitals.record_forms import ReasonField


class PublicReasonField(ReasonField):
    def __init__(self, **options):
        defaults = {
            "label": _("Reason"),
            "help_text": _("The public reads this on the page of the centre."),
        }
        super().__init__(**defaults | options)


def optional_day_field(label, help_text="") -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, required=False, widget=AdminDateWidget)
