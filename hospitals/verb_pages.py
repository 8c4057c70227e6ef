"""Buttons on a record's page that lead to a form and call a verb.

What may happen to a record besides changing its fields (suspending, withdrawing, merging) is a
verb: a function that takes the version that was seen, a reason and who asks. This is the page
before it.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst

from .refusals import refusal_for


def always(record: models.Model, day: datetime.date) -> bool:
    return True


@dataclass(frozen=True)
class Verb:
    """One thing that can be done to a record.

    Attributes:
        name: the last part of the page's address.
        label: the text of the button and the heading of the page.
        explanation: what happens, in a sentence above the form.
        form: asks for the verb's keyword arguments, besides version and by.
        act: the verb: ``act(record, *, version, by, **answers)``.
        offered: whether the button stands on the page of ``record`` on ``day``.
    """

    name: str
    label: str
    explanation: str
    form: type[forms.Form]
    act: Callable
    offered: Callable[[models.Model, datetime.date], bool] = always


class VerbPages:
    """For a ``ModelAdmin``: a page for each of its ``verbs``."""

    verbs: tuple[Verb, ...] = ()

    def get_urls(self):
        pages = [
            path(
                f"<path:object_id>/{verb.name}/",
                self.admin_site.admin_view(self.verb_view),
                {"verb": verb},
                name=self.verb_url_name(verb),
            )
            for verb in self.verbs
        ]
        return pages + super().get_urls()

    def verb_url_name(self, verb: Verb) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{verb.name.replace('-', '_')}"

    def may_use_verbs(self, request) -> bool:
        """A record may be closed for changes by hand and still be open to its verbs."""
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["verbs"] = self._buttons(request, obj) if obj else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def verb_view(self, request, object_id: str, verb: Verb):
        if not self.may_use_verbs(request):
            raise PermissionDenied
        record = self.get_object(request, unquote(object_id))
        if record is None or not verb.offered(record, timezone.localdate()):
            raise Http404
        initial = {"version": record.version}
        form = form_for(verb, request.POST or None, initial=initial, admin_site=self.admin_site)
        if form.is_valid() and self._done(request, record, verb, form):
            messages.success(request, self.done_message(verb, record, form.cleaned_data))
            return HttpResponseRedirect(self._address("change", record.pk))
        return TemplateResponse(request, "admin/verb.html", self._page(request, record, verb, form))

    def done_message(self, verb: Verb, record, answers: dict) -> str:
        """Return what is said once ``verb`` is done; ``answers`` are those of its form."""
        return f"{capfirst(str(verb.label))}: {record}"

    def _done(self, request, record, verb, form) -> bool:
        try:
            verb.act(record, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        except IntegrityError as error:
            form.add_error(None, refusal_for(error))
        return form.is_valid()

    def _buttons(self, request, record) -> list[tuple[str, str]]:
        if not self.may_use_verbs(request):
            return []
        today = timezone.localdate()
        return [
            (verb.label, self._address(verb.name.replace("-", "_"), record.pk))
            for verb in self.verbs
            if verb.offered(record, today)
        ]

    def _address(self, page: str, pk: int) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[pk])

    def _page(self, request, record, verb, form) -> dict:
        shown = [field.name for field in form.visible_fields()]
        adminform = AdminForm(form, [(None, {"fields": shown})], {}, model_admin=self)
        return self.admin_site.each_context(request) | {
            "title": capfirst(str(verb.label)),
            "subtitle": str(record),
            "verb": verb,
            "original": record,
            "opts": self.opts,
            "form": form,
            "adminform": adminform,
            "media": self.media + form.media,
            "change_url": self._address("change", record.pk),
        }


class VerbForm(forms.Form):
    """What every verb is told: the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, admin_site=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.admin_site = admin_site


def form_for(verb: Verb, data, **options) -> forms.Form:
    return verb.form(data, **options)


def add_refusal(form: forms.Form, refusal: ValidationError) -> None:
    """Show why the verb refused, at the field it speaks of where the form has that field."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for field, errors in refusal.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)
