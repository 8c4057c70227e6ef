"""A hospital confirms what is, not what is to come."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from centres.confirmations import refuse_confirmation_ahead

ONE_DAY = datetime.timedelta(days=1)


def test_a_confirmation_ahead_is_refused(today):
    with pytest.raises(ValidationError) as refusal:
        refuse_confirmation_ahead(today + ONE_DAY, day=today)
    assert refusal.value.code == "confirmed_ahead"


@pytest.mark.parametrize("days", [0, 1, 400])
def test_a_confirmation_of_today_or_before_is_accepted(today, days):
    refuse_confirmation_ahead(today - days * ONE_DAY, day=today)


def test_a_centre_that_was_never_confirmed_is_accepted(today):
    refuse_confirmation_ahead(None, day=today)
