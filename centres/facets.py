"""How many centres each option of each filter gives, computed in one query."""

import datetime
from collections import defaultdict

from django.db.models import Count, F, QuerySet, Value
from django.utils.datastructures import MultiValueDict

from .filters import AGE_NOT_KNOWN, CentreFilter
from .public.remembered import remembered

Counts = dict[str, dict[str, int]]
"""Per filter and value the number of centres."""

Chosen = tuple[tuple[str, tuple[str, ...]], ...]
"""The values chosen in each filter, in a form that can be remembered."""

GROUPED_BY = {
    "ziekenhuis": F("hospital__slug"),
    "provincie": F("hospital__locations__province"),
    "plaats": F("hospital__locations__place"),
    "soort": F("kind"),
    "specialisme": F("specialties__slug"),
    "leeftijd": F("age_group"),
    "status": F("status_on_day"),
}
AT_MAIN_LOCATION = {"provincie", "plaats"}


def facet_counts(filterset: CentreFilter, version_number: int) -> Counts:
    """Return, per filter and value, how many centres fit it together with the other filters.

    Arguments:
        filterset: the filters as they are now, valid.
        version_number: the version of the data, under which the answer is remembered.
    """
    chosen = tuple(
        (name, tuple(value) if isinstance(value, list) else (value,))
        for name, value in filterset.form.cleaned_data.items()
        if value
    )
    return _counted(version_number, filterset.day, chosen)


@remembered(size=512)
def _counted(version_number: int, day: datetime.date, chosen: Chosen) -> Counts:
    data = MultiValueDict({name: list(values) for name, values in chosen})
    filterset = CentreFilter(data, day=day, version_number=version_number)
    filterset.form.full_clean()
    groups = [_grouped(filterset, name) for name in GROUPED_BY]
    counts: Counts = defaultdict(dict)
    for row in groups[0].union(*groups[1:], all=True):
        counts[row["group"]][row["key"]] = row["centres"]
    if "" in counts["leeftijd"]:
        counts["leeftijd"][AGE_NOT_KNOWN] = counts["leeftijd"].pop("")
    return dict(counts)


def _grouped(filterset: CentreFilter, name: str) -> QuerySet:
    queryset = filterset.narrowed(leaving_out=name).order_by()
    if name == "status":
        queryset = queryset.with_status_on(filterset.day)
    if name in AT_MAIN_LOCATION:
        queryset = queryset.filter(hospital__locations__is_main=True)
    grouped = queryset.annotate(group=Value(name), key=GROUPED_BY[name]).values("group", "key")
    return grouped.filter(key__isnull=False).annotate(centres=Count("pk"))
