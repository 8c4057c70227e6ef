"""How many centres each option of each filter gives, computed in one query."""

import datetime
from collections import Counter, defaultdict

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Value
from django.utils.datastructures import MultiValueDict

from .filters import AGE_NOT_KNOWN, CentreFilter
from .models import Centre, Recognition
from .public.options import main_locations
from .public.remembered import remembered

Counts = dict[str, Counter[str]]
"""Per filter and value the number of centres."""

Chosen = tuple[tuple[str, tuple[str, ...]], ...]
"""The values chosen in each filter, in a form that can be remembered."""

OF_THE_CENTRE = ("ziekenhuis", "provincie", "plaats", "soort", "leeftijd")
"""The filters whose value follows from the centre's own row and its hospital."""

WHERE = {"provincie": F("location__province"), "plaats": F("location__place")}
"""Of these, the filters that ask where; a centre may have locations of its own."""

NOTHING_CHOSEN = ""
NONE = Value("")
NO = Value(False)


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
    narrowed = [name for name in OF_THE_CENTRE if name in data]
    free = [name for name in OF_THE_CENTRE if name not in data]
    # A filter in which something is chosen counts without itself; all others count alike.
    queries = [_per_centre(filterset, name) for name in [NOTHING_CHOSEN, *narrowed]]
    queries += [_per_own_location(filterset, name) for name in WHERE]
    queries += [_per_specialty(filterset), _per_status(filterset)]
    locations = main_locations(version_number)
    counts: Counts = defaultdict(Counter)
    for group, first, *others, is_elsewhere, centres in queries[0].union(*queries[1:], all=True):
        for name in free if group == NOTHING_CHOSEN else [group]:
            if not (is_elsewhere and name in WHERE):  # counted at its own location
                counts[name][_value(name, first, *others, locations)] += centres
    return dict(counts)


def _value(name: str, first: str, kind: str, age_group: str, locations) -> str:
    """Return the value of a filter for centres that have all this in common."""
    if name == "soort":
        return kind
    if name == "leeftijd":
        return age_group or AGE_NOT_KNOWN
    if name in WHERE and first in locations:
        return getattr(locations[first], name)
    return first


def _per_centre(filterset: CentreFilter, name: str) -> QuerySet:
    centres = filterset.narrowed(leaving_out=name)
    own = Centre.locations.through.objects.filter(centre=OuterRef("pk"))
    return _grouped(name, centres, F("hospital__slug"), F("kind"), F("age_group"), Exists(own))


def _per_own_location(filterset: CentreFilter, name: str) -> QuerySet:
    # Few centres have locations of their own: begin with those, not with all that fit.
    centre = filterset.narrowed(leaving_out=name).order_by().filter(pk=OuterRef("centre"))
    links = Centre.locations.through.objects.filter(Exists(centre))
    return _grouped(name, links, WHERE[name], counted="centre")


def _per_specialty(filterset: CentreFilter) -> QuerySet:
    centres = filterset.narrowed(leaving_out="specialisme").order_by().values("pk")
    links = Centre.specialties.through.objects.filter(centre__in=centres)
    return _grouped("specialisme", links, F("specialty__slug"))


def _per_status(filterset: CentreFilter) -> QuerySet:
    centres = filterset.narrowed(leaving_out="status").order_by()
    speaking = centres.with_speaking_on(filterset.day).values("speaking")
    recognitions = Recognition.objects.filter(pk__in=speaking).with_status_on(filterset.day)
    return _grouped("status", recognitions, F("status_on_day"))


def _grouped(
    name: str,
    rows: QuerySet,
    first: F,
    kind=NONE,
    age_group=NONE,
    is_elsewhere=NO,
    *,
    counted="pk",
) -> QuerySet:
    """Return how many centres ``rows`` holds by these values; ``name``: what they count for."""
    values = {"first": first, "kind": kind, "age_group": age_group, "is_elsewhere": is_elsewhere}
    columns = {"group_name": Value(name)} | {f"{key}_value": value for key, value in values.items()}
    grouped = rows.order_by().annotate(**columns).values_list(*columns)
    return grouped.annotate(centres=Count(counted, distinct=counted != "pk"))
