"""The parameters of the list of centres: declared once, for form, checking, labels and counts."""

import datetime

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from hospitals.models import Hospital, Province

from .models import AgeGroup, Centre, Condition, Kind
from .public.options import hospital_options, place_options, specialty_options
from .public.parameters import printable
from .status import Status

AGE_NOT_KNOWN = "onbekend"

NAMES_OF_CENTRE = ("name", "name_en", "plain_name", "plain_name_en")
OTHER_NAMES_OF_CENTRE = ("other_names__name",)
NAMES_OF_CONDITION = ("name", "name_en", "names__name")
NAMES_OF_HOSPITAL = (
    *("name", "short_name", "other_names", "locations__place"),
    *("former_names__name", "former_names__short_name"),
    *("predecessors__name", "predecessors__short_name", "predecessors__other_names"),
    "predecessors__former_names__name",
)
"""Where a word may stand that people look for: old names lead to what is there today."""


def one_of(label, **options) -> django_filters.MultipleChoiceFilter:
    """Return a filter in which a visitor may tick several values: one of them must fit."""
    options.setdefault("widget", forms.CheckboxSelectMultiple)
    return django_filters.MultipleChoiceFilter(label=label, distinct=False, **options)


def has_word(word: str, fields: tuple[str, ...]) -> Q:
    """Return the condition that ``word`` stands in one of ``fields``."""
    return Q.create([Q(**{f"{field}__icontains": word}) for field in fields], connector=Q.OR)


def filled_in(data: MultiValueDict) -> MultiValueDict:
    """Return the parameters that say something: a form sends along what was left empty.

    What cannot be printed (a pasted soft hyphen or hard space) counts as a space.
    """
    said = {name: [printable(value).strip() for value in some] for name, some in data.lists()}
    return MultiValueDict({name: [value for value in some if value] for name, some in said.items()})


class CentreFilter(django_filters.FilterSet):
    """Narrows the public centres: one of the values in each group, all groups together."""

    q = django_filters.CharFilter(label=_("Search"), method="narrow_by_words", max_length=200)
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
        self.day = day
        super().__init__(filled_in(data), queryset=Centre.objects.public().current())
        self.choices = {
            "ziekenhuis": hospital_options(version_number),
            "plaats": place_options(version_number),
            "specialisme": specialty_options(version_number),
        }
        for name, choices in self.choices.items():
            self.form.fields[name].choices = choices

    def narrowed(self, *, leaving_out: str = "") -> QuerySet:
        """Return the centres that fit all groups but ``leaving_out``; the form must be valid."""
        queryset = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            if name != leaving_out:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def narrow_by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split():
            queryset = queryset.filter(self._has_word(word))
        return queryset

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

    @staticmethod
    def _has_word(word: str) -> Q:
        """Return the condition that ``word`` stands in a name of the centre or what it is for.

        So it does when it stands in a name of before, of the hospital, or of what merged into
        one of the two. Each table is asked apart, so that no centre is found twice.
        """
        names = (*NAMES_OF_CENTRE, *OTHER_NAMES_OF_CENTRE)
        merged = Centre.objects.public().filter(has_word(word, names), merged_into__isnull=False)
        hospitals = Hospital.objects.filter(has_word(word, NAMES_OF_HOSPITAL))
        conditions = Condition.objects.filter(has_word(word, NAMES_OF_CONDITION))
        same = Centre.objects.filter(pk=OuterRef("pk"))
        return (
            has_word(word, NAMES_OF_CENTRE)
            | Exists(same.filter(has_word(word, OTHER_NAMES_OF_CENTRE)))
            | Exists(conditions.filter(centres=OuterRef("pk")))
            | Q(hospital__in=hospitals)
            | Q(pk__in=merged.values("merged_into"))
        )
