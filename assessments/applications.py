"""Applications are entered, submitted, returned, accepted and withdrawn; see ``states``.

Each verb takes the version of the application that was seen and raises ``ChangedMeanwhile`` when
somebody came first, and ``ValidationError`` with a message for people when it is not possible.
"""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from centres.models import Centre, Criterion
from hospitals.changes import save_checked
from hospitals.models import RegisterVersion

from .conflicts import refuse_conflict, refuse_interest
from .extensions import drop_extension, record_extension
from .models import (
    Application,
    ApplicationKind,
    Approval,
    AssessmentRound,
    CompletionRequest,
    LateException,
)
from .moves import moving, working_on
from .states import ApplicationState, RoundState


def kind_of(centre: Centre | None) -> ApplicationKind:
    """Return what an application for ``centre`` is: it follows from the record.

    A centre that has or had a recognition is assessed again; any other one is new.
    """
    if centre is not None and centre.recognitions.all():
        return ApplicationKind.REASSESSMENT
    return ApplicationKind.NEW


def enter(*, by, why: str, conditions=(), specialties=(), partners=(), **fields) -> Application:
    """Enter an application as a draft. ``fields`` are those of ``Application``.

    ``conditions``, ``specialties`` and ``partners`` are those of a proposed centre.

    Raises ``ValidationError`` when the round is over or the centre applies in it already.
    """
    application = Application(**fields)
    application.kind = kind_of(application.centre)
    if application.round_id is not None:
        refuse_round_over(application.round)
    if application.hospital_id is not None:
        if application.round_id is not None:
            refuse_interest(
                by,
                round=application.round,
                hospital_id=application.hospital_id,
                centre=application.centre,
                partners=partners,
            )
        with transaction.atomic():
            RegisterVersion.lock()
            save_checked(application, by=by, why=why)
            application.skip_history_when_saving = True
            application.proposed_conditions.set(conditions)
            application.proposed_specialties.set(specialties)
            application.proposed_partners.set(partners)
            del application.skip_history_when_saving
            if conditions or specialties or partners:
                application.save_with_history(by=by, why=why)  # the first entry has no links yet
            refuse_conflict(application, by)
    else:
        application.full_clean()
    return application


def submit(application: Application, *, version: int, on: datetime.date, by, why: str) -> None:
    """Submit a draft, or an application that was completed, on the day ``on``.

    In time is through the closing day; later only with an exception that a second person granted,
    and a completion through the day that STZ asked for.
    """
    with moving(application, "submit", version=version, by=by, why=why):
        returned = application.completion_requests.filter(answered_on__isnull=True).first()
        refuse_too_late(application, returned, on=on)
        refuse_incomplete(application)
        application.kind = kind_of(application.centre)
        if returned is None:
            application.submitted_on = on
        else:
            returned.answered_on = on
            save_checked(returned, by=by, why=why)


def return_for_completion(
    application: Application,
    *,
    version: int,
    criteria: Iterable[Criterion],
    question: str,
    due_on: datetime.date,
    on: datetime.date,
    by,
) -> CompletionRequest:
    """Ask the hospital to complete its answers: only ``criteria`` reopen, through ``due_on``."""
    criteria = list(criteria)
    with moving(application, "return", version=version, by=by, why=question):
        if not criteria:
            raise ValidationError(
                {"criteria": ValidationError(_("Choose at least one criterion."), code="none")}
            )
        strangers = [each for each in criteria if each.edition_id != application.round.edition_id]
        if strangers:
            raise ValidationError(
                {"criteria": ValidationError(
                    _("This criterion is not of the edition of this round."), code="other_edition")}
            )  # fmt: skip
        asked = CompletionRequest(
            application=application, question=question, due_on=due_on, asked_by=by, asked_on=on
        )
        save_checked(asked, by=by, why=question)
        asked.criteria.set(criteria)
    return asked


