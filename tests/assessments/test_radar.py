"""The reassessment radar: every term is counted once, and falls in the round that its day says."""

import datetime

import pytest
from django.urls import reverse

from assessments import radar, rounds
from assessments.models import AssessmentRound
from assessments.radar import radar_on, round_of
from centres.models import Centre, Recognition
from centres.status import EndedHow, Origin, Outcome
from tests.assessments.builders import (
    WHY,
    make_accepted,
    make_open_round,
    make_planned_round,
)
from tests.builders import (
    make_centre,
    make_edition,
    make_member,
    make_public_source_recognition,
    make_recognition,
    make_suspension,
    make_user,
)
from tests.pages import Page

pytestmark = pytest.mark.django_db

ADDRESS = "/beheer/assessments/assessmentround/radar/"
TODAY = datetime.date(2026, 3, 2)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def make_term(through: str, **over) -> Recognition:
    return make_recognition(None, day("2024-05-01"), day(through), **over)


def make_fixtures(number: int) -> None:
    """Make as many recognitions in force, of which the terms end over the coming six years."""
    hospital = make_member()
    centres = [
        Centre(hospital=hospital, name=f"Centrum {each}", slug=f"centrum-{each}", kind="condition")
        for each in range(number)
    ]
    Centre.objects.bulk_create(centres)
    Recognition.objects.bulk_create(
        Recognition(
            centre=centre,
            outcome=Outcome.FULL,
            origin=Origin.REGISTER,
            valid_from=day("2024-05-01"),
            valid_through=TODAY + datetime.timedelta(days=7 * each),
        )
        for each, centre in enumerate(centres)
    )


def test_281_recognitions_in_force_are_all_counted_once():
    make_fixtures(281)
    found = radar_on(TODAY)
    assert Recognition.objects.in_force_on(TODAY).count() == 281
    assert (found.in_months, found.later, found.earlier, found.month_unknown) == (261, 20, 0, 0)
    assert found.total == 281
    assert len(found.months) == 60
    assert found.months[0].first_day == day("2026-03-01")
    assert found.months[-1].first_day == day("2031-02-01")


def test_a_term_stands_in_the_month_of_its_last_day(today):
    for through in ("2026-03-02", "2026-03-31", "2026-04-01", "2031-02-28", "2031-03-01"):
        make_term(through)
    found = radar_on(today)
    counted = {month.first_day: month.count for month in found.months if month.count}
    assert counted == {day("2026-03-01"): 2, day("2026-04-01"): 1, day("2031-02-01"): 1}
    assert found.later == 1


def test_an_extension_does_not_move_the_term(today):
    make_term("2026-02-28", extended_through=day("2026-08-01"), extension_reason="Herbeoordeling")
    make_term("2026-05-31", extended_through=day("2026-08-01"), extension_reason="Herbeoordeling")
    found = radar_on(today)
    assert (found.earlier, found.months[2].count, found.total) == (1, 1, 2)


def test_only_the_last_term_of_a_centre_counts(today):
    centre = make_centre()
    make_recognition(centre, day("2022-05-01"), day("2026-04-30"))
    make_recognition(centre, day("2026-05-01"), day("2030-04-30"))
    found = radar_on(today)
    assert (found.total, found.months[1].count, found.months[49].count) == (1, 0, 1)


def test_what_ended_or_ends_early_or_is_not_certain_is_no_term(today):
    make_term("2026-03-01")
    make_term("2027-04-30", ended_how=EndedHow.RETURNED, last_day=day("2026-12-31"))
    make_public_source_recognition(valid_from="2018")
    assert radar_on(today).total == 0


def test_a_suspended_recognition_is_assessed_again_as_well(today):
    make_suspension(make_term("2027-04-30"), day("2026-01-01"))
    assert radar_on(today).total == 1


