"""Hospitals and the names they had before."""

import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..constraints import ChangesRaiseVersion
from ..identifiers import (
    has_format,
    new_public_id,
    optional_identifier,
    public_id_field,
    unique_when_given,
)
from ..partial_dates import PartialDate, Precision, precision_field, precision_fits
from ..records import Record, Sourced
from ..sort_keys import SortKeyField

AGB_PATTERN = r"^06[0-9]{6}\Z"
EIGHT_DIGITS = r"^[0-9]{8}\Z"


class Verification(models.TextChoices):
    YES = "yes", _("confirmed by a source")
    PARTLY = "partly", _("partly confirmed by a source")
    NO = "no", _("not confirmed by a source")


def hospital_id() -> str:
    return new_public_id("ZKH")


class HospitalQuerySet(models.QuerySet):
    def public(self):
        """Hospitals that the public may see: all that are or have been a member of STZ."""
        return self.filter(self._has_one_of(self._related("memberships").objects.all()))

    def members_on(self, day: datetime.date):
        """Public hospitals that are a member of STZ on ``day``, as far as is known."""
        return self.filter(self._has_one_of(self._related("memberships").objects.on(day)))

    def with_main_location(self):
        """Fetch the main location of each hospital along, as ``main_locations``."""
        main = self._related("locations").objects.filter(is_main=True)
        return self.prefetch_related(models.Prefetch("locations", main, to_attr="main_locations"))

    def with_name_on(self, day: datetime.date):
        """Add the name that each hospital had on ``day``, as ``name_then``."""
        former = self._related("former_names").objects.of_hospital_on(models.OuterRef("pk"), day)
        return self.annotate(
            name_then=Coalesce(models.Subquery(former.values("name")[:1]), models.F("name"))
        )

    def _related(self, name: str) -> type[models.Model]:
        return self.model._meta.get_field(name).related_model

    def _has_one_of(self, records: models.QuerySet) -> models.Exists:
        return models.Exists(records.filter(hospital=models.OuterRef("pk")))


class Hospital(Record, Sourced):
    """A hospital. Its permanent id and its slug stay when it is renamed or merges."""

    public_id = public_id_field("ZKH", hospital_id)
    slug = models.SlugField(_("name in the address"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200, unique=True)
    sort_key = SortKeyField()
    short_name = models.CharField(_("short name"), max_length=40)
    other_names = models.TextField(
        _("other names"),
        blank=True,
        default="",
        help_text=_("Everyday spellings and abbreviations by which people look, one per line."),
    )
    website = models.URLField(_("website"), max_length=300, blank=True, default="")
    agb = optional_identifier(
        _("AGB code"),
        pattern=AGB_PATTERN,
        max_length=8,
        message=_("An AGB code of a hospital is eight digits and begins with 06."),
    )
    ura = optional_identifier(
        _("URA number"),
        pattern=EIGHT_DIGITS,
        max_length=8,
        message=_("A URA number is eight digits."),
    )
    kvk = optional_identifier(
        _("KvK number"),
        pattern=EIGHT_DIGITS,
        max_length=8,
        message=_("A KvK number is eight digits."),
    )
    verified = models.CharField(
        _("verified"), max_length=6, choices=Verification.choices, default=Verification.NO
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        related_name="predecessors",
    )

    objects = HospitalQuerySet.as_manager()

    class Meta:
        verbose_name = _("hospital")
        verbose_name_plural = _("hospitals")
        ordering = ["sort_key", "pk"]
        constraints = [
            has_format("agb", AGB_PATTERN, name="agb_code_is_of_a_hospital", message=_(
                "An AGB code of a hospital is eight digits and begins with 06.")),
            has_format("ura", EIGHT_DIGITS, name="ura_number_is_eight_digits", message=_(
                "A URA number is eight digits.")),
            has_format("kvk", EIGHT_DIGITS, name="kvk_number_is_eight_digits", message=_(
                "A KvK number is eight digits.")),
            unique_when_given("agb", name="agb_code_is_of_one_hospital", message=_(
                "Another hospital has this AGB code.")),
            unique_when_given("ura", name="ura_number_is_of_one_hospital", message=_(
                "Another hospital has this URA number.")),
            unique_when_given("kvk", name="kvk_number_is_of_one_hospital", message=_(
                "Another hospital has this KvK number.")),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("pk")),
                name="hospital_is_not_merged_into_itself",
                violation_error_message=_("A hospital cannot be merged into itself."),
            ),
            precision_fits("source_date", name="hospital_source_date_precision_fits", message=_(
                "Say how precisely the date of the source is known, or leave it empty.")),
            ChangesRaiseVersion(name="hospital_raises_version"),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("hospitals:detail", args=[self.slug])

    def name_on(self, day: datetime.date) -> str:
        """Return the name that the hospital had on ``day``, as far as is known."""
        former = [name for name in self.former_names.all() if name.used_on(day)]
        return min(former, key=lambda name: name.used_through).name if former else self.name

    @property
    def main_location(self):
        """The main location, or ``None``."""
        if not hasattr(self, "main_locations"):
            self.main_locations = [place for place in self.locations.all() if place.is_main]
        return next(iter(self.main_locations), None)

    @property
    def place(self) -> str:
        return self.main_location.place if self.main_location else ""


class FormerNameQuerySet(models.QuerySet):
    def of_hospital_on(self, hospital, day: datetime.date):
        """Names that ``hospital`` certainly still had on ``day``, the one of that day first."""
        return self.filter(hospital=hospital, used_through__gte=day).order_by("used_through")


class FormerName(Record, Sourced):
    """A name that a hospital had before, through a day that may be unknown."""

    hospital = models.ForeignKey(
        Hospital, models.PROTECT, verbose_name=_("hospital"), related_name="former_names"
    )
    name = models.CharField(_("former name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40, blank=True, default="")
    used_through = models.DateField(_("used through"), null=True, blank=True)
    used_through_precision = precision_field(
        _("precision of the last day"), default=Precision.UNKNOWN
    )

    objects = FormerNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["hospital", models.F("used_through").desc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "name"],
                name="former_name_stands_once_per_hospital",
                violation_error_message=_("This former name is there already."),
            ),
            precision_fits("used_through", name="former_name_precision_fits", message=_(
                "Say how precisely the last day is known, or leave it empty.")),
            ChangesRaiseVersion(name="former_name_raises_version"),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def last_day(self) -> PartialDate:
        return PartialDate(self.used_through, self.used_through_precision)

    def used_on(self, day: datetime.date) -> bool:
        """Return whether this certainly was still the name on ``day``."""
        return self.used_through is not None and day <= self.used_through
