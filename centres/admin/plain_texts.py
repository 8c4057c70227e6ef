"""A friendly word to who writes a text for the public that could be plainer."""

from django.contrib import messages
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..plain_language import findings
from .reasons import PublicReasonField

MOST_SHOWN = 3
"""So many findings per text are enough to begin with."""


class PlainTexts:
    """For a ``RecordAdmin``: saving never fails on a hard text, and says what could be plainer.

    Attributes:
        plain_fields: the fields that the public reads; those that end in ``_en`` are English. Only
            what was typed just now is looked at, so nobody hears of a text of somebody else.
            The reasons that a verb gives to the public are looked at without being named here.
    """

    plain_fields: tuple[str, ...] = ()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for name in self.plain_fields:
            if name in form.changed_data:
                self._suggest(request, form, name)

    def verb_done(self, request, form):
        super().verb_done(request, form)
        for name in form.changed_data:
            if isinstance(form.fields[name], PublicReasonField):
                self._suggest(request, form, name)

    def _suggest(self, request, form, name: str) -> None:
        language = "en" if name.endswith("_en") else "nl"
        label = capfirst(form.fields[name].label)
        for finding in findings(form.cleaned_data[name], language)[:MOST_SHOWN]:
            tip = _("Saved. “%(field)s” can be plainer. %(tip)s")
            messages.warning(request, tip % {"field": label, "tip": finding.message})
