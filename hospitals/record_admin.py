"""How staff keep records in the admin: with a reason, without overwriting one another.

Every change asks "Why this change?"; the answer stands in the history of the record and of every
row saved along with it. The form carries the versions at which the record and its rows were read,
and saving over somebody else's change is refused with what was typed still on the screen.
"""

from functools import cache, partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.admin.widgets import AdminTextareaWidget, AdminURLFieldWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.forms.models import _get_foreign_key
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .attention import Attention
from .forms import PartialDateField
from .models import RegisterVersion
from .partial_dates import PartialDate
from .record_forms import RecordForm, RowForm
from .record_history import changes_of
from .records import ChangedMeanwhile
from .refusals import refusal_for
from .verb_pages import VerbPages


class RecordOptions:
    """What the pages of records and the rows within them have in common."""

    formfield_overrides = {
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
        models.URLField: {"widget": AdminURLFieldWidget, "assume_scheme": "https"},
    }

    def get_autocomplete_fields(self, request) -> list[str]:
        """Choose every related record by typing: 281 centres are no list to scroll."""
        relations = [*self.opts.fields, *self.opts.many_to_many]
        return [field.name for field in relations if field.is_relation]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        return self._labelled(db_field, field)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        return self._labelled(db_field, field)

    def _labelled(self, db_field, field):
        related = self.admin_site.get_model_admin(db_field.remote_field.model)
        field.label_from_instance = related.choice_label
        return field

    def to_read(self, fieldsets) -> list[tuple]:
        """Return ``fieldsets`` for who may only read: a partial date as far as it is known."""
        return [
            (title, options | {"fields": [self._to_read(name) for name in options["fields"]]})
            for title, options in fieldsets
        ]

    def _to_read(self, name):
        field = self.form.base_fields.get(name)
        return as_known(name, field.label) if isinstance(field, PartialDateField) else name


@cache  # the admin compares columns with each other
def as_known(name: str, label: str):
    """Return the column that shows the partial date ``name`` as precisely as it is known."""

    @admin.display(description=label)
    def date(record) -> str:
        return str(PartialDate(getattr(record, name), getattr(record, f"{name}_precision")))

    date.__name__ = name
    return date


class RecordInline(RecordOptions, admin.TabularInline):
    """Rows that belong to a record and are saved with it."""

    form = RowForm
    extra = 0

    def get_fieldsets(self, request, obj=None):
        if self._is_open(request, obj):
            return [(None, {"fields": (*self.fields, "seen_version")})]
        return self.to_read([(None, {"fields": self.fields})])

    def get_readonly_fields(self, request, obj=None):
        if self._is_open(request, obj):
            return ()
        return flatten_fieldsets(self.get_fieldsets(request, obj))

    def _is_open(self, request, obj) -> bool:
        return self.has_change_permission(request, obj) or self.has_add_permission(request, obj)


class KeptInline(RecordInline):
    """Rows that tell what held in a period: they are corrected, and never removed."""

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class OwnLookups:
    """For a ``ModelAdmin``: the address of its list filters by nothing that points at its rows.

    Django allows one step back (``?applications__isnull=0``, and ``?%2B=7`` for relations without
    a name), which tells of records that a person may not know of.
    """

    def lookup_allowed(self, lookup, value, request) -> bool:
        fields = self.opts.get_fields(include_hidden=True)
        backwards = {each.name for each in fields if each.auto_created and not each.concrete}
        filters = [each for each in self.get_list_filter(request) if isinstance(each, str)]
        is_filter = any(lookup.startswith(f"{each}__") for each in filters)
        leads_back = lookup.partition("__")[0] in backwards
        return (is_filter or not leads_back) and super().lookup_allowed(lookup, value, request)


