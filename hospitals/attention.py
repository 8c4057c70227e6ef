"""What needs the attention of staff on a day.

Each word is a queryset: the start page counts it and the list behind it shows exactly its rows.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from .models import Hospital


@dataclass(frozen=True)
class Attention:
    """One thing that staff should look at.

    Attributes:
        key: its word in the address of the list.
        title: its heading.
        rows: the records that ask for attention on a day.
    """

    key: str
    title: str
    rows: Callable[[datetime.date], models.QuerySet]


def without_agb(day: datetime.date) -> models.QuerySet:
    """Members of STZ whose AGB code is not known."""
    return Hospital.objects.members_on(day).filter(agb="", merged_into__isnull=True)


ATTENTION = (Attention("without-agb", _("Member without AGB code"), without_agb),)
