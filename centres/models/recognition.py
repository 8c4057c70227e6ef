"""Recognitions and their suspensions: periods from which the status on a day is computed."""

import datetime

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from hospitals.constraints import ChangesRaiseVersion, PeriodsDoNotOverlap
from hospitals.partial_dates import PartialDate, Precision, precision_field, precision_fits
from hospitals.records import Record, Sourced, site_of

from ..periods import refuse_collision, refuse_endless_term
from ..status import (
    EndedHow,
    Origin,
    Outcome,
    Status,
    is_upcoming_on,
    rank_expression,
    runs_on,
    status_expression,
    status_on,
)


class RecognitionQuerySet(models.QuerySet):
    def with_status_on(self, day: datetime.date):
        """Add the status on ``day`` to each row, as ``status_on_day``."""
        suspended = Suspension.objects.covering(day).filter(recognition=OuterRef("pk"))
        return self.annotate(status_on_day=status_expression(day, Exists(suspended)))

    def in_force_on(self, day: datetime.date):
        """Recognitions that certainly hold on ``day`` and are not suspended."""
        suspended = Suspension.objects.covering(day).filter(recognition=OuterRef("pk"))
        return self.filter(runs_on(day), ~Exists(suspended))

    def ending_between(self, first: datetime.date, last: datetime.date):
        """Recognitions that end, or may end, from ``first`` through ``last``.

        Of a last day known to the month or the year only, the first day that it may be counts.
        """
        return self.annotate(ends=self.model.last_day_expression()).filter(
            ends__range=(first, last)
        )

    def speaking_first_on(self, day: datetime.date):
        """Order so that the first of a centre is the one that says its status on ``day``."""
        soonest = Case(When(is_upcoming_on(day), then="valid_from"))
        return self.order_by(
            rank_expression(day),
            soonest.asc(nulls_last=True),
            F("valid_from").desc(nulls_last=True),
            "-pk",
        )


