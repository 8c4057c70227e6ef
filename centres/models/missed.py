"""Searches that found nothing, so that editors can add the words people use."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hospitals.records import Record

from .conditions import Condition


class MissedSearch(Record):
    """Words that several people looked for and the register did not know.

    Nothing tells who looked: only how often, and on which day last. Digits and addresses are
    taken out, and nothing is kept before the third time (``centres.missed_searches``).
    """

    words = models.CharField(_("words"), max_length=60, unique=True)
    times = models.PositiveIntegerField(_("times"), default=0)
    last_on = models.DateField(_("last on"))
    condition = models.ForeignKey(
        Condition,
        models.SET_NULL,
        verbose_name=_("became a name of"),
        null=True,
        blank=True,
        related_name="+",
    )
    is_set_aside = models.BooleanField(_("set aside"), default=False)

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        ordering = ["-times", "words"]
        indexes = [
            models.Index(
                fields=["-times", "words"],
                condition=Q(condition__isnull=True, is_set_aside=False),
                name="missed_search_to_look_at",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words=""),
                name="missed_search_has_words",
                violation_error_message=_("A search has words."),
            )
        ]

    def __str__(self):
        return self.words
