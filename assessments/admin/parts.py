"""Records that belong to an application and are reached from its page."""

from collections.abc import Callable

from django.http import Http404
from django.utils import timezone

from hospitals.record_admin import RecordAdmin

from ..conflicts import visible_applications
from ..models import Application


class ConfidentialAdmin(RecordAdmin):
    """What belongs to an application: who has a conflict with it finds nothing at any address."""

    is_confidential = True

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Answer that there is no such page: the same for what is not there and what is hidden."""
        raise Http404


class PartAdmin(ConfidentialAdmin):
    """A part of an application. It stands in no menu; only verbs write it.

    Attributes:
        to_application: the path from the part to its application, as in a query.
    """

    to_application = "application"

    def get_queryset(self, request):
        visible = visible_applications(request.user).values("pk")
        return super().get_queryset(request).filter(**{f"{self.to_application}__in": visible})

    def has_module_permission(self, request) -> bool:
        return False

    def has_add_permission(self, request) -> bool:
        return False

    def is_read_only(self, record) -> bool:
        return True

    def may_use_verbs(self, request) -> bool:
        """The rights on a part are those on its application."""
        return request.user.has_perm("assessments.change_application")

    def owner_of(self, record) -> Application:
        for name in self.to_application.split("__"):
            record = getattr(record, name)
        return record


def today(verb: Callable) -> Callable:
    """Return ``verb`` with the day on which the page is used as its ``on``."""

    def act(record, **answers):
        return verb(record, on=timezone.localdate(), **answers)

    return act


def now(verb: Callable) -> Callable:
    """Return ``verb`` with the moment at which the page is used as its ``at``."""

    def act(record, **answers):
        return verb(record, at=timezone.now(), **answers)

    return act


def unversioned(verb: Callable) -> Callable:
    """Return ``verb``, which judges what stands now, without the version that was seen."""

    def act(record, *, version: int, **answers):
        return verb(record, **answers)

    return act
