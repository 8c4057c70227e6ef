"""Evidence: what may be added, where it lies, and who may download it."""

import io
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.committee import declare
from assessments.evidence import checked_type
from assessments.models import Document
from tests.assessments.builders import (
    OPENS,
    WHY,
    make_committee_member,
    make_draft,
    make_open_round,
    make_submitted,
)
from tests.assessments.pages_of_staff import PDF, errors_of, page_of, pdf, use
from tests.builders import make_user
from tests.conftest import client_of, set_clock

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n plaatje"
PNG_TYPE, PDF_TYPE = "image/png", "application/pdf"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(autouse=True)
def opening_day(monkeypatch):
    set_clock(monkeypatch, OPENS)


def office(*parts: str) -> bytes:
    """Return a file as Word and Excel make them, with empty ``parts``."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for part in parts:
            archive.writestr(part, "")
    return content.getvalue()


def add(client, application, file, **over):
    answers = {"title": "Jaarverslag", "file": file, "why": WHY}
    return use(client, application, "document", **answers | over)


def files_in(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def address_of(document: Document) -> str:
    return reverse("assessments:document", args=[document.application.reference, document.pk])


def log_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def status_for(user, address: str) -> int:
    response = log_in(user).get(address)
    if response.streaming:
        b"".join(response.streaming_content)  # read to its end, so that the file is closed
    return response.status_code


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("Verslag.pdf", PDF, PDF_TYPE),
        ("FOTO.PNG", PNG, PNG_TYPE),
        ("brief.docx", office("word/document.xml"), WORD_TYPE),
    ],
)
def test_document_keeps_its_own_type_under_a_random_name(
    editor_client, evidence_folder, name, content, content_type
):
    draft = make_draft(make_open_round())
    assert add(editor_client, draft, pdf(name, content)).status_code == 302
    document = draft.documents.get()
    assert (document.file_name, document.content_type) == (name, content_type)
    assert (document.added_by, document.added_on) == (editor_client.user, OPENS)
    [file] = files_in(evidence_folder)
    assert str(file.relative_to(evidence_folder)) == document.file.name
    assert len(file.name) == 48
    assert (file.suffix, file.stat().st_mode & 0o777) == ("", 0o600)


def test_same_file_twice_gets_two_names(editor_client, evidence_folder):
    draft = make_draft(make_open_round())
    add(editor_client, draft, pdf())
    add(editor_client, draft, pdf())
    assert len({path.name for path in files_in(evidence_folder)}) == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("programma.exe", b"MZ"),
        ("bladzijde.html", b"<script>"),
        ("tekening.svg", b"<svg/>"),
        ("verslag.pdf", b"MZ programma"),
        ("verslag.pdf", b""),
        ("foto.png", PDF),
        ("brief.docx", office("xl/workbook.xml")),
        ("brief.docx", office("word/document.xml", "word/vbaProject.bin")),
        ("brief.docx", b"PK geen archief"),
        ("verslag.pdf.exe", PDF),
    ],
)
def test_file_that_is_not_what_its_name_says_is_refused_and_leaves_nothing(
    editor_client, evidence_folder, name, content
):
    draft = make_draft(make_open_round())
    response = add(editor_client, draft, pdf(name, content))
    assert (response.status_code, len(errors_of(response))) == (200, 1)
    assert (draft.documents.count(), files_in(evidence_folder)) == (0, [])


def test_file_may_be_as_large_as_is_allowed_and_no_byte_larger(
    editor_client, evidence_folder, settings
):
    settings.EVIDENCE_MAX_BYTES = len(PDF)
    draft = make_draft(make_open_round())
    assert add(editor_client, draft, pdf()).status_code == 302
    assert add(editor_client, draft, pdf(content=PDF + b".")).status_code == 200
    assert len(files_in(evidence_folder)) == 1


def test_upload_that_the_verb_refuses_leaves_nothing(editor_client, evidence_folder):
    draft = make_draft(make_open_round())
    response = add(editor_client, draft, pdf(), version=draft.version - 1)
    assert (response.status_code, len(errors_of(response))) == (200, 1)
    assert (draft.documents.count(), files_in(evidence_folder)) == (0, [])


def test_removed_document_takes_its_file_along(
    editor_client, evidence_folder, django_capture_on_commit_callbacks
):
    draft = make_draft(make_open_round())
    add(editor_client, draft, pdf())
    document = draft.documents.get()
    with django_capture_on_commit_callbacks(execute=True):
        response = use(editor_client, document, "remove", why=WHY)
    assert response.url == page_of(draft)
    assert (draft.documents.count(), files_in(evidence_folder)) == (0, [])
    last = Document.history.filter(id=document.pk).first()
    assert (last.history_type, last.sha256) == ("-", document.sha256)


def test_document_of_a_closed_application_stays(editor_client):
    document = make_document(editor_client)
    assert editor_client.get(page_of(document, "remove")).status_code == 404
    assert editor_client.get(page_of(document.application, "document")).status_code == 404


def make_document(client, content: bytes = PDF) -> Document:
    """Make a submitted application with one document."""
    submitted = make_submitted(make_open_round())
    draft_with_document = make_draft(submitted.round)
    add(client, draft_with_document, pdf("Jaarverslag & bijlage.pdf", content))
    document = draft_with_document.documents.get()
    Document.objects.filter(pk=document.pk).update(application=submitted)
    document.refresh_from_db()
    return document


def test_download_is_an_attachment_that_nobody_keeps(editor_client):
    document = make_document(editor_client)
    response = editor_client.get(address_of(document))
    assert (response.status_code, b"".join(response.streaming_content)) == (200, PDF)
    assert response["Content-Type"] == PDF_TYPE
    assert response["Content-Disposition"] == 'attachment; filename="Jaarverslag & bijlage.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert (response.has_header("ETag"), response.has_header("Last-Modified")) == (False, False)
    with_reference = [document.application.reference, document.pk]
    assert address_of(document) == "/beoordelen/{}/documenten/{}/".format(*with_reference)


def test_download_is_open_to_who_may_read_the_dossier_and_to_nobody_else(editor_client):
    document = make_document(editor_client)
    application, address = document.application, address_of(document)
    declared, undeclared = make_committee_member(), make_committee_member()
    conflicted = make_committee_member(application.hospital)
    confessed = make_committee_member()
    declare(declared, application, has_conflict=False, reason="", on=OPENS, by=None)
    declare(confessed, application, has_conflict=False, reason="", on=OPENS, by=None)
    declare(confessed, application, has_conflict=True, reason="Familie", on=OPENS, by=None)
    own_superuser = make_user("superuser")
    make_committee_member(application.hospital, user=own_superuser)
    inactive = make_user("editor", is_active=False)
    expected = {
        make_user("reader"): 200,
        declared.user: 200,
        undeclared.user: 404,
        conflicted.user: 404,
        confessed.user: 404,
        own_superuser: 404,
        make_user(): 404,
    }
    assert {user: status_for(user, address) for user in expected} == expected
    for client in (Client(), log_in(inactive)):
        assert client.get(address).url == f"/account/login/?next={address}"
    Document.objects.filter(pk=document.pk).update(
        application=make_draft(application.round, hospital=application.hospital)
    )
    document.refresh_from_db()
    declare(declared, document.application, has_conflict=False, reason="", on=OPENS, by=None)
    assert status_for(declared.user, address_of(document)) == 404  # a draft


def test_download_is_found_under_its_own_application_only(editor_client):
    document = make_document(editor_client)
    other = make_draft(document.application.round)
    address = reverse("assessments:document", args=[other.reference, document.pk])
    assert editor_client.get(address).status_code == 404
    assert editor_client.post(address_of(document)).status_code == 405


@pytest.mark.parametrize("harm", ["other content", "gone"])
def test_file_that_was_touched_is_not_sent(editor_client, evidence_folder, harm):
    document = make_document(editor_client)
    [file] = files_in(evidence_folder)
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(PDF + b"!")
    assert editor_client.get(address_of(document)).status_code == 404


def test_evidence_has_no_other_address(editor_client):
    document = make_document(editor_client)
    for prefix in ("", "/media", "/static", "/evidence", "/beoordelen"):
        response = client_of("superuser").get(f"{prefix}/{document.file.name}")
        assert response.status_code == 404


def zipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr("word/document.xml", "x")
        parts.writestr("\xe9.xml", "x")
    return made.getvalue()


def of_an_unknown_version(content: bytes) -> bytes:
    changed = bytearray(content)
    changed[content.rfind(b"PK\x01\x02") + 6] = 99
    return bytes(changed)


@pytest.mark.parametrize(
    "content",
    [
        zipped().replace("\xe9".encode(), b"\xff\xff"),
        of_an_unknown_version(zipped()),
        zipped()[:-4],
        b"PK",
    ],
)
def test_a_broken_zip_is_refused(content):
    with pytest.raises(ValidationError) as refused:
        checked_type(SimpleUploadedFile("verslag.docx", content))
    assert refused.value.code == "content_of_file"
