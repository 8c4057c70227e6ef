"""Permanent ids."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hospitals.identifiers import ALPHABET, new_public_id
from tests.builders import make_centre, make_hospital


def test_permanent_id_is_opaque_and_can_be_read_aloud():
    ids = {new_public_id("TEC") for _ in range(200)}
    assert all(re.fullmatch(rf"TEC-[{ALPHABET}]{{6}}", each) for each in ids)
    assert len(ids) == 200
    assert not set("ILOU") & set(ALPHABET)


@pytest.mark.django_db
def test_each_kind_has_its_own_prefix():
    assert make_hospital().public_id[:4] == "ZKH-"
    assert make_centre().public_id[:4] == "TEC-"


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["ZKH-00000O", "ZKH-12345", "TEC-123456", "zkh-123456"])
def test_permanent_id_of_another_form_is_refused(wrong):
    hospital = make_hospital()
    hospital.public_id = wrong
    with pytest.raises(ValidationError) as refusal:
        hospital.full_clean()
    assert set(refusal.value.message_dict) == {"public_id"}


@pytest.mark.django_db
def test_permanent_id_is_of_one_hospital():
    taken = make_hospital().public_id
    with pytest.raises(IntegrityError), transaction.atomic():
        make_hospital(public_id=taken)
