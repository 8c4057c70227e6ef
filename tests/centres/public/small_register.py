"""A small register for the public pages: of everything one, and neighbours that stay hidden."""

import datetime
from types import SimpleNamespace

from centres.models import CentreName, ConditionCode, ConditionName, Partner, ReportedTotal
from hospitals.models import FormerName
from hospitals.partial_dates import Precision
from tests.builders import (
    make_centre,
    make_condition,
    make_edition,
    make_hospital,
    make_member,
    make_membership,
    make_recognition,
    make_round,
    make_specialty,
)
from tests.pages import address

PAGES = {
    "home": ("centres:home", None),
    "centres": ("centres:list", None),
    "centre": ("centres:detail", "centre"),
    "conditions": ("centres:condition_list", None),
    "condition": ("centres:condition_detail", "condition"),
    "hospitals": ("hospitals:list", None),
    "hospital": ("hospitals:detail", "hospital"),
    "comparison": ("centres:compare", None),
    "sheet": ("centres:sheet", None),
    "rounds": ("centres:round_list", None),
    "round": ("centres:round_detail", "round"),
    "figures": ("centres:figures", None),
    "criteria": ("centres:criteria", None),
    "about": ("centres:about", None),
    "glossary": ("centres:glossary", None),
    "privacy": ("centres:privacy", None),
    "accessibility": ("centres:accessibility", None),
}
"""Every public page, by a short name: the name of its address, and the record that it is about."""


def address_of(page: str, register, *, language: str = "en", **query) -> str:
    """Return the address of one of ``PAGES``."""
    name, record = PAGES[page]
    if record is None:
        return address(name, language=language, **query)
    about = getattr(register, record)
    return address(name, getattr(about, "slug", None) or about.code, language=language, **query)


def make_register() -> SimpleNamespace:
    """Make one of everything that the public pages show, and neighbours that they must not."""
    hospital = make_member(name="Ziekenhuis Oost", short_name="Oost", slug="oost")
    FormerName.objects.create(
        hospital=hospital,
        name="Het Oude Gasthuis",
        used_through=datetime.date(2024, 12, 31),
        used_through_precision=Precision.DAY,
    )
    specialty = make_specialty(name="Neurologie", name_en="Neurology", slug="neurologie")
    condition = make_condition(name="Ziekte van Parkinson", slug="parkinson")
    ConditionName.objects.create(condition=condition, kind="lay", name="trilziekte")
    ConditionCode.objects.create(condition=condition, system="icd10", code="G20")
    centre = make_centre(
        hospital,
        name="Parkinsoncentrum",
        slug="parkinsoncentrum-oost",
        conditions=[condition],
        specialties=[specialty],
    )
    CentreName.objects.create(centre=centre, name="Centrum Beweging")
    Partner.objects.create(centre=centre, outside_name="Academie West")
    edition = make_edition(name="2024")
    round_ = make_round(2024, edition=edition)
    make_recognition(centre, round=round_)
    ReportedTotal.objects.create(
        as_of=datetime.date(2022, 1, 1), count=281, scope="alle", source_name="STZ-jaarverslag"
    )
    return SimpleNamespace(
        hospital=hospital,
        specialty=specialty,
        condition=condition,
        centre=centre,
        edition=edition,
        round=round_,
        hidden=make_hidden(centre, condition),
    )


def make_hidden(centre, condition) -> list[str]:
    """Make records that no page may show, and return their names."""
    refused = make_centre(centre.hospital, name="Afgewezen centrum", conditions=[condition])
    merged = make_centre(centre.hospital, name="Opgegaan centrum", conditions=[condition])
    make_recognition(merged)
    merged.merged_into = centre
    merged.save()
    never_member = make_hospital(name="Nooit-lid ziekenhuis")
    merged_hospital = make_hospital(name="Opgegaan ziekenhuis", merged_into=centre.hospital)
    make_membership(merged_hospital)
    lonely = make_condition(name="Aandoening zonder centrum")
    make_centre(never_member, name="Centrum van een nooit-lid", conditions=[lonely])
    return [refused.name, merged.name, never_member.name, merged_hospital.name, lonely.name]