def test_a_term_known_to_the_year_stands_apart(today):
    make_public_source_recognition(valid_from="2024", valid_through="2028")
    make_public_source_recognition(valid_from="2024", valid_through="2028-04")
    found = radar_on(today)
    assert (found.month_unknown, found.months[25].count, found.total) == (1, 1, 2)


@pytest.mark.parametrize(
    ("last_day", "number"),
    [
        ("2026-04-30", None),  # before the first release
        ("2026-05-01", 1),
        ("2026-10-31", 1),
        ("2026-11-01", 2),
        ("2027-11-01", 2),
        ("2027-11-02", None),  # more than a year after the last release
    ],
)
def test_a_term_falls_in_the_latest_round_released_in_the_year_before_it(last_day, number):
    releases = {1: day("2026-05-01"), 2: day("2026-11-01")}
    planned = [
        AssessmentRound(pk=each, number=each, planned_release_on=on)
        for each, on in releases.items()
    ]
    found = round_of(day(last_day), planned)
    assert (found and found.number) == number


def test_moving_a_round_moves_the_load_and_what_exceeds_the_capacity(today):
    round_ = make_open_round(capacity=1)
    over = make_planned_round(state="cancelled")
    for through in ("2026-05-31", "2026-06-30", "2026-07-31"):
        make_term(through)
    (load,) = radar_on(today).rounds
    assert (load.round, load.load, load.excess) == (round_, 3, 2)
    rounds.reschedule(
        round_,
        version=round_.version,
        opens_on=round_.opens_on,
        closes_on=round_.closes_on,
        meets_on=round_.meets_on,
        planned_release_on=day("2026-07-31"),
        by=make_user("editor"),
        why=WHY,
    )
    found = radar_on(today)
    assert (found.rounds[0].load, found.rounds[0].excess, found.without_round) == (1, 0, 2)
    assert over not in [each.round for each in found.rounds]


def test_a_round_without_a_capacity_exceeds_nothing(today):
    make_planned_round()
    make_term("2026-05-31")
    assert radar_on(today).rounds[0].excess == 0


def test_applications_change_nothing_on_the_radar(today):
    round_ = make_open_round()
    recognition = make_term("2026-05-31")
    before = radar_on(today)
    make_accepted(round_, recognition.centre)
    assert radar_on(today) == before


def test_the_page_draws_the_months_and_warns(editor_client, reader_client, clock):
    make_planned_round(capacity=1)
    for through in ("2026-05-31", "2026-06-30", "2030-04-30"):
        make_term(through)
    page = Page(editor_client.get(ADDRESS))
    assert len(page.all(css_class="chart__drawing")) == 1
    rows = page.texts("tr")
    assert "mei 2026 1 0 1" in rows
    assert "juni 2026 1 0 1" in rows
    assert "april 2030 0 1 1" in rows
    assert page.texts("strong", "warning") == ["1 te veel"]
    assert Page(reader_client.get(ADDRESS)).status_code == 200


def test_the_start_page_and_the_list_of_rounds_lead_to_the_radar(editor_client, reader_client):
    for client in (editor_client, reader_client):
        for name in ("admin:index", "admin:assessments_assessmentround_changelist"):
            assert Page(client.get(reverse(name))).link("Herbeoordelingsradar") == ADDRESS


def test_who_may_not_read_rounds_has_no_radar(client):
    client.force_login(make_user(is_staff=True))
    assert client.get(ADDRESS).status_code == 403


def test_the_radar_asks_the_same_number_of_queries_for_one_and_three(django_assert_num_queries):
    edition = make_edition(criteria=1)
    make_planned_round(edition=edition)
    make_term("2026-05-31")
    with django_assert_num_queries(2):
        radar.radar_on(TODAY)
    make_planned_round(edition=edition)
    make_planned_round(edition=edition)
    for through in ("2026-05-31", "2026-06-30"):
        make_term(through)
    with django_assert_num_queries(2):
        radar.radar_on(TODAY)
