"""The expertise centre: what is recognised."""

import datetime

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hospitals.constraints import ChangesRaiseVersion
from hospitals.identifiers import new_public_id, public_id_field
from hospitals.models import FormerName, Hospital, Location, Verification
from hospitals.records import Record, Sourced
from hospitals.sort_keys import SortKeyField

from ..status import Status, is_upcoming_on, runs_on, speaking_recognition
from .conditions import Condition, Specialty
from .recognition import Recognition


class Kind(models.TextChoices):
    CONDITION = "condition", _("condition")
    DIAGNOSTICS = "diagnostics", _("diagnostics")
    TREATMENT = "treatment", _("treatment")
    ORGANISATION = "organisation", _("organisation of care")


class AgeGroup(models.TextChoices):
    CHILDREN = "children", _("children")
    ADULTS = "adults", _("adults")
    ALL = "all", _("all ages")


class Reach(models.TextChoices):
    SUPRAREGIONAL = "supraregional", _("beyond the region")
    NATIONAL = "national", _("the whole country")


is_telephone_number = RegexValidator(
    r"^(?=(?:[^0-9]*[0-9]){6})[0-9 +()-]+\Z",
    _("Write a telephone number: at least six digits, with spaces, +, - and brackets."),
    code="no_telephone_number",
)


def centre_id() -> str:
    return new_public_id("TEC")


