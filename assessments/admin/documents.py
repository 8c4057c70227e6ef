"""Evidence on a page of its own: where it is removed while the application is open there."""

import datetime

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitals.verb_pages import Verb

from ..dossiers import open_criteria, remove_document
from ..models import Document
from ..states import ApplicationState
from .application_forms import ReasonForm
from .parts import PartAdmin


def may_be_removed(document: Document, day: datetime.date) -> bool:
    if document.criterion_id is None:
        return document.application.status == ApplicationState.DRAFT
    return document.criterion_id in open_criteria(document.application)


def version_of_application(document: Document) -> int:
    return document.application.version


def address_of(document: Document) -> str:
    """Return where ``document`` is downloaded."""
    return reverse("assessments:document", args=[document.application.reference, document.pk])


@admin.register(Document)
class DocumentAdmin(PartAdmin):
    list_display = ("title", "application", "criterion", "added_on")
    list_select_related = ("application__centre", "criterion")
    ordering = ("application__reference", "pk")
    fieldsets = ((None, {"fields": (
        "application", "criterion", "title", "file_name", "content_type", "size", "sha256",
        "added_on", "added_by")}),)  # fmt: skip
    verbs = (
        Verb("remove", _("Remove the document"), _(
            "The file is removed for good. The history keeps its name and its hash."),
             ReasonForm, remove_document, may_be_removed, version_of_application),
    )  # fmt: skip
