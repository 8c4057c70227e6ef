"""The public facts of assessment rounds, and totals that STZ or others reported."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitals.constraints import ChangesRaiseVersion
from hospitals.partial_dates import (
    PartialDate,
    Precision,
    last_day_of,
    precision_field,
    precision_fits,
)
from hospitals.records import Record, Sourced

from .criteria import CriteriaEdition


class PublishedRoundQuerySet(models.QuerySet):
    def public(self):
        """Rounds that the public may see: all of them; an unreleased round is not in this table."""
        return self.all()

    def with_recognised_counts(self):
        """Add how many recognitions of this register come from each round, new and again."""
        return self.annotate(
            counted=Count("recognitions"),
            counted_new=Count("recognitions", Q(recognitions__is_reassessment=False)),
            counted_again=Count("recognitions", Q(recognitions__is_reassessment=True)),
        )

    def released_on_or_before(self, day: datetime.date):
        """Rounds that were, or may have been, released by ``day``: SQL of ``is_released_on``."""
        released = Q(released_on__isnull=True) | Q(released_on__lte=day)
        for precision in (Precision.MONTH, Precision.YEAR):
            last_day = last_day_of(precision, day)
            released |= Q(released_on=last_day, released_on_precision=precision)
        return self.filter(released)


class PublishedRound(Record, Sourced):
    """A round whose outcomes are public: when, by which criteria, and the figures."""

    class Figures(models.TextChoices):
        COMPUTED = "computed", _("computed from the records of this register")
        REPORTED = "reported", _("reported by a source")

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number in the year"))
    released_on = models.DateField(_("released on"), null=True, blank=True)
    released_on_precision = precision_field(_("precision of the release date"))
    edition = models.ForeignKey(
        CriteriaEdition,
        models.PROTECT,
        verbose_name=_("edition of the criteria"),
        related_name="rounds",
    )
    figures_origin = models.CharField(_("figures"), max_length=8, choices=Figures.choices)
    handled = models.PositiveIntegerField(_("applications handled"), null=True, blank=True)
    recognised = models.PositiveIntegerField(_("recognised"), null=True, blank=True)
    recognised_new = models.PositiveIntegerField(_("of these new"), null=True, blank=True)
    recognised_again = models.PositiveIntegerField(_("of these reassessed"), null=True, blank=True)

    objects = PublishedRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("published round")
        verbose_name_plural = _("published rounds")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                name="round_number_stands_once_per_year",
                violation_error_message=_("This round is there already."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(2017, 2199), number__range=(1, 99)),
                name="round_has_a_year_and_a_number",
                violation_error_message=_(
                    "The year lies from 2017 (when STZ began) and the number from 1."
                ),
            ),
            models.CheckConstraint(
                condition=Q(handled__isnull=True)
                | Q(recognised__isnull=True)
                | Q(recognised__lte=models.F("handled")),
                name="no_more_recognised_than_handled",
                violation_error_message=_("More recognised than handled."),
            ),
            models.CheckConstraint(
                condition=Q(recognised_new__isnull=True)
                | Q(recognised_again__isnull=True)
                | Q(recognised=models.F("recognised_new") + models.F("recognised_again")),
                name="new_and_reassessed_add_up",
                violation_error_message=_("New and reassessed do not add up to recognised."),
            ),
            models.CheckConstraint(
                condition=~Q(figures_origin="reported") | ~Q(source_url="") | ~Q(source_name=""),
                name="reported_figures_have_a_source",
                violation_error_message=_("Reported figures have a source."),
            ),
            precision_fits("released_on", name="round_release_precision_fits", message=_(
                "Say how precisely the day of release is known, or leave it empty.")),
            ChangesRaiseVersion(name="published_round_raises_version"),
        ]  # fmt: skip

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def released(self) -> PartialDate:
        return PartialDate(self.released_on, self.released_on_precision)

    @property
    def is_computed(self) -> bool:
        """Whether a release of this register made the figures: then nobody changes them by hand."""
        return self.figures_origin == self.Figures.COMPUTED

    def is_released_on(self, day: datetime.date) -> bool:
        """Return whether the round was, or may have been, released by ``day``.

        A release known to the year only ("2024") is shown, as such, from the first day of it: a
        source told of it in that year. A day unknown is past.
        """
        first_possible = self.released.as_end()
        return first_possible is None or first_possible <= day

    def refuse_unreleased(self, day: datetime.date) -> None:
        """Raise ``ValidationError`` when the round is certainly not released by ``day``.

        What is under embargo does not belong in this table, and a constraint may not depend on
        the day. "2026" is no future date within 2026.
        """
        if not self.is_released_on(day):
            raise ValidationError(
                {"released_on": _("This day lies ahead. Record a round once it is released.")}
            )

    def get_absolute_url(self):
        return reverse("centres:round_detail", args=[self.code])


class AnnouncedRound(Record):
    """What the public may know of a round before its release: its dates and its norm.

    Written when the round opens. After the release the outcomes stand in ``PublishedRound`` under
    the same year and number. ``applications`` is filled once the round is closed, if STZ's policy
    says so (``settings.SHOW_NUMBER_OF_APPLICATIONS``).
    """

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number in the year"))
    edition = models.ForeignKey(
        CriteriaEdition,
        models.PROTECT,
        verbose_name=_("edition of the criteria"),
        related_name="announced_rounds",
    )
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    meets_on = models.DateField(_("committee meets on"))
    planned_release_on = models.DateField(_("planned release"))
    applications = models.PositiveIntegerField(_("number of applications"), null=True, blank=True)

    class Meta:
        verbose_name = _("announced round")
        verbose_name_plural = _("announced rounds")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                name="round_is_announced_once",
                violation_error_message=_("This round is there already."),
            ),
            models.CheckConstraint(
                condition=Q(
                    closes_on__gte=models.F("opens_on"),
                    meets_on__gt=models.F("closes_on"),
                    planned_release_on__gte=models.F("meets_on"),
                ),
                name="announced_dates_are_in_order",
                violation_error_message=_(
                    "The dates are not in order: opening, closing, then the meeting on a later day,"
                    " then the release."
                ),
            ),
            ChangesRaiseVersion(name="announced_round_raises_version"),
        ]

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        return f"{self.year}-{self.number}"

    def get_absolute_url(self):
        return reverse("centres:round_detail", args=[self.code])


class ReportedTotal(Record, Sourced):
    """How many centres there were according to somebody, to say how complete the register is."""

    as_of = models.DateField(_("as of"))
    as_of_precision = precision_field(_("precision of the date"), default=Precision.YEAR)
    count = models.PositiveIntegerField(_("number of centres"))
    is_approximate = models.BooleanField(_("approximate"), default=False)
    scope = models.CharField(_("counted over"), max_length=200)
    scope_en = models.CharField(
        _("counted over, in English"), max_length=200, blank=True, default=""
    )

    class Meta:
        verbose_name = _("reported total")
        verbose_name_plural = _("reported totals")
        ordering = ["-as_of", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["as_of", "scope"],
                name="reported_total_stands_once",
                violation_error_message=_("This total is there already."),
            ),
            models.CheckConstraint(
                condition=~Q(source_url="") | ~Q(source_name=""),
                name="reported_total_has_a_source",
                violation_error_message=_("A reported total has a source."),
            ),
            ChangesRaiseVersion(name="reported_total_raises_version"),
        ]

    def __str__(self):
        return f"{self.counted_on}: {self.count}"

    @property
    def counted_on(self) -> PartialDate:
        return PartialDate(self.as_of, self.as_of_precision)
