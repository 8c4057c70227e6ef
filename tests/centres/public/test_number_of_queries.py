"""A public page asks as many queries for one centre as for thirty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centres.remembered import forget_all
from centres.search.current import snapshots
from centres.search.snapshot import read_snapshot
from hospitals.models import RegisterVersion
from tests.builders import make_centre, make_recognition, make_round
from tests.centres.public.small_register import PAGES, address_of, make_register
from tests.standing import standing_world

QUERIES = {
    "home": 5,
    "centres": 12,
    "centre": 12,
    "conditions": 3,
    "condition": 11,
    "hospitals": 5,
    "hospital": 12,
    "comparison": 2,
    "sheet": 2,
    "rounds": 4,
    "round": 11,
    "figures": 10,
    "criteria": 3,
    "about": 2,
    "glossary": 2,
    "privacy": 2,
    "accessibility": 2,
}


@pytest.fixture(scope="module", params=[1, 3, 30])
def register_of_some_size(request, django_db_setup, django_db_blocker):
    """The small register, with as many centres as the parameter says at its one hospital."""

    def make():
        register = make_register()
        for _ in range(request.param - 1):
            centre = make_centre(
                register.hospital, conditions=[register.condition], specialties=[register.specialty]
            )
            make_recognition(centre, round=register.round)
            make_round(2023, edition=register.edition)
        return register

    with standing_world(make, django_db_blocker) as register:
        yield register


@pytest.mark.parametrize("page", PAGES)
def test_page_asks_a_fixed_number_of_queries(client, db, clock, register_of_some_size, page):
    forget_all()
    snapshots.of_version(RegisterVersion.current().number)  # read once for all pages; see below
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address_of(page, register_of_some_size))
    assert response.status_code == 200
    assert len(asked) == QUERIES[page]
    assert QUERIES[page] <= 12


def test_reading_the_register_for_search_asks_a_fixed_number_of_queries(db, register_of_some_size):
    with CaptureQueriesContext(connection) as asked:
        read_snapshot(1)
    assert len(asked) == 25
