"""Every rule on recognitions and suspensions, by its name: in a form and in the database."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.forms import modelform_factory

from centres.models import Recognition, Suspension
from centres.status import EndedHow, Origin, Outcome
from hospitals.partial_dates import Precision
from tests.builders import (
    make_centre,
    make_public_source_recognition,
    make_recognition,
    make_suspension,
    partial_period,
)
from tests.refused import assert_refused, refused_by_database, rules_of

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime.date(2024, 5, 1), datetime.date(2028, 4, 30)
ONE_DAY = datetime.timedelta(days=1)
OVERLAP = "recognitions_of_a_centre_do_not_overlap"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def recognition(centre=None, **fields) -> Recognition:
    """Return an unsaved recognition that is correct but for ``fields``."""
    defaults = {
        "outcome": Outcome.FULL,
        "origin": Origin.REGISTER,
        "valid_from": FIRST,
        "valid_through": LAST,
    }
    return Recognition(centre=centre or make_centre(), **defaults | fields)


def public(**fields) -> Recognition:
    defaults = {"origin": Origin.PUBLIC_SOURCE, "source_url": "https://ziekenhuis.example/"}
    return recognition(**defaults | fields)


def beside(present: dict, **fields) -> Recognition:
    return recognition(make_recognition(**present).centre, **fields)


def suspension(**fields) -> Suspension:
    defaults = {"suspended_from": FIRST, "reason": "Team"}
    return Suspension(recognition=make_recognition(), **defaults | fields)


def suspension_beside_running() -> Suspension:
    running = make_suspension(make_recognition(), FIRST)
    return Suspension(recognition=running.recognition, suspended_from=LAST, reason="Team")


def ended(last_day, **fields) -> dict:
    return {"ended_how": EndedHow.RETURNED, "last_day": last_day} | fields


VIOLATIONS = {
    "recognition_has_a_known_outcome_and_origin": lambda: recognition(outcome="perhaps"),
    "recognition_ends_after_it_starts": lambda: recognition(valid_through=FIRST - ONE_DAY),
    "recognition_start_precision_fits": lambda: public(valid_from=None),
    "recognition_end_precision_fits": lambda: public(valid_through=None),
    "own_recognition_is_known_to_the_day": lambda: recognition(**partial_period("2024", "2028")),
    "public_source_has_an_address": lambda: public(source_url=""),
    "extension_follows_the_term_and_has_a_reason": lambda: recognition(
        extended_through=LAST, extension_reason="Aanvraag loopt"
    ),
    "early_end_is_complete_or_absent": lambda: recognition(last_day=LAST),
    "early_end_lies_within_the_period": lambda: recognition(**ended(LAST + ONE_DAY)),
    "recognition_source_date_precision_fits": lambda: recognition(source_date=FIRST),
    OVERLAP: lambda: beside({}, valid_from=LAST, valid_through=LAST + ONE_DAY),
    "suspension_ends_after_it_starts": lambda: suspension(suspended_through=FIRST - ONE_DAY),
    "suspensions_do_not_overlap": suspension_beside_running,
}


@pytest.mark.parametrize("rule", VIOLATIONS)
def test_rule_refuses_violation(rule):
    assert_refused(VIOLATIONS[rule](), rule)


def test_every_rule_is_tested():
    assert set(VIOLATIONS) == rules_of(Recognition, Suspension)


EARLY_END = "early_end_lies_within_the_period"
INCOMPLETE_END = "early_end_is_complete_or_absent"
EXTENSION = "extension_follows_the_term_and_has_a_reason"
LATER = LAST + datetime.timedelta(days=100)
OTHER_WAYS = [
    ("recognition_has_a_known_outcome_and_origin", {"origin": "hearsay"}),
    ("own_recognition_is_known_to_the_day", {"outcome": Outcome.NOT_STATED}),
    (EXTENSION, {"extended_through": LATER}),
    (EXTENSION, {"extension_reason": "Een reden zonder dag"}),
    (EARLY_END, ended(FIRST - ONE_DAY)),
    (EARLY_END, ended(LATER + ONE_DAY, extended_through=LATER, extension_reason="Loopt")),
    (INCOMPLETE_END, {"ended_how": EndedHow.WITHDRAWN}),
    (INCOMPLETE_END, {"ended_how": "forgotten", "last_day": LAST}),
    (INCOMPLETE_END, {"end_reason": "Een reden zonder dag"}),
]


@pytest.mark.parametrize(("rule", "fields"), OTHER_WAYS)
def test_rule_refuses_other_violation(rule, fields):
    assert_refused(recognition(**fields), rule)


def test_extension_of_term_known_to_the_year_is_refused():
    extended = {"extended_through": LATER, "extension_reason": "Aanvraag loopt"}
    assert_refused(public(**partial_period("2024", "2028") | extended), EXTENSION)


@pytest.mark.parametrize(
    "fields",
    [
        ended(FIRST),
        ended(LAST),
        ended(LATER, extended_through=LATER, extension_reason="Aanvraag loopt"),
        {"valid_through": FIRST},
    ],
)
def test_recognition_on_the_bound_of_a_rule_is_accepted(fields):
    correct = recognition(**fields)
    correct.full_clean()
    correct.save()


@pytest.mark.parametrize("period", [("", ""), ("2018", ""), ("2024-05", "2024"), ("", "2028")])
def test_public_source_with_partial_dates_is_accepted(period):
    correct = public(outcome=Outcome.NOT_STATED, **partial_period(*period))
    correct.full_clean()
    correct.save()


# Recognitions of one centre never overlap -------------------------------------------------------


@pytest.mark.parametrize(
    ("valid_from", "valid_through"),
    [
        (LAST, LATER),  # the last day shared
        (FIRST - ONE_DAY, FIRST),  # the first day shared
        (FIRST + ONE_DAY, LAST - ONE_DAY),  # inside
        (FIRST - ONE_DAY, LAST + ONE_DAY),  # around
        (FIRST, LAST),  # the same
    ],
)
def test_overlap_is_refused(valid_from, valid_through):
    assert_refused(beside({}, valid_from=valid_from, valid_through=valid_through), OVERLAP)


@pytest.mark.parametrize(
    ("valid_from", "valid_through"),
    [(LAST + ONE_DAY, LATER), (FIRST - ONE_DAY, FIRST - ONE_DAY)],
)
def test_adjacent_days_are_accepted(valid_from, valid_through):
    adjacent = beside({}, valid_from=valid_from, valid_through=valid_through)
    adjacent.full_clean()
    adjacent.save()


def test_same_period_at_another_centre_is_accepted():
    make_recognition()
    recognition().full_clean()
    make_recognition()


def test_early_end_makes_room_for_the_next():
    early = day("2026-06-30")
    assert_refused(beside(ended(early), valid_from=early), OVERLAP)
    beside(ended(early), valid_from=early + ONE_DAY).save()


def test_extension_takes_room_of_the_next():
    extended = {"extended_through": LATER, "extension_reason": "Aanvraag loopt"}
    next_term = {"valid_from": LATER, "valid_through": LATER + ONE_DAY}
    assert_refused(beside(extended, **next_term), OVERLAP)


def test_update_into_overlap_is_refused():
    first = make_recognition()
    second = make_recognition(first.centre, LAST + ONE_DAY, LATER)
    second.valid_from = LAST
    assert_refused(second, OVERLAP)


def test_unknown_bounds_are_not_compared():
    centre = make_recognition().centre
    for period in [("", ""), ("2025", ""), ("", "2026-01-01")]:
        make_public_source_recognition(centre, *period)
    assert centre.recognitions.count() == 4


def test_partial_bounds_that_cross_are_not_compared():
    crossing = make_public_source_recognition(None, "2024", "2024")  # 31 December – 1 January
    make_recognition(crossing.centre, day("2024-01-01"), day("2024-12-31"))
    make_public_source_recognition(crossing.centre, "2024", "2024")
    assert crossing.centre.recognitions.count() == 3


def test_partial_bounds_overlap_where_they_are_certain():
    certain = make_public_source_recognition(None, "2018", "2022")  # surely all of 2019–2021
    on_a_day = recognition(certain.centre, valid_from=day("2020-01-01"), valid_through=FIRST)
    assert_refused(on_a_day, OVERLAP)


@pytest.mark.parametrize("column", ["valid_from", "valid_through"])
def test_overlap_by_raw_sql_is_refused(column):
    first = make_recognition()
    make_recognition(first.centre, LAST + ONE_DAY, LATER)
    moved = {"valid_from": FIRST, "valid_through": LAST + ONE_DAY}[column]
    chosen = "valid_through > %s" if column == "valid_from" else "valid_through = %s"
    with refused_by_database(OVERLAP), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE centres_recognition SET {column} = %s WHERE {chosen}", [moved, LAST]
        )


def test_early_end_outside_the_period_by_raw_sql_is_refused():
    make_recognition()
    with refused_by_database(EARLY_END), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE centres_recognition SET ended_how = 'returned', last_day = '2031-01-01'"
        )


def test_overlap_by_bulk_create_is_refused():
    centre = make_centre()
    with refused_by_database(OVERLAP):
        Recognition.objects.bulk_create([recognition(centre), recognition(centre)])


def test_form_without_the_other_fields_still_finds_overlap():
    first = make_recognition()
    second = make_recognition(first.centre, LAST + ONE_DAY, LATER)
    form = modelform_factory(Recognition, fields=["valid_from"])(
        {"valid_from": LAST}, instance=second
    )
    assert [error.code for error in form.non_field_errors().as_data()] == ["collides"]


def test_refusal_names_no_rule_when_centre_is_missing():
    with pytest.raises(ValidationError) as refusal:
        Recognition(outcome=Outcome.FULL, origin=Origin.REGISTER).full_clean()
    assert "centre" in refusal.value.message_dict


def test_precision_of_a_plain_recognition_is_the_day():
    plain = make_recognition()
    assert plain.valid_from_precision == plain.valid_through_precision == Precision.DAY
