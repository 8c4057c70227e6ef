"""How complete and how fresh the register is: stated on every page, always computed."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from hospitals.models import Hospital, RegisterVersion

from ..models import Centre, Recognition, ReportedTotal
from ..remembered import remembered


@dataclass(frozen=True)
class Coverage:
    """What the register holds on a day. ``hospitals`` counts the members that have a centre.

    ``reported_total`` is the latest count of all centres that somebody reported by that day, to
    hold the register's own number against; ``None`` when nobody did.
    """

    centres: int = 0
    recognised: int = 0
    hospitals: int = 0
    members: int = 0
    reported_total: ReportedTotal | None = None
    changed_on: datetime.date | None = None


class NumberOf(Subquery):
    """The number of rows of a queryset, so that several stand in one query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def coverage(version: RegisterVersion, day: datetime.date) -> Coverage:
    """Return the coverage as it stood on ``day``, for the data of ``version`` (one query)."""
    changed_on = version.changed_at and timezone.localtime(version.changed_at).date()
    return Coverage(**_counted(version.number, day), changed_on=changed_on)


@remembered()
def _counted(version_number: int, day: datetime.date) -> dict:
    centres = Centre.objects.public().current()
    members = Hospital.objects.members_on(day).filter(merged_into__isnull=True)
    counted = {
        "centres": centres,
        # Recognitions of one centre do not overlap: each that is in force is one centre.
        "recognised": Recognition.objects.in_force_on(day).filter(centre__merged_into=None),
        "hospitals": members.filter(Exists(centres.filter(hospital=OuterRef("pk")))),
        "members": members,
    }
    counts = {name: NumberOf(rows.order_by().values("pk")) for name, rows in counted.items()}
    query = RegisterVersion.objects.annotate(**counts, total=Subquery(_latest_total(day)))
    row = query.values(*counts, "total").first() or {}  # an empty register has no version yet
    return row | {"reported_total": _total(row.pop("total", None))}


def _total(found: dict | None) -> ReportedTotal | None:
    if found is None:
        return None
    return ReportedTotal(**found | {"as_of": datetime.date.fromisoformat(found["as_of"])})


def _latest_total(day: datetime.date) -> QuerySet:
    """Return the fields of the latest total reported by ``day``, as one value."""
    fields = ("count", "as_of", "as_of_precision", "is_approximate", "source_name", "source_url")
    totals = ReportedTotal.objects.filter(as_of__lte=day)
    return totals.values(found=JSONObject(**{field: field for field in fields}))[:1]
