"""The tables about what is treated: specialties, conditions, patient organisations."""

from ..codes import CodeSystem
from ..models import Condition, ConditionName, PatientOrganisation, Specialty
from .columns import Column, YesNo
from .lists import Children
from .references import Links
from .tables import Table, free_slug
from .targets import CONDITION, SPECIALTY


class Specialties(Table):
    name, dutch, model = "specialties", "specialismen", Specialty
    keys = (("slug",), ("name",))
    columns = (
        Column("slug", "adresnaam", fixed=True, example="cardiologie"),
        Column("name", "naam", required=True, example="Cardiologie"),
        Column("name_en", "naam_engels", example="Cardiology"),
    )

    def prepare(self, record, register, *, by, why):
        record.slug = record.slug or free_slug(record.name, Specialty, register)


def names(heading: str, dutch: str, kind: ConditionName.Kind, example: str) -> Children:
    return Children(heading, dutch, relation="names", kind=kind, example=example)


def codes(heading: str, system: CodeSystem, example: str) -> Children:
    return Children(
        heading, heading, relation="codes", item_field="code", system=system, example=example
    )


class Conditions(Table):
    name, dutch, model = "conditions", "aandoeningen", Condition
    keys = (("slug",), ("name",))
    along = ("specialties", "names", "codes")
    columns = (
        Column("slug", "adresnaam", fixed=True, example="longkanker"),
        Column("name", "naam", required=True, example="Longkanker"),
        Column("name_en", "naam_engels", example="Lung cancer"),
        Column("summary", "samenvatting", example="Kanker die in de longen begint."),
        Column("summary_en", "samenvatting_engels", example="Cancer that starts in the lungs."),
        names("lay_names", "gewone_woorden", ConditionName.Kind.LAY, "kanker in de long"),
        names(
            "professional_names", "medische_namen", ConditionName.Kind.PROFESSIONAL,
            "longcarcinoom | bronchuscarcinoom",
        ),
        names("abbreviations", "afkortingen", ConditionName.Kind.ABBREVIATION, "NSCLC | SCLC"),
        names("former_names", "vroegere_namen", ConditionName.Kind.FORMER, "bronchogeen carcinoom"),
        names("english_names", "engelse_namen", ConditionName.Kind.ENGLISH, "lung carcinoma"),
        codes("icd10", CodeSystem.ICD10, "C34"),
        codes("orpha", CodeSystem.ORPHA, "98914"),
        codes("icpc", CodeSystem.ICPC, "R84"),
        codes("snomed", CodeSystem.SNOMED, "49049000"),
        Links("specialties", "specialismen", to=SPECIALTY, example="Longziekten | Oncologie"),
        YesNo("is_often_sought", "vaak_gezocht", example="nee"),
        Column("added_by", "toegevoegd_door", example="redactie"),
    )  # fmt: skip

    def prepare(self, record, register, *, by, why):
        record.slug = record.slug or free_slug(record.name, Condition, register)


class PatientOrganisations(Table):
    name, dutch, model = "patient_organisations", "patientenorganisaties", PatientOrganisation
    keys = (("name",),)
    along = ("conditions",)
    columns = (
        Column("name", "naam", required=True, example="Longkanker Nederland"),
        Column("website", "website", example="https://www.longkankernederland.nl"),
        Links("conditions", "aandoeningen", to=CONDITION, example="Longkanker"),
    )
