"""Actions in the list of applications: the page before them, with one reason for all.

The page shows what will be done to what, as it stood then. When one is refused nothing is done, and
the page says for each application why.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitals.record_forms import ReasonField
from hospitals.refusals import add_refusal, refusal_for

from ..models import Application


@dataclass(frozen=True)
class BulkVerb:
    """One thing that can be done to several applications.

    Attributes:
        name: that of the action.
        label: the heading of the page and the text of its button.
        explanation: what happens, in a sentence above the form.
        parts: the records of an application that it is done to.
        act: does it: ``act(seen, *, on, by, why)`` with pairs of a part and the version seen.
        nothing: what is said of an application without such parts.
    """

    name: str
    label: str
    explanation: str
    parts: Callable[[Application], list[models.Model]]
    act: Callable
    nothing: str


class BulkForm(forms.Form):
    why = ReasonField()


@dataclass(frozen=True)
class Row:
    """One chosen application, and its parts with the version of each that was seen."""

    application: Application
    seen: list[tuple[models.Model, int]]

    @property
    def marks(self) -> list[str]:
        """What the form carries along for each part."""
        return [f"{part.pk}:{version}" for part, version in self.seen]

    @property
    def about(self) -> str:
        """Who or what the parts are, where they are something else than the application."""
        parts = [part for part, _version in self.seen if part != self.application]
        return ", ".join(str(part.member) for part in parts)


def bulk_page(verb: BulkVerb, model_admin, request, queryset):
    """Show the page before ``verb``, or do it; for an action of a ``ModelAdmin``."""
    posted = "confirmed" in request.POST
    rows = rows_of(verb, queryset, versions_in(request))
    form = BulkForm(request.POST if posted else None)
    if posted and form.is_valid() and done(verb, rows, form, request):
        told = ngettext(
            "Done for %(count)s application.", "Done for %(count)s applications.", len(rows)
        )
        messages.success(request, f"{verb.label}: {told % {'count': len(rows)}}")
        return None
    context = model_admin.admin_site.each_context(request) | {
        "title": verb.label,
        "verb": verb,
        "rows": rows,
        "form": form,
        "opts": model_admin.opts,
        "chosen_name": ACTION_CHECKBOX_NAME,
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/assessments/application_bulk.html", context)


def versions_in(request) -> dict[str, int]:
    """Return the versions that the form carried, by the id of the part."""
    pairs = [text.partition(":") for text in request.POST.getlist("seen")]
    return {pk: int(version) for pk, _colon, version in pairs if version.isdecimal()}


def rows_of(verb: BulkVerb, queryset, versions: dict[str, int]) -> list[Row]:
    return [
        Row(
            application,
            [(part, versions.get(str(part.pk), part.version)) for part in verb.parts(application)],
        )
        for application in queryset
    ]


def done(verb: BulkVerb, rows: list[Row], form: BulkForm, request) -> bool:
    """Do ``verb`` to everything in ``rows``, or to nothing and say in ``form`` why not."""
    try:
        refuse_unlike_chosen(verb, rows, request)
        seen = [pair for row in rows for pair in row.seen]
        on = timezone.localdate()
        verb.act(seen, on=on, by=request.user, why=form.cleaned_data["why"])
    except ValidationError as refusal:
        add_refusal(form, refusal)
    except IntegrityError as error:
        form.add_error(None, refusal_for(error))
    return form.is_valid()


def refuse_unlike_chosen(verb: BulkVerb, rows: list[Row], request) -> None:
    """Raise ``ValidationError`` unless everything that was chosen is there, with its parts."""
    chosen = set(request.POST.getlist(ACTION_CHECKBOX_NAME))
    seen = {mark.partition(":")[0] for mark in request.POST.getlist("seen")}
    there = {str(part.pk) for row in rows for part, _version in row.seen}
    refusals = [
        ValidationError(
            "%(reference)s: %(sentence)s",
            code="nothing",
            params={"reference": row.application.reference, "sentence": verb.nothing},
        )
        for row in rows
        if not row.seen
    ]
    if len(chosen) != len(rows) or seen != there:
        refusals.append(ValidationError(
            _("Not everything that you chose is there any more. Nothing was done."),
            code="not_there"))  # fmt: skip
    if refusals:
        raise ValidationError(refusals)
