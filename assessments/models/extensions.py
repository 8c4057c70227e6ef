"""The extension that keeps a recognition in force while an in-time reassessment runs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centres.models import Recognition
from hospitals.records import Record

from .applications import Application


class Extension(Record):
    """That a recognition runs on after its term, because its reassessment was asked for in time.

    Recorded when the application is accepted, and kept here until the term is over: in the public
    tables it would tell of the application before anybody needs to know. ``applied_on`` is when it
    was written into the recognition, ``dropped_on`` when it was no longer needed.
    """

    application = models.OneToOneField(
        Application, models.PROTECT, verbose_name=_("application"), related_name="extension"
    )
    recognition = models.ForeignKey(
        Recognition, models.PROTECT, verbose_name=_("recognition"), related_name="+"
    )
    through = models.DateField(_("extended through"))
    reason = models.TextField(_("reason, public"))
    applied_on = models.DateField(_("applied on"), null=True, blank=True)
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)

    class Meta:
        verbose_name = _("extension during reassessment")
        verbose_name_plural = _("extensions during reassessment")
        ordering = ["application"]
        indexes = [
            models.Index(
                fields=["recognition"],
                condition=Q(applied_on__isnull=True, dropped_on__isnull=True),
                name="extension_that_waits",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="extension_has_a_reason",
                violation_error_message=_("An extension has a reason."),
            )
        ]

    def __str__(self):
        return str(self.application)
