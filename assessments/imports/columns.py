"""Columns that only the tables of a round have."""

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from centres.imports.cells import in_reader_words
from centres.imports.columns import Choice, Column
from centres.imports.date_columns import Day
from centres.imports.references import Reference

from ..models import Application


class OwnReference(Reference):
    """The reference of an application that is there already; a new one gets its own."""

    accepts = _("the reference of an application that is there already")
    stored = False

    def current(self, record):
        return record


class FollowingKind(Choice):
    """New or reassessment: it follows from the record, so that a list can only contradict it."""

    stored = False

    def called(self, kind) -> str:
        """Return the word for ``kind`` in the reader's language."""
        known = self.choices[kind]
        return in_reader_words(known[0], known[-1])


class NameOfApproval(Column):
    """Who signed for a body of the hospital; an empty cell leaves what stands."""

    after_save = True

    def accept(self, body):
        self.body = body

    def current(self, record):
        approval = approval_of(record, self.body)
        return approval.name if approval else ""

    def same(self, one, other):
        return not other or super().same(one, other)


class DayOfApproval(Day):
    """When a body of the hospital approved; an empty cell leaves what stands."""

    after_save = True

    def accept(self, body):
        self.body = body

    def current(self, record):
        approval = approval_of(record, self.body)
        return approval.approved_on if approval else None

    def same(self, one, other):
        return not other or one == other


class DayOfSubmission(Day):
    """When the hospital submitted it; an empty cell leaves it as it is."""

    after_save = True

    def same(self, one, other):
        return not other or one == other


def approval_of(application: Application, body):
    """Return what ``body`` approved, or ``None``; the approvals are mostly read along."""
    if application.pk is None:
        return None
    return next((one for one in application.approvals.all() if one.body == body), None)


def refuse_ahead(day: datetime.date, column: Column, *, on: datetime.date) -> None:
    """Raise ``ValidationError`` at ``column`` when ``day`` lies after ``on``."""
    if day > on:
        raise ValidationError(
            {column.field: ValidationError(_("This day lies ahead."), code="lies_ahead")}
        )
