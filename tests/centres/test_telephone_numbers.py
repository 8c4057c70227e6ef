"""A telephone number of a centre is one that can be dialled."""

import pytest
from django.core.exceptions import ValidationError

from centres.models import Centre
from tests.builders import make_centre

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("number", "accepted"),
    [
        ("038 123 45 67", True),
        ("+31 (0)38-1234567", True),
        ("", True),
        ("12345", False),
        ("bel de balie", False),
        ("038 123 45 67 toestel 3", False),
        ("038 123 45 67\n", False),
    ],
)
def test_a_telephone_number_has_at_least_six_digits(number, accepted):
    centre = make_centre(referral_phone=number, advice_phone=number)
    wrong = set() if accepted else {"referral_phone", "advice_phone"}
    assert set(mistakes(centre)) & {"referral_phone", "advice_phone"} == wrong


def mistakes(centre: Centre) -> list[str]:
    try:
        centre.full_clean()
    except ValidationError as refusal:
        return list(refusal.error_dict)
    return []
