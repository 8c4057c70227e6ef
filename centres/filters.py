"""The parameters of the list of centres: declared once, for form, checking, labels and counts."""

import datetime

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from hospitals.models import Province

from .models import AgeGroup, Centre, Kind
from .public.options import hospital_options, place_options, specialty_options
from .public.parameters import printable
from .search.current import snapshots
from .search.ranking import find
from .search.snapshot import AGE_NOT_KNOWN
from .status import Status

MOST_LETTERS = 200
"""Of a question no more is read; the page says so."""


def one_of(label, **options) -> django_filters.MultipleChoiceFilter:
    """Return a filter in which a visitor may tick several values: one of them must fit."""
    options.setdefault("widget", forms.CheckboxSelectMultiple)
    return django_filters.MultipleChoiceFilter(label=label, distinct=False, **options)


def filled_in(data: MultiValueDict) -> MultiValueDict:
    """Return the parameters that say something: a form sends along what was left empty.

    What cannot be printed (a pasted soft hyphen or hard space) counts as a space.
    """
    said = {name: [printable(value).strip() for value in some] for name, some in data.lists()}
    return MultiValueDict({name: [value for value in some if value] for name, some in said.items()})


class CentreFilter(django_filters.FilterSet):
    """Narrows the public centres: one of the values in each group, all groups together."""

    q = django_filters.CharFilter(label=_("Search"), method="narrow_by_words")
    status = one_of(_("Status"), choices=Status.choices, method="narrow_by_status")
    ziekenhuis = one_of(_("Hospital"), field_name="hospital__slug")
    provincie = one_of(_("Province"), choices=Province.choices, method="narrow_by_province")
    plaats = one_of(_("Place"), method="narrow_by_place")
    soort = one_of(_("Kind"), choices=Kind.choices, field_name="kind")
    specialisme = one_of(_("Specialty"), method="narrow_by_specialty")
    leeftijd = one_of(
        _("Age"),
        choices=[*AgeGroup.choices, (AGE_NOT_KNOWN, _("not stated"))],
        method="narrow_by_age",
    )

    class Meta:
        model = Centre
        fields: tuple[str, ...] = ()

    def __init__(self, data, *, day: datetime.date, version_number: int):
        """Read ``data`` for the register as it stood on ``day``."""
        self.day, self.version_number = day, version_number
        data = filled_in(data)
        question = data.get("q", "")
        self.was_cut = len(question) > MOST_LETTERS
        if self.was_cut:
            data["q"] = question[:MOST_LETTERS]
        super().__init__(data, queryset=Centre.objects.public().current())
        self.choices = {
            "ziekenhuis": hospital_options(version_number),
            "plaats": place_options(version_number),
            "specialisme": specialty_options(version_number),
        }
        for name, choices in self.choices.items():
            self.form.fields[name].choices = choices

    @property
    def labels(self) -> dict[str, dict[str, str]]:
        """What each value of each filter is called."""
        fields = self.form.fields.items()
        return {name: dict(field.choices) for name, field in fields if hasattr(field, "choices")}

    def narrowed(self, *, leaving_out: str = "") -> QuerySet:
        """Return the centres that fit all groups but ``leaving_out``; the form must be valid."""
        queryset = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            if name != leaving_out:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def narrow_by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        snapshot = snapshots.of_version(self.version_number)
        found = find(snapshot.index, value).items
        return queryset.filter(pk__in=[snapshot.keys[number] for number in found])

    def narrow_by_status(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        return queryset.with_status_on(self.day).filter(status_on_day__in=value)

    def narrow_by_province(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        return queryset.at_location(province__in=value)

    def narrow_by_place(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        return queryset.at_location(place__in=value)

    def narrow_by_specialty(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        links = Centre.specialties.through.objects.filter(centre=OuterRef("pk"))
        return queryset.filter(Exists(links.filter(specialty__slug__in=value)))

    def narrow_by_age(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        return queryset.filter(age_group__in=["" if v == AGE_NOT_KNOWN else v for v in value])
