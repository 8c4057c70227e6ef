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
from django.utils.translation import gettext as _

from .records import ChangedMeanwhile
from .refusals import add_refusal, refusal_for


def always(record: models.Model, day: datetime.date) -> bool:
    return True


def version_of(record: models.Model) -> int:
    return record.version


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
        version: which version it is that the verb compares: that of the record, or of another.
        template: a page that extends ``admin/verb.html`` and shows more beside the form.
    """

    name: str
    label: str
    explanation: str
    form: type[forms.Form]
    act: Callable
    offered: Callable[[models.Model, datetime.date], bool] = always
    version: Callable[[models.Model], int] = version_of
    template: str = "admin/verb.html"


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

    def owner_of(self, record: models.Model) -> models.Model:
        """Return the record on whose page the buttons stand; people go back there."""
        return record

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["verbs"] = self.buttons(request, obj) if obj else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def verb_view(self, request, object_id: str, verb: Verb):
        if not self.may_use_verbs(request):
            raise PermissionDenied
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        form = self._form(request, record, verb)
        if not verb.offered(record, timezone.localdate()):
            self._refuse_unoffered(form, verb)
        owner = self.owner_of(record)
        if form.is_valid() and self._done(request, record, verb, form):
            messages.success(request, self.done_message(verb, record, form.cleaned_data))
            self.verb_done(request, form)
            return HttpResponseRedirect(self._address("change", owner))
        return TemplateResponse(request, verb.template, self._page(request, record, verb, form))

    def done_message(self, verb: Verb, record, answers: dict) -> str:
        """Return what is said once ``verb`` is done; ``answers`` are those of its form."""
        return f"{capfirst(str(verb.label))}: {record}"

    def verb_done(self, request, form: forms.Form) -> None:
        """Say what else there is to say now that the verb of ``form`` is done."""

    def _form(self, request, record, verb) -> forms.Form:
        """Return the form of ``verb``; what stands in the address is filled in already."""
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        initial = request.GET.dict() | {"version": verb.version(record)}
        options = {"admin_site": self.admin_site, "record": record, "by": request.user}
        return verb.form(*posted, initial=initial, **options)

    def _refuse_unoffered(self, form: forms.Form, verb: Verb) -> None:
        """Answer that ``verb`` is not possible: no such page, or an error in what was sent.

        What makes a verb impossible is mostly somebody who was first, or a double click: who it
        was is told when the record has a later version than the one that was seen.
        """
        if not form.is_bound:
            raise Http404
        seen = form.data.get("version", "")
        if verb.version is version_of and seen.isdecimal() and int(seen) < form.record.version:
            form.add_error(None, ChangedMeanwhile(form.record))
        else:
            form.add_error(None, _("This is not possible any more. It may have been done already."))

    def _done(self, request, record, verb, form) -> bool:
        try:
            verb.act(record, by=request.user, **form.answers())
        except ValidationError as refusal:
            add_refusal(form, refusal)
        except IntegrityError as error:
            form.add_error(None, refusal_for(error))
        return form.is_valid()

    def buttons(self, request, record) -> list[tuple[str, str]]:
        """Return the verbs that ``record`` offers today: what each is called, and where it is."""
        if not self.may_use_verbs(request):
            return []
        today = timezone.localdate()
        return [
            (verb.label, self._address(verb.name.replace("-", "_"), record))
            for verb in self.verbs
            if verb.offered(record, today)
        ]

    def _address(self, page: str, record: models.Model) -> str:
        opts = record._meta
        name = f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_{page}"
        return reverse(name, args=[record.pk])

    def _page(self, request, record, verb, form) -> dict:
        adminform = AdminForm(form, form.fieldsets(), {}, model_admin=self)
        owner = self.owner_of(record)
        return self.admin_site.each_context(request) | {
            "title": capfirst(str(verb.label)),
            "subtitle": str(record),
            "verb": verb,
            "record": record,
            "original": owner,
            "opts": owner._meta,
            "form": form,
            "adminform": adminform,
            "media": self.media + form.media,
            "change_url": self._address("change", owner),
        }


class VerbForm(forms.Form):
    """What every verb is told: the version that the person saw.

    ``record`` is what the verb is done to, ``by`` the person who looks at the page.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, admin_site=None, record=None, by=None, **kwargs):
        self.admin_site, self.record, self.by = admin_site, record, by
        super().__init__(*args, **kwargs)

    def answers(self) -> dict:
        """Return the keyword arguments of the verb."""
        return self.cleaned_data

    def fieldsets(self) -> list[tuple[str | None, dict]]:
        """Return how the fields stand on the page, as in a ``ModelAdmin``."""
        return [(None, {"fields": [field.name for field in self.visible_fields()]})]
