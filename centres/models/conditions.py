"""Specialties, and conditions with all the names and codes by which people look for them."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitals.constraints import ChangesRaiseVersion
from hospitals.records import Record, in_reader_language
from hospitals.sort_keys import SortKeyField

from ..codes import PATTERNS, CodeSystem, validate_code


class Specialty(Record):
    """A medical specialty, as a filter and a heading."""

    slug = models.SlugField(_("name in the address"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    name_en = models.CharField(_("English name"), max_length=100, blank=True, default="")
    sort_key = SortKeyField()

    class Meta:
        verbose_name = _("specialty")
        verbose_name_plural = _("specialties")
        ordering = ["sort_key", "pk"]
        constraints = [ChangesRaiseVersion(name="specialty_raises_version")]

    def __str__(self):
        return in_reader_language(self, "name")[0]


class ConditionQuerySet(models.QuerySet):
    def public(self):
        """Conditions for which the public can see a centre."""
        centre = self.model._meta.get_field("centres").related_model
        return self.filter(Exists(centre.objects.public().filter(conditions=OuterRef("pk"))))


class Condition(Record):
    """A medical condition, complaint, diagnostic or treatment topic that people look for."""

    slug = models.SlugField(_("name in the address"), max_length=100, unique=True)
    name = models.CharField(_("plain name"), max_length=200, unique=True)
    name_en = models.CharField(_("plain English name"), max_length=200, blank=True, default="")
    sort_key = SortKeyField()
    summary = models.TextField(
        _("what it is"), blank=True, default="", help_text=_("One or two short, plain sentences.")
    )
    summary_en = models.TextField(_("what it is, in English"), blank=True, default="")
    specialties = models.ManyToManyField(
        Specialty, verbose_name=_("specialties"), blank=True, related_name="conditions"
    )
    is_often_sought = models.BooleanField(
        _("often looked for"),
        default=False,
        help_text=_("Stands on the home page, when it has a centre. Eight fit."),
    )
    added_by = models.CharField(_("added by"), max_length=100, blank=True, default="")

    _history_m2m_fields = (specialties,)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["sort_key", "pk"]
        constraints = [
            ChangesRaiseVersion(
                name="condition_raises_version", links=["centres_condition_specialties"]
            )
        ]

    def __str__(self):
        return in_reader_language(self, "name")[0]

    def get_absolute_url(self):
        return reverse("centres:condition_detail", args=[self.slug])

    @property
    def title(self) -> tuple[str, str]:
        """The name for the reader, and the language it is in."""
        return in_reader_language(self, "name")


class ConditionName(Record):
    """Another name of a condition. One word may be a name of several conditions ("hernia")."""

    class Kind(models.TextChoices):
        LAY = "lay", _("everyday word")
        PROFESSIONAL = "professional", _("medical name")
        ABBREVIATION = "abbreviation", _("abbreviation")
        FORMER = "former", _("former name")
        ENGLISH = "english", _("English name")

    condition = models.ForeignKey(
        Condition, models.CASCADE, verbose_name=_("condition"), related_name="names"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["condition", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["condition", "kind", "name"],
                name="condition_name_stands_once",
                violation_error_message=_("This name is there already."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="condition_name_is_not_empty",
                violation_error_message=_("Give the name."),
            ),
            ChangesRaiseVersion(name="condition_name_raises_version"),
        ]

    def __str__(self):
        return self.name


class ConditionCode(Record):
    """A code of a condition in one of the code systems that professionals use."""

    condition = models.ForeignKey(
        Condition, models.CASCADE, verbose_name=_("condition"), related_name="codes"
    )
    system = models.CharField(_("code system"), max_length=6, choices=CodeSystem.choices)
    code = models.CharField(_("code"), max_length=18, db_index=True)

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        ordering = ["condition", "system", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["condition", "system", "code"],
                name="condition_code_stands_once",
                violation_error_message=_("This code is there already."),
            ),
            models.CheckConstraint(
                condition=Q.create(
                    [Q(system=system, code__regex=PATTERNS[system]) for system in CodeSystem],
                    connector=Q.OR,
                ),
                name="code_has_the_format_of_its_system",
                violation_error_message=_("The code does not have the format of its system."),
            ),
            ChangesRaiseVersion(name="condition_code_raises_version"),
        ]

    def __str__(self):
        return f"{self.get_system_display()} {self.code}"

    def clean(self):
        if self.system in CodeSystem.values:
            validate_code(self.system, self.code)
