"""Code systems by which professionals name a condition, and the format of each.

Sources: WHO ICD-10 (chapter letter, two digits, optional subcategory), Orphanet (ORPHAcode: a
number), NHG ICPC-1 (chapter letter, two digits, optional Dutch subdivision), SNOMED CT release
file specification (6 to 18 digits, partition 00 or 10 for a concept, Verhoeff check digit).
"""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class CodeSystem(models.TextChoices):
    ICD10 = "icd10", "ICD-10"
    ORPHA = "orpha", "ORPHA"
    ICPC = "icpc", "ICPC"
    SNOMED = "snomed", "SNOMED CT"


PATTERNS = {
    CodeSystem.ICD10: r"^[A-Z][0-9]{2}([.][0-9]{1,2})?\Z",
    CodeSystem.ORPHA: r"^[1-9][0-9]{0,6}\Z",
    CodeSystem.ICPC: r"^[ABDFHKLNPRSTUWXYZ][0-9]{2}([.][0-9]{2})?\Z",
    CodeSystem.SNOMED: r"^[1-9][0-9]{2,14}[01]0[0-9]\Z",
}

EXAMPLES = {
    CodeSystem.ICD10: "C50.9",
    CodeSystem.ORPHA: "98914",
    CodeSystem.ICPC: "N87.01",
    CodeSystem.SNOMED: "49049000",
}

_D5_PRODUCT = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
]
_SHUFFLE = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]


def has_verhoeff_check_digit(digits: str) -> bool:
    """Return whether the last of ``digits`` is the Verhoeff check digit of the others."""
    check = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit)
        for _turn in range(position % 8):
            value = _SHUFFLE[value]
        check = _D5_PRODUCT[check][value]
    return check == 0


def validate_code(system: str, code: str) -> None:
    """Raise ``ValidationError`` unless ``code`` has the format of ``system``."""
    fits = re.fullmatch(PATTERNS[system], code)
    if fits and system == CodeSystem.SNOMED:
        fits = has_verhoeff_check_digit(code)
    if not fits:
        raise ValidationError(
            _("“%(code)s” is not a code of %(system)s, such as %(example)s."),
            code="code_has_wrong_format",
            params={
                "code": code,
                "system": CodeSystem(system).label,
                "example": EXAMPLES[system],
            },
        )