def accept(application: Application, *, version: int, on: datetime.date, by, why: str) -> None:
    """Take a submitted application into assessment.

    A reassessment that was asked for in time keeps the recognition in force when its term ends
    (a policy of STZ): see ``assessments.extensions``.
    """
    with moving(application, "accept", version=version, by=by, why=why):
        if application.round.status not in (RoundState.OPEN, RoundState.ASSESSING):
            raise ValidationError(_("The round is over."), code="round_is_over")
        application.kind = kind_of(application.centre)
        application.accepted_on = on
        record_extension(application, on=on, by=by, why=why)


def withdraw(application: Application, *, version: int, on: datetime.date, by, why: str) -> None:
    """Withdraw an application at the request of the hospital; its extension ends."""
    with moving(application, "withdraw", version=version, by=by, why=why):
        application.withdrawn_on = on
        drop_extension(application, through=on, on=on, by=by, why=why)


def use_exception(
    application: Application, *, version: int, exception: LateException, by, why: str
) -> None:
    """Let a draft be submitted later than the closing day, by an exception that was made for it."""
    with working_on(application, version=version, by=by, why=why):
        if application.status != ApplicationState.DRAFT:
            raise ValidationError(
                _("This is not possible any more, or not yet: it is “%(state)s”."),
                code="no_such_move",
                params={"state": application.status.label},
            )
        application.late_exception = exception


def exceptions_for(application: Application) -> QuerySet[LateException]:
    """Return the exceptions that ``application`` may use: those for it that none other uses.

    SQL form of ``LateException.is_for``.
    """
    return LateException.objects.filter(
        round=application.round_id,
        hospital=application.hospital_id,
        centre=application.centre_id,
        application__isnull=True,
    )


def refuse_round_over(round: AssessmentRound) -> None:
    """Raise ``ValidationError`` unless applications can still be entered in ``round``."""
    if round.status not in (RoundState.PLANNED, RoundState.OPEN, RoundState.ASSESSING):
        raise ValidationError(_("The round is over."), code="round_is_over")


def last_day_to_submit(
    application: Application, returned: CompletionRequest | None
) -> datetime.date:
    """Return the last day on which ``application`` is in time."""
    if returned is not None:
        return returned.due_on
    exception = application.late_exception
    if exception is not None and exception.granted_by_id is not None:
        return exception.last_day
    return application.round.closes_on


def refuse_too_late(
    application: Application, returned: CompletionRequest | None, *, on: datetime.date
) -> None:
    """Raise ``ValidationError`` when ``on`` is before the opening or after the last day."""
    round = application.round
    refuse_round_over(round)
    if round.status == RoundState.PLANNED or on < round.opens_on:
        raise ValidationError(_("The round is not open yet."), code="not_open_yet")
    last_day = last_day_to_submit(application, returned)
    if on > last_day:
        raise ValidationError(
            _("The last day was %(day)s. Later needs an exception granted by a second person."),
            code="too_late",
            params={"day": date_format(last_day, "DATE_FORMAT")},
        )


def missing_in(application: Application) -> list[str]:
    """Return what an application lacks before it can be submitted, in words for people.

    Every criterion of the edition is answered, and criterion 13 asks for two approvals.
    """
    answered = set(application.answers.exclude(text="").values_list("criterion", flat=True))
    open_numbers = [
        criterion.number
        for criterion in application.round.edition.criteria.all()
        if criterion.pk not in answered
    ]
    missing = []
    if open_numbers:
        numbers = ", ".join(map(str, sorted(open_numbers)))
        text = ngettext(
            "The answer to criterion %(numbers)s is missing.",
            "The answers to criteria %(numbers)s are missing.",
            len(open_numbers),
        )
        missing.append(text % {"numbers": numbers})
    bodies = set(application.approvals.values_list("body", flat=True))
    for body in Approval.Body:
        if body not in bodies:
            missing.append(_("The approval is missing of: %(body)s.") % {"body": body.label})
    return missing


def refuse_incomplete(application: Application) -> None:
    """Raise ``ValidationError`` naming everything that ``missing_in`` finds."""
    if missing := missing_in(application):
        raise ValidationError(
            [ValidationError(sentence, code="incomplete") for sentence in missing]
        )
