"""The dossier of an application: its answer to each criterion, and the evidence."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centres.models import Criterion
from hospitals.records import Record

from ..evidence import evidence_storage, random_name
from .applications import Application, of_application


def refuse_criterion_elsewhere(application: Application, criterion: Criterion) -> None:
    """Raise ``ValidationError`` unless the criterion is of the edition of the round."""
    if criterion.edition_id != application.round.edition_id:
        raise ValidationError(
            {"criterion": ValidationError(
                _("This criterion is not of the edition of this round."), code="other_edition")}
        )  # fmt: skip


class Answer(Record):
    """What the hospital answers to one criterion."""

    application = models.ForeignKey(
        Application, models.PROTECT, verbose_name=_("application"), related_name="answers"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, verbose_name=_("criterion"), related_name="+"
    )
    text = models.TextField(_("answer"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["application", "criterion__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion"],
                name="criterion_is_answered_once",
                violation_error_message=_("This criterion has an answer already."),
            ),
            of_application("released_answer_does_not_change"),
        ]

    def __str__(self):
        return f"{self.application.reference}: {self.criterion}"

    def clean(self):
        if self.application_id and self.criterion_id:
            refuse_criterion_elsewhere(self.application, self.criterion)


class Document(Record):
    """A file that supports the application, at one criterion or as a whole.

    The file lies outside the web root under a random name; ``file_name`` is what it was called.
    Type, size and content were checked when it was added (``assessments.evidence``).
    """

    application = models.ForeignKey(
        Application, models.PROTECT, verbose_name=_("application"), related_name="documents"
    )
    criterion = models.ForeignKey(
        Criterion,
        models.PROTECT,
        verbose_name=_("criterion"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: it belongs to the whole application."),
    )
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(
        _("file"), storage=evidence_storage, upload_to=random_name, max_length=120
    )
    file_name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("hash"), max_length=64)
    added_on = models.DateField(_("added on"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("added by"),
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["application", "criterion__number", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0) & ~Q(file="") & ~Q(sha256=""),
                name="document_has_a_file",
                violation_error_message=_("The file is empty."),
            ),
            of_application("released_document_does_not_change"),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        if self.application_id and self.criterion_id:
            refuse_criterion_elsewhere(self.application, self.criterion)
