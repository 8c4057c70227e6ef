"""The norm: editions of the 13 criteria, grouped in five public themes."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hospitals.constraints import ChangesRaiseVersion, FrozenOnceInUse
from hospitals.records import Record, in_reader_language

EDITION_TABLE = "centres_criteriaedition"
IN_USE_MESSAGE = _("This edition is in use: it does not change any more. Make a new edition.")


class Theme(models.TextChoices):
    """The five headings under which the public reads the criteria."""

    EXPERIENCE = "experience", _("Experience and numbers")
    TEAM = "team", _("Team and continuity")
    RESEARCH = "research", _("Research and the newest care")
    PATIENT_VOICE = "patient_voice", _("The patient's voice")
    COOPERATION = "cooperation", _("Cooperation and governance")


class CriteriaEdition(Record):
    """One version of the criteria. From the day it is in use nothing in it changes."""

    name = models.CharField(_("edition"), max_length=20, unique=True)
    in_use_since = models.DateField(_("in use since"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("edition of the criteria")
        verbose_name_plural = _("editions of the criteria")
        ordering = ["-name"]
        constraints = [
            FrozenOnceInUse(
                edition="id",
                edition_table=EDITION_TABLE,
                name="edition_in_use_does_not_change",
                violation_error_message=IN_USE_MESSAGE,
            ),
            ChangesRaiseVersion(name="criteria_edition_raises_version"),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        refuse_change_in_use(self, self.pk)


class Criterion(Record):
    """One of the criteria of an edition, in the register's own plain wording."""

    edition = models.ForeignKey(
        CriteriaEdition, models.PROTECT, verbose_name=_("edition"), related_name="criteria"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    theme = models.CharField(_("theme"), max_length=15, choices=Theme.choices)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True, default="")
    text = models.TextField(_("text"))
    text_en = models.TextField(_("text in English"), blank=True, default="")

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "number"],
                name="criterion_number_stands_once_per_edition",
                violation_error_message=_("This edition has a criterion with this number."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="criterion_numbers_begin_at_1",
                violation_error_message=_("The numbers of criteria begin at 1."),
            ),
            FrozenOnceInUse(
                edition="edition",
                edition_table=EDITION_TABLE,
                name="criterion_of_edition_in_use_does_not_change",
                violation_error_message=IN_USE_MESSAGE,
            ),
            ChangesRaiseVersion(name="criterion_raises_version"),
        ]

    def __str__(self):
        return f"{self.number}. {in_reader_language(self, 'name')[0]}"

    def clean(self):
        refuse_change_in_use(self, self.edition_id)


def refuse_change_in_use(record: models.Model, edition_id: int | None) -> None:
    """Raise ``ValidationError`` when ``record`` belongs to an edition that is in use."""
    if CriteriaEdition.objects.filter(pk=edition_id, in_use_since__isnull=False).exists():
        raise ValidationError(IN_USE_MESSAGE, code="edition_in_use")