class RecordAdmin(OwnLookups, RecordOptions, VerbPages, admin.ModelAdmin):
    """One kind of record.

    Attributes:
        fixed_fields: fields that are given once, when the record is added.
        shown_fields: fields that staff read but do not write; they appear after the record exists.
        attention: what the start page counts of this kind.
        is_confidential: whether some staff may not see some rows: the start page then counts and
            names only those that are in ``get_queryset``, and leaves out what changed.
    """

    form = RecordForm
    fixed_fields: tuple[str, ...] = ()
    shown_fields: tuple[str, ...] = ()
    attention: tuple[Attention, ...] = ()
    is_confidential = False
    list_per_page = 50
    save_on_top = False
    show_full_result_count = False

    def choice_label(self, record) -> str:
        """Return how ``record`` is called where it is one of several to choose from."""
        return str(record)

    def rows_for(self, request, rows: models.QuerySet) -> models.QuerySet:
        """Return those of ``rows`` that the person who asks may know of."""
        if self.is_confidential:
            return rows.filter(pk__in=self.get_queryset(request).values("pk"))
        return rows

    def is_read_only(self, record) -> bool:
        """Return whether a rule of the register says that nobody changes ``record`` by hand."""
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and not (obj is not None and self.is_read_only(obj))

    def has_delete_permission(self, request, obj=None) -> bool:
        """Nothing vanishes from the register."""
        return False

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form)(form.__name__, (form,), {"refusal": getattr(request, "refusal", None)})

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [self._without_shown_fields(*fieldset) for fieldset in self.fieldsets]
        if not self.has_change_permission(request, obj):
            return self.to_read(self.fieldsets)
        reason = (_("Why this change?"), {"fields": ("why", "seen_version"), "classes": ["why"]})
        return [*self.fieldsets, reason]

    def get_readonly_fields(self, request, obj=None):
        return self.shown_fields if obj is None else (*self.shown_fields, *self.fixed_fields)

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show the form again, with what was typed, when saving is refused."""
        page = partial(super().changeform_view, request, object_id, form_url, extra_context)
        if request.method != "POST":
            return page()
        if (closed := self._closed_meanwhile(request, object_id)) is not None:
            for sentence in ChangedMeanwhile(closed).messages:
                messages.error(request, sentence)
            return HttpResponseRedirect(request.path)
        try:
            with transaction.atomic():
                RegisterVersion.lock()
                return page()
        except ChangedMeanwhile as lost_update:
            request.refusal = with_moment(lost_update)
        except ValidationError as refusal:
            request.refusal = refusal
        except IntegrityError as error:
            request.refusal = refusal_for(error)
        return page()

    def _closed_meanwhile(self, request, object_id: str | None) -> models.Model | None:
        """Return the record when somebody closed it for changes while it was being edited."""
        record = self.get_object(request, unquote(object_id)) if object_id else None
        if record is None or not self.is_read_only(record):
            return None
        seen = request.POST.get("seen_version", "")
        was_open = seen.isdecimal() and int(seen) < record.version
        return record if was_open and self.has_change_permission(request) else None

    def save_model(self, request, obj, form, change):
        if change:
            obj.claim(version=form.cleaned_data["seen_version"])
        obj.save_with_history(by=request.user, why=reason_in(form))

    def save_formset(self, request, form, formset, change):
        who_and_why = {"by": request.user, "why": reason_in(form)}
        rows = formset.save(commit=False)
        for row_form in formset.initial_forms:
            if row_form.has_changed():  # removing is a change too
                row_form.claim()
        for row in formset.deleted_objects:
            remove_with_history(row, **who_and_why)
        for row in rows:
            row.save_with_history(**who_and_why)
        formset.save_m2m()

    def history_view(self, request, object_id, extra_context=None):
        """Who changed what, when and why, with the value before and after."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": _("History"),
            "subtitle": str(record),
            "changes": changes_of(record, self._children()),
            "original": record,
            "opts": self.opts,
        }
        return TemplateResponse(
            request, "admin/record_history.html", context | (extra_context or {})
        )

    def _children(self) -> list[tuple[type[models.Model], str]]:
        rows = [inline.model for inline in self.inlines]
        return [(model, _get_foreign_key(self.model, model).name) for model in rows]

    def _without_shown_fields(self, title, options):
        hidden = {*self.shown_fields} - {*self.fixed_fields}
        fields = tuple(name for name in options["fields"] if name not in hidden)
        return title, options | {"fields": fields}


def reason_in(form: forms.ModelForm) -> str:
    return form.cleaned_data.get("why") or _("Added")


def remove_with_history(record: models.Model, *, by, why: str) -> None:
    """Remove a row, and remember who did it and why."""
    record._history_user, record._change_reason = by, why
    record.delete()


def with_moment(refusal: ChangedMeanwhile) -> ValidationError:
    """Return ``refusal`` with when the other change was made and what to do now."""
    last = refusal.params["record"].history.first()
    when = date_format(timezone.localtime(last.history_date), "DATETIME_FORMAT") if last else "?"
    advice = _(
        "That change was made on %(when)s. Open the record in a second window, compare it with"
        " what you typed here, and make your change there."
    )
    return ValidationError([refusal, ValidationError(advice, params={"when": when})])
