"""How the centres of a hospital or a condition are grouped on its page, by their status."""

import datetime

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from ..models import Recognition, Suspension
from ..status import Origin, is_upcoming_on, runs_on


class Section(models.IntegerChoices):
    """The headings, in the order in which they stand on the page."""

    RECOGNISED = 1, _("Recognised now, for more than a year")
    ENDING = 2, _("Recognised now, ends within a year")
    SUSPENDED = 3, _("Suspended")
    UPCOMING = 4, _("Recognised from a later day")
    UNCONFIRMED = 5, _("Not confirmed")
    FORMER = 6, _("No longer recognised")


def section_expression(day: datetime.date, ending_by: datetime.date) -> Case:
    """Return the section of a recognition, from the conditions that make its status."""
    suspended = Exists(Suspension.objects.covering(day).filter(recognition=OuterRef("pk")))
    not_ended_early = Q(last_day__isnull=True) | Q(last_day__gte=day)
    return Case(
        When(runs_on(day) & Q(suspended), then=Value(Section.SUSPENDED)),
        When(runs_on(day) & Q(ends__lte=ending_by), then=Value(Section.ENDING)),
        When(runs_on(day), then=Value(Section.RECOGNISED)),
        When(is_upcoming_on(day), then=Value(Section.UPCOMING)),
        When(not_ended_early & Q(origin=Origin.PUBLIC_SOURCE), then=Value(Section.UNCONFIRMED)),
        default=Value(Section.FORMER),
        output_field=models.IntegerField(),
    )


def in_sections(centres: QuerySet, day: datetime.date, ending_by: datetime.date) -> QuerySet:
    """Put ``centres`` in the order of their sections, and add ``section`` to each.

    Arguments:
        day: the day of the status.
        ending_by: a recognition in force that ends on this day or before is called ending.
    """
    speaking = centres.speaking_on(day).annotate(ends=Recognition.last_day_expression())
    speaking = speaking.annotate(section=section_expression(day, ending_by))
    centres = centres.annotate(section=Subquery(speaking.values("section")[:1]))
    return centres.in_order_of("section")


def section_counts(centres: QuerySet) -> dict[Section, int]:
    """Return how many of ``centres`` (from ``in_sections``) stand in each section."""
    rows = centres.order_by("section").values_list("section").annotate(Count("pk"))
    return {Section(section): number for section, number in rows}
