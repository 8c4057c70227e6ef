"""What belongs to a centre: other names, partner hospitals, yearly figures."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hospitals.constraints import ChangesRaiseVersion
from hospitals.identifiers import unique_when_given
from hospitals.models import Hospital
from hospitals.records import Record, Sourced

from .centre import Centre


class CentreName(Record):
    """Another name by which a centre is known, or was known before."""

    class Kind(models.TextChoices):
        ALTERNATIVE = "alternative", _("other name")
        FORMER = "former", _("former name")

    centre = models.ForeignKey(
        Centre, models.CASCADE, verbose_name=_("centre"), related_name="other_names"
    )
    kind = models.CharField(
        _("kind"), max_length=11, choices=Kind.choices, default=Kind.ALTERNATIVE
    )
    name = models.CharField(_("name"), max_length=200)
    used_through = models.DateField(_("used through"), null=True, blank=True)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["centre", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "name"],
                name="centre_has_other_name_once",
                violation_error_message=_("This name is there already."),
            ),
            models.CheckConstraint(
                condition=Q(used_through__isnull=True) | Q(kind="former"),
                name="only_a_former_name_has_a_last_day",
                violation_error_message=_("Only a former name has a last day."),
            ),
            ChangesRaiseVersion(name="centre_name_raises_version"),
        ]

    def __str__(self):
        return self.name


class Partner(Record):
    """A hospital with which a centre gives its care together, inside or outside STZ."""

    centre = models.ForeignKey(
        Centre, models.CASCADE, verbose_name=_("centre"), related_name="partners"
    )
    hospital = models.ForeignKey(
        Hospital,
        models.PROTECT,
        verbose_name=_("STZ hospital"),
        null=True,
        blank=True,
        related_name="partnerships",
    )
    outside_name = models.CharField(
        _("hospital outside STZ"), max_length=200, blank=True, default=""
    )

    class Meta:
        verbose_name = _("partner hospital")
        verbose_name_plural = _("partner hospitals")
        ordering = ["centre", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hospital__isnull=True) & ~Q(outside_name="")
                | Q(hospital__isnull=False, outside_name=""),
                name="partner_is_inside_or_outside_stz",
                violation_error_message=_(
                    "Choose an STZ hospital or give the name of a hospital outside STZ, not both."
                ),
            ),
            models.UniqueConstraint(
                fields=["centre", "hospital"],
                name="partner_inside_stz_stands_once_per_centre",
                violation_error_message=_("This partner is there already."),
            ),
            unique_when_given(
                "centre",
                "outside_name",
                name="partner_outside_stz_stands_once_per_centre",
                message=_("This partner is there already."),
            ),
            ChangesRaiseVersion(name="partner_raises_version"),
        ]

    def __str__(self):
        return str(self.hospital or self.outside_name)


class YearlyFigure(Record, Sourced):
    """A number that a centre reports for a year, with what exactly was counted."""

    centre = models.ForeignKey(
        Centre, models.CASCADE, verbose_name=_("centre"), related_name="yearly_figures"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    measure = models.CharField(_("what was counted"), max_length=200)
    measure_en = models.CharField(
        _("what was counted, in English"), max_length=200, blank=True, default=""
    )
    definition = models.TextField(_("definition"))
    definition_en = models.TextField(_("definition in English"), blank=True, default="")
    value = models.PositiveIntegerField(_("amount counted"))

    class Meta:
        verbose_name = _("yearly figure")
        verbose_name_plural = _("yearly figures")
        ordering = ["centre", "-year", "measure"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "year", "measure"],
                name="yearly_figure_stands_once",
                violation_error_message=_("This figure is there already."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1990, 2199)),
                name="yearly_figure_has_a_year",
                violation_error_message=_("Give a year from 1990."),
            ),
            ChangesRaiseVersion(name="yearly_figure_raises_version"),
        ]

    def __str__(self):
        return f"{self.measure} {self.year}: {self.value}"
