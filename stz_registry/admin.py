"""The staff's workplace: the start page, who manages accounts, and logging in by allauth."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.imports.views import ROUNDS
from centres.imports.views import URL_NAME, import_view, may_import
from centres.public.components import URL_NAME as COMPONENTS
from centres.public.components import components_view
from hospitals.attention import Attention
from hospitals.record_history import recent_changes
from hospitals.records import Record

ROWS_SHOWN = 5
CHANGES_SHOWN = 10


class LabelledAutocomplete(AutocompleteJsonView):
    """Answers as the record's admin names it, so that two places called "Zwolle" differ."""

    def serialize_result(self, obj, to_field_name):
        return super().serialize_result(obj, to_field_name) | {
            "text": self.model_admin.choice_label(obj)
        }


class RegisterSite(admin.AdminSite):
    site_header = site_title = _("STZ TEC register: staff")
    index_title = _("What needs attention")
    index_template = "admin/start.html"
    enable_nav_sidebar = True

    def __init__(self, name="admin"):
        super().__init__(name)
        self.disable_action("delete_selected")

    def get_urls(self):
        return [
            path("import/", import_view(self), name=URL_NAME),
            path("components/", components_view(self), name=COMPONENTS),
            path(
                "assessments/assessmentround/import/",
                import_view(self, ROUNDS),
                name=ROUNDS.url_name,
            ),
            *super().get_urls(),
        ]

    def login(self, request, extra_context=None):
        return secure_admin_login(super().login)(request, extra_context)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def autocomplete_view(self, request):
        return LabelledAutocomplete.as_view(admin_site=self)(request)

    def index(self, request, extra_context=None):
        context = {
            "attention": self._attention(request),
            "recent_changes": recent_changes(self._kinds_to_tell(request), CHANGES_SHOWN),
            "may_import": may_import(request.user),
        }
        return super().index(request, context | (extra_context or {}))

    def _attention(self, request) -> list[dict]:
        today = timezone.localdate()
        return [
            self._block(request, model, word, today)
            for model in self._readable_kinds(request)
            for word in self.get_model_admin(model).attention
        ]

    def _block(self, request, model, word: Attention, today) -> dict:
        rows = self.get_model_admin(model).rows_for(request, word.rows(today))
        opts = model._meta
        address = f"{self.name}:{opts.app_label}_{opts.model_name}"
        return {
            "key": word.key,
            "title": word.title,
            "count": rows.count(),
            "rows": [
                (reverse(f"{address}_change", args=[row.pk]), row) for row in rows[:ROWS_SHOWN]
            ],
            "list_url": f"{reverse(f'{address}_changelist')}?attention={word.key}",
        }

    def _kinds_to_tell(self, request) -> list[type[Record]]:
        """Return the kinds of which everybody who reads them may read every change."""
        kinds = self._readable_kinds(request)
        return [model for model in kinds if not self.get_model_admin(model).is_confidential]

    def _readable_kinds(self, request) -> list[type[Record]]:
        return [
            model
            for model, model_admin in self._registry.items()
            if issubclass(model, Record) and model_admin.has_view_permission(request)
        ]
