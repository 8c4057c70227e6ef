"""Form fields for dates that may be known to the month or the year only.

One text box holds what is known: ``2024``, ``10-2023`` or ``24-6-2023``; empty means unknown. How
a partial date becomes a date column and a precision column: ``hospitals.partial_dates``.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .partial_dates import UNKNOWN_DATE, PartialDate, Precision


def written(date: PartialDate) -> str:
    """Return ``date`` as people here write it: ``24-6-2023``, ``10-2023``, ``2024`` or nothing."""
    if date.day is None:
        return ""
    parts = {Precision.DAY: 3, Precision.MONTH: 2, Precision.YEAR: 1}[date.precision]
    return "-".join(str(part) for part in (date.day.day, date.day.month, date.day.year)[-parts:])


class PartialDateField(forms.CharField):
    """A text box whose value is a ``PartialDate``.

    Arguments:
        stored: what becomes of it in the date column: ``PartialDate.as_start`` for the start of a
            period, ``PartialDate.as_end`` for the end, ``known_day`` for a date that bounds none.
    """

    default_error_messages = {
        "invalid": _("Write a date as 24-6-2023, a month as 10-2023 or a year as 2024."),
        "required": _("Write a date as 24-6-2023, a month as 10-2023 or a year as 2024."),
    }

    def __init__(self, *, stored, **options):
        self.stored = stored
        options.setdefault("help_text", _("24-6-2023, 10-2023 or 2024; empty when unknown."))
        super().__init__(**{"required": False, "max_length": 10} | options)
        self.widget.attrs["class"] = "partial-date"

    def to_python(self, value) -> PartialDate:
        try:
            return PartialDate.parse(super().to_python(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def validate(self, value):
        if self.required and value.day is None:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value):
        """The length of the text is checked by the browser and by ``to_python``."""

    def prepare_value(self, value):
        return written(value) if isinstance(value, PartialDate) else value

    def has_changed(self, initial, data) -> bool:
        try:
            return self.to_python(data) != (initial or UNKNOWN_DATE)
        except ValidationError:
            return True


def known_day(date: PartialDate):
    """Return the day to store for a date that begins or ends no period."""
    return date.day


class PartialDatesMixin:
    """For a model form: each ``PartialDateField`` fills its date column and its precision."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self._partial_dates():
            day = getattr(self.instance, name)
            precision = getattr(self.instance, f"{name}_precision")
            if day is not None:
                self.initial[name] = PartialDate(day, precision)
            else:
                self.initial.pop(name, None)

    def clean(self):
        cleaned = super().clean()
        for name, field in self._partial_dates().items():
            if isinstance(date := self.cleaned_data.get(name), PartialDate):
                self.cleaned_data[name] = field.stored(date)
                setattr(self.instance, f"{name}_precision", date.precision)
        return cleaned

    def _partial_dates(self) -> dict[str, PartialDateField]:
        fields = self.fields.items()
        return {name: field for name, field in fields if isinstance(field, PartialDateField)}
