"""What stands in a dossier: answers, evidence, approvals and the statement of patients.

A draft is open as a whole. An application that was returned for completion is open at the criteria
that STZ named, and at nothing else; evidence that belongs to no criterion stays closed then.
"""

import datetime
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from centres.models import Criterion
from hospitals.changes import changing, save_checked
from hospitals.records import Record

from .evidence import checked_type, hash_of
from .models import Answer, Application, Approval, CompletionRequest, Document
from .moves import working_on
from .states import ApplicationState

CRITERION_OF_APPROVALS = 13
"""The number of the criterion that asks for the approval of board and medical staff."""


def open_criteria(application: Application) -> set[int]:
    """Return the ids of the criteria whose answer and evidence may change."""
    if application.status == ApplicationState.DRAFT:
        return set(application.round.edition.criteria.values_list("pk", flat=True))
    if application.status == ApplicationState.RETURNED:
        request = open_request(application)
        return set(request.criteria.values_list("pk", flat=True)) if request else set()
    return set()


def open_request(application: Application) -> CompletionRequest | None:
    return application.completion_requests.filter(answered_on__isnull=True).first()


def answer(
    application: Application, *, version: int, answers: Mapping[Criterion, str], by, why: str
) -> None:
    """Write the answers to some criteria; those that do not differ are not written.

    Raises ``ValidationError`` when a criterion is closed.
    """
    with working_on(application, version=version, by=by, why=why):
        standing = {each.criterion_id: each for each in application.answers.all()}
        for criterion, text in answers.items():
            there = standing.get(criterion.pk)
            if (there.text if there else "") == text:
                continue
            refuse_closed(application, criterion)
            if there is None:
                new = Answer(application=application, criterion=criterion, text=text)
                save_checked(new, by=by, why=why)
            elif text:
                with changing(there, version=there.version, by=by, why=why):
                    there.text = text
            else:
                remove(there, by=by, why=why)


def add_document(
    application: Application,
    *,
    version: int,
    criterion: Criterion | None,
    title: str,
    file,
    on: datetime.date,
    by,
    why: str,
) -> Document:
    """Add evidence: an uploaded ``file``, whose type, size and content are checked.

    When the transaction does not come to its end, no file stays behind.
    """
    content_type = checked_type(file)
    document = Document(
        application=application,
        criterion=criterion,
        title=title,
        file_name=file.name[-200:],
        content_type=content_type,
        size=file.size,
        sha256=hash_of(file),
        added_on=on,
        added_by=by,
    )
    try:
        with working_on(application, version=version, by=by, why=why):
            refuse_closed(application, criterion)
            document.file.save(file.name, file, save=False)
            save_checked(document, by=by, why=why)
    except BaseException:
        if document.file._committed and document.file.name:
            document.file.storage.delete(document.file.name)
        raise
    return document


def remove_document(document: Document, *, version: int, by, why: str) -> None:
    """Remove evidence from an application that is open there; ``version``: of the application.

    The file goes once the transaction has ended; the history keeps its name and its hash.
    """
    application = document.application
    with working_on(application, version=version, by=by, why=why):
        refuse_closed(application, document.criterion)
        storage, name = document.file.storage, document.file.name
        remove(document, by=by, why=why)
        transaction.on_commit(lambda: storage.delete(name))


def approve(
    application: Application,
    *,
    version: int,
    body: Approval.Body,
    name: str,
    approved_on: datetime.date,
    on: datetime.date,
    by,
    why: str,
) -> Approval:
    """Record that the board or the medical staff approved (criterion 13), or mend what stands.

    ``on`` is the day of recording: nobody approves on a day that lies ahead.
    """
    if approved_on > on:
        raise ValidationError(
            {"approved_on": ValidationError(_("This day lies ahead."), code="lies_ahead")}
        )
    with working_on(application, version=version, by=by, why=why):
        refuse_closed_to_approvals(application)
        approval = application.approvals.filter(body=body).first()
        if approval is None:
            approval = Approval(
                application=application, body=body, name=name, approved_on=approved_on
            )
            save_checked(approval, by=by, why=why)
        else:
            with changing(approval, version=approval.version, by=by, why=why):
                approval.name, approval.approved_on = name, approved_on
    return approval


def refuse_closed(application: Application, criterion: Criterion | None) -> None:
    """Raise ``ValidationError`` unless ``criterion`` (``None``: the whole) may change now."""
    if criterion is None:
        if application.status == ApplicationState.DRAFT:
            return
    elif criterion.pk in open_criteria(application):
        return
    raise criterion_is_closed()


def criterion_is_closed() -> ValidationError:
    return ValidationError(
        _("This part of the application is closed; it does not change any more."),
        code="criterion_is_closed",
    )


def refuse_closed_to_approvals(application: Application) -> None:
    """Raise ``ValidationError`` unless the criterion that asks for the approvals is open."""
    if application.status == ApplicationState.DRAFT:
        return
    asking = application.round.edition.criteria.filter(number=CRITERION_OF_APPROVALS)
    if not asking.filter(pk__in=open_criteria(application)).exists():
        raise criterion_is_closed()


def remove(record: Record, *, by, why: str) -> None:
    """Delete the row; its history remembers who did it and why."""
    record._history_user, record._change_reason = by, why
    record.delete()
