"""The formats of medical codes."""

import pytest
from django.core.exceptions import ValidationError

from centres.codes import EXAMPLES, CodeSystem, has_verhoeff_check_digit, validate_code


@pytest.mark.parametrize(
    ("system", "code"),
    [
        *EXAMPLES.items(),
        (CodeSystem.ICD10, "C50"),
        (CodeSystem.ICD10, "M05.90"),
        (CodeSystem.ORPHA, "5"),
        (CodeSystem.ICPC, "X76"),
        (CodeSystem.SNOMED, "254837009"),  # malignant tumour of breast
        (CodeSystem.SNOMED, "73211009"),  # diabetes mellitus
        (CodeSystem.SNOMED, "22298006"),  # myocardial infarction
    ],
)
def test_correct_code_is_accepted(system, code):
    validate_code(system, code)


@pytest.mark.parametrize(
    ("system", "code"),
    [
        (CodeSystem.ICD10, "c50.9"),
        (CodeSystem.ICD10, "C5"),
        (CodeSystem.ICD10, "C50."),
        (CodeSystem.ICD10, "C50.9\n"),
        (CodeSystem.ORPHA, "ORPHA98914"),
        (CodeSystem.ORPHA, "098914"),
        (CodeSystem.ICPC, "C76"),
        (CodeSystem.ICPC, "N87.1"),
        (CodeSystem.SNOMED, "254837008"),  # check digit
        (CodeSystem.SNOMED, "252837009"),  # one digit wrong
        (CodeSystem.SNOMED, "24537009"),  # one digit gone
        (CodeSystem.SNOMED, "254387009"),  # two digits exchanged
        (CodeSystem.SNOMED, "49049"),  # too short
    ],
)
def test_wrong_code_is_refused(system, code):
    with pytest.raises(ValidationError) as refusal:
        validate_code(system, code)
    assert refusal.value.code == "code_has_wrong_format"


@pytest.mark.parametrize(("digits", "correct"), [("2363", True), ("2364", False), ("", True)])
def test_verhoeff_check_digit(digits, correct):
    assert has_verhoeff_check_digit(digits) is correct
