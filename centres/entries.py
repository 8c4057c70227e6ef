"""A centre enters the register, with a name in its address that no other centre has."""

from django.db import transaction
from django.utils.text import slugify

from hospitals.changes import save_checked
from hospitals.models import Hospital, RegisterVersion

from .models import Centre

LONGEST_WISH = 140
"""Characters of a wished name in the address; the column has room for a number behind it."""


def enter_centre(
    *,
    hospital: Hospital,
    name: str,
    conditions=(),
    specialties=(),
    partners=(),
    by,
    why: str,
    **fields,
) -> Centre:
    """Enter a centre of ``hospital``. ``fields`` are further fields of ``Centre``.

    Arguments:
        partners: the STZ hospitals with which it gives its care together.

    Raises ``ValidationError`` when the hospital has a centre of this name.
    """
    with transaction.atomic():
        RegisterVersion.lock()
        centre = Centre(hospital=hospital, name=name, slug=free_slug(name, hospital), **fields)
        save_checked(centre, by=by, why=why)
        centre.conditions.set(conditions)
        centre.specialties.set(specialties)
        for partner in partners:
            link = centre.partners.model(centre=centre, hospital=partner)
            save_checked(link, by=by, why=why)
    return centre


def free_slug(name: str, hospital: Hospital) -> str:
    """Return a name in the address made from the two names, with a number behind it if need be."""
    wish = slugify(f"{name} {hospital.short_name}")[:LONGEST_WISH].strip("-") or "centrum"
    taken = set(Centre.objects.filter(slug__startswith=wish).values_list("slug", flat=True))
    if wish not in taken:
        return wish
    return next(
        slug for number in range(2, len(taken) + 3) if (slug := f"{wish}-{number}") not in taken
    )