class PatientOrganisation(Record):
    """An association of patients that a centre or a condition points at."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    website = models.URLField(_("website"), max_length=300, blank=True, default="")
    sort_key = SortKeyField()
    conditions = models.ManyToManyField(
        Condition,
        verbose_name=_("conditions"),
        blank=True,
        related_name="patient_organisations",
    )

    _history_m2m_fields = (conditions,)

    class Meta:
        verbose_name = _("patient organisation")
        verbose_name_plural = _("patient organisations")
        ordering = ["sort_key", "pk"]
        constraints = [
            ChangesRaiseVersion(
                name="patient_organisation_raises_version",
                links=["centres_patientorganisation_conditions"],
            )
        ]

    def __str__(self):
        return self.name


class CentreQuerySet(models.QuerySet):
    def public(self):
        """Centres that the public may see: those with a recognition, whatever its status.

        A centre whose application was refused or is undecided has none, and so is not there.
        """
        return self.filter(Exists(Recognition.objects.filter(centre=OuterRef("pk"))))

    def current(self):
        """Centres that were not merged into another one."""
        return self.filter(merged_into__isnull=True)

    def at_location(self, **conditions):
        """Centres at a location that fits: their own, else the main one of their hospital."""
        own = Location.objects.filter(centres=OuterRef("pk"))
        main = Location.objects.filter(is_main=True, hospital=OuterRef("hospital"))
        return self.filter(
            Exists(own.filter(**conditions)) | (~Exists(own) & Exists(main.filter(**conditions)))
        )

    def recognised_on(self, day: datetime.date):
        """Centres whose recognition is in force on ``day``."""
        return self.filter(
            Exists(Recognition.objects.in_force_on(day).filter(centre=OuterRef("pk")))
        )

    @staticmethod
    def speaking_on(day: datetime.date):
        """Recognitions of the centre of an outer query, the one that says its status first."""
        return Recognition.objects.filter(centre=OuterRef("pk")).speaking_first_on(day)

    def with_speaking_on(self, day: datetime.date):
        """Add the id of the recognition that says the status on ``day``, as ``speaking``.

        The same choice as ``speaking_on`` makes, in three steps that need no sorting: over a whole
        register that is twice as quick, because nearly every centre is done after the first.
        """
        own = Recognition.objects.filter(centre=OuterRef("pk")).order_by()
        latest = own.order_by(F("valid_from").desc(nulls_last=True), "-pk")
        steps = (
            own.filter(runs_on(day)),
            own.filter(is_upcoming_on(day)).order_by("valid_from", "-pk"),
            latest,
        )
        return self.annotate(speaking=Coalesce(*(Subquery(s.values("pk")[:1]) for s in steps)))

    def with_status_on(self, day: datetime.date):
        """Add the status on ``day`` to each row, as ``status_on_day`` (``None``: not public)."""
        statuses = self.speaking_on(day).with_status_on(day).values("status_on_day")
        return self.annotate(status_on_day=Subquery(statuses[:1]))

    def in_order_of(self, *first):
        """Order by ``first`` and then by the name that the reader reads, in one fixed order."""
        name = "sort_key_en" if get_language() == "en" else "sort_key"
        return self.order_by(*first, name, "pk")

    def soonest_ending_first_on(self, day: datetime.date):
        """Order by the end of the recognition that runs on ``day``; centres without one last."""
        own = Recognition.objects.filter(runs_on(day), centre=OuterRef("pk"))
        ends = own.annotate(ends=Recognition.last_day_expression()).values("ends")
        centres = self.annotate(running_through=Subquery(ends[:1]))
        return centres.in_order_of(F("running_through").asc(nulls_last=True))

    def with_hospital_name_on(self, day: datetime.date):
        """Add the name that the hospital had on ``day``, as ``hospital_name``."""
        former = FormerName.objects.of_hospital_on(OuterRef("hospital"), day).values("name")
        name = Coalesce(Subquery(former[:1]), F("hospital__name"))
        return self.annotate(hospital_name=name)

    def for_cards(self, day: datetime.date):
        """Fetch along all that a result card shows on ``day``."""
        return (
            self.select_related("hospital")
            .with_hospital_name_on(day)
            .prefetch_related(*CARD_DETAILS)
        )


CARD_DETAILS_OF_CENTRE = (
    Prefetch("recognitions", Recognition.objects.select_related("round")),
    "recognitions__suspensions",
    "conditions",
)
"""What a result card shows of the centre itself: one query each."""

CARD_DETAILS = (
    *CARD_DETAILS_OF_CENTRE,
    "locations",
    Prefetch("hospital__locations", Location.objects.filter(is_main=True), "main_locations"),
)
"""What a result card shows besides the centre and its hospital: one query each."""


class Centre(Record, Sourced):
    """An expertise centre of a hospital. Its permanent id and its slug never change."""

    public_id = public_id_field("TEC", centre_id)
    slug = models.SlugField(_("name in the address"), max_length=150, unique=True)
    hospital = models.ForeignKey(
        Hospital, models.PROTECT, verbose_name=_("hospital"), related_name="centres"
    )
    name = models.CharField(_("official name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True, default="")
    plain_name = models.CharField(
        _("plain name"),
        max_length=200,
        blank=True,
        default="",
        help_text=_("What a patient understands; the plain word first."),
    )
    plain_name_en = models.CharField(
        _("plain English name"), max_length=200, blank=True, default=""
    )
    sort_key = SortKeyField(sources=("plain_name", "name"))
    sort_key_en = SortKeyField(sources=("plain_name_en", "name_en", "plain_name", "name"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, db_index=True)
    specialties = models.ManyToManyField(
        Specialty, verbose_name=_("specialties"), blank=True, related_name="centres"
    )
    conditions = models.ManyToManyField(
        Condition, verbose_name=_("conditions"), blank=True, related_name="centres"
    )
    locations = models.ManyToManyField(
        Location,
        verbose_name=_("locations"),
        blank=True,
        related_name="centres",
        help_text=_("Only when the centre is not at the hospital's main location."),
    )
    age_group = models.CharField(
        _("age group"),
        max_length=8,
        choices=AgeGroup.choices,
        blank=True,
        default="",
        db_index=True,
    )
    reach = models.CharField(
        _("reach"), max_length=13, choices=Reach.choices, blank=True, default=""
    )
    for_whom = models.TextField(
        _("for whom"), blank=True, default="", help_text=_("At most three short, plain sentences.")
    )
    for_whom_en = models.TextField(_("for whom, in English"), blank=True, default="")
    referral_route = models.TextField(_("how to refer"), blank=True, default="")
    referral_route_en = models.TextField(_("how to refer, in English"), blank=True, default="")
    referral_phone = models.CharField(
        _("telephone"), max_length=30, blank=True, default="", validators=[is_telephone_number]
    )
    referral_email = models.EmailField(_("e-mail"), blank=True, default="")
    referral_url = models.URLField(_("web page"), max_length=300, blank=True, default="")
    advice_phone = models.CharField(
        _("telephone for advice"),
        max_length=30,
        blank=True,
        default="",
        validators=[is_telephone_number],
    )
    advice_email = models.EmailField(_("e-mail for advice"), blank=True, default="")
    patient_organisations = models.ManyToManyField(
        PatientOrganisation,
        verbose_name=_("patient organisations"),
        blank=True,
        related_name="centres",
    )
    confirmed_on = models.DateField(
        _("confirmed by the hospital on"), null=True, blank=True, db_index=True
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
        db_index=False,  # nearly always empty: the index below holds the few that are not
        related_name="predecessors",
    )

    _history_m2m_fields = (specialties, conditions, locations, patient_organisations)

    objects = CentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("expertise centre")
        verbose_name_plural = _("expertise centres")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(
                fields=["sort_key", "id"],
                condition=Q(merged_into__isnull=True),
                name="current_centre_by_name",
            ),
            models.Index(
                fields=["sort_key_en", "id"],
                condition=Q(merged_into__isnull=True),
                name="current_centre_by_english_name",
            ),
            models.Index(
                fields=["hospital", "kind", "age_group"],
                condition=Q(merged_into__isnull=True),
                name="current_centre_by_filters",
            ),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="merged_centre_by_successor",
            ),
            models.Index(fields=["hospital", "sort_key"], name="centre_of_hospital_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "name"],
                name="centre_name_stands_once_per_hospital",
                violation_error_message=_("This hospital has a centre with this name already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values),
                name="centre_has_a_known_kind",
                violation_error_message=_("Choose a kind."),
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("pk")),
                name="centre_is_not_merged_into_itself",
                violation_error_message=_("A centre cannot be merged into itself."),
            ),
            ChangesRaiseVersion(
                name="centre_raises_version",
                links=[
                    "centres_centre_specialties",
                    "centres_centre_conditions",
                    "centres_centre_locations",
                    "centres_centre_patient_organisations",
                ],
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("centres:detail", args=[self.slug])

    @property
    def title_nl(self) -> str:
        """The name to begin with, in Dutch: the plain one, else the official one."""
        return self.plain_name or self.name

    @property
    def title(self) -> tuple[str, str]:
        """The name to begin with for the reader, and the language it is in."""
        if get_language() == "en" and (text := self.plain_name_en or self.name_en):
            return text, "en"
        return self.title_nl, "nl"

    @property
    def place(self) -> str:
        """Where the centre is: at locations of its own, else at the hospital's main one."""
        own = dict.fromkeys(location.place or location.name for location in self.locations.all())
        return ", ".join(own) or self.hospital.place

    @property
    def shown_locations(self) -> list[Location]:
        """Where the centre is, as records; of a centre from ``for_cards``."""
        return list(self.locations.all()) or self.hospital.main_locations

    def recognition_on(self, day: datetime.date) -> Recognition | None:
        """Return the recognition that says the status on ``day``; see ``speaking_recognition``."""
        return speaking_recognition(self.recognitions.all(), day)

    def status_on(self, day: datetime.date) -> Status | None:
        recognition = self.recognition_on(day)
        return recognition and recognition.status_on(day)
