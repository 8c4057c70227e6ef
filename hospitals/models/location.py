"""Where a hospital gives care."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..constraints import ChangesRaiseVersion
from ..identifiers import has_format, optional_identifier
from ..records import Record, Sourced
from .hospital import Hospital

POSTCODE_PATTERN = r"^[1-9][0-9]{3} [A-Z]{2}\Z"


class Province(models.TextChoices):
    """The provinces; where a label stands, Django would make another one of the name in code."""

    DRENTHE = "Drenthe"
    FLEVOLAND = "Flevoland"
    FRYSLAN = "Fryslân", "Fryslân"
    GELDERLAND = "Gelderland"
    GRONINGEN = "Groningen"
    LIMBURG = "Limburg"
    NOORD_BRABANT = "Noord-Brabant", "Noord-Brabant"
    NOORD_HOLLAND = "Noord-Holland", "Noord-Holland"
    OVERIJSSEL = "Overijssel"
    UTRECHT = "Utrecht"
    ZEELAND = "Zeeland"
    ZUID_HOLLAND = "Zuid-Holland", "Zuid-Holland"


class Location(Record, Sourced):
    """A place where a hospital gives care. One location of each hospital is its main one."""

    hospital = models.ForeignKey(
        Hospital, models.PROTECT, verbose_name=_("hospital"), related_name="locations"
    )
    name = models.CharField(_("name of the location"), max_length=200, blank=True, default="")
    address = models.CharField(_("street and number"), max_length=200, blank=True, default="")
    postcode = optional_identifier(
        _("postcode"),
        pattern=POSTCODE_PATTERN,
        max_length=7,
        message=_("A Dutch postcode looks like 1234 AB."),
    )
    place = models.CharField(_("place"), max_length=100, blank=True, default="")
    province = models.CharField(
        _("province"), max_length=20, choices=Province.choices, blank=True, default=""
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=7, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=7, decimal_places=5, null=True, blank=True
    )
    is_main = models.BooleanField(_("main location"), default=False)

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ["hospital", "-is_main", "place", "pk"]
        indexes = [
            models.Index(fields=["province", "is_main"], name="location_by_province"),
            models.Index(fields=["place", "is_main"], name="location_by_place"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital"],
                condition=Q(is_main=True),
                name="hospital_has_one_main_location",
                violation_error_message=_("This hospital has a main location already."),
            ),
            models.UniqueConstraint(
                fields=["hospital", "place", "name"],
                name="location_stands_once_per_hospital",
                violation_error_message=_("This location is there already."),
            ),
            models.CheckConstraint(
                condition=~Q(place="", name=""),
                name="location_has_a_place_or_a_name",
                violation_error_message=_("Give the place or the name of the location."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, latitude__range=("50.7", "53.8"))
                & Q(longitude__isnull=False, longitude__range=("3.2", "7.3")),
                name="location_lies_in_the_netherlands",
                violation_error_message=_(
                    "Give both coordinates, within the Netherlands (latitude 50.7 to 53.8,"
                    " longitude 3.2 to 7.3), or neither."
                ),
            ),
            has_format("postcode", POSTCODE_PATTERN, name="postcode_is_dutch", message=_(
                "A Dutch postcode looks like 1234 AB.")),
            ChangesRaiseVersion(name="location_raises_version"),
        ]  # fmt: skip

    def __str__(self):
        return self.name or self.place
