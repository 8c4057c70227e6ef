"""What the invented centres are about: specialties, conditions and patient organisations.

Their names are common medical words; the texts beside them say that they are examples.
"""

from typing import NamedTuple

from django.utils.text import slugify

from centres.codes import CodeSystem
from centres.models import (
    Condition,
    ConditionCode,
    ConditionName,
    PatientOrganisation,
    Specialty,
)

from .words import EXAMPLE, rows_of, within_sentence

VARIANTS = (
    ("{} bij kinderen".format, "{} in children".format),
    ("{} bij ouderen".format, "{} in older people".format),
    ("{}, zeldzame vorm".format, "{}, rare form".format),
)
"""How a listed condition becomes another one, in Dutch and in English."""

LISTED_KINDS = (
    ConditionName.Kind.LAY,
    ConditionName.Kind.PROFESSIONAL,
    ConditionName.Kind.ABBREVIATION,
)
"""The kinds of name in the list of conditions, which are its columns too."""

WITHOUT_OTHER_NAMES = dict.fromkeys([*LISTED_KINDS, CodeSystem.ICD10], "")
FORMER_NAME_EVERY = 5
ORGANISATION_EVERY = 8


class Subjects(NamedTuple):
    """What a centre can be about. ``specialty_of`` and ``organisation_of`` go by condition id."""

    conditions: list[Condition]
    specialty_of: dict[int, Specialty]
    organisation_of: dict[int, PatientOrganisation]


def number_of_conditions(centres: int) -> int:
    """Return how many conditions belong to so many centres: 120 to 281, and at most 400."""
    return 40 + min(centres * 2 // 7, 360)


def make_subjects(*, centres: int) -> Subjects:
    """Write the specialties and the conditions for ``centres`` centres."""
    specialties = Specialty.objects.bulk_create(
        Specialty(slug=slugify(row["name"]), **row) for row in rows_of("specialties")
    )
    rows = _variants()[: number_of_conditions(centres)]
    conditions = Condition.objects.bulk_create(_condition(row) for row in rows)
    listed = list(zip(conditions, rows, strict=True))
    ConditionName.objects.bulk_create(
        name for number, pair in enumerate(listed) for name in _names(number, *pair)
    )
    ConditionCode.objects.bulk_create(
        ConditionCode(condition=condition, system=CodeSystem.ICD10, code=row["icd10"])
        for condition, row in listed
        if row["icd10"]
    )
    by_name = {specialty.name: specialty for specialty in specialties}
    specialty_of = {condition.pk: by_name[row["specialty"]] for condition, row in listed}
    link = Condition.specialties.through
    link.objects.bulk_create(
        link(condition_id=pk, specialty=specialty) for pk, specialty in specialty_of.items()
    )
    return Subjects(conditions, specialty_of, _make_organisations(conditions))


def _variants() -> list[dict[str, str]]:
    """Return the listed conditions, and after them their variants, without names of their own."""
    listed = rows_of("conditions")
    varied = [
        row | WITHOUT_OTHER_NAMES | {"name": dutch(row["name"]), "name_en": english(row["name_en"])}
        for dutch, english in VARIANTS
        for row in listed
    ]
    return listed + varied


def _condition(row: dict[str, str]) -> Condition:
    name, name_en = row["name"], row["name_en"]
    return Condition(
        slug=slugify(name),
        name=name,
        name_en=name_en,
        summary=f"Dit is een voorbeeldtekst. Hier staat wat {within_sentence(name)} is.",
        summary_en=f"This is an example text. It would say what {within_sentence(name_en)} is.",
        added_by=EXAMPLE,
    )


def _names(number: int, condition: Condition, row: dict[str, str]) -> list[ConditionName]:
    """Return the listed names, the English one, and for some a former one."""
    named = {kind: row[kind] for kind in LISTED_KINDS}
    named[ConditionName.Kind.ENGLISH] = condition.name_en
    if number % FORMER_NAME_EVERY == 0:
        named[ConditionName.Kind.FORMER] = f"Vroegere naam van {within_sentence(condition.name)}"
    return [
        ConditionName(condition=condition, kind=kind, name=name)
        for kind, name in named.items()
        if name
    ]


def _make_organisations(conditions: list[Condition]) -> dict[int, PatientOrganisation]:
    """Write a patient organisation for some conditions."""
    chosen = conditions[::ORGANISATION_EVERY]
    organisations = PatientOrganisation.objects.bulk_create(
        PatientOrganisation(
            name=f"Voorbeeldvereniging {within_sentence(condition.name)}",
            website=f"https://{condition.slug}.example.org/",
        )
        for condition in chosen
    )
    link = PatientOrganisation.conditions.through
    pairs = dict(zip((condition.pk for condition in chosen), organisations, strict=True))
    link.objects.bulk_create(
        link(condition_id=pk, patientorganisation=organisation)
        for pk, organisation in pairs.items()
    )
    return pairs
