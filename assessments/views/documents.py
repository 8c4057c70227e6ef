"""Evidence goes out as an attachment, to who may read the dossier at that moment."""

import hashlib
import logging

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..access import may_read_dossier
from ..models import Document

log = logging.getLogger(__name__)


@require_safe
@login_required
def download(request: HttpRequest, reference: str, pk: int) -> FileResponse:
    """Return the file of a document, exactly as it was added.

    404 for who may not read the dossier, as for a document that is not there; and when the file is
    gone or is another one than was added, which the log tells.
    """
    documents = Document.objects.select_related("application")
    document = get_object_or_404(documents, pk=pk, application__reference=reference)
    if not may_read_dossier(request.user, document.application, on=timezone.localdate()):
        raise Http404
    return FileResponse(
        opened(document),
        as_attachment=True,
        filename=document.file_name,
        content_type=document.content_type,
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )


def opened(document: Document):
    """Return the file of ``document``, opened at its beginning. Raises ``Http404``; see above."""
    try:
        file = document.file.open("rb")
    except FileNotFoundError:
        log.error("The file of document %s is gone.", document.pk)
        raise Http404 from None
    if hashlib.file_digest(file, "sha256").hexdigest() != document.sha256:
        file.close()
        log.error("The file of document %s is not the one that was added.", document.pk)
        raise Http404
    file.seek(0)
    return file
