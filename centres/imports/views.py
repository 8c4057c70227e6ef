"""The import page of staff: choose a file, see what it would change, confirm with a reason."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .files import read_upload
from .forms import ConfirmForm, FileForm
from .loading import TABLES, ChangedSincePreview, load
from .reports import Report
from .tables import Table
from .uploads import Upload, forget, keep, kept

PAGE = "admin/centres/import.html"
PREVIEW = "admin/centres/import_preview.html"
URL_NAME = "register_import"


@dataclass(frozen=True)
class Importing:
    """What an import page is for.

    Arguments:
        tables: the tables that a list may hold.
        url_name: the name of its address in the admin.
        allowed: whether a user may use it.
    """

    title: str
    tables: tuple[Table, ...]
    url_name: str
    allowed: Callable[[object], bool]


def may_import(user) -> bool:
    """Return whether ``user`` may add and change all that a list can hold."""
    models = {model for table in TABLES for model in table.makes}
    return user.has_perms(
        f"{model._meta.app_label}.{act}_{model._meta.model_name}"
        for model in models
        for act in ("add", "change")
    )


REGISTER = Importing(gettext_lazy("Import a list"), TABLES, URL_NAME, may_import)


def import_view(admin_site, importing: Importing = REGISTER):
    """Return the view of an import page, to be mounted under its ``url_name`` in the admin."""

    def view(request):
        if not importing.allowed(request.user):
            raise PermissionDenied
        return ImportPage(request, admin_site, importing).answer()

    return admin_site.admin_view(view)


class ImportPage:
    """One request to an import page."""

    def __init__(self, request, admin_site, importing: Importing):
        self.request, self.site, self.importing = request, admin_site, importing
        self.address = f"{admin_site.name}:{importing.url_name}"

    def answer(self):
        if self.request.method != "POST":
            return self._choose(FileForm())
        if "token" in self.request.POST:
            return self._confirm(ConfirmForm(self.request.POST))
        form = FileForm(self.request.POST, self.request.FILES)
        return self._preview_of_new(form) if form.is_valid() else self._choose(form)

    def _choose(self, form: FileForm):
        title, tables = self.importing.title, self.importing.tables
        return self._page(PAGE, title=title, form=form, tables=tables)

    def _preview_of_new(self, form: FileForm):
        file = form.cleaned_data["file"]
        report = self._load(form.sheets, file.name, dry_run=True)
        upload = Upload(self.request.user.pk, file.name, file.read(), report.fingerprint)
        return self._preview(upload, report, ConfirmForm(initial={"token": keep(upload)}))

    def _confirm(self, form: ConfirmForm):
        is_complete = form.is_valid()
        upload = kept(form.cleaned_data.get("token", ""), owner=self.request.user.pk)
        if upload is None:
            messages.error(self.request, _("The file is no longer here. Choose it again."))
            return redirect(self.address)
        sheets = read_upload(upload.name, upload.content)
        if not is_complete:
            return self._preview_again(form, upload, sheets)
        try:
            report = self._load(
                sheets,
                f"{upload.name}: {form.cleaned_data['reason']}",
                agreed=upload.fingerprint,
            )
        except (ChangedSincePreview, OperationalError):  # the latter: both at once
            messages.warning(
                self.request,
                _("Somebody changed the register meanwhile. Nothing was loaded: look again."),
            )
            return self._preview_again(form, upload, sheets)
        if report.mistakes:
            return self._preview(upload, report, form)
        forget(form.cleaned_data["token"])
        messages.success(self.request, self._done(report))
        return redirect(self.address)

    def _preview_again(self, form: ConfirmForm, upload: Upload, sheets):
        report = self._load(sheets, upload.name, dry_run=True)
        upload = Upload(upload.owner, upload.name, upload.content, report.fingerprint)
        keep(upload, form.cleaned_data["token"])
        return self._preview(upload, report, form)

    def _preview(self, upload: Upload, report: Report, form: ConfirmForm):
        title = _("What %(name)s would change") % {"name": upload.name}
        return self._page(PREVIEW, title=title, report=report, form=form)

    def _load(self, sheets, source: str, **options) -> Report:
        why = _("Imported from %(file)s") % {"file": source}
        today = timezone.localdate()
        options |= {"tables": self.importing.tables, "by": self.request.user, "why": why}
        return load(sheets, on=today, **options)

    def _done(self, report: Report) -> str:
        numbers = {
            "new": sum(len(table.new) for table in report.tables),
            "changed": sum(len(table.changed) for table in report.tables),
        }
        return _("The list was loaded: %(new)s new, %(changed)s changed.") % numbers

    def _page(self, template: str, **context):
        context |= {"importing": self.importing, "import_url": reverse(self.address)}
        context |= self.site.each_context(self.request)
        return TemplateResponse(self.request, template, context)
