"""The small facts of a centre or a condition, fetched in one query instead of one per kind."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from hospitals.records import in_reader_language
from hospitals.sort_keys import dutch_sort_key

from ..models import (
    Centre,
    CentreName,
    Condition,
    ConditionCode,
    ConditionName,
    Partner,
    PatientOrganisation,
)


class Fact(NamedTuple):
    """A name with what belongs to it: an English name, and a kind, slug or address."""

    name: str
    name_en: str
    detail: str

    @property
    def title(self) -> tuple[str, str]:
        """The name for the reader, and the language it is in."""
        return in_reader_language(self, "name")


Facts = dict[str, list[Fact]]


def facts_of_centre(centre: Centre) -> Facts:
    """Return names, partners, specialties, codes and organisations of ``centre``."""
    organisations = PatientOrganisation.objects.all()
    return _collected(
        _rows("other_names", CentreName.objects.filter(centre=centre), detail="kind"),
        _rows(
            "partners",
            Partner.objects.filter(centre=centre),
            name=Coalesce("hospital__name", "outside_name"),
            detail="hospital__slug",
        ),
        _rows("specialties", centre.specialties.all(), name_en="name_en", detail="slug"),
        _rows("organisations", organisations.filter(centres=centre), detail="website"),
        _rows(
            "organisations",
            organisations.filter(conditions__in=centre.conditions.all()),
            detail="website",
        ),
        _rows(
            "codes",
            ConditionCode.objects.filter(condition__in=centre.conditions.all()),
            name="code",
            detail="system",
        ),
    )


def facts_of_condition(condition: Condition) -> Facts:
    """Return names, codes, specialties and organisations of ``condition``."""
    return _collected(
        _rows("names", ConditionName.objects.filter(condition=condition), detail="kind"),
        _rows("codes", condition.codes.all(), name="code", detail="system"),
        _rows("specialties", condition.specialties.all(), name_en="name_en", detail="slug"),
        _rows("organisations", condition.patient_organisations.all(), detail="website"),
    )


def _rows(about: str, queryset: QuerySet, *, name="name", name_en=None, detail=None) -> QuerySet:
    columns = {"fact_name": name, "fact_name_en": name_en, "fact_detail": detail}
    return (
        queryset.order_by()
        .annotate(about=Value(about), **{column: _text(field) for column, field in columns.items()})
        .values_list("about", *columns)
    )


def _text(field) -> Cast:
    source = Value("") if field is None else F(field) if isinstance(field, str) else field
    return Coalesce(Cast(source, CharField()), Value(""), output_field=CharField())


def _collected(first: QuerySet, *others: QuerySet) -> Facts:
    """Return the facts by what they are about, each once, in order of the names that are shown."""
    facts = defaultdict(set)
    for about, *columns in first.union(*others):
        facts[about].add(Fact(*columns))
    return {about: sorted(found, key=_shown_order) for about, found in facts.items()}


def _shown_order(fact: Fact) -> tuple:
    return dutch_sort_key(fact.title[0]), fact
