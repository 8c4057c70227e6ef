"""Evidence: what is accepted, where it lies, and that no file stays behind without its record."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments import applications, dossiers
from assessments.evidence import checked_type
from assessments.models import Document
from hospitals.records import ChangedMeanwhile
from tests.assessments.builders import (
    CLOSES,
    OPENS,
    WHY,
    make_draft,
    make_open_round,
    make_submitted,
)
from tests.builders import make_edition, make_user

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 tekst"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EVIDENCE_FOLDER = tmp_path / "evidence"
    return settings.EVIDENCE_FOLDER


def kept(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


def office(*parts: str) -> bytes:
    """Return a document of an office program with these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return written.getvalue()


def upload(name: str = "bewijs.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bewijs.pdf", PDF),
        ("BEWIJS.PDF", PDF),
        ("foto.jpeg", b"\xff\xd8\xff\xe0"),
        ("foto.png", b"\x89PNG\r\n\x1a\n00"),
        ("tekst.docx", office("word/document.xml")),
        ("cijfers.xlsx", office("xl/workbook.xml")),
    ],
)
def test_files_are_accepted_whose_name_and_content_agree(name, content):
    assert "/" in checked_type(upload(name, content))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("programma.exe", b"MZ", "kind_of_file"),
        ("bewijs", PDF, "kind_of_file"),
        ("bladzijde.html", b"<script>", "kind_of_file"),
        ("plaatje.svg", b"<svg/>", "kind_of_file"),
        ("bewijs.pdf", b"MZ", "content_of_file"),
        ("foto.png", PDF, "content_of_file"),
        ("tekst.docx", b"PK kapot", "content_of_file"),
        ("tekst.docx", office("xl/workbook.xml"), "content_of_file"),
        ("tekst.docx", office("word/document.xml", "word/vbaProject.bin"), "content_of_file"),
        ("leeg.pdf", b"", "file_is_empty"),
    ],
)
def test_other_files_are_refused(name, content, code):
    with pytest.raises(ValidationError) as refusal:
        checked_type(upload(name, content))
    assert refusal.value.code == code


def test_a_file_is_as_large_as_allowed_and_no_larger(settings):
    settings.EVIDENCE_MAX_BYTES = len(PDF)
    checked_type(upload())
    with pytest.raises(ValidationError) as refusal:
        checked_type(upload(content=PDF + b"."))
    assert refusal.value.code == "file_too_large"


def add(application, criterion=None, *, version=None, **over):
    facts = {"title": "Bewijs", "file": upload(), "on": OPENS, "by": None, "why": WHY}
    version = application.version if version is None else version
    return dossiers.add_document(application, version=version, criterion=criterion, **facts | over)


def test_a_file_lies_under_a_random_name_for_its_owner_only(folder):
    document = add(make_draft(make_open_round()))
    (path,) = kept(folder)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (PDF, 0o600)
    assert (path.parent.stat().st_mode & 0o777, len(path.name), path.suffix) == (0o700, 48, "")
    assert (document.file_name, document.size, document.content_type) == (
        "bewijs.pdf", len(PDF), "application/pdf",
    )  # fmt: skip


@pytest.mark.parametrize("over", [{"version": 0}, {"title": ""}, {"why": ""}])
def test_no_file_stays_behind_when_the_record_is_refused(folder, over):
    application = make_draft(make_open_round())
    with pytest.raises(ValidationError):
        add(application, **over)
    assert (kept(folder), Document.objects.count()) == ([], 0)


def test_a_stale_form_adds_nothing():
    with pytest.raises(ChangedMeanwhile):
        add(make_draft(make_open_round()), version=0)


def test_a_removed_file_goes_once_the_transaction_ended(folder, django_capture_on_commit_callbacks):
    application = make_draft(make_open_round())
    document = add(application)
    with django_capture_on_commit_callbacks(execute=True):
        dossiers.remove_document(document, version=application.version, by=None, why=WHY)
        assert len(kept(folder)) == 1
    assert (kept(folder), Document.history.filter(history_type="-").count()) == ([], 1)


def test_evidence_is_open_where_the_answers_are():
    application = make_submitted(make_open_round())
    first, second = application.round.edition.criteria.order_by("number")
    applications.return_for_completion(
        application, version=application.version, criteria=[first], question="Vul aan",
        due_on=CLOSES, on=OPENS, by=make_user(),
    )  # fmt: skip
    add(application, first)
    for closed in (second, None, make_edition(criteria=1).criteria.get()):
        with pytest.raises(ValidationError) as refusal:
            add(application, closed)
        assert refusal.value.code == "criterion_is_closed"
    assert Document.objects.get().criterion == first
