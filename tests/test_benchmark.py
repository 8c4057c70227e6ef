"""The benchmark of the pages: what it measures, and what it concludes from it."""

import datetime

import pytest

from benchmarks.measure import measure_pages
from benchmarks.report import SIZES, Measurement, growths, table, verdicts
from centres.example.register import make_register


def measured(page="list", queries=5, cold=10.0, warm=4.0) -> Measurement:
    return Measurement(page, queries, [cold], [warm])


def judged(small: Measurement, usual: Measurement, large: Measurement) -> list[bool]:
    """Return the verdicts on the queries and on the times of one page."""
    found = growths(dict(zip(SIZES, ([small], [usual], [large]), strict=True)))
    return [is_so for is_so, _ in verdicts(found)]


def test_page_that_stays_the_same_passes():
    assert judged(measured(), measured(), measured()) == [True, True]


def test_page_at_exactly_the_limits_passes():
    usual, large = measured(queries=12), measured(queries=12, cold=20.0, warm=8.0)
    assert judged(usual, usual, large) == [True, True]


def test_page_with_another_number_of_queries_at_one_size_fails():
    assert judged(measured(queries=4), measured(), measured()) == [False, True]


def test_page_with_too_many_queries_fails():
    many = measured(queries=13)
    assert judged(many, many, many) == [False, True]


@pytest.mark.parametrize("slow", [{"cold": 20.1}, {"warm": 8.1}])
def test_page_that_takes_more_than_twice_as_long_fails(slow):
    assert judged(measured(), measured(), measured(**slow)) == [True, False]


def test_page_that_is_not_judged_may_take_longer():
    page = {"page": "conditions"}
    large = measured(**page, cold=50.0)
    assert judged(measured(**page), measured(**page), large) == [True, True]


def test_verdict_names_the_pages_at_fault():
    by_size = {
        10: [measured(), measured("centre")],
        281: [measured(), measured("centre")],
        10_000: [measured(cold=30.0), measured("centre", queries=6)],
    }
    assert [verdict for _, verdict in verdicts(growths(by_size))] == [
        "at most 12 queries, the same number at every size: no, see centre",
        "list, centre, hospital: at most 2x: no, see list",
    ]


def test_table_has_a_row_per_page_with_its_ratios():
    by_size = {10: [measured()], 281: [measured()], 10_000: [measured(cold=15.0, warm=6.0)]}
    row = list(table(growths(by_size)))[-1]
    cold = ["10.0", "10.0", "15.0", "15.0", "1.50x"]
    warm = ["4.0", "4.0", "6.0", "6.0", "1.50x"]
    assert row.split() == ["list", "5", "5", "5", "|", *cold, "|", *warm]


@pytest.mark.filterwarnings("ignore:No directory at")  # static files are not collected here
@pytest.mark.django_db
def test_every_page_is_measured_and_keeps_to_its_queries():
    make_register(centres=10, seed=1, day=datetime.date(2026, 3, 2))
    found = measure_pages(cold_times=1, warm_times=1)
    assert [each.page for each in found] == [
        "home",
        "list",
        "list, searched",
        "centre",
        "hospital",
        "condition",
        "hospitals",
        "conditions",
        "rounds",
        "round",
    ]
    assert [each.page for each in found if not 0 < each.queries <= 12] == []