class Recognition(Record, Sourced):
    """The public fact that a centre is recognised from … through …

    The dates are stored as ``hospitals.partial_dates`` describes. The period ends before its term
    when the recognition is returned or withdrawn (``last_day``), and runs on after it by a
    recorded extension (``extended_through``).
    """

    centre = models.ForeignKey(
        "centres.Centre", models.PROTECT, verbose_name=_("centre"), related_name="recognitions"
    )
    round = models.ForeignKey(
        "centres.PublishedRound",
        models.PROTECT,
        verbose_name=_("assessment round"),
        null=True,
        blank=True,
        related_name="recognitions",
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    origin = models.CharField(_("origin"), max_length=15, choices=Origin.choices)
    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_from_precision = precision_field(_("precision of the first day"))
    valid_through = models.DateField(_("last day of the term"), null=True, blank=True)
    valid_through_precision = precision_field(_("precision of the last day"))
    is_reassessment = models.BooleanField(
        _("reassessment"),
        null=True,
        blank=True,
        help_text=_("Whether this recognition followed an earlier one; empty when unknown."),
    )
    term_source_url = models.URLField(
        _("address of the source of the term"), max_length=500, blank=True, default=""
    )
    extended_through = models.DateField(_("extended through"), null=True, blank=True)
    extension_reason = models.TextField(_("reason of the extension"), blank=True, default="")
    ended_how = models.CharField(
        _("ended early"), max_length=10, choices=EndedHow.choices, blank=True, default=""
    )
    last_day = models.DateField(_("last day when ended early"), null=True, blank=True)
    end_reason = models.TextField(_("reason of the early end, public"), blank=True, default="")

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        ordering = ["centre", F("valid_from").desc(nulls_last=True), "pk"]
        indexes = [
            models.Index(fields=["centre", "valid_from"], name="recognition_of_centre_by_start"),
            models.Index(fields=["valid_through"], name="recognition_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values) & Q(origin__in=Origin.values),
                name="recognition_has_a_known_outcome_and_origin",
                violation_error_message=_("Choose an outcome and an origin."),
            ),
            models.CheckConstraint(
                condition=Q(valid_through__gte=F("valid_from"))
                | Q(valid_from__isnull=True)
                | Q(valid_through__isnull=True)
                # From May 2024 through "2024": bounds that are certain may cross.
                | ~Q(valid_from_precision=Precision.DAY)
                | ~Q(valid_through_precision=Precision.DAY),
                name="recognition_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first day."),
            ),
            precision_fits("valid_from", name="recognition_start_precision_fits", message=_(
                "Say how precisely the first day is known, or leave it empty.")),
            precision_fits("valid_through", name="recognition_end_precision_fits", message=_(
                "Say how precisely the last day is known, or leave it empty.")),
            models.CheckConstraint(
                condition=Q(origin=Origin.PUBLIC_SOURCE)
                | (
                    Q(valid_from_precision=Precision.DAY, valid_through_precision=Precision.DAY)
                    & ~Q(outcome=Outcome.NOT_STATED)
                ),
                name="own_recognition_is_known_to_the_day",
                violation_error_message=_(
                    "Only a recognition found in a public source may have dates that are not known"
                    " to the day, or an outcome that is not stated."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(origin=Origin.PUBLIC_SOURCE) | ~Q(source_url=""),
                name="public_source_has_an_address",
                violation_error_message=_("A public source has an address."),
            ),
            models.CheckConstraint(
                condition=Q(extended_through__isnull=True, extension_reason="")
                | (
                    Q(extended_through__isnull=False, extended_through__gt=F("valid_through"))
                    & Q(valid_through_precision=Precision.DAY)
                    & ~Q(extension_reason="")
                ),
                name="extension_follows_the_term_and_has_a_reason",
                violation_error_message=_(
                    "An extension ends after the term, the term is known to the day, and there is"
                    " a reason."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ended_how="", last_day__isnull=True, end_reason="")
                | (Q(ended_how__in=EndedHow.values) & Q(last_day__isnull=False)),
                name="early_end_is_complete_or_absent",
                violation_error_message=_(
                    "An early end has a last day and a way in which it ended."
                ),
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True)
                | (
                    (Q(valid_from__isnull=True) | Q(last_day__gte=F("valid_from")))
                    & (
                        # Through "2027" may be any day of that year.
                        ~Q(valid_through_precision=Precision.DAY)
                        | Q(last_day__lte=F("valid_through"))
                        | Q(extended_through__isnull=False, last_day__lte=F("extended_through"))
                    )
                ),
                name="early_end_lies_within_the_period",
                violation_error_message=_("The early end lies outside the period."),
            ),
            precision_fits("source_date", name="recognition_source_date_precision_fits", message=_(
                "Say how precisely the date of the source is known, or leave it empty.")),
            PeriodsDoNotOverlap(
                owner="centre",
                first="valid_from",
                last=["last_day", "extended_through", "valid_through"],
                name="recognitions_of_a_centre_do_not_overlap",
                violation_error_message=_("This centre has another recognition in this period."),
            ),
            ChangesRaiseVersion(name="recognition_raises_version"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.centre}: {self.first_known} – {self.last_known}"

    def clean(self):
        """Refuse a new term that is surely too long.

        A term that stands is not judged again: it must not be in the way of the verb or the
        correction that ends it.
        """
        super().clean()
        if self._has_new_term():
            refuse_endless_term(self)

    def validate_constraints(self, exclude=None):
        """Name the recognition that is in the way; the constraint says only that there is one."""
        others = Recognition.objects.filter(centre=self.centre_id).exclude(pk=self.pk)
        refuse_collision(self, others)
        super().validate_constraints(exclude)

    def _has_new_term(self) -> bool:
        term = {"valid_from": self.valid_from, "valid_through": self.valid_through}
        return not Recognition.objects.filter(pk=self.pk, **term).exists()

    @classmethod
    def last_day_expression(cls) -> Coalesce:
        """Return the SQL form of ``runs_through``."""
        return Coalesce("last_day", "extended_through", "valid_through")

    @property
    def runs_through(self) -> datetime.date | None:
        """The last day on which the recognition runs, early end and extension counted."""
        return self.last_day or self.extended_through or self.valid_through

    @property
    def term_source_title(self) -> str:
        return site_of(self.term_source_url)

    @property
    def first_known(self) -> PartialDate:
        return PartialDate(self.valid_from, self.valid_from_precision)

    @property
    def last_known(self) -> PartialDate:
        return PartialDate(self.valid_through, self.valid_through_precision)

    @property
    def end_known(self) -> PartialDate:
        """The day that ends it, as far as is known: the early end, else the end of the term."""
        if self.last_day is not None:
            return PartialDate(self.last_day, Precision.DAY)
        return self.last_known

    @property
    def is_known_to_the_day(self) -> bool:
        return self.first_known.is_exact and self.end_known.is_exact

    def status_on(self, day: datetime.date) -> Status:
        return status_on(self, day)


class SuspensionQuerySet(models.QuerySet):
    def covering(self, day: datetime.date):
        return self.filter(
            Q(suspended_through__isnull=True) | Q(suspended_through__gte=day),
            suspended_from__lte=day,
        )


class Suspension(Record):
    """A period in which a recognition does not count; no last day means: until further notice."""

    recognition = models.ForeignKey(
        Recognition, models.PROTECT, verbose_name=_("recognition"), related_name="suspensions"
    )
    suspended_from = models.DateField(_("suspended from"))
    suspended_through = models.DateField(_("suspended through"), null=True, blank=True)
    reason = models.TextField(_("reason, public"))

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ["recognition", "suspended_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(suspended_through__isnull=True)
                | Q(suspended_through__gte=F("suspended_from")),
                name="suspension_ends_after_it_starts",
                violation_error_message=_("The suspension ends before it begins."),
            ),
            PeriodsDoNotOverlap(
                owner="recognition",
                first="suspended_from",
                last=["suspended_through"],
                open_ended=True,
                name="suspensions_do_not_overlap",
                violation_error_message=_("There is another suspension in this period."),
            ),
            ChangesRaiseVersion(name="suspension_raises_version"),
        ]

    def __str__(self):
        return f"{self.recognition}: {date_format(self.suspended_from, 'DATE_FORMAT')}"

    def covers(self, day: datetime.date) -> bool:
        """Python form of ``SuspensionQuerySet.covering``."""
        ended = self.suspended_through is not None and self.suspended_through < day
        return self.suspended_from <= day and not ended
