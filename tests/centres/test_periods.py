"""Which periods are surely a mistake: two for the same time, and one that hardly ends."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings
from django.utils.translation import gettext

from centres import recognitions
from centres.models import Recognition
from centres.status import Origin, Outcome
from tests.builders import (
    make_centre,
    make_public_source_recognition,
    make_recognition,
    make_suspension,
    partial_period,
)

pytestmark = pytest.mark.django_db


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def found(centre, *period) -> Recognition:
    """Return an unsaved recognition from a public source; its period as far as known."""
    return Recognition(
        centre=centre,
        outcome=Outcome.NOT_STATED,
        origin=Origin.PUBLIC_SOURCE,
        source_url="https://ziekenhuis.example/",
        **partial_period(*period),
    )


def refusals(recognition: Recognition) -> list[str]:
    try:
        recognition.clean()
        recognition.validate_constraints()
    except ValidationError as refusal:
        return [error.code for error in refusal.error_list]
    return []


@pytest.mark.parametrize(
    ("one", "other", "refused"),
    [
        (("2019", ""), ("2019", "2023"), True),  # the same start
        (("2019-10", ""), ("2019-10", ""), True),
        (("2019", ""), ("2019-10", ""), False),  # perhaps the same
        (("2020", ""), ("2019", "2023"), True),  # begins while the other surely runs
        (("2019-06", ""), ("2019", "2023"), False),  # perhaps before the other
        (("2023", "2027"), ("2019", "2023"), False),  # the next one, in the year it ended
        (("2018", ""), ("2019", "2023"), False),
        (("2019", "2022"), ("2019-06-01", "2023-05-31"), True),  # surely share all of 2020
        (("", "2023"), ("", "2023"), False),
        (("2015", "2018"), ("2019", "2023"), False),
    ],
)
def test_two_that_cannot_both_be_true_are_refused(one, other, refused):
    expected = ["collides"] if refused else []
    for first, second in ((one, other), (other, one)):
        make_public_source_recognition(valid_from="2019", valid_through="2023")  # elsewhere
        centre = make_public_source_recognition(None, *first).centre
        assert refusals(found(centre, *second)) == expected


def message(period: str) -> str:
    words = "It does not go together with this centre's recognition %(period)s."
    return gettext(words) % {"period": period}


def test_the_refusal_names_the_other_period():
    centre = make_public_source_recognition(None, "2019", "2023-10").centre
    with pytest.raises(ValidationError) as refusal:
        found(centre, "2019", "").full_clean()
    assert refusal.value.messages == [message("2019 – oktober 2023")]


def test_the_refusal_names_the_extended_period():
    extended = {"extended_through": day("2028-10-31"), "extension_reason": "Aanvraag"}
    centre = make_recognition(**extended).centre
    with pytest.raises(ValidationError) as refusal:
        found(centre, "2028-10-01", "2029").full_clean()
    assert refusal.value.messages == [message("1 mei 2024 – 31 oktober 2028")]


def test_a_recognition_does_not_collide_with_itself():
    assert refusals(make_public_source_recognition(None, "2019", "2023")) == []


@pytest.mark.parametrize(
    ("period", "refused"),
    [
        (("2024-05-01", "2032-04-30"), False),
        (("2024-05-01", "2032-05-01"), True),
        (("2024-05-01", "3027-04-30"), True),
        (("2018", "2027"), True),  # 31 December 2018 – 1 January 2027 at the least
        (("2018", "2026"), False),
        (("9999-01-01", "9999-12-31"), False),
        (("2018", ""), False),
    ],
)
def test_a_new_term_of_more_than_two_terms_is_refused(period, refused):
    assert refusals(found(make_centre(), *period)) == (["term_too_long"] if refused else [])


def test_the_longest_term_follows_the_policy():
    with override_settings(RECOGNITION_TERM_YEARS=2):
        assert refusals(found(make_centre(), "2024-05-01", "2028-05-01")) == ["term_too_long"]


def test_a_term_that_stands_is_not_judged_again():
    endless = make_recognition(valid_through=day("2099-01-01"))
    assert refusals(endless) == []
    endless.valid_through = day("2098-01-01")
    assert refusals(endless) == ["term_too_long"]


def extend(through: str) -> None:
    recognitions.extend(
        make_recognition(), version=1, through=day(through), reason="Aanvraag", by=None
    )


def test_an_extension_of_one_term_is_the_longest():
    extend("2032-04-30")
    with pytest.raises(ValidationError) as refusal:
        extend("2032-05-01")
    assert refusal.value.code == "extension_too_long"
    assert refusal.value.params == {"latest": "30 april 2032"}


def test_a_suspension_does_not_end_after_its_recognition():
    running = make_recognition()
    make_suspension(running, day("2026-06-30"))
    given = {"version": 1, "why": "Nieuw team", "by": None}
    with pytest.raises(ValidationError) as refusal:
        recognitions.resume(running, last_suspended_day=day("2028-05-01"), **given)
    assert refusal.value.code == "suspended_too_long"
    assert running.suspensions.get().suspended_through is None


def test_a_suspension_of_a_term_known_to_the_year_may_last_all_that_year():
    certain = make_public_source_recognition(None, "2018", "2022")
    make_suspension(certain, day("2020-01-01"))
    given = {"version": 1, "why": "Nieuw team", "by": None}
    recognitions.resume(certain, last_suspended_day=day("2022-12-31"), **given)
    assert certain.suspensions.get().suspended_through == day("2022-12-31")
