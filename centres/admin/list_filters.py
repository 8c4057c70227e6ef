"""The filter on the status today, for lists annotated with it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..status import Status


class StatusFilter(admin.SimpleListFilter):
    title = _("status today")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return Status.choices

    def queryset(self, request, queryset):
        return queryset.filter(status_on_day=self.value()) if self.value() else queryset
