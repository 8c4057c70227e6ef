"""Where evidence is kept and what may be kept: the type, the size and the content of a file.

A file lies outside the web root under a random name and is never opened by the register. It goes
out as an attachment only, to who may read the application.
"""

import hashlib
import secrets
import struct
import zipfile
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext_lazy as _

PDF, PNG, JPEG = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
OFFICE = "application/vnd.openxmlformats-officedocument."

CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": f"{OFFICE}wordprocessingml.document",
    ".xlsx": f"{OFFICE}spreadsheetml.sheet",
}
BEGINNINGS = {".pdf": PDF, ".png": PNG, ".jpg": JPEG, ".jpeg": JPEG}
OFFICE_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
MACRO = "vbaProject.bin"


class EvidenceFolder(FileSystemStorage):
    """The folder that the settings name at the moment it is used; only the register reads it."""

    def __init__(self):
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self):
        return settings.EVIDENCE_FOLDER

    @property
    def location(self) -> str:
        return str(Path(self.base_location).resolve())


def evidence_storage() -> EvidenceFolder:
    """Return the folder of the evidence; it has no address, so no file in it has one."""
    return EvidenceFolder()


def random_name(document, file_name: str) -> str:
    """Return a name that nobody can guess and that says nothing about the file."""
    name = secrets.token_hex(24)
    return f"{name[:2]}/{name}"


def checked_type(file) -> str:
    """Return the content type of an uploaded ``file``, or raise ``ValidationError``.

    The name, the size and the content must agree: a program that is called ``.pdf`` is refused, as
    is a document with macros.
    """
    ending = PurePosixPath(file.name).suffix.lower()
    if ending not in CONTENT_TYPES:
        raise ValidationError(
            _("Only these kinds of files are accepted: %(kinds)s."),
            code="kind_of_file",
            params={"kinds": ", ".join(CONTENT_TYPES)},
        )
    if file.size > settings.EVIDENCE_MAX_BYTES:
        raise ValidationError(
            _("The file is larger than %(number)s MB."),
            code="file_too_large",
            params={"number": settings.EVIDENCE_MAX_BYTES // 2**20},
        )
    if not file.size:
        raise ValidationError(_("The file is empty."), code="file_is_empty")
    if not _content_fits(file, ending):
        raise ValidationError(
            _("The content of this file is not what its name says (%(kind)s)."),
            code="content_of_file",
            params={"kind": ending},
        )
    return CONTENT_TYPES[ending]


def hash_of(file) -> str:
    """Return the SHA-256 of the content, and go back to its beginning."""
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _content_fits(file, ending: str) -> bool:
    file.seek(0)
    try:
        if ending in BEGINNINGS:
            return file.read(16).startswith(BEGINNINGS[ending])
        with zipfile.ZipFile(file) as parts:
            names = parts.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        return False  # what is no good zip raises any of these
    finally:
        file.seek(0)
    has_macro = any(name.endswith(MACRO) for name in names)
    return OFFICE_PARTS[ending] in names and not has_macro
