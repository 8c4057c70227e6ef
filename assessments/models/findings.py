"""What each assessor finds on each criterion, and what the committee finds together."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from centres.models import Criterion
from hospitals.constraints import FrozenRows
from hospitals.records import Record

from .applications import Application, of_application
from .committee import Assignment
from .dossiers import refuse_criterion_elsewhere


class Verdict(models.TextChoices):
    MEETS = "meets", _("meets")
    PARTLY = "partly", _("partly meets")
    NOT = "not", _("does not meet")
    CANNOT_JUDGE = "cannot_judge", _("cannot be judged")


class FrozenOnceSubmitted(FrozenRows):
    """The findings of an assessor stay as they were submitted."""

    since = "submitted_on"


class FindingQuerySet(models.QuerySet):
    def submitted(self):
        """Findings that count: submitted, and not set aside."""
        return self.filter(
            assignment__submitted_on__isnull=False, assignment__set_aside_on__isnull=True
        )

    def visible_to(self, user):
        """Findings that ``user`` may read: one's own view first, and then those of the others.

        One's own always; those of others once they are submitted and the reader's own are. Who
        does not assess the application reads them once all its assessors submitted theirs.
        Conflicts are not judged here: choose the applications first.
        """
        of_application = Assignment.objects.filter(
            application=OuterRef("assignment__application"), set_aside_on__isnull=True
        )
        # One's own counts as soon as it is proposed: it may be confirmed after the reading.
        own_is_open = of_application.filter(member__user=user, submitted_on__isnull=True)
        own_is_submitted = of_application.filter(member__user=user, submitted_on__isnull=False)
        somebody_is_open = of_application.filter(
            confirmed_on__isnull=False, submitted_on__isnull=True
        )
        counts = Q(assignment__submitted_on__isnull=False, assignment__set_aside_on__isnull=True)
        others = counts & ~Exists(own_is_open)
        return self.filter(
            Q(assignment__member__user=user)
            | (others & (Exists(own_is_submitted) | ~Exists(somebody_is_open)))
        )


class Finding(Record):
    """One assessor's verdict on one criterion of one application."""

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, verbose_name=_("assignment"), related_name="findings"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, verbose_name=_("criterion"), related_name="+"
    )
    verdict = models.CharField(
        _("verdict"), max_length=12, choices=Verdict.choices, blank=True, default=""
    )
    reason = models.TextField(_("reason"), blank=True, default="")

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["assignment", "criterion__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "criterion"],
                name="assessor_judges_a_criterion_once",
                violation_error_message=_("There is a finding on this criterion already."),
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["", *Verdict.values]),
                name="finding_has_a_known_verdict",
                violation_error_message=_("Choose a verdict."),
            ),
            FrozenOnceSubmitted(
                owner="assignment",
                owner_table="assessments_assignment",
                name="submitted_finding_does_not_change",
                violation_error_message=_(
                    "These findings were submitted and do not change any more."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.assignment}: {self.criterion}"

    @property
    def is_complete(self) -> bool:
        """Whether there is a verdict, and a reason unless the criterion is met."""
        return bool(self.verdict) and (self.verdict == Verdict.MEETS or bool(self.reason.strip()))


class Consensus(Record):
    """What the committee finds together on one criterion. The individual findings are kept."""

    application = models.ForeignKey(
        Application, models.PROTECT, verbose_name=_("application"), related_name="consensus"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, verbose_name=_("criterion"), related_name="+"
    )
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict.choices)
    reason = models.TextField(_("reason"), blank=True, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), related_name="+"
    )

    class Meta:
        verbose_name = _("consensus")
        verbose_name_plural = _("consensus")
        ordering = ["application", "criterion__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion"],
                name="consensus_stands_once_per_criterion",
                violation_error_message=_("There is a consensus on this criterion already."),
            ),
            models.CheckConstraint(
                condition=Q(verdict="meets")
                | (Q(verdict__in=["partly", "not", "cannot_judge"]) & ~Q(reason="")),
                name="consensus_has_a_reason_unless_met",
                violation_error_message=_("Give a reason, unless the criterion is met."),
            ),
            of_application("released_consensus_does_not_change"),
        ]

    def __str__(self):
        return f"{self.application.reference}: {self.criterion}"

    def clean(self):
        if self.application_id and self.criterion_id:
            refuse_criterion_elsewhere(self.application, self.criterion)
