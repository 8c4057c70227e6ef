"""Filters beside the staff's lists that call words of the querysets."""

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class AttentionFilter(admin.SimpleListFilter):
    """The words in ``attention`` of a ``RecordAdmin``, to choose one from beside its list."""

    title = _("needs attention")
    parameter_name = "attention"

    def __init__(self, request, params, model, model_admin):
        self.words = model_admin.attention
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        return [(word.key, word.title) for word in self.words]

    def queryset(self, request, queryset):
        """Return the rows of the chosen word.

        Raises:
            IncorrectLookupParameters: there is no such word; the admin then shows the whole list.
        """
        if self.value() is None:
            return queryset
        for word in self.words:
            if word.key == self.value():
                return queryset.filter(pk__in=word.rows(timezone.localdate()).values("pk"))
        messages.warning(request, gettext("This worklist does not exist. You see all rows."))
        raise IncorrectLookupParameters
