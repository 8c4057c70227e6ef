"""The status on a day: one table, held against every form in which the rule is written."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from centres.models import Centre, Recognition
from centres.status import IN_FORCE, EndedHow, Origin, Outcome, Status
from hospitals.partial_dates import PartialDate, Precision
from tests.builders import (
    make_centre,
    make_public_source_recognition,
    make_recognition,
    make_suspension,
    partial_period,
)

RECOGNISED = Status.RECOGNISED
WITH_REQUIREMENTS = Status.WITH_REQUIREMENTS
RENEWING = Status.RENEWING
SUSPENDED = Status.SUSPENDED
UPCOMING = Status.UPCOMING
EXPIRED = Status.EXPIRED
RETURNED = Status.RETURNED
WITHDRAWN = Status.WITHDRAWN
UNCONFIRMED = Status.UNCONFIRMED


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


# What is recorded: the period as far as known, then fields and suspensions.
PLAIN = {"period": ("2024-05-01", "2028-04-30")}
REQUIREMENTS = PLAIN | {"outcome": Outcome.WITH_REQUIREMENTS}
ONE_DAY = {"period": ("2024-05-01", "2024-05-01")}
FROM_LEAP_DAY = {"period": ("2024-02-29", "2028-02-28")}
THROUGH_LEAP_DAY = {"period": ("2024-03-01", "2028-02-29")}
EXTENDED = PLAIN | {
    "extended_through": day("2028-10-31"),
    "extension_reason": "Aanvraag loopt",
}
EXTENDED_WITH_REQUIREMENTS = EXTENDED | {"outcome": Outcome.WITH_REQUIREMENTS}
GIVEN_BACK = PLAIN | {"ended_how": EndedHow.RETURNED, "last_day": day("2026-06-30")}
TAKEN_AWAY = GIVEN_BACK | {"ended_how": EndedHow.WITHDRAWN}
GIVEN_BACK_ON_FIRST_DAY = GIVEN_BACK | {"last_day": day("2024-05-01")}
GIVEN_BACK_ON_LAST_DAY = GIVEN_BACK | {"last_day": day("2028-04-30")}
GIVEN_BACK_IN_EXTENSION = EXTENDED | {
    "ended_how": EndedHow.RETURNED,
    "last_day": day("2028-07-31"),
}
SUSPENDED_FOR_A_WHILE = PLAIN | {"suspensions": [("2025-01-01", "2025-03-31")]}
SUSPENDED_TWICE = PLAIN | {
    "suspensions": [("2025-01-01", "2025-03-31"), ("2025-04-02", "2025-04-02")]
}
SUSPENDED_UNTIL_FURTHER_NOTICE = PLAIN | {"suspensions": [("2025-01-01", None)]}
SUSPENDED_IN_EXTENSION = EXTENDED | {"suspensions": [("2028-06-01", None)]}
SUSPENDED_THEN_WITHDRAWN = TAKEN_AWAY | {"suspensions": [("2026-01-01", None)]}
PUBLIC = PLAIN | {"origin": Origin.PUBLIC_SOURCE}
PUBLIC_WITHDRAWN = PUBLIC | {"ended_how": EndedHow.WITHDRAWN, "last_day": day("2026-06-30")}
PUBLIC_EXTENDED = EXTENDED | {"origin": Origin.PUBLIC_SOURCE}
UNKNOWN_DATES = {"period": ("", ""), "origin": Origin.PUBLIC_SOURCE}
UNKNOWN_START = UNKNOWN_DATES | {"period": ("", "2028-04-30")}
UNKNOWN_END = UNKNOWN_DATES | {"period": ("2024-05-01", "")}
YEAR_ONLY = UNKNOWN_DATES | {"period": ("2018", "")}
FROM_YEAR = UNKNOWN_DATES | {"period": ("2024", "2028-04-30")}
FROM_MONTH = UNKNOWN_DATES | {"period": ("2024-02", "2028-04-30")}
THROUGH_YEAR = UNKNOWN_DATES | {"period": ("2024-05-01", "2028")}
THROUGH_MONTH = UNKNOWN_DATES | {"period": ("2024-05-01", "2028-02")}
YEAR_TO_YEAR = UNKNOWN_DATES | {"period": ("2024", "2024")}
MONTH_TO_MONTH = UNKNOWN_DATES | {"period": ("2024-05", "2024-06")}
UNKNOWN_THEN_RETURNED = UNKNOWN_DATES | {
    "ended_how": EndedHow.RETURNED,
    "last_day": day("2026-06-30"),
}
RETURNED_IN_LAST_YEAR = THROUGH_YEAR | {
    "ended_how": EndedHow.RETURNED,
    "last_day": day("2028-06-30"),
}

BOUNDARY_DAYS = [
    # A plain period: the day before, the first day, the last day, the day after.
    (PLAIN, "2024-04-30", UPCOMING),
    (PLAIN, "2024-05-01", RECOGNISED),
    (PLAIN, "2028-04-30", RECOGNISED),
    (PLAIN, "2028-05-01", EXPIRED),
    (REQUIREMENTS, "2024-04-30", UPCOMING),
    (REQUIREMENTS, "2024-05-01", WITH_REQUIREMENTS),
    (REQUIREMENTS, "2028-04-30", WITH_REQUIREMENTS),
    (REQUIREMENTS, "2028-05-01", EXPIRED),
    (ONE_DAY, "2024-04-30", UPCOMING),
    (ONE_DAY, "2024-05-01", RECOGNISED),
    (ONE_DAY, "2024-05-02", EXPIRED),
    # 29 February as the first and as the last day.
    (FROM_LEAP_DAY, "2024-02-28", UPCOMING),
    (FROM_LEAP_DAY, "2024-02-29", RECOGNISED),
    (FROM_LEAP_DAY, "2028-02-28", RECOGNISED),
    (FROM_LEAP_DAY, "2028-02-29", EXPIRED),
    (THROUGH_LEAP_DAY, "2028-02-29", RECOGNISED),
    (THROUGH_LEAP_DAY, "2028-03-01", EXPIRED),
    # An extension starts the day after the term.
    (EXTENDED, "2028-04-30", RECOGNISED),
    (EXTENDED, "2028-05-01", RENEWING),
    (EXTENDED, "2028-10-31", RENEWING),
    (EXTENDED, "2028-11-01", EXPIRED),
    (EXTENDED_WITH_REQUIREMENTS, "2028-04-30", WITH_REQUIREMENTS),
    (EXTENDED_WITH_REQUIREMENTS, "2028-05-01", RENEWING),
    # The last day of an early end still counts.
    (GIVEN_BACK, "2024-04-30", UPCOMING),
    (GIVEN_BACK, "2026-06-30", RECOGNISED),
    (GIVEN_BACK, "2026-07-01", RETURNED),
    (GIVEN_BACK, "2030-01-01", RETURNED),
    (TAKEN_AWAY, "2026-06-30", RECOGNISED),
    (TAKEN_AWAY, "2026-07-01", WITHDRAWN),
    (GIVEN_BACK_ON_FIRST_DAY, "2024-05-01", RECOGNISED),
    (GIVEN_BACK_ON_FIRST_DAY, "2024-05-02", RETURNED),
    (GIVEN_BACK_ON_LAST_DAY, "2028-04-30", RECOGNISED),
    (GIVEN_BACK_ON_LAST_DAY, "2028-05-01", RETURNED),
    (GIVEN_BACK_IN_EXTENSION, "2028-07-31", RENEWING),
    (GIVEN_BACK_IN_EXTENSION, "2028-08-01", RETURNED),
    # A suspension counts from its first through its last day, or until further notice.
    (SUSPENDED_FOR_A_WHILE, "2024-12-31", RECOGNISED),
    (SUSPENDED_FOR_A_WHILE, "2025-01-01", SUSPENDED),
    (SUSPENDED_FOR_A_WHILE, "2025-03-31", SUSPENDED),
    (SUSPENDED_FOR_A_WHILE, "2025-04-01", RECOGNISED),
    (SUSPENDED_TWICE, "2025-04-01", RECOGNISED),
    (SUSPENDED_TWICE, "2025-04-02", SUSPENDED),
    (SUSPENDED_TWICE, "2025-04-03", RECOGNISED),
    (SUSPENDED_UNTIL_FURTHER_NOTICE, "2024-12-31", RECOGNISED),
    (SUSPENDED_UNTIL_FURTHER_NOTICE, "2028-04-30", SUSPENDED),
    (SUSPENDED_UNTIL_FURTHER_NOTICE, "2028-05-01", EXPIRED),
    (SUSPENDED_IN_EXTENSION, "2028-05-31", RENEWING),
    (SUSPENDED_IN_EXTENSION, "2028-06-01", SUSPENDED),
    (SUSPENDED_IN_EXTENSION, "2028-11-01", EXPIRED),
    (SUSPENDED_THEN_WITHDRAWN, "2026-06-30", SUSPENDED),
    (SUSPENDED_THEN_WITHDRAWN, "2026-07-01", WITHDRAWN),
    # From a public source: never said to have expired, for it may have been renewed.
    (PUBLIC, "2024-04-30", UPCOMING),
    (PUBLIC, "2024-05-01", RECOGNISED),
    (PUBLIC, "2028-04-30", RECOGNISED),
    (PUBLIC, "2028-05-01", UNCONFIRMED),
    (PUBLIC_WITHDRAWN, "2026-06-30", RECOGNISED),
    (PUBLIC_WITHDRAWN, "2026-07-01", WITHDRAWN),
    (PUBLIC_EXTENDED, "2028-05-01", RENEWING),
    (PUBLIC_EXTENDED, "2028-11-01", UNCONFIRMED),
    # Dates that are not known, or to the month or year only: certain, or not confirmed.
    (UNKNOWN_DATES, "2026-01-01", UNCONFIRMED),
    (UNKNOWN_START, "2028-04-30", UNCONFIRMED),
    (UNKNOWN_START, "2028-05-01", UNCONFIRMED),
    (UNKNOWN_END, "2024-04-30", UPCOMING),
    (UNKNOWN_END, "2024-05-01", UNCONFIRMED),
    (YEAR_ONLY, "2017-12-31", UPCOMING),
    (YEAR_ONLY, "2018-01-01", UNCONFIRMED),
    (YEAR_ONLY, "2026-01-01", UNCONFIRMED),
    (FROM_YEAR, "2023-12-31", UPCOMING),
    (FROM_YEAR, "2024-01-01", UNCONFIRMED),
    (FROM_YEAR, "2024-12-30", UNCONFIRMED),
    (FROM_YEAR, "2024-12-31", RECOGNISED),
    (FROM_MONTH, "2024-01-31", UPCOMING),
    (FROM_MONTH, "2024-02-01", UNCONFIRMED),
    (FROM_MONTH, "2024-02-28", UNCONFIRMED),
    (FROM_MONTH, "2024-02-29", RECOGNISED),
    (THROUGH_YEAR, "2027-12-31", RECOGNISED),
    (THROUGH_YEAR, "2028-01-01", UNCONFIRMED),
    (THROUGH_YEAR, "2029-01-01", UNCONFIRMED),
    (THROUGH_MONTH, "2028-01-31", RECOGNISED),
    (THROUGH_MONTH, "2028-02-01", UNCONFIRMED),
    (THROUGH_MONTH, "2028-03-01", UNCONFIRMED),
    (YEAR_TO_YEAR, "2023-12-31", UPCOMING),
    (YEAR_TO_YEAR, "2024-06-01", UNCONFIRMED),
    (YEAR_TO_YEAR, "2024-12-31", UNCONFIRMED),
    (MONTH_TO_MONTH, "2024-05-30", UNCONFIRMED),
    (MONTH_TO_MONTH, "2024-05-31", RECOGNISED),
    (MONTH_TO_MONTH, "2024-06-01", UNCONFIRMED),
    (UNKNOWN_THEN_RETURNED, "2026-06-30", UNCONFIRMED),
    (UNKNOWN_THEN_RETURNED, "2026-07-01", RETURNED),
    (RETURNED_IN_LAST_YEAR, "2027-12-31", RECOGNISED),
    (RETURNED_IN_LAST_YEAR, "2028-06-30", UNCONFIRMED),
    (RETURNED_IN_LAST_YEAR, "2028-07-01", RETURNED),
]


def given_recognition(*, period, suspensions=(), **fields) -> Recognition:
    """Make what a row of the table describes."""
    if fields.get("origin") == Origin.PUBLIC_SOURCE:
        recognition = make_public_source_recognition(None, *period, **fields)
    else:
        recognition = make_recognition(**partial_period(*period), **fields)
    for first, last in suspensions:
        make_suspension(recognition, day(first), suspended_through=last and day(last))
    return recognition


def statuses_everywhere(recognition: Recognition, on: datetime.date) -> set:
    """Return what every form of the rule says about ``recognition``, alone at its centre."""
    with_status = Recognition.objects.with_status_on(on).get(pk=recognition.pk)
    centre = Centre.objects.with_status_on(on).get(pk=recognition.centre_id)
    fetched = Centre.objects.prefetch_related("recognitions__suspensions").get(pk=centre.pk)
    return {
        Recognition.objects.get(pk=recognition.pk).status_on(on),
        with_status.status_on_day,
        centre.status_on_day,
        centre.status_on(on),
        fetched.status_on(on),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("recorded", "on", "status"), BOUNDARY_DAYS)
def test_status_on_boundary_day(recorded, on, status):
    recognition = given_recognition(**recorded)
    neighbour = make_recognition(valid_from=day("1990-01-01"), valid_through=day("1990-12-31"))
    in_force = [recognition.pk] if status in IN_FORCE else []
    recognised = [recognition.centre_id] if status in IN_FORCE else []

    assert statuses_everywhere(recognition, day(on)) == {status}
    assert statuses_everywhere(neighbour, day(on)) == {EXPIRED}
    assert pks(Recognition.objects.in_force_on(day(on))) == in_force
    assert pks(Centre.objects.recognised_on(day(on))) == recognised


def test_table_covers_every_status():
    assert {status for _recorded, _on, status in BOUNDARY_DAYS} == set(Status)


def pks(queryset) -> list[int]:
    return list(queryset.values_list("pk", flat=True))


# Which recognition speaks for a centre ----------------------------------------------------------

THREE_TERMS = [
    ("2016-05-01", "2020-04-30"),
    ("2020-05-01", "2024-04-30"),
    ("2026-01-01", "2029-12-31"),
    ("2030-01-01", "2033-12-31"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "begins", "status"),
    [
        ("2016-04-30", "2016-05-01", UPCOMING),  # the soonest that is to begin
        ("2020-04-30", "2016-05-01", RECOGNISED),
        ("2020-05-01", "2020-05-01", RECOGNISED),  # the day after: the next one speaks
        ("2025-01-01", "2026-01-01", UPCOMING),  # in a gap: what is to come, not what was
        ("2026-01-01", "2026-01-01", RECOGNISED),
        ("2034-01-01", "2030-01-01", EXPIRED),  # after all: the latest there was
    ],
)
def test_centre_with_more_recognitions_speaks_by_one(on, begins, status):
    centre = make_centre()
    for period in THREE_TERMS:
        make_recognition(centre, *map(day, period))
    speaking = Recognition.objects.filter(centre=centre).speaking_first_on(day(on)).first()

    assert centre.recognition_on(day(on)) == speaking
    assert speaking.valid_from == day(begins)
    assert centre.status_on(day(on)) == status
    assert Centre.objects.with_status_on(day(on)).get().status_on_day == status


@pytest.mark.django_db
def test_centre_in_force_from_register_outweighs_unconfirmed_source(today):
    centre = make_centre()
    make_public_source_recognition(centre, "2018")
    make_recognition(centre)

    assert centre.status_on(today) == RECOGNISED
    assert Centre.objects.with_status_on(today).get().status_on_day == RECOGNISED


@pytest.mark.django_db
def test_centre_without_recognition_has_no_status_and_is_not_public(today):
    centre, public = make_centre(), make_recognition().centre

    assert centre.status_on(today) is None
    assert Centre.objects.with_status_on(today).get(pk=centre.pk).status_on_day is None
    assert list(Centre.objects.public()) == [public]


# Any recognitions on any day: SQL and Python agree ----------------------------------------------

DAYS = st.dates(day("2019-01-01"), day("2031-12-31"))
PRECISIONS = st.sampled_from([Precision.DAY, Precision.MONTH, Precision.YEAR])
PARTIAL_DATES = st.builds(PartialDate, DAYS, PRECISIONS) | st.just(PartialDate.parse(""))


@st.composite
def recognitions(draw) -> dict:
    """Draw fields of a recognition that could be read from a public source or be our own."""
    outcome = draw(st.sampled_from(Outcome.values))
    if draw(st.booleans()):
        first, last = draw(PARTIAL_DATES), draw(PARTIAL_DATES)
        origin = Origin.PUBLIC_SOURCE
    else:
        bounds = sorted([draw(DAYS), draw(DAYS)])
        first, last = (PartialDate(bound, Precision.DAY) for bound in bounds)
        origin = draw(st.sampled_from([Origin.REGISTER, Origin.DECISION]))
    fields = {
        "outcome": outcome,
        "origin": origin,
        "source_url": "https://ziekenhuis.example/nieuws",
        "valid_from": first.as_start(),
        "valid_from_precision": first.precision,
        "valid_through": last.as_end(),
        "valid_through_precision": last.precision,
    }
    if draw(st.booleans()):
        fields |= {"extended_through": draw(DAYS), "extension_reason": "Aanvraag loopt"}
    if draw(st.booleans()):
        fields |= {"ended_how": draw(st.sampled_from(EndedHow.values)), "last_day": draw(DAYS)}
    return fields


SUSPENSIONS = st.none() | st.tuples(DAYS, st.none() | DAYS)


def make_if_possible(centre: Centre, fields: dict, suspension) -> None:
    """Make the recognition unless a rule refuses it, and likewise its suspension."""
    recognition = Recognition(centre=centre, **fields)
    if refused(recognition):
        return
    recognition.save()
    if suspension is None:
        return
    first, last = suspension
    suspended = recognition.suspensions.model(
        recognition=recognition, suspended_from=first, suspended_through=last, reason="Team"
    )
    if not refused(suspended):
        suspended.save()


def refused(record) -> bool:
    try:
        record.full_clean()
    except ValidationError:
        return True
    return False


class RandomRecognitions(TestCase):
    # Without shrinking: over a database it takes minutes, and the first example tells enough.
    @settings(max_examples=60, deadline=None, derandomize=True, phases=[Phase.generate])
    @given(
        drawn=st.lists(st.tuples(recognitions(), SUSPENSIONS), min_size=1, max_size=4),
        others=st.lists(DAYS, min_size=2, max_size=6),
    )
    def test_sql_and_python_agree(self, drawn, others):
        centre = make_centre()
        for fields, suspension in drawn:
            make_if_possible(centre, fields, suspension)
        for on in interesting_days(centre, others):
            self.compare(centre, on)

    def compare(self, centre: Centre, on: datetime.date):
        in_sql = dict(Recognition.objects.with_status_on(on).values_list("pk", "status_on_day"))
        in_python = {each.pk: each.status_on(on) for each in Recognition.objects.all()}
        in_force = {pk for pk, status in in_python.items() if status in IN_FORCE}
        speaking = Recognition.objects.filter(centre=centre).speaking_first_on(on).first()

        assert in_sql == in_python
        assert set(pks(Recognition.objects.in_force_on(on))) == in_force
        assert len(in_force) <= 1
        assert centre.recognition_on(on) == speaking
        assert Centre.objects.with_status_on(on).get().status_on_day == centre.status_on(on)
        assert Centre.objects.recognised_on(on).exists() == bool(in_force)


def interesting_days(centre: Centre, others: list) -> set:
    """Return ``others`` and each bound in the records with the day before and after it."""
    bounds = {
        bound
        for each in centre.recognitions.all()
        for bound in (each.valid_from, each.valid_through, each.last_day, each.extended_through)
        if bound
    }
    step = datetime.timedelta(days=1)
    return {*others} | {bound + step * offset for bound in bounds for offset in (-1, 0, 1)}
