"""What an invented register holds, at its smallest and at a usual size."""

import datetime
from collections.abc import Iterator

import pytest
from django.db.models import Count, Q

from centres.example.register import make_register
from centres.example.words import EXAMPLE
from centres.models import (
    AgeGroup,
    Centre,
    CentreName,
    Condition,
    CriteriaEdition,
    Kind,
    Partner,
    PublishedRound,
    Recognition,
    Suspension,
    YearlyFigure,
)
from centres.status import Origin, Status
from hospitals.models import FormerName, Hospital, Location
from hospitals.partial_dates import Precision
from tests.standing import standing_world

DAY = datetime.date(2026, 3, 2)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=[10, 60])
def example(request, django_db_setup, django_db_blocker) -> Iterator[int]:
    """Make an invented register, and give its number of centres."""

    def make():
        make_register(centres=request.param, seed=1, day=DAY)

    with standing_world(make, django_db_blocker):
        yield request.param


def test_example_has_every_status_on_its_day(example):
    statuses = Centre.objects.with_status_on(DAY).values_list("status_on_day", flat=True)
    assert set(statuses) == set(Status)


def test_example_has_as_many_centres_as_asked(example):
    assert Centre.objects.count() == Centre.objects.public().count() == example


def test_example_has_every_kind_and_age_group(example):
    assert set(Centre.objects.values_list("kind", flat=True)) == set(Kind)
    assert set(Centre.objects.values_list("age_group", flat=True)) == {"", *AgeGroup}


def test_example_has_dates_of_every_precision(example):
    starts = Recognition.objects.values_list("valid_from_precision", flat=True)
    ends = Recognition.objects.values_list("valid_through_precision", flat=True)
    assert set(starts) | set(ends) == set(Precision)
    assert {Precision.YEAR, Precision.MONTH, Precision.DAY} <= set(starts)


def test_example_has_recognitions_of_every_origin(example):
    assert set(Recognition.objects.values_list("origin", flat=True)) >= {
        Origin.REGISTER,
        Origin.PUBLIC_SOURCE,
        Origin.DECISION,
    }


def test_example_has_a_renamed_and_a_merged_hospital(example):
    assert FormerName.objects.exists()
    assert Hospital.objects.get(merged_into__isnull=False).centres.count() == 0


def test_example_has_a_renamed_and_a_merged_centre(example):
    merged = Centre.objects.filter(merged_into__isnull=False)
    assert {centre.hospital for centre in merged} == {
        centre.merged_into.hospital for centre in merged
    }
    assert {centre.status_on(DAY) for centre in merged} == {Status.RETURNED}
    assert CentreName.objects.filter(kind=CentreName.Kind.FORMER).exists()


def test_example_has_centres_shared_inside_and_outside_stz(example):
    assert Partner.objects.filter(hospital__isnull=False).exists()
    assert Partner.objects.exclude(outside_name="").exists()


def test_example_has_an_edition_of_13_criteria_in_use(example):
    edition = CriteriaEdition.objects.get(in_use_since__isnull=False)
    assert list(edition.criteria.values_list("number", flat=True)) == list(range(1, 14))


def test_example_has_earlier_recognitions_with_their_successors(example):
    followed = Recognition.objects.filter(is_reassessment=True).select_related("centre")
    assert followed.count() > 1
    for recognition in followed:
        day_before = recognition.valid_from - datetime.timedelta(days=1)
        assert recognition.centre.recognitions.get(valid_through=day_before)


def test_example_says_everywhere_that_it_is_one(example):
    told = [
        *Hospital.objects.values_list("name", flat=True),
        *Centre.objects.values_list("name", flat=True),
        *Centre.objects.exclude(for_whom="").values_list("for_whom", flat=True),
        *Condition.objects.values_list("summary", flat=True),
        *Suspension.objects.values_list("reason", flat=True),
        *Recognition.objects.exclude(end_reason="").values_list("end_reason", flat=True),
        *YearlyFigure.objects.values_list("measure", flat=True),
    ]
    assert [text for text in told if "voorbeeld" not in text.lower()] == []
    for model in (Hospital, Location, Centre, Recognition, PublishedRound):
        assert not model.objects.exclude(source_name=EXAMPLE).exists()


def test_example_gives_no_address_that_reaches_anybody(example):
    emails = Centre.objects.exclude(referral_email="").values_list("referral_email", flat=True)
    assert [email for email in emails if not email.endswith(".example.org")] == []
    assert not Centre.objects.exclude(referral_phone="", advice_phone="").exists()


def test_example_remembers_four_years_of_changes(example):
    moments = Centre.history.values_list("history_date", flat=True)
    assert min(moments).date() < DAY - datetime.timedelta(days=3 * 365)
    assert max(moments).date() <= DAY
    assert Centre.history.values("history_change_reason").distinct().count() > 2
    assert Centre.history.filter(history_type="+").count() == example


def test_every_change_that_an_example_remembers_changed_something(example):
    for model in (Centre, Recognition):
        for row in model.history.filter(history_type="~"):
            assert row.diff_against(row.prev_record).changed_fields


def test_example_remembers_the_links_of_a_centre(example):
    centre = Centre.objects.first()
    newest = centre.history.first()
    assert newest.name == centre.name
    assert {link.condition for link in newest.conditions.all()} == set(centre.conditions.all())


# Figures and statuses -----------------------------------------------------------------------------


def test_figures_of_rounds_are_those_of_the_records(example):
    rounds = PublishedRound.objects.annotate(
        new=Count("recognitions", filter=Q(recognitions__is_reassessment=False)),
        again=Count("recognitions", filter=Q(recognitions__is_reassessment=True)),
        all=Count("recognitions"),
    )
    assert len(rounds) == 8
    for one in rounds:
        assert (one.recognised_new, one.recognised_again) == (one.new, one.again)
        assert one.recognised == one.all < one.handled
        assert DAY - datetime.timedelta(days=4 * 366) < one.released_on <= DAY
